"""One assessor of the sample centre at work: recorded the way the app records, on the days the story names."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from functools import cache
from itertools import count, cycle
from pathlib import Path

from fieldassess.demo.scenes import ANSWERS, COMMENTS, OTHER_ANSWERS, SCENES, SHORTFALLS, TO_DO, WELL, Scene
from sessions.finding import find
from sessions.learner import Learner
from sessions.rows import current_rows, rebuild
from sessions.session import Session
from sessions.workspace import Workspace
from unitdata import Criterion, Knowledge, Known, Pack, PinnedPack, Situation, Unit, open_shipped

_open_pack = cache(open_shipped)


class Assessor:
    """One assessor at work in a workspace, on the days the story says."""

    def __init__(self, folder: Path, now: datetime, name: str, initials: str) -> None:
        self._end = self._time = now
        self.workspace = Workspace(folder, clock=self._clock)
        self.workspace.device.become(name, initials, "qualified")
        self._name = name
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
        rebuild(self.workspace)
        self.workspace.close()

    # What an assessor does ---------------------------------------------------------------------------------------

    def register(
        self, days: int, name: str, n: int, employer: str, place: str, units: Sequence[str], pack: str = "cvq-l2"
    ) -> Learner:
        """Enter and enrol a learner."""
        self._go(days)
        on = self._time.date()
        learner = self.workspace.register(
            name=name, number=f"SAMPLE-{n:02}", employer=employer, place=place, registered_on=on.isoformat(),
            contact=f"learner{n}@example.org",
        )  # fmt: skip
        pinned = _open_pack(pack)
        self.workspace.packs.keep(pinned)
        learner.enrol(pinned.sha, pack, units, on=on)
        return learner

    def known(self, number: str) -> Learner:
        """A learner by number."""
        return self.workspace.learner(find(current_rows(self.workspace), number)[0].learner)

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
        purpose: str = "Everyday work at the counter",
        finished: bool = True,
    ) -> None:
        """Watch some scenes; `short` are the criteria that fell short in the last of them."""
        self._go(days)
        pinned = _pinned(learner)
        shown = {unit for name in scenes for unit, _ in _refs(SCENES[name], pinned.pack)}
        session = self.workspace.open_session(
            learner, pinned, [ref for ref in _units(learner) if ref in shown],
            purpose=purpose, present=("duty manager",), manager_told=True,
        )  # fmt: skip
        for name in scenes:
            self._watch(session, SCENES[name])
        for ref in short:
            session.judge([ref], "not yet", reason=SHORTFALLS[ref])
        if finished:
            self._finish(session, satisfactory=not short, signed=True)

    def ask(
        self, days: int, learner: Learner, most: int | None, units: Sequence[str] = (), *, signed: bool = True
    ) -> None:
        """Ask about open knowledge of some units (all of theirs), so many questions at most."""
        self._go(days)
        session = self.workspace.open_session(
            learner, _pinned(learner), units or _units(learner),
            method="questions", circumstances="Staff room, after the shift",
        )  # fmt: skip
        asked: set[str] = set()
        for full, question in [found for unit in session.units for found in _open_questions(unit, session)]:
            if full in asked or most == 0:
                continue
            most = None if most is None else most - 1
            refs = [full, *session.alike([full])]
            asked.update(refs)
            answer = ANSWERS.get(full) or next(self._other_answers)
            session.ask(question, refs, answer=answer, verdict="satisfied", source=full)
        self._finish(session, satisfactory=True, signed=signed)

    def complete(self, days: int, learner: Learner) -> None:
        """Watch whatever is still open, and confirm a part of what is to be confirmed."""
        self._go(days)
        session = self.workspace.open_session(learner, _pinned(learner), _units(learner), purpose="What is still open")
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
        units = {unit.ref: unit for unit in session.units}
        refs = [(units[unit], ref) for unit, ref in _refs(scene, session.pack) if unit in units]
        session.next_moment(scene.situations, scene.setting) or session.describe_moment(scene.situations, scene.setting)
        criteria = [unit.full(ref) for unit, ref in refs if ref in unit.criteria]
        items = [unit.full(ref) for unit, ref in refs if ref in unit.items]
        judged = {ref.partition("/")[0] for ref in criteria}
        items = [ref for ref in items if ref.partition("/")[0] in judged]
        also = [ref for ref in session.alike(items) if ref.partition("/")[0] in judged]
        known: Known = "looked" if scene.kept else "seen"
        note = session.note(scene.text, refs=[*criteria, *items], known=known, source=scene.kept)
        session.judge(criteria, "met", note=note.id, known=known)
        session.cover([*items, *also], note=note.id, known=known)

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


def _pinned(learner: Learner) -> PinnedPack:
    return _open_pack(learner.portfolio.enrolments()[-1][1].pack_id)


def _open_questions(unit: Unit, session: Session) -> Iterator[tuple[str, str]]:
    """The knowledge of a unit that is still open, printed as criteria or not: `UNIT/ref`, and what to ask."""
    cover = session.measured(unit)
    standing = {ref: found.standing for ref, found in (*cover.criteria.items(), *cover.knowledge.items())}
    statements: tuple[Knowledge | Criterion, ...] = (*unit.knowledge, *unit.asked_about.values())
    for statement in statements:
        if standing[statement.ref] != "shown":
            yield unit.full(statement.ref), statement.question or statement.prompt


def _refs(scene: Scene, pack: Pack) -> Iterator[tuple[str, str]]:
    """Unit and ref of everything a scene shows: a word that is a unit's ref names the unit."""
    unit = ""
    for word in scene.shows.split():
        if word in pack.unit:
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
