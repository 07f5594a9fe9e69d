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


class ReadHandbook(Command):
    """Read an awarding body's document: its full wording, or a qualification that does not come with the program"""

    COMMAND = "Read a handbook"
    FOOTER_TEXT = "Read in"
    BINDING_KEY = "r"
    SHOW_IN_FOOTER = True


class GiveUpReading(Command):
    """Stop reading; nothing is kept"""

    COMMAND = "Give up"
    BINDING_KEY = "escape"
    SHOW_IN_FOOTER = True


class WhatChanged(Command):
    """See what is different from another edition of this qualification that is here"""

    COMMAND = "What changed"
    FOOTER_TEXT = "Changes"
    BINDING_KEY = "w"
    SHOW_IN_FOOTER = True


class KeepPacks(Command):
    """Keep what was read in, for learners here and for colleagues, whom it reaches with the next share"""

    COMMAND = "Keep"
    BINDING_KEY = "k"
    SHOW_IN_FOOTER = True


class ReadAs(Command):
    """Read the document again as one of another layout, where it was taken for the wrong one"""

    COMMAND = "Read as another layout"
    FOOTER_TEXT = "Layout"
    BINDING_KEY = "l"
    SHOW_IN_FOOTER = True
