"""After signing, and leaving before it."""

from typing import Any

import pytest
from textual import events

from fieldassess.app import FieldAssess
from fieldassess.screens.finish.screen import Finish
from fieldassess.screens.finish.sign import SignView
from fieldassess.screens.learner.record import session_lines
from fieldassess.screens.learner.screen import LearnerPage
from sessions.bodies import Feedback
from sessions.learner import Learner
from sessions.session import Session
from sessions.unfinished import unfinished_sessions
from sessions.workspace import Workspace
from unitdata import open_shipped


async def test_after_signing_a_change_needs_a_reason(
    app: FieldAssess, judged: Session, press: Any, screen_text: Any
) -> None:
    judged.sign("assessor", "Jo Sullivan", "on this device")
    async with app.run_test() as pilot:
        await press(pilot, *["escape"] * 4, "tab", "'!", "ctrl+s")
        assert any("Why is this changed after signing?" in line for line in screen_text(app))
        await press(pilot, "escape")
        assert judged.visit.amendments == []
        await press(pilot, "ctrl+s", "'A slip of the pen", "ctrl+s", *["ctrl+s"] * 3)
        assert any("since, sign again" in line for line in screen_text(app))
    feedback = judged.visit.feedback
    assert feedback
    assert feedback.why == "Calm in the queue!"
    (amendment,) = judged.visit.amendments
    assert isinstance(amendment.body, Feedback)
    assert amendment.body.reason == "A slip of the pen"
    assert amendment.n == len(judged.learner.portfolio.entries), "one entry: a crash leaves the old one or the new"


def test_a_judgement_given_anew_is_read_with_its_reason(judged: Session) -> None:
    judged.sign("assessor", "Jo Sullivan", "on this device")
    judged.give_feedback("not yet", "Left the queue", reason="A slip of the pen")
    said = [str(words) for _, _, words in session_lines(judged.portfolio, judged.visit, judged.pack)]
    assert "judgement and feedback given anew: not yet. Reason: A slip of the pen" in said


async def test_undo_after_signing_says_what_goes(
    app: FieldAssess, judged: Session, press: Any, screen_text: Any
) -> None:
    judged.sign("assessor", "Jo Sullivan", "on this device")
    async with app.run_test() as pilot:
        await press(pilot, "escape", "escape", "comma")
        assert any("Take back: judgement satisfactory, 14:00" in line for line in screen_text(app))
        await press(pilot, "'Wrong learner", "ctrl+s")
        assert any("Taken back: judgement satisfactory" in line for line in screen_text(app))
    assert judged.visit.feedback is None


async def test_undo_on_a_signature_takes_back_that_signature(
    app: FieldAssess, judged: Session, press: Any, screen_text: Any
) -> None:
    judged.sign("assessor", "Jo Sullivan", "on this device")
    judged.sign("learner", "Ana Clarke", "on this device")
    async with app.run_test() as pilot:
        await press(pilot, "down", "comma")
        assert any("Take back: Ana Clarke as learner" in line for line in screen_text(app))
        await press(pilot, "'Signed by mistake", "ctrl+s", "end", "comma")
        assert any("Ana Clarke: not signed" in line for line in screen_text(app))
    assert judged.visit.signature("learner") is None
    assert judged.visit.signature("assessor")
    assert judged.visit.feedback


@pytest.mark.parametrize("changed", [False, True], ids=["no judgement", "changed since"])
async def test_leaving_what_is_not_finished_says_so(
    app: FieldAssess, session: Session, press: Any, changed: bool
) -> None:
    if changed:
        session.close()
        session.give_feedback("satisfactory", "Calm")
        session.sign("assessor", "Jo Sullivan", "on this device")
        session.note("One more thing")
    app = FieldAssess(app.workspace)
    left: list[object] = []
    async with app.run_test() as pilot:
        app.push_screen(Finish(session, app.workspace), left.append)
        await press(pilot, "ctrl+l")
        (said,) = app._notifications
        assert said.message.startswith("Changed since you signed" if changed else "No judgement yet")
    assert left == [None]
    assert session.id in {unfinished.session for unfinished in unfinished_sessions(app.workspace)}


async def test_an_empty_judgement_is_passed_with_a_word(
    app: FieldAssess, press: Any, screen_text: Any, on_to: Any
) -> None:
    async with app.run_test() as pilot:
        await press(pilot, *on_to("judgement"), "ctrl+s")
        text = "\n".join(screen_text(app))
        assert "No judgement yet: it is needed before signing" in text
        assert "○ 2 Judgement: needed" in text


async def test_a_digit_leads_to_a_step(app: FieldAssess, press: Any, finish: Any) -> None:
    async with app.run_test() as pilot:
        await press(pilot, "ctrl+g", "5")
        assert finish(app).step is finish(app).response


async def test_the_session_stays_unfinished_until_the_assessor_signs(
    app: FieldAssess, judged: Session, caseload: Workspace, press: Any, screen_text: Any, on_to: Any
) -> None:
    async with app.run_test() as pilot:
        await press(pilot, *on_to("sign"), "ctrl+s")
        assert any("You have not signed yet" in line for line in screen_text(app))
    assert judged.id in {unfinished.session for unfinished in unfinished_sessions(caseload)}


async def test_signed_and_done_leads_back(
    app: FieldAssess, judged: Session, ana: Learner, press: Any, on_to: Any
) -> None:
    app = FieldAssess(app.workspace)
    async with app.run_test() as pilot:
        app.push_screen(LearnerPage(ana.id))
        app.push_screen(Finish(judged, app.workspace))
        await press(pilot, *on_to("sign"), "enter", "d", "ctrl+s")
        assert isinstance(app.screen, LearnerPage)


async def test_the_head_names_number_day_units_and_counts(
    app: FieldAssess, session: Session, press: Any, screen_text: Any
) -> None:
    async with app.run_test() as pilot:
        await press(pilot)
        head = screen_text(app)[:2]
    assert session.visit.number in head[0]
    assert head[1].strip() == "21 Nov 2026 · U09602 · 2 met, 1 not yet, 1 note, 2 customers"


async def test_a_questions_session_is_finished_alike(caseload: Workspace, ana: Learner, press: Any, on_to: Any) -> None:
    session = caseload.open_session(ana, open_shipped("cvq-l2"), ["U09602"], method="questions")
    session.ask("Rights?", ["U09602/K1"], answer="No idea", verdict="not yet")
    app = FieldAssess(caseload, start=lambda: Finish(session, caseload))
    async with app.run_test() as pilot:
        await press(pilot, *on_to("judgement"), "space", "ctrl+s", "ctrl+s", "ctrl+s", "ctrl+s", "enter", "d")
    assert session.visit.state == "signed"


async def test_awkward_text_in_every_field_breaks_nothing(
    app: FieldAssess, session: Session, press: Any, screen_text: Any, awkward: str
) -> None:
    async with app.run_test(size=(40, 20)) as pilot:
        await press(pilot, "enter")
        app.post_message(events.Paste(awkward))
        await press(pilot, "ctrl+s", "space", "tab")
        app.post_message(events.Paste(awkward))
        await press(pilot, "ctrl+s", "ctrl+s", "ctrl+s", "ctrl+s", "h")
        assert isinstance(app.screen, SignView)
        assert "\x1b" not in "\n".join(screen_text(app))
        await press(pilot, "end")
    feedback = session.visit.feedback
    assert feedback
    if awkward.startswith("see ["):
        assert feedback.why == awkward
