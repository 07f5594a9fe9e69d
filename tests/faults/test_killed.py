"""Programs that record and share are killed at random: a few times here, as often as asked by `faults.soak`."""

import os
import sys
from pathlib import Path

import pytest
from faults.soak import soak


@pytest.mark.skipif(sys.platform == "win32", reason="programs are killed in another way there")
def test_killed_again_and_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join(filter(None, sys.path)))
    found = soak(tmp_path / "stage", kills=4, seed=1)
    assert found["recorded"]
