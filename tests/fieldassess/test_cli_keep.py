"""What `packs read` leaves behind: one pack for one document, and the truth about a disk that is full."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from fieldassess.cli import main
from sessions import disk
from unitdata.handbook import read_handbook

TEA = """\
Level 2 Award in Tea Service
600/1234/5

Unit T101: Brew tea for guests
Assessment criteria
Outcome 1 Prepare the pot
1.1 Warm the pot before the leaves go in
1.2 Measure out the leaves
1.3 Cover the pot
"""


@pytest.fixture(autouse=True)
def places(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("FIELDASSESS_WORKSPACE", str(tmp_path / "workspace"))


@pytest.fixture
def tea(tmp_path: Path) -> Path:
    file = tmp_path / "tea.txt"
    file.write_text(TEA)
    return file


def ask(capsys: pytest.CaptureFixture[str], *argv: object) -> tuple[int, str, str]:
    code = main([str(each) for each in argv])
    said = capsys.readouterr()
    return code, said.out, said.err


def kept(tmp_path: Path) -> list[Path]:
    return sorted((tmp_path / "workspace" / "packs").glob("*.json"))


def test_the_same_document_as_another_kind_of_file_is_kept_once(
    capsys: pytest.CaptureFixture[str], tea: Path, tmp_path: Path
) -> None:
    page = tmp_path / "tea.html"
    page.write_text("<!DOCTYPE html>" + "".join(f"<p>{line}</p>" for line in TEA.splitlines() if line))
    ask(capsys, "packs", "read", tea)
    (file,) = kept(tmp_path)
    code, _, err = ask(capsys, "packs", "read", page)
    assert (code, err) == (0, f"Kept: {file}\n")
    assert kept(tmp_path) == [file]


def test_of_two_packs_the_one_kept_before_the_disk_was_full_is_named(
    capsys: pytest.CaptureFixture[str], tea: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    coffee = tmp_path / "coffee.txt"
    coffee.write_text(TEA.replace("Tea", "Coffee").replace("600/1234/5", "600/9999/5"))
    both = replace(read_handbook(tea), packs=(*read_handbook(tea).packs, *read_handbook(coffee).packs))
    monkeypatch.setattr("unitdata.handbook.read_handbook", lambda *_, **__: both)
    second, whole = both.packs[1].pinned.sha, disk.replace

    def filling(path: Path, data: bytes) -> None:
        if path.stem == second:
            raise OSError(28, "No space left on device")
        whole(path, data)

    monkeypatch.setattr("sessions.disk.replace", filling)
    code, out, err = ask(capsys, "packs", "read", tea, "--json")
    assert code == 3
    assert "No space left on device" in err
    assert json.loads(out)["kept"] == [str(path) for path in kept(tmp_path)] != []


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a device that is always full")
def test_a_file_that_could_not_be_written_whole_is_not_left(
    capsys: pytest.CaptureFixture[str], tea: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target, opened = tmp_path / "tea.json", Path.open

    def filling(path: Path, mode: str = "r", *more: Any, **options: Any) -> Any:
        if path == target:
            opened(path, mode).close()
            return opened(Path("/dev/full"), "wb")
        return opened(path, mode, *more, **options)

    monkeypatch.setattr(Path, "open", filling)
    code, _, err = ask(capsys, "packs", "read", tea, "--out", target)
    assert code == 1
    assert "No space left on device" in err
    assert not target.exists()
