"""Registering a learner, looking for the same person first, and choosing units by the award's rules."""

from datetime import date
from typing import Any

import pytest

from fieldassess.app import FieldAssess
from fieldassess.award import registration_rules
from fieldassess.screens.learner.choice import UnitChoice
from fieldassess.screens.learner.screen import LearnerPage
from sessions.bodies import Enrolled
from sessions.finding import find
from sessions.learner import Learner
from sessions.workspace import Workspace
from unitdata import Pack, PinnedPack, Registration, evaluate, open_shipped, read_pack

CVQ = ("'caribbean", "enter")
"""Keys that pick the CVQ qualification."""
MANDATORY = ("U09602", "U12902", "U13002", "U13102", "U00306")


def found(workspace: Workspace, wanted: str) -> Learner:
    return workspace.learner(find(workspace.caseload.rows(), wanted)[0].learner)


async def test_a_learner_is_registered_and_enrolled(caseload: Workspace, press: Any, screen_text: Any) -> None:
    app = FieldAssess(caseload)
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "a", "'Dan Reed", "tab", "tab", "'Hill Call Centre", "tab", "tab", "'S-09", "tab", "'2/9")
        await press(pilot, "ctrl+s", *CVQ)
        assert f" ! {evaluate(open_shipped('cvq-l2').pack, MANDATORY).unmet[0].message}" in screen_text(app)
        await press(pilot, "end", "space")
        assert " ✓ 6 units. This choice makes the award." in screen_text(app)
        await press(pilot, "ctrl+s")
        assert isinstance(app.screen, LearnerPage)
    portfolio = found(caseload, "S-09").portfolio
    assert (portfolio.name, portfolio.initials, portfolio.detail("employer")) == ("Dan Reed", "DR", "Hill Call Centre")
    assert portfolio.detail("registered on") == "2026-09-02"
    [(_, enrolled)] = portfolio.enrolments()
    assert enrolled.units == (*MANDATORY, "U13502")
    assert (enrolled.on, enrolled.number) == (date(2026, 9, 2), "S-09")


async def test_an_enrolment_is_shown_though_the_row_of_the_caseload_cannot_be_saved(
    caseload: Workspace, press: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    app = FieldAssess(caseload)
    async with app.run_test() as pilot:
        await press(pilot, "a", "'Dan Reed", "ctrl+s", *CVQ)
        with monkeypatch.context() as broken:
            broken.setattr(caseload.caseload, "save", full)
            await press(pilot, "end", "space", "ctrl+s")
            assert not [note for note in app._notifications if "NOT recorded" in note.message]
            assert isinstance(app.screen, LearnerPage)
    [_] = found(caseload, "Dan Reed").portfolio.enrolments()


async def test_a_choice_that_does_not_make_the_award_is_kept_when_asked_for(
    caseload: Workspace, press: Any, screen_text: Any
) -> None:
    app = FieldAssess(caseload)
    async with app.run_test() as pilot:
        await press(pilot, "a", "'Dan Reed", "ctrl+s", *CVQ, "ctrl+s")
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
    assert len(find(caseload.caseload.rows(), "Ana Clarke")) == 2


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
        await press(pilot, "down", "enter", "u", "enter", "down", "space", "ctrl+s", "k")
    learner = found(caseload, "S-01")
    [(_, enrolled)] = learner.portfolio.enrolments()
    assert enrolled.units == ("U09602", "U13002")
    assert sum(entry.body.kind == "enrolled" for entry in learner.portfolio.entries.values()) == 2


async def test_leaving_changed_units_asks_first(caseload: Workspace, press: Any) -> None:
    app = FieldAssess(caseload)
    async with app.run_test() as pilot:
        await press(pilot, "down", "enter", "u", "enter", "space", "escape", "l")
        assert isinstance(app.screen, LearnerPage)
    [(_, enrolled)] = found(caseload, "S-01").portfolio.enrolments()
    assert enrolled.units == ("U09602", "U12902", "U13002")


@pytest.mark.parametrize("change", [("'2 Sep", "ctrl+s"), ("enter", "'E-7", "ctrl+s")], ids=["day", "number"])
async def test_leaving_a_changed_day_or_number_asks_first(
    caseload: Workspace, press: Any, screen_text: Any, change: tuple[str, ...]
) -> None:
    app = FieldAssess(caseload)
    async with app.run_test() as pilot:
        await press(pilot, "down", "enter", "u", "'caribbean", "enter", "d", "ctrl+u", *change, "escape")
        assert "Leave without saving?" in "\n".join(screen_text(app))
        await press(pilot, "s")
        assert isinstance(app.screen, UnitChoice)


async def test_units_looked_at_and_left_alone_are_left_without_a_word(caseload: Workspace, press: Any) -> None:
    app = FieldAssess(caseload)
    async with app.run_test() as pilot:
        await press(pilot, "down", "enter", "u", "'caribbean", "enter", "escape")
        assert isinstance(app.screen, LearnerPage)


async def test_an_enrolment_without_a_day_gets_none_by_choosing_other_units(caseload: Workspace, press: Any) -> None:
    app = FieldAssess(caseload)
    async with app.run_test() as pilot:
        await press(pilot, "down", "down", "enter", "u", "'caribbean", "enter", "end", "space", "ctrl+s", "k")
    [(_, enrolled)] = found(caseload, "S-02").portfolio.enrolments()
    assert (len(enrolled.units), enrolled.on) == (4, None)


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
    caseload.packs.keep(later)
    app = FieldAssess(caseload)
    async with app.run_test() as pilot:
        await press(pilot, "a", "'Dan Reed", "ctrl+s")
        assert "Which qualification?" in "\n".join(screen_text(app))
        await press(pilot, "'caribbean 2027", "enter", "end", "space", "ctrl+s")
    [(_, enrolled)] = found(caseload, "Dan Reed").portfolio.enrolments()
    assert enrolled.pack == later.sha


@pytest.mark.parametrize(("answer", "edition"), [("k", "cvq"), ("e", "later")])
async def test_another_edition_is_not_put_in_place_of_the_one_with_sessions_without_asking(
    caseload: Workspace, press: Any, screen_text: Any, answer: str, edition: str
) -> None:
    cvq = open_shipped("cvq-l2")
    later = variant(cvq.pack, edition="2027")
    caseload.packs.keep(later)
    app = FieldAssess(caseload)
    async with app.run_test() as pilot:
        await press(pilot, "down", "enter", "u", "'caribbean 2027", "enter")
        shown = " ".join(" ".join(screen_text(app)).replace("│", " ").split())
        assert "2 sessions were recorded with the edition chosen so far, and will not count" in shown
        await press(pilot, answer, *(["ctrl+s", "k"] if answer == "e" else []))
    [(_, enrolled)] = found(caseload, "S-01").portfolio.enrolments()
    assert {cvq.sha: "cvq", later.sha: "later"}[enrolled.pack] == edition


async def test_another_edition_is_no_question_where_nothing_was_recorded(caseload: Workspace, press: Any) -> None:
    shipped = open_shipped("cvq-l2")
    found(caseload, "S-03").enrol(shipped.sha, "cvq-l2", MANDATORY)
    caseload.packs.keep(variant(shipped.pack, edition="2027"))
    app = FieldAssess(caseload)
    async with app.run_test() as pilot:
        await press(pilot, "end", "enter", "u", "'caribbean 2027", "enter")
        assert isinstance(app.screen, UnitChoice)


async def test_which_of_several_qualifications_is_asked_and_then_shown(
    caseload: Workspace, press: Any, screen_text: Any
) -> None:
    invented = {"id": "invented-3", "title": "Invented Care, Level 3", "number": "INV/3", "body": "Nobody"}
    other = read_pack(open_shipped("cvq-l2").pack.model_copy(update=invented).model_dump_json().encode())
    caseload.packs.keep(other)
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


async def test_the_enrolment_has_a_date_and_number_of_its_own(caseload: Workspace, press: Any) -> None:
    app = FieldAssess(caseload)
    async with app.run_test() as pilot:
        await press(pilot, "a", "'Dan Reed", "ctrl+s", *CVQ, "end", "space", "d")
        await press(pilot, *["backspace"] * 12, "'1 Oct", "enter", "'E-7", "ctrl+s", "ctrl+s")
    [(_, enrolled)] = found(caseload, "Dan Reed").portfolio.enrolments()
    assert (enrolled.on, enrolled.number) == (date(2026, 10, 1), "E-7")


def variant(pack: Pack, **changes: Any) -> PinnedPack:
    """The pack with other values in it, as a file would give it."""
    return read_pack(pack.model_copy(update=changes).model_dump_json().encode())


def choosing(caseload: Workspace, pinned: PinnedPack, size: tuple[int, int] = (80, 24)) -> Any:
    return FieldAssess(caseload, start=lambda: UnitChoice("Dan Reed", pinned, None, "")).run_test(size=size)


async def test_credits_and_levels_are_counted_as_units_are_ticked(
    caseload: Workspace, press: Any, screen_text: Any
) -> None:
    async with choosing(caseload, open_shipped("ocr-l3")) as pilot:
        await press(pilot)
        assert " 2 units · 12 credits: 12 at level 3. Not the award yet." in screen_text(pilot.app)
        await press(pilot, "down", "down", "space")
        assert " 3 units · 17 credits: 5 at level 2, 12 at level 3. Not the award yet." in screen_text(pilot.app)
        assert " ! 42 credits needed in all, 17 chosen." in screen_text(pilot.app)


async def test_a_unit_says_its_level_its_credit_and_that_it_is_only_listed(
    caseload: Workspace, press: Any, screen_text: Any
) -> None:
    async with choosing(caseload, open_shipped("ocr-l3"), (120, 40)) as pilot:
        await press(pilot, "down", "down")
        shown = screen_text(pilot.app)
    row = next(line for line in shown if "A3 Communicate effectively" in line)
    assert row.endswith("only listed · level 2 ·  5 credits")
    assert "R/601/1212; level 2; 5 credits; only listed: assessment criteria yet to be read in" in " ".join(shown)


@pytest.mark.parametrize(
    ("typed", "found"), [("C6", "C6"), ("601 1622", "F3"), ("K/601/1622", "F3"), ("referred complaints", "C8")]
)
async def test_one_of_many_units_is_found_by_number_alias_or_word(
    caseload: Workspace, press: Any, screen_text: Any, typed: str, found: str
) -> None:
    async with choosing(caseload, open_shipped("ocr-l3")) as pilot:
        await press(pilot, "slash", f"'{typed}", "enter")
        assert any(line.startswith(("▸☐ " + found, "▸☑ " + found)) for line in screen_text(pilot.app))


@pytest.mark.parametrize("size", [(80, 24), (40, 20)], ids=str)
async def test_every_rule_can_be_read_and_the_list_is_not_hidden(
    caseload: Workspace, press: Any, screen_text: Any, size: tuple[int, int]
) -> None:
    pinned = open_shipped("ocr-l3")
    async with choosing(caseload, pinned, size) as pilot:
        pilot.app.animation_level = "none"
        await press(pilot)
        assert sum("☐" in line or "☑" in line for line in screen_text(pilot.app)) >= 5
        choice = evaluate(pinned.pack, ["F3", "F4"])
        await press(pilot, "r")
        seen = " ".join(" ".join(screen_text(pilot.app)).split())
        assert all(f"! {ruling.message}" in seen for ruling in choice.unmet)
        await press(pilot, "end")
        seen = " ".join(" ".join(screen_text(pilot.app)).split())
        assert f"✓ {choice.rulings[1].message}" in seen
        await press(pilot, "escape", "down", "down", "space")
        assert any(line.startswith("▸☑ A3") for line in screen_text(pilot.app))


async def test_what_the_body_says_about_registration_is_said_and_a_closed_one_can_be_kept(
    caseload: Workspace, press: Any, screen_text: Any
) -> None:
    registration = Registration(weeks_before_claim=10, minimum_age=18, last_registration=date(2014, 7, 31))
    other = {"title": "Invented Care, Level 3", "id": "invented-3", "body": "The invented board"}
    caseload.packs.keep(variant(open_shipped("cvq-l2").pack, registration=registration, **other))
    app = FieldAssess(caseload)
    async with app.run_test(size=(80, 30)) as pilot:
        await press(pilot, "a", "'Dan Reed", "ctrl+s", "'invented", "enter", "end", "space")
        shown = screen_text(app)
        assert " ! Registration closed on 31 Jul 2014; only a transfer can be registered." in shown
        assert " · The invented board registers nobody under 18." in shown
        assert " · First claim from 30 Jan 2027, 10 weeks after registration." in shown
        await press(pilot, "ctrl+s")
        assert "Registration is closed" in "\n".join(screen_text(app))
        await press(pilot, "k")
    assert found(caseload, "Dan Reed").portfolio.enrolments()[0][1].pack_id == "invented-3"


@pytest.mark.parametrize(
    ("registration", "said", "title"),
    [
        (
            Registration(last_certification=date(2017, 7, 31)),
            " ! No certificates are issued after 31 Jul 2017.",
            "Certificates are no longer issued",
        ),
        (Registration(period_years=3), " ! Registration lapsed on 20 Nov 2026.", "Registration has lapsed"),
    ],
    ids=["certificates", "lapsed"],
)
async def test_the_question_names_what_stands_against_an_award_otherwise_made(
    caseload: Workspace, press: Any, screen_text: Any, registration: Registration, said: str, title: str
) -> None:
    pinned = variant(open_shipped("cvq-l2").pack, registration=registration)
    before = Enrolled(pack=pinned.sha, pack_id="cvq-l2", units=(*MANDATORY, "U13502"), on=date(2023, 11, 20))
    app = FieldAssess(caseload, start=lambda: UnitChoice("Dan Reed", pinned, before, ""))
    async with app.run_test(size=(80, 30)) as pilot:
        await press(pilot)
        assert said in screen_text(app)
        await press(pilot, "ctrl+s")
        shown = "\n".join(screen_text(app))
    assert title in shown
    assert "Registration is closed" not in shown


def test_a_registration_that_lasts_says_until_when() -> None:
    pack = variant(open_shipped("cvq-l2").pack, registration=Registration(period_years=3)).pack
    [rule] = registration_rules(pack, date(2023, 11, 23), date(2026, 11, 22))
    assert (rule.words, rule.met) == ("Registration lapses on 23 Nov 2026.", None)


async def test_another_date_of_enrolment_gives_another_first_claim(
    caseload: Workspace, press: Any, screen_text: Any
) -> None:
    pinned = variant(open_shipped("cvq-l2").pack, registration=Registration(weeks_before_claim=10))
    async with choosing(caseload, pinned) as pilot:
        await press(pilot, "d")
        assert "Registered on" in "\n".join(screen_text(pilot.app))
        await press(pilot, "ctrl+u", "'1 Oct", "enter", "ctrl+s")
        assert " · First claim from 10 Dec 2026, 10 weeks after registration." in screen_text(pilot.app)


async def test_a_unit_of_an_earlier_edition_can_be_left_out(caseload: Workspace, press: Any, screen_text: Any) -> None:
    learner = found(caseload, "S-01")
    pack = open_shipped("cvq-l2")
    learner.enrol(pack.sha, "cvq-l2", [*MANDATORY, "U13502", "U99999"])
    app = FieldAssess(caseload)
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "down", "enter", "u", "enter")
        assert any(line.startswith(" ! Not in this qualification: U99999") for line in screen_text(app))
        await press(pilot, "end", "space", "ctrl+s")
    [(_, enrolled)] = learner.portfolio.enrolments()
    assert enrolled.units == (*MANDATORY, "U13502")


async def test_the_first_claim_counts_from_the_day_registered(
    caseload: Workspace, press: Any, screen_text: Any
) -> None:
    edi = open_shipped("edi-l3")
    app = FieldAssess(caseload, start=lambda: UnitChoice("Dan Reed", edi, None, "", date(2026, 10, 1)))
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot)
        assert "First claim from 10 Dec 2026" in "\n".join(screen_text(app))


async def test_a_number_typed_whole_finds_that_unit_first(caseload: Workspace, press: Any, screen_text: Any) -> None:
    async with choosing(caseload, open_shipped("edi-l3")) as pilot:
        await press(pilot, "slash", "'15", "enter", "space")
        assert any("☑ 15 " in line for line in screen_text(pilot.app))
    async with choosing(caseload, open_shipped("cg-l4")) as pilot:
        await press(pilot, "slash", "'t6011235", "enter", "space")
        assert any("☑ 403 " in line for line in screen_text(pilot.app))
