"""The learner's answer, and the signatures."""

from typing import Any

import pytest

from fieldassess.app import FieldAssess
from fieldassess.screens.finish.screen import Finish
from fieldassess.screens.finish.sign import SignView
from sessions.session import Session

SIZES = [(40, 20), (80, 24), (120, 40)]


async def test_the_learners_words_are_recorded(app: FieldAssess, judged: Session, press: Any, on_to: Any) -> None:
    async with app.run_test() as pilot:
        await press(pilot, *on_to("response"), "'Fair, I was rushed", "tab", "space", "ctrl+s")
    response = judged.visit.response
    assert response
    assert (response.comment, response.agrees) == ("Fair, I was rushed", True)


async def test_nobody_signs_before_the_judgement(
    app: FieldAssess, session: Session, press: Any, screen_text: Any, on_to: Any
) -> None:
    async with app.run_test() as pilot:
        await press(pilot, *on_to("sign"), "enter")
        assert any("Give the judgement first" in line for line in screen_text(app))
    assert session.visit.signature("assessor") is None


@pytest.mark.parametrize("size", SIZES, ids=str)
async def test_the_assessors_signature_finishes_the_session(
    app: FieldAssess, judged: Session, press: Any, golden: Any, size: tuple[int, int], on_to: Any
) -> None:
    async with app.run_test(size=size) as pilot:
        await press(pilot, *on_to("sign"), "enter", "d")
        golden(app, "finish-sign")
    assert judged.visit.state == "signed"
    signed = judged.visit.signature("assessor")
    assert signed
    assert (signed.name, signed.how) == ("Jo Sullivan", "on this device")


async def test_the_ask_before_signing_names_what_is_loose(
    app: FieldAssess, judged: Session, press: Any, screen_text: Any, on_to: Any
) -> None:
    async with app.run_test() as pilot:
        await press(pilot, *on_to("sign"), "enter")
        assert any("1 not yet without a reason" in line for line in screen_text(app))


@pytest.mark.parametrize(("key", "how"), [("p", "on paper"), ("f", "to follow")])
async def test_a_learner_may_sign_in_other_ways(
    app: FieldAssess, judged: Session, press: Any, screen_text: Any, key: str, how: str, on_to: Any
) -> None:
    async with app.run_test() as pilot:
        await press(pilot, *on_to("sign"), "down", "enter", key)
        assert any(f"Ana Clarke: {how}, 14:00" in line for line in screen_text(app))


async def test_who_declines_is_asked_why(
    app: FieldAssess, judged: Session, press: Any, screen_text: Any, on_to: Any
) -> None:
    async with app.run_test() as pilot:
        await press(pilot, *on_to("sign"), "down", "enter", "x")
        assert any("Ana Clarke declines to sign" in line for line in screen_text(app))
        await press(pilot, "'That was not my till", "tab", "space", "right", "ctrl+s")
        assert any("Ana Clarke: declined, 14:00" in line for line in screen_text(app))
    response = judged.visit.response
    assert response
    assert (response.comment, response.agrees) == ("That was not my till", False)
    assert judged.visit.declined("learner")


async def test_the_learner_declines_in_their_own_view(
    app: FieldAssess, judged: Session, press: Any, on_to: Any
) -> None:
    async with app.run_test() as pilot:
        await press(pilot, *on_to("sign"), "h", "'I did not agree", "ctrl+s", "d")
    assert judged.visit.response
    assert judged.visit.response.comment == "I did not agree"
    assert judged.visit.declined("learner")


async def test_without_a_judgement_the_learner_reads_and_does_not_sign(
    app: FieldAssess, session: Session, press: Any, screen_text: Any, on_to: Any
) -> None:
    async with app.run_test() as pilot:
        await press(pilot, *on_to("sign"), "down", "enter")
        assert any("Give the judgement first" in line for line in screen_text(app))
        await press(pilot, "h", "'Fine by me", "ctrl+s", "s")
        assert any("Not to be signed yet" in line for line in screen_text(app))
        assert not any("Sign or decline" in line for line in screen_text(app))
    assert session.visit.signature("learner") is None


async def test_a_long_record_is_read_page_by_page_while_the_comment_has_the_cursor(
    app: FieldAssess, judged: Session, press: Any, screen_text: Any, on_to: Any
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
    app: FieldAssess, judged: Session, press: Any, screen_text: Any, on_to: Any
) -> None:
    app.workspace.device.become("Alex Brown", "AB", "qualified")
    async with app.run_test() as pilot:
        await press(pilot, *on_to("sign"), "enter", "d")
        assert any("NOT signed: Jo Sullivan assessed this" in line for line in screen_text(app))
    assert judged.visit.signature("assessor") is None


async def test_one_person_never_signs_in_two_roles(
    app: FieldAssess, judged: Session, press: Any, screen_text: Any, on_to: Any
) -> None:
    async with app.run_test() as pilot:
        await press(pilot, *on_to("sign"), "enter", "d", "end", "enter", "'jo sullivan", "ctrl+s")
        assert any("never signs in two roles" in line for line in screen_text(app))
        assert "✓ saved" in screen_text(app)[0]
    assert judged.visit.signature("witness") is None


@pytest.mark.parametrize("size", SIZES, ids=str)
async def test_the_learner_reads_this_session_answers_and_signs(
    app: FieldAssess, judged: Session, press: Any, golden: Any, screen_text: Any, size: tuple[int, int], on_to: Any
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


async def test_only_the_assessor_leads_out_of_the_learners_view(
    app: FieldAssess, judged: Session, press: Any, on_to: Any
) -> None:
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
    app: FieldAssess, judged: Session, press: Any, screen_text: Any, on_to: Any
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
    app: FieldAssess, judged: Session, press: Any, screen_text: Any, on_to: Any
) -> None:
    async with app.run_test() as pilot:
        await press(pilot, *on_to("sign"), "h", "'Not sure", "escape", "'js", "enter", "escape")
        assert any("Not sure" in line for line in screen_text(app))
    assert judged.visit.response is None
