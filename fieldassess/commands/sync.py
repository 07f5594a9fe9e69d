"""What can be done about sharing."""

from fieldassess.commands import Command


class ShareNow(Command):
    """Put what you recorded in the shared store, and take in what colleagues put there"""

    COMMAND = "Share now"
    BINDING_KEY = "s, enter"
    SHOW_IN_FOOTER = True


class ChooseStore(Command):
    """Choose the folder or bucket that is shared with colleagues, or make a new one"""

    COMMAND = "Choose the shared store"
    FOOTER_TEXT = "Store"
    BINDING_KEY = "c"
    SHOW_IN_FOOTER = True


class WhoseLearners(Command):
    """Say whose learners come to this device: those here already, everybody's, or those of chosen colleagues"""

    FOOTER_TEXT = "Whose"
    BINDING_KEY = "w"
    SHOW_IN_FOOTER = True


class TickColleague(Command):
    """Ask for this colleague's learners, or not"""

    COMMAND = "Tick"
    BINDING_KEY = "space, enter"
    SHOW_IN_FOOTER = True


class Thorough(Command):
    """Share, and look at everything in the store, not only at what is new: for when something seems to be missing"""

    COMMAND = "Look at everything"
    FOOTER_TEXT = "Everything"
    BINDING_KEY = "l"
    SHOW_IN_FOOTER = True


class Quarantine(Command):
    """Look at files that were set aside: why, and what to do about them"""

    COMMAND = "What was set aside"
    FOOTER_TEXT = "Set aside"
    BINDING_KEY = "q"
    SHOW_IN_FOOTER = True


class LetGo(Command):
    """Take this file off the list, with the copy of it that is kept here"""

    COMMAND = "Take off the list"
    BINDING_KEY = "x"
    SHOW_IN_FOOTER = True


class ConfirmErasing(Command):
    """Let the record of a learner whom a colleague erased go from this device too"""

    COMMAND = "Erase here too"
    BINDING_KEY = "e"
    SHOW_IN_FOOTER = True


class StopSharing(Command):
    """Stop between two files; nothing is lost, and the next time goes on"""

    COMMAND = "Stop"
    BINDING_KEY = "x"
    SHOW_IN_FOOTER = True
