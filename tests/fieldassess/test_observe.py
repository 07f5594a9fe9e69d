"""Observing: what each key records, and what then stands on the screen."""

import os
import threading
import time
from typing import Any, TypeVar

import pytest
from textual import events

from fieldassess.app import FieldAssess
from fieldassess.screens.caseload.screen import Caseload
from fieldassess.screens.finish.screen import Finish
from fieldassess.screens.observe.dialogs import Paused
from fieldassess.screens.observe.opening import Opening, begin_observation
from fieldassess.screens.observe.screen import Observe
from fieldassess.screens.question.card import ask_questions
from fieldassess.widgets.rows import Rows
from sessions.bodies import Confirmed, Covered, Inferred, Judged, Moment, Noted, Resumed
from sessions.bodies import Paused as WasPaused
from sessions.draft import Drafts
from sessions.learner import Learner
from sessions.loose_ends import loose_ends
from sessions.packs import PackMissing
from sessions.session import Session
from sessions.unfinished import unfinished_sessions
from sessions.workspace import Workspace
from unitdata import open_shipped

SIZES = [(40, 20), (80, 24), (120, 40)]
Body = TypeVar("Body")


@pytest.fixture
def ana(caseload: Workspace) -> Learner:
    return caseload.learner(next(row.learner for row in caseload.caseload.rows() if row.name == "Ana Clarke"))


@pytest.fixture
def session(caseload: Workspace, ana: Learner) -> Session:
    return caseload.open_session(ana, open_shipped("cvq-l2"), ["U09602", "U12902"])


@pytest.fixture
def app(caseload: Workspace, session: Session) -> FieldAssess:
    return FieldAssess(caseload, start=lambda: Observe(session, caseload))


def written(session: Session, kind: type[Body]) -> list[Body]:
    """What the journal's lines say, read from disk again."""
    lines = (session.learner.folder / f"{session.learner.device}.jsonl").read_bytes().splitlines()
    session.learner.reopen()
    assert len(lines) == session.learner.own_entries
    return [e.body for e in session.visit.entries if isinstance(e.body, kind)]


def page(app: FieldAssess) -> Observe:
    assert isinstance(app.screen, Observe)
    return app.screen


# What is seen at a glance ----------------------------------------------------------------------------------------


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


async def test_space_ticks_and_never_clears(app: FieldAssess, session: Session, press: Any, screen_text: Any) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "2", "4", "space")
        assert "① ✓ a2.4 Gives time to think" in "\n".join(screen_text(app))
        await press(pilot, "space")
        assert "Recorded already for customer 1" in "\n".join(screen_text(app))
    assert [(b.refs, b.verdict) for b in written(session, Judged)] == [(("U09602/2.4",), "met")]


async def test_the_next_customer_may_show_the_same_again(app: FieldAssess, session: Session, press: Any) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "enter", "space", "enter", "enter", "space")
    assert [b.number for b in written(session, Moment)] == [2]
    assert [b.moment for b in written(session, Judged)] == [1, 2]


async def test_a_not_yet_takes_its_reason_now_or_later(app: FieldAssess, session: Session, press: Any) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "1", "6", "minus", "enter")
        assert [(b.verdict, b.reason) for b in written(session, Judged)] == [("not yet", "")]
        await press(pilot, "minus", "'left waiting", "enter")
    first, second = written(session, Judged)
    assert (second.reason, len(second.replaces)) == ("left waiting", 1)
    assert [m.reason for m in session.marks("U09602/1.6")] == ["left waiting"]
    assert "not yet without a reason" not in loose_ends(session)
    assert first.moment == second.moment == 1


async def test_letters_never_record_and_escape_leaves_the_text(app: FieldAssess, session: Session, press: Any) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "'a note - with, every. key = of / it 24", "escape", "escape")
        assert page(app).note.text == "a note - with, every. key = of / it 24"
        assert session.visit.acts == []
        await press(pilot, "escape", "d")
        assert page(app).note.text == ""
    assert session.visit.acts == []


async def test_two_keys_cover_an_item_and_alike_ones_follow_on_demand(
    app: FieldAssess, session: Session, press: Any, screen_text: Any
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
    app: FieldAssess, session: Session, press: Any, screen_text: Any
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


async def test_a_statement_is_confirmed_with_a_reason(app: FieldAssess, session: Session, press: Any) -> None:
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


async def test_clearing_is_in_the_menu(app: FieldAssess, session: Session, press: Any) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "2", "4", "space", "escape", "x")
    assert [b.verdict for b in written(session, Judged)] == ["met", "cleared"]
    assert session.marks("U09602/2.4") == []


async def test_what_was_shown_before_is_hidden_until_all_are_asked_for(
    app: FieldAssess, press: Any, screen_text: Any
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


async def test_what_the_unit_bars_stands_where_the_ticks_are(
    app: FieldAssess, session: Session, press: Any, screen_text: Any
) -> None:
    session.describe_moment([], "simulation")
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "2", "4", "space")
        assert "does not count: simulation does not count in this unit" in "\n".join(screen_text(app))
    assert len(written(session, Judged)) == 1


@pytest.mark.parametrize("size", SIZES, ids=str)
async def test_a_tick_that_does_not_count_looks_like_none_that_does(
    app: FieldAssess, session: Session, press: Any, screen_text: Any, size: tuple[int, int]
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
    app: FieldAssess, session: Session, press: Any, screen_text: Any
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


async def test_knowledge_apparent_from_the_work_is_inferred(app: FieldAssess, session: Session, press: Any) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "escape", "k", "enter")
    assert [b.refs for b in written(session, Inferred)] == [("U09602/K1",)]


async def test_find_goes_to_criteria_and_items(app: FieldAssess, press: Any) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "slash", "'gives time", "enter")
        assert page(app).here == "U09602/2.4"
        await press(pilot, "slash", "'unconventional", "enter")
        assert page(app).here == "U09602/R1.A.iv"


async def test_a_number_that_the_unit_lacks_goes_nowhere_in_silence(
    caseload: Workspace, ana: Learner, press: Any, screen_text: Any
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


# Notes -----------------------------------------------------------------------------------------------------------


async def test_a_tie_is_no_verdict(app: FieldAssess, session: Session, press: Any, screen_text: Any) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "'Calm @1.5", "enter", "enter")
        assert "space all met" in "\n".join(screen_text(app))
        await press(pilot, "down", "enter")
    (note,) = written(session, Noted)
    assert (note.text.strip(), note.refs) == ("Calm", ("U09602/1.5",))
    assert written(session, Judged) == []


async def test_space_after_a_note_records_its_ties_as_one_act(app: FieldAssess, session: Session, press: Any) -> None:
    ties = ("U09602/1.5", "U09602/R1.A.ii", "U09602/K1")
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "'Calm @1.5", "enter", "' with @angry", "enter", "'@aK1", "enter", "enter", "space")
        (note,) = [e for e in session.visit.live if isinstance(e.body, Noted)]
        (judged,) = written(session, Judged)
        assert (set(judged.refs), judged.note) == (set(ties), note.id)
        cover = session.measured(session.units[0])
        assert [shows.counts for shows in cover.items["R1.A.ii"].occasions] == [True]
        assert cover.knowledge["K1"].standing == "shown"
        await press(pilot, "comma")
    assert [ref for ref in ties if session.marks(ref)] == []
    assert session.visit.acts == [note]


async def test_tied_statements_still_ask_for_words(app: FieldAssess, session: Session, press: Any) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "'Calm @1.5", "enter", "'@aC3", "enter", "enter", "space")
        assert [b.refs for b in written(session, Judged)] == [("U09602/1.5",)]
        assert written(session, Confirmed) == []
        await press(pilot, "'asked twice when unsure", "enter")
    assert [(b.refs, b.reason) for b in written(session, Confirmed)] == [(("U09602/C3",), "asked twice when unsure")]


async def test_clearing_knowledge_leaves_what_was_recorded_with_it(
    app: FieldAssess, session: Session, press: Any
) -> None:
    session.judge(["U09602/2.4", "U09602/K1"], "met")
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot)
        page(app).board.clear("U09602/K1")
    assert session.marks("U09602/K1") == []
    assert len(session.marks("U09602/2.4")) == 1


async def test_minus_after_a_note_lets_choose(app: FieldAssess, session: Session, press: Any) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "'Calm, but silent @1.5", "enter", "'@1.6", "enter", "enter")
        await press(pilot, "minus", "space", "down", "minus", "enter")
    met, not_yet = written(session, Judged)
    assert (met.refs, met.verdict) == (("U09602/1.5",), "met")
    assert (not_yet.refs, not_yet.verdict, not_yet.reason) == (("U09602/1.6",), "not yet", "Calm, but silent")


async def test_a_note_may_have_been_seen_earlier_or_told(
    app: FieldAssess, session: Session, press: Any, screen_text: Any
) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "'at 13:40 Queue of nine", "enter")
        await press(pilot, "'Stayed late", "ctrl+o", "right", "ctrl+s")
        assert "Told by whom?" in "\n".join(screen_text(app))
        await press(pilot, "ctrl+o", "tab", "'supervisor", "ctrl+s", "enter")
    first, second = session.visit.notes
    assert isinstance(first.body, Noted)
    assert isinstance(second.body, Noted)
    assert (first.body.text, f"{first.happened:%H:%M}") == ("Queue of nine", "13:40")
    assert (second.body.text, second.body.known, second.body.source) == ("Stayed late", "told", "supervisor")


async def test_a_changed_note_takes_the_place_of_the_first(app: FieldAssess, session: Session, press: Any) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "'Queue of five", "enter", "tab", "tab", "enter", "'ty", "enter")
    (note,) = session.visit.notes
    assert isinstance(note.body, Noted)
    assert note.body.text == "Queue of fivety"
    assert len(written(session, Noted)) == 2


async def test_keys_that_arrive_all_at_once_keep_their_order(app: FieldAssess, session: Session, press: Any) -> None:
    """As from a phone's keyboard that sends whole words."""
    keys = [".", "b", *"angry customer @angry"]
    named = {".": "full_stop", " ": "space", "@": "at"}
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "1", "2")
        for key in keys:
            app.post_message(events.Key(named.get(key, key), key))
        app.post_message(events.Key("enter", "\r"))
        app.post_message(events.Key("enter", "\r"))
        await press(pilot)
    assert [b.refs for b in written(session, Covered)] == [("U09602/R1.A.ii",)]
    assert [(b.text.strip(), b.refs) for b in written(session, Noted)] == [("angry customer", ("U09602/R1.A.ii",))]


async def test_a_visit_goes_on_at_the_criterion_last_judged(app: FieldAssess, session: Session, press: Any) -> None:
    session.judge(["U09602/2.4"], "met")
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot)
        assert page(app).here == "U09602/2.4"


async def test_keys_in_one_burst_act_in_their_order(app: FieldAssess, session: Session, press: Any) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "1", "2")
        for key in (("down", None), ("space", " "), ("down", None), ("space", " "), *zip("ab", "ab", strict=True)):
            app.post_message(events.Key(*key))
        for key in (("backspace", None), ("c", "c"), ("enter", "\r")):
            app.post_message(events.Key(*key))
        await press(pilot)
    assert [b.refs for b in written(session, Judged)] == [("U09602/1.4",), ("U09602/1.6",)]
    assert [b.text for b in written(session, Noted)] == ["ac"]


async def test_pasted_text_becomes_a_note(app: FieldAssess, session: Session, press: Any) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        app.post_message(events.Paste("Moved to the office"))
        await press(pilot, "enter")
    assert [b.text for b in written(session, Noted)] == ["Moved to the office"]


async def test_pasted_lines_stay_lines(app: FieldAssess, session: Session, press: Any, screen_text: Any) -> None:
    """Terminals send a pasted line break as a carriage return."""
    async with app.run_test(size=(80, 24)) as pilot:
        app.post_message(events.Paste("Moved to\rthe office"))
        await press(pilot)
        assert [line.strip() for line in screen_text(app) if "the office" in line] == ["the office"]
        await press(pilot, "enter")
    assert [b.text for b in written(session, Noted)] == ["Moved to\nthe office"]


async def test_text_being_typed_is_there_after_a_restart(
    app: FieldAssess, caseload: Workspace, session: Session, press: Any, screen_text: Any
) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "1", "6", "minus", "'no word")
    again = FieldAssess(caseload, start=lambda: Observe(session, caseload))
    async with again.run_test(size=(80, 24)) as pilot:
        await press(pilot)
        assert "not yet a1.6 › no word" in "\n".join(screen_text(again))
        await press(pilot, "enter")
    assert [(b.refs, b.reason) for b in written(session, Judged)] == [(("U09602/1.6",), "no word")]
    assert caseload.draft(session, "note") is None


async def test_a_note_after_choosing_is_not_taken_for_the_one_recorded(
    app: FieldAssess, caseload: Workspace, session: Session, press: Any, screen_text: Any
) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "'Silent @1.6", "enter", "enter", "minus", "minus", "enter", "'Then explains")
    assert [b.verdict for b in written(session, Judged)] == ["not yet"]
    again = FieldAssess(caseload, start=lambda: Observe(session, caseload))
    async with again.run_test(size=(80, 24)) as pilot:
        await press(pilot)
        assert "Then explains" in "\n".join(screen_text(again))


async def test_what_is_typed_is_written_beside_the_screen(
    app: FieldAssess, session: Session, press: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also on leaving: a slow disk holds up no key."""
    wrote: list[str] = []
    save = Drafts.save
    monkeypatch.setattr(
        Drafts, "save", lambda *given: (wrote.append(threading.current_thread().name), save(*given))[-1]
    )
    async with app.run_test() as pilot:
        await press(pilot, "'Queue of nine")
    assert wrote
    assert threading.main_thread().name not in wrote


async def test_awkward_text_shows_and_is_recorded(
    app: FieldAssess, session: Session, press: Any, screen_text: Any, awkward: str
) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "x")
        page(app).note.line.fill(f"x{awkward}")
        await press(pilot, "enter", "tab", "tab")
        shown = "\n".join(screen_text(app))
    fits = len(f"x{awkward}".strip()) <= 10_000
    assert ("NOT recorded: longer than" in shown) != fits
    assert "\x1b" not in shown
    assert len(written(session, Noted)) == fits


# What must not go wrong ------------------------------------------------------------------------------------------


async def test_what_is_not_on_disk_is_not_shown_as_recorded(
    app: FieldAssess, session: Session, press: Any, screen_text: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(handle: int) -> None:
        raise OSError(28, os.strerror(28))

    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "2", "4")
        with monkeypatch.context() as patched:
            patched.setattr("sessions.journal.os.fsync", full)
            await press(pilot, "space")
            text = "\n".join(screen_text(app))
            assert "✗ NOT saved" in text
            assert "no space left on device" in text
            assert "▸   2.4" in text
            await press(pilot, "down", "up")
            assert "✗ NOT saved" in "\n".join(screen_text(app))
        await press(pilot, "space")
        assert "✓ saved" in "\n".join(screen_text(app))
        assert "▸✓  2.4" in "\n".join(screen_text(app))
    assert len(written(session, Judged)) == 1


async def test_a_note_that_could_not_be_recorded_stays_in_its_line(
    app: FieldAssess, session: Session, press: Any, screen_text: Any
) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "x")
        page(app).note.line.fill("y" * 10_001)
        await press(pilot, "enter")
        assert "longer than 10000 characters" in "\n".join(screen_text(app))
        assert len(page(app).note.text) == 10_001
    assert session.visit.acts == []


async def test_text_that_is_not_on_disk_is_not_left_behind_unasked(
    app: FieldAssess, session: Session, press: Any, screen_text: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(draft: object) -> None:
        raise OSError(28, os.strerror(28))

    async with app.run_test(size=(80, 24)) as pilot:
        with monkeypatch.context() as patched:
            patched.setattr(app.workspace.drafts, "save", full)
            await press(pilot, "'Queue of nine")
            page(app)._write_soon()
            await press(pilot)
            assert "What you type is NOT kept: no space left on device" in "\n".join(screen_text(app))
            await press(pilot, "escape", "l")
            assert "This text is not on disk" in "\n".join(screen_text(app))
            await press(pilot, "s")
            assert page(app).note.text == "Queue of nine"
            await press(pilot, "escape", "d")
            assert "✓ saved" in "\n".join(screen_text(app))
            assert "NOT kept" not in "\n".join(screen_text(app))


async def test_too_much_text_is_said_while_it_is_typed(app: FieldAssess, press: Any, screen_text: Any) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        app.post_message(events.Paste("y" * 10_001))
        await press(pilot)
        assert "10,000 characters at most: 10,001" in "\n".join(screen_text(app))
        await press(pilot, "backspace")
        assert "at most" not in "\n".join(screen_text(app))


async def test_pause_shows_nothing_of_anyone(app: FieldAssess, session: Session, press: Any, screen_text: Any) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "escape", "p")
        assert isinstance(app.screen, Paused)
        text = "\n".join(screen_text(app))
        assert "Paused" in text
        assert "Ana" not in text
        assert "U09602" not in text
        await press(pilot, "space", "x", "enter")
        assert isinstance(app.screen, Paused)
        await press(pilot, "p")
        assert isinstance(app.screen, Observe)
    assert len(written(session, WasPaused)) == len(written(session, Resumed)) == 1


async def test_two_keys_go_on_with_another_learner(
    caseload: Workspace, session: Session, press: Any, screen_text: Any
) -> None:
    ben = next(row.learner for row in caseload.caseload.rows() if row.name == "Ben Okafor")
    other = caseload.open_session(caseload.learner(ben), open_shipped("cvq-l2"), ["U09602"])
    app = FieldAssess(caseload)
    async with app.run_test(size=(80, 24)) as pilot:
        app.push_screen(Observe(session, caseload))
        await press(pilot, "escape", "1")
        assert page(app).session.id == other.id
        assert "BO ① seen ›" in "\n".join(screen_text(app))
        await press(pilot, "space", "escape", "l")
        assert isinstance(app.screen, Caseload)
        await press(pilot)
        assert caseload.caseload.get(ben).unfinished == (other.id,)
    assert len(written(other, Judged)) == 1


async def test_a_visit_being_written_up_goes_on_there_from_the_menu(
    caseload: Workspace, session: Session, press: Any
) -> None:
    ben = next(row.learner for row in caseload.caseload.rows() if row.name == "Ben Okafor")
    other = caseload.open_session(caseload.learner(ben), open_shipped("cvq-l2"), ["U09602"])
    other.close()
    app = FieldAssess(caseload)
    async with app.run_test() as pilot:
        app.push_screen(Observe(session, caseload))
        await press(pilot, "escape", "1")
        assert isinstance(app.screen, Finish)
        assert app.screen.session.id == other.id
        await press(pilot, "escape")
        assert page(app).session.id == session.id
        await press(pilot, "escape", "1", "o", "space")
        assert page(app).session.id == other.id
    assert (other.visit.state, len(written(other, Judged))) == ("open", 1)


async def test_a_visit_whose_qualification_is_not_here_leaves_one_where_one_is(
    caseload: Workspace, session: Session, press: Any
) -> None:
    other = caseload.open_session(session.learner, open_shipped("cvq-l2"), ["U09602"])
    app = FieldAssess(caseload, start=lambda: Observe(session, caseload))
    async with app.run_test() as pilot:
        await press(pilot)
        with pytest.MonkeyPatch.context() as patched:
            patched.setattr(caseload, "session", _missing)
            await press(pilot, "escape", "1")
        assert page(app).session.id == session.id
        assert "has not arrived" in [note.message for note in app._notifications][-1]
    assert other.visit.acts == []


def _missing(learner: str, session: str) -> Session:
    raise PackMissing("the qualification this was recorded with has not arrived on this device")


async def test_another_learner_is_observed_while_this_visit_stays_open(
    caseload: Workspace, session: Session, press: Any, screen_text: Any
) -> None:
    app = FieldAssess(caseload)
    async with app.run_test(size=(80, 24)) as pilot:
        app.push_screen(Observe(session, caseload))
        await press(pilot, "space", "'Half a word", "escape", "n", "'ben", "enter", "enter")
        assert page(app).session.portfolio.name == "Ben Okafor"
        await press(pilot, "escape")
        assert "Go on with Ana Clarke" in "\n".join(screen_text(app))
        line = next(line for line in screen_text(app) if "Go on with Ana Clarke, begun 14:00" in line)
        at = line.partition("Go on")[0].split()[-1]
        await press(pilot, at)
        assert page(app).session.id == session.id
        assert page(app).note.text == "Half a word"


async def test_a_visit_opened_by_mistake_is_discarded_on_leaving(
    caseload: Workspace, session: Session, press: Any, screen_text: Any
) -> None:
    app = FieldAssess(caseload)
    async with app.run_test(size=(80, 24)) as pilot:
        app.push_screen(Observe(session, caseload))
        await press(pilot, "escape", "l")
        assert "Nothing is recorded in this visit" in "\n".join(screen_text(app))
        await press(pilot, "escape")
        assert isinstance(app.screen, Observe)
        await press(pilot, "escape", "l", "d")
        assert isinstance(app.screen, Caseload)
    assert session.id not in {other.session for other in unfinished_sessions(caseload)}


async def test_everything_can_be_tapped(app: FieldAssess, session: Session, press: Any, screen_text: Any) -> None:
    async with app.run_test(size=(40, 20)) as pilot:
        await press(pilot)
        lines = screen_text(app)
        row = next(at for at, line in enumerate(lines) if " 1.4 " in line)
        await pilot.click(offset=(12, row))
        bar = next(at for at, line in enumerate(screen_text(app)) if "space Met" in line)
        await pilot.click(offset=(3, bar))
        await press(pilot)
        assert [b.refs for b in written(session, Judged)] == [("U09602/1.4",)]
        await pilot.click(offset=(11, 1))
        await press(pilot)
        assert page(app).pane == "range"


async def test_the_tags_of_the_open_units_stay_in_sight(
    caseload: Workspace, ana: Learner, press: Any, screen_text: Any
) -> None:
    units = ["U09602", "U12902", "U13002"]
    app = FieldAssess(
        caseload, start=lambda: Observe(caseload.open_session(ana, open_shipped("cvq-l2"), units), caseload)
    )
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot)
        assert "AC · CVQ 2 · a U09602 b U12902 c U13002" in screen_text(app)[0]
        await pilot.resize_terminal(40, 20)
        await press(pilot)
        assert "Ana Clarke · a b c" in screen_text(app)[0]


async def test_every_key_of_the_bar_is_in_sight(app: FieldAssess, press: Any, screen_text: Any) -> None:
    async with app.run_test(size=(40, 20)) as pilot:
        await press(pilot)
        foot = " ".join(screen_text(app)[-4:])
        for key in ("space Met", "- Not yet", "enter Next", ". Item", ", Undo", "/ Find", "tab Pane", "esc Menu"):
            assert key in foot


async def test_a_tick_draws_only_the_rows_it_changes_and_takes_no_time_to_notice(
    app: FieldAssess, press: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with app.run_test(size=(120, 40)) as pilot:
        await press(pilot, "2", "4")
        changed: list[str] = []
        update = Rows.update_row
        monkeypatch.setattr(Rows, "update_row", lambda rows, key, row: (changed.append(key), update(rows, key, row)))
        began = time.perf_counter()
        page(app).action_met_command()
        took = time.perf_counter() - began
        assert set(changed) == {"U09602/2.4", "element:U09602/2"}
        assert took < 0.5


def test_rows_are_made_without_a_screen(session: Session) -> None:
    from fieldassess.screens.observe.board import Board
    from fieldassess.screens.observe.rows import criteria_rows, range_rows

    board = Board(session)
    shown = [row.key for row in criteria_rows(board, everything=False) if not row.heading]
    assert "U09602/1.1" not in shown
    assert "U09602/1.6" in shown
    rows, letters = range_rows(board, "U09602/1.6")
    assert letters["a"] == "U09602/R1.B.i"
    assert len({row.key for row in rows}) == len(rows)


# The opening card ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("size", SIZES, ids=str)
async def test_the_card_keeps_what_was_stated_last(
    caseload: Workspace, press: Any, golden: Any, size: tuple[int, int]
) -> None:
    app = FieldAssess(caseload)
    ben = next(row.learner for row in caseload.caseload.rows() if row.name == "Ben Okafor")
    async with app.run_test(size=size) as pilot:
        app.run_worker(begin_observation(app, ben, ["U09602", "U13002"]))
        await press(pilot)
        golden(app, "observe-opening")


async def test_enter_opens_at_once(caseload: Workspace, ana: Learner, press: Any) -> None:
    app = FieldAssess(caseload)
    async with app.run_test(size=(80, 24)) as pilot:
        app.run_worker(begin_observation(app, ana.id))
        await press(pilot, "enter")
        opened = page(app).session.opened
    assert opened.units == ("U09602",)
    assert (opened.setting, opened.purpose, opened.assessor) == ("real work", "The Thursday queue", "Jo Sullivan")


async def test_a_number_of_several_units_is_to_be_named_with_its_unit(
    caseload: Workspace, ana: Learner, press: Any, screen_text: Any
) -> None:
    app = FieldAssess(caseload)
    async with app.run_test(size=(80, 24)) as pilot:
        app.run_worker(begin_observation(app, ana.id, ["U09602", "U12902"]))
        await press(pilot, "tab", "down", "tab", "'1.1", "enter")
        assert "1.1 stands in several units: a1.1 or b1.1?" in "\n".join(screen_text(app))
        await press(pilot, *["backspace"] * 3, "'b1.1", "enter")
        assert page(app).session.opened.planned == ("U12902/1.1",)


async def test_the_card_takes_what_is_planned_and_who_is_there(
    caseload: Workspace, ana: Learner, press: Any, screen_text: Any
) -> None:
    app = FieldAssess(caseload)
    async with app.run_test(size=(80, 24)) as pilot:
        app.run_worker(begin_observation(app, ana.id))
        await press(pilot, "tab", "down", "tab", "'1.5 9.9")
        assert "a1.5 Stays courteous" in "\n".join(screen_text(app))
        assert "9.9 is not in these units." in "\n".join(screen_text(app))
        await press(pilot, "enter")
        assert isinstance(app.screen, Opening)
        await press(pilot, *["backspace"] * 3, "'2.4", "tab", "'supervisor, colleague", "tab", "space", "enter")
        opened = page(app).session.opened
    assert opened.setting == "real work"
    assert opened.planned == ("U09602/1.5", "U09602/2.4")
    assert opened.present == ("supervisor", "colleague")
    assert opened.manager_told is True


async def test_the_card_says_when_too_many_are_there(
    caseload: Workspace, ana: Learner, press: Any, screen_text: Any
) -> None:
    app = FieldAssess(caseload)
    async with app.run_test() as pilot:
        app.run_worker(begin_observation(app, ana.id))
        await press(pilot, *["tab"] * 4, f"'{', '.join(['guest'] * 21)}", "enter")
        assert isinstance(app.screen, Opening)
        assert "At most 20 roles." in "\n".join(screen_text(app))
        await press(pilot, "ctrl+u", "'supervisor", "enter")
        assert page(app).session.opened.present == ("supervisor",)


@pytest.mark.parametrize("card", [begin_observation, ask_questions])
async def test_a_card_opens_in_the_background_and_says_when_it_could_not(
    caseload: Workspace, ana: Learner, press: Any, monkeypatch: pytest.MonkeyPatch, card: Any
) -> None:
    app, threads, count = FieldAssess(caseload), list[str](), len(ana.portfolio.visits)

    def full(handle: int) -> None:
        threads.append(threading.current_thread().name)
        raise OSError(28, "No space left on device")

    async with app.run_test() as pilot:
        app.run_worker(card(app, ana.id))
        await press(pilot)
        with monkeypatch.context() as patched:
            patched.setattr(os, "fsync", full)
            await press(pilot, "enter")
        assert [note.message for note in app._notifications] == ["NOT recorded: No space left on device."]
    assert threads
    assert threading.main_thread().name not in threads
    assert len(ana.portfolio.visits) == count


async def test_who_is_not_enrolled_cannot_be_observed(caseload: Workspace, press: Any) -> None:
    app = FieldAssess(caseload)
    chloe = next(row.learner for row in caseload.caseload.rows() if row.name == "Chloé Durand")
    async with app.run_test() as pilot:
        app.run_worker(begin_observation(app, chloe))
        await press(pilot)
        assert [note.message for note in app._notifications] == ["Chloé Durand is not enrolled on a qualification yet."]
