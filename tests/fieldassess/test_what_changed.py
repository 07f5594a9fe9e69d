"""What is different from one edition of a qualification to another, in the app."""

import json
from typing import Any, Final

import pytest

from fieldassess.app import FieldAssess
from fieldassess.screens.packs.changes import Changes
from fieldassess.screens.packs.shelf import PackShelf
from sessions.workspace import Workspace
from unitdata import open_shipped, read_pack

SIZES: Final = [(40, 20), (80, 24), (120, 40)]


@pytest.fixture
def app(caseload: Workspace) -> FieldAssess:
    return FieldAssess(caseload, start=PackShelf)


@pytest.fixture
def edition(caseload: Workspace) -> str:
    """Another edition of CVQ level 2: a criterion words it otherwise, one is gone, a unit has full wording."""
    pack = json.loads(open_shipped("cvq-l2").data)
    criteria = pack["units"][0]["elements"][0]["criteria"]
    criteria[0]["prompt"] = "Comes to work neat"
    criteria[1]["text"] = "whoever comes in is met with a smile"
    del criteria[-1]
    pinned = read_pack(json.dumps(pack | {"edition": "second", "read_from": "0" * 32}).encode())
    caseload.packs.keep(pinned)
    return pinned.sha


@pytest.mark.parametrize("size", SIZES, ids=str)
@pytest.mark.parametrize("at", ["shipped", "other"])
async def test_what_changed_from_one_edition_to_the_other(
    app: FieldAssess, edition: str, press: Any, golden: Any, size: tuple[int, int], at: str
) -> None:
    async with app.run_test(size=size) as pilot:
        await press(pilot)
        assert isinstance(app.screen, PackShelf)
        app.screen.rows.move_to(edition if at == "other" else open_shipped("cvq-l2").sha)
        await press(pilot, "w", "down", "down")
        assert isinstance(app.screen, Changes)
        golden(app, "changes")


async def test_a_qualification_with_one_edition_has_no_changes_to_show(
    app: FieldAssess, press: Any, screen_text: Any
) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "w")
        assert isinstance(app.screen, PackShelf)
        assert "w Changes" not in " ".join(screen_text(app))
