"""Erasing learners from this device: a legal right, and the one way in which something recorded ever goes.

A mark in the workspace's `erased/` says that this device's person confirmed it, one in `hidden/` that only the shared
store asks for it. Either hides the learner and keeps them out of sharing from then on; the first lets go of files too.
The mark comes first and the journals go last: what a crash cut off is finished when the workspace is next opened.
"""

from collections.abc import Collection, Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from sessions import disk
from sessions.caseload import Row
from sessions.device import is_id
from sessions.rows import make_row, refresh
from sessions.store.known import keep_known, read_known

if TYPE_CHECKING:
    from sessions.learner import Learner
    from sessions.workspace import Workspace


class Erasures:
    """Who was erased, by id. `confirmed`: by this device's person · `asked`: by the store, and not confirmed here."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.confirmed = self._marks("erased")
        self.asked = self._marks("hidden") - self.confirmed

    def _marks(self, kind: str) -> set[str]:
        folder = self._folder / kind
        return {path.name for path in folder.iterdir() if is_id(path.name, 26)} if folder.exists() else set()

    @property
    def hidden(self) -> set[str]:
        """All of them."""
        return self.confirmed | self.asked

    def confirm(self, learner: str) -> None:
        """Note that this device's person wants a learner erased. Raises OSError."""
        disk.touch(self._folder / "erased" / learner)
        self.confirmed.add(learner)
        self.asked.discard(learner)

    def ask(self, learners: Iterable[str]) -> None:
        """Note that the store wants these erased. Raises OSError."""
        for learner in sorted(set(learners) - self.hidden):
            disk.touch(self._folder / "hidden" / learner)
            self.asked.add(learner)


def erase(workspace: "Workspace", learner: str) -> None:
    """Let go of everything that this device holds about a learner, under all ids, as its person has confirmed.

    The store follows with the next share. Raises OSError; what is left then is hidden, and goes with the next share or
    when the workspace is next opened.
    """
    together = _ids_of(workspace, learner)
    for each in together:
        workspace.erasures.confirm(each)
    for each in together:
        _remove(workspace, each)


def hide(workspace: "Workspace", learners: Iterable[str]) -> None:
    """Hide those of these learners whom this device knows, since the store says they were erased. Raises OSError."""
    erasures = workspace.erasures
    gone = {each for each in set(learners) - erasures.hidden if workspace.caseload.get(each) or workspace.holds(each)}
    others = {each for learner in gone for each in workspace.caseload.together(learner)} - gone
    for learner in gone:
        workspace.forget(learner)
    erasures.ask(gone)
    if erasures.asked:
        _drop_rows(workspace, erasures.asked)
        _not_shared(workspace, erasures.asked)
    if others:
        refresh(workspace, others)


def finish_erasing(workspace: "Workspace") -> None:
    """Let go of what a crash left of erased learners, or what has come back since. Raises OSError."""
    for learner in sorted(workspace.erasures.confirmed):
        if (workspace.learners_folder / learner).exists() or workspace.caseload.get(learner):
            workspace.erasures.confirm(learner)  # a crash may have left the mark in memory only
            _remove(workspace, learner)
    _drop_rows(workspace, workspace.erasures.asked)


def to_confirm(workspace: "Workspace") -> list[Row]:
    """The learners whose record is hidden here and goes when this device's person confirms it, by name."""
    people = {_ids_of(workspace, learner)[0] for learner in hidden_here(workspace)}
    rows = [make_row(whole_record(workspace, each), [workspace.outlook(each)], 0) for each in people]
    return sorted(rows, key=lambda row: (row.name.casefold(), row.learner))


def hidden_here(workspace: "Workspace") -> list[str]:
    """The ids whose record is here, hidden until this device's person confirms that it goes."""
    return [each for each in sorted(workspace.erasures.asked) if (workspace.learners_folder / each).exists()]


def whole_record(workspace: "Workspace", learner: str) -> "Learner":
    """A learner with all that goes with them: what is recorded of the same person, where they are hidden too."""
    first, *others = map(workspace.learner, _ids_of(workspace, learner))
    first.join(others)
    return first


def _ids_of(workspace: "Workspace", learner: str) -> list[str]:
    """The ids of the same person. Who is hidden is tied to those alone who are hidden too: others are still shown."""
    hidden = hidden_here(workspace)
    if learner not in hidden:
        return list(workspace.caseload.together(learner))
    same = {each: {*workspace.learner(each).same_as} for each in hidden}
    found, new = {learner}, {learner}
    while new:
        new = {each for each in hidden if same[each] & found or any(each in same[one] for one in found)} - found
        found |= new
    return sorted(found)


def drop_copies(workspace: "Workspace", learners: Collection[str]) -> None:
    """Remove drafts, files set aside and what a cut-off write left behind that mention these learners' ids.

    All that this program writes about a learner names them before anything else. Raises OSError.
    """
    ids = [learner.encode() for learner in learners]
    left = list(workspace.folder.glob(f".*{disk.TEMPORARY}"))
    for folder in (workspace.folder / "drafts", workspace.folder / "quarantine"):
        left += folder.iterdir() if folder.exists() else ()
    for path in left:
        if path.is_file() and any(id_ in path.read_bytes() for id_ in ids):
            disk.remove(path.with_suffix(".content"))  # beside the reason why it was set aside, if it is one
            disk.remove(path)


def _remove(workspace: "Workspace", learner: str) -> None:
    folder = workspace.folder
    workspace.forget(learner)
    _drop_rows(workspace, [learner])
    drop_copies(workspace, [learner])
    known = read_known(folder).model_copy(update={"made_for": ""})  # the next share looks at all that is in the store
    keep_known(folder, known.awaiting([pending for pending in known.pending if pending.learner != learner]))
    _not_shared(workspace, [learner])
    workspace.clear_dirty(learner)
    disk.remove_folder(workspace.learners_folder / learner)


def _not_shared(workspace: "Workspace", learners: Collection[str]) -> None:
    """Count nothing about these learners as shared or asked for: the store holds nothing of it any more."""
    state, asked = workspace.device.state, workspace.device.state.asked
    workspace.device.change(
        shared={learner: last for learner, last in state.shared.items() if learner not in learners},
        ends={learner: end for learner, end in state.ends.items() if learner not in learners},
        asked=asked.model_copy(update={"learners": tuple(each for each in asked.learners if each not in learners)}),
    )


def _drop_rows(workspace: "Workspace", learners: Iterable[str]) -> None:
    if gone := workspace.caseload.learners().intersection(learners):
        workspace.caseload.save([], gone=gone)
