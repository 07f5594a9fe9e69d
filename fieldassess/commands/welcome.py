"""What can be done on the first screen."""

from fieldassess.commands import Command


class Begin(Command):
    """Keep your name and go on"""

    BINDING_KEY = "ctrl+s, enter"
    SHOW_IN_FOOTER = True
