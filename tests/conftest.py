"""What every test has: a home of its own, one time zone, one locale, nothing that moves by itself."""

import difflib
import re
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

pytest_plugins = ["s3_server"]
GOLDENS = Path(__file__).parent / "goldens"


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update-goldens", action="store_true", help="write the screens seen as the right ones")


@pytest.fixture(autouse=True)
def _hermetic(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    home = tmp_path_factory.mktemp("home")
    for name in ("HOME", "USERPROFILE", "APPDATA", "LOCALAPPDATA"):
        monkeypatch.setenv(name, str(home))
    for name in ("CACHE", "CONFIG", "DATA", "STATE"):
        monkeypatch.setenv(f"XDG_{name}_HOME", str(home / name.lower()))
    for name, value in {"TZ": "UTC", "LC_ALL": "C.UTF-8", "TEXTUAL_ANIMATIONS": "none"}.items():
        monkeypatch.setenv(name, value)
    for name in ("NO_COLOR", "TEXTUAL_THEME", "FIELDASSESS_WORKSPACE"):
        monkeypatch.delenv(name, raising=False)
    _use_time_zone()
    yield
    monkeypatch.undo()
    _use_time_zone()


def _use_time_zone() -> None:
    if hasattr(time, "tzset"):  # not on Windows
        time.tzset()


def _screen_text(app: Any) -> list[str]:
    strips = app.screen._compositor.render_strips()
    return ["".join(segment.text for segment in strip).rstrip() for strip in strips]


@pytest.fixture
def screen_text() -> Callable[[Any], list[str]]:
    """The lines on an app's screen, without trailing spaces."""
    return _screen_text


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Callable[[Any, str], None]:
    """Compares an app's screen with the one kept under a name and the screen's size."""

    def check(app: Any, name: str) -> None:
        file = GOLDENS / f"{name}-{app.size.width}x{app.size.height}.txt"
        # The documents print a unit's code before its title: kept apart here, a line of ours is not one of theirs.
        seen = re.sub(r"\bU\d(?=\d{4}\b)", "U·", "\n".join(_screen_text(app)) + "\n")
        if request.config.getoption("--update-goldens"):
            file.parent.mkdir(exist_ok=True)
            file.write_text(seen, encoding="utf-8")
            return
        kept = file.read_text(encoding="utf-8") if file.exists() else ""
        if seen != kept:
            lines = difflib.unified_diff(kept.splitlines(), seen.splitlines(), file.name, "seen", lineterm="")
            pytest.fail("\n".join(lines) + "\n(pytest --update-goldens keeps what is seen)", pytrace=False)

    return check
