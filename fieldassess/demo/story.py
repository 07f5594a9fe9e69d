"""What two invented assessors did in three months, told in days before now.

Nothing is drawn by lot, so the same day gives the same centre but for its ids.
"""

from contextlib import closing
from datetime import datetime
from pathlib import Path
from typing import Final

from fieldassess.demo.assessor import Assessor
from sessions.entry import NotRecorded
from sessions.store.opening import create_store, open_store
from sessions.store.share import share

CORE: Final = ("U09602", "U12902", "U13002", "U13102", "U00306")
COUNTER: Final = ("welcome", "queue", "two leaflets", "telephone")
HARDER: Final = ("card refused", "system down", "odd request", "e-mail")
PROBLEMS: Final = ("wrong date", "not as promised", "other route")
SAFETY: Final = ("turned out", "fire drill", "bag exercise", "wet floor", "locking up")
EDI: Final = ("7", "8", "13", "14", "25", "26", "32", "39")
CITY_AND_GUILDS: Final = ("401", "402", "403", "406", "410", "411", "309")
# Two units above SCQF level 6, C7 and D11, where one is the limit: a choice that is saved and says so.
SVQ: Final = ("F3", "F4", "A15", "B10", "C7", "D8", "D11")


def tell(first: Path, second: Path, store: Path, now: datetime) -> None:
    """Tell the story into two new workspaces and a new store; `now` is the moment it ends."""
    with (
        closing(Assessor(first, now, "Jo Sample", "JS")) as jo,
        closing(Assessor(second, now, "Alex Example", "AE")) as alex,
    ):
        create_store(store, first)
        _first_months(jo)
        _share(store, jo, alex)
        _alex(alex)
        _last_month(jo)
        _share(store, jo, alex, jo)
        _today(jo)


def _first_months(jo: "Assessor") -> None:
    chloe = jo.register(90, "Chloé Durand", 3, "Example Hotel", "Front desk", (*CORE, "U13302"))
    ana = jo.register(88, "Ana Clarke", 1, "Example Travel Shop", "Sample Street", (*CORE, "U13402"))
    jo.observe(84, ana, COUNTER)
    jo.observe(83, chloe, COUNTER)
    ben = jo.register(80, "Ben Okafor", 2, "Sample Call Centre", "Demo Park", (*CORE, "U13502"))
    jo.observe(76, ben, ("telephone", "e-mail", "queue"))
    jo.ask(70, chloe, 14)
    dev = jo.register(66, "Dev Ramdeen", 4, "Example Travel Shop", "Sample Street", (*CORE, "U13202"))
    farid = jo.register(64, "Farid Mohammed", 6, "Sample Bank", "Branch 0", CORE)
    jo.observe(62, chloe, HARDER)
    jo.observe(60, dev, ("welcome", "before opening", "queue"))
    hana = jo.register(58, "Hana Novak", 8, "Example Furniture House", "Showroom 0", EDI, "edi-l3")
    jo.observe(57, farid, ("welcome", "slow afternoon", "two leaflets"))
    jo.ask(55, ana, 10)
    iona = jo.register(54, "Iona Fraser", 9, "Sample Leisure Centre", "Reception", SVQ, "svq-l3")
    jo.observe(52, ben, ("telephone", "not as promised"))
    jo.observe(50, hana, ("regular customer", "late van"), purpose="A Saturday in the showroom")
    jo.observe(48, ana, ("before opening", "system down", "wrong date"))
    jo.observe(46, iona, ("evening rush", "new class", "locker"), purpose="An evening shift", short=("C7/C7.2",))
    jo.observe(45, chloe, PROBLEMS)
    jo.observe(41, dev, ("card refused", "telephone"), short=("U09602/1.6", "U12902/2.3"))


def _alex(alex: "Assessor") -> None:
    """The second assessor takes learners of their own, and visits one whom the first knows too."""
    grace = alex.register(38, "Grace Li", 7, "Example Museum", "Ticket hall", (*CORE, "U13402"))
    meera = alex.register(37, "Meera Pillai", 10, "Example Water Company", "Contact centre", CITY_AND_GUILDS, "cg-l4")
    alex.observe(36, grace, COUNTER)
    farid = alex.known("SAMPLE-06")
    alex.observe(30, farid, ("card refused", "e-mail", "system down"))
    alex.state(30, farid, "Sample Bank, Branch 1 (moved)")
    alex.observe(28, meera, ("planning meeting", "referred bill", "call-back trial"), purpose="A week before the rise")
    alex.observe(22, grace, ("turned out", "wet floor", "locking up"))
    alex.ask(15, grace, 8, signed=False)
    alex.ask(14, meera, 5, ("401",))


def _last_month(jo: "Assessor") -> None:
    chloe, dev = jo.known("SAMPLE-03"), jo.known("SAMPLE-04")
    ana, farid = jo.known("SAMPLE-01"), jo.known("SAMPLE-06")
    hana, iona = jo.known("SAMPLE-08"), jo.known("SAMPLE-09")
    jo.observe(33, chloe, (*SAFETY, "before opening", "team talk"))
    jo.observe(31, hana, ("wrong legs", "narrow stairs"), purpose="A week of complaints about one table")
    jo.observe(29, dev, ("system down", "team talk"), short=("U09602/2.5", "U13002/3.3"))
    jo.state(27, farid, "Sample Bank, head office")
    jo.observe(26, ana, ("card refused", "odd request", "turned out"))
    jo.ask(20, chloe, None)
    jo.observe(18, farid, ("slow afternoon", "team talk"))
    jo.ask(16, hana, 8, ("7",))
    jo.observe(12, ana, ("e-mail", "team talk", "wet floor"))
    jo.complete(10, chloe)
    jo.observe(9, dev, ("queue", "telephone"))
    jo.ask(3, ana, 6)
    esther = jo.register(2, "Esther Joseph", 5, "Example Ferry Office", "Quay 0", (*CORE, "U13402"))
    jo.plan(2, esther, 5, "First visit: see the workplace, agree the plan with the manager")
    jo.plan(2, ana, 4, "Busy morning; complaint or angry customer if one comes")
    jo.plan(2, dev, 8, "Look again at keeping customers informed")
    jo.plan(2, chloe, None, "Confirm and sign off")
    jo.plan(2, hana, 12, "Questions on units 7 and 8; the ten weeks are over, so the first claim may be made")
    jo.plan(2, iona, 9, "Agree which of C7 and D11 to change: only one unit may be above SCQF level 6")


def _today(jo: "Assessor") -> None:
    """An observation that is still open, with nothing of it shared."""
    jo.observe(0, jo.known("SAMPLE-01"), ("queue", "slow afternoon"), finished=False)


def _share(store: Path, *assessors: "Assessor") -> None:
    """Each in turn publishes and takes in. Raises NotRecorded."""
    for assessor in assessors:
        report = share(assessor.workspace, open_store(store, assessor.workspace.folder))
        if not report.ok:
            raise NotRecorded(report.problem)
