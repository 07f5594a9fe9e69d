"""A learner on two qualifications: each is shown on its own, and a session is about one of them."""

from typing import Any

import pytest

from fieldassess.app import FieldAssess
from fieldassess.brief import as_markdown, make_brief
from fieldassess.screens.learner.screen import LearnerPage
from fieldassess.screens.observe.screen import Observe
from fieldassess.screens.question.screen import Question
from fieldassess.screens.review.screen import Review
from sessions.finding import find
from sessions.rows import refresh
from sessions.workspace import Workspace
from unitdata import open_shipped


@pytest.fixture
def ana(caseload: Workspace) -> str:
    """Ana, on CVQ 2 from before, and lately on SVQ 3 too."""
    pinned, ana = open_shipped("svq-l3"), find(caseload.caseload.rows(), "S-01")[0].learner
    caseload.packs.keep(pinned)
    caseload.learner(ana).enrol(pinned.sha, "svq-l3", ["F4", "B9"], on=caseload.clock().date())
    for visit in caseload.learner(ana).unfinished_visits():
        session = caseload.session(ana, visit.id)
        session.give_feedback("satisfactory", "calm")
        session.sign("assessor", "Jo Sullivan", "on this device")
    refresh(caseload, [ana])
    return ana


async def test_a_key_shows_the_other_one_and_the_review_keeps_to_it(
    caseload: Workspace, ana: str, press: Any, screen_text: Any
) -> None:
    app = FieldAssess(caseload, start=lambda: LearnerPage(ana))
    async with app.run_test(size=(100, 30)) as pilot:
        await press(pilot)
        assert screen_text(app)[0].startswith(" Ana Clarke · SVQ 3")
        assert "t Show CVQ 2" in "\n".join(screen_text(app))
        await press(pilot, "t")
        shown = "\n".join(screen_text(app))
        assert screen_text(app)[0].startswith(" Ana Clarke · Customer Service, Level 2")
        assert "U09602" in shown
        assert "F4" not in shown.replace("JS-", "")
        assert "t Show SVQ 3" in shown
        await press(pilot, "r")
        assert isinstance(app.screen, Review)
        assert screen_text(app)[0].startswith(" Ana Clarke · CVQ 2")
        await press(pilot, "t")
        assert "B9" in "\n".join(screen_text(app))


async def test_with_one_qualification_there_is_no_such_key(caseload: Workspace, press: Any, screen_text: Any) -> None:
    ben = find(caseload.caseload.rows(), "S-02")[0].learner
    app = FieldAssess(caseload, start=lambda: LearnerPage(ben))
    async with app.run_test(size=(100, 30)) as pilot:
        await press(pilot, "t")
        assert "t Show" not in "\n".join(screen_text(app))


@pytest.mark.parametrize(("key", "page"), [("o", Observe), ("q", Question)])
async def test_a_session_is_about_the_qualification_shown(
    caseload: Workspace, ana: str, press: Any, key: str, page: type[Observe] | type[Question]
) -> None:
    app = FieldAssess(caseload, start=lambda: LearnerPage(ana))
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "t", key, "enter")
        assert isinstance(app.screen, page)
        assert app.screen.session.pack.id == "cvq-l2"


@pytest.mark.parametrize("pack_id", ["cvq-l2", ""], ids=["said", "not said"])
@pytest.mark.parametrize(("keys", "planned"), [([], ()), (["t"], ("U09602/1.5",))], ids=["other", "same"])
async def test_what_is_planned_on_one_keeps_no_visit_on_the_other_from_being_opened(
    caseload: Workspace, ana: str, press: Any, pack_id: str, keys: list[str], planned: tuple[str, ...]
) -> None:
    caseload.learner(ana).plan(None, "look again", ["U09602/1.5"], pack_id=pack_id)
    app = FieldAssess(caseload, start=lambda: LearnerPage(ana))
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, *keys, "o", "enter")
        assert isinstance(app.screen, Observe)
        assert app.screen.session.opened.planned == planned


async def test_a_unit_of_both_is_not_taken_for_the_one_that_was_planned(
    caseload: Workspace, ana: str, press: Any
) -> None:
    caseload.learner(ana).plan(None, "look again", ["F4/F4.1"], pack_id="svq-l2")
    app = FieldAssess(caseload, start=lambda: LearnerPage(ana))
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "o", "enter")
        assert isinstance(app.screen, Observe)
        assert app.screen.session.opened.planned == ()
        assert "Planned for this visit" not in as_markdown(make_brief(caseload.outlook(ana), caseload.clock().date()))


async def test_where_none_is_shown_it_is_asked(caseload: Workspace, ana: str, press: Any, screen_text: Any) -> None:
    app = FieldAssess(caseload)
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "o")
        assert "On which qualification?" in "\n".join(screen_text(app))
        await press(pilot, "2", "enter")
        assert isinstance(app.screen, Observe)
        assert app.screen.session.pack.id == "svq-l3"


async def test_the_caseload_counts_both_and_names_them(
    caseload: Workspace, ana: str, press: Any, screen_text: Any
) -> None:
    both = [caseload.outlook(ana, pack_id) for pack_id in ("cvq-l2", "svq-l3")]
    app = FieldAssess(caseload)
    async with app.run_test(size=(100, 24)) as pilot:
        await press(pilot)
        shown = "\n".join(screen_text(app))
    assert "SVQ +1" in shown
    assert f"SVQ 3 and CVQ 2 together: {sum(o.total - o.open_count for o in both)} of" in shown
    assert f" {sum(o.open_count for o in both)} open" in shown


async def test_a_new_enrolment_is_what_is_shown_then(
    caseload: Workspace, ana: str, press: Any, screen_text: Any
) -> None:
    app = FieldAssess(caseload, start=lambda: LearnerPage(ana))
    async with app.run_test(size=(100, 30)) as pilot:
        await press(pilot, "t", "u", "'edi", "enter", "ctrl+s", "k")
        assert screen_text(app)[0].startswith(" Ana Clarke · Level 3 NVQ in Customer Service")


async def test_what_was_changed_is_shown_whichever_was_enrolled_on_last(
    caseload: Workspace, ana: str, press: Any, screen_text: Any
) -> None:
    app = FieldAssess(caseload, start=lambda: LearnerPage(ana))
    async with app.run_test(size=(100, 30)) as pilot:
        yesterday = ("d", *["backspace"] * 12, "'yesterday", "enter", "ctrl+s")
        await press(pilot, "u", "'caribbean", "enter", *yesterday, "end", "space", "ctrl+s", "k")
        assert screen_text(app)[0].startswith(" Ana Clarke · Customer Service, Level 2")
