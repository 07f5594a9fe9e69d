"""What every command is."""

import textual_enhanced.commands


class Command(textual_enhanced.commands.Command):
    """Something that can be done, named in sentence case: `AskQuestions` is "Ask questions"."""

    @classmethod
    def command(cls) -> str:
        return cls.COMMAND or super().command().capitalize()
