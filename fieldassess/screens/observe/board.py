"""A session held against its units: how statements are named, what a key records, what an entry is in words."""

from collections.abc import Iterable, Sequence
from string import ascii_lowercase
from typing import Final, Literal, TypeAlias

from sessions.bodies import Asked, Confirmed, Covered, Feedback, Inferred, Judged, Moment, Noted, Responded
from sessions.coverage import UnitCover
from sessions.entry import Entry
from sessions.session import Session
from sessions.told import Mark
from unitdata import SITUATIONS, Criterion, Item, Known, Requirement, Situation, Unit

Kind: TypeAlias = Literal["criterion", "item", "statement", "count", "knowledge"]
MARKS: Final = {"met": "✓", "stands": "✓", "not yet": "NY"}
VOID: Final = "×"
_VERDICTS: Final = {"met": "✓", "not yet": "NY", "cleared": "cleared", "stands": "earlier evidence stands:"}


def circled(number: int) -> str:
    """`③`: a customer's number; nothing for 0. Above twenty the circles are as wide as two letters."""
    return chr(0x245F + number) if 1 <= number <= 20 else f"({number})" if number else ""


class Board:
    """The session on screen. Refs are `UNIT/ref` throughout."""

    def __init__(self, session: Session) -> None:
        self.session = session
        self.units: dict[str, Unit] = {unit.ref: unit for unit in session.units}
        self.tags = {ref: ascii_lowercase[at] for at, ref in enumerate(self.units) if at < len(ascii_lowercase)}
        self.covers: dict[str, UnitCover] = {}
        self.measure(self.units)

    def measure(self, units: Iterable[str]) -> None:
        """Hold the portfolio anew against those of the units that are open here, and see what notes are tied to."""
        self.noted = {ref for note in self.session.visit.notes for ref in self.refs_of(note)}
        for ref in set(units) & set(self.units):
            self.covers[ref] = self.session.measured(self.units[ref])

    # Names -------------------------------------------------------------------------------------------------------

    def statement(self, ref: str) -> object:
        """The pack's statement, or None."""
        return self.session.pack.statement(ref)

    def kind(self, ref: str) -> Kind:
        """What can be recorded about a statement."""
        match self.session.pack.statement(ref):
            case Criterion():
                return "criterion"
            case Item():
                return "item"
            case Requirement() as requirement:
                return "count" if requirement.of or requirement.need else "statement"
            case _:
                return "knowledge"

    def short(self, ref: str) -> str:
        """`a1.5`, `a1.c`; a unit that is not open here is named in full."""
        unit, _, inner = ref.partition("/")
        return f"{self.tags[unit]}{self.units[unit].short(inner)}" if unit in self.tags else f"{unit} {inner}"

    def prompt(self, ref: str) -> str:
        """What the statement says, in the pack's words."""
        found = self.session.pack.statement(ref)
        return found.prompt if found else ""

    def words(self, ref: str) -> str:
        """`a1.5 Stays courteous`; items and the like go by their words alone."""
        prompt = self.prompt(ref)
        if self.kind(ref) == "criterion" or not prompt:
            return f"{self.short(ref)} {prompt}".rstrip()
        unit = ref.partition("/")[0]
        return prompt if unit in self.units else f"{prompt} ({unit})"

    def listed(self, refs: Sequence[str], most: int = 3, *, numbered: bool = False) -> str:
        """Several statements in words; with `numbered`, items by their refs too. Those in the same words are one."""
        named = list(dict.fromkeys(f"{self.short(r)} {self.prompt(r)}" if numbered else self.words(r) for r in refs))
        words = ", ".join(named[:most])
        return f"{words} and {len(named) - most} more" if len(named) > most else words

    def elsewhere(self, refs: Sequence[str]) -> str:
        """Statements in the same words by these and where they stand: `Busy period: a ER4.b, B2 ER5.b`."""
        prompts = dict.fromkeys(map(self.prompt, refs))
        if len(prompts) > 1:
            return self.listed(refs, 2, numbered=True)
        return f"{', '.join(self.short(ref) for ref in refs)}: {next(iter(prompts), '')}"

    # What a key records ------------------------------------------------------------------------------------------

    def show(
        self, refs: Iterable[str], *, known: Known = "seen", note: str | None = None, moment: int | None = None
    ) -> Entry | None:
        """Record criteria, items and knowledge as shown, in one entry. Those already shown are left out.

        Raises NotRecorded.
        """
        session, refs = self.session, list(refs)
        kinds = {self.kind(ref) for ref in refs}
        if kinds == {"item"}:
            return session.cover(refs, known=known, note=note, moment=moment)
        if kinds == {"knowledge"}:
            apparent = [ref for ref in refs if not session.marks(ref)]
            return session.infer(apparent, note=note, moment=moment) if apparent else None
        return session.judge(refs, "met", known=known, note=note, moment=moment)

    def clear(self, ref: str) -> Entry | None:
        """Record that what this session last said about a statement does not hold; None when it said nothing.

        Raises NotRecorded.
        """
        marks = self.session.marks(ref)
        if not marks:
            return None
        match self.kind(ref):
            case "item" | "count":
                return self.session.cover([ref], cleared=True, moment=marks[-1].moment)
            case "statement":
                return self.session.confirm([ref], cleared=True)
            case _:
                return self.session.judge([ref], "cleared", moment=marks[-1].moment)

    def marked(self, ref: str, shown: str, moment: int | None = None) -> bool:
        """Whether this session's last word on a statement, in one moment or in all, is this one."""
        marks = self.session.marks(ref, moment)
        return bool(marks) and marks[-1].shown == shown

    def void(self, marks: Iterable[Mark]) -> bool:
        """Whether there are marks, and the unit bars them all: they are recorded, and do not count."""
        barred = [bool(self.session.bar(m.ref, m.known, m.moment)) for m in marks]
        return bool(barred) and all(barred)

    def alike(self, refs: Sequence[str]) -> list[str]:
        """Statements in the learner's units that say the same and do not yet stand for the present customer."""
        moment = self.session.moment
        return [ref for ref in self.session.alike(refs) if not self.session.marks(ref, moment)]

    def fitting(self, situations: Iterable[str]) -> list[str]:
        """Items of the open units that stand for these situations and are not covered with the present customer."""
        wanted, moment = set(situations), self.session.moment
        return [
            full
            for unit in self.units.values()
            for item in unit.items.values()
            if wanted & set(item.situations) and not self.session.marks(full := unit.full(item.ref), moment)
        ]

    @property
    def situations(self) -> list[Situation]:
        """The situations that the open units speak of, and those stated already; all, where they speak of none."""
        named = {s for unit in self.units.values() for s in unit.situations}
        stated = {s for moment in self.session.visit.moments.values() for s in moment.situations}
        return [s for s in SITUATIONS if s in named | stated] if named else list(SITUATIONS)

    # Entries in words --------------------------------------------------------------------------------------------

    def described(self, entry: Entry) -> str:
        """What an entry recorded: `10:51 ② ✓ a1.5 Stays courteous`. What may be cut off stands last."""
        moment = getattr(entry.body, "moment", None)
        return " ".join(filter(None, (f"{entry.happened:%H:%M}", circled(moment or 0), self._what(entry))))

    def _what(self, entry: Entry) -> str:
        match entry.body:
            case Judged(verdict="not yet") as body:
                return f"NY {self.listed(body.refs)}: {body.reason or 'reason to follow'}"
            case Judged(verdict="met") as body:
                return self._shown(body)
            case Judged() as body:
                return f"{_VERDICTS[body.verdict]} {self.listed(body.refs)}"
            case Covered(cleared=True) as body:
                return f"cleared {self.listed(body.refs)}"
            case Covered() as body:
                return self._shown(body) + (f": {body.name}" if body.name else "")
            case Confirmed() as body:
                return f"{'no longer confirmed:' if body.cleared else 'confirmed:'} {self.listed(body.refs)}"
            case Inferred() as body:
                return f"apparent from the work: {self.listed(body.refs)}"
            case Moment() as body:
                return f"customer {body.number}: {', '.join(body.situations) or 'begun'}"
            case Noted() as body:
                tied = f" on {', '.join(map(self.short, body.refs[:3]))}" if body.refs else ""
                more = f" and {len(body.refs) - 3} more" if len(body.refs) > 3 else ""
                return f"note{tied}{more}: {body.text if len(body.text) <= 40 else body.text[:39] + '…'}"
            case Asked():
                return "a question and its answer"
            case Feedback() | Responded():
                return entry.body.kind
            case _:
                return "something else"

    def _shown(self, body: Judged | Covered) -> str:
        """`✓ a1.5 Stays courteous`; `×` with words where the unit bars it."""
        void = [ref for ref in body.refs if self.session.bar(ref, body.known, body.moment)]
        if not void:
            return f"✓ {self.listed(body.refs)}"
        if len(void) == len(body.refs):
            return f"{VOID} recorded, does not count: {self.listed(body.refs)}"
        return f"✓ {self.listed(body.refs)}; does not count: {self.listed(void)}"

    def refs_of(self, entry: Entry) -> tuple[str, ...]:
        """The statements that an entry says something about."""
        return tuple(getattr(entry.body, "refs", ()))
