"""The settings file: read whatever is in it, written whole or not at all."""

import json
from pathlib import Path

import pytest

from fieldassess import config
from fieldassess.config import Settings


def test_there_need_be_no_file(tmp_path: Path) -> None:
    assert config.load(tmp_path) == (Settings(), None)


def test_what_is_saved_is_read_again(tmp_path: Path) -> None:
    settings = Settings(theme="outdoor", store="/media/centre [1]")
    config.save(settings, tmp_path)
    assert config.load(tmp_path) == (settings, None)
    assert [path.name for path in tmp_path.iterdir()] == ["settings.json"]


def test_keys_of_a_newer_version_are_kept(tmp_path: Path) -> None:
    file = tmp_path / "settings.json"
    file.write_text('{"theme": "outdoor", "spacing": {"rows": 2}}')
    settings, wrong = config.load(tmp_path)
    assert wrong is None
    config.save(settings.model_copy(update={"theme": "contrast"}), tmp_path)
    assert json.loads(file.read_text()) == {"theme": "contrast", "store": None, "spacing": {"rows": 2}}


@pytest.mark.parametrize(
    ("held", "named"),
    [
        (b"", "not JSON"),
        (b"{", "not JSON"),
        (b"[]", "not JSON"),
        (b"\xff\xfe", "not JSON"),
        (b'{"theme": "pink"}', "theme"),
        (b'{"store": 7, "theme": 8}', "store, theme"),
        (b" " * 100_000, "too large"),
    ],
)
def test_a_bad_file_gives_the_usual_settings_and_says_what_is_wrong(tmp_path: Path, held: bytes, named: str) -> None:
    (tmp_path / "settings.json").write_bytes(held)
    settings, wrong = config.load(tmp_path)
    assert settings == Settings()
    assert wrong is not None
    assert "settings" in wrong
    assert named in wrong


def test_a_folder_in_its_place_is_told(tmp_path: Path) -> None:
    (tmp_path / "settings.json").mkdir()
    settings, wrong = config.load(tmp_path)
    assert settings == Settings()
    assert wrong is not None


def test_when_it_cannot_be_written_the_old_one_stands(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    config.save(Settings(theme="outdoor"), tmp_path)

    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.replace", full)
    with pytest.raises(OSError, match="No space"):
        config.save(Settings(theme="contrast"), tmp_path)
    monkeypatch.undo()
    assert config.load(tmp_path)[0].theme == "outdoor"
