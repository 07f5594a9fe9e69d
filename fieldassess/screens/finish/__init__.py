"""Finish: from loose ends to signatures."""
