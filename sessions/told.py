"""What a session's entries tell, taken in one after another: its turns, its moments, its notes, and its marks."""

from bisect import insort
from collections.abc import Callable, Mapping
from datetime import date, datetime
from functools import cached_property
from typing import Any, Literal, NamedTuple, TypeVar

from sessions.bodies import (
    Asked,
    Body,
    Closed,
    Confirmed,
    Covered,
    Feedback,
    Inferred,
    Judged,
    Moment,
    Newer,
    Noted,
    Opened,
    Paused,
    Responded,
    Resumed,
    Setting,
    Signed,
)
from sessions.entry import Entry

Shown = Literal["met", "not yet", "stands", "covered", "confirmed", "inferred", "satisfied", "partly", "not judged"]
ACTS = {Moment, Noted, Judged, Covered, Confirmed, Inferred, Asked, Feedback, Responded}
TURNS = {Opened, Paused, Resumed, Closed, Feedback, Signed, Responded}
EDITS = {Noted, Asked}
Thing = TypeVar("Thing")


def order(entry: Entry) -> tuple[str, int, str]:
    """The place of an entry among all: its device's numbering; the id decides between forked copies."""
    return entry.device, entry.n, entry.id


def put_in_order(things: list[Thing], thing: Thing, key: Callable[[Thing], Any]) -> None:
    """Put a thing into a sorted list. Most come last, and are put there at once."""
    if not things or key(things[-1]) <= key(thing):
        things.append(thing)
    else:
        insort(things, thing, key=key)


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


class Told:
    """A session's own entries, folded. What a whole session tells and what one more entry adds take the same way.

    `live`: what was neither withdrawn nor replaced by an edit; `acts`, `turns` and `notes` are of these. `marks`:
    `UNIT/ref` → marks in order; `marks_in`, the same by ref and moment.
    """

    def __init__(
        self,
        visit: str,
        opening: Entry | None,
        opened: Opened | None,
        entries: list[Entry],
        withdrawn: Mapping[str, Entry],
    ) -> None:
        self.visit = visit
        self.opening = opening
        self.opened = opened
        self.entries = entries
        self.live: list[Entry] = []
        self.acts: list[Entry] = []
        self.turns: list[Entry] = []
        self.notes: list[Entry] = []
        self.marks: dict[str, list[Mark]] = {}
        self.marks_in: dict[tuple[str, int | None], list[Mark]] = {}
        edited = _edited(entries, withdrawn)
        live = [e for e in entries if e.id not in withdrawn and e.id not in edited]
        moments = {1: Moment(number=1)} | {e.body.number: e.body for e in live if isinstance(e.body, Moment)}
        self.moments = dict(sorted(moments.items()))
        self._last_named = max(self.moments)
        for entry in live:
            self._take(entry)

    def follow(self, entry: Entry) -> bool:
        """Take one more entry in; False, with nothing taken, where it changes what the others tell."""
        body = entry.body
        if self.opening is None or type(body) is Opened:
            return False
        if entry.device != self.opening.device:
            return True  # a stray, of which the session tells nothing
        if order(entry) <= order(self.entries[-1]) or (type(body) in EDITS and getattr(body, "replaces", None)):
            return False
        if type(body) is Moment:
            if body.number <= self._last_named:
                return False
            self.moments[body.number] = body
            self._last_named = body.number
        self.entries.append(entry)
        self._take(entry)
        return True

    def _take(self, entry: Entry) -> None:
        kind = type(entry.body)  # asking a model's class for its instances costs more than all the rest
        self.live.append(entry)
        if kind in ACTS:
            self.acts.append(entry)
        if kind in TURNS:
            self.turns.append(entry)
        if kind is Noted:
            put_in_order(self.notes, entry, _seen)
        for mark in self._marks_of(entry) if self.opened else ():
            self._say(mark)
        self._clear(entry.body)

    # Moments -----------------------------------------------------------------------------------------------------

    def setting_of(self, moment: int | None) -> Setting:
        """The setting of a moment: its own, or the session's."""
        own = self.moments[moment].setting if moment in self.moments else None
        return own or (self.opened.setting if self.opened else "real work")

    def situations_of(self, moment: int | None) -> tuple[str, ...]:
        """The situations stated for a moment."""
        return self.moments[moment].situations if moment in self.moments else ()

    # Marks -------------------------------------------------------------------------------------------------------

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
        self._last_named = max(self._last_named, moment or 0)
        setting, situations = self.setting_of(moment), self.situations_of(moment)
        first, number = self._first_said(entry), self.opened.number if self.opened else ""
        # fmt: off
        return [
            Mark(ref, shown, entry, first, entry.happened.date(), self.visit, number, moment, setting, situations,
                 known, reason, name, replaces)
            for ref in body.refs
        ]
        # fmt: on

    def _first_said(self, entry: Entry) -> int:
        """The number of the entry that an edited answer goes back to; of any other entry its own."""
        while isinstance(entry.body, Asked) and (first := self._by_id.get(entry.body.replaces or "")):
            if first.n >= entry.n:
                break
            entry = first
        return entry.n

    @cached_property
    def _by_id(self) -> dict[str, Entry]:
        return {entry.id: entry for entry in self.entries}

    def _say(self, mark: Mark) -> None:
        """Add a mark on a statement; a not-yet with its reason takes the place of the one that it replaces."""
        if mark.shown == "not yet" and mark.replaces:
            for old in self.marks.get(mark.ref, ()):
                if old.shown == "not yet" and old.entry.id in mark.replaces:
                    self._unsay(old)
                    mark = mark._replace(n=old.n)
                    break
        put_in_order(self.marks.setdefault(mark.ref, []), mark, _said)
        put_in_order(self.marks_in.setdefault((mark.ref, mark.moment), []), mark, _said)

    def _unsay(self, mark: Mark) -> None:
        _take_out(self.marks, mark.ref, mark)
        _take_out(self.marks_in, (mark.ref, mark.moment), mark)

    def _clear(self, body: Body | Newer) -> None:
        """Clearing takes back what this session said before about the refs: in that moment, if it names one."""
        cleared = body.verdict == "cleared" if isinstance(body, Judged) else getattr(body, "cleared", False)
        if not cleared or not isinstance(body, Judged | Covered | Confirmed):
            return
        moment = getattr(body, "moment", None)
        for ref in body.refs:
            for mark in self.marks.get(ref, [])[:] if moment is None else self.marks_in.get((ref, moment), [])[:]:
                self._unsay(mark)


def _edited(entries: list[Entry], withdrawn: Mapping[str, Entry]) -> set[str]:
    """What an edit replaced. One that was taken back replaces nothing, unless a later edit stands in its place."""
    found: set[str] = set()
    for e in reversed(entries):
        if isinstance(e.body, Noted | Asked) and e.body.replaces and (e.id not in withdrawn or e.id in found):
            found.add(e.body.replaces)
    return found


def _seen(entry: Entry) -> tuple[datetime, tuple[str, int, str]]:
    return entry.happened, order(entry)


def _said(mark: Mark) -> int:
    return mark.n


def _take_out(marks: dict[Any, list[Mark]], key: object, mark: Mark) -> None:
    marks[key].remove(mark)
    if not marks[key]:
        del marks[key]
