"""Commands of finishing a session, and of the learner's signing view."""

from fieldassess.commands import Command


class GoOn(Command):
    """Record this step and go on to the next"""

    COMMAND = "Record and go on"
    FOOTER_TEXT = "Go on"
    BINDING_KEY = "ctrl+s"
    SHOW_IN_FOOTER = True


class StepBack(Command):
    """Go back a step; from the first one, leave. What was typed is kept"""

    COMMAND = "Back a step"
    FOOTER_TEXT = "Back"
    BINDING_KEY = "escape"
    SHOW_IN_FOOTER = True


class GoToStep(Command):
    """Choose a step"""

    COMMAND = "Go to a step"
    FOOTER_TEXT = "Steps"
    BINDING_KEY = "ctrl+g"
    SHOW_IN_FOOTER = True


class LeaveForLater(Command):
    """Leave half-way: the session stays among the unfinished ones, and what was typed is kept"""

    COMMAND = "Leave for later"
    BINDING_KEY = "ctrl+l"


class Deal(Command):
    """Deal with the row under the cursor"""

    COMMAND = "Deal with it"
    FOOTER_TEXT = "Deal with it"
    BINDING_KEY = "enter"
    SHOW_IN_FOOTER = True


class GoOnWatching(Command):
    """Go back to observing or asking; the clock runs again"""

    COMMAND = "Resume the session"
    FOOTER_TEXT = "Resume"
    BINDING_KEY = "o"
    SHOW_IN_FOOTER = True


class TakeBack(Command):
    """Take back what was recorded last, or the signature under the cursor; after signing it needs a reason"""

    COMMAND = "Undo"
    BINDING_KEY = "comma"
    SHOW_IN_FOOTER = True


class HandOver(Command):
    """Hand the device to the learner, to read this session only, answer and sign"""

    COMMAND = "Hand over to the learner"
    FOOTER_TEXT = "Hand over"
    BINDING_KEY = "h"
    SHOW_IN_FOOTER = True


class ReadOn(Command):
    """Read on: nearly a page further"""

    COMMAND = "Read on"
    FOOTER_TEXT = "Read on"
    BINDING_KEY = "pagedown"
    SHOW_IN_FOOTER = True


class ReadBack(Command):
    """Read back: nearly a page before"""

    COMMAND = "Read back"
    BINDING_KEY = "pageup"


class SignHere(Command):
    """Sign this record, or decline to; what you wrote is recorded with it"""

    COMMAND = "Sign or decline"
    BINDING_KEY = "ctrl+s"
    SHOW_IN_FOOTER = True


class HandBack(Command):
    """Give the device back to the assessor"""

    COMMAND = "Hand back"
    BINDING_KEY = "escape"
    SHOW_IN_FOOTER = True
