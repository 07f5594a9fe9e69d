"""What can be asked about in a session, as its units and the learner's portfolio stand."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from fieldassess.dates import show_date
from fieldassess.wording import full_wording
from sessions.coverage import Cover, ItemCover, UnitCover
from sessions.session import Session
from unitdata import Criterion, Item, Knowledge, Part, Unit

MARKS = {"shown": "✓", "not yet": "NY", "partly": "½", "not seen": ""}


@dataclass(frozen=True)
class Topic:
    """One statement to ask about. `ref` and the parts' refs are `UNIT/ref`; `known` are parts already shown."""

    ref: str
    unit: Unit
    statement: Knowledge | Criterion | Item
    question: str
    mark: str
    why: str
    before: str
    known: frozenset[str] = frozenset()

    @property
    def open(self) -> bool:
        """Whether something is still to be shown."""
        return self.mark != MARKS["shown"]

    @property
    def short(self) -> str:
        """Its ref in the unit, without the unit's number."""
        return self.unit.short(self.statement.ref)

    @property
    def parts(self) -> tuple[Part, ...]:
        """Its lettered parts, if it has any."""
        return self.statement.parts if isinstance(self.statement, Knowledge) else ()

    @property
    def wording(self) -> str:
        """Its full wording and that of its parts; empty where none was read in."""
        return full_wording(self.statement)

    def letter(self, part: Part) -> str:
        """The letter of a part: `a` for `K2.a`."""
        return part.ref.rpartition(".")[2]


def measure(session: Session) -> list[UnitCover]:
    """What the portfolio shows of those of the session's units in which there is something to ask about."""
    interview = session.pack.gaps_by_interview
    return [
        session.measured(unit)
        for unit in session.units
        if unit.knowledge or unit.asked_about or _by_any_route(unit) or (interview and unit.items)
    ]


def knowledge(covers: Iterable[UnitCover]) -> list[Topic]:
    """What must be known: knowledge statements, and criteria that are asked about."""
    return [topic for cover in covers for topic in _knowledge(cover)]


def gaps(covers: Iterable[UnitCover], *, interview: bool) -> list[Topic]:
    """Open criteria and items that may be shown otherwise than by watching.

    `interview`: whether the handbook says so of all circumstances, and not of single criteria only.
    """
    return [topic for cover in covers for topic in _gaps(cover, interview)]


def about(session: Session, ref: str | None) -> Topic | None:
    """A statement (`UNIT/ref`) of the session's units, listed or not; None when that is nothing to ask about."""
    unit_ref, _, inner = (ref or "").partition("/")
    unit = next((unit for unit in session.units if unit.ref == unit_ref), None)
    statement = unit.statements.get(inner) if unit else None
    if unit is None or not isinstance(statement, Knowledge | Criterion | Item):
        return None
    return _topic(unit, session.measured(unit), statement)


def _knowledge(cover: UnitCover) -> Iterator[Topic]:
    statements: list[Knowledge | Criterion] = [*cover.unit.knowledge, *cover.unit.asked_about.values()]
    return (_topic(cover.unit, cover, statement) for statement in statements)


def _by_any_route(unit: Unit) -> list[Criterion]:
    """Criteria of performance that need not be watched."""
    return [c for c in unit.criteria.values() if c.route == "any" and c.ref not in unit.asked_about]


def _gaps(cover: UnitCover, interview: bool) -> Iterator[Topic]:
    unit, by_any_route = cover.unit, _by_any_route(cover.unit)
    if not by_any_route and not interview:
        return
    for criterion in by_any_route:
        if cover.criteria[criterion.ref].standing != "shown":
            yield _topic(unit, cover, criterion)
    for requirement in cover.requirements.values():
        for item in requirement.items if requirement.required and not requirement.done else ():
            if not item.done:
                yield _topic(unit, cover, unit.items[item.ref])


def _ask(statement: Criterion | Item) -> str:
    if isinstance(statement, Item):
        return f"Tell me about a time. What did you do, and when? ({statement.prompt})"
    return f"Tell me how you would deal with this, and about a time you did: {statement.prompt}"


def _topic(unit: Unit, covered: UnitCover, statement: Knowledge | Criterion | Item) -> Topic:
    known: frozenset[str] = frozenset()
    cover: Cover | ItemCover
    match statement:
        case Knowledge():
            question, cover = statement.question, (found := covered.knowledge[statement.ref])
            known = frozenset(unit.full(part.ref) for part in statement.parts if part.ref not in found.open_parts)
        case Criterion():
            question, cover = statement.question or _ask(statement), covered.criteria[statement.ref]
        case Item():
            question, cover = _ask(statement), covered.items[statement.ref]
    standing = cover.standing if isinstance(cover, Cover) else "shown" if cover.done else "not seen"
    days = dict.fromkeys((s.mark.day, s.mark.number) for s in cover.occasions if s.counts)
    before = ", ".join(f"{show_date(day)} ({number})" for day, number in days)
    return Topic(unit.full(statement.ref), unit, statement, question, MARKS[standing], cover.why, before, known)
