"""What can be set."""

from fieldassess.commands import Command


class ChangeThis(Command):
    """Change the setting under the cursor"""

    COMMAND = "Change"
    BINDING_KEY = "enter"
    SHOW_IN_FOOTER = True
