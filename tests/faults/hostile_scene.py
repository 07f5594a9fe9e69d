"""A small centre whose files a test replaces, and everything in the program that reads them."""

import io
import re
from contextlib import redirect_stderr, redirect_stdout, suppress
from dataclasses import dataclass
from pathlib import Path

from faults.centre import PACK

from fieldassess.cli import main
from sessions.entry import NotRecorded
from sessions.rows import current_rows, rebuild
from sessions.store.bucket import FolderBucket, StoreError
from sessions.store.quarantine import read_quarantine
from sessions.store.share import ShareReport, share
from sessions.unfinished import unfinished_sessions
from sessions.verify import verify, verify_store
from sessions.workspace import Workspace
from unitdata import digest

_CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")


@dataclass
class Scene:
    """Cal's workspace and the store, in which Ann and Cal each recorded about Ada and about Bo."""

    root: Path
    ada: str
    bo: str
    ann: str
    cal: str
    session: str

    @property
    def store(self) -> Path:
        return self.root / "store"

    @property
    def work(self) -> Path:
        return self.root / "work"

    def places(self) -> dict[str, Path]:
        """Everything in the store and the workspace that is read: a name → a file, of which some are there."""
        segment = min((self.store / "learners" / self.ada).glob(f"{self.ann}.*"))
        head = min((self.store / "heads").glob(f"{self.ann}.*"))
        return {
            "store.json": self.store / "store.json",
            "a head": head,
            "a stray head": head.with_name("stray (1).json"),
            "a pack": self.store / "packs" / f"{PACK.sha}.json",
            "a stray pack": self.store / "packs" / "stray.json",
            "a segment": segment,
            "a stray segment": segment.with_name("stray (1).jsonl"),
            "known.json": self.work / "known.json",
            "caseload.json": self.work / "caseload.json",
            "settings.json": self.work / "settings.json",
            "a draft": self.work / "drafts" / f"{self.session}.note.json",
            "a pack here": self.work / "packs" / f"{PACK.sha}.json",
            "a segment here": self.work / segment.relative_to(self.store),
            "an own journal": next((self.work / "learners" / self.ada).glob(f"{self.cal}.jsonl")),
            "a stray file here": self.work / "learners" / self.ada / "stray.jsonl",
            "another's journal here": self.work / "learners" / self.ada / f"{self.ann}.jsonl",
            "a note in quarantine": self.work / "quarantine" / "stray.json",
        }


def run(*arguments: str) -> tuple[int, str]:
    """A command's exit code, and everything it said."""
    out = io.StringIO()
    with redirect_stdout(out), redirect_stderr(out):
        code = main(list(arguments))
    return code, out.getvalue()


def use(scene: Scene) -> ShareReport:
    """Everything that reads files, over a workspace that opens: none of it may raise; Bo's record must be whole."""
    workspace = Workspace(scene.work)
    try:
        with suppress(StoreError):
            verify_store(workspace, FolderBucket(scene.store))
        verify(workspace)
        unfinished_sessions(workspace)
        read_quarantine(workspace.folder)
        report = share(workspace, FolderBucket(scene.store), thorough=True)
        for learner in (scene.ada, scene.bo):
            workspace.outlook(learner)
        assert scene.bo in [row.learner for row in current_rows(workspace)]
        bo = workspace.learner(scene.bo)
        assert len(bo.portfolio.entries) == 8
        with suppress(NotRecorded):
            workspace.learner(scene.ada).set_detail("place", "Front desk")
        assert bo.set_detail("place", "Front desk")
        rebuild(workspace)
    finally:
        workspace.close()
    for command in (["learners"], ["outstanding", scene.ada], ["brief", scene.ada], ["verify"], ["sync"]):
        store = ["--store", str(scene.store)] if command[0] in ("verify", "sync") else []
        code, said = run(*command, *store, "--workspace", str(scene.work))
        assert code in (0, 1, 2, 3), said
        assert not _CONTROLS.search(said)
    return report


def named_by(data: bytes, path: Path) -> Path:
    """The name that a file of that content would bear, where names carry the content's hash."""
    parts = path.name.split(".")
    known = next((part for part in parts if len(part) == 32), None)
    return path.with_name(path.name.replace(known, digest(data))) if known else path
