"""Three assessors' devices whose clocks are days apart, and the folder they share."""

from collections.abc import Callable, Iterator
from pathlib import Path
from random import Random

import pytest
from faults.centre import Device

from sessions.device import ALPHABET
from sessions.store.opening import create_store


def repeat_ids(monkeypatch: pytest.MonkeyPatch, seed: int) -> None:
    """Make the same ids one after another in every run."""
    chance = Random(seed)
    for place in ("sessions.device", "sessions.workspace", "sessions.store.opening"):
        monkeypatch.setattr(f"{place}.new_id", lambda length: "".join(chance.choices(ALPHABET, k=length)))


@pytest.fixture(autouse=True)
def _ids_repeat(monkeypatch: pytest.MonkeyPatch) -> None:
    repeat_ids(monkeypatch, 7)


@pytest.fixture
def store(tmp_path: Path) -> Path:
    create_store(tmp_path / "shared", tmp_path / "elsewhere")
    return tmp_path / "shared"


@pytest.fixture
def new_device(tmp_path: Path) -> Iterator[Callable[..., Device]]:
    """Opens a device in the test's folder, or a copy of one: `new_device("Ann Bell", 10)`."""
    opened: list[Device] = []

    def new(name: str, days_ahead: int = 0, *, copy_of: Device | None = None) -> Device:
        folder = tmp_path / f"device {len(opened)}"
        if copy_of:
            copy_of.copy_to(folder)
        opened.append(Device(folder, days_ahead, name))
        return opened[-1]

    yield new
    for device in opened:
        device.workspace.close()


@pytest.fixture
def ann(new_device: Callable[..., Device]) -> Device:
    return new_device("Ann Bell")


@pytest.fixture
def cal(new_device: Callable[..., Device]) -> Device:
    return new_device("Cal Dean", 10)
