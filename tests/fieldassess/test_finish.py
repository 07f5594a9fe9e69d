"""Finishing: loose ends, a judgement with its reason, what comes next, the learner's answer, the signatures."""

import asyncio
import os
from datetime import date
from typing import Any

import pytest
from textual import events

from fieldassess.app import FieldAssess
from fieldassess.screens.finish.ends import EndsStep
from fieldassess.screens.finish.screen import Finish
from fieldassess.screens.finish.sign import SignView
from fieldassess.screens.kept import Kept
from fieldassess.screens.learner.record import session_lines
from fieldassess.screens.learner.screen import LearnerPage
from sessions.bodies import Feedback, Noted
from sessions.learner import Learner
from sessions.loose_ends import loose_ends
from sessions.session import Session
from sessions.unfinished import unfinished_sessions
from sessions.workspace import Workspace
from unitdata import open_shipped

SIZES = [(40, 20), (80, 24), (120, 40)]


@pytest.fixture
def ana(caseload: Workspace) -> Learner:
    return caseload.learner(next(row.learner for row in caseload.caseload.rows() if row.name == "Ana Clarke"))


@pytest.fixture
def session(caseload: Workspace, ana: Learner) -> Session:
    """A visit with one loose end of each kind."""
    session = caseload.open_session(
        ana, open_shipped("cvq-l2"), ["U09602"], planned=["U09602/1.5", "U09602/1.2"], purpose="the Saturday queue"
    )
    session.judge(["U09602/1.2"], "met")
    session.note("Queue of nine, colleague off sick")
    session.next_moment()
    session.judge(["U09602/1.6"], "not yet")
    session.judge(["U09602/1.1"], "met")
    return session


@pytest.fixture
def app(caseload: Workspace, session: Session) -> FieldAssess:
    return FieldAssess(caseload, start=lambda: Finish(session, caseload))


def finish(app: FieldAssess) -> Finish:
    assert isinstance(app.screen, Finish)
    return app.screen


TO = {"judgement": 1, "next": 2, "confirm": 3, "response": 4, "sign": 5}


def on_to(step: str) -> list[str]:
    """The keys that lead from the first step to another one."""
    return ["ctrl+s"] * TO[step]


# Loose ends -----------------------------------------------------------------------------------------------------


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
    app: FieldAssess, session: Session, ana: Learner, press: Any
) -> None:
    async with app.run_test() as pilot:
        await press(pilot, "end", "enter", "n")
        assert not any(row.key.startswith("planned") for row in finish(app).steps.rows)
        await press(pilot, *on_to("next"), "ctrl+s")
    plan = ana.portfolio.plans()[-1][1]
    assert (plan.refs, plan.pack_id) == (("U09602/1.5",), "cvq-l2")


async def test_who_told_it_is_asked_and_kept_with_the_note(
    app: FieldAssess, session: Session, press: Any, screen_text: Any
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


# Judgement ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("size", SIZES, ids=str)
async def test_a_not_yet_without_its_reason_is_refused(
    app: FieldAssess, session: Session, press: Any, golden: Any, size: tuple[int, int]
) -> None:
    async with app.run_test(size=size) as pilot:
        await press(pilot, *on_to("judgement"), "space", "right", "ctrl+s")
        golden(app, "finish-judgement")
        assert session.visit.feedback is None
        await press(pilot, "'Did not keep the queue informed", "ctrl+s")
    feedback = session.visit.feedback
    assert feedback
    assert (feedback.judgement, feedback.why) == ("not yet", "Did not keep the queue informed")


async def test_going_through_again_records_nothing_twice(app: FieldAssess, session: Session, press: Any) -> None:
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
    app: FieldAssess, session: Session, press: Any, screen_text: Any, monkeypatch: pytest.MonkeyPatch
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


async def test_the_next_step_and_its_date(app: FieldAssess, ana: Learner, press: Any, screen_text: Any) -> None:
    async with app.run_test() as pilot:
        await press(pilot, *on_to("next"), "ctrl+u", "'Watch a complaint", "tab", "ctrl+u", "'28 Nov")
        assert any("= Sat 28 Nov 2026" in line for line in screen_text(app))
        await press(pilot, "ctrl+s")
    ((_, plan),) = ana.portfolio.plans()
    assert (plan.what, plan.when) == ("Watch a complaint", date(2026, 11, 28))


async def test_the_step_agreed_here_stands_in_the_record_whatever_is_planned_later(
    app: FieldAssess, session: Session, ana: Learner, press: Any, screen_text: Any
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
    step: str, place: str, keys: list[str],
) -> None:  # fmt: skip
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
    app: FieldAssess, session: Session, press: Any, golden: Any, size: tuple[int, int]
) -> None:
    async with app.run_test(size=size) as pilot:
        await press(pilot, *on_to("confirm"), "enter")
        golden(app, "finish-confirm")
        unit = session.units[0]
        assert session.measured(unit).sufficient.confirmed == {"period"}
        await press(pilot, "enter")
        assert session.measured(unit).sufficient.confirmed == frozenset()


# Response and signatures ----------------------------------------------------------------------------------------


@pytest.fixture
def judged(session: Session) -> Session:
    session.close()
    session.give_feedback("satisfactory", "Calm in the queue", "Greeting", "Say how long it takes")
    return session


async def test_the_learners_words_are_recorded(app: FieldAssess, judged: Session, press: Any) -> None:
    async with app.run_test() as pilot:
        await press(pilot, *on_to("response"), "'Fair, I was rushed", "tab", "space", "ctrl+s")
    response = judged.visit.response
    assert response
    assert (response.comment, response.agrees) == ("Fair, I was rushed", True)


async def test_nobody_signs_before_the_judgement(
    app: FieldAssess, session: Session, press: Any, screen_text: Any
) -> None:
    async with app.run_test() as pilot:
        await press(pilot, *on_to("sign"), "enter")
        assert any("Give the judgement first" in line for line in screen_text(app))
    assert session.visit.signature("assessor") is None


@pytest.mark.parametrize("size", SIZES, ids=str)
async def test_the_assessors_signature_finishes_the_session(
    app: FieldAssess, judged: Session, press: Any, golden: Any, size: tuple[int, int]
) -> None:
    async with app.run_test(size=size) as pilot:
        await press(pilot, *on_to("sign"), "enter", "d")
        golden(app, "finish-sign")
    assert judged.visit.state == "signed"
    signed = judged.visit.signature("assessor")
    assert signed
    assert (signed.name, signed.how) == ("Jo Sullivan", "on this device")


async def test_the_ask_before_signing_names_what_is_loose(
    app: FieldAssess, judged: Session, press: Any, screen_text: Any
) -> None:
    async with app.run_test() as pilot:
        await press(pilot, *on_to("sign"), "enter")
        assert any("1 not yet without a reason" in line for line in screen_text(app))


@pytest.mark.parametrize(("key", "how"), [("p", "on paper"), ("f", "to follow")])
async def test_a_learner_may_sign_in_other_ways(
    app: FieldAssess, judged: Session, press: Any, screen_text: Any, key: str, how: str
) -> None:
    async with app.run_test() as pilot:
        await press(pilot, *on_to("sign"), "down", "enter", key)
        assert any(f"Ana Clarke: {how}, 14:00" in line for line in screen_text(app))


async def test_who_declines_is_asked_why(app: FieldAssess, judged: Session, press: Any, screen_text: Any) -> None:
    async with app.run_test() as pilot:
        await press(pilot, *on_to("sign"), "down", "enter", "x")
        assert any("Ana Clarke declines to sign" in line for line in screen_text(app))
        await press(pilot, "'That was not my till", "tab", "space", "right", "ctrl+s")
        assert any("Ana Clarke: declined, 14:00" in line for line in screen_text(app))
    response = judged.visit.response
    assert response
    assert (response.comment, response.agrees) == ("That was not my till", False)
    assert judged.visit.declined("learner")


async def test_the_learner_declines_in_their_own_view(app: FieldAssess, judged: Session, press: Any) -> None:
    async with app.run_test() as pilot:
        await press(pilot, *on_to("sign"), "h", "'I did not agree", "ctrl+s", "d")
    assert judged.visit.response
    assert judged.visit.response.comment == "I did not agree"
    assert judged.visit.declined("learner")


async def test_without_a_judgement_the_learner_reads_and_does_not_sign(
    app: FieldAssess, session: Session, press: Any, screen_text: Any
) -> None:
    async with app.run_test() as pilot:
        await press(pilot, *on_to("sign"), "down", "enter")
        assert any("Give the judgement first" in line for line in screen_text(app))
        await press(pilot, "h", "'Fine by me", "ctrl+s", "s")
        assert any("Not to be signed yet" in line for line in screen_text(app))
        assert not any("Sign or decline" in line for line in screen_text(app))
    assert session.visit.signature("learner") is None


async def test_a_long_record_is_read_page_by_page_while_the_comment_has_the_cursor(
    app: FieldAssess, judged: Session, press: Any, screen_text: Any
) -> None:
    async with app.run_test(size=(40, 20)) as pilot:
        await press(pilot, *on_to("sign"), "h")
        view = app.screen
        assert isinstance(view, SignView)
        last = screen_text(app)[view.rows.size.height].strip()
        await press(pilot, "pagedown", "'Read it")
        assert screen_text(app)[1].strip("▁▂▃▄▅▆▇█ ") == last.strip("▁▂▃▄▅▆▇█ ")
        assert view.values["comment"] == "Read it"
        await press(pilot, "pageup")
        assert "Opening" in screen_text(app)[1]


async def test_nobody_signs_for_the_assessor_who_was_there(
    app: FieldAssess, judged: Session, press: Any, screen_text: Any
) -> None:
    app.workspace.device.become("Alex Brown", "AB", "qualified")
    async with app.run_test() as pilot:
        await press(pilot, *on_to("sign"), "enter", "d")
        assert any("NOT signed: Jo Sullivan assessed this" in line for line in screen_text(app))
    assert judged.visit.signature("assessor") is None


async def test_one_person_never_signs_in_two_roles(
    app: FieldAssess, judged: Session, press: Any, screen_text: Any
) -> None:
    async with app.run_test() as pilot:
        await press(pilot, *on_to("sign"), "enter", "d", "end", "enter", "'jo sullivan", "ctrl+s")
        assert any("never signs in two roles" in line for line in screen_text(app))
        assert "✓ saved" in screen_text(app)[0]
    assert judged.visit.signature("witness") is None


@pytest.mark.parametrize("size", SIZES, ids=str)
async def test_the_learner_reads_this_session_answers_and_signs(
    app: FieldAssess, judged: Session, press: Any, golden: Any, screen_text: Any, size: tuple[int, int]
) -> None:
    async with app.run_test(size=size) as pilot:
        await press(pilot, *on_to("sign"), "h")
        golden(app, "finish-sign-view")
        await press(pilot, "'I agree", "ctrl+s", "s")
        assert any("Signed. Thank you" in line for line in screen_text(app))
    response, signed = judged.visit.response, judged.visit.signature("learner")
    assert response
    assert signed
    assert (response.comment, signed.name, signed.how) == ("I agree", "Ana Clarke", "on this device")


async def test_only_the_assessor_leads_out_of_the_learners_view(app: FieldAssess, judged: Session, press: Any) -> None:
    async with app.run_test() as pilot:
        await press(pilot, *on_to("sign"), "h", "escape", "escape")
        assert isinstance(app.screen, SignView)
        await press(pilot, "ctrl+q", "ctrl+c", "ctrl+c")
        assert app.is_running
        await press(pilot, "escape", "'ac", "ctrl+q", "enter")
        assert app.is_running
        assert not isinstance(app.screen, Finish)
        await press(pilot, "ctrl+u", "'js", "enter")
        assert isinstance(app.screen, Finish)


async def test_the_learners_view_offers_nothing_but_this_session(
    app: FieldAssess, judged: Session, press: Any, screen_text: Any
) -> None:
    async with app.run_test(size=(120, 60)) as pilot:
        await press(pilot, *on_to("sign"), "h")
        view = app.screen
        assert isinstance(view, SignView)
        offered = {command.__name__ for command in view.possible_commands()}
        assert offered == {"ReadOn", "ReadBack", "SignHere", "HandBack", "Help", "ChangeTheme"}
        text = "\n".join(screen_text(app))
        assert "Queue of nine, colleague off sick" in text
        assert "Calm in the queue" in text
        assert "Ben Okafor" not in text


async def test_what_the_learner_typed_and_did_not_sign_is_kept(
    app: FieldAssess, judged: Session, press: Any, screen_text: Any
) -> None:
    async with app.run_test() as pilot:
        await press(pilot, *on_to("sign"), "h", "'Not sure", "escape", "'js", "enter", "escape")
        assert any("Not sure" in line for line in screen_text(app))
    assert judged.visit.response is None


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


async def test_an_empty_judgement_is_passed_with_a_word(app: FieldAssess, press: Any, screen_text: Any) -> None:
    async with app.run_test() as pilot:
        await press(pilot, *on_to("judgement"), "ctrl+s")
        text = "\n".join(screen_text(app))
        assert "No judgement yet: it is needed before signing" in text
        assert "○ 2 Judgement: needed" in text


async def test_a_digit_leads_to_a_step(app: FieldAssess, press: Any) -> None:
    async with app.run_test() as pilot:
        await press(pilot, "ctrl+g", "5")
        assert finish(app).step is finish(app).response


async def test_the_session_stays_unfinished_until_the_assessor_signs(
    app: FieldAssess, judged: Session, caseload: Workspace, press: Any, screen_text: Any
) -> None:
    async with app.run_test() as pilot:
        await press(pilot, *on_to("sign"), "ctrl+s")
        assert any("You have not signed yet" in line for line in screen_text(app))
    assert judged.id in {unfinished.session for unfinished in unfinished_sessions(caseload)}


async def test_signed_and_done_leads_back(app: FieldAssess, judged: Session, ana: Learner, press: Any) -> None:
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


async def test_a_questions_session_is_finished_alike(caseload: Workspace, ana: Learner, press: Any) -> None:
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
