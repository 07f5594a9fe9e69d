"""The judgement with its reason, what comes next, and what is left to confirm."""

import asyncio
import os
from datetime import date
from typing import Any

import pytest

from fieldassess.app import FieldAssess
from fieldassess.screens.finish.screen import Finish
from fieldassess.screens.kept import Kept
from sessions.learner import Learner
from sessions.session import Session
from sessions.workspace import Workspace

SIZES = [(40, 20), (80, 24), (120, 40)]


@pytest.mark.parametrize("size", SIZES, ids=str)
async def test_a_not_yet_without_its_reason_is_refused(
    app: FieldAssess, session: Session, press: Any, golden: Any, size: tuple[int, int], on_to: Any
) -> None:
    async with app.run_test(size=size) as pilot:
        await press(pilot, *on_to("judgement"), "space", "right", "ctrl+s")
        golden(app, "finish-judgement")
        assert session.visit.feedback is None
        await press(pilot, "'Did not keep the queue informed", "ctrl+s")
    feedback = session.visit.feedback
    assert feedback
    assert (feedback.judgement, feedback.why) == ("not yet", "Did not keep the queue informed")


async def test_going_through_again_records_nothing_twice(
    app: FieldAssess, session: Session, press: Any, on_to: Any
) -> None:
    async with app.run_test() as pilot:
        await press(
            pilot, *on_to("judgement"), "space", "tab", "'Calm", "tab", "'Greeting", "tab", "'Slow down", "ctrl+s"
        )
        count = len(session.visit.entries)
        await press(pilot, "escape", "ctrl+s")
    feedback = session.visit.feedback
    assert feedback
    assert (feedback.judgement, feedback.why, feedback.well, feedback.to_do) == (
        "satisfactory", "Calm", "Greeting", "Slow down"
    )  # fmt: skip
    assert len(session.visit.entries) == count


async def test_left_half_way_what_was_typed_comes_back(
    caseload: Workspace, app: FieldAssess, session: Session, press: Any, screen_text: Any
) -> None:
    async with app.run_test() as pilot:
        await press(pilot, "enter", "'Badge on", "escape", "ctrl+s", "space", "tab", "'Half a rea")
    assert session.visit.feedback is None
    again = FieldAssess(caseload, start=lambda: Finish(session, caseload))
    async with again.run_test() as pilot:
        await press(pilot)
        text = "\n".join(screen_text(again))
        assert "What you had typed is back; it is not recorded yet" in text
        assert "What did you see? U09602 1.1" in text
        await press(pilot, "enter", "ctrl+s", "tab", "'son", "ctrl+s")
    feedback = session.visit.feedback
    assert feedback
    assert feedback.why == "Half a reason"
    assert session.visit.notes[-1].body.text == "Badge on"  # type: ignore[union-attr]
    assert caseload.draft(session, "judgement") is None


async def test_words_begun_for_two_loose_ends_both_come_back(
    caseload: Workspace, app: FieldAssess, session: Session, press: Any, screen_text: Any
) -> None:
    async with app.run_test() as pilot:
        await press(pilot, "enter", "'Badge on", "escape", "down", "enter", "'Left waiting", "escape")
    again = FieldAssess(caseload, start=lambda: Finish(session, caseload))
    async with again.run_test() as pilot:
        await press(pilot, "enter", "enter")
        text = "\n".join(screen_text(again))
        assert "Left waiting" in text
        await press(pilot, "enter")
    assert session.marks("U09602/1.6")[0].reason == "Left waiting"
    assert session.visit.notes[-1].body.text == "Badge on"  # type: ignore[union-attr]
    third = FieldAssess(caseload, start=lambda: Finish(session, caseload))
    async with third.run_test() as pilot:
        await press(pilot)
        assert "is back" not in "\n".join(screen_text(third))


async def test_when_the_disk_fails_the_step_stays_and_says_so(
    app: FieldAssess,
    session: Session,
    press: Any,
    screen_text: Any,
    monkeypatch: pytest.MonkeyPatch,
    finish: Any,
    on_to: Any,
) -> None:
    async with app.run_test() as pilot:
        await press(pilot, *on_to("judgement"), "space")
        with monkeypatch.context() as broken:
            broken.setattr(os, "fsync", _no_space)
            await press(pilot, "ctrl+s")
            finish(app).post_message(Kept.Wrote("What you type is NOT kept: no space left on device"))
            await press(pilot)
            text = "\n".join(screen_text(app))
            assert "NOT recorded: no space left on device" in text
            assert "✗ NOT saved" in text
        assert session.visit.feedback is None
        await press(pilot, "ctrl+s")
    assert session.visit.feedback


def _no_space(handle: int) -> None:
    raise OSError(28, "No space left on device")


# Next step and confirmations ------------------------------------------------------------------------------------


async def test_a_changed_next_step_keeps_what_was_put_off_to_it(
    app: FieldAssess, judged: Session, ana: Learner, press: Any
) -> None:
    ana.plan(None, "see a complaint", ["U09602/R1.A.ii"], agreed_in=judged.id)
    async with app.run_test() as pilot:
        await press(pilot, "ctrl+g", "3", "' by telephone", "ctrl+s")
    (plan,) = [plan for _, plan in ana.portfolio.plans()]
    assert (plan.what, plan.refs) == ("see a complaint by telephone", ("U09602/R1.A.ii",))
    assert plan.agreed_in == judged.id


async def test_a_next_step_changed_after_signing_leaves_the_signed_one(
    app: FieldAssess, judged: Session, ana: Learner, press: Any
) -> None:
    ana.plan(None, "see a complaint", agreed_in=judged.id)
    judged.sign("assessor", "Jo Sullivan", "on this device")
    async with app.run_test() as pilot:
        await press(pilot, "ctrl+g", "3", "', at noon", "ctrl+s")
    (plan,) = [plan for _, plan in ana.portfolio.plans()]
    assert (plan.what, plan.agreed_in) == ("see a complaint, at noon", None)


async def test_the_next_step_and_its_date(
    app: FieldAssess, ana: Learner, press: Any, screen_text: Any, on_to: Any
) -> None:
    async with app.run_test() as pilot:
        await press(pilot, *on_to("next"), "ctrl+u", "'Watch a complaint", "tab", "ctrl+u", "'28 Nov")
        assert any("= Sat 28 Nov 2026" in line for line in screen_text(app))
        await press(pilot, "ctrl+s")
    ((_, plan),) = ana.portfolio.plans()
    assert (plan.what, plan.when) == ("Watch a complaint", date(2026, 11, 28))


async def test_the_step_agreed_here_stands_in_the_record_whatever_is_planned_later(
    app: FieldAssess, session: Session, ana: Learner, press: Any, screen_text: Any, finish: Any, on_to: Any
) -> None:
    ana.plan(date(2026, 11, 27), "A colleague's plan, made meanwhile")
    async with app.run_test(size=(120, 60)) as pilot:
        await press(pilot)
        assert not finish(app).next_step.mark
        await press(pilot, *on_to("next"), "ctrl+u", "'Watch a complaint", "tab", "ctrl+u", "'28 Nov", "ctrl+s")
        assert finish(app).next_step.mark
        ana.plan(date(2026, 12, 1), "Something else")
        await press(pilot, "ctrl+s", "ctrl+s", "h")
        text = "\n".join(screen_text(app))
    assert "Watch a complaint" in text
    assert "Sat 28 Nov 2026" in text


@pytest.mark.parametrize(
    ("step", "place", "keys"),
    [("judgement", "judgement", ["space"]), ("next", "next step", ["'x"]), ("response", "response", ["'x"])],
)
async def test_what_was_recorded_does_not_come_back_after_a_kill(
    app: FieldAssess, session: Session, press: Any, monkeypatch: pytest.MonkeyPatch,
    step: str, place: str, keys: list[str], on_to: Any) -> None:  # fmt: skip
    """The entry was written, and the draft still lay on disk."""
    async with app.run_test() as pilot:
        await press(pilot, *on_to(step), *keys)
        async with asyncio.timeout(5):
            while app.workspace.draft(session, place) is None:
                await pilot.pause(0)
        monkeypatch.setattr(app.workspace.drafts, "drop", lambda *place: None)
        await press(pilot, "ctrl+s")
    assert app.workspace.drafts.load(session.id, place)
    assert app.workspace.draft(session, place) is None


@pytest.mark.parametrize("size", SIZES, ids=str)
async def test_what_the_unit_leaves_to_the_assessor_is_confirmed_and_taken_back(
    app: FieldAssess, session: Session, press: Any, golden: Any, size: tuple[int, int], on_to: Any
) -> None:
    async with app.run_test(size=size) as pilot:
        await press(pilot, *on_to("confirm"), "enter")
        golden(app, "finish-confirm")
        unit = session.units[0]
        assert session.measured(unit).sufficient.confirmed == {"period"}
        await press(pilot, "enter")
        assert session.measured(unit).sufficient.confirmed == frozenset()
