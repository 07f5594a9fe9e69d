"""Registering a learner, looking for the same person first, and choosing units by the award's rules."""

from datetime import date
from typing import Any

import pytest

from fieldassess.app import FieldAssess
from fieldassess.screens.learner.screen import LearnerPage
from sessions.learner import Learner
from sessions.workspace import Workspace
from unitdata import open_shipped, read_pack

MANDATORY = ("U09602", "U12902", "U13002", "U13102", "U00306")


def found(workspace: Workspace, wanted: str) -> Learner:
    return workspace.learner(workspace.find(wanted)[0].learner)


async def test_a_learner_is_registered_and_enrolled(caseload: Workspace, press: Any, screen_text: Any) -> None:
    app = FieldAssess(caseload)
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "a", "'Dan Reed", "tab", "tab", "'Hill Call Centre", "tab", "tab", "'S-09", "tab", "'2/9")
        await press(pilot, "ctrl+s")
        assert " ! Optional units: at least 1 needed of 4, 0 chosen." in screen_text(app)
        await press(pilot, "end", "space")
        assert " ✓ 6 units: this choice makes the award." in screen_text(app)
        await press(pilot, "ctrl+s")
        assert isinstance(app.screen, LearnerPage)
    portfolio = found(caseload, "S-09").portfolio
    assert (portfolio.name, portfolio.initials, portfolio.detail("employer")) == ("Dan Reed", "DR", "Hill Call Centre")
    assert portfolio.detail("registered on") == "2026-09-02"
    [(_, enrolled)] = portfolio.enrolments()
    assert enrolled.units == (*MANDATORY, "U13502")
    assert (enrolled.on, enrolled.number) == (app.now().date(), "S-09")


async def test_a_choice_that_does_not_make_the_award_is_kept_when_asked_for(
    caseload: Workspace, press: Any, screen_text: Any
) -> None:
    app = FieldAssess(caseload)
    async with app.run_test() as pilot:
        await press(pilot, "a", "'Dan Reed", "ctrl+s", "ctrl+s")
        assert "This does not make the award yet" in "\n".join(screen_text(app))
        await press(pilot, "k")
    [(_, enrolled)] = found(caseload, "Dan Reed").portfolio.enrolments()
    assert enrolled.units == MANDATORY


@pytest.mark.parametrize("typed", [("'anna clarke",), ("'Somebody", "tab", "tab", "tab", "tab", "'s-01")], ids=str)
async def test_who_may_be_the_same_person_is_offered(
    caseload: Workspace, press: Any, screen_text: Any, typed: tuple[str, ...]
) -> None:
    app = FieldAssess(caseload)
    async with app.run_test() as pilot:
        await press(pilot, "a", *typed, "ctrl+s")
        assert "This may be the same person" in "\n".join(screen_text(app))
        assert "1 Open Ana Clarke, S-01, Harbour Stores" in "\n".join(screen_text(app))
        await press(pilot, "1")
        assert isinstance(app.screen, LearnerPage)
        assert app.screen.learner_id == found(caseload, "S-01").id
    assert len(caseload.learner_ids()) == 3


async def test_someone_of_the_same_name_can_be_registered_all_the_same(caseload: Workspace, press: Any) -> None:
    app = FieldAssess(caseload)
    async with app.run_test() as pilot:
        await press(pilot, "a", "'Ana Clarke", "ctrl+s", "n", "escape")
    assert len(caseload.find("Ana Clarke")) == 2


async def test_escape_from_the_offer_goes_back_to_what_was_typed(
    caseload: Workspace, press: Any, screen_text: Any
) -> None:
    app = FieldAssess(caseload)
    async with app.run_test() as pilot:
        await press(pilot, "a", "'Ana Clarke", "ctrl+s", "escape")
        assert "Register a learner" in "\n".join(screen_text(app))
        assert "Ana Clarke" in "\n".join(screen_text(app))
    assert len(caseload.learner_ids()) == 3


async def test_other_units_are_a_new_entry(caseload: Workspace, press: Any) -> None:
    app = FieldAssess(caseload)
    async with app.run_test() as pilot:
        await press(pilot, "down", "enter", "u", "down", "space", "ctrl+s", "k")
    learner = found(caseload, "S-01")
    [(_, enrolled)] = learner.portfolio.enrolments()
    assert enrolled.units == ("U09602", "U13002")
    assert sum(entry.body.kind == "enrolled" for entry in learner.portfolio.entries.values()) == 2


async def test_leaving_changed_units_asks_first(caseload: Workspace, press: Any) -> None:
    app = FieldAssess(caseload)
    async with app.run_test() as pilot:
        await press(pilot, "down", "enter", "u", "space", "escape", "l")
        assert isinstance(app.screen, LearnerPage)
    [(_, enrolled)] = found(caseload, "S-01").portfolio.enrolments()
    assert enrolled.units == ("U09602", "U12902", "U13002")


async def test_a_line_that_is_too_long_is_said_and_kept(caseload: Workspace, press: Any, screen_text: Any) -> None:
    app = FieldAssess(caseload)
    async with app.run_test() as pilot:
        await press(pilot, "a")
        app.screen.query_one("#field-name").fill("Ana " * 60)  # type: ignore[attr-defined]
        await press(pilot, "ctrl+s")
        assert "At most 200 characters; this has 239." in "\n".join(screen_text(app))
    assert len(caseload.learner_ids()) == 3


async def test_another_edition_kept_here_is_offered_too(caseload: Workspace, press: Any, screen_text: Any) -> None:
    shipped = open_shipped("cvq-l2")
    later = read_pack(shipped.pack.model_copy(update={"edition": "2027"}).model_dump_json().encode())
    caseload.keep_pack(later)
    app = FieldAssess(caseload)
    async with app.run_test() as pilot:
        await press(pilot, "a", "'Dan Reed", "ctrl+s")
        assert "Which qualification?" in "\n".join(screen_text(app))
        await press(pilot, "'2027", "enter", "end", "space", "ctrl+s")
    [(_, enrolled)] = found(caseload, "Dan Reed").portfolio.enrolments()
    assert enrolled.pack == later.sha


async def test_which_of_several_qualifications_is_asked_and_then_shown(
    caseload: Workspace, press: Any, screen_text: Any
) -> None:
    invented = {"id": "invented-3", "title": "Invented Care, Level 3", "number": "INV/3", "body": "Nobody"}
    other = read_pack(open_shipped("cvq-l2").pack.model_copy(update=invented).model_dump_json().encode())
    caseload.keep_pack(other)
    app = FieldAssess(caseload)
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "a", "'Dan Reed", "ctrl+s")
        shown = "\n".join(screen_text(app))
        assert "Customer Service, Level 2" in shown
        assert "Invented Care, Level 3" in shown
        await press(pilot, "'invented", "enter")
        assert screen_text(app)[0] == " Dan Reed · Invented Care, Level 3"
        await press(pilot, "end", "space", "ctrl+s")
        assert screen_text(app)[0] == " Dan Reed · Invented Care, Level 3"
    [(_, enrolled)] = found(caseload, "Dan Reed").portfolio.enrolments()
    assert (enrolled.pack, enrolled.pack_id) == (other.sha, "invented-3")


async def test_the_count_under_the_cursor_stands_apart_from_the_title(
    caseload: Workspace, press: Any, screen_text: Any
) -> None:
    app = FieldAssess(caseload)
    async with app.run_test(size=(40, 20)) as pilot:
        await press(pilot, "a", "'Dan Reed", "ctrl+s")
        assert [line.strip() for line in screen_text(app)[4:6]] == ["your organisation", "16 criteria"]


async def test_the_enrolment_has_a_date_and_number_of_its_own(caseload: Workspace, press: Any) -> None:
    app = FieldAssess(caseload)
    async with app.run_test() as pilot:
        await press(pilot, "a", "'Dan Reed", "ctrl+s", "end", "space", "d")
        await press(pilot, *["backspace"] * 12, "'1 Oct", "enter", "'E-7", "ctrl+s", "ctrl+s")
    [(_, enrolled)] = found(caseload, "Dan Reed").portfolio.enrolments()
    assert (enrolled.on, enrolled.number) == (date(2026, 10, 1), "E-7")
