"""Observe: watching one visit, with the opening card."""
