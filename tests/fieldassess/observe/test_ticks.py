"""Observing: what is seen at a glance, and what each key ticks, clears and takes back."""

from typing import Any

import pytest

from fieldassess.app import FieldAssess
from fieldassess.screens.observe.screen import Observe
from sessions.bodies import Confirmed, Covered, Inferred, Judged, Moment
from sessions.learner import Learner
from sessions.loose_ends import loose_ends
from sessions.session import Session
from sessions.workspace import Workspace
from unitdata import open_shipped

SIZES = [(40, 20), (80, 24), (120, 40)]


@pytest.mark.parametrize("size", SIZES, ids=str)
async def test_a_visit_under_way(app: FieldAssess, press: Any, golden: Any, size: tuple[int, int]) -> None:
    async with app.run_test(size=size) as pilot:
        await press(pilot, "1", "5", "space", "'Queue of nine, kept calm @1.4", "enter", "enter", "x", "backspace")
        await press(pilot, "enter", "1", "6", "minus", "'no word for ten minutes", "enter", "full_stop", "b")
        golden(app, "observe")


@pytest.mark.parametrize("size", SIZES, ids=str)
async def test_typing_a_note(app: FieldAssess, press: Any, golden: Any, size: tuple[int, int]) -> None:
    async with app.run_test(size=size) as pilot:
        await press(pilot, "'Asks by phone about the pass @a1.")
        golden(app, "observe-note")


async def test_range_and_narrative_are_a_tab_away_on_a_phone(app: FieldAssess, press: Any, golden: Any) -> None:
    async with app.run_test(size=(40, 20)) as pilot:
        await press(pilot, "'Card refused", "enter", "1", "5", "tab")
        golden(app, "observe-range")
        await press(pilot, "tab")
        golden(app, "observe-seen")


@pytest.mark.parametrize("size", SIZES, ids=str)
async def test_the_menu(app: FieldAssess, press: Any, golden: Any, size: tuple[int, int]) -> None:
    async with app.run_test(size=size) as pilot:
        await press(pilot, "escape")
        golden(app, "observe-menu")


# Ticks -----------------------------------------------------------------------------------------------------------


async def test_space_ticks_and_never_clears(
    app: FieldAssess, session: Session, press: Any, screen_text: Any, written: Any
) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "2", "4", "space")
        assert "① ✓ a2.4 Gives time to think" in "\n".join(screen_text(app))
        await press(pilot, "space")
        assert "Recorded already for customer 1" in "\n".join(screen_text(app))
    assert [(b.refs, b.verdict) for b in written(session, Judged)] == [(("U09602/2.4",), "met")]


async def test_the_next_customer_may_show_the_same_again(
    app: FieldAssess, session: Session, press: Any, written: Any
) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "enter", "space", "enter", "enter", "space")
    assert [b.number for b in written(session, Moment)] == [2]
    assert [b.moment for b in written(session, Judged)] == [1, 2]


async def test_a_not_yet_takes_its_reason_now_or_later(
    app: FieldAssess, session: Session, press: Any, written: Any
) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "1", "6", "minus", "enter")
        assert [(b.verdict, b.reason) for b in written(session, Judged)] == [("not yet", "")]
        await press(pilot, "minus", "'left waiting", "enter")
    first, second = written(session, Judged)
    assert (second.reason, len(second.replaces)) == ("left waiting", 1)
    assert [m.reason for m in session.marks("U09602/1.6")] == ["left waiting"]
    assert "not yet without a reason" not in loose_ends(session)
    assert first.moment == second.moment == 1


async def test_letters_never_record_and_escape_leaves_the_text(
    app: FieldAssess, session: Session, press: Any, page: Any
) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "'a note - with, every. key = of / it 24", "escape", "escape")
        assert page(app).note.text == "a note - with, every. key = of / it 24"
        assert session.visit.acts == []
        await press(pilot, "escape", "d")
        assert page(app).note.text == ""
    assert session.visit.acts == []


async def test_two_keys_cover_an_item_and_alike_ones_follow_on_demand(
    app: FieldAssess, session: Session, press: Any, screen_text: Any, written: Any
) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "1", "2", "full_stop", "b")
        text = "\n".join(screen_text(app))
        assert [b.refs for b in written(session, Covered)] == [("U09602/R1.A.ii",)]
        assert "= also aC2.i: Angry customer" in text
        assert "not with" in text
        await press(pilot, "equals_sign")
    assert [b.refs for b in written(session, Covered)][1:] == [("U09602/C2.i",)]


async def test_lettering_keeps_the_cursor_and_takes_taps_on_a_phone(
    app: FieldAssess, session: Session, press: Any, screen_text: Any, written: Any, page: Any
) -> None:
    async with app.run_test(size=(40, 20)) as pilot:
        await press(pilot, "1", "2", "full_stop", "down")
        assert "[Range]" in screen_text(app)[1]
        assert page(app).here == "U09602/R1.A.ii"
        await press(pilot, "1", "2", "full_stop", "escape")
        assert "[Open]" in screen_text(app)[1]
        assert app.focused is page(app).rows("criteria")
        await press(pilot, "full_stop")
        row = next(at for at, line in enumerate(screen_text(app)) if "c   Confused customer" in line)
        await pilot.click(offset=(8, row))
        await press(pilot)
        assert "[Open]" in screen_text(app)[1]
    assert [b.refs for b in written(session, Covered)] == [("U09602/R1.A.iii",)]


async def test_a_statement_is_confirmed_with_a_reason(
    app: FieldAssess, session: Session, press: Any, written: Any
) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "1", "1", "full_stop", "h", "'asked twice when unsure", "enter")
    (body,) = written(session, Confirmed)
    assert (body.refs, body.reason) == (("U09602/C3",), "asked twice when unsure")


async def test_undo_says_what_it_took_back_also_after_a_restart(
    app: FieldAssess, caseload: Workspace, session: Session, press: Any, screen_text: Any
) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "2", "4", "space")
    again = FieldAssess(caseload, start=lambda: Observe(session, caseload))
    async with again.run_test(size=(80, 24)) as pilot:
        await press(pilot, "comma")
        assert "Taken back: 14:00 ① ✓ a2.4" in "\n".join(screen_text(again))
        await press(pilot, "comma")
        assert "Nothing to take back" in "\n".join(screen_text(again))
    assert len(session.visit.withdrawn) == 1
    assert session.visit.acts == []


async def test_clearing_is_in_the_menu(app: FieldAssess, session: Session, press: Any, written: Any) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "2", "4", "space", "escape", "x")
    assert [b.verdict for b in written(session, Judged)] == ["met", "cleared"]
    assert session.marks("U09602/2.4") == []


async def test_what_was_shown_before_is_hidden_until_all_are_asked_for(
    app: FieldAssess, press: Any, screen_text: Any, page: Any
) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot)
        assert "[Criteria: outstanding only]" in screen_text(app)[1]
        assert "1.1  Looks and behaves" not in "\n".join(screen_text(app))
        await press(pilot, "asterisk")
        assert "[Criteria: all]" in screen_text(app)[1]
        assert "1.1  Looks and behaves" in "\n".join(screen_text(app))
        await press(pilot, "asterisk", "1", "1")
        assert page(app).here == "U09602/1.1"


async def test_the_menu_tells_what_each_open_unit_accepts(app: FieldAssess, press: Any, screen_text: Any) -> None:
    async with app.run_test(size=(120, 40)) as pilot:
        await press(pilot, "escape", "b")
        shown = " ".join("\n".join(screen_text(app)).replace("│", "").split())
        assert "Simulation barred, realistic environment allowed. Real customers" in shown
        assert "Simulation barred, realistic environment barred. Simulation is no" in shown


async def test_what_the_unit_bars_stands_where_the_ticks_are(
    app: FieldAssess, session: Session, press: Any, screen_text: Any, written: Any
) -> None:
    session.describe_moment([], "simulation")
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "2", "4", "space")
        assert "does not count: simulation does not count in this unit" in "\n".join(screen_text(app))
    assert len(written(session, Judged)) == 1


@pytest.mark.parametrize("size", SIZES, ids=str)
async def test_a_tick_that_does_not_count_looks_like_none_that_does(
    app: FieldAssess, session: Session, press: Any, screen_text: Any, size: tuple[int, int], page: Any
) -> None:
    session.describe_moment([], "simulation")
    async with app.run_test(size=size) as pilot:
        await press(pilot, "1", "6", "space", "down")
        text = "\n".join(screen_text(app))
        assert "×  1.6" in text
        assert "today 0" in text
        assert "× recorded, does not count" in text
        await press(pilot, "1", "2", "full_stop", "b", "tab")
        assert "× Angry" in "\n".join(screen_text(app))
        session.describe_moment([], "real work")
        page(app).show_everything()
        await press(pilot, "shift+tab")
        assert "✓  1.6" in "\n".join(screen_text(app))
        assert "today 1" in "\n".join(screen_text(app))


async def test_a_situation_offers_the_items_it_fits(
    app: FieldAssess, session: Session, press: Any, screen_text: Any, written: Any
) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "plus", "right", "space", "ctrl+s")
        assert "customer 1 · busy" in "\n".join(screen_text(app))
        assert written(session, Covered) == []
        await press(pilot, "equals_sign")
    assert [b.situations for b in written(session, Moment)] == [("busy",)]
    (covered,) = written(session, Covered)
    assert {"U09602/R1.C.ii", "U12902/R2.B.i"} <= set(covered.refs)


async def test_a_phone_shows_the_customers_situation_too(
    app: FieldAssess, session: Session, press: Any, screen_text: Any
) -> None:
    session.describe_moment(["busy"], None)
    async with app.run_test(size=(40, 20)) as pilot:
        await press(pilot)
        assert screen_text(app)[1].endswith("customer 1 · busy")


async def test_knowledge_apparent_from_the_work_is_inferred(
    app: FieldAssess, session: Session, press: Any, written: Any
) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "escape", "k", "enter")
    assert [b.refs for b in written(session, Inferred)] == [("U09602/K1",)]


async def test_find_goes_to_criteria_and_items(app: FieldAssess, press: Any, page: Any) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "slash", "'gives time", "enter")
        assert page(app).here == "U09602/2.4"
        await press(pilot, "slash", "'unconventional", "enter")
        assert page(app).here == "U09602/R1.A.iv"


async def test_a_number_that_the_unit_lacks_goes_nowhere_in_silence(
    caseload: Workspace, ana: Learner, press: Any, screen_text: Any, written: Any, page: Any
) -> None:
    session = caseload.open_session(ana, open_shipped("cvq-l2"), ["U12902", "U09602", "U13102"])
    app = FieldAssess(caseload, start=lambda: Observe(session, caseload))
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "2", "2")
        assert page(app).here == "U12902/2.2"
        await press(pilot, "1", "5", "space", "minus")
        assert "NOT recorded: 1.5 stands in b and c, not in a: 0 goes" in "\n".join(screen_text(app))
        assert session.visit.acts == []
        await press(pilot, "3", "2")
        assert page(app).here == "U12902/3.2"
        await press(pilot, "1", "7")
        assert page(app).here == "U09602/1.7"
        assert "b1.7: only b has 1.7" in "\n".join(screen_text(app))
        await press(pilot, "0", "1", "5")
        assert page(app).here == "U13102/1.5"
        await press(pilot, "3", "9", "down", "up", "space")
        assert page(app).here
    (body,) = written(session, Judged)
    assert body.refs[0].startswith("U13102/3")


async def test_after_a_failed_jump_the_keys_of_the_bar_record_nothing_either(
    app: FieldAssess, session: Session, press: Any, screen_text: Any
) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "8", "8")
        assert "No 8 in the open units" in "\n".join(screen_text(app))
        bar = next(at for at, line in enumerate(screen_text(app)) if "space Met" in line)
        await pilot.click(offset=(3, bar))
        await press(pilot)
        assert session.visit.acts == []
