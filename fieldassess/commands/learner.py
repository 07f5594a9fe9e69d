"""What can be done with one learner, on every screen where one is at hand."""

from fieldassess.commands import Command


class Observe(Command):
    """Observe this learner at work: begin a visit"""

    BINDING_KEY = "o"
    SHOW_IN_FOOTER = True


class Question(Command):
    """Ask this learner questions on what they must know"""

    BINDING_KEY = "q"
    SHOW_IN_FOOTER = True


class Review(Command):
    """See what is outstanding for this learner, and why"""

    BINDING_KEY = "r"
    SHOW_IN_FOOTER = True


class NextVisit(Command):
    """Note when the next visit is, and what it is for"""

    COMMAND = "Next visit"
    BINDING_KEY = "n"
    SHOW_IN_FOOTER = True


class OpenRow(Command):
    """Open what the cursor is on"""

    COMMAND = "Open"
    BINDING_KEY = "enter"
    SHOW_IN_FOOTER = True


class EditDetails(Command):
    """Change the learner's details; what stood before is kept"""

    COMMAND = "Edit details"
    FOOTER_TEXT = "Edit"
    BINDING_KEY = "e"
    SHOW_IN_FOOTER = True


class ChooseUnits(Command):
    """Enrol the learner on a qualification, or choose other units"""

    COMMAND = "Choose units"
    FOOTER_TEXT = "Units"
    BINDING_KEY = "u"
    SHOW_IN_FOOTER = True


class OtherQualification(Command):
    """Show the next of the qualifications that this learner is enrolled on"""

    COMMAND = "Other qualification"
    BINDING_KEY = "t"
    SHOW_IN_FOOTER = True


class Settle(Command):
    """Look at what people stated differently, and say which holds"""

    COMMAND = "Settle a disagreement"
    FOOTER_TEXT = "Settle"
    BINDING_KEY = "s"
    SHOW_IN_FOOTER = True


class CarryOver(Command):
    """Go on with another edition of the qualification, or back with the one before: what counts is shown first"""

    COMMAND = "Carry over"
    BINDING_KEY = "c"


class MeansTheSame(Command):
    """Say that this statement means the same still, so that what was shown counts on; or take that back"""

    COMMAND = "Means the same"
    FOOTER_TEXT = "Same"
    BINDING_KEY = "space, enter"
    SHOW_IN_FOOTER = True


class CarryThemOver(Command):
    """Record that the learner goes on with this edition"""

    COMMAND = "Carry over"
    BINDING_KEY = "ctrl+s"
    SHOW_IN_FOOTER = True


class History(Command):
    """Show every change of this learner's details: who, when, on which device"""

    COMMAND = "History of details"
    FOOTER_TEXT = "History"
    BINDING_KEY = "h"
    SHOW_IN_FOOTER = True


class SamePerson(Command):
    """Say that this learner was registered twice, so that both are shown as one; or take that back"""

    COMMAND = "Same person as…"
    BINDING_KEY = "j"


class EraseLearner(Command):
    """Erase everything about this learner, for good; what goes is said first, and their name is asked for"""

    COMMAND = "Erase this learner"
    BINDING_KEY = "x"


class TakeUp(Command):
    """Go on with this session, collect a signature that is to follow, or change something with a reason"""

    COMMAND = "Sign or change"
    BINDING_KEY = "s"
    SHOW_IN_FOOTER = True


class Tick(Command):
    """Choose this unit, or leave it out"""

    BINDING_KEY = "space, enter"
    SHOW_IN_FOOTER = True


class DateAndNumber(Command):
    """Enter the date and number of the enrolment"""

    COMMAND = "Date and number"
    FOOTER_TEXT = "Date"
    BINDING_KEY = "d"
    SHOW_IN_FOOTER = True


class FindUnit(Command):
    """Find a unit by its number or any of its words"""

    COMMAND = "Find a unit"
    FOOTER_TEXT = "Find"
    BINDING_KEY = "slash"
    SHOW_IN_FOOTER = True


class ReadRules(Command):
    """Read the rules of the award whole, or go back to the units"""

    COMMAND = "Rules of the award"
    FOOTER_TEXT = "Rules"
    BINDING_KEY = "r"
    SHOW_IN_FOOTER = True
