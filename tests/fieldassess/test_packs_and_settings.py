"""Qualifications to look through, and what can be set on this device."""

import json
from pathlib import Path
from typing import Any

import pytest

from fieldassess import config
from fieldassess.app import FieldAssess
from fieldassess.screens.packs.shelf import PackShelf
from fieldassess.screens.settings import SettingsPage
from fieldassess.widgets.rows import Rows
from sessions.workspace import Workspace
from unitdata import open_shipped, read_pack, rule_sentences, shipped


async def test_a_qualification_opens_and_a_statement_is_found(
    caseload: Workspace, press: Any, screen_text: Any
) -> None:
    app = FieldAssess(caseload, start=PackShelf)
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot)
        assert "checked: nothing wrong" in "\n".join(screen_text(app))
        await press(pilot, "down", "enter", "slash")
        assert app.screen.query_one("#box Rows", Rows).rows[0].key.endswith("/1.1")
        await press(pilot, "'courteous pressure", "enter")
        assert any(line.startswith("▸ 1.5 Stays courteous") for line in screen_text(app))


async def test_what_a_requirement_wants_is_said_in_full_under_the_cursor(
    caseload: Workspace, press: Any, screen_text: Any
) -> None:
    app = FieldAssess(caseload, start=PackShelf)
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "down", "enter", "slash", "'customer and staff areas", "down", "enter")
        shown = "\n".join(screen_text(app))
    assert "All 4 wanted; at least 2 by performance; element 6" in shown


@pytest.mark.parametrize(("at", "pack_id"), list(enumerate(shipped())), ids=shipped())
async def test_every_statement_of_a_pack_is_listed(
    tmp_path: Path, press: Any, screen_text: Any, at: int, pack_id: str
) -> None:
    workspace = Workspace(tmp_path / "empty")
    app = FieldAssess(workspace, start=PackShelf)
    async with app.run_test(size=(140, 2500)) as pilot:
        await press(pilot, *["down"] * at, "enter")
        shown = " ".join(" ".join(screen_text(app)).split())
    workspace.close()
    pack = open_shipped(pack_id).pack
    for unit in pack.units:
        for statement in (*unit.criteria.values(), *unit.items.values(), *unit.knowledge):
            assert f"{unit.short(statement.ref)} {statement.prompt}"[:60] in shown
    assert all(rule in shown for rule in rule_sentences(pack))


async def test_whoever_corrects_their_name_stays_the_same_person(
    caseload: Workspace, press: Any, screen_text: Any
) -> None:
    before = caseload.device.me
    app = FieldAssess(caseload, start=SettingsPage)
    async with app.run_test() as pilot:
        await press(pilot, "enter", "end", "'-Reid", "tab", "tab", "right", "ctrl+s")
        assert "Jo Sullivan-Reid (JS), working towards" in "\n".join(screen_text(app))
    me = caseload.device.me
    assert before is not None
    assert me == before.model_copy(update={"name": "Jo Sullivan-Reid", "standing": "working towards"})
    assert caseload.device.state.people == [me]


async def test_someone_else_assesses_and_the_first_one_comes_back(
    caseload: Workspace, press: Any, screen_text: Any
) -> None:
    jo = caseload.device.me
    app = FieldAssess(caseload, start=SettingsPage)
    async with app.run_test() as pilot:
        await press(pilot, "down", "enter", "'new", "enter", "'Alex Brown", "tab", "'AB", "ctrl+s")
        assert "Alex Brown (AB), qualified" in "\n".join(screen_text(app))
        assert len(caseload.device.state.people) == 2
        await press(pilot, "enter", "'sullivan", "enter")
        assert "Jo Sullivan (JS), qualified" in "\n".join(screen_text(app))
    assert caseload.device.me == jo
    assert len(caseload.device.state.people) == 2


async def test_colours_change_and_are_kept(caseload: Workspace, press: Any, screen_text: Any) -> None:
    app = FieldAssess(caseload, start=SettingsPage)
    async with app.run_test() as pilot:
        await press(pilot, "down", "down", "enter")
        assert "outdoor: dark on light" in "\n".join(screen_text(app))
        assert app.theme == "outdoor"
        await app.workers.wait_for_complete()
    assert config.load(caseload.folder)[0].theme == "outdoor"


async def test_where_the_records_lie_is_said(caseload: Workspace, press: Any, screen_text: Any) -> None:
    app = FieldAssess(caseload, start=SettingsPage)
    async with app.run_test(size=(120, 40)) as pilot:
        await press(pilot)
        assert str(caseload.folder)[:60] in "\n".join(screen_text(app))


async def test_an_edition_read_in_from_a_handbook_is_told_as_one(
    caseload: Workspace, press: Any, screen_text: Any
) -> None:
    pack = json.loads(open_shipped("cvq-l2").data) | {"read_from": "0" * 32}
    caseload.packs.keep(read_pack(json.dumps(pack).encode()))
    app = FieldAssess(caseload, start=PackShelf)
    async with app.run_test(size=(120, 40)) as pilot:
        await press(pilot, "end")
        assert "another edition, read in from a handbook" in "\n".join(screen_text(app))
