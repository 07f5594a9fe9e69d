"""Notes of a visit: typed, tied, changed and pasted."""

import threading
from typing import Any

import pytest
from textual import events

from fieldassess.app import FieldAssess
from fieldassess.screens.observe.screen import Observe
from sessions.bodies import Confirmed, Covered, Judged, Noted
from sessions.draft import Drafts
from sessions.session import Session
from sessions.workspace import Workspace


async def test_a_tie_is_no_verdict(
    app: FieldAssess, session: Session, press: Any, screen_text: Any, written: Any
) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "'Calm @1.5", "enter", "enter")
        assert "space all met" in "\n".join(screen_text(app))
        await press(pilot, "down", "enter")
    (note,) = written(session, Noted)
    assert (note.text.strip(), note.refs) == ("Calm", ("U09602/1.5",))
    assert written(session, Judged) == []


async def test_space_after_a_note_records_its_ties_as_one_act(
    app: FieldAssess, session: Session, press: Any, written: Any
) -> None:
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


async def test_tied_statements_still_ask_for_words(
    app: FieldAssess, session: Session, press: Any, written: Any
) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "'Calm @1.5", "enter", "'@aC3", "enter", "enter", "space")
        assert [b.refs for b in written(session, Judged)] == [("U09602/1.5",)]
        assert written(session, Confirmed) == []
        await press(pilot, "'asked twice when unsure", "enter")
    assert [(b.refs, b.reason) for b in written(session, Confirmed)] == [(("U09602/C3",), "asked twice when unsure")]


async def test_clearing_knowledge_leaves_what_was_recorded_with_it(
    app: FieldAssess, session: Session, press: Any, page: Any
) -> None:
    session.judge(["U09602/2.4", "U09602/K1"], "met")
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot)
        page(app).board.clear("U09602/K1")
    assert session.marks("U09602/K1") == []
    assert len(session.marks("U09602/2.4")) == 1


async def test_minus_after_a_note_lets_choose(app: FieldAssess, session: Session, press: Any, written: Any) -> None:
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


async def test_a_changed_note_takes_the_place_of_the_first(
    app: FieldAssess, session: Session, press: Any, written: Any
) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "'Queue of five", "enter", "tab", "tab", "enter", "'ty", "enter")
    (note,) = session.visit.notes
    assert isinstance(note.body, Noted)
    assert note.body.text == "Queue of fivety"
    assert len(written(session, Noted)) == 2


async def test_keys_that_arrive_all_at_once_keep_their_order(
    app: FieldAssess, session: Session, press: Any, written: Any
) -> None:
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


async def test_a_visit_goes_on_at_the_criterion_last_judged(
    app: FieldAssess, session: Session, press: Any, page: Any
) -> None:
    session.judge(["U09602/2.4"], "met")
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot)
        assert page(app).here == "U09602/2.4"


async def test_keys_in_one_burst_act_in_their_order(
    app: FieldAssess, session: Session, press: Any, written: Any
) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "1", "2")
        for key in (("down", None), ("space", " "), ("down", None), ("space", " "), *zip("ab", "ab", strict=True)):
            app.post_message(events.Key(*key))
        for key in (("backspace", None), ("c", "c"), ("enter", "\r")):
            app.post_message(events.Key(*key))
        await press(pilot)
    assert [b.refs for b in written(session, Judged)] == [("U09602/1.4",), ("U09602/1.6",)]
    assert [b.text for b in written(session, Noted)] == ["ac"]


async def test_pasted_text_becomes_a_note(app: FieldAssess, session: Session, press: Any, written: Any) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        app.post_message(events.Paste("Moved to the office"))
        await press(pilot, "enter")
    assert [b.text for b in written(session, Noted)] == ["Moved to the office"]


async def test_pasted_lines_stay_lines(
    app: FieldAssess, session: Session, press: Any, screen_text: Any, written: Any
) -> None:
    """Terminals send a pasted line break as a carriage return."""
    async with app.run_test(size=(80, 24)) as pilot:
        app.post_message(events.Paste("Moved to\rthe office"))
        await press(pilot)
        assert [line.strip() for line in screen_text(app) if "the office" in line] == ["the office"]
        await press(pilot, "enter")
    assert [b.text for b in written(session, Noted)] == ["Moved to\nthe office"]


async def test_text_being_typed_is_there_after_a_restart(
    app: FieldAssess, caseload: Workspace, session: Session, press: Any, screen_text: Any, written: Any
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
    app: FieldAssess, caseload: Workspace, session: Session, press: Any, screen_text: Any, written: Any
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
    app: FieldAssess, session: Session, press: Any, screen_text: Any, awkward: str, written: Any, page: Any
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
