"""One record on its way from a device to another, and what a test asks about it."""

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from faults.centre import PACK, Device

from sessions.bodies import Noted
from sessions.store.bucket import FolderBucket
from sessions.store.share import ShareReport
from sessions.verify import verify, verify_store

NewDevice = Callable[..., Device]
GIVEN_TWICE = ("by a workspace and its copy", "or one of them was changed")


def observe(device: Device, learner: str, *notes: str) -> None:
    """A short visit: opened, then so many notes."""
    session = device.workspace.open_session(device.workspace.learner(learner), PACK, ["A"])
    for note in notes:
        session.note(note, refs=["A/1.1"])


def notes(device: Device, learner: str) -> list[str]:
    """What the notes on a learner say, as the record shows them."""
    visits = device.workspace.learner(learner).portfolio.opened_visits()
    return sorted(e.body.text for visit in visits for e in visit.notes if isinstance(e.body, Noted))


def share(store: Path, *devices: Device, thorough: bool = False) -> list[ShareReport]:
    """Shares each in turn, as the key does or looking at everything; every share must go well."""
    reports = [device.share(store, thorough=thorough) for device in devices]
    assert [report.problem for report in reports] == [None] * len(reports)
    return reports


def wrong(device: Device, store: Path) -> list[str]:
    """What verify finds, here and in the store; what a copy numbered as well is seen to in tests of its own."""
    found = verify(device.workspace) + verify_store(device.workspace, FolderBucket(store))
    return [f"{f.file}: {f.what}" for f in found if not f.what.endswith(GIVEN_TWICE)]


@dataclass
class Scene:
    """Ann's record of Ada in four shared segments, held by the folder; Cal has yet to take it in."""

    ann: Device
    cal: Device
    store: Path
    ada: str
    segments: list[Path] = field(default_factory=list)

    @property
    def label(self) -> str:
        return f"AN's device {self.ann.workspace.device.id[:4]}"

    def waiting(self) -> list[str]:
        """What Cal is told to wait for, after a share."""
        (report,) = share(self.store, self.cal)
        assert report.set_aside == []
        return [pending.text for pending in report.pending]

    def complete(self) -> bool:
        """Whether Cal holds what Ann recorded, each entry once, and nothing else."""
        return notes(self.cal, self.ada) == notes(self.ann, self.ada) and self.cal.shown() == self.ann.shown()
