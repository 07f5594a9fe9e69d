"""What must not go wrong in a visit: the disk, leaving it, another learner's, taps and drawing."""

import errno
import os
import time
from datetime import timedelta
from typing import Any

import pytest
from textual import events

from fieldassess.app import FieldAssess
from fieldassess.screens.caseload.screen import Caseload
from fieldassess.screens.finish.screen import Finish
from fieldassess.screens.observe.dialogs import Paused
from fieldassess.screens.observe.screen import Observe
from fieldassess.widgets.rows import Rows
from sessions.bodies import Judged, Resumed
from sessions.bodies import Paused as WasPaused
from sessions.learner import Learner
from sessions.packs import PackMissing
from sessions.session import Session
from sessions.unfinished import unfinished_sessions
from sessions.workspace import Workspace
from unitdata import open_shipped


@pytest.mark.parametrize(
    ("call", "error", "said"),
    [
        ("os.fsync", errno.ENOSPC, "The disk is full: free some space"),
        ("os.path.getsize", errno.ESTALE, "Stale file handle"),
    ],
    ids=["written", "looked at"],
)
async def test_what_is_not_on_disk_is_not_shown_as_recorded(
    app: FieldAssess,
    session: Session,
    press: Any,
    screen_text: Any,
    monkeypatch: pytest.MonkeyPatch,
    written: Any,
    call: str,
    error: int,
    said: str,
) -> None:
    def failing(_: object) -> None:
        raise OSError(error, os.strerror(error))

    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "2", "4")
        with monkeypatch.context() as patched:
            patched.setattr(f"sessions.journal.{call}", failing)
            await press(pilot, "space")
            text = "\n".join(screen_text(app))
            assert "✗ NOT saved" in text
            assert said in text
            assert "▸   2.4" in text
            await press(pilot, "down", "up")
            assert "✗ NOT saved" in "\n".join(screen_text(app))
        await press(pilot, "space")
        assert "✓ saved" in "\n".join(screen_text(app))
        assert "▸✓  2.4" in "\n".join(screen_text(app))
    assert len(written(session, Judged)) == 1


async def test_a_lost_tick_is_named_until_it_is_seen_or_recorded(
    app: FieldAssess, press: Any, screen_text: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    async with app.run_test(size=(40, 20)) as pilot:
        with monkeypatch.context() as patched:
            patched.setattr("sessions.journal.os.fsync", full)
            await press(pilot, "2", "4", "space", "up", "space")
        said = " ".join(line.strip() for line in screen_text(app)[1:4])
        assert "NOT recorded: a2.4 met, a2.3 met. The disk is full: free some space, then repeat it." in said
        await press(pilot, "space")
        said = " ".join(line.strip() for line in screen_text(app)[1:4])
        assert "NOT recorded: a2.4 met. The disk works again: repeat it, or esc." in said
        await press(pilot, "escape")
        assert isinstance(app.screen, Observe)
        assert "NOT" not in "\n".join(screen_text(app))


async def test_the_clock_of_a_visit_that_was_left_open_says_when_it_began(
    app: FieldAssess, clock: Any, press: Any, screen_text: Any
) -> None:
    clock.now += timedelta(minutes=11)
    async with app.run_test(size=(40, 20)) as pilot:
        await press(pilot)
        assert "since 14:00 ✓ saved" in screen_text(app)[0]


async def test_the_last_act_says_what_a_note_is_tied_to(app: FieldAssess, press: Any, screen_text: Any) -> None:
    async with app.run_test(size=(40, 20)) as pilot:
        await press(pilot, "'Queue @a1.2", "space", "enter", "up")
        text = "\n".join(screen_text(app))
        assert "note on a1.2: Queue" in text


async def test_a_note_that_could_not_be_recorded_stays_in_its_line(
    app: FieldAssess, session: Session, press: Any, screen_text: Any, page: Any
) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "x")
        page(app).note.line.fill("y" * 10_001)
        await press(pilot, "enter")
        assert "longer than 10000 characters" in "\n".join(screen_text(app))
        assert len(page(app).note.text) == 10_001
    assert session.visit.acts == []


async def test_text_that_is_not_on_disk_is_not_left_behind_unasked(
    app: FieldAssess, session: Session, press: Any, screen_text: Any, monkeypatch: pytest.MonkeyPatch, page: Any
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


async def test_pause_shows_nothing_of_anyone(
    app: FieldAssess, session: Session, press: Any, screen_text: Any, written: Any
) -> None:
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
    caseload: Workspace, session: Session, press: Any, screen_text: Any, written: Any, page: Any
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
    caseload: Workspace, session: Session, press: Any, written: Any, page: Any
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
    caseload: Workspace, session: Session, press: Any, page: Any
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
    caseload: Workspace, session: Session, press: Any, screen_text: Any, page: Any
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


async def test_everything_can_be_tapped(
    app: FieldAssess, session: Session, press: Any, screen_text: Any, written: Any, page: Any
) -> None:
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
    app: FieldAssess, press: Any, monkeypatch: pytest.MonkeyPatch, page: Any
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
