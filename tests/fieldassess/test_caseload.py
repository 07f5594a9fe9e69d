"""The home screen: who is there, what is open, who needs a look, and the way to everything else."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from textual import events

from fieldassess.app import FieldAssess
from fieldassess.screens.caseload.rows import attention, shared_words, standing
from fieldassess.screens.finish.screen import Finish
from fieldassess.screens.learner.record import SessionRecord
from fieldassess.screens.learner.screen import LearnerPage
from fieldassess.screens.observe.opening import Opening
from fieldassess.screens.observe.screen import Observe
from fieldassess.screens.question.card import QuestionCard
from fieldassess.screens.review.screen import Review
from fieldassess.widgets.dialog import Ask, Form
from fieldassess.widgets.plain import content
from fieldassess.widgets.rows import Rows
from sessions.caseload import Row
from sessions.finding import find
from sessions.rows import rebuild
from sessions.unfinished import unfinished_sessions
from sessions.workspace import Workspace
from unitdata import open_shipped

SIZES = [(40, 20), (80, 24), (120, 40)]
TODAY = date(2026, 11, 21)


def learner(**told: Any) -> Row:
    """A caseload row of someone who is under way and was seen lately."""
    usual = {"pack_id": "cvq-l2", "units": 3, "total": 90, "open": 30, "unread": 0}
    seen = {"last_visit": date(2026, 11, 14)}
    return Row(learner="A" * 26, name="Ana Clarke", initials="AC", **{**usual, **seen, **told})


@pytest.mark.parametrize("size", SIZES, ids=str)
async def test_all_learners_at_a_glance(caseload: Workspace, press: Any, golden: Any, size: tuple[int, int]) -> None:
    app = FieldAssess(caseload)
    async with app.run_test(size=size) as pilot:
        await press(pilot)
        golden(app, "caseload")


async def test_the_list_is_shown_though_its_rows_cannot_be_saved(
    caseload: Workspace, press: Any, screen_text: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    caseload.learner(find(caseload.caseload.rows(), "S-02")[0].learner).set_detail("place", "Desk 2")
    monkeypatch.setattr(caseload.caseload, "save", full)
    app = FieldAssess(caseload)
    async with app.run_test() as pilot:
        await press(pilot)
        assert any("Ben Okafor" in line for line in screen_text(app))
        assert list(app._notifications) == []


async def test_the_reason_for_the_mark_is_said_under_the_cursor(
    caseload: Workspace, press: Any, screen_text: Any
) -> None:
    app = FieldAssess(caseload)
    async with app.run_test(size=(40, 20)) as pilot:
        await press(pilot, "down", "down")
        assert " ! no visit for 52 days" in screen_text(app)


async def test_many_unfinished_sessions_leave_the_learners_in_sight(
    caseload: Workspace, press: Any, screen_text: Any
) -> None:
    ana = next(iter(unfinished_sessions(caseload))).learner
    for _ in range(20):
        caseload.open_session(caseload.learner(ana), open_shipped("cvq-l2"), ["U09602"])
    rebuild(caseload)
    app = FieldAssess(caseload)
    async with app.run_test(size=(40, 20)) as pilot:
        await press(pilot)
        assert " and 17 more unfinished" in screen_text(app)
        assert any("Ben Okafor" in line for line in screen_text(app))
        await press(pilot, "down", "down", "down", "down", "enter")
        assert not any("more unfinished" in line for line in screen_text(app))
        assert len(app.screen.query_one(Rows).rows) > 21


async def test_a_name_typed_at_once_comes_to_the_form_that_is_being_opened(caseload: Workspace, burst: Any) -> None:
    app = FieldAssess(caseload)
    async with app.run_test() as pilot:
        await burst(pilot, "end", "a", "'Mia Xyz")
        assert isinstance(app.screen, Form)
        assert app.screen.values["name"] == "Mia Xyz"


async def test_enter_goes_on_with_what_is_unfinished(caseload: Workspace, press: Any) -> None:
    app = FieldAssess(caseload)
    async with app.run_test() as pilot:
        await press(pilot, "enter")
        assert isinstance(app.screen, Observe)
        assert app.screen.session.portfolio.name == "Ana Clarke"


async def test_what_was_begun_under_an_earlier_id_is_listed_and_only_read(
    caseload: Workspace, press: Any, screen_text: Any
) -> None:
    caseload.renew_device()
    app = FieldAssess(caseload)
    async with app.run_test(size=(120, 40)) as pilot:
        await press(pilot)
        assert "begun under an earlier id, and not to be finished here" in "\n".join(screen_text(app))
        await press(pilot, "enter")
        assert isinstance(app.screen, SessionRecord)
        assert [note.message.partition(":")[0] for note in app._notifications] == [
            "Begun under an earlier id of this workspace"
        ]
        await press(pilot, "escape", "o")
        assert isinstance(app.screen, Opening), "a new one is begun without being asked about that one"


async def test_a_session_being_written_up_goes_on_there(caseload: Workspace, press: Any) -> None:
    [unfinished] = unfinished_sessions(caseload)
    caseload.session(unfinished.learner, unfinished.session).close()
    app = FieldAssess(caseload)
    async with app.run_test() as pilot:
        await press(pilot, "enter")
        assert isinstance(app.screen, Finish)


@pytest.mark.parametrize(
    ("width", "shown"), [(40, "…, today 11:00, 2 entries"), (80, "…, observation, today 11:00, 2 entries")]
)
async def test_a_long_name_leaves_room_for_what_is_unfinished(
    caseload: Workspace, press: Any, screen_text: Any, width: int, shown: str
) -> None:
    caseload.learner(find(caseload.caseload.rows(), "S-01")[0].learner).set_detail("name", "Maximiliana " * 12)
    app = FieldAssess(caseload)
    async with app.run_test(size=(width, 24)) as pilot:
        await press(pilot)
        assert screen_text(app)[1].endswith(shown)


async def test_a_plan_without_date_or_words_is_to_be_confirmed(
    caseload: Workspace, press: Any, screen_text: Any
) -> None:
    app = FieldAssess(caseload)
    async with app.run_test() as pilot:
        await press(pilot, "end", "n", "ctrl+s")
        assert any("Chloé Durand" in line and "to confirm" in line for line in screen_text(app))


@pytest.mark.parametrize(
    ("unshared", "ever", "said"),
    [
        (0, False, "nothing to share yet"),
        (0, True, "✓ all shared"),
        (1, False, "⇅ 1 entry not yet shared"),
        (3, True, "⇅ 3 entries not yet shared"),
    ],
)
def test_shared_is_said_only_of_what_was_shared(unshared: int, ever: bool, said: str) -> None:
    assert content(shared_words(unshared, ever=ever, wide=True)).plain == said


async def test_two_taps_open_a_learner(caseload: Workspace, press: Any) -> None:
    app = FieldAssess(caseload)
    async with app.run_test(size=(40, 20)) as pilot:
        await press(pilot)
        await pilot.click(offset=(5, 7))
        await press(pilot)
        assert not isinstance(app.screen, LearnerPage)
        row = app.screen.query_one(Rows).cursor_key
        await pilot.click(offset=(5, 5))
        await press(pilot)
        assert isinstance(app.screen, LearnerPage)
        assert row == f"learner:{app.screen.learner_id}"


async def test_a_new_observation_is_not_begun_over_an_unfinished_one(
    caseload: Workspace, press: Any, screen_text: Any
) -> None:
    app = FieldAssess(caseload)
    async with app.run_test() as pilot:
        await press(pilot, "down", "o")
        assert "The observation of Ana Clarke from 21 Nov 11:00 is not finished" in "\n".join(screen_text(app))
        await press(pilot, "n")
        assert isinstance(app.screen, Opening)
        await press(pilot, "escape", "o", "g")
        assert isinstance(app.screen, Observe)


@pytest.mark.parametrize(("key", "opens"), [("r", Review), ("n", Form), ("o", Ask), ("q", QuestionCard)])
async def test_keys_on_an_unfinished_session_are_about_its_learner(
    caseload: Workspace, press: Any, screen_text: Any, key: str, opens: type
) -> None:
    app = FieldAssess(caseload)
    async with app.run_test() as pilot:
        await press(pilot, key)
        assert isinstance(app.screen, opens)
        assert "Ana Clarke" in "\n".join(screen_text(app))


@pytest.mark.parametrize("on", ["caseload", "learner"])
async def test_keys_that_come_while_a_screen_is_on_its_way_open_no_other(
    caseload: Workspace, press: Any, on: str
) -> None:
    app = FieldAssess(caseload)
    async with app.run_test() as pilot:
        await press(pilot, "down", *(["enter"] if on == "learner" else []))
        below = len(app.screen_stack)
        for key in ("n", "u", "h", "r", "o", "e"):
            app.post_message(events.Key(key, key))
        await press(pilot)
        assert [type(screen) for screen in app.screen_stack[below:]] == [Form]


@pytest.mark.parametrize("on", ["caseload", "learner", "review"])
async def test_the_palette_goes_to_learners_and_units_by_name(caseload: Workspace, press: Any, on: str) -> None:
    ana = find(caseload.caseload.rows(), "S-01")[0].learner
    start = {"caseload": None, "learner": lambda: LearnerPage(ana), "review": lambda: Review(ana)}[on]
    app = FieldAssess(caseload, start=start)
    async with app.run_test(size=(120, 40)) as pilot:
        await press(pilot, "ctrl+p", "'okafor" if on == "caseload" else "'reliable")
        await app.workers.wait_for_complete([w for w in app.workers if w.node is app.screen])
        await press(pilot, "enter")
        if on == "caseload":
            assert isinstance(app.screen, LearnerPage)
            assert app.screen.learner_id == find(caseload.caseload.rows(), "S-02")[0].learner
        else:
            assert isinstance(app.screen, Review)
            assert app.screen.units_at_hand == ("U12902",)


async def test_the_palette_says_when_nothing_has_the_name(caseload: Workspace, press: Any, screen_text: Any) -> None:
    app = FieldAssess(caseload)
    async with app.run_test() as pilot:
        await press(pilot, "ctrl+p", "'qqxx")
        await app.workers.wait_for_complete([w for w in app.workers if w.node is app.screen])
        await press(pilot)
        assert "Nothing here has that name" in "\n".join(screen_text(app))


async def test_the_palette_shows_any_name_as_it_is(
    caseload: Workspace, press: Any, screen_text: Any, awkward: str
) -> None:
    caseload.register(name=f"Zed {awkward[:100]}")
    app = FieldAssess(caseload)
    async with app.run_test(size=(80, 40)) as pilot:
        await press(pilot, "ctrl+p", "'zed")
        await app.workers.wait_for_complete([w for w in app.workers if w.node is app.screen])
        await press(pilot)
        assert "Open Zed" in "\n".join(screen_text(app))
        await press(pilot, "enter")
        assert isinstance(app.screen, LearnerPage)


async def test_find_goes_to_a_learner(caseload: Workspace, press: Any) -> None:
    app = FieldAssess(caseload)
    async with app.run_test() as pilot:
        await press(pilot, "slash", "'hill call", "enter", "enter")
        assert isinstance(app.screen, LearnerPage)
        assert app.screen.learner_id == find(caseload.caseload.rows(), "S-02")[0].learner


async def test_the_next_visit_is_noted_and_shown(caseload: Workspace, press: Any, screen_text: Any) -> None:
    app = FieldAssess(caseload)
    async with app.run_test() as pilot:
        await press(pilot, "down", "down", "n", "'+7", "tab", "'Complaints desk", "ctrl+s")
        [(_, plan)] = caseload.learner(find(caseload.caseload.rows(), "S-02")[0].learner).portfolio.plans()
        assert (plan.when, plan.what) == (date(2026, 11, 28), "Complaints desk")
        assert any("Ben Okafor" in line and "28 Nov" in line for line in screen_text(app))


async def test_another_date_keeps_the_statements_that_were_put_off_to_that_visit(
    caseload: Workspace, press: Any
) -> None:
    ben = caseload.learner(find(caseload.caseload.rows(), "S-02")[0].learner)
    ben.plan(date(2026, 12, 1), "Complaints desk", ["U09602/1.2"], pack_id="cvq-l2")
    app = FieldAssess(caseload)
    async with app.run_test() as pilot:
        await press(pilot, "down", "down", "n", "'+7", "ctrl+s")
    [(_, plan)] = caseload.learner(ben.id).portfolio.plans()
    assert (plan.when, plan.what) == (date(2026, 11, 28), "Complaints desk")
    assert (plan.refs, plan.pack_id) == (("U09602/1.2",), "cvq-l2")


async def test_nobody_yet_says_what_to_do(tmp_path: Path, press: Any, screen_text: Any) -> None:
    workspace = Workspace(tmp_path / "new")
    workspace.device.become("Jo Sullivan", "JS", "qualified")
    app = FieldAssess(workspace)
    async with app.run_test(size=(40, 20)) as pilot:
        await press(pilot)
        shown = "\n".join(screen_text(app))
        assert "No learners yet. Press a to add the" in shown
        for word in ("Open", "Observe", "Question", "Review", "Next visit", "Find"):
            assert word not in shown
    workspace.close()


async def test_any_name_is_shown_and_breaks_nothing(
    caseload: Workspace, press: Any, screen_text: Any, awkward: str
) -> None:
    caseload.register(name=awkward[:150])
    app = FieldAssess(caseload)
    async with app.run_test(size=(40, 20)) as pilot:
        await press(pilot, "end", "enter")
        assert isinstance(app.screen, LearnerPage)
        shown = "".join(screen_text(app))
        assert "\x1b" not in shown
        assert "Details" in shown


@pytest.mark.parametrize(
    ("told", "said"),
    [
        ({}, []),
        ({"last_visit": date(2026, 10, 24)}, ["no visit for 28 days"]),
        ({"last_visit": date(2026, 10, 25)}, []),
        ({"next_visit": date(2026, 11, 20)}, ["the visit planned for 20 Nov has passed"]),
        ({"next_visit": TODAY}, []),
        ({"pack_id": ""}, ["not enrolled on a qualification yet"]),
        ({"disagreements": 1}, ["people stated one thing differently: to be settled"]),
        ({"open": 0, "last_visit": date(2026, 1, 1)}, []),
        ({"open": 0, "unread": 1, "last_visit": date(2026, 10, 24)}, ["no visit for 28 days"]),
        ({"open": 0, "total": 0, "unread": 3, "last_visit": date(2026, 10, 24)}, ["no visit for 28 days"]),
    ],
    ids=str,
)
def test_who_needs_a_look(told: dict[str, Any], said: list[str]) -> None:
    assert attention(learner(**told), TODAY) == said


def test_ready_is_said_only_when_nothing_but_confirmations_is_open() -> None:
    assert standing(learner(open=1, to_confirm=4)) == "89 of 90 shown, 1 open; 0 of 3 units done"
    assert standing(learner(open=0, to_confirm=4)) == "all 90 shown, 4 to confirm"
    assert standing(learner(open=0)) == "all 90 shown and confirmed"


def test_units_that_are_only_listed_are_never_done() -> None:
    said = "90 of 90 shown, 0 open; 2 of 3 units done; what 1 unit would ask is not known here"
    assert standing(learner(open=0, done=2, unread=1)) == said
    said = "the units are only listed: what they ask is yet to be read in"
    assert standing(learner(open=0, total=0, unread=3)) == said
    said = "the units' statements are not on this device"
    assert standing(learner(open=0, total=0, unread=3, missing=True)) == said


async def test_the_caseload_says_all_shown_of_nobody_with_units_only_listed(
    caseload: Workspace, press: Any, screen_text: Any
) -> None:
    ocr = open_shipped("ocr-l3")
    caseload.packs.keep(ocr)
    dee = caseload.register(name="Dee Sample")
    dee.enrol(ocr.sha, "ocr-l3", ["F3", "A10"])
    session = caseload.open_session(dee, ocr, ["F3"])
    unit = session.units[0]
    session.judge([unit.full(ref) for ref in unit.criteria], "met")
    caseload.register(name="Eve Sample").enrol(ocr.sha, "ocr-l3", ["A10"])
    rebuild(caseload)
    app = FieldAssess(caseload)
    async with app.run_test(size=(120, 40)) as pilot:
        await press(pilot, "end", "up")
        shown = " ".join(" ".join(screen_text(app)).split())
        assert "what 1 unit would ask is not known here" in shown
        assert "partly known" in shown
        await press(pilot, "end")
        shown += " ".join(" ".join(screen_text(app)).split())
    assert "the units are only listed" in shown
    assert "all shown" not in shown
    assert "shown and confirmed" not in shown
