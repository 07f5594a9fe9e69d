"""Full wording, wherever a prompt of ours stands for it."""

from fieldassess.commands.base import Command


class FullWording(Command):
    """Show what the handbook says in full, and where, of the statement under the cursor"""

    FOOTER_TEXT = "Wording"
    BINDING_KEY = "semicolon"
    SHOW_IN_FOOTER = True


class CloseWording(Command):
    """Go back to where you were; nothing has changed there"""

    COMMAND = "Close"
    BINDING_KEY = "escape, semicolon"
    SHOW_IN_FOOTER = True
