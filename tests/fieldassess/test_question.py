"""Questions: what is open, what was asked as it was put, what the answer is worth, and for which units."""

import asyncio
import os
from typing import Any

import pytest
from textual import events

from fieldassess.app import FieldAssess
from fieldassess.screens.finish.screen import Finish
from fieldassess.screens.question.card import QuestionCard
from fieldassess.screens.question.screen import Question
from sessions.bodies import Asked
from sessions.entry import NotRecorded
from sessions.learner import Learner
from sessions.session import Session
from sessions.workspace import Workspace
from unitdata import open_shipped

SIZES = [(40, 20), (80, 24), (120, 40)]


@pytest.fixture
def ana(caseload: Workspace) -> Learner:
    return caseload.learner(next(row.learner for row in caseload.caseload.rows() if row.name == "Ana Clarke"))


@pytest.fixture
def session(caseload: Workspace, ana: Learner) -> Session:
    return caseload.open_session(ana, open_shipped("cvq-l2"), ["U09602"], method="questions")


def asked(session: Session) -> list[Asked]:
    return [e.body for e in session.visit.live if isinstance(e.body, Asked)]


def standing(session: Session, ref: str) -> str:
    unit, _, inner = ref.partition("/")
    return session.measured(session.pack.unit[unit]).knowledge[inner].standing


@pytest.fixture
def app(caseload: Workspace, session: Session) -> FieldAssess:
    return FieldAssess(caseload, start=lambda: Question(session, caseload))


@pytest.mark.parametrize("size", SIZES, ids=str)
async def test_open_knowledge_beside_the_question_to_ask(
    app: FieldAssess, press: Any, golden: Any, size: tuple[int, int]
) -> None:
    async with app.run_test(size=size) as pilot:
        await press(pilot, "down")
        golden(app, "question-list")


@pytest.mark.parametrize("size", SIZES, ids=str)
async def test_verdicts_and_parts_appear_when_the_answer_is_ended(
    app: FieldAssess, press: Any, golden: Any, size: tuple[int, int]
) -> None:
    async with app.run_test(size=size) as pilot:
        await press(pilot, "down", "enter", "'Named all four", "enter", "a", "d")
        golden(app, "question-verdict")


async def test_an_answer_measures_each_unit_once_and_none_in_which_nothing_is_asked(
    caseload: Workspace, press: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    svq = open_shipped("svq-l2")
    caseload.packs.keep(svq)
    dan = caseload.register(name="Dan Reed")
    dan.enrol(svq.sha, "svq-l2", ["F2", "A4"])
    session = caseload.open_session(dan, svq, ["F2", "A4"], method="questions")
    measured: list[str] = []
    measure = Session.measured
    monkeypatch.setattr(Session, "measured", lambda self, unit: measured.append(unit.ref) or measure(self, unit))
    app = FieldAssess(caseload, start=lambda: Question(session, caseload))
    async with app.run_test() as pilot:
        await press(pilot, "enter", "'knew it well", "enter")
        measured.clear()
        await press(pilot, "s")
    assert [answer.verdict for answer in asked(session)] == ["satisfied"]
    assert measured == ["F2"]


async def test_an_answer_is_recorded_with_the_question_as_it_was_put(
    app: FieldAssess, session: Session, press: Any, screen_text: Any
) -> None:
    async with app.run_test() as pilot:
        await press(pilot, "enter", "ctrl+r", "' And yours?", "enter", "'Rights, snp", "enter")
        assert asked(session) == []
        await press(pilot, "s")
        text = "\n".join(screen_text(app))
    (body,) = asked(session)
    assert (body.question, body.answer) == ("What rights do your customers have? And yours?", "Rights, snp")
    assert (body.refs, body.verdict, body.how, body.source) == (("U09602/K1",), "satisfied", "oral", "U09602/K1")
    assert standing(session, "U09602/K1") == "shown"
    assert "✓ K1 satisfied, 14:00" in text
    assert "✓ saved" in text


async def test_ticked_parts_are_what_the_answer_showed(
    app: FieldAssess, session: Session, press: Any, screen_text: Any
) -> None:
    async with app.run_test() as pilot:
        await press(pilot, "down", "enter", "'Safety, and equal chances", "enter", "a", "c", "b", "b")
        text = "\n".join(screen_text(app))
        assert "Satisfied: K2 a, c (rest stays open)" in text
        assert "Partly: K2 a, c known only in part" in text
        await press(pilot, "s")
    assert asked(session)[0].refs == ("U09602/K2.a", "U09602/K2.c")
    cover = session.measured(session.units[0]).knowledge["K2"]
    assert (cover.standing, cover.open_parts) == ("partly", ("K2.b", "K2.d"))


@pytest.mark.parametrize(("key", "verdict", "stands"), [
    ("p", "partly", "partly"), ("n", "not yet", "not yet"), ("l", "not judged", "not seen"),
])  # fmt: skip
async def test_every_other_verdict_leaves_it_outstanding(
    app: FieldAssess, session: Session, press: Any, key: str, verdict: str, stands: str
) -> None:
    async with app.run_test() as pilot:
        await press(pilot, "enter", "'Some", "enter", key)
    assert asked(session)[0].verdict == verdict
    assert standing(session, "U09602/K1") == stands


async def test_one_key_lets_an_answer_count_in_other_units_as_one_act(
    app: FieldAssess, session: Session, press: Any, screen_text: Any
) -> None:
    others = session.alike(["U09602/K1"])
    async with app.run_test() as pilot:
        await press(pilot, "enter", "'Fair treatment", "enter")
        assert any(f"Also answers it in {len(others)} other units" in line for line in screen_text(app))
        await press(pilot, "o", "s")
    assert asked(session)[0].refs == ("U09602/K1", *others)
    assert {standing(session, ref) for ref in others} == {"shown"}
    session.undo()
    assert {standing(session, ref) for ref in others} == {"not seen"}


async def test_a_not_yet_says_nothing_about_units_where_it_was_not_asked(
    app: FieldAssess, session: Session, press: Any
) -> None:
    async with app.run_test() as pilot:
        await press(pilot, "enter", "'No idea", "enter", "o", "n")
    assert asked(session)[0].refs == ("U09602/K1",)


async def test_no_verdict_without_an_answer(app: FieldAssess, session: Session, press: Any, screen_text: Any) -> None:
    async with app.run_test() as pilot:
        await press(pilot, "enter", "enter", "s")
        assert any("Write what was answered first" in line for line in screen_text(app))
    assert asked(session) == []


async def test_a_follow_up_names_the_question_it_follows(app: FieldAssess, session: Session, press: Any) -> None:
    async with app.run_test() as pilot:
        await press(pilot, "enter", "'Fair", "enter", "f", "'And refunds?", "enter", "'Thirty days", "enter", "s")
    first, second = [e for e in session.visit.live if isinstance(e.body, Asked)]
    assert isinstance(first.body, Asked)
    assert isinstance(second.body, Asked)
    assert first.body.verdict == "not judged"
    assert (second.body.question, second.body.answer) == ("And refunds?", "Thirty days")
    assert (second.body.follows, second.body.refs) == (first.id, ("U09602/K1",))


@pytest.mark.parametrize("size", SIZES, ids=str)
async def test_undo_takes_back_and_offers_the_answer_again(
    app: FieldAssess, session: Session, press: Any, screen_text: Any, size: tuple[int, int]
) -> None:
    async with app.run_test(size=size) as pilot:
        await press(pilot, "enter", "'Fair", "enter", "n", "comma")
        assert any("Taken back: K1 not yet" in line for line in screen_text(app))
        assert asked(session) == []
        await press(pilot, "s")
    assert (asked(session)[0].answer, asked(session)[0].verdict) == ("Fair", "satisfied")


async def test_an_edited_answer_replaces_the_one_before(app: FieldAssess, session: Session, press: Any) -> None:
    async with app.run_test() as pilot:
        await press(pilot, "enter", "'Fair", "enter", "p", "e", "' and refunds", "enter", "s")
    (body,) = asked(session)
    assert (body.answer, body.verdict) == ("Fair and refunds", "satisfied")
    assert body.replaces is not None


async def test_typing_never_gives_a_command(app: FieldAssess, session: Session, press: Any) -> None:
    async with app.run_test() as pilot:
        await press(pilot, "enter", "'snplofeadgw,/?:r", "enter", "l")
    assert asked(session)[0].answer == "snplofeadgw,/?:r"


async def test_another_topic_waits_until_the_answer_in_hand_is_judged(
    app: FieldAssess, session: Session, press: Any, screen_text: Any
) -> None:
    async with app.run_test() as pilot:
        await press(pilot, "enter", "'Fair", "escape", "down", "enter")
        assert any("First K1: its answer is not recorded yet" in line for line in screen_text(app))
        await press(pilot, "s")
    assert asked(session)[0].refs == ("U09602/K1",)


@pytest.mark.parametrize("size", SIZES, ids=str)
async def test_what_was_typed_comes_back_with_its_ticked_parts(
    caseload: Workspace, session: Session, press: Any, screen_text: Any, size: tuple[int, int]
) -> None:
    first = FieldAssess(caseload, start=lambda: Question(session, caseload))
    async with first.run_test() as pilot:
        await press(pilot, "down", "enter", "'Half an ans", "enter", "b")
    second = FieldAssess(caseload, start=lambda: Question(session, caseload))
    async with second.run_test(size=size) as pilot:
        await press(pilot)
        assert "is back; it is not recorded yet" in " ".join(map(str.strip, screen_text(second)))
        await press(pilot, "'wer", "enter", "s")
    (body,) = asked(session)
    assert (body.answer, body.refs) == ("Half an answer", ("U09602/K2.b",))
    assert caseload.draft(session, "answer") is None


async def test_how_it_was_asked_and_where_it_counts_come_back_too(
    caseload: Workspace, session: Session, press: Any
) -> None:
    others = session.alike(["U09602/K1"])
    first = FieldAssess(caseload, start=lambda: Question(session, caseload))
    async with first.run_test() as pilot:
        await press(pilot, "enter", "'Fair treatment", "enter", "o", "w")
    second = FieldAssess(caseload, start=lambda: Question(session, caseload))
    async with second.run_test() as pilot:
        await press(pilot, "enter", "s")
    (body,) = asked(session)
    assert (body.refs, body.how) == (("U09602/K1", *others), "written")


async def test_an_answer_comes_back_although_its_gap_was_closed_meanwhile(
    caseload: Workspace, ana: Learner, press: Any, screen_text: Any
) -> None:
    session = caseload.open_session(ana, open_shipped("cvq-l2"), ["U00306"], method="questions")
    first = FieldAssess(caseload, start=lambda: Question(session, caseload))
    async with first.run_test() as pilot:
        await press(pilot, "g", "enter", "'Told how")
    draft = caseload.draft(session, "answer")
    assert draft
    session.judge(draft.refs, "met")
    second = FieldAssess(caseload, start=lambda: Question(session, caseload))
    async with second.run_test(size=(120, 40)) as pilot:
        await press(pilot)
        text = "\n".join(screen_text(second))
        assert "Told how" in text
        assert session.pack.statement(draft.refs[0]).prompt in text  # type: ignore[union-attr]
        await press(pilot, "enter", "s")
    assert [(b.refs, b.answer) for b in asked(session)] == [(draft.refs, "Told how")]


async def test_typed_text_is_on_disk_before_anything_is_recorded(
    app: FieldAssess, caseload: Workspace, session: Session, press: Any
) -> None:
    async with app.run_test() as pilot:
        await press(pilot, "enter", "'Fair")
        async with asyncio.timeout(5):
            while (draft := caseload.draft(session, "answer")) is None:
                await pilot.pause(0)
    assert (draft.text, draft.refs) == ("Fair", ("U09602/K1",))
    assert asked(session) == []


async def test_when_the_disk_fails_nothing_is_shown_as_recorded(
    app: FieldAssess, session: Session, press: Any, screen_text: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with app.run_test() as pilot:
        await press(pilot, "enter", "'Fair", "enter")
        with monkeypatch.context() as broken:
            broken.setattr(os, "fsync", _no_space)
            await press(pilot, "s")
            text = "\n".join(screen_text(app))
            assert "NOT recorded: no space left on device" in text
            assert "✗ NOT saved" in text
            assert "✓" not in text
        assert asked(session) == []
        await press(pilot, "s")
        assert "✓ saved" in "\n".join(screen_text(app))
    assert asked(session)[0].answer == "Fair"


def _no_space(handle: int) -> None:
    raise OSError(28, "No space left on device")


async def test_all_or_open_only_and_finding_by_a_word(
    app: FieldAssess, session: Session, press: Any, screen_text: Any
) -> None:
    session.ask("Rights?", ["U09602/K1"], answer="All", verdict="satisfied")
    async with app.run_test(size=(120, 40)) as pilot:
        await press(pilot)
        assert any("open 12 of 13" in line for line in screen_text(app))
        assert not any("✓   K1" in line or "✓  K1" in line for line in screen_text(app))
        await press(pilot, "a")
        assert any("all 13, 12 open" in line for line in screen_text(app))
        assert any("a Open only" in line for line in screen_text(app))
        assert any("✓  K1" in line for line in screen_text(app))
        await press(pilot, "slash", "'angry", "enter")
        assert any("How can you tell" in line or "K13" in line for line in screen_text(app))
        screen = app.screen
        assert isinstance(screen, Question)
        assert screen.topics.cursor_key == "U09602/K13"


async def test_other_gaps_are_offered_where_the_unit_accepts_other_routes(
    caseload: Workspace, ana: Learner, press: Any
) -> None:
    session = caseload.open_session(ana, open_shipped("cvq-l2"), ["U00306"], method="questions")
    app = FieldAssess(caseload, start=lambda: Question(session, caseload))
    async with app.run_test() as pilot:
        await press(pilot, "g", "enter", "'Told how it is done here", "enter", "s")
    (body,) = asked(session)
    criterion = session.units[0].criteria[body.refs[0].partition("/")[2]]
    assert criterion.route == "any"
    assert session.measured(session.units[0]).criteria[criterion.ref].standing == "shown"


async def test_a_unit_that_wants_performance_offers_no_other_gaps(app: FieldAssess, press: Any) -> None:
    async with app.run_test() as pilot:
        await press(pilot, "g")
        screen = app.screen
        assert isinstance(screen, Question)
        assert screen.topics.cursor_key == "U09602/K1"


async def test_written_answers_are_recorded_as_written(
    app: FieldAssess, session: Session, press: Any, screen_text: Any
) -> None:
    async with app.run_test(size=(40, 20)) as pilot:
        await press(pilot)
        assert "oral questions" in screen_text(app)[0]
        assert any("w Written" in line for line in screen_text(app))
        await press(pilot, "w")
        assert "written questions" in screen_text(app)[0]
        assert any("w Oral" in line for line in screen_text(app))
        await press(pilot, "enter", "'Fair", "enter", "s")
    assert asked(session)[0].how == "written"


async def test_verdicts_can_be_tapped(app: FieldAssess, session: Session, press: Any) -> None:
    async with app.run_test(size=(40, 20)) as pilot:
        await press(pilot, "enter", "'Fair", "enter")
        screen = app.screen
        assert isinstance(screen, Question)
        at = next(n for n, row in enumerate(screen.pane.verdicts.rows) if row.key == "p")
        below = screen.pane.verdicts.rows[0].lines(38, on_cursor=True)
        await pilot.click(screen.pane.verdicts, offset=(5, at + len(below) - 1))
        await press(pilot)
    assert asked(session)[0].verdict == "partly"


async def test_done_leads_to_finishing(app: FieldAssess, press: Any) -> None:
    async with app.run_test() as pilot:
        await press(pilot, "d")
        assert isinstance(app.screen, Finish)


async def test_awkward_text_is_recorded_and_shown_and_breaks_nothing(
    app: FieldAssess, session: Session, press: Any, screen_text: Any, awkward: str
) -> None:
    async with app.run_test(size=(40, 20)) as pilot:
        await press(pilot, "enter")
        app.post_message(events.Paste(awkward))
        await press(pilot, "enter", "p", "e")
        assert "\x1b" not in "\n".join(screen_text(app))
    if awkward:
        assert asked(session)[0].verdict == "partly"
    if awkward.startswith("see ["):
        assert asked(session)[0].answer == awkward


# The card -------------------------------------------------------------------------------------------------------


async def test_enter_on_the_card_opens_with_the_learners_units(caseload: Workspace, ana: Learner, press: Any) -> None:
    app = FieldAssess(caseload)
    async with app.run_test() as pilot:
        await press(pilot, "down", "q")
        assert isinstance(app.screen, QuestionCard)
        await press(pilot, "enter")
        screen = app.screen
        assert isinstance(screen, Question)
        ((_, enrolled),) = ana.portfolio.enrolments()
        assert set(screen.session.opened.units) == set(enrolled.units)
        assert screen.session.opened.method == "questions"


async def test_the_card_keeps_the_last_values(caseload: Workspace, ana: Learner, press: Any) -> None:
    pinned = open_shipped("cvq-l2")
    before = caseload.open_session(
        ana, pinned, ["U12902"], method="questions", circumstances="in the stock room, after the shift"
    )
    before.ask("Rights?", ["U12902/K1"], answer="All", verdict="satisfied", how="written")
    app = FieldAssess(caseload)
    async with app.run_test() as pilot:
        app.push_screen(QuestionCard(ana, pinned))
        await press(pilot)
        card = app.screen
        assert isinstance(card, QuestionCard)
        assert card.values == {
            "units": ("U12902",), "circumstances": "in the stock room, after the shift", "how": "written"
        }  # fmt: skip


@pytest.mark.parametrize("size", SIZES, ids=str)
async def test_the_card(caseload: Workspace, ana: Learner, press: Any, golden: Any, size: tuple[int, int]) -> None:
    app = FieldAssess(caseload)
    async with app.run_test(size=size) as pilot:
        app.push_screen(QuestionCard(ana, open_shipped("cvq-l2")))
        await press(pilot)
        golden(app, "question-card")


async def test_too_long_a_text_is_refused_and_stays(
    app: FieldAssess, session: Session, press: Any, screen_text: Any
) -> None:
    async with app.run_test() as pilot:
        await press(pilot, "enter")
        app.post_message(events.Paste("word " * 2001))
        await press(pilot, "enter", "s")
        assert any("longer than 10000 characters" in line for line in screen_text(app))
        assert "✓ saved" in screen_text(app)[0]
        screen = app.screen
        assert isinstance(screen, Question)
        assert len(screen.pane.answer.text) == 10_005
    assert asked(session) == []
    with pytest.raises(NotRecorded):
        session.ask("?", ["U09602/K1"], answer="x" * 10_001)
