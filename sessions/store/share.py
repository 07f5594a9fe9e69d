"""One share, from end to end: publish, then take in, then bring what is in memory and in the caseload up to date."""

from collections import Counter
from collections.abc import Set
from contextlib import suppress
from dataclasses import dataclass, field

from sessions.device import DeviceState
from sessions.erasing import drop_copies, finish_erasing, hide, to_confirm
from sessions.store.bucket import Bucket, StoreError
from sessions.store.erased import erase_from, erased_learners
from sessions.store.gaps import find_gaps
from sessions.store.give_back import give_back
from sessions.store.heads import HeadName, Heads, load_head, read_heads
from sessions.store.known import Pending, counted, keep_known, read_known
from sessions.store.opening import enter_store
from sessions.store.publish import Progress, Published, publish
from sessions.store.quarantine import Quarantine
from sessions.store.take_in import SetAside, TakenIn, take_in
from sessions.workspace import Workspace


class Stopped(Exception):
    """Raised by a progress callback to end a share between two files. Nothing is lost; the next one goes on."""


@dataclass
class ShareReport:
    """What a share did, in numbers and in plain words.

    `published`, `taken_in`: entries · `learners`: whose record grew by what was taken in · `pending`: announced and
    not here · `early`: here and not announced · `set_aside`: files in the store that are wrong · `damage`: files
    that were not shared because they are damaged · `messages`: what else is to be known · `entered`: the store is
    there and this device's, so its place is worth remembering · `problem`: why the share could not be completed;
    `later`: whether trying again may do · `cause`: the store's error behind it, if it was one.
    """

    published: int = 0
    published_learners: int = 0
    taken_in: int = 0
    learners: list[str] = field(default_factory=list)
    pending: list[Pending] = field(default_factory=list)
    early: int = 0
    set_aside: list[SetAside] = field(default_factory=list)
    damage: list[str] = field(default_factory=list)
    messages: list[str] = field(default_factory=list)
    entered: bool = False
    problem: str | None = None
    later: bool = True
    cause: StoreError | None = None

    @property
    def ok(self) -> bool:
        """Whether everything that was to be done was done."""
        return self.problem is None

    def stop(self, error: StoreError) -> None:
        """Note why the share could not be completed."""
        self.problem, self.later, self.cause = str(error), error.later, error

    def summary(self) -> list[str]:
        """What was done, as lines to show beside `problem`; learners are counted, not named."""
        if not self.entered:
            return []
        nothing = "No entry of this device was waiting to be shared." if self.ok else "No entry was shared."
        shared = f"Shared {counted(self.published)} about {counted(self.published_learners, 'learner')}."
        took = f"Took in {counted(self.taken_in)} about {counted(len(self.learners), 'learner')}."
        lines = [shared if self.published else nothing, took if self.taken_in else "Nothing new from others."]
        waiting = Counter({p.label: 0 for p in self.pending})
        for p in self.pending:
            waiting[p.label] += p.entries
        lines += [f"Still waiting for {counted(entries)} of {label}." for label, entries in waiting.items()]
        if self.early:
            lines.append(f"{counted(self.early)} arrived ahead of the announcement; what is here counts.")
        lines += [f"Set aside {wrong.file}: {wrong.reason}." for wrong in self.set_aside]
        lines += [f"{damage}." for damage in self.damage]
        return [*lines, *self.messages]


def share(
    workspace: Workspace, bucket: Bucket, progress: Progress = lambda what, done, total: None, *, join: bool = False
) -> ShareReport:
    """Publish and take in; what happened, also where it had to stop. Sharing twice changes nothing.

    Runs as a whole in one worker thread. Until it returns nobody may record in this workspace, and no observation is
    on screen; pages may go on showing what they hold, since portfolios are put in place whole. `progress` is called
    in that thread between files, with what is being done ("publishing" or "taking in"), the learner's number and
    how many there are; it may raise Stopped. `join`: share with this store from now on, whatever came before.
    """
    report = ShareReport()
    try:
        enter_store(bucket, workspace.device, join=join)
        report.entered = True
        _share(workspace, bucket, progress, report)
    except Stopped:
        report.problem = "Stopped before the end. Nothing is lost; share again to go on."
    except StoreError as error:
        report.stop(error)
    except OSError as error:
        report.problem = f"This device's own disk failed: {(error.strerror or str(error)).lower()}. Nothing is lost."
    return report


def _share(workspace: Workspace, bucket: Bucket, progress: Progress, report: ShareReport) -> None:
    heads = read_heads(bucket)
    erased = _erase(workspace, bucket, report)
    _find_bearings(workspace, bucket, heads, report)
    unshared = set(workspace.dirty())
    others = heads.others(workspace.device.id)
    published, taken = Published(), TakenIn(Quarantine(workspace.folder))
    try:
        try:
            publish(workspace, bucket, heads, erased, progress, published)
        except StoreError as error:
            report.stop(error)  # a store that takes nothing may still give
        mine = published.head.learners if published.head else {}
        sound = {learner: row for learner, row in mine.items() if learner not in published.damaged}
        take_in(workspace, bucket, others, sound, erased, progress, taken)
        if given := give_back(workspace, bucket, erased):
            report.messages.append(f"Gave back {counted(given)} of others that the shared folder had lost.")
    finally:
        if taken.set_aside:
            drop_copies(workspace, workspace.erasures.confirmed)
        _report(report, published, taken, heads)
        _settle(workspace, unshared - published.announced | published.damaged, published, taken, report)
        known = read_known(workspace.folder).met(others)
        report.pending, report.early = find_gaps(workspace, others, known.devices, erased)
        keep_known(workspace.folder, known.awaiting(report.pending))


def _erase(workspace: Workspace, bucket: Bucket, report: ShareReport) -> Set[str]:
    """Carry out in the store what was confirmed here, and hide here what was erased there; everyone erased."""
    there = erased_learners(bucket)
    try:
        erase_from(bucket, workspace.erasures.confirmed, there)
    except StoreError as error:
        report.stop(error)
    finish_erasing(workspace)
    hide(workspace, there)
    if waiting := to_confirm(workspace):
        report.messages.append(
            f"Erased in the shared folder: {counted(len(waiting), 'learner')} of whom this device holds a record. "
            "It is hidden and no longer shared. Confirm on the sharing screen, or with `fieldassess erase`, that it "
            "goes from this device too."
        )
    return there | workspace.erasures.hidden


def _find_bearings(workspace: Workspace, bucket: Bucket, heads: Heads, report: ShareReport) -> None:
    """Tell from the heads whether this workspace is a copy, or the store an older one than before."""
    device = workspace.device
    if _is_copy(device.state, bucket, heads):
        workspace.renew_device()
        report.messages.append(
            "This workspace is a copy of one that is shared from elsewhere. It goes on as a new device; "
            "everything recorded in it stays and is shared."
        )
    elif device.state.announced and device.state.announced not in heads.names:
        device.change(announced="", shared={})
        report.messages.append("The shared folder has gone back to an older state. Everything was shared again.")


def _is_copy(state: DeviceState, bucket: Bucket, heads: Heads) -> bool:
    """Whether the store holds a good head of this device that it never noted: another workspace bears its id."""
    noted = [name for name in map(HeadName.parse, state.heads) if name]
    for name in map(HeadName.parse, heads.names):
        if name and name.device == state.id and name not in noted and (not noted or name.k >= noted[0].k):
            if str(name) in heads.read:
                return True
            with suppress(StoreError, ValueError):
                load_head(bucket, name)
                return True
    return False


def _report(report: ShareReport, published: Published, taken: TakenIn, heads: Heads) -> None:
    report.published, report.published_learners = published.entries, published.learners
    report.set_aside = taken.set_aside
    report.damage = published.damage
    report.messages += [f"{note[0].upper()}{note[1:]}." for note in heads.waiting]
    if taken.arriving:
        report.messages.append(f"{counted(taken.arriving, 'file')} in the shared folder still arriving.")
    if taken.newer_packs:
        report.messages.append(f"{counted(taken.newer_packs, 'qualification')} there cannot be read by this version.")
    if taken.problem and report.problem is None:
        report.stop(taken.problem)


def _settle(
    workspace: Workspace, unshared: set[str], published: Published, taken: TakenIn, report: ShareReport
) -> None:
    """Bring portfolios and rows up to date, and only then forget which of them were not."""
    for learner, before in taken.before.items():
        workspace.reread(learner)
        report.taken_in += len(workspace.learner(learner).alone.entries) - before
    report.learners = sorted(taken.before)
    changed = published.announced | taken.before.keys()
    if taken.packs:
        changed |= {row.learner for row in workspace.caseload.rows() if row.missing}
    if changed:
        workspace.refresh(changed)
    for learner in changed - unshared:
        workspace.clear_dirty(learner)
