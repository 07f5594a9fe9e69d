"""What can be done, one class per action: key, footer, palette, help and the list of keys all come from it.

A command's docstring is what the palette and help say; `COMMAND` is its name there, `FOOTER_TEXT` its short
name in the key bar, `BINDING_KEY` its keys. A screen lists its commands, and has an action
`action_<name>_command` for each.
"""

from fieldassess.commands.base import Command
from fieldassess.commands.common import Back, ChangeTheme, FindCommand, Help, Quit

__all__ = ["Back", "ChangeTheme", "Command", "FindCommand", "Help", "Quit"]
