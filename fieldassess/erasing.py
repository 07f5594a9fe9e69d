"""What people are told before a learner's record is erased, on the screen and on the command line."""

from typing import Final

from fieldassess.text import counted
from sessions.portfolio import Portfolio

CONSEQUENCES: Final = (
    "It goes from here now, from what is shared now or with the next share, and from colleagues' devices when they "
    "confirm; until then those hide it. It cannot be taken back. Printed briefs and backups are yours to destroy."
)


def what_goes(portfolio: Portfolio) -> str:
    """`Everything about Ana Clarke goes: 41 entries by 2 devices, 3 visits (2 signed), details, plans and drafts.`"""
    visits = portfolio.opened_visits()
    signed = sum(not visit.unfinished for visit in visits)
    devices = len({entry.device for entry in portfolio.entries.values()})
    return (
        f"Everything about {portfolio.name} goes: {counted(len(portfolio.entries), 'entry')} by "
        f"{counted(devices, 'device')}, {counted(len(visits), 'visit')} ({signed} signed), details, plans and drafts."
    )


def is_name_of(portfolio: Portfolio, typed: str) -> bool:
    """Whether someone typed the learner's name, as it is shown."""
    return typed.casefold().split() == portfolio.name.casefold().split()
