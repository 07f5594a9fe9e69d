"""Commands of the card that opens a visit."""

from fieldassess.commands import Command


class OpenVisit(Command):
    """Open the visit with what stands here"""

    COMMAND = "Open the visit"
    FOOTER_TEXT = "Open"
    BINDING_KEY = "enter, ctrl+s"
    SHOW_IN_FOOTER = True
