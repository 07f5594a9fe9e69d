"""The door to everything recorded on this device: opens, locks, and hands out learners and sessions."""

import os
from collections import OrderedDict
from collections.abc import Iterable, Sequence
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING
from weakref import WeakValueDictionary

from sessions import disk
from sessions.bodies import PRESENT_LIMIT, Method, Opened, Setting
from sessions.caseload import Caseload
from sessions.device import Device, is_id, new_id
from sessions.draft import Draft, Drafts
from sessions.entry import NotRecorded
from sessions.erasing import Erasures, finish_erasing
from sessions.learner import Clock, Learner
from sessions.outlook import Outlook, make_outlook
from sessions.packs import Packs
from sessions.rows import follow
from sessions.session import Session
from sessions.store.known import read_known
from sessions.text import clean, clean_line
from unitdata import PinnedPack

if TYPE_CHECKING:
    from filelock import BaseFileLock

_HELD = 8
"""So many learners are held in memory when nobody uses them any more: those one turns back to."""


class InUse(Exception):
    """Another instance of the program has this workspace open."""


class NotAWorkspace(Exception):
    """The folder holds something else than a workspace."""


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
            self.packs = Packs(folder / "packs", self.device)
        except BaseException:
            self.close()
            raise
        self._dirty = folder / "dirty"
        self._marked: set[str] = set()  # those known to be marked: a tick need not ask the disk
        self._learners: WeakValueDictionary[str, Learner] = WeakValueDictionary()
        self._recent: OrderedDict[str, Learner] = OrderedDict()
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

    def link(self, learner: str) -> set[str]:
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
        follow(self, learner.id)
        return learner

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
        self.packs.keep(pinned)
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
        return Session(found, visit, self.packs.read(visit.opened.pack))

    def draft(self, session: Session, place: str) -> Draft | None:
        """The text that was being typed in a field of a session; None when there is none or it was recorded."""
        draft = self.drafts.load(session.id, place)
        if draft and any(entry.draft == draft.id for entry in session.portfolio.entries.values()):
            self.drafts.drop(session.id, place)
            return None
        return draft

    # What is not shared yet, and what is outstanding ----------------------------------------------------------------

    def mark_dirty(self, *learners: str) -> None:
        """Note that learners have unshared entries or rows that are out of date. Raises NotRecorded, OSError."""
        if any(learner in self.erasures.confirmed or learner in self.erasures.asked for learner in learners):
            raise NotRecorded("NOT recorded: this learner's record was erased")
        if new := [learner for learner in learners if learner not in self._marked]:
            disk.touch(*(self._dirty / learner for learner in new))
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
        return make_outlook(self.learner(learner), self.packs.here, self.clock().date(), waiting, pack_id)


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
