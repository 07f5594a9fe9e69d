"""Sharing, and choosing the shared store."""
