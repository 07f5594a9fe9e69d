"""Every qualification in the app: its own words and refs, and what its units ask for beyond the usual."""

from collections.abc import Callable, Sequence
from typing import Any

import pytest

from fieldassess.app import FieldAssess
from fieldassess.screens.finish.confirm import ConfirmStep
from fieldassess.screens.finish.screen import Finish
from fieldassess.screens.observe.board import Board
from fieldassess.screens.observe.opening import begin_observation
from fieldassess.screens.observe.rows import criteria_rows
from fieldassess.screens.observe.screen import Observe
from fieldassess.screens.question.screen import Question
from fieldassess.screens.review.screen import Review
from fieldassess.widgets.plain import content
from sessions.bodies import Asked, Judged
from sessions.learner import Learner
from sessions.session import Session
from sessions.workspace import Workspace
from unitdata import open_shipped

SIZES = [(40, 20), (80, 24)]
CHOSEN = {
    "cg-l4": ("403", "405", "416", "303"),
    "cvq-l2": ("U09602", "U00306"),
    "edi-l3": ("7", "13", "23", "43"),
    "ocr-l3": ("F3", "A10"),
    "svq-l2": ("F2", "A4"),
    "svq-l3": ("F3", "B9"),
}
Enrol = Callable[..., Learner]


@pytest.fixture
def enrol(caseload: Workspace) -> Enrol:
    """A new learner, enrolled on units of a qualification."""

    def enrolled(pack_id: str) -> Learner:
        pinned = open_shipped(pack_id)
        learner = caseload.register(name="Dee Sample")
        caseload.packs.keep(pinned)
        learner.enrol(pinned.sha, pack_id, CHOSEN[pack_id])
        return learner

    return enrolled


@pytest.fixture
def open_on(caseload: Workspace, enrol: Enrol) -> Callable[..., Session]:
    """A session of a new learner on some units of a qualification."""

    def opened(pack_id: str, units: Sequence[str], **stated: Any) -> Session:
        return caseload.open_session(enrol(pack_id), open_shipped(pack_id), units, **stated)

    return opened


def observing(caseload: Workspace, session: Session) -> FieldAssess:
    return FieldAssess(caseload, start=lambda: Observe(session, caseload))


def judged(session: Session) -> list[tuple[str, ...]]:
    return [e.body.refs for e in session.visit.entries if isinstance(e.body, Judged)]


@pytest.mark.parametrize("size", SIZES, ids=str)
@pytest.mark.parametrize("pack_id", CHOSEN)
async def test_a_visit_questions_and_review_on_every_qualification(
    caseload: Workspace, enrol: Enrol, pack_id: str, size: tuple[int, int], press: Any, screen_text: Any
) -> None:
    """From the opening card to the review, with the first of what the units ask for ticked and asked."""
    learner, words = enrol(pack_id), open_shipped(pack_id).pack.vocabulary
    app = FieldAssess(caseload)
    async with app.run_test(size=size) as pilot:
        app.run_worker(begin_observation(app, learner.id, CHOSEN[pack_id]))
        await press(pilot)
        assert words.unit.many.capitalize() in "\n".join(screen_text(app))
        await press(pilot, "enter")
        assert isinstance(app.screen, Observe)
        session = app.screen.session
        assert words.requirement.brief.capitalize() in screen_text(app)[1]
        await press(pilot, "space", "asterisk", "tab", "down", "tab", "tab")
        assert words.criterion.brief in screen_text(app)[1].casefold()
        asked = caseload.open_session(learner, session.pinned, CHOSEN[pack_id], method="questions")
        await app.push_screen(Question(asked, caseload))
        await press(pilot, "enter", "'knew it well", "enter", "s")
        await app.push_screen(Review(learner.id))
        await press(pilot)
        assert all(unit in "\n".join(screen_text(app)) for unit in CHOSEN[pack_id][:2])
    assert len(judged(session)) == 1
    topics = session.pack.unit[CHOSEN[pack_id][0]]
    if topics.knowledge or topics.asked_about:
        assert [e.body.verdict for e in asked.visit.entries if isinstance(e.body, Asked)] == ["satisfied"]


# Refs -------------------------------------------------------------------------------------------------------------


async def test_a_lettered_criterion_is_gone_to_by_digit_and_letter(
    caseload: Workspace, open_on: Callable[..., Session], press: Any, screen_text: Any
) -> None:
    session = open_on("edi-l3", ["13"])
    app = observing(caseload, session)
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "2", "c", "space", "1", "G", "space")
        assert judged(session) == [("13/13.2.c",), ("13/13.1.g",)]
        assert "✓ a1.g Makes a visible extra effort" in "\n".join(screen_text(app))


async def test_a_letter_that_makes_no_number_begins_a_note(
    caseload: Workspace, open_on: Callable[..., Session], press: Any
) -> None:
    session = open_on("edi-l3", ["13"])
    app = observing(caseload, session)
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "2", "'zipped past", "enter")
        await press(pilot, "'c alone is a note", "enter")
    assert [getattr(e.body, "text", None) for e in session.visit.notes] == ["zipped past", "c alone is a note"]
    assert judged(session) == []


@pytest.mark.parametrize("typed", ["a1.c", "13.1.c", "1.c"])
async def test_a_note_is_tied_by_any_of_the_names_of_a_criterion(
    caseload: Workspace, open_on: Callable[..., Session], press: Any, typed: str
) -> None:
    session = open_on("edi-l3", ["13"])
    app = observing(caseload, session)
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, f"'bent down to listen @{typed} again", "enter")
    assert [getattr(e.body, "refs", None) for e in session.visit.notes] == [("13/13.1.c",)]


# Units of other shapes --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("size", SIZES, ids=str)
async def test_a_unit_without_criteria_is_judged_by_element_and_says_so(
    caseload: Workspace, open_on: Callable[..., Session], press: Any, screen_text: Any, size: tuple[int, int]
) -> None:
    session = open_on("svq-l2", ["A4"])
    app = observing(caseload, session)
    async with app.run_test(size=size) as pilot:
        await press(pilot, "2", "space")
        shown = " ".join(" ".join(screen_text(app)).split())
        assert "No performance criteria are printed" in shown
        assert judged(session) == [("A4/A4.2",)]


def test_of_a_unit_printed_in_part_it_is_said_what_is_judged_whole(open_on: Callable[..., Session]) -> None:
    rows = criteria_rows(Board(open_on("svq-l2", ["F2"])), everything=True)
    drawn = {row.key: content(row.body).plain for row in rows if not callable(row.body)}
    said = "No performance criteria are printed for element 2: each element is judged as a whole."
    assert drawn["missing:F2"] == said
    assert list(drawn)[2:4] == ["element:F2/F2.1", "F2/F2.1.1"]
    assert [key for key in drawn if "F2.2" in key] == ["F2/F2.2"]


async def test_a_unit_that_is_only_listed_takes_notes_and_says_what_is_missing(
    caseload: Workspace, open_on: Callable[..., Session], press: Any, screen_text: Any
) -> None:
    session = open_on("ocr-l3", ["A10"])
    app = observing(caseload, session)
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "space", "'served at the counter", "enter")
        assert "Only listed in the handbook" in "\n".join(screen_text(app))
    assert len(session.visit.notes) == 1
    assert judged(session) == []


async def test_guidance_can_be_covered_and_is_named_as_guidance(
    caseload: Workspace, open_on: Callable[..., Session], press: Any, screen_text: Any
) -> None:
    app = observing(caseload, open_on("svq-l2", ["A4"]))
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "space", "tab")
        assert "guidance" in "\n".join(screen_text(app))


async def test_staged_drills_count_in_a_unit_that_bars_other_simulation(
    caseload: Workspace, open_on: Callable[..., Session], press: Any, screen_text: Any
) -> None:
    session = open_on("cg-l4", ["405"], setting="simulation")
    app = observing(caseload, session)
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot)
        assert "does not count: simulation counts only with a customer or incident marked drill" in " ".join(
            " ".join(screen_text(app)).split()
        )
        session.describe_moment(["drill"], None)
        await press(pilot, "down")
        assert "does not count" not in "\n".join(screen_text(app))


async def test_the_opening_card_says_what_a_setting_would_record_in_vain(
    caseload: Workspace, enrol: Enrol, press: Any, screen_text: Any
) -> None:
    learner = enrol("cg-l4")
    app = FieldAssess(caseload)
    async with app.run_test(size=(80, 24)) as pilot:
        app.run_worker(begin_observation(app, learner.id, ["403", "405"]))
        await press(pilot)
        assert "in this unit" not in "\n".join(screen_text(app))
        await press(pilot, "tab", "right", "right", "right", "space")
        assert "403: simulation does not count in this unit" in "\n".join(screen_text(app))


async def test_only_situations_that_the_units_speak_of_are_offered(
    caseload: Workspace, open_on: Callable[..., Session], press: Any, screen_text: Any
) -> None:
    app = observing(caseload, open_on("edi-l3", ["13"]))
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "plus")
        shown = "\n".join(screen_text(app))
    assert "happy" in shown
    assert "suspicious item" not in shown


# Knowledge --------------------------------------------------------------------------------------------------------


async def test_an_outcome_that_is_asked_about_is_offered_with_its_question(
    caseload: Workspace, open_on: Callable[..., Session], press: Any, screen_text: Any
) -> None:
    session = open_on("ocr-l3", ["F3"], method="questions")
    app = FieldAssess(caseload, start=lambda: Question(session, caseload))
    async with app.run_test(size=(120, 40)) as pilot:
        await press(pilot)
        first = session.pack.unit["F3"].asked_about["3.1"]
        assert first.question
        shown = " ".join(" ".join(screen_text(app)).split())
        assert first.prompt in shown
        await press(pilot, "enter", "'named the offer", "enter", "s")
    assert session.measured(session.pack.unit["F3"]).criteria["3.1"].standing == "shown"


async def test_edi_gaps_in_range_are_closed_by_asking(
    caseload: Workspace, open_on: Callable[..., Session], press: Any, screen_text: Any
) -> None:
    session = open_on("edi-l3", ["13"], method="questions")
    app = FieldAssess(caseload, start=lambda: Question(session, caseload))
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "g")
        assert "Busy period" in "\n".join(screen_text(app))


async def test_other_bodies_gaps_in_range_are_not_offered(
    caseload: Workspace, open_on: Callable[..., Session], press: Any
) -> None:
    session = open_on("cg-l4", ["403"], method="questions")
    app = FieldAssess(caseload, start=lambda: Question(session, caseload))
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot)
        page = app.screen
        assert isinstance(page, Question)
        assert page.other_gaps == []


# What a requirement asks a number of -------------------------------------------------------------------------------


async def test_so_many_of_what_is_not_listed_is_named_in_words(
    caseload: Workspace, open_on: Callable[..., Session], press: Any, screen_text: Any
) -> None:
    session = open_on("cg-l4", ["403"])
    unit = session.pack.unit["403"]
    app = observing(caseload, session)
    async with app.run_test(size=(120, 40)) as pilot:
        await press(pilot, "slash", "'media", "enter", "space", "'e-mail", "enter")
        assert "1 of 2 communication media" in "\n".join(screen_text(app))
        assert session.measured(unit).requirements["ER8"].have == 1
        await press(pilot, "space", "'telephone", "enter")
    assert session.measured(unit).requirements["ER8"].done


async def test_two_of_five_groups_are_enough(
    caseload: Workspace, open_on: Callable[..., Session], press: Any, screen_text: Any
) -> None:
    session = open_on("cg-l4", ["403"])
    unit = session.pack.unit["403"]
    session.judge(["403/2.2"], "met")
    session.cover(["403/ER6.a"])
    assert [o.why for o in session.measured(unit).open if o.ref == "ER6"] == ["1 more of 5"]
    app = observing(caseload, session)
    async with app.run_test(size=(120, 40)) as pilot:
        await press(pilot, "slash", "'requests service partners", "enter", "space")
        assert "2 of 2" in "\n".join(screen_text(app))
    assert "ER6" not in [o.ref for o in session.measured(unit).open]


# What a hectic visit showed ----------------------------------------------------------------------------------------


async def test_where_nothing_explains_a_standard_its_units_items_are_lettered(
    caseload: Workspace, open_on: Callable[..., Session], press: Any, screen_text: Any
) -> None:
    session = open_on("edi-l3", ["13", "23"])
    app = observing(caseload, session)
    async with app.run_test(size=(120, 40)) as pilot:
        await press(pilot, "0", "space")
        first = next(line for line in screen_text(app) if "All of" in line)
        assert "All of b 23" in first
        await press(pilot, "full_stop", "a")
    assert session.marks("23/ER4.a")


async def test_the_next_customer_says_that_the_setting_goes_back(
    caseload: Workspace, open_on: Callable[..., Session], press: Any, screen_text: Any
) -> None:
    session = open_on("edi-l3", ["13"], setting="placement")
    session.describe_moment([], "real work")
    session.judge(["13/13.1.a"], "met")
    app = observing(caseload, session)
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "enter")
        assert "Customer 2: placement again, no longer real work" in "\n".join(screen_text(app))


async def test_escape_leaves_a_not_yet_that_was_not_meant(
    caseload: Workspace, open_on: Callable[..., Session], press: Any
) -> None:
    session = open_on("edi-l3", ["13"])
    app = observing(caseload, session)
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "minus", "escape", "'a note", "enter")
    assert judged(session) == []
    assert len(session.visit.notes) == 1


async def test_what_the_units_accept_can_be_read_to_its_end(
    caseload: Workspace, open_on: Callable[..., Session], press: Any, screen_text: Any
) -> None:
    app = observing(caseload, open_on("edi-l3", ["7", "13", "23", "43"]))
    async with app.run_test(size=(40, 20)) as pilot:
        await press(pilot, "escape", "b")
        assert "43 " not in "\n".join(screen_text(app))
        seen = []
        for _ in range(8):
            await press(pilot, "pagedown")
            seen += screen_text(app)
        assert "43 Gather" in "\n".join(seen)


async def test_nothing_is_to_be_confirmed_where_nothing_counts_yet(
    caseload: Workspace, open_on: Callable[..., Session], press: Any, screen_text: Any
) -> None:
    session = open_on("edi-l3", ["13"])
    app = FieldAssess(caseload, start=lambda: Finish(session, caseload))
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "ctrl+g", "4")
        text = "\n".join(screen_text(app))
        assert "Nothing counts yet" in text
        assert "Enough?" not in text
        assert "ER2" not in text
        session.judge(["13/13.1.a"], "met")
        app.screen.query_one(ConfirmStep).read()
        await press(pilot)
        assert "Occasions: 1 day" in "\n".join(screen_text(app))


async def test_what_was_shown_with_an_item_is_said_at_the_end(
    caseload: Workspace, open_on: Callable[..., Session], press: Any, screen_text: Any
) -> None:
    session = open_on("edi-l3", ["13"])
    session.cover(["13/ER4.b"])
    app = FieldAssess(caseload, start=lambda: Finish(session, caseload))
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot)
        assert "Items with nothing met beside them" in "\n".join(screen_text(app))
        await press(pilot, "enter", "'2.c", "enter")
    assert ("13/13.2.c",) in judged(session)
    assert session.measured(session.pack.unit["13"]).items["ER4.b"].done
