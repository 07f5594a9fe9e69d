"""What can be done with the qualifications."""

from fieldassess.commands import Command


class OpenPack(Command):
    """Look at what this qualification asks"""

    COMMAND = "Open"
    BINDING_KEY = "enter"
    SHOW_IN_FOOTER = True


class FindStatement(Command):
    """Find a statement by any of its words"""

    COMMAND = "Find"
    BINDING_KEY = "slash"
    SHOW_IN_FOOTER = True
