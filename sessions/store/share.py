"""One share, from end to end: publish, then take in, then bring what is in memory and in the caseload up to date."""

from collections import Counter
from collections.abc import Iterator, Set
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

from sessions import disk
from sessions.device import DeviceState
from sessions.erasing import drop_copies, finish_erasing, hide, to_confirm
from sessions.rows import refresh
from sessions.store.bucket import Bucket, StoreError
from sessions.store.erased import erase_again, erase_from, erased_learners
from sessions.store.gaps import hear
from sessions.store.give_back import give_back
from sessions.store.heads import HeadName, Heads, list_heads, load_head
from sessions.store.known import Known, Pending, counted, keep_known, purpose_of, read_known, said_by
from sessions.store.listing import Listing
from sessions.store.opening import enter_store, mark_unshared
from sessions.store.publish import Progress, Published, announce_given, previous_head, publish
from sessions.store.quarantine import Quarantine
from sessions.store.take_in import SetAside, TakenIn, take_in
from sessions.store.wanted import SMALL, Wanted
from sessions.workspace import Workspace

GONE_BACK = "The shared store has gone back to an older state. Everything was shared again."
_NAMED = 3
_ROWS = 1000
"""So many rows are worked out between two writes of the caseload, which is written whole."""


class Stopped(Exception):
    """Raised by a progress callback to end a share between two files. Nothing is lost; the next one goes on."""


@dataclass
class ShareReport:
    """What a share did, in numbers and in plain words.

    `waiting`: entries of this device were to be published, as far as is known · `published`, `taken_in`: entries ·
    `learners`: whose record grew by what was taken in · `pending`: announced and not here · `early`: of those, not
    announced yet · `elsewhere`: by the label of a device, how many of its learners are not taken in, since nobody
    asked for them · `set_aside`: files in the store that are wrong · `damage`: files that were not shared because
    they are damaged · `messages`: what else is to be known · `entered`: the store is
    there and this device's, so its place is worth remembering · `problem`: why the share could not be completed;
    `later`: whether trying again may do · `cause`: the store's error behind it, if it was one.
    """

    waiting: bool = True
    published: int = 0
    published_learners: int = 0
    taken_in: int = 0
    learners: list[str] = field(default_factory=list)
    pending: list[Pending] = field(default_factory=list)
    early: int = 0
    elsewhere: dict[str, int] = field(default_factory=dict)
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

    def summary(self, to_take_in: str = "") -> list[str]:
        """What was done, as lines to show beside `problem`; learners are counted, not named.

        `to_take_in`: how one asks for learners who are not here, a sentence.
        """
        if not self.entered:
            return []
        held_up = self.waiting and not self.ok
        nothing = "No entry was shared." if held_up else "No entry of this device was waiting to be shared."
        shared = f"Shared {counted(self.published)} about {counted(self.published_learners, 'learner')}."
        took = f"Took in {counted(self.taken_in)} about {counted(len(self.learners), 'learner')}."
        lines = [shared if self.published else nothing, took if self.taken_in else "Nothing new from others."]
        waiting = Counter({p.label: 0 for p in self.pending})
        for p in self.pending:
            waiting[p.label] += p.entries
        lines += [f"Still waiting for {counted(entries)} of {label}." for label, entries in waiting.items()]
        if self.early:
            lines.append(f"{counted(self.early)} arrived ahead of the announcement; what is here counts.")
        if self.elsewhere:
            there = f"In the shared store and not on this device: {_listed(self.elsewhere)}."
            lines.append(f"{there} {to_take_in}".rstrip())
        lines += [f"Set aside {wrong.file}: {wrong.reason}." for wrong in self.set_aside]
        lines += [f"{damage}." for damage in self.damage]
        return [*lines, *self.messages]


def _listed(elsewhere: dict[str, int]) -> str:
    """`3 learners of AB's device 7QKD, 1 of CD's device 2XYZ and those of 4 more`."""
    most = sorted(elsewhere.items(), key=lambda each: (-each[1], each[0]))
    said = ", ".join(
        f"{counted(count, 'learner') if not number else count} of {label}"
        for number, (label, count) in enumerate(most[:_NAMED])
    )
    return f"{said} and those of {len(most) - _NAMED} more" if len(most) > _NAMED else said


def share(
    workspace: Workspace,
    bucket: Bucket,
    progress: Progress = lambda what, done, total: None,
    *,
    join: bool = False,
    thorough: bool = False,
) -> ShareReport:
    """Publish and take in; what happened, also where it had to stop. Sharing twice changes nothing.

    Runs as a whole in one worker thread. Until it returns nobody may record in this workspace, and no observation is
    on screen; pages may go on showing what they hold, since portfolios are put in place whole. `progress` is called
    in that thread between files, with what is being done ("publishing", "taking in" or "summing up"), the learner's
    number and how many there are; it may raise Stopped. `join`: share with this store from now on, whatever came
    before. `thorough`: look at everything in the store, not only at what was announced since the last share; so does
    the first share, the first after this device, the store or what is asked for is another, and one in a week.
    """
    report = ShareReport()
    with _said_in(report):
        enter_store(bucket, workspace, join=join)
        report.entered = True
        _share(workspace, bucket, progress, thorough, report)
    return report


@contextmanager
def _said_in(report: ShareReport) -> Iterator[None]:
    """Whatever stops a part of the share is noted in its report."""
    try:
        yield
    except Stopped:
        report.problem = "Stopped before the end. Nothing is lost; share again to go on."
    except StoreError as error:
        report.stop(error)
    except OSError as error:
        report.problem = f"This device's own disk failed: {(error.strerror or str(error)).lower()}. Nothing is lost."


def _share(workspace: Workspace, bucket: Bucket, progress: Progress, thorough: bool, report: ShareReport) -> None:
    heads = list_heads(bucket)
    erased = _erase(workspace, bucket, report)
    _find_bearings(workspace, bucket, heads, report)
    known, dirty = _recall(workspace, heads, thorough, report), set(workspace.dirty())
    report.waiting = any(map(workspace.unshared, dirty))
    _make_durable(workspace, dirty)
    said = said_by(workspace.device.state, erased)
    idle = known.thorough and known.said == said and not dirty
    before = None if idle else previous_head(bucket, workspace, heads)
    listing = Listing(bucket, whole=not idle and (before is None or known.thorough is None))
    if listing.whole:
        known = known.begun_anew(small=len({*listing.learners, *workspace.learner_ids()}) <= SMALL)
    published, taken = Published(), TakenIn(Quarantine(workspace.folder))
    with _said_in(report):
        if not idle:
            publish(workspace, bucket, heads, before, listing, erased, progress, published)
            known = known.model_copy(update={"said": said})
            if listing.whole:
                erase_again(bucket, workspace.erasures.confirmed, listing.learners)
    if report.ok or report.cause:  # a store that takes nothing may still give
        with _said_in(report):
            wanted = Wanted(workspace, erased, small=known.small)
            new = before is None and GONE_BACK not in report.messages
            _take_in(workspace, bucket, heads, listing, wanted, known, new, progress, taken, report)
    with _said_in(report):
        if taken.set_aside:
            drop_copies(workspace, workspace.erasures.confirmed)
    _report(report, published, taken, heads)
    _sum_up(workspace, published, taken, dirty - published.announced | published.damaged, progress)


def _take_in(
    workspace: Workspace,
    bucket: Bucket,
    heads: Heads,
    listing: Listing,
    wanted: Wanted,
    known: Known,
    new: bool,
    progress: Progress,
    taken: TakenIn,
    report: ShareReport,
) -> None:
    """Hear what others announce, take it in, and keep what is known then; also of a part, where it has to stop."""
    known, awaited = hear(workspace, bucket, heads, wanted, known)
    looked_at = {*listing.learners, *(gap.learner for gap in known.pending)}
    learners = sorted(awaited.segments.keys() | {learner for learner in looked_at if learner in wanted})
    known = known.model_copy(update={"cut_off": True})
    try:
        take_in(workspace, bucket, listing, awaited, learners, progress, taken)
        known = known.model_copy(update={"cut_off": taken.problem is not None})
        if listing.whole and report.ok:
            _give_back(workspace, bucket, listing, wanted.erased, new, report)
        if listing.whole and awaited.strangers:
            report.messages.append(f"Nobody who shares goes by {' or '.join(sorted(awaited.strangers))}.")
        if listing.whole and report.ok and not taken.problem:
            known = known.model_copy(update={"thorough": workspace.clock()})
    finally:
        for learner in taken.learners:
            workspace.reread(learner)
        report.pending, whole = awaited.find_gaps(workspace, learners, known.devices)
        known = known.awaiting(report.pending).having(whole, awaited.heads.keys(), heads.keys)
        keep_known(workspace.folder, known)
        report.elsewhere = {known.devices.get(device, device): n for device, n in known.elsewhere.items()}


def _give_back(
    workspace: Workspace, bucket: Bucket, listing: Listing, erased: Set[str], new: bool, report: ShareReport
) -> None:
    """Put what others lost there again, and announce it; from a store that is `new` to this device nothing was lost."""
    given, segments = give_back(workspace, bucket, listing, erased)
    if not given:
        return
    announce_given(workspace, bucket, segments)
    if new:
        report.messages.append(f"Put {counted(given)} of others there too, which this device had taken in before.")
    else:
        report.messages.append(f"Gave back {counted(given)} of others that the shared store had lost.")


def _make_durable(workspace: Workspace, marked: Set[str]) -> None:
    """Put the names of what a program took in that was cut off on the disk itself: from here on it counts as here."""
    folders = [workspace.folder / "packs", *(workspace.learners_folder / learner for learner in marked)]
    disk.together(disk.sync_folder, filter(Path.exists, folders))


def _recall(workspace: Workspace, heads: Heads, thorough: bool, report: ShareReport) -> Known:
    """What is known from the share before; `thorough` is None in it when everything is to be looked at now."""
    state, known = workspace.device.state, read_known(workspace.folder)
    purpose = purpose_of(state, workspace.caseload.named)
    same = known.made_for == purpose
    if same and known.is_ahead_of(heads.keys):
        thorough = True
        if GONE_BACK not in report.messages:
            report.messages.append(GONE_BACK)
    stands = same and known.is_fresh(workspace.clock()) and state.announced in heads
    return known if stands and not thorough else known.model_copy(update={"made_for": purpose, "thorough": None})


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
            f"Erased in the shared store: {counted(len(waiting), 'learner')} of whom this device holds a record. "
            "What is recorded of them is hidden and no longer shared. Confirm on the sharing screen, or with "
            "`fieldassess erase`, that it goes from this device too."
        )
    return there | workspace.erasures.hidden


def _find_bearings(workspace: Workspace, bucket: Bucket, heads: Heads, report: ShareReport) -> None:
    """Tell from the heads whether this workspace is a copy, or the store an older one than before."""
    device = workspace.device
    if _is_copy(device.state, bucket, heads):
        mark_unshared(workspace)
        workspace.renew_device()
        report.messages.append(
            "This workspace is a copy of one that is shared from elsewhere. It goes on as a new device; "
            "everything recorded in it stays and is shared."
        )
    elif device.state.announced and device.state.announced not in heads:
        mark_unshared(workspace)
        device.change(announced="", shared={})
        report.messages.append(GONE_BACK)


def _is_copy(state: DeviceState, bucket: Bucket, heads: Heads) -> bool:
    """Whether the store holds a good head of this device that it never noted: another workspace bears its id."""
    noted = [name for name in map(HeadName.parse, state.heads) if name]
    for name, key in heads.keys.items():
        if name.device == state.id and name not in noted and (not noted or name.k >= noted[0].k):
            with suppress(StoreError, ValueError):
                load_head(bucket, name, key)
                return True
    return False


def _report(report: ShareReport, published: Published, taken: TakenIn, heads: Heads) -> None:
    report.published, report.published_learners = published.entries, published.learners
    report.taken_in, report.learners, report.early = taken.entries, sorted(taken.learners), taken.early
    report.set_aside = taken.set_aside
    report.damage = published.damage
    report.messages += dict.fromkeys(heads.said())  # two announcements of one device may be unreadable alike
    if taken.set_aside_too:
        report.messages.append(f"Set aside {counted(taken.set_aside_too, 'more file')}, not named here.")
    if taken.arriving:
        report.messages.append(f"{counted(taken.arriving, 'file')} in the shared store still arriving.")
    if taken.newer_packs:
        report.messages.append(f"{counted(taken.newer_packs, 'qualification')} there cannot be read by this version.")
    if taken.problem and report.problem is None:
        report.stop(taken.problem)


def _sum_up(workspace: Workspace, published: Published, taken: TakenIn, unshared: Set[str], progress: Progress) -> None:
    """Bring rows up to date, and only then forget which of them were not; those `unshared` stay marked."""
    changed = published.announced | taken.learners
    if taken.packs:
        changed |= {row.learner for row in workspace.caseload.rows() if row.missing}
    learners = sorted(changed)
    done = 0

    def count(number: int) -> None:
        progress("summing up", done + number, len(learners))

    while some := learners[done : done + _ROWS]:
        refresh(workspace, some, count)
        workspace.clear_dirty(*(learner for learner in some if learner not in unshared))
        done += len(some)
