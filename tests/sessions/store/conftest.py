"""Workspaces of invented assessors, and a store they share."""

from collections.abc import Callable
from pathlib import Path

import pytest

from sessions.learner import Learner
from sessions.session import Session
from sessions.store.bucket import FolderBucket
from sessions.store.opening import create_store
from sessions.store.share import ShareReport, share
from sessions.workspace import Workspace
from unitdata import PinnedPack

Files = dict[str, bytes]


@pytest.fixture
def files_in() -> Callable[[Path], Files]:
    """Reads every file below a folder, by its path there."""
    return lambda folder: {
        p.relative_to(folder).as_posix(): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()
    }


@pytest.fixture
def store(tmp_path: Path) -> Path:
    folder = tmp_path / "shared"
    assert create_store(folder, tmp_path / "elsewhere")
    return folder


@pytest.fixture
def ann(open_workspace: Callable[..., Workspace]) -> Workspace:
    return open_workspace("ann", "Ann Bell")


@pytest.fixture
def cal(open_workspace: Callable[..., Workspace]) -> Workspace:
    return open_workspace("cal", "Cal Dean")


@pytest.fixture
def eve(open_workspace: Callable[..., Workspace]) -> Workspace:
    return open_workspace("eve", "Eve Frost")


@pytest.fixture
def observe(till: PinnedPack) -> Callable[..., Session]:
    """Records a short visit to a learner: opened, then so many notes."""

    def observe_(workspace: Workspace, learner: str, *notes: str) -> Session:
        session = workspace.open_session(workspace.learner(learner), till, ["A"])
        for note in notes:
            session.note(note, refs=["A/1.1"])
        return session

    return observe_


@pytest.fixture
def ada(ann: Workspace, till: PinnedPack) -> Learner:
    """A learner whom Ann registered and enrolled."""
    learner = ann.register(name="Ada Example", initials="AE", number="0001")
    learner.enrol(till.sha, till.pack.id, ["A", "B"])
    ann.packs.keep(till)
    return learner


@pytest.fixture
def share_all(store: Path) -> Callable[..., list[ShareReport]]:
    """Shares each workspace in turn, thoroughly if so asked; every share must go well."""

    def share_(*workspaces: Workspace, thorough: bool = False) -> list[ShareReport]:
        reports = [share(workspace, FolderBucket(store), thorough=thorough) for workspace in workspaces]
        assert [report.problem for report in reports] == [None] * len(reports)
        return reports

    return share_
