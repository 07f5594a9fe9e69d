"""A file named as people and terminals do, and names that are offered while typing."""

from pathlib import Path

import pytest

from fieldassess.screens.packs.reading import named_file
from fieldassess.widgets.files import FileNames


def test_a_file_is_named_as_people_and_terminals_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "my book.txt"
    file.touch()
    monkeypatch.setenv("HOME", str(tmp_path))
    ways = ["~/my book.txt", str(file), f"'{file}'", f'"{file}"', str(file).replace(" ", "\\ "), file.as_uri()]
    assert [named_file(way) for way in ways] == [file] * len(ways)


@pytest.mark.parametrize("typed", ["~nobody-has-this-name/x", "x" * 5_000, "'", "file://[", "nothing here"])
def test_what_names_no_file_stays_what_was_typed(typed: str) -> None:
    assert named_file(typed) == Path(typed)


async def test_names_of_files_that_can_be_read_are_offered(tmp_path: Path) -> None:
    for name in ("book.pdf", "book.json", ".hidden.pdf", "shelf/deep.txt"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).touch()
    offer = FileNames(".pdf", ".txt").get_suggestion
    assert await offer(f"{tmp_path}/b") == f"{tmp_path}/book.pdf"
    assert await offer(f"{tmp_path}/s") == f"{tmp_path}/shelf/"
    assert await offer(f"{tmp_path}/shelf/") == f"{tmp_path}/shelf/deep.txt"
    assert await offer(f"{tmp_path}/") == f"{tmp_path}/book.pdf"
    assert await offer(f"{tmp_path}/.h") == f"{tmp_path}/.hidden.pdf"
    assert await offer(f"{tmp_path}/x") is None
    assert await offer(f"{tmp_path}/no/such") is None
