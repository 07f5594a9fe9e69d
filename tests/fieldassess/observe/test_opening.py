"""The opening card of a visit."""

import os
import threading
from typing import Any

import pytest

from fieldassess.app import FieldAssess
from fieldassess.screens.observe.opening import Opening, begin_observation
from fieldassess.screens.question.card import ask_questions
from sessions.learner import Learner
from sessions.workspace import Workspace

SIZES = [(40, 20), (80, 24), (120, 40)]


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


async def test_enter_opens_at_once(caseload: Workspace, ana: Learner, press: Any, page: Any) -> None:
    app = FieldAssess(caseload)
    async with app.run_test(size=(80, 24)) as pilot:
        app.run_worker(begin_observation(app, ana.id))
        await press(pilot, "enter")
        opened = page(app).session.opened
    assert opened.units == ("U09602",)
    assert (opened.setting, opened.purpose, opened.assessor) == ("real work", "The Thursday queue", "Jo Sullivan")


async def test_a_number_of_several_units_is_to_be_named_with_its_unit(
    caseload: Workspace, ana: Learner, press: Any, screen_text: Any, page: Any
) -> None:
    app = FieldAssess(caseload)
    async with app.run_test(size=(80, 24)) as pilot:
        app.run_worker(begin_observation(app, ana.id, ["U09602", "U12902"]))
        await press(pilot, "tab", "down", "tab", "'1.1", "enter")
        assert "1.1 stands in several units: a1.1 or b1.1?" in "\n".join(screen_text(app))
        await press(pilot, *["backspace"] * 3, "'b1.1", "enter")
        assert page(app).session.opened.planned == ("U12902/1.1",)


async def test_the_card_takes_what_is_planned_and_who_is_there(
    caseload: Workspace, ana: Learner, press: Any, screen_text: Any, page: Any
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
    caseload: Workspace, ana: Learner, press: Any, screen_text: Any, page: Any
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
