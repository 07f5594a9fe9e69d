"""What can be done while looking at what is outstanding."""

from fieldassess.commands import Command


class LookAt(Command):
    """Look at the unit under the cursor, or at what a situation could close"""

    COMMAND = "Look at it"
    FOOTER_TEXT = "Look"
    BINDING_KEY = "enter"
    SHOW_IN_FOOTER = True


class OpenOnly(Command):
    """Show only what is open, or everything"""

    COMMAND = "Only what is open"
    FOOTER_TEXT = "Only open"
    BINDING_KEY = "f"
    SHOW_IN_FOOTER = True


class VisitBrief(Command):
    """A page to take along: what to look for, to ask and to confirm"""

    COMMAND = "Brief for the visit"
    FOOTER_TEXT = "Brief"
    BINDING_KEY = "b"
    SHOW_IN_FOOTER = True


class SaveBrief(Command):
    """Save the brief as a file that a browser shows and prints"""

    COMMAND = "Save as HTML"
    BINDING_KEY = "ctrl+s"
    SHOW_IN_FOOTER = True
