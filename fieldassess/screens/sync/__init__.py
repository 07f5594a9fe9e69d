"""Sharing, and choosing the shared folder."""
