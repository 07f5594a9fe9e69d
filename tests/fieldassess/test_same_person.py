"""A learner registered twice, in the app and on the command line: shown as one, and taken back."""

import json
from pathlib import Path
from typing import Any

import pytest

from fieldassess.app import FieldAssess
from fieldassess.cli import main
from fieldassess.screens.learner.screen import LearnerPage
from sessions.finding import find
from sessions.unfinished import unfinished_sessions
from sessions.workspace import Workspace

SIZES = [(40, 20), (80, 24), (120, 40)]


@pytest.fixture
def ana(caseload: Workspace) -> str:
    return find(caseload.caseload.rows(), "S-01")[0].learner


@pytest.fixture
def again(caseload: Workspace, ana: str) -> str:
    """Ana, registered a second time."""
    return caseload.register(name="Clarke, Ana", employer="Quay Market", number="S-01").id


@pytest.mark.parametrize("size", SIZES, ids=str)
async def test_two_are_shown_as_one_and_taken_back(
    caseload: Workspace, ana: str, again: str, press: Any, screen_text: Any, golden: Any, size: tuple[int, int]
) -> None:
    app = FieldAssess(caseload, start=lambda: LearnerPage(again))
    async with app.run_test(size=size) as pilot:
        await press(pilot, "j")
        shown = screen_text(app)
        named = [at for at, line in enumerate(shown) if any(name in line for name in ("Ana Clarke", "Ben", "Chloé"))]
        assert "Ana Clarke" in shown[named[0]], "who is much alike comes first"
        await press(pilot, "enter")
        golden(app, "same-person")
        await press(pilot, "y")
        listed = min(ana, again)
        page = app.screen
        assert isinstance(page, LearnerPage)
        assert page.learner_id == listed
        assert [row.learner for row in caseload.caseload.rows() if row.number == "S-01"] == [listed]
        assert any("JS-FK6S-1" in line for line in screen_text(app)) or size == (40, 20)
        await press(pilot, "end")
        shown = "\n".join(screen_text(app))
        assert "twice, shown as one" in shown
        assert "Jo Sullivan, 21 Nov 2026 14:00, on this device: it is one person." in " ".join(shown.split())
        await press(pilot, "h", "end")
        assert "one person" in "\n".join(screen_text(app))
        await press(pilot, "escape", "enter", "t")
        assert "shown as one" not in "\n".join(screen_text(app))
    assert {ana, again} <= {row.learner for row in caseload.caseload.rows()}


@pytest.mark.parametrize("keys", [["j", "escape"], ["j", "enter", "b"], ["j", "enter", "escape"]], ids=str)
async def test_nothing_is_stated_until_it_is_confirmed(
    keys: list[str], caseload: Workspace, ana: str, again: str, press: Any
) -> None:
    app = FieldAssess(caseload, start=lambda: LearnerPage(ana))
    async with app.run_test() as pilot:
        await press(pilot, *keys)
        assert isinstance(app.screen, LearnerPage)
    assert {ana, again} <= {row.learner for row in caseload.caseload.rows()}


async def test_a_visit_to_one_registered_twice_begins_under_the_id_that_is_listed(
    caseload: Workspace, ana: str, again: str, press: Any, screen_text: Any
) -> None:
    app = FieldAssess(caseload)
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "down", "enter", "j", "enter", "y", "escape")
        shown = screen_text(app)
        assert sum("Clarke" in line for line in shown) == 2, "the unfinished visit, and one learner"
        await press(pilot, "home", "enter")
        assert "JS-FK6S" in "\n".join(screen_text(app))
    assert [u.learner for u in unfinished_sessions(caseload)] == [min(ana, again)]


@pytest.fixture
def run(caseload: Workspace, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> Any:
    def run_(*argv: str) -> tuple[int, str, str]:
        caseload.close()
        code = main([*argv, "--workspace", str(caseload.folder)])
        said = capsys.readouterr()
        return code, said.out, said.err

    return run_


def test_the_command_line_states_it_and_takes_it_back(ana: str, again: str, run: Any) -> None:
    assert run("same", ana, again, "--reason", "same number")[:2] == (
        0,
        "Ana Clarke: 2 registrations, shown as one learner.\n",
    )
    assert sum(row["number"] == "S-01" for row in json.loads(run("learners", "--json")[1])) == 1
    code, _, err = run("same", "S-01", "Clarke")
    assert (code, err) == (2, "fieldassess: NOT recorded: these are one learner already\n")
    code, out, _ = run("same", "S-01", "--apart", "--json")
    assert (code, json.loads(out)["together"]) == (0, [json.loads(out)["learner"]])
    assert sum(row["number"] == "S-01" for row in json.loads(run("learners", "--json")[1])) == 2


@pytest.mark.parametrize("argv", [("S-01",), ("S-01", "S-02", "--apart")])
def test_two_are_named_or_one_taken_apart(argv: tuple[str, ...], ana: str, run: Any) -> None:
    code, _, err = run("same", *argv)
    assert (code, err) == (2, "fieldassess: name two learners, or one and --apart\n")
