"""Commands of the dialogs."""

from fieldassess.commands.base import Command


class Cancel(Command):
    """Close without changing anything"""

    BINDING_KEY = "escape"
    SHOW_IN_FOOTER = True


class Save(Command):
    """Keep what was entered"""

    BINDING_KEY = "ctrl+s"
    SHOW_IN_FOOTER = True


class Choose(Command):
    """Take the row under the cursor"""

    BINDING_KEY = "enter"
    SHOW_IN_FOOTER = True


class DoIt(Command):
    """Do what the cursor is on"""

    COMMAND = "Do it"
    BINDING_KEY = "enter"
    SHOW_IN_FOOTER = True


class Close(Command):
    """Go back to the screen below"""

    BINDING_KEY = "escape"
    SHOW_IN_FOOTER = True
