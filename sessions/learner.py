"""One learner in this workspace: the journals on disk, the portfolio they fold into, and the way to add to both."""

import gc
import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from sessions import disk
from sessions.bodies import Body, CarriedOver, Detail, DetailField, Enrolled, Opened, Planned, Registered
from sessions.device import Device, is_id
from sessions.entry import Entry, NotRecorded, NotSaved
from sessions.journal import JOURNAL_LIMIT, Journal, Reading, read_journal
from sessions.portfolio import Portfolio
from sessions.text import clean, clean_line
from sessions.visit import Visit
from unitdata import digest

SEGMENT = re.compile(
    r"(?P<device>[0-9A-HJKMNP-TV-Z]{10})\.(?P<first>[1-9][0-9]{0,7})-(?P<last>[1-9][0-9]{0,7})\.(?P<sha>[0-9a-f]{32})\.jsonl"
)
SEGMENT_LIMIT = 4 * 1024 * 1024
Clock = Callable[[], datetime]


@dataclass(frozen=True)
class SegmentName:
    """What a sealed segment's name says: whose lines, from which to which, and the hash of its bytes."""

    device: str
    first: int
    last: int
    sha: str

    @classmethod
    def parse(cls, name: str) -> "SegmentName | None":
        """The parts of a segment's file name, or None for any other name."""
        found = SEGMENT.fullmatch(name)
        return cls(found["device"], int(found["first"]), int(found["last"]), found["sha"]) if found else None

    def __str__(self) -> str:
        return f"{self.device}.{self.first}-{self.last}.{self.sha}.jsonl"


@contextmanager
def _nothing_collected() -> Iterator[None]:
    """Thousands of entries come in, and none is rubbish: to look for some takes a third of the time."""
    collecting = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collecting:
            gc.enable()


class Learner:
    """A learner's folder, opened. Only the holder of the workspace lock may record.

    `alone` is what this folder holds; `portfolio` is the same, unless the person was registered twice: then it is what
    the folders of both hold.
    """

    def __init__(
        self, folder: Path, device: Device, clock: Clock, before_append: Callable[[str], None], *, writable: bool
    ) -> None:
        self.id = folder.name
        self.folder = folder
        self._device = device
        self._clock = clock
        self._before_append = before_append
        self._writable = writable
        self._journal: Journal | None = None
        self.problems: list[str] = []
        self._joined: list[Learner] = []
        self.reopen()

    def _read(self) -> list[Entry]:
        """All entries on disk: own journals, present and former, and segments taken in."""
        entries: list[Entry] = []
        for path in sorted(self.folder.glob("*.jsonl")) if self.folder.exists() else []:
            segment = SegmentName.parse(path.name)
            if path.stem == self._device.id:
                try:
                    entries += self._own().entries
                except OSError as error:
                    self._unreadable(path, error)
            elif segment:
                entries += self._foreign(path, segment.device, segment.first, segment.sha).entries
            elif path.stem in self._device.state.former:
                entries += self._foreign(path, path.stem, 1).entries
            elif is_id(path.stem, 10):
                self.problems.append(f"{path.name}: the journal of another device, copied here; it is not read")
        return entries

    def _own(self) -> Journal:
        """This device's journal, opened for appending once somebody may record."""
        if self._journal is None or self._journal.device != self._device.id:
            path = self.folder / f"{self._device.id}.jsonl"
            self._journal = Journal(path, self._device.id, self.id, repair=self._writable)
            self._journal.problems += self._changed(self._journal.entries)
            wrong = [*self._journal.problems, *filter(None, [self._journal.doubt])]
            self.problems += [f"{path.name}: {problem}" for problem in wrong]
        return self._journal

    def _changed(self, entries: Sequence[Entry]) -> list[str]:
        """What no hash within a journal tells: that its last line is another than when it was shared."""
        number, end = self._device.state.ends.get(self.id, (0, ""))
        shared = entries[number - 1 : number] if number else []
        return [f"line {number}: it is not what was shared" for entry in shared if entry.id != end]

    def _foreign(self, path: Path, device: str, first: int, claimed: str = "") -> Reading:
        try:
            data = disk.read(path, JOURNAL_LIMIT)
        except OSError as error:
            self._unreadable(path, error)
            return Reading()
        reading = read_journal(data, device, self.id, after=(first - 1, None))
        problems = reading.problems
        if not problems and claimed not in ("", digest(data)):  # of its last line no other hash tells
            problems = ["its content is not what its name says"]
        self.problems += [f"{path.name}: {problem}" for problem in problems]
        return reading

    def _unreadable(self, path: Path, error: OSError) -> None:
        self.problems.append(f"{path.name}: cannot be read ({error.strerror or error})")

    def reopen(self) -> None:
        """Read the folder again: after a disk failed, or under a new device id."""
        self._journal, self.problems = None, []
        with _nothing_collected():
            self.portfolio = self.alone = Portfolio.fold(self.id, self._read())

    def join(self, others: Sequence["Learner"]) -> None:
        """Fold this record together with others of the same person; the files stay apart."""
        together = [self, *others]
        entries = (entry for each in together for entry in each.alone.entries.values())
        portfolio = Portfolio.fold(self.id, entries) if others else self.alone
        for each in together:
            each.portfolio = portfolio
            each._joined = together if others else []  # whoever holds one of them holds all

    @property
    def same_as(self) -> tuple[str, ...]:
        """The ids of other learners who, as this one's own record says, are the same person."""
        return tuple(sorted({body.other for _, body in self.alone.same_person()}))

    def record(
        self,
        body: Body,
        *,
        session: str | None = None,
        seen: datetime | None = None,
        draft: str | None = None,
    ) -> Entry:
        """Record one entry; when this returns it is on disk and in the portfolio.

        Raises NotRecorded, with nothing recorded.
        """
        me = self._device.me
        if not self._writable or me is None:
            raise NotRecorded("NOT recorded: this workspace is open for reading only")
        try:
            self._before_append(self.id)
            journal = self._journal_to_add_to(begun=session is not None and not isinstance(body, Opened))
        except OSError as error:
            raise NotSaved(f"NOT recorded: {(error.strerror or 'the disk failed').lower()}") from error
        entry = journal.append(body, at=self._clock(), by=me.id, session=session, seen=seen, draft=draft)
        self.portfolio.add(entry)
        self.alone.add(entry)
        return entry

    def _journal_to_add_to(self, *, begun: bool) -> Journal:
        """This device's journal; of a new id where it holds fewer entries than were shared, whose numbers are taken.

        Raises NotSaved where the entry is for a session that was `begun` under the id before, and OSError.
        """
        journal = self._own()
        if journal.problems or len(journal.entries) >= self._device.state.ends.get(self.id, (0, ""))[0]:
            return journal
        if begun:
            raise NotSaved("NOT recorded: this record is older than what was shared of it. Open a new session.")
        self._device.renew()
        return self._own()

    def now(self) -> datetime:
        """The time by the workspace's clock."""
        return self._clock()

    @property
    def device(self) -> str:
        """The id of this device: a session is written only by the device that opened it."""
        return self._device.id

    @property
    def recorder(self) -> str | None:
        """The id of the person at work on this device."""
        return self._device.state.me

    @property
    def own_damage(self) -> list[str]:
        """What is wrong with this device's own journal, in plain words and without its content."""
        return self._own().problems

    @property
    def own_entries(self) -> int:
        """How many entries this device has recorded about the learner."""
        return len(self._journal.entries) if self._journal and self._journal.device == self._device.id else 0

    def own_lines(self, after: int) -> list[bytes]:
        """This device's recorded lines numbered above `after`, as they stand on disk."""
        return self._own().tail(after)

    def opened_here(self, visit: Visit) -> bool:
        """Whether this device opened a session, under its id or one that it had before."""
        return visit.opening.device in (self._device.id, *self._device.state.former)

    def unfinished_visits(self) -> list[Visit]:
        """Sessions that this device opened and whose assessor has yet to sign them."""
        return [visit for visit in self.portfolio.opened_visits() if visit.unfinished and self.opened_here(visit)]

    # What is stated about the learner ---------------------------------------------------------------------------

    def register(self, *, name: str, **details: str) -> Entry:
        """Enter the learner for the first time; `details` are the other fields of Registered."""
        given = {key: clean_line(value) for key, value in details.items()}
        return self.record(Registered(name=clean_line(name), **given))

    def set_detail(self, field: DetailField, value: str, reason: str = "") -> Entry | None:
        """Set a detail in place of every value that stands; a reason settles a disagreement. None if unchanged."""
        value, standing = clean_line(value), self.portfolio.standing(field)
        if [s.value for s in standing] == [value] or (not standing and not value):
            return None
        replaces = tuple(entry.id for entry in self.portfolio.stating(field))
        return self.record(Detail(field=field, value=value, replaces=replaces, reason=clean_line(reason)))

    def enrol(
        self,
        pack: str,
        pack_id: str,
        units: Sequence[str],
        *,
        on: date | None = None,
        number: str = "",
        reason: str = "",
    ) -> Entry:
        """Enrol on a pack (its hash and id) with a choice of units, in place of the enrolment on it that stands."""
        number, reason = clean_line(number), clean_line(reason)
        return self.state_enrolment(
            Enrolled(pack=pack, pack_id=pack_id, units=tuple(units), on=on, number=number, reason=reason)
        )

    def state_enrolment(self, said: Enrolled | CarriedOver) -> Entry:
        """Record an enrolment or a carrying over in place of what stands of its qualification.

        A carrying over also stands in place of others between the same two packs.
        """
        replaced = [entry for entry, body in self.portfolio.enrolments() if body.pack_id == said.pack_id]
        if isinstance(said, CarriedOver):
            replaced += [entry for entry, _ in self.portfolio.carried_over().get((said.was, said.pack), ())]
        replaces = tuple(dict.fromkeys(entry.id for entry in replaced))
        return self.record(said.model_copy(update={"replaces": replaces}))

    def plan(
        self,
        when: date | None,
        what: str,
        refs: Sequence[str] = (),
        *,
        pack_id: str = "",
        agreed_in: str | None = None,
        draft: str | None = None,
    ) -> Entry | None:
        """Note the next visit or step in place of the one that stands; `when` None: date to be confirmed.

        `pack_id`: whose statements the refs are · `agreed_in`: the id of the session at whose end it was agreed. None
        when that is what stands already.
        """
        standing = self.portfolio.plans()
        said = Planned(
            when=when, what=clean(what), refs=tuple(refs), agreed_in=agreed_in, pack_id=pack_id if refs else ""
        )
        if [plan.model_copy(update={"replaces": (), "reason": ""}) for _, plan in standing] == [said]:
            return None
        replaces = tuple(entry.id for entry, _ in standing)
        return self.record(said.model_copy(update={"replaces": replaces}), draft=draft)
