"""One learner: what the screen shows, what can be changed there, and that nothing is overwritten."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from fieldassess.app import FieldAssess
from fieldassess.screens.finish.screen import Finish
from fieldassess.screens.learner.record import SessionRecord
from fieldassess.screens.learner.screen import LearnerPage
from fieldassess.screens.review.screen import Review
from sessions.entry import Detail
from sessions.store.bucket import FolderBucket
from sessions.store.opening import create_store
from sessions.store.share import share
from sessions.workspace import Workspace

SIZES = [(40, 20), (80, 24), (120, 40)]


@pytest.fixture
def ana(caseload: Workspace) -> str:
    return caseload.find("S-01")[0].learner


@pytest.mark.parametrize("size", SIZES, ids=str)
async def test_the_learner_at_three_sizes(
    caseload: Workspace, ana: str, press: Any, golden: Any, size: tuple[int, int]
) -> None:
    app = FieldAssess(caseload, start=lambda: LearnerPage(ana))
    async with app.run_test(size=size) as pilot:
        await press(pilot)
        golden(app, "learner")


async def test_a_changed_detail_is_a_new_entry_and_the_old_one_stays(
    caseload: Workspace, ana: str, press: Any, screen_text: Any
) -> None:
    app = FieldAssess(caseload, start=lambda: LearnerPage(ana))
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "e", "end", "' Jones", "ctrl+s")
        assert any(line.startswith(" Name") and line.endswith("Ana Clarke Jones") for line in screen_text(app))
        await press(pilot, "h")
        shown = [line.strip(" ▸") for line in screen_text(app)]
        assert shown.index("Ana Clarke Jones") < shown.index("Ana Clarke")
    changed = [e.body for e in caseload.learner(ana).portfolio.entries.values() if isinstance(e.body, Detail)]
    assert [(body.field, body.value) for body in changed] == [("name", "Ana Clarke Jones")]


async def test_enter_on_a_unit_reviews_it(caseload: Workspace, ana: str, press: Any) -> None:
    app = FieldAssess(caseload, start=lambda: LearnerPage(ana))
    async with app.run_test() as pilot:
        await press(pilot, "down", "down", "enter")
        assert isinstance(app.screen, Review)
        assert app.screen.units_at_hand == ("U12902",)


async def test_a_session_is_read_in_full(caseload: Workspace, ana: str, press: Any, screen_text: Any) -> None:
    session_id = caseload.learner(ana).portfolio.opened_visits()[0].id
    app = FieldAssess(caseload, start=lambda: SessionRecord(ana, session_id))
    async with app.run_test(size=(100, 60)) as pilot:
        await press(pilot)
        shown = "\n".join(screen_text(app))
    for said in (
        "a busy morning",
        "Customer or incident 1 · busy, let down",
        "Queue of nine, colleague off sick. Greets each one.",
        "tied to U09602 1.2 Greets warmly",
        "✓  U09602 R1.A.i Differing needs",
        "NY U09602 1.6",
        "because left the customer waiting without a word",
        "why        kept courteous under pressure",
        "agrees. Fair",
        "assessor   Jo Sullivan, on this device, 12 Oct 2026",
        "learner    Ana Clarke, on this device, 12 Oct 2026",
    ):
        assert said in shown
    assert "Amended" not in shown


async def test_a_signed_session_is_taken_up_again_for_a_signature_that_follows(
    caseload: Workspace, ana: str, press: Any
) -> None:
    session = caseload.session(ana, caseload.learner(ana).portfolio.opened_visits()[1].id)
    session.give_feedback("satisfactory", "calm")
    session.sign("assessor", "Jo Sullivan", "on this device")
    app = FieldAssess(caseload, start=lambda: LearnerPage(ana))
    async with app.run_test(size=(120, 40)) as pilot:
        app.push_screen(SessionRecord(ana, session.id))
        await press(pilot, "s")
        assert isinstance(app.screen, Finish)
        assert app.screen.session.id == session.id


async def test_a_tick_that_does_not_count_is_said_where_it_is_signed(
    caseload: Workspace, ana: str, press: Any, screen_text: Any
) -> None:
    session = caseload.session(ana, caseload.learner(ana).portfolio.opened_visits()[1].id)
    session.next_moment()
    session.describe_moment([], "simulation")
    session.judge(["U09602/1.1"], "met")
    app = FieldAssess(caseload, start=lambda: SessionRecord(ana, session.id))
    async with app.run_test(size=(100, 60)) as pilot:
        await press(pilot)
        shown = "\n".join(screen_text(app))
    assert "×  U09602 1.1" in shown
    assert "does not count: simulation does not count in this unit" in shown


async def test_who_declined_or_will_sign_later_has_not_signed(
    caseload: Workspace, ana: str, press: Any, screen_text: Any
) -> None:
    session = caseload.session(ana, caseload.learner(ana).portfolio.opened_visits()[1].id)
    session.give_feedback("satisfactory", "calm")
    session.sign("assessor", "Jo Sullivan", "on this device")
    session.sign("learner", "Ana Clarke", "declined")
    session.sign("witness", "Sam Lee", "to follow")
    app = FieldAssess(caseload, start=lambda: LearnerPage(ana))
    async with app.run_test(size=(120, 40)) as pilot:
        await press(pilot, *["down"] * 4)
        assert "signed by assessor; learner declined; witness to follow" in "\n".join(screen_text(app))


async def test_what_was_added_after_signing_is_an_amendment(
    caseload: Workspace, ana: str, press: Any, screen_text: Any
) -> None:
    visit = caseload.learner(ana).portfolio.opened_visits()[0]
    session = caseload.session(ana, visit.id)
    session.withdraw(visit.notes[0].id, "written about someone else")
    app = FieldAssess(caseload, start=lambda: SessionRecord(ana, visit.id))
    async with app.run_test(size=(100, 60)) as pilot:
        await press(pilot)
        shown = "\n".join(screen_text(app))
    assert "Amended after signing" in shown
    assert "Reason: written about someone else" in shown


@pytest.fixture
def disagreeing(caseload: Workspace, ana: str, clock: Any, tmp_path: Path) -> Workspace:
    """Another assessor took Ana's record in; then both stated an employer without seeing the other's."""
    create_store(tmp_path / "store", caseload.folder)
    bucket = FolderBucket(tmp_path / "store")
    other = Workspace(tmp_path / "alex", clock=clock)
    other.device.become("Alex Brown", "AB", "qualified")
    for workspace in (caseload, other):
        assert share(workspace, bucket).ok
    other.learner(ana).set_detail("employer", "Quay Market")
    caseload.learner(ana).set_detail("employer", "Harbour Stores Ltd")
    for workspace in (other, caseload):
        assert share(workspace, bucket).ok
    other.close()
    return caseload


async def test_a_disagreement_is_shown_with_both_sides_and_settled_with_a_reason(
    disagreeing: Workspace, ana: str, press: Any, screen_text: Any
) -> None:
    app = FieldAssess(disagreeing, start=lambda: LearnerPage(ana))
    async with app.run_test(size=(80, 40)) as pilot:
        await press(pilot)
        assert any("Harbour Stores Ltd or Quay Market" in line or "Quay Market or Harbour Stores Ltd" in line
                   for line in screen_text(app))  # fmt: skip
        await press(pilot, "s", "'Quay")
        shown = "\n".join(screen_text(app))
        assert "Which employer holds?" in shown
        assert "Alex Brown, 21 Nov 2026 14:00, on AB's device" in shown, "who has recorded no visit is known too"
        await press(pilot, "enter", "'asked Ana", "ctrl+s")
        assert "s Settle" not in "\n".join(screen_text(app))
        await press(pilot, "h")
        assert "Alex Brown, 21 Nov 2026 14:00, on AB's device" in "\n".join(screen_text(app))
    portfolio = disagreeing.learner(ana).portfolio
    assert portfolio.disagreements() == {}
    assert portfolio.detail("employer") == "Quay Market"
    assert disagreeing.caseload.get(ana).disagreements == 0  # type: ignore[union-attr]


async def test_a_registration_date_is_typed_and_shown_as_people_write_it(
    caseload: Workspace, ana: str, press: Any, screen_text: Any
) -> None:
    app = FieldAssess(caseload, start=lambda: LearnerPage(ana))
    async with app.run_test(size=(80, 40)) as pilot:
        await press(pilot, "e", *["tab"] * 5)
        assert "3 Sep, 3/9/25, yesterday" in "\n".join(screen_text(app))
        await press(pilot, "'2 Sep", "ctrl+s")
        assert " Registered on    2 Sep 2026" in screen_text(app)
        await press(pilot, "h")
        shown = "\n".join(screen_text(app))
        assert "2 Sep 2026" in shown
        assert "2026-09-02" not in shown
    assert caseload.learner(ana).portfolio.detail("registered on") == date(2026, 9, 2).isoformat()
