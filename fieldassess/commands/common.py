"""Commands that every screen has, or may have."""

from fieldassess.commands.base import Command


class Help(Command):
    """What can be done here, and with which key"""

    BINDING_KEY = "question_mark, ctrl+underscore"
    SHOW_IN_FOOTER = True


class FindCommand(Command):
    """Find anything that can be done here by its name"""

    COMMAND = "Find a command"
    FOOTER_TEXT = "Commands"
    BINDING_KEY = "ctrl+p, colon"
    ACTION = "app.command_palette"


class ChangeTheme(Command):
    """Change between the light outdoor colours and the dark ones"""

    COMMAND = "Change colours"
    BINDING_KEY = "ctrl+t"
    ACTION = "app.change_colours"


class Quit(Command):
    """Leave fieldassess; everything recorded is already saved"""

    BINDING_KEY = "ctrl+q"
    ACTION = "app.quit"


class Back(Command):
    """Go back to the screen before"""

    BINDING_KEY = "escape"
    SHOW_IN_FOOTER = True
