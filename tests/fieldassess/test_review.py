"""The review: what is open and why, on which days what was shown, and what one visit could close."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from fieldassess.app import FieldAssess
from fieldassess.screens.observe.opening import Opening
from fieldassess.screens.review.screen import Review
from fieldassess.widgets.rows import Rows
from sessions.finding import find
from sessions.workspace import Workspace
from unitdata import open_shipped

SIZES = [(40, 20), (80, 24), (120, 40)]


@pytest.fixture
def ana(caseload: Workspace) -> str:
    return find(caseload.caseload.rows(), "S-01")[0].learner


def line_of(lines: list[str], ref: str) -> str:
    """What stands on a statement's line of the map, without the frame."""
    return next(part for line in lines if (part := line.rpartition("│")[2].strip(" ▸▁▂▃▄▅▆▇")).startswith(f"{ref} "))


@pytest.mark.parametrize("size", SIZES, ids=str)
async def test_the_units_and_what_would_close(
    caseload: Workspace, ana: str, press: Any, golden: Any, size: tuple[int, int]
) -> None:
    app = FieldAssess(caseload, start=lambda: Review(ana))
    async with app.run_test(size=size) as pilot:
        await press(pilot)
        golden(app, "review")
        await press(pilot, "enter")
        golden(app, "review-unit")


async def test_the_map_tells_signed_unsigned_and_not_yet_apart(
    caseload: Workspace, ana: str, press: Any, screen_text: Any
) -> None:
    app = FieldAssess(caseload, start=lambda: Review(ana))
    async with app.run_test(size=(120, 60)) as pilot:
        await press(pilot)
        lines = screen_text(app)
    assert line_of(lines, "1.1").split()[-2:] == ["●", "○"]
    assert line_of(lines, "1.3").split()[-1] == "○"
    assert line_of(lines, "1.4").endswith("not seen")
    assert "NY" in line_of(lines, "1.6")
    assert line_of(lines, "R1.A.i").endswith("not seen with 2, 3")


async def test_why_stands_whole_under_the_cursor(caseload: Workspace, ana: str, press: Any, screen_text: Any) -> None:
    app = FieldAssess(caseload, start=lambda: Review(ana))
    async with app.run_test(size=(120, 60)) as pilot:
        await press(pilot, "enter", *["down"] * 5)
        shown = " ".join(" ".join(line.rpartition("│")[2].split()) for line in screen_text(app))
    assert "Keeps customers informed and reassured throughout" in shown
    assert "not yet, left the customer waiting without a word" in shown


async def test_what_the_unit_does_not_accept_is_marked_and_says_why(
    caseload: Workspace, ana: str, press: Any, screen_text: Any
) -> None:
    pack = caseload.packs.read(caseload.learner(ana).portfolio.enrolments()[-1][1].pack)
    session = caseload.open_session(caseload.learner(ana), pack, ["U12902"], setting="simulation")
    session.judge(["U12902/1.2"], "met")
    app = FieldAssess(caseload, start=lambda: Review(ana, "U12902"))
    async with app.run_test(size=(120, 60)) as pilot:
        await press(pilot)
        line = line_of(screen_text(app), "1.2")
    assert "×" in line
    assert "simulation does" in line


async def test_f_leaves_only_what_is_open(caseload: Workspace, ana: str, press: Any, screen_text: Any) -> None:
    app = FieldAssess(caseload, start=lambda: Review(ana))
    async with app.run_test(size=(120, 40)) as pilot:
        await press(pilot, "f")
        lines = screen_text(app)
        assert line_of(lines, "1.4")
        assert not any("│ 1.1 " in line or "│▸1.1 " in line for line in lines)


async def test_f_says_what_it_does_next_and_is_not_offered_for_a_situation(
    caseload: Workspace, ana: str, press: Any, screen_text: Any
) -> None:
    app = FieldAssess(caseload, start=lambda: Review(ana))
    async with app.run_test(size=(120, 40)) as pilot:
        await press(pilot)
        assert "f Only open" in screen_text(app)[-1]
        await press(pilot, "f")
        assert "f Show all" in screen_text(app)[-1]
        app.screen.query_one("#units", Rows).move_to("close:busy")
        await press(pilot)
        assert "f Show all" not in screen_text(app)[-1]


@pytest.mark.parametrize("size", SIZES, ids=str)
async def test_prompts_dates_and_why_all_have_their_place(
    caseload: Workspace, ana: str, press: Any, screen_text: Any, size: tuple[int, int]
) -> None:
    app = FieldAssess(caseload, start=lambda: Review(ana))
    async with app.run_test(size=size) as pilot:
        await press(pilot, "enter", *["down"] * 6)
        shown = [line.rpartition("│")[2] for line in screen_text(app)]
    [months] = [line for line in shown if line.rstrip().endswith("Oct to-")]
    missed = next(line for line in shown if "NY" in line and "Keeps custom" in line)
    assert missed.index("NY") == months.index("Oct")
    assert any("not yet: left" in line for line in shown)


async def test_what_was_shown_before_the_days_that_fit_is_marked(
    caseload: Workspace, ana: str, clock: Any, press: Any, screen_text: Any
) -> None:
    pack = caseload.packs.read(caseload.learner(ana).portfolio.enrolments()[-1][1].pack)
    for days in range(1, 6):
        clock.now = clock.now.replace(day=21) + timedelta(days=days)
        caseload.open_session(caseload.learner(ana), pack, ["U09602"]).judge(["U09602/1.4"], "met")
    app = FieldAssess(caseload, start=lambda: Review(ana))
    async with app.run_test(size=(40, 20)) as pilot:
        await press(pilot, "enter", "down")
        lines = screen_text(app)
    assert lines[3].startswith(" ‹ ")
    assert any(line.startswith("▸1.2 ") and "‹●" in line for line in lines)


async def test_a_wide_screen_shows_prompts_whole(caseload: Workspace, ana: str, press: Any, screen_text: Any) -> None:
    app = FieldAssess(caseload, start=lambda: Review(ana))
    async with app.run_test(size=(200, 40)) as pilot:
        await press(pilot, "enter")
        lines = screen_text(app)
    assert "Makes each customer feel valued and respected" in line_of(lines, "1.3")
    assert line_of(lines, "1.6").partition("NY")[2].strip().startswith("not yet: left the customer waiting")


async def test_a_long_name_gives_way_to_how_far_and_when(
    caseload: Workspace, ana: str, press: Any, screen_text: Any
) -> None:
    caseload.learner(ana).set_detail("name", "Maximiliana " * 12)
    app = FieldAssess(caseload, start=lambda: Review(ana))
    async with app.run_test() as pilot:
        await press(pilot)
        assert screen_text(app)[0].endswith("… 5 of 142 shown, 137 open · next visit 26 Nov")


async def test_a_situation_shows_what_it_could_close_in_every_unit(
    caseload: Workspace, ana: str, press: Any, screen_text: Any
) -> None:
    app = FieldAssess(caseload, start=lambda: Review(ana))
    async with app.run_test(size=(120, 40)) as pilot:
        await press(pilot)
        assert app.screen.query_one("#units", Rows).move_to("close:busy")
        await press(pilot)
        shown = "\n".join(screen_text(app))
    assert "What “busy” could close" in shown
    assert "R1.C.ii Busy period" in shown


async def test_observe_begins_with_the_unit_at_hand(caseload: Workspace, press: Any, screen_text: Any) -> None:
    ben = find(caseload.caseload.rows(), "S-02")[0].learner
    app = FieldAssess(caseload, start=lambda: Review(ben))
    async with app.run_test(size=(80, 40)) as pilot:
        await press(pilot, "down", "o")
        assert isinstance(app.screen, Opening)
        shown = "\n".join(screen_text(app))
    assert "☑ U12902" in shown
    assert "☐ U09602" in shown


async def test_the_brief_is_shown_and_saved(
    caseload: Workspace, ana: str, press: Any, screen_text: Any, tmp_path: Path
) -> None:
    app = FieldAssess(caseload, start=lambda: Review(ana))
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "b")
        shown = "\n".join(screen_text(app))
        assert "Next visit Thu 26 Nov 2026: The Thursday queue" in shown
        assert "Look for" in shown
        await press(pilot, "ctrl+s", "ctrl+s")
        page = Path.home() / "visit-brief.html"
        assert "Ana Clarke" in page.read_text(encoding="utf-8")
        page.write_text("another")
        await press(pilot, "ctrl+s", "ctrl+s", "n")
        assert page.read_text() == "another"


async def test_escape_leaves_the_unit_then_the_review(caseload: Workspace, press: Any) -> None:
    app = FieldAssess(caseload)
    async with app.run_test(size=(40, 20)) as pilot:
        home = app.screen
        await press(pilot, "down", "r", "enter", "escape")
        assert isinstance(app.screen, Review)
        await press(pilot, "escape")
        assert app.screen is home


@pytest.fixture
def on_other_packs(caseload: Workspace) -> Callable[[str, str], str]:
    """Enrols Chloé on one unit of a pack and gives her id."""

    def enrolled(pack_id: str, unit: str) -> str:
        pinned, chloe = open_shipped(pack_id), find(caseload.caseload.rows(), "S-03")[0].learner
        caseload.packs.keep(pinned)
        caseload.learner(chloe).enrol(pinned.sha, pack_id, [unit])
        return chloe

    return enrolled


async def test_elements_without_criteria_and_guidance_are_shown_as_such(
    caseload: Workspace, on_other_packs: Any, press: Any, screen_text: Any
) -> None:
    chloe = on_other_packs("svq-l2", "A4")
    app = FieldAssess(caseload, start=lambda: Review(chloe, "A4"))
    async with app.run_test(size=(120, 60)) as pilot:
        await press(pilot)
        shown = "\n".join(screen_text(app))
        assert "3 elements judged whole: performance criteria yet to be read in" in " ".join(shown.split())
        assert "guidance, shown 0" in shown
        await press(pilot, "f")
        assert "guidance" not in "\n".join(screen_text(app))


async def test_refs_stand_without_the_number_of_their_unit(
    caseload: Workspace, on_other_packs: Any, press: Any, screen_text: Any
) -> None:
    chloe = on_other_packs("edi-l3", "13")
    app = FieldAssess(caseload, start=lambda: Review(chloe, "13"))
    async with app.run_test(size=(120, 40)) as pilot:
        await press(pilot)
        shown = "\n".join(screen_text(app))
    assert "▸1.a " in shown
    assert "13.1" not in shown
