"""Commands of the question screen. What the keys do depends on where the cursor is: list, answer or verdict."""

from fieldassess.commands import Command
from fieldassess.commands.dialog import Save


class Begin(Save):
    """Open the session with what the card says"""

    BINDING_KEY = "enter, ctrl+s"
    SHOW_IN_FOOTER = True


class Ask(Command):
    """Put the question under the cursor, and type the answer"""

    BINDING_KEY = "enter"
    SHOW_IN_FOOTER = True


class FindTopic(Command):
    """Find something to ask about by any of its words"""

    COMMAND = "Find"
    BINDING_KEY = "slash"
    SHOW_IN_FOOTER = True


class ShowAll(Command):
    """Change between what is still open and everything"""

    COMMAND = "All or open only"
    FOOTER_TEXT = "All"
    BINDING_KEY = "a"
    SHOW_IN_FOOTER = True


class OtherGaps(Command):
    """Change between knowledge and other gaps that the unit lets you close by asking"""

    COMMAND = "Other gaps"
    BINDING_KEY = "g"
    SHOW_IN_FOOTER = True


class Reword(Command):
    """Put the question in other words; it is recorded as you put it"""

    BINDING_KEY = "r, ctrl+r"
    SHOW_IN_FOOTER = True


class Written(Command):
    """Change between oral and written answers"""

    COMMAND = "Oral or written"
    BINDING_KEY = "w"
    SHOW_IN_FOOTER = True


class Undo(Command):
    """Take back what was recorded last; an answer comes back to be judged anew"""

    BINDING_KEY = "comma"
    SHOW_IN_FOOTER = True


class Done(Command):
    """Stop asking: feedback, the learner's response and signatures"""

    COMMAND = "Done: finish and sign"
    FOOTER_TEXT = "Done"
    BINDING_KEY = "d"
    SHOW_IN_FOOTER = True


class EndAnswer(Command):
    """The answer is complete; say next what it is worth"""

    COMMAND = "End the answer"
    BINDING_KEY = "enter"
    SHOW_IN_FOOTER = True


class ToTheList(Command):
    """Go back to the list; what was typed is kept, and not yet recorded"""

    COMMAND = "To the list"
    FOOTER_TEXT = "List"
    BINDING_KEY = "escape"
    SHOW_IN_FOOTER = True


class Satisfied(Command):
    """Record the answer as satisfying: the whole statement, or the parts that are ticked"""

    BINDING_KEY = "s"
    SHOW_IN_FOOTER = True


class Partly(Command):
    """Record the answer as showing it in part; it stays outstanding"""

    BINDING_KEY = "p"
    SHOW_IN_FOOTER = True


class NotYet(Command):
    """Record that the answer fell short"""

    COMMAND = "Not yet"
    BINDING_KEY = "n"
    SHOW_IN_FOOTER = True


class LeaveUnjudged(Command):
    """Record question and answer without a verdict"""

    COMMAND = "Leave unjudged"
    FOOTER_TEXT = "Leave"
    BINDING_KEY = "l"
    SHOW_IN_FOOTER = True


class FollowUp(Command):
    """Ask further on the same thing; the answer before it is kept as it is"""

    COMMAND = "Follow-up question"
    FOOTER_TEXT = "Follow up"
    BINDING_KEY = "f"
    SHOW_IN_FOOTER = True


class EditAnswer(Command):
    """Change the answer, or the last one recorded here about this"""

    COMMAND = "Edit the answer"
    FOOTER_TEXT = "Edit"
    BINDING_KEY = "e"
    SHOW_IN_FOOTER = True


class OtherUnits(Command):
    """Let the answer count for the same statement in the learner's other units too, or not"""

    COMMAND = "Also in other units"
    FOOTER_TEXT = "Other units"
    BINDING_KEY = "o"
    SHOW_IN_FOOTER = True


LIST = (Ask, FindTopic, Undo, ShowAll, OtherGaps, Done)
VERDICTS = (Satisfied, Partly, NotYet, LeaveUnjudged, OtherUnits)
