"""What tests of screens and widgets share."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from textual.screen import Screen

from fieldassess.app import FieldAssess
from sessions.workspace import Workspace

AWKWARD = {
    "brackets": "see [note] and [b]bold[/b] [red",
    "closing": "[/]",
    "emoji": "Ana 👩‍💻 and 🇯🇲 on the phone",
    "hebrew": "שלום Ana مرحبا",
    "escapes": "\x1b[31mred\x1b]0;title\x07\x9b2J",
    "override": "abc\u202edef\u2066ghi",
    "surrogate": "half \ud83d of one",
    "lines": "one\ntwo\r\nthree\tfour",
    "long": "word " * 2000,
    "unbroken": "x" * 10_000,
    "wide": "顧客" * 60,
    "nothing": "",
}


@pytest.fixture(params=AWKWARD, ids=str)
def awkward(request: pytest.FixtureRequest) -> str:
    """Text of a kind that breaks careless screens."""
    return AWKWARD[request.param]


@pytest.fixture
def app_on(tmp_path: Path) -> Any:
    """Makes the app on an empty workspace, starting with a screen."""
    opened: list[Workspace] = []

    def make(start: Callable[[], Screen[Any]], **options: Any) -> FieldAssess:
        workspace = Workspace(tmp_path / f"workspace{len(opened)}")
        opened.append(workspace)
        return FieldAssess(workspace, start=start, **options)

    yield make
    for workspace in opened:
        workspace.close()
