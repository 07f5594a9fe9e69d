"""One learner: what the screen shows, what can be changed there, and that nothing is overwritten."""

import json
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from fieldassess.app import FieldAssess
from fieldassess.brief import make_brief
from fieldassess.cli import main
from fieldassess.screens.finish.screen import Finish
from fieldassess.screens.learner.record import SessionRecord
from fieldassess.screens.learner.screen import LearnerPage
from fieldassess.screens.review.screen import Review
from sessions.bodies import Detail
from sessions.finding import find
from sessions.learner import Learner
from sessions.store.bucket import FolderBucket
from sessions.store.opening import create_store
from sessions.store.share import share
from sessions.workspace import Workspace
from unitdata import PinnedPack, evaluate, open_shipped, read_pack

SIZES = [(40, 20), (80, 24), (120, 40)]


async def test_what_to_do_first_is_read_whole_on_a_phone(caseload: Workspace, press: Any, screen_text: Any) -> None:
    chloe = next(row.learner for row in caseload.caseload.rows() if row.name == "Chloé Durand")
    app = FieldAssess(caseload, start=lambda: LearnerPage(chloe))
    async with app.run_test(size=(40, 20)) as pilot:
        await press(pilot)
        text = " ".join(line.strip() for line in screen_text(app))
        assert "Press u to enrol and choose them." in text


@pytest.fixture
def ana(caseload: Workspace) -> str:
    return find(caseload.caseload.rows(), "S-01")[0].learner


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


async def test_what_is_recorded_is_shown_so_though_the_row_of_the_caseload_cannot_be_saved(
    caseload: Workspace, ana: str, press: Any, screen_text: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(caseload.caseload, "save", full)
    app = FieldAssess(caseload, start=lambda: LearnerPage(ana))
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "e", "end", "' Jones", "ctrl+s")
        assert any(line.startswith(" Name") and line.endswith("Ana Clarke Jones") for line in screen_text(app))
        assert list(app._notifications) == []


async def test_enter_on_a_unit_reviews_it(caseload: Workspace, ana: str, press: Any) -> None:
    app = FieldAssess(caseload, start=lambda: LearnerPage(ana))
    async with app.run_test() as pilot:
        await press(pilot, *["down"] * 4, "enter")
        assert isinstance(app.screen, Review)
        assert app.screen.units_at_hand == ("U12902",)


def shown_whole(learner: Learner, workspace: Workspace, pinned: PinnedPack, ref: str) -> None:
    """Record everything that a unit asks, and confirm what is left to confirm."""
    session = workspace.open_session(learner, pinned, [ref])
    unit = pinned.pack.unit[ref]
    session.judge([unit.full(criterion) for criterion in unit.criteria], "met")
    if unit.items:
        session.cover([unit.full(item) for item in unit.items])
    if unit.knowledge:
        session.infer([unit.full(knowledge.ref) for knowledge in unit.knowledge])
    if left := workspace.outlook(learner.id).covers[ref].to_confirm:
        session.confirm([unit.full(outstanding.ref) for outstanding in left])


async def test_what_is_missing_to_the_award_is_counted_in_units_achieved(
    caseload: Workspace, ana: str, press: Any, screen_text: Any
) -> None:
    pinned = open_shipped("cvq-l2")
    shown_whole(caseload.learner(ana), caseload, pinned, "U12902")
    app = FieldAssess(caseload, start=lambda: LearnerPage(ana))
    async with app.run_test(size=(100, 40)) as pilot:
        await press(pilot, "down", "down", "down")
        shown = screen_text(app)
    assert any(line.startswith(" To the award") and line.endswith("1 of 3 units") for line in shown)
    for ruling in evaluate(pinned.pack, ["U12902"], said="achieved").unmet:
        assert f" {ruling.message}" in shown


async def test_of_units_achieved_it_is_said_what_they_stand_on(
    caseload: Workspace, press: Any, screen_text: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    pinned = open_shipped("svq-l2")
    caseload.packs.keep(pinned)
    dan = caseload.register(name="Dan Reed")
    dan.enrol(pinned.sha, "svq-l2", ["A4", "C5"])
    shown_whole(dan, caseload, pinned, "A4")
    shown_whole(dan, caseload, pinned, "C5")
    session = caseload.session(dan.id, next(v.id for v in dan.unfinished_visits()))
    session.give_feedback("satisfactory", "calm")
    session.sign("assessor", "Jo Sullivan", "on this device")
    app = FieldAssess(caseload, start=lambda: LearnerPage(dan.id))
    async with app.run_test(size=(100, 40)) as pilot:
        await press(pilot)
        shown = screen_text(app)
    said = ["2 of them judged by element only", "1 of them not wholly signed yet"]
    assert [line.removeprefix(" ! ").removeprefix("▸! ") for line in shown if " of them " in line] == said
    brief = make_brief(caseload.outlook(dan.id), caseload.clock().date())
    assert f"To the award 2 of 2 units, {', '.join(said)}" in brief.facts
    workspace = ["--workspace", str(caseload.folder)]
    main(["outstanding", "dan", *workspace])
    assert f"  {said[0]}: A4, C5\n  {said[1]}: C5\n" in capsys.readouterr().out
    main(["outstanding", "dan", "--json", *workspace])
    award = json.loads(capsys.readouterr().out)["award"]
    assert (award["by_element"], award["unsigned"]) == (["A4", "C5"], ["C5"])


async def test_units_achieved_that_make_the_award_say_so(caseload: Workspace, press: Any, screen_text: Any) -> None:
    pack = open_shipped("cvq-l2").pack
    rules = [rule.model_copy(update={"least": 0, "most": 3}) for rule in pack.rules if rule.rule == "units from"]
    easy = read_pack(pack.model_copy(update={"id": "easy-2", "rules": tuple(rules)}).model_dump_json().encode())
    caseload.packs.keep(easy)
    dan = caseload.register(name="Dan Reed")
    dan.enrol(easy.sha, "easy-2", ["U12902"])
    app = FieldAssess(caseload, start=lambda: LearnerPage(dan.id))
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot)
        assert " ✓ Every rule of the award is met" in screen_text(app)


async def test_a_unit_without_printed_criteria_is_never_achieved_silently(
    caseload: Workspace, press: Any, screen_text: Any
) -> None:
    pinned = open_shipped("svq-l2")
    caseload.packs.keep(pinned)
    dan = caseload.register(name="Dan Reed")
    dan.enrol(pinned.sha, "svq-l2", ["F1"])
    shown_whole(dan, caseload, pinned, "F1")
    app = FieldAssess(caseload, start=lambda: LearnerPage(dan.id))
    async with app.run_test(size=(120, 24)) as pilot:
        await press(pilot, *["down"] * 6)
        shown = " ".join(" ".join(screen_text(app)).split())
    assert "✓ by element" in shown
    assert "✓ all shown" not in shown
    assert "2 elements judged whole: performance criteria yet to be read in from the handbook" in shown


async def test_the_first_claim_is_shown_until_its_day_has_come(
    caseload: Workspace, clock: Any, press: Any, screen_text: Any
) -> None:
    pinned = open_shipped("edi-l3")
    caseload.packs.keep(pinned)
    dan = caseload.register(name="Dan Reed")
    dan.enrol(pinned.sha, "edi-l3", ["7"], on=date(2026, 11, 21))
    app = FieldAssess(caseload, start=lambda: LearnerPage(dan.id))
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot)
        assert " · First claim from 30 Jan 2027" in screen_text(app)
    clock.now = datetime(2027, 1, 30, 8, 0, tzinfo=UTC)
    app = FieldAssess(caseload, start=lambda: LearnerPage(dan.id))
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot)
        assert "First claim" not in "\n".join(screen_text(app))


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
        "candidate  Ana Clarke, on this device, 12 Oct 2026",
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
        await press(pilot, *["down"] * 6)
        assert "signed by assessor; candidate declined; witness to follow" in "\n".join(screen_text(app))


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
        await press(pilot, "s")
        shown = "\n".join(screen_text(app))
        assert "Which employer holds?" in shown
        assert "Alex Brown" in shown, "who has recorded no visit is known too"
        quay = next(number for number in "12" if f"{number} Quay Market holds" in shown)
        await press(pilot, quay, "'asked Ana", "ctrl+s")
        assert "s Settle" not in "\n".join(screen_text(app))
        await press(pilot, "h")
        assert "Alex Brown, 21 Nov 2026 14:00, on AB's device" in "\n".join(screen_text(app))
    portfolio = disagreeing.learner(ana).portfolio
    assert portfolio.disagreements() == {}
    assert portfolio.detail("employer") == "Quay Market"
    assert disagreeing.caseload.get(ana).disagreements == 0  # type: ignore[union-attr]


@pytest.mark.parametrize("size", SIZES, ids=str)
async def test_both_sides_say_who_when_and_on_which_device(
    disagreeing: Workspace, ana: str, press: Any, golden: Any, size: tuple[int, int]
) -> None:
    app = FieldAssess(disagreeing, start=lambda: LearnerPage(ana))
    async with app.run_test(size=size) as pilot:
        await press(pilot, "s")
        golden(app, "settle")


async def test_units_chosen_differently_are_settled_by_what_only_one_side_has(
    disagreeing: Workspace, ana: str, clock: Any, tmp_path: Path, press: Any, screen_text: Any
) -> None:
    pinned, bucket = open_shipped("cvq-l2"), FolderBucket(tmp_path / "store")
    other = Workspace(tmp_path / "alex", clock=clock)
    other.learner(ana).enrol(pinned.sha, "cvq-l2", ["U09602", "U13002"], reason="moved to the call centre")
    disagreeing.learner(ana).enrol(pinned.sha, "cvq-l2", ["U09602", "U12902"])
    for workspace in (other, disagreeing):
        assert share(workspace, bucket).ok
    other.close()
    app = FieldAssess(disagreeing, start=lambda: LearnerPage(ana))
    async with app.run_test(size=(120, 40)) as pilot:
        await press(pilot, "s", "1", "'asked Ana", "ctrl+s")
        shown = screen_text(app)
        assert any("Which choice of units of cvq-l2 holds?" in line for line in shown)
        (only,) = [line.partition("Differs in")[2] for line in shown if "Differs in" in line]
        assert sorted(only.strip("│ ").split()) == ["U12902", "U13002"]
        assert any("moved to the call centre" in line for line in shown)
        await press(pilot, "enter", "'asked Ana", "ctrl+s")
    assert disagreeing.learner(ana).portfolio.disagreements() == {}


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
