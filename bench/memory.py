"""What the app holds in memory once the home screen is shown and nothing more is under way."""

import subprocess
import sys
from collections.abc import Iterable
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory
from unittest.mock import patch

from sessions.device import new_id
from sessions.rows import refresh
from sessions.workspace import Workspace
from unitdata import open_shipped

LEARNERS = 10_000
HELD = """
import gc, resource, sys
from pathlib import Path

def held():  # MiB
    gc.collect()
    if sys.platform == "linux":
        return int(Path("/proc/self/statm").read_text().split()[1]) * resource.getpagesize() / 2**20
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20
"""
BARE_APP = f"""{HELD}
from textual.app import App
from textual.widgets import Label

class Bare(App):
    def compose(self):
        yield Label("bare")

    def on_ready(self):
        self.exit(held())

print(Bare().run(headless=True))
"""
APP = f"""{HELD}
from fieldassess.app import FieldAssess
from sessions.workspace import Workspace

class Held(FieldAssess):
    async def on_ready(self):
        await self.quiet()
        self.exit(held())

print(Held(Workspace(Path(sys.argv[1]))).run(headless=True))
"""


def measure() -> dict[str, float]:
    """MiB with many learners, and as ratios to one learner and to a textual app that shows a label."""
    with TemporaryDirectory() as name:
        bare = _run(BARE_APP)
        one, many = (_run(APP, str(_caseload(Path(name) / str(n), range(n)))) for n in (1, LEARNERS))
    return {
        f"MiB at rest, {LEARNERS:,} learners": many,
        f"memory at rest, {LEARNERS:,} learners / one learner": many / one,
        "memory at rest, one learner / bare textual app with one label": one / bare,
    }


def _caseload(folder: Path, numbers: Iterable[int]) -> Path:
    """A workspace of registered and enrolled learners, as it is after a share."""
    pack = open_shipped("cvq-l2")
    with patch("os.fsync"), closing(Workspace(folder)) as workspace:
        workspace.device.become("Jo Sample", "JS", "qualified")
        made = [workspace.learner(new_id(26)) for _ in numbers]
        for n, learner in enumerate(made):
            learner.register(name=f"Example {n} (invented)", number=f"{n:05}")
            learner.enrol(pack.sha, pack.pack.id, list(pack.pack.unit))
        refresh(workspace, (learner.id for learner in made))
        for learner in made:
            workspace.clear_dirty(learner.id)
    return folder


def _run(code: str, *arguments: str) -> float:
    done = subprocess.run([sys.executable, "-c", code, *arguments], check=True, capture_output=True, text=True)
    return float(done.stdout)
