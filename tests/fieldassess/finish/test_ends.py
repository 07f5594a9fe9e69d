"""Finishing: loose ends come first, and each can be tied."""

from typing import Any

import pytest

from fieldassess.app import FieldAssess
from fieldassess.screens.finish.ends import EndsStep
from fieldassess.screens.finish.screen import Finish
from sessions.bodies import Noted
from sessions.learner import Learner
from sessions.loose_ends import loose_ends
from sessions.session import Session
from sessions.workspace import Workspace
from unitdata import open_shipped

SIZES = [(40, 20), (80, 24), (120, 40)]


@pytest.mark.parametrize("size", SIZES, ids=str)
async def test_loose_ends_come_first(app: FieldAssess, press: Any, golden: Any, size: tuple[int, int]) -> None:
    async with app.run_test(size=size) as pilot:
        await press(pilot)
        golden(app, "finish-ends")


async def test_entering_stops_the_clock_and_one_can_go_back(app: FieldAssess, session: Session, press: Any) -> None:
    left: list[object] = []
    app = FieldAssess(app.workspace)
    async with app.run_test() as pilot:
        app.push_screen(Finish(session, app.workspace), left.append)
        await press(pilot)
        assert session.visit.state == "writing up"
        await press(pilot, "o")
    assert session.visit.state == "open"
    assert left == ["observe"]


async def test_words_for_a_tick_keep_its_moment_and_time(app: FieldAssess, session: Session, press: Any) -> None:
    async with app.run_test() as pilot:
        await press(pilot, "enter", "'Badge on, greeted by name", "enter")
    (tick,) = session.marks("U09602/1.1")
    note = session.visit.notes[-1]
    assert isinstance(note.body, Noted)
    assert (note.body.text, note.body.refs, note.body.moment) == ("Badge on, greeted by name", ("U09602/1.1",), 2)
    assert note.happened == tick.entry.happened
    assert "ticks without a word" not in loose_ends(session)


async def test_a_reason_given_later_belongs_to_the_same_not_yet(app: FieldAssess, session: Session, press: Any) -> None:
    (before,) = session.marks("U09602/1.6")
    async with app.run_test() as pilot:
        await press(pilot, "down", "enter", "'Left to wait", "enter")
    (after,) = session.marks("U09602/1.6")
    assert (after.reason, after.moment) == ("Left to wait", before.moment)
    assert after.entry.happened == before.entry.happened


async def test_a_note_is_tied_and_stays_the_same_note(app: FieldAssess, session: Session, press: Any) -> None:
    (before,) = session.visit.notes
    async with app.run_test() as pilot:
        await press(pilot, "down", "down", "enter", "'busy", "enter")
    (after,) = session.visit.notes
    assert isinstance(after.body, Noted)
    assert (after.body.text, after.body.refs) == ("Queue of nine, colleague off sick", ("U09602/R1.C.ii",))
    assert after.happened == before.happened
    assert session.marks("U09602/R1.C.ii") == []


async def test_what_was_planned_and_not_seen_goes_to_the_next_visit(
    app: FieldAssess, session: Session, ana: Learner, press: Any, finish: Any, on_to: Any
) -> None:
    async with app.run_test() as pilot:
        await press(pilot, "end", "enter", "n")
        assert not any(row.key.startswith("planned") for row in finish(app).steps.rows)
        await press(pilot, *on_to("next"), "ctrl+s")
    plan = ana.portfolio.plans()[-1][1]
    assert (plan.refs, plan.pack_id) == (("U09602/1.5",), "cvq-l2")


async def test_who_told_it_is_asked_and_kept_with_the_note(
    app: FieldAssess, session: Session, press: Any, screen_text: Any, finish: Any
) -> None:
    session.note("Stayed calm all week", refs=["U09602/1.1"], known="told")
    async with app.run_test() as pilot:
        await press(pilot)
        ends = finish(app).query_one("#ends", EndsStep)
        ends.rows.move_to(next(row.key for row in ends.rows.rows if row.key.startswith("told by whom is not said:")))
        await press(pilot, "enter")
        assert any("Who told you this?" in line for line in screen_text(app))
        await press(pilot, "'floor manager", "enter")
    told = session.visit.notes[-1].body
    assert isinstance(told, Noted)
    assert (told.source, told.text, told.refs) == ("floor manager", "Stayed calm all week", ("U09602/1.1",))
    assert "told by whom is not said" not in loose_ends(session)


@pytest.mark.parametrize("key", ["l", "c"])
async def test_a_tick_that_does_not_count_is_left_or_cleared(
    caseload: Workspace, ana: Learner, press: Any, screen_text: Any, key: str
) -> None:
    pinned = open_shipped("cvq-l2")
    barred = next(unit for unit in pinned.pack.units if unit.conditions.simulation == "barred" and unit.elements)
    ref = barred.full(barred.elements[0].criteria[0].ref)
    session = caseload.open_session(ana, pinned, [barred.ref], setting="simulation")
    session.judge([ref], "met")
    session.note("A staged complaint", refs=[ref])
    app = FieldAssess(caseload, start=lambda: Finish(session, caseload))
    async with app.run_test() as pilot:
        await press(pilot)
        text = "\n".join(screen_text(app))
        assert "Ticks that do not count" in text
        assert session.bar(ref)[:30] in text
        await press(pilot, "enter", key)
        assert "Ticks that do not count" not in "\n".join(screen_text(app))
    assert bool(session.marks(ref)) is (key == "l")
