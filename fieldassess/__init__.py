"""The terminal app and the command line: screens, widgets, commands. Knows no files."""

__version__ = "0.1.0"
