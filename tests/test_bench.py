"""Each benchmark at a tiny size: that it still measures, not what comes out."""

from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules
from types import ModuleType
from typing import Any

import pytest

import bench

TINY: dict[str, dict[str, Any]] = {
    "memory": {"LEARNERS": 2},
    "opening": {"ENTRIES": 10, "ROUNDS": 1},
    "reading": {"DOCUMENTS": [Path(__file__).parent / "unitdata" / "handbook" / "documents" / "edi.txt"], "ROUNDS": 1},
    "sharing": {"FEW": 2, "MANY": 3, "DEVICES": 2, "ROUNDS": 1, "TAKE_INS": 1, "ENTRIES": 60, "OF": 3},
    "start": {"ROUNDS": 1},
    "tick": {"ENTRIES": (4, 8), "ROUNDS": 1, "ROUNDS_OF_TINYDB": {4: 1, 8: 1}, "ONE_SESSION": 6},
}
MODULES = {found.name: import_module(f"bench.{found.name}") for found in iter_modules(bench.__path__)}


@pytest.mark.parametrize("module", [m for m in MODULES.values() if hasattr(m, "measure")], ids=lambda m: m.__name__)
def test_it_measures(module: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, size in TINY[module.__name__.removeprefix("bench.")].items():
        monkeypatch.setattr(module, name, size)
    figures = module.measure()
    assert figures
    assert all(value > 0 for value in figures.values())
