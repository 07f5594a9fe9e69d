"""What two invented assessors did in three months, told in days before now.

Everything is recorded the way the app records it, by Workspace, Learner and Session, with a clock that is set to
the day of each visit; nothing is drawn by lot, so the same day gives the same centre but for its ids.
"""

from collections.abc import Iterator, Sequence
from contextlib import closing
from datetime import datetime, timedelta
from itertools import count, cycle
from pathlib import Path
from typing import Final

from fieldassess.demo.scenes import ANSWERS, COMMENTS, OTHER_ANSWERS, SCENES, SHORTFALLS, TO_DO, WELL, Scene
from sessions.entry import NotRecorded
from sessions.learner import Learner
from sessions.session import Session
from sessions.store.opening import create_store, open_folder
from sessions.store.share import share
from sessions.workspace import Workspace
from unitdata import Situation, Unit, open_shipped

CORE: Final = ("U09602", "U12902", "U13002", "U13102", "U00306")
COUNTER: Final = ("welcome", "queue", "two leaflets", "telephone")
HARDER: Final = ("card refused", "system down", "odd request", "e-mail")
PROBLEMS: Final = ("wrong date", "not as promised", "other route")
SAFETY: Final = ("turned out", "fire drill", "bag exercise", "wet floor", "locking up")


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
    jo.observe(57, farid, ("welcome", "slow afternoon", "two leaflets"))
    jo.ask(55, ana, 10)
    jo.observe(52, ben, ("telephone", "not as promised"))
    jo.observe(48, ana, ("before opening", "system down", "wrong date"))
    jo.observe(45, chloe, PROBLEMS)
    jo.observe(41, dev, ("card refused", "telephone"), short=("U09602/1.6", "U12902/2.3"))


def _alex(alex: "Assessor") -> None:
    """The second assessor takes a learner of their own, and visits one whom the first knows too."""
    grace = alex.register(38, "Grace Li", 7, "Example Museum", "Ticket hall", (*CORE, "U13402"))
    alex.observe(36, grace, COUNTER)
    farid = alex.known("SAMPLE-06")
    alex.observe(30, farid, ("card refused", "e-mail", "system down"))
    alex.state(30, farid, "Sample Bank, Branch 1 (moved)")
    alex.observe(22, grace, ("turned out", "wet floor", "locking up"))
    alex.ask(15, grace, 8, signed=False)


def _last_month(jo: "Assessor") -> None:
    chloe, dev = jo.known("SAMPLE-03"), jo.known("SAMPLE-04")
    ana, farid = jo.known("SAMPLE-01"), jo.known("SAMPLE-06")
    jo.observe(33, chloe, (*SAFETY, "before opening", "team talk"))
    jo.observe(29, dev, ("system down", "team talk"), short=("U09602/2.5", "U13002/3.3"))
    jo.state(27, farid, "Sample Bank, head office")
    jo.observe(26, ana, ("card refused", "odd request", "turned out"))
    jo.ask(20, chloe, None)
    jo.observe(18, farid, ("slow afternoon", "team talk"))
    jo.observe(12, ana, ("e-mail", "team talk", "wet floor"))
    jo.complete(10, chloe)
    jo.observe(9, dev, ("queue", "telephone"))
    jo.ask(3, ana, 6)
    esther = jo.register(2, "Esther Joseph", 5, "Example Ferry Office", "Quay 0", (*CORE, "U13402"))
    jo.plan(2, esther, 5, "First visit: see the workplace, agree the plan with the manager")
    jo.plan(2, ana, 4, "Busy morning; complaint or angry customer if one comes")
    jo.plan(2, dev, 8, "Look again at keeping customers informed")
    jo.plan(2, chloe, None, "Confirm and sign off")


def _today(jo: "Assessor") -> None:
    """An observation that is still open, with nothing of it shared."""
    jo.observe(0, jo.known("SAMPLE-01"), ("queue", "slow afternoon"), finished=False)


def _share(store: Path, *assessors: "Assessor") -> None:
    """Each in turn publishes and takes in. Raises NotRecorded."""
    for assessor in assessors:
        report = share(assessor.workspace, open_folder(store, assessor.workspace.folder))
        if not report.ok:
            raise NotRecorded(report.problem)


class Assessor:
    """One assessor at work in a workspace, on the days the story says."""

    def __init__(self, folder: Path, now: datetime, name: str, initials: str) -> None:
        self._end = self._time = now
        self.workspace = Workspace(folder, clock=self._clock)
        self.workspace.device.become(name, initials, "qualified")
        self._name = name
        self._pinned = open_shipped("cvq-l2")
        self._visits = count()
        self._other_answers = cycle(OTHER_ANSWERS)

    def _clock(self) -> datetime:
        """The time, which goes on by half a minute each time it is read."""
        self._time += timedelta(seconds=30)
        return self._time

    def _go(self, days: int) -> None:
        """To a working hour of the day so many days before the end; today is the half hour just gone."""
        hour = self._end.replace(hour=9 + days % 6, minute=days * 7 % 60, second=0, microsecond=0)
        self._time = hour - timedelta(days=days) if days else self._end - timedelta(minutes=30)

    def close(self) -> None:
        """Bring the caseload up to date and let go of the workspace."""
        self.workspace.rebuild()
        self.workspace.close()

    # What an assessor does ---------------------------------------------------------------------------------------

    def register(self, days: int, name: str, n: int, employer: str, place: str, units: Sequence[str]) -> Learner:
        """Enter and enrol a learner."""
        self._go(days)
        on = self._time.date()
        learner = self.workspace.register(
            name=name, number=f"SAMPLE-{n:02}", employer=employer, place=place, registered_on=on.isoformat(),
            contact=f"learner{n}@example.org",
        )  # fmt: skip
        self.workspace.keep_pack(self._pinned)
        learner.enrol(self._pinned.sha, self._pinned.pack.id, units, on=on)
        return learner

    def known(self, number: str) -> Learner:
        """A learner by number."""
        return self.workspace.learner(self.workspace.find(number, self.workspace.current_rows())[0].learner)

    def state(self, days: int, learner: Learner, employer: str) -> None:
        """State where a learner works now."""
        self._go(days)
        learner.set_detail("employer", employer)

    def plan(self, days: int, learner: Learner, ahead: int | None, what: str) -> None:
        """Agree the next visit, so many days from the end of the story."""
        self._go(days)
        learner.plan((self._end + timedelta(days=ahead)).date() if ahead else None, what)

    def observe(
        self,
        days: int,
        learner: Learner,
        scenes: Sequence[str],
        *,
        short: Sequence[str] = (),
        finished: bool = True,
    ) -> None:
        """Watch some scenes; `short` are the criteria that fell short in the last of them."""
        self._go(days)
        shown = {unit for name in scenes for unit, _ in _refs(SCENES[name])}
        session = self.workspace.open_session(
            learner, self._pinned, [ref for ref in _units(learner) if ref in shown],
            purpose="Everyday work at the counter", present=("duty manager",), manager_told=True,
        )  # fmt: skip
        for name in scenes:
            self._watch(session, SCENES[name])
        for ref in short:
            session.judge([ref], "not yet", reason=SHORTFALLS[ref])
        if finished:
            self._finish(session, satisfactory=not short, signed=True)

    def ask(self, days: int, learner: Learner, most: int | None, *, signed: bool = True) -> None:
        """Ask about open knowledge, so many questions at most."""
        self._go(days)
        session = self.workspace.open_session(
            learner, self._pinned, _units(learner), method="questions", circumstances="Staff room, after the shift",
        )  # fmt: skip
        asked: set[str] = set()
        questions = [
            (u, r) for u in session.units for r, c in session.measured(u).knowledge.items() if c.standing != "shown"
        ]
        for unit, ref in questions:
            full = unit.full(ref)
            if full in asked or most == 0:
                continue
            most = None if most is None else most - 1
            refs = [full, *session.alike([full])]
            asked.update(refs)
            knowledge = next(k for k in unit.knowledge if k.ref == ref)
            answer = ANSWERS.get(full) or next(self._other_answers)
            session.ask(knowledge.question, refs, answer=answer, verdict="satisfied", source=full)
        self._finish(session, satisfactory=True, signed=signed)

    def complete(self, days: int, learner: Learner) -> None:
        """Watch whatever is still open, and confirm a part of what is to be confirmed."""
        self._go(days)
        session = self.workspace.open_session(learner, self._pinned, _units(learner), purpose="What is still open")
        for unit in session.units:
            for scene in _remaining(unit, session):
                self._watch(session, scene)
        confirmed = [u.full(o.ref) for u in session.units for o in session.measured(u).to_confirm]
        session.confirm(
            confirmed[: len(confirmed) // 2], reason="Three months, many customers, same standard each time."
        )
        self._finish(session, satisfactory=True, signed=True)

    def _watch(self, session: Session, scene: Scene) -> None:
        """One moment: its situations, the note, the ticks and the items."""
        wanted = {unit.ref for unit in session.units}
        refs = [f"{unit}/{ref}" for unit, ref in _refs(scene) if unit in wanted]
        session.next_moment(scene.situations, scene.setting) or session.describe_moment(scene.situations, scene.setting)
        criteria = [ref for ref in refs if ref.partition("/")[2][0].isdigit()]
        items = [ref for ref in refs if ref not in criteria]
        judged = {ref.partition("/")[0] for ref in criteria}
        items = [ref for ref in items if ref.partition("/")[0] in judged]
        also = [ref for ref in session.alike(items) if ref.partition("/")[0] in judged]
        note = session.note(scene.text, refs=[*criteria, *items])
        session.judge(criteria, "met", note=note.id)
        session.cover([*items, *also], note=note.id)

    def _finish(self, session: Session, *, satisfactory: bool, signed: bool) -> None:
        n = next(self._visits)
        session.close()
        session.give_feedback(
            "satisfactory" if satisfactory else "not yet",
            "Met what was looked at, in real work."
            if satisfactory
            else "Good in most; see the reasons given with each.",
            WELL[n % len(WELL)],
            TO_DO[n % len(TO_DO)],
        )
        if signed:
            session.sign("assessor", self._name, "on this device", self.workspace.device.state.me)
            session.respond(COMMENTS[n % len(COMMENTS)], True)
            session.sign("learner", session.portfolio.name, "on this device")


def _units(learner: Learner) -> list[str]:
    return list(learner.portfolio.enrolments()[-1][1].units)


def _refs(scene: Scene) -> Iterator[tuple[str, str]]:
    """Unit and ref of everything a scene shows: a word that begins with a unit's letter names the unit."""
    unit = ""
    for word in scene.shows.split():
        if word.startswith("U"):
            unit = word
        else:
            yield unit, word


def _remaining(unit: Unit, session: Session) -> Iterator[Scene]:
    """Scenes that show what is open in a unit, a few things each, every element in each of them."""
    cover = session.measured(unit)
    criteria = [o.ref for o in cover.open if o.kind == "criterion"]
    items = [ref for ref, item in cover.items.items() if not item.done]
    each = [element.criteria[0].ref for element in unit.elements]
    while criteria or items:
        refs = (*each, *criteria[:6], *items[:4])
        criteria, items = criteria[6:], items[4:]
        situations: tuple[Situation, ...] = tuple(
            dict.fromkeys(s for ref in refs if ref in unit.items for s in unit.items[ref].situations)
        )
        yield Scene(
            situations, f"Worked through what was still open in {unit.title.lower()}.", f"{unit.ref} {' '.join(refs)}"
        )
