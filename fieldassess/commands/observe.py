"""Commands of the observe screen. Those with a letter in `MENU` stand in its menu, under that letter."""

from typing import ClassVar

from fieldassess.commands import Command


class InMenu(Command):
    """A command that stands in the menu of the observe screen"""

    MENU: ClassVar[str] = ""


class Met(Command):
    """Record what the cursor is on as met, for the present customer; pressed again it changes nothing"""

    COMMAND = "Met"
    BINDING_KEY = "space"
    SHOW_IN_FOOTER = True


class NotYet(Command):
    """Record that the occasion arose and fell short; then say why, or press enter to say it later"""

    COMMAND = "Not yet"
    BINDING_KEY = "minus"
    SHOW_IN_FOOTER = True


class NextCustomer(Command):
    """Begin the next customer or incident; one in which nothing was recorded does not count"""

    COMMAND = "Next customer"
    FOOTER_TEXT = "Next"
    BINDING_KEY = "enter"
    SHOW_IN_FOOTER = True


class KeepNote(Command):
    """Record what is in the note line, with the time and the present customer"""

    COMMAND = "Record the note"
    FOOTER_TEXT = "Record"
    BINDING_KEY = "enter"
    SHOW_IN_FOOTER = True


class EditNote(Command):
    """Put the note under the cursor back into the note line; what you record takes its place"""

    COMMAND = "Change this note"
    FOOTER_TEXT = "Change"
    BINDING_KEY = "enter"
    SHOW_IN_FOOTER = True


class RangeItem(Command):
    """Cover an item of the criterion under the cursor: press this key, then the item's letter"""

    COMMAND = "Cover an item"
    FOOTER_TEXT = "Item"
    BINDING_KEY = "full_stop"
    SHOW_IN_FOOTER = True


class Undo(Command):
    """Take back what was recorded last, also after a restart; it says what that was"""

    BINDING_KEY = "comma"
    SHOW_IN_FOOTER = True


class Likewise(Command):
    """Record the statements offered together with the last one: those that say the same, or fit the situation"""

    COMMAND = "Record what is offered"
    FOOTER_TEXT = "Also"
    BINDING_KEY = "equals_sign"
    SHOW_IN_FOOTER = True


class FindStatement(Command):
    """Find a criterion, an item or what must be known by any of its words"""

    COMMAND = "Find"
    BINDING_KEY = "slash"
    SHOW_IN_FOOTER = True


class NextPane(Command):
    """Go on to the next list: what is judged, what explains it, what was seen"""

    COMMAND = "Next pane"
    FOOTER_TEXT = "Pane"
    BINDING_KEY = "tab"
    SHOW_IN_FOOTER = True


class PreviousPane(Command):
    """Go back to the pane before"""

    COMMAND = "Previous pane"
    BINDING_KEY = "shift+tab"


class HowKnown(Command):
    """Say of the note being typed: seen, told by whom, looked at where, inferred; when, and with which customer"""

    COMMAND = "How and when"
    FOOTER_TEXT = "How"
    BINDING_KEY = "ctrl+o"
    SHOW_IN_FOOTER = True


class Menu(Command):
    """Everything else: pause, another learner, situations, show all, finish"""

    BINDING_KEY = "escape"
    SHOW_IN_FOOTER = True


class Pause(InMenu):
    """Blank the screen and stop the clock"""

    COMMAND = "Pause"
    MENU = "p"


class DescribeCustomer(InMenu):
    """Say what the present customer's situation is (busy, let down …), and change the setting"""

    COMMAND = "This customer's situation and setting"
    BINDING_KEY = "plus"
    MENU = "c"


class ShowAll(InMenu):
    """Change between what is outstanding and every criterion"""

    COMMAND = "Show all, or outstanding only"
    BINDING_KEY = "asterisk"
    MENU = "a"


class ClearTick(InMenu):
    """Take away what this visit says about the statement under the cursor"""

    COMMAND = "Clear what the cursor is on"
    MENU = "x"


class InferKnowledge(InMenu):
    """Record knowledge that was apparent from what was done"""

    COMMAND = "Known, apparent from the work"
    MENU = "k"


class EditLastNote(InMenu):
    """Put the last note back into the note line, to change it or tie it to statements"""

    COMMAND = "Change or tie the last note"
    MENU = "e"


class DropText(InMenu):
    """Empty the note line without recording what is in it"""

    COMMAND = "Drop what is in the note line"
    MENU = "d"


class Bars(InMenu):
    """Show what the open units accept as evidence, and what they bar"""

    COMMAND = "What the units accept and bar"
    MENU = "b"


class AnotherLearner(InMenu):
    """Observe another learner; this visit stays open, and the menu there comes back to it"""

    COMMAND = "Another learner…"
    MENU = "n"


class Finish(InMenu):
    """Stop watching: loose ends, feedback, signatures"""

    COMMAND = "Finish this visit"
    MENU = "f"


class LeaveOpen(InMenu):
    """Go back and leave this visit open; it stands on the first screen to go on with"""

    COMMAND = "Leave it open and go back"
    MENU = "l"


class GoOn(Command):
    """End the pause"""

    COMMAND = "Go on"
    BINDING_KEY = "p"
    SHOW_IN_FOOTER = True


class SaveChoices(Command):
    """Record these choices"""

    COMMAND = "Record"
    BINDING_KEY = "enter"
    SHOW_IN_FOOTER = True
