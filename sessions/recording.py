"""What was seen, said and asked in a session, recorded as it happens; each method returns with its entry on disk.

All of them raise NotRecorded, with nothing recorded, when the disk fails.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Literal

from sessions.bodies import (
    AnswerVerdict,
    Asked,
    Body,
    Confirmed,
    Covered,
    Inferred,
    Judged,
    Moment,
    Noted,
    Opened,
    Setting,
    Verdict,
)
from sessions.conditions import barred
from sessions.coverage import UnitCover
from sessions.entry import Entry, NotRecorded
from sessions.learner import Learner
from sessions.measure import cover_unit
from sessions.portfolio import Portfolio
from sessions.text import clean, clean_line
from sessions.told import Mark
from sessions.visit import Visit
from unitdata import Known, Pack, PinnedPack, Situation, Unit

EARLIER = "Begun under an earlier id of this workspace: it can be read and counts, but not be finished here"
"""Another copy of the workspace may go on with that id, so nothing may be added to its journals here."""


class Recording:
    """A session of one learner, on the pack it was opened with: what was seen, said and asked in it."""

    def __init__(self, learner: Learner, visit: Visit, pinned: PinnedPack) -> None:
        self.learner = learner
        self.id = visit.id
        self.pinned = pinned

    @property
    def visit(self) -> Visit:
        """The session as its entries tell it."""
        return self.learner.portfolio.visits[self.id]

    @property
    def opened(self) -> Opened:
        """What was stated at the opening."""
        opened = self.visit.opened
        if opened is None:
            raise LookupError("the entry that opened this session has not arrived")
        return opened

    @property
    def goes_on_here(self) -> bool:
        """Whether anything can be recorded in it: under the device's id that opened it, and under no other."""
        return self.visit.opening.device == self.learner.device

    @property
    def portfolio(self) -> Portfolio:
        """The learner's portfolio, this session included."""
        return self.learner.portfolio

    @property
    def pack(self) -> Pack:
        """The qualification as it stood when the session was opened."""
        return self.pinned.pack

    @property
    def units(self) -> list[Unit]:
        """The units this session is about, in the order chosen."""
        return [self.pack.unit[ref] for ref in self.opened.units if ref in self.pack.unit]

    def measured(self, unit: Unit) -> UnitCover:
        """What the learner's portfolio shows of a unit of this session's pack, this session included."""
        return cover_unit(unit, self.portfolio, self.pinned.sha)

    def _record(self, body: Body, *, seen: datetime | None = None, draft: str | None = None) -> Entry:
        if not self.goes_on_here:
            whose = EARLIER if self.learner.opened_here(self.visit) else "This session belongs to another device"
            raise NotRecorded(f"NOT recorded. {whose}. Open a new one here.")
        if seen and all(
            seen != entry.happened for entry in self.visit.entries
        ):  # the clock may have been put back since
            if seen.date() < self.visit.day:
                raise NotRecorded(f"NOT recorded: this visit began on {self.visit.day:%d %b %Y}, later than that")
            if seen > self.learner.now():
                raise NotRecorded("NOT recorded: that time is still to come")
        return self.learner.record(body, session=self.id, seen=seen, draft=draft)

    # Moments -----------------------------------------------------------------------------------------------------

    @property
    def moment(self) -> int:
        """The number of the present moment (customer or incident)."""
        return next(reversed(self.visit.moments))  # in order

    @property
    def moment_is_empty(self) -> bool:
        """Whether nothing was recorded in the present moment; the next one is then not begun."""
        return self.moment not in self.visit.customers

    def next_moment(self, situations: Sequence[Situation] = (), setting: Setting | None = None) -> Entry | None:
        """Begin the next customer or incident; None while the present one holds nothing."""
        if self.moment_is_empty:
            return None
        return self._record(Moment(number=self.moment + 1, situations=tuple(situations), setting=setting))

    def describe_moment(
        self, situations: Sequence[Situation], setting: Setting | None, number: int | None = None
    ) -> Entry:
        """State the situations and setting of a moment (the present one) in place of those stated before."""
        return self._record(Moment(number=number or self.moment, situations=tuple(situations), setting=setting))

    # What was seen -----------------------------------------------------------------------------------------------

    def marks(self, ref: str, moment: int | None = None) -> list[Mark]:
        """What this session says about `UNIT/ref`, in one moment or in all."""
        return [*(self.visit.marks.get(ref, ()) if moment is None else self.visit.marks_in(ref, moment))]

    def judge(
        self,
        refs: Iterable[str],
        verdict: Verdict,
        *,
        reason: str = "",
        known: Known = "seen",
        note: str | None = None,
        moment: int | None = None,
        seen: datetime | None = None,
        draft: str | None = None,
        replaces: Sequence[str] = (),
    ) -> Entry | None:
        """Record a verdict on criteria (`UNIT/ref`) in a moment; "met" also on items and knowledge shown with them.

        What is already met in that moment and known in that way is not recorded again; None when that leaves
        nothing. A not-yet that `replaces` one, to give its reason, keeps that one's time and moment.
        """
        if verdict == "not yet" and replaces:
            seen, moment = self._as_first_recorded(replaces[0], seen, moment)
        moment = moment or self.moment
        wanted = [ref for ref in dict.fromkeys(refs) if verdict != "met" or not self._is_met(ref, moment, known)]
        if not wanted:
            return None
        body = Judged(
            refs=tuple(wanted),
            verdict=verdict,
            reason=clean(reason),
            moment=moment,
            note=note,
            known=known,
            replaces=tuple(replaces),
        )
        return self._record(body, seen=seen, draft=draft)

    def _is_met(self, ref: str, moment: int, known: Known) -> bool:
        marks = self.marks(ref, moment)
        return (
            bool(marks) and marks[-1].shown in ("met", "covered", "inferred") and marks[-1].known in (known, "inferred")
        )

    def _as_first_recorded(
        self, replaced: str | None, seen: datetime | None, moment: int | None
    ) -> tuple[datetime | None, int | None]:
        """The time and moment of the entry that a new one replaces, where none are given: an edit moves nothing."""
        if first := self.portfolio.entries.get(replaced or ""):
            return seen or first.happened, moment or getattr(first.body, "moment", None)
        return seen, moment

    def cover(
        self,
        refs: Iterable[str],
        *,
        cleared: bool = False,
        name: str = "",
        known: Known = "seen",
        note: str | None = None,
        moment: int | None = None,
        seen: datetime | None = None,
        draft: str | None = None,
    ) -> Entry | None:
        """Record that items were shown in a moment (`name` where the pack lists none).

        None if all were already, and known in that way.
        """
        moment = moment or self.moment
        wanted = [
            ref
            for ref in dict.fromkeys(refs)
            if cleared or name or known not in {m.known for m in self.marks(ref, moment)}
        ]
        if not wanted:
            return None
        body = Covered(
            refs=tuple(wanted), cleared=cleared, name=clean_line(name), moment=moment, note=note, known=known
        )
        return self._record(body, seen=seen, draft=draft)

    def note(
        self,
        text: str,
        *,
        refs: Iterable[str] = (),
        known: Known = "seen",
        source: str = "",
        moment: int | None = None,
        seen: datetime | None = None,
        draft: str | None = None,
        replaces: str | None = None,
    ) -> Entry:
        """Note what was seen, told or looked at, tied to statements. A tie is not a verdict.

        An edit (`replaces`) keeps the time and moment of the note it replaces.
        """
        seen, moment = self._as_first_recorded(replaces, seen, moment)
        body = Noted(
            text=clean(text),
            known=known,
            source=clean_line(source),
            refs=tuple(dict.fromkeys(refs)),
            moment=moment or self.moment,
            replaces=replaces,
        )
        return self._record(body, seen=seen, draft=draft)

    def infer(self, refs: Iterable[str], *, why: str = "", note: str | None = None, moment: int | None = None) -> Entry:
        """Record knowledge that was apparent from what was done."""
        return self._record(
            Inferred(refs=tuple(dict.fromkeys(refs)), moment=moment or self.moment, note=note, why=clean(why))
        )

    def confirm(
        self, refs: Iterable[str], *, reason: str = "", cleared: bool = False, draft: str | None = None
    ) -> Entry:
        """Confirm statements (`UNIT/C9`) or that a fact suffices (`UNIT/period`)."""
        body = Confirmed(refs=tuple(dict.fromkeys(refs)), reason=clean(reason), cleared=cleared)
        return self._record(body, draft=draft)

    def ask(
        self,
        question: str,
        refs: Iterable[str],
        *,
        answer: str = "",
        verdict: AnswerVerdict = "not judged",
        how: Literal["oral", "written"] = "oral",
        source: str | None = None,
        follows: str | None = None,
        draft: str | None = None,
        replaces: str | None = None,
    ) -> Entry:
        """Record a question as it was put, the answer, and the verdict on it. An edit keeps its time."""
        seen, _ = self._as_first_recorded(replaces, None, None)
        body = Asked(
            question=clean(question),
            answer=clean(answer),
            refs=tuple(dict.fromkeys(refs)),
            verdict=verdict,
            how=how,
            source=source,
            follows=follows,
            replaces=replaces,
        )
        return self._record(body, seen=seen, draft=draft)

    def alike(self, refs: Iterable[str]) -> list[str]:
        """Statements elsewhere in the learner's units that say the same as these, and are not among them."""
        given = set(refs)
        pack = self.opened.pack  # two qualifications may give different units the same number
        chosen = {ref for _, body in self.portfolio.enrolments() if body.pack == pack for ref in body.units}
        units = chosen | set(self.opened.units)
        linked = {other for ref in given for other in self.pack.alike.get(ref, ())}
        return sorted(ref for ref in linked - given if ref.partition("/")[0] in units)

    def bar(self, ref: str, known: str = "seen", moment: int | None = None) -> str:
        """Why evidence for `UNIT/ref` in a moment would not count; empty when it would."""
        unit, _, inner = ref.partition("/")
        moment, visit = moment or self.moment, self.visit
        return barred(self.pack.unit[unit], inner, visit.setting_of(moment), known, visit.situations_of(moment))
