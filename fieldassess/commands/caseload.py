"""What can be done on the home screen."""

from fieldassess.commands import Command


class AddLearner(Command):
    """Register a learner and choose their units"""

    COMMAND = "Add a learner"
    FOOTER_TEXT = "Add"
    BINDING_KEY = "a"
    SHOW_IN_FOOTER = True


class FindLearner(Command):
    """Find a learner by any words of name, employer or number"""

    COMMAND = "Find a learner"
    FOOTER_TEXT = "Find"
    BINDING_KEY = "slash"
    SHOW_IN_FOOTER = True


class Share(Command):
    """Share records with colleagues through the shared store"""

    BINDING_KEY = "s"
    SHOW_IN_FOOTER = True


class Packs(Command):
    """Look at the qualifications and what they ask"""

    BINDING_KEY = "p"
    SHOW_IN_FOOTER = True


class ChangeSettings(Command):
    """Your name, colours, the shared store, and where the records lie"""

    COMMAND = "Settings"
    BINDING_KEY = "comma"
    SHOW_IN_FOOTER = True
