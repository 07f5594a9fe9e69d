"""Qualifications to look through, and what can be set on this device."""

from typing import Any

from fieldassess import config
from fieldassess.app import FieldAssess
from fieldassess.screens.packs import PackShelf
from fieldassess.screens.settings import SettingsPage
from sessions.workspace import Workspace


async def test_a_qualification_opens_and_a_statement_is_found(
    caseload: Workspace, press: Any, screen_text: Any
) -> None:
    app = FieldAssess(caseload, start=PackShelf)
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot)
        assert "checked: nothing wrong" in "\n".join(screen_text(app))
        await press(pilot, "enter", "slash", "'courteous pressure", "enter")
        assert any(line.startswith("▸ 1.5 Stays courteous") for line in screen_text(app))


async def test_every_statement_of_the_pack_is_listed(caseload: Workspace, press: Any) -> None:
    app = FieldAssess(caseload, start=PackShelf)
    async with app.run_test(size=(40, 20)) as pilot:
        await press(pilot, "enter")
        listed = {row.key for row in app.screen.rows.rows}  # type: ignore[attr-defined]
    pack = caseload.pack(next(iter(caseload._packs))).pack
    for unit in pack.units:
        assert {unit.full(ref) for ref in (*unit.criteria, *unit.items, *(k.ref for k in unit.knowledge))} <= listed


async def test_name_and_standing_change_and_the_person_stays_the_same_device(
    caseload: Workspace, press: Any, screen_text: Any
) -> None:
    app = FieldAssess(caseload, start=SettingsPage)
    async with app.run_test() as pilot:
        await press(pilot, "enter", "tab", "tab", "right", "ctrl+s")
        assert "Jo Sullivan (JS), working towards" in "\n".join(screen_text(app))
    me = caseload.device.me
    assert me is not None
    assert me.standing == "working towards"
    assert len(caseload.device.state.people) == 1


async def test_colours_change_and_are_kept(caseload: Workspace, press: Any, screen_text: Any) -> None:
    app = FieldAssess(caseload, start=SettingsPage)
    async with app.run_test() as pilot:
        await press(pilot, "down", "enter")
        assert "outdoor: dark on light" in "\n".join(screen_text(app))
        assert app.theme == "outdoor"
        await app.workers.wait_for_complete()
    assert config.load(caseload.folder)[0].theme == "outdoor"


async def test_where_the_records_lie_is_said(caseload: Workspace, press: Any, screen_text: Any) -> None:
    app = FieldAssess(caseload, start=SettingsPage)
    async with app.run_test(size=(120, 40)) as pilot:
        await press(pilot)
        assert str(caseload.folder)[:60] in "\n".join(screen_text(app))
