"""The door to everything recorded on this device: opens, locks, and hands out learners and sessions."""

import os
from collections import OrderedDict
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING
from weakref import WeakValueDictionary

from sessions import disk
from sessions.bodies import PRESENT_LIMIT, Method, Opened, Setting
from sessions.caseload import Caseload, Row
from sessions.device import Device, is_id, new_id
from sessions.draft import Draft, Drafts
from sessions.entry import NotRecorded
from sessions.erasing import Erasures, finish_erasing
from sessions.learner import Clock, Learner
from sessions.outlook import Outlook, make_outlook
from sessions.row import make_row
from sessions.session import Session
from sessions.store.known import keep_known, read_known
from sessions.text import clean, clean_line
from unitdata import PACK_LIMIT, Pack, PackError, PinnedPack, is_shipped, read_pack

if TYPE_CHECKING:
    from filelock import BaseFileLock

_HELD = 8
"""So many learners are held in memory when nobody uses them any more: those one turns back to."""


class InUse(Exception):
    """Another instance of the program has this workspace open."""


class NotAWorkspace(Exception):
    """The folder holds something else than a workspace."""


class PackMissing(Exception):
    """The pack that a record was made with is not on this device."""


@dataclass(frozen=True)
class Unfinished:
    """A session this device has still to finish."""

    learner: str
    name: str
    session: str
    method: str
    number: str
    began: datetime
    state: str
    entries: int


def local_now() -> datetime:
    """The wall clock with this place's offset."""
    return datetime.now(UTC).astimezone()


class Workspace:
    """One device's folder. Close it when done; only the one that locked it records.

    Raises InUse, NotAWorkspace, DamagedDevice, and OSError on opening.
    """

    def __init__(self, folder: Path, *, clock: Clock = local_now, writable: bool = True) -> None:
        self.folder = folder
        self.clock = clock
        self.writable = writable
        _refuse_other_folders(folder)
        disk.make_folder(folder)
        self._lock = _take_lock(folder) if writable else None
        try:
            self.device = Device.open(folder / "device.json")
            self.drafts = Drafts(folder / "drafts")
            self.caseload = Caseload(folder / "caseload.json")
            self.erasures = Erasures(folder)
        except BaseException:
            self.close()
            raise
        self._dirty = folder / "dirty"
        self._marked: set[str] = set()  # those known to be marked: a tick need not ask the disk
        self._learners: WeakValueDictionary[str, Learner] = WeakValueDictionary()
        self._recent: OrderedDict[str, Learner] = OrderedDict()
        self._packs: dict[str, PinnedPack] = {}
        if writable:
            with suppress(OSError):  # what cannot go now is hidden, and goes with the next share
                finish_erasing(self)
            with suppress(OSError):
                self._sweep()

    def _sweep(self) -> None:
        """Remove what a crash left half-written."""
        for name in (".", "drafts", "packs", "quarantine"):
            disk.sweep(self.folder / name)

    def close(self) -> None:
        """Let go of the workspace."""
        if self._lock is not None:
            self._lock.release()

    # Packs -------------------------------------------------------------------------------------------------------

    def keep_pack(self, pinned: PinnedPack, *, taken_in: bool = False) -> None:
        """Keep a copy of a pack, so that what was recorded with it can always be read. Raises OSError.

        One that neither comes with the program nor was `taken_in` from colleagues is theirs with the next share.
        """
        if pinned.sha not in self._packs:
            with suppress(PackMissing):
                self.pack(pinned.sha)
        if pinned.sha not in self._packs:
            if not (taken_in or is_shipped(pinned) or pinned.sha in self.device.state.packs):
                self.device.change(packs=[*self.device.state.packs, pinned.sha])
            disk.replace(self.pack_path(pinned.sha), pinned.data)
            self._packs[pinned.sha] = pinned

    def pack_path(self, sha: str) -> Path:
        """Where the copy of a pack lies."""
        return self.folder / "packs" / f"{sha}.json"

    def pack(self, sha: str) -> PinnedPack:
        """The pack with this hash. Raises PackMissing when it has not arrived or its copy is damaged."""
        if sha not in self._packs:
            try:
                pinned = read_pack(disk.read(self.pack_path(sha), PACK_LIMIT))
            except (OSError, PackError):
                raise PackMissing("the qualification this was recorded with has not arrived on this device") from None
            if pinned.sha != sha:
                raise PackMissing("the copy of the qualification on this device was changed")
            self._packs[sha] = pinned
        return self._packs[sha]

    # Learners ----------------------------------------------------------------------------------------------------

    @property
    def learners_folder(self) -> Path:
        """Where the journals lie: one folder per learner."""
        return self.folder / "learners"

    def learner_ids(self) -> list[str]:
        """Everyone about whom something is recorded here, without those who were erased."""
        return [name for name in self._names(self.learners_folder) if self.caseload.get(name) or self.holds(name)]

    def _names(self, folder: Path) -> list[str]:
        """The learners whom files or folders there are named after, without those who were erased."""
        hidden = self.erasures.hidden
        names = os.listdir(folder) if folder.exists() else ()
        return sorted(name for name in names if is_id(name, 26) and name not in hidden)

    def holds(self, learner: str) -> bool:
        """Whether something is recorded here about a learner, as their folder tells."""
        return any(file.stat().st_size for file in (self.learners_folder / learner).glob("*.jsonl"))

    def learner(self, learner: str) -> Learner:
        """A learner's journals and portfolio: the same object while anybody holds it, else read again one day."""
        found = self._learners.get(learner) or self._join(learner)
        self._recent[learner] = found
        self._recent.move_to_end(learner)
        if len(self._recent) > _HELD:
            self._recent.popitem(last=False)
        return found

    def _open(self, learner: str) -> Learner:
        found = self._learners.get(learner)
        if found is None:
            found = self._learners[learner] = Learner(
                self.learners_folder / learner, self.device, self.clock, self.mark_dirty, writable=self.writable
            )
        return found

    def _join(self, learner: str) -> Learner:
        """Fold together what is recorded of one person under several ids; the learner of this one."""
        together = {each: self._open(each) for each in self.caseload.together(learner)}
        first, *others = together.values()
        first.join(others)
        return together[learner]

    def _link(self, learner: str) -> set[str]:
        """Go by what a learner's record now says of who is the same person; everyone whose row that may change."""
        before = self.caseload.together(learner)
        self.caseload.link(learner, self.learner(learner).same_as)
        after = self.caseload.together(learner)
        if before != after:
            for each in {*before, *after}:
                self._join(each)
        return {*before, *after}

    def renew_device(self) -> None:
        """Go on as a new device, because this workspace is a copy of one that is at work. Raises OSError."""
        self.device.renew()
        for learner in list(self._learners):
            self.reread(learner)

    def forget(self, learner: str) -> None:
        """Hold nothing of a learner in memory any more."""
        for each in self.caseload.together(learner):
            self._learners.pop(each, None)
            self._recent.pop(each, None)

    def reread(self, learner: str) -> None:
        """Read an opened learner's folder again, because sharing brought something."""
        if found := self._learners.get(learner):
            found.reopen()
            self._join(learner)

    def names(self) -> dict[str, str]:
        """What learners are called, by every id under which they are registered."""
        return {each: row.name for row in self.caseload.rows() for each in self.caseload.together(row.learner)}

    def register(self, *, name: str, **details: str) -> Learner:
        """Enter a new learner: initials, employer, place, number, registered_on, contact. Raises NotRecorded."""
        learner = self.learner(new_id(26))
        learner.register(name=name, **details)
        self.refresh([learner.id])
        return learner

    def perhaps_same(self, name: str, number: str = "") -> list[Row]:
        """Learners who may be the one about to be registered: same number, or much the same name."""
        from rapidfuzz import fuzz  # time that a start need not take

        name, number = clean_line(name).casefold(), clean_line(number).casefold()
        return [
            row
            for row in self.caseload.rows()
            if (number and row.number.casefold() == number)
            or (name and fuzz.token_sort_ratio(row.name.casefold(), name) >= 85)
        ]

    def find(self, wanted: str, rows: Iterable[Row] | None = None) -> list[Row]:
        """Learners by id, number, initials, or any words of the name, among the saved rows or those given."""
        rows, low = list(self.caseload.rows() if rows is None else rows), wanted.strip().casefold()
        exact = [r for r in rows if low in (r.learner.casefold(), r.number.casefold(), r.name.casefold())]
        if exact or not low:
            return exact
        return [
            row
            for row in rows
            if low == row.initials.casefold() or all(word in row.name.casefold() for word in low.split())
        ]

    # Sessions ----------------------------------------------------------------------------------------------------

    def open_session(
        self,
        learner: Learner,
        pinned: PinnedPack,
        units: Sequence[str],
        *,
        method: Method = "observation",
        setting: Setting = "real work",
        purpose: str = "",
        circumstances: str = "",
        present: Iterable[str] = (),
        planned: Iterable[str] = (),
        manager_told: bool | None = None,
    ) -> Session:
        """Open a session on some units of a pack. Raises NotRecorded, OSError."""
        me = self.device.me
        roles = tuple(clean_line(role) for role in present)
        if len(roles) > PRESENT_LIMIT:
            raise NotRecorded(f"NOT opened: {len(roles)} people are named as present; {PRESENT_LIMIT} can be")
        self.keep_pack(pinned)
        body = Opened(
            method=method,
            number=self.device.next_number(),
            pack=pinned.sha,
            units=tuple(units),
            setting=setting,
            purpose=clean(purpose),
            circumstances=clean(circumstances),
            assessor=me.name if me else "",
            standing=me.standing if me else "working towards",
            present=roles,
            planned=tuple(planned),
            manager_told=manager_told,
        )
        session = new_id(26)
        learner = self.learner(self.caseload.together(learner.id)[0])
        learner.record(body, session=session)
        return Session(learner, learner.portfolio.visits[session], pinned)

    def session(self, learner: str, session: str) -> Session:
        """A session that was opened before. Raises PackMissing, and KeyError when there is none."""
        found = self.learner(learner)
        visit = found.portfolio.visits[session]
        if visit.opened is None:
            raise KeyError(session)
        found = self.learner(visit.opening.learner)  # of several registrations the one under which it was opened
        return Session(found, visit, self.pack(visit.opened.pack))

    def draft(self, session: Session, place: str) -> Draft | None:
        """The text that was being typed in a field of a session; None when there is none or it was recorded."""
        draft = self.drafts.load(session.id, place)
        if draft and any(entry.draft == draft.id for entry in session.portfolio.entries.values()):
            self.drafts.drop(session.id, place)
            return None
        return draft

    def unfinished(self) -> list[Unfinished]:
        """Sessions of this device that their assessor has yet to sign, latest first."""
        suspects = {row.learner for row in self.caseload.rows() if row.unfinished} | set(self.dirty())
        found = [
            Unfinished(
                learner=learner,
                name=self.learner(learner).portfolio.name,
                session=visit.id,
                method=visit.opened.method,
                number=visit.number,
                began=visit.opening.at,
                state=visit.state,
                entries=len(visit.acts),
            )
            for learner in {self.caseload.together(suspect)[0] for suspect in suspects}
            for visit in self.learner(learner).unfinished_visits()
            if visit.opened
        ]
        return sorted(found, key=lambda u: u.began, reverse=True)

    # What is not shared yet, and the caseload ----------------------------------------------------------------------

    def mark_dirty(self, *learners: str) -> None:
        """Note that learners have unshared entries or rows that are out of date. Raises NotRecorded, OSError."""
        if any(learner in self.erasures.confirmed or learner in self.erasures.asked for learner in learners):
            raise NotRecorded("NOT recorded: this learner's record was erased")
        if new := [learner for learner in learners if learner not in self._marked]:
            disk.together(disk.touch, [self._dirty / learner for learner in new])
            self._marked.update(new)

    def dirty(self) -> list[str]:
        """Learners with entries that no head has announced, or whose row may be out of date."""
        return [learner for learner in self._names(self._dirty) if self.holds(learner)]

    def clear_dirty(self, *learners: str) -> None:
        """Forget the marks once learners' entries are announced and the rows are saved. Raises OSError."""
        self._marked.difference_update(learners)
        disk.together(disk.remove, [self._dirty / learner for learner in learners])

    def unshared(self, learner: str) -> int:
        """How many of this device's entries about a learner no announcement in the store covers yet."""
        return max(0, self.learner(learner).own_entries - self.device.state.shared.get(learner, 0))

    def outlook(self, learner: str, pack_id: str | None = None) -> Outlook:
        """One learner held against the chosen units of one qualification, today: of the last one where none is named.

        Nothing is written.
        """
        known, together = read_known(self.folder), self.caseload.together(learner)
        waiting = [text for each in together for text in known.waiting_for(each)]
        waiting += [problem for each in together if each != learner for problem in self.learner(each).problems]
        return self._outlook(learner, pack_id, waiting)

    def _outlook(self, learner: str, pack_id: str | None = None, waiting: Iterable[str] = ()) -> Outlook:
        return make_outlook(self.learner(learner), self._pack_here, self.clock().date(), waiting, pack_id)

    def _pack_here(self, sha: str) -> Pack | None:
        with suppress(PackMissing):
            return self.pack(sha).pack
        return None

    def _row(self, learner: str) -> Row | None:
        """A learner's row; None where the only line about them is one that a crash tore off."""
        if not (found := self.learner(learner)).portfolio.entries and not found.problems:
            return None
        last = self._outlook(learner)
        others = [self._outlook(learner, pack_id) for pack_id in last.pack_ids if pack_id != last.pack_id]
        unshared = sum(map(self.unshared, self.caseload.together(learner)))
        return make_row(found, [last, *others], unshared)

    def _rows_touched(self, learner: str) -> dict[str, Row]:
        """The rows, by id, of a learner and of all who are, or were until now, said to be the same person."""
        return {each: row for each in self._link(learner) if (row := self._row(each))}

    def refresh(self, learners: Iterable[str], progress: Callable[[int], None] = lambda done: None) -> None:
        """Work the rows of these learners out again, one after another, and save them. Never while observing.

        `progress` is told how many are done; what it raises ends this, with the rows until then saved. Raises OSError.
        """
        rows: dict[str, Row] = {}
        try:
            for done, learner in enumerate(learners, 1):
                rows |= self._rows_touched(learner)
                progress(done)
        finally:
            if rows:
                self.caseload.save([*rows.values()])

    def stale(self) -> list[str]:
        """Learners whose row is missing or may be out of date."""
        new = {learner for learner in self.learner_ids() if not self.caseload.get(learner)}
        return sorted(new.union(self.dirty()))

    def current_rows(self) -> list[Row]:
        """Rows as the journals stand now, by name: worked out afresh where the saved one is missing or may be old.

        Nothing is written, so a reader may ask. Raises OSError.
        """
        fresh: dict[str, Row | None] = dict.fromkeys(self.stale())
        for learner in list(fresh):
            fresh |= self._rows_touched(learner)
        known = (each for each in self.learner_ids() if self.caseload.together(each)[0] == each)
        rows = (fresh[each] if each in fresh else self.caseload.get(each) for each in known)
        return sorted((row for row in rows if row), key=lambda row: (row.name.casefold(), row.learner))

    def rebuild(self) -> int:
        """Work the caseload and the marks out from the journals; returns the number of learners. Raises OSError.

        The next share looks at everything: what sharing learnt may be about other files than those that are here now.
        """
        rows: dict[str, Row] = {}
        unshared: list[str] = []
        for learner in filter(self.holds, self.learner_ids()):
            rows |= self._rows_touched(learner)
            unshared += [learner] if self.unshared(learner) else []
        self.mark_dirty(*unshared)
        keep_known(self.folder, read_known(self.folder).model_copy(update={"made_for": ""}))
        self.caseload.save([*rows.values()], gone=self.caseload.learners() - rows.keys())
        return len(rows)


def _refuse_other_folders(folder: Path) -> None:
    if (folder / "store.json").exists():
        raise NotAWorkspace("That folder is a shared store. A workspace is a folder of its own, on this device.")
    if folder.exists() and not folder.is_dir():
        raise NotAWorkspace("The workspace must be a folder, and that is a file.")


def _take_lock(folder: Path) -> "BaseFileLock":
    from filelock import FileLock, Timeout  # 100 ms that readers need not pay

    lock = FileLock(folder / ".lock")
    try:
        lock.acquire(timeout=0)
    except Timeout:
        raise InUse("This workspace is open in another window. Close that one first, or go on there.") from None
    return lock
