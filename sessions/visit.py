"""One session as its entries tell it: its state, its moments, and what it shows about each statement."""

from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property
from typing import Literal

from sessions.bodies import Closed, Feedback, Moment, Noted, Opened, Paused, Responded, Resumed, Setting, Signed
from sessions.entry import Entry
from sessions.told import Mark, Told, order, put_in_order

State = Literal["open", "paused", "writing up", "signed", "answered"]


@dataclass
class Visit:
    """A session. Only the device that opened it writes it; entries of others are kept in `strays`."""

    id: str
    _openings: list[Entry] = field(default_factory=list)
    _others: list[Entry] = field(default_factory=list)
    withdrawn: dict[str, Entry] = field(default_factory=dict)

    def take(self, entry: Entry) -> None:
        """Take in an entry of this session."""
        put_in_order(self._openings if type(entry.body) is Opened else self._others, entry, order)
        told = self.__dict__.get("_told")
        if told is None or not told.follow(entry):
            self._forget()
        self.__dict__.pop("state", None)

    def withdraw(self, target: Entry, by: Entry) -> None:
        """Note that `by` withdraws an entry of this session."""
        self.withdrawn[target.id] = by
        self._forget()

    def _forget(self) -> None:
        self.__dict__.pop("_told", None)
        self.__dict__.pop("state", None)

    @cached_property
    def _told(self) -> Told:
        entries, opening = self._others[:], None
        if self._openings:
            opening = self._openings[0]
            entries = [e for e in (*self._openings, *self._others) if e.device == opening.device]
            entries.sort(key=order)
        return Told(self.id, opening, self.opened, entries, self.withdrawn)

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

    @property
    def entries(self) -> list[Entry]:
        """Everything the session's own device wrote into it, in order."""
        return self._told.entries

    @property
    def last(self) -> Entry:
        """The last entry that its own device wrote about it, withdrawals included."""
        own = [w for w in self.withdrawn.values() if w.device == self.opening.device]
        return max([self.entries[-1], *own], key=order)

    @property
    def strays(self) -> list[Entry]:
        """Entries that another device wrote into this session; they do not count."""
        return [e for e in self._others if self._openings and e.device != self.opening.device]

    @property
    def live(self) -> list[Entry]:
        """Entries that were not withdrawn, nor replaced by an edited version, in order."""
        return self._told.live

    @property
    def acts(self) -> list[Entry]:
        """Live entries that record something: what undo can take back, in order."""
        return self._told.acts

    # State -------------------------------------------------------------------------------------------------------

    @cached_property
    def state(self) -> State:
        """open → paused → writing up → signed by the assessor → answered by the learner.

        What was changed after the assessor signed is to be signed again.
        """
        if self.signed_as_it_stands:
            answered = self.response or self.signature("learner") or self.declined("learner")
            return "answered" if answered else "signed"
        for entry in reversed(self._told.turns):
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
        return [(e, e.body) for e in self._told.turns if isinstance(e.body, Signed) and _signs(e.body, role)]

    def signature(self, role: str) -> Signed | None:
        """The last signature in a role."""
        found = self.signatures(role)
        return found[-1][1] if found else None

    def declined(self, role: str) -> bool:
        """Whether somebody was asked to sign in a role and did not want to."""
        said = [e.body.how for e in self._told.turns if isinstance(e.body, Signed) and e.body.role == role]
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
        return next((e.body for e in reversed(self._told.turns) if isinstance(e.body, Feedback)), None)

    @property
    def response(self) -> Responded | None:
        """What the learner last answered."""
        return next((e.body for e in reversed(self._told.turns) if isinstance(e.body, Responded)), None)

    def seconds_watched(self, now: datetime) -> float:
        """Seconds from opening to the end of watching (or `now`), pauses taken out."""
        total, since = 0.0, None
        for entry in self._told.turns:
            if isinstance(entry.body, Opened | Resumed) and since is None:
                since = entry.at
            elif isinstance(entry.body, Paused | Closed | Feedback | Signed) and since is not None:
                total, since = total + (entry.at - since).total_seconds(), None
        return max(0.0, total + ((now - since).total_seconds() if since else 0.0))

    def clock_went_back(self) -> bool:
        """Whether the device's clock runs backwards somewhere in this session."""
        return any(after.at < before.at for before, after in zip(self.entries, self.entries[1:], strict=False))

    # What was seen -----------------------------------------------------------------------------------------------

    @property
    def moments(self) -> dict[int, Moment]:
        """The moments by number, with the situations last given. Number 1 exists without being begun."""
        return self._told.moments

    @property
    def customers(self) -> set[int]:
        """Moments that hold something: a note, or a mark that was not cleared."""
        noted = {e.body.moment for e in self.notes if isinstance(e.body, Noted)}
        marked = {mark.moment for marks in self.marks.values() for mark in marks}
        return {moment for moment in noted | marked if moment is not None}

    @property
    def notes(self) -> list[Entry]:
        """The narrative: live notes in order of when they were seen, then of writing."""
        return self._told.notes

    @property
    def marks(self) -> dict[str, list[Mark]]:
        """`UNIT/ref` → what this session says about it, in order."""
        return self._told.marks

    def marks_in(self, ref: str, moment: int) -> list[Mark]:
        """What this session says about `UNIT/ref` in a moment, in order."""
        return self._told.marks_in.get((ref, moment), [])

    def setting_of(self, moment: int | None) -> Setting:
        """The setting of a moment: its own, or the session's."""
        return self._told.setting_of(moment)

    def situations_of(self, moment: int | None) -> tuple[str, ...]:
        """The situations stated for a moment."""
        return self._told.situations_of(moment)


def _signs(body: object, role: str) -> bool:
    return isinstance(body, Signed) and body.role == role and body.how in ("on this device", "on paper")
