"""One session as its entries tell it: its state, its moments, and what it shows about each statement."""

from bisect import insort
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property
from typing import Literal, NamedTuple

from sessions.entry import (
    Asked,
    Closed,
    Confirmed,
    Covered,
    Entry,
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
    Signed,
)

State = Literal["open", "paused", "writing up", "signed", "answered"]
Shown = Literal["met", "not yet", "stands", "covered", "confirmed", "inferred", "satisfied", "partly", "not judged"]
ACTS = (Moment, Noted, Judged, Covered, Confirmed, Inferred, Asked, Feedback, Responded)


def order(entry: Entry) -> tuple[str, int, str]:
    """The place of an entry among all: its device's numbering; the id decides between forked copies."""
    return entry.device, entry.n, entry.id


class Mark(NamedTuple):
    """What one entry says about one statement (`UNIT/ref`), on one day, in one moment.

    `known` is how the assessor knows it: "seen", "told", "looked", "inferred" or "questions". `n` is the number in
    the device's chain of the entry that first said it: an edit, or a reason given later, comes no later than that.
    """

    ref: str
    shown: Shown
    entry: Entry
    n: int
    day: date
    visit: str
    number: str
    moment: int | None
    setting: Setting
    situations: tuple[str, ...]
    known: str
    reason: str = ""
    name: str = ""
    replaces: tuple[str, ...] = ()


@dataclass
class Visit:
    """A session. Only the device that opened it writes it; entries of others are kept in `strays`."""

    id: str
    _openings: list[Entry] = field(default_factory=list)
    _others: list[Entry] = field(default_factory=list)
    withdrawn: dict[str, Entry] = field(default_factory=dict)

    def take(self, entry: Entry) -> None:
        """Take in an entry of this session."""
        insort(self._openings if isinstance(entry.body, Opened) else self._others, entry, key=order)
        self._forget()

    def withdraw(self, target: Entry, by: Entry) -> None:
        """Note that `by` withdraws an entry of this session."""
        self.withdrawn[target.id] = by
        self._forget()

    def _forget(self) -> None:
        for name in ("entries", "live", "acts", "state", "marks", "moments", "notes"):
            self.__dict__.pop(name, None)

    @property
    def opened(self) -> Opened | None:
        """What was stated when the session was opened; None until that entry arrives, or when it was discarded."""
        if not self._openings or self._openings[0].id in self.withdrawn:
            return None
        body = self._openings[0].body
        return body if isinstance(body, Opened) else None

    @property
    def opening(self) -> Entry:
        """The entry that opened the session. Raises IndexError while it has not arrived."""
        return self._openings[0]

    @property
    def day(self) -> date:
        """The day the session was opened on, by the assessor's clock."""
        return self.opening.happened.date()

    @property
    def number(self) -> str:
        """Its evidence index number."""
        return self.opened.number if self.opened else ""

    @cached_property
    def entries(self) -> list[Entry]:
        """Everything the session's own device wrote into it, in order."""
        if not self._openings:
            return list(self._others)
        device = self.opening.device
        return sorted([e for e in [*self._openings, *self._others] if e.device == device], key=order)

    @property
    def last(self) -> Entry:
        """The last entry that its own device wrote about it, withdrawals included."""
        own = [w for w in self.withdrawn.values() if w.device == self.opening.device]
        return max([self.entries[-1], *own], key=order)

    @property
    def strays(self) -> list[Entry]:
        """Entries that another device wrote into this session; they do not count."""
        return [e for e in self._others if self._openings and e.device != self.opening.device]

    @cached_property
    def live(self) -> list[Entry]:
        """Entries that were not withdrawn, nor replaced by an edited version, in order."""
        edited: set[str] = set()
        for e in reversed(self.entries):
            # An edit that was taken back replaces nothing, unless a later edit stands in its place.
            if isinstance(e.body, Noted | Asked) and e.body.replaces and (e.id not in self.withdrawn or e.id in edited):
                edited.add(e.body.replaces)
        return [e for e in self.entries if e.id not in self.withdrawn and e.id not in edited]

    @cached_property
    def acts(self) -> list[Entry]:
        """Live entries that record something: what undo can take back, in order."""
        return [e for e in self.live if isinstance(e.body, ACTS)]

    # State -------------------------------------------------------------------------------------------------------

    @cached_property
    def state(self) -> State:
        """open → paused → writing up → signed by the assessor → answered by the learner.

        What was changed after the assessor signed is to be signed again.
        """
        if self.signed_as_it_stands:
            answered = self.response or self.signature("learner") or self.declined("learner")
            return "answered" if answered else "signed"
        for entry in reversed(self.live):
            match entry.body:
                case Closed() | Feedback() | Signed():
                    return "writing up"
                case Paused():
                    return "paused"
                case Resumed() | Opened():
                    return "open"
        return "open"

    @property
    def unfinished(self) -> bool:
        """Whether the assessor has yet to sign it."""
        return self.opened is not None and self.state in ("open", "paused", "writing up")

    def signatures(self, role: str) -> list[tuple[Entry, Signed]]:
        """The signatures in a role, in order: those that are to follow or were declined are none."""
        return [(e, e.body) for e in self.live if isinstance(e.body, Signed) and _signs(e.body, role)]

    def signature(self, role: str) -> Signed | None:
        """The last signature in a role."""
        found = self.signatures(role)
        return found[-1][1] if found else None

    def declined(self, role: str) -> bool:
        """Whether somebody was asked to sign in a role and did not want to."""
        said = [e.body.how for e in self.live if isinstance(e.body, Signed) and e.body.role == role]
        return bool(said) and said[-1] == "declined"

    @property
    def signed_as_it_stands(self) -> bool:
        """Whether the assessor signed, and nothing was changed since."""
        signed = self.signatures("assessor")
        return bool(signed) and not self.changed_since(signed[-1][0])

    def changed_since(self, signature: Entry) -> bool:
        """Whether something was recorded or taken back since that signature: one to sign again.

        Other signatures and the learner's answer, given or taken back, change nothing that was signed.
        """
        unchanged = Signed | Responded | Paused | Resumed | Closed
        acts = [e for e in self.entries if not isinstance(e.body, unchanged)]
        late = [*acts, *(self.withdrawn[e.id] for e in acts if e.id in self.withdrawn)]
        return any(e.n > signature.n for e in late)

    @property
    def amendments(self) -> list[Entry]:
        """Entries written after the assessor first signed, other than signatures and the learner's answer.

        Taking the signature back leaves them what they are.
        """
        first = next((e.n for e in self.entries if _signs(e.body, "assessor")), None)
        if first is None:
            return []
        late = [e for e in self.entries if not isinstance(e.body, Signed | Responded)]
        return sorted((e for e in [*late, *self.withdrawn.values()] if e.n > first), key=order)

    @property
    def feedback(self) -> Feedback | None:
        """The judgement and feedback last given."""
        return next((e.body for e in reversed(self.live) if isinstance(e.body, Feedback)), None)

    @property
    def response(self) -> Responded | None:
        """What the learner last answered."""
        return next((e.body for e in reversed(self.live) if isinstance(e.body, Responded)), None)

    def seconds_watched(self, now: datetime) -> float:
        """Seconds from opening to the end of watching (or `now`), pauses taken out."""
        total, since = 0.0, None
        for entry in self.live:
            if isinstance(entry.body, Opened | Resumed) and since is None:
                since = entry.at
            elif isinstance(entry.body, Paused | Closed | Feedback | Signed) and since is not None:
                total, since = total + (entry.at - since).total_seconds(), None
        return max(0.0, total + ((now - since).total_seconds() if since else 0.0))

    def clock_went_back(self) -> bool:
        """Whether the device's clock runs backwards somewhere in this session."""
        return any(after.at < before.at for before, after in zip(self.entries, self.entries[1:], strict=False))

    # What was seen -----------------------------------------------------------------------------------------------

    @cached_property
    def moments(self) -> dict[int, Moment]:
        """The moments by number, with the situations last given. Number 1 exists without being begun."""
        found = {1: Moment(number=1)}
        found.update((e.body.number, e.body) for e in self.live if isinstance(e.body, Moment))
        return dict(sorted(found.items()))

    @property
    def customers(self) -> set[int]:
        """Moments that hold something: a note, or a mark that was not cleared."""
        noted = {e.body.moment for e in self.notes if isinstance(e.body, Noted)}
        marked = {mark.moment for marks in self.marks.values() for mark in marks}
        return {moment for moment in noted | marked if moment is not None}

    @cached_property
    def notes(self) -> list[Entry]:
        """The narrative: live notes in order of when they were seen, then of writing."""
        return sorted((e for e in self.live if isinstance(e.body, Noted)), key=lambda e: (e.happened, order(e)))

    @cached_property
    def marks(self) -> dict[str, list[Mark]]:
        """`UNIT/ref` → what this session says about it, in order."""
        found: dict[str, list[Mark]] = {}
        if self.opened is None:
            return found
        for entry in self.live:
            for mark in self._marks_of(entry):
                _put(mark, found.setdefault(mark.ref, []))
            self._apply_clearing(entry, found)
        return {ref: sorted(marks, key=lambda m: m.n) for ref, marks in found.items() if marks}

    def _marks_of(self, entry: Entry) -> list[Mark]:
        body, reason, name = entry.body, "", ""
        replaces: tuple[str, ...] = ()
        shown: Shown
        known: str = "seen"
        match body:
            case Judged() if body.verdict != "cleared":
                shown, known, reason, replaces = body.verdict, body.known, body.reason, body.replaces
            case Covered(cleared=False):
                shown, known, name = "covered", body.known, body.name
            case Confirmed(cleared=False):
                shown, reason = "confirmed", body.reason
            case Inferred():
                shown, known, reason = "inferred", "inferred", body.why
            case Asked():
                shown, known, reason = body.verdict, "questions", body.answer
            case _:
                return []
        moment = getattr(body, "moment", None)
        setting, situations = self.setting_of(moment), self.situations_of(moment)
        first = self._first_said(entry)
        # fmt: off
        return [
            Mark(ref, shown, entry, first, entry.happened.date(), self.id, self.number, moment, setting, situations,
                 known, reason, name, replaces)
            for ref in body.refs
        ]
        # fmt: on

    def _first_said(self, entry: Entry) -> int:
        """The number of the entry that an edited answer goes back to; of any other entry its own."""
        while isinstance(entry.body, Asked) and (replaces := entry.body.replaces):
            first = next((e for e in self.entries if e.id == replaces and e.n < entry.n), None)
            if first is None:
                break
            entry = first
        return entry.n

    @staticmethod
    def _apply_clearing(entry: Entry, found: dict[str, list[Mark]]) -> None:
        """Clearing takes back what this session said before about the refs: in that moment, if it names one."""
        body = entry.body
        if isinstance(body, Covered | Confirmed) and not body.cleared:
            return
        if isinstance(body, Covered | Confirmed) or (isinstance(body, Judged) and body.verdict == "cleared"):
            moment = getattr(body, "moment", None)
            for ref in body.refs:
                found[ref] = [m for m in found.get(ref, []) if moment is not None and m.moment != moment]

    def setting_of(self, moment: int | None) -> Setting:
        """The setting of a moment: its own, or the session's."""
        own = self.moments[moment].setting if moment in self.moments else None
        return own or (self.opened.setting if self.opened else "real work")

    def situations_of(self, moment: int | None) -> tuple[str, ...]:
        """The situations stated for a moment."""
        return self.moments[moment].situations if moment in self.moments else ()


def _signs(body: object, role: str) -> bool:
    return isinstance(body, Signed) and body.role == role and body.how in ("on this device", "on paper")


def _put(mark: Mark, marks: list[Mark]) -> None:
    """Add a mark on a statement; a not-yet with its reason takes the place of the one that it replaces."""
    for place, old in enumerate(marks):
        if mark.shown == old.shown == "not yet" and old.entry.id in mark.replaces:
            marks[place] = mark._replace(n=old.n)
            return
    marks.append(mark)
