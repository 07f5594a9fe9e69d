"""One visit being recorded. Its methods alone make a session's entries; each returns with its entry on disk.

All of them raise NotRecorded, with nothing recorded, when the disk fails.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Literal

from sessions.bodies import (
    AnswerVerdict,
    Asked,
    Body,
    Closed,
    Confirmed,
    Covered,
    Feedback,
    Inferred,
    Judged,
    Moment,
    Noted,
    Opened,
    Paused,
    Responded,
    Resumed,
    Setting,
    SignatureHow,
    SignatureRole,
    Signed,
    Verdict,
    Withdrawn,
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
from unitdata import Item, Known, Pack, PinnedPack, Situation, Unit


class Session:
    """A session of one learner, on the pack it was opened with."""

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
        if self.visit.opening.device != self.learner.device:
            raise NotRecorded("NOT recorded: this session belongs to another device. Open a new one here.")
        if seen and seen.date() < self.visit.day:
            raise NotRecorded(f"NOT recorded: this visit began on {self.visit.day:%d %b %Y}, later than that")
        if seen and seen > self.learner.now():
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

    # Undo --------------------------------------------------------------------------------------------------------

    @property
    def last_act(self) -> Entry | None:
        """What undo would take back."""
        return self.visit.acts[-1] if self.visit.acts else None

    def undo(self, reason: str = "") -> Entry | None:
        """Withdraw the last live act and return it; None when there is none.

        Raises NotRecorded too when the session is signed and no reason is given.
        """
        act = self.last_act
        if act is not None:
            self.withdraw(act.id, reason)
        return act

    def discard(self) -> Entry:
        """Take back the opening of a session in which nothing was recorded; its number is not given again.

        Raises NotRecorded too when something was recorded.
        """
        if self.visit.acts or self.visit.signatures("assessor"):
            raise NotRecorded("NOT discarded: something is recorded in this session")
        return self.withdraw(self.visit.opening.id, "opened by mistake")

    def withdraw(self, target: str, reason: str = "") -> Entry:
        """Withdraw an entry of this session. After signing it needs a reason, and shows as an amendment.

        Raises NotRecorded too for another person's entry, whose withdrawal would not count.
        """
        if self.learner.portfolio.entries[target].by != self.learner.recorder:
            raise NotRecorded("NOT taken back: another assessor recorded that")
        if self.visit.signature("assessor") and not reason.strip():
            raise NotRecorded("This session is signed: taking something back needs a reason")
        return self._record(Withdrawn(target=target, reason=clean(reason)))

    # From pause to signature -------------------------------------------------------------------------------------

    def pause(self) -> Entry | None:
        """Stop the clock; None when it is not running."""
        return self._record(Paused()) if self.visit.state == "open" else None

    def resume(self) -> Entry | None:
        """Let the clock run again, also after closing; None when it runs or the session is signed."""
        return self._record(Resumed()) if self.visit.state in ("paused", "writing up") else None

    def close(self) -> Entry | None:
        """End the watching or questioning; writing up goes on. None when it has ended."""
        return self._record(Closed()) if self.visit.state in ("open", "paused") else None

    def give_feedback(
        self,
        judgement: Literal["satisfactory", "not yet"],
        why: str,
        well: str = "",
        to_do: str = "",
        *,
        reason: str = "",
        draft: str | None = None,
    ) -> Entry:
        """Record the judgement, why, and the feedback given, in place of what was given before.

        Raises NotRecorded too when the session is signed and no reason for the change is given.
        """
        if self.visit.signature("assessor") and not reason.strip():
            raise NotRecorded("This session is signed: changing the judgement needs a reason")
        body = Feedback(judgement=judgement, why=clean(why), well=clean(well), to_do=clean(to_do), reason=clean(reason))
        return self._record(body, draft=draft)

    def sign(self, role: SignatureRole, name: str, how: SignatureHow, who: str | None = None) -> Entry:
        """Sign everything recorded in the session so far.

        Raises NotRecorded too when that person has already signed it in another role, or when somebody else than
        the assessor who opened the session would sign as assessor.
        """
        name = clean_line(name)
        if role == "assessor" and self.visit.opening.by != self.learner.recorder:
            raise NotRecorded(f"NOT signed: {self.opened.assessor} assessed this, and nobody else signs as assessor")
        for entry in self.visit.live:
            body = entry.body
            if not isinstance(body, Signed) or body.role == role:
                continue
            if body.name.casefold() == name.casefold() or (who and body.who == who):
                raise NotRecorded(f"{name} has signed this as {body.role}; one person never signs in two roles")
        return self._record(Signed(covers=self.visit.last.id, who=who, name=name, role=role, how=how))

    def respond(self, comment: str, agrees: bool | None, *, draft: str | None = None) -> Entry:
        """Record the learner's own comment and whether they agree."""
        return self._record(Responded(comment=clean(comment), agrees=agrees), draft=draft)

    def alone(self) -> list[Mark]:
        """Items shown with a customer with whom nothing of their unit was met: alone they show nothing."""
        marks = [m for found in self.visit.marks.values() for m in found]
        criteria = {unit.full(ref) for unit in self.units for ref in unit.criteria}
        met = {
            (m.ref.partition("/")[0], m.moment) for m in marks if m.ref in criteria and m.shown in ("met", "inferred")
        }
        units = {unit.ref for unit in self.units if unit.criteria}
        return [
            m
            for m in marks
            if m.shown in ("met", "covered")
            and isinstance(self.pack.statement(m.ref), Item)
            and (unit := m.ref.partition("/")[0]) in units
            and (unit, m.moment) not in met
        ]

    # Loose ends --------------------------------------------------------------------------------------------------

    def loose_ends(self) -> dict[str, list[str]]:
        """What deserves a look before signing: a title → refs or entry ids.

        "ticks without a word" · "ticks that do not count" · "items with nothing met beside them" · "not yet without a
        reason" · "notes tied to nothing" · "told by whom is not said" · "planned but not seen"
        """
        visit = self.visit
        tied = {(ref, e.body.moment) for e in visit.notes if isinstance(e.body, Noted) for ref in e.body.refs}
        spoken = {e.body.moment for e in visit.notes if isinstance(e.body, Noted)}
        marks = [m for found in visit.marks.values() for m in found]
        noted_by = {e.body.note for e in visit.live if isinstance(e.body, Judged | Covered | Inferred) and e.body.note}
        for e in visit.entries:
            if isinstance(e.body, Noted) and e.body.replaces in noted_by:
                noted_by.add(e.id)
        wordless = [
            m.ref for m in marks if m.shown == "met" and (m.ref, m.moment) not in tied and m.moment not in spoken
        ]
        found = {
            "ticks without a word": wordless,
            "ticks that do not count": [
                m.ref for m in marks if m.shown in ("met", "covered") and self.bar(m.ref, m.known, m.moment)
            ],
            "items with nothing met beside them": [m.ref for m in self.alone()],
            "not yet without a reason": [m.ref for m in marks if m.shown == "not yet" and not m.reason],
            "notes tied to nothing": [
                e.id for e in visit.notes if isinstance(e.body, Noted) and not e.body.refs and e.id not in noted_by
            ],
            "told by whom is not said": [
                e.id for e in visit.notes if isinstance(e.body, Noted) and e.body.known == "told" and not e.body.source
            ],
            "planned but not seen": [ref for ref in self.opened.planned if ref not in visit.marks],
        }
        return {title: list(dict.fromkeys(refs)) for title, refs in found.items() if refs}
