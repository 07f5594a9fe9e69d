"""The screens about one learner speak the words of the pack at hand, and none of ours beside them."""

import json
import re
from collections.abc import Callable
from typing import Any, Final

import pytest

from fieldassess.app import FieldAssess
from fieldassess.brief import as_markdown, make_brief
from fieldassess.cli import main
from fieldassess.screens.base import Page
from fieldassess.screens.finish.screen import Finish
from fieldassess.screens.learner.choice import UnitChoice
from fieldassess.screens.learner.record import SessionRecord
from fieldassess.screens.learner.screen import LearnerPage
from fieldassess.screens.observe.opening import Opening
from fieldassess.screens.observe.screen import Observe
from fieldassess.screens.packs.pack import PackPage, Shelved
from fieldassess.screens.question.screen import Question
from fieldassess.screens.review.screen import Review
from fieldassess.screens.review.visit_brief import BriefPage
from sessions.bodies import Method
from sessions.session import Session
from sessions.workspace import Workspace
from unitdata import PinnedPack, read_pack

OURS: Final = re.compile(
    r"\b(learner|candidate|unit|element|criteri(on|a)|requirement|range|knowledge|verifier)s?\b", re.IGNORECASE
)
THEIRS: Final = {
    "learner": {"one": "trainee", "many": "trainees"},
    "unit": {"one": "module", "many": "modules"},
    "element": {"one": "task", "many": "tasks"},
    "criterion": {"one": "step to be judged", "many": "steps to be judged", "short": "steps"},
    "requirement": {"one": "scope", "many": "scopes"},
    "knowledge": {"one": "know-how", "many": "know-how"},
    "verifier": {"one": "checker", "many": "checkers"},
}
BARRED: Final = {"simulation": "barred", "realistic_environment": "unstated", "scope": "any"}
KITCHEN: Final = {
    "id": "kitchen-l2",
    "title": "Keeping a kitchen",
    "body": "The invented board",
    "number": "K-1",
    "level": 2,
    "edition": "1",
    "wording": "prompt",
    "vocabulary": THEIRS,
    "groups": [{"id": "all", "title": "Everything", "mandatory": True, "units": ["W", "T", "L"]}],
    "rules": [{"rule": "all of", "groups": ["all"]}],
    "units": [
        {
            "ref": "W",
            "title": "Wash up",
            "conditions": BARRED | {"simulation": "partly", "elements": ["1"]},
            "elements": [
                {"ref": "1", "title": "Wash", "criteria": [{"ref": "1.1", "prompt": "Rinses first"}]},
                {"ref": "2", "title": "Dry", "criteria": [{"ref": "2.1", "prompt": "Dries with a clean cloth"}]},
            ],
            "requirements": [
                {
                    "ref": "R1",
                    "title": "Kinds of pot",
                    "source": "range",
                    "applies_to": ["1", "2"],
                    "items": [{"ref": "R1.a", "prompt": "Copper"}],
                }
            ],
            "knowledge": [{"ref": "K1", "prompt": "Why pots are rinsed", "question": "Why do you rinse a pot?"}],
        },
        {"ref": "T", "title": "Lay the table", "conditions": BARRED, "elements": [{"ref": "1", "title": "Lay it"}]},
        {"ref": "L", "title": "Light the stove", "conditions": BARRED, "listed_only": True},
    ],
}


@pytest.fixture
def kitchen() -> PinnedPack:
    return read_pack(json.dumps(KITCHEN).encode())


@pytest.fixture
def session(caseload: Workspace, kitchen: PinnedPack) -> Session:
    """A visit on everything, some of it under conditions that are barred, and a judgement to sign."""
    caseload.packs.keep(kitchen)
    dan = caseload.register(name="Dan Reed")
    dan.enrol(kitchen.sha, kitchen.pack.id, ["W", "T", "L"])
    session = caseload.open_session(dan, kitchen, ["W", "T"], setting="simulation")
    session.judge(["W/1.1", "W/2.1"], "met")
    session.cover(["W/R1.a"])
    session.close()
    session.give_feedback("satisfactory", "it shone")
    session.sign("assessor", "Jo Sullivan", "on this device")
    session.sign("learner", "Dan Reed", "declined")
    session.respond("Fair", True)
    return session


SCREENS: Final[dict[str, Callable[[Workspace, Session], Page[Any]]]] = {
    "learner": lambda workspace, session: LearnerPage(session.learner.id),
    "review": lambda workspace, session: Review(session.learner.id, "W"),
    "record": lambda workspace, session: SessionRecord(session.learner.id, session.id),
    "brief": lambda workspace, session: BriefPage(workspace.outlook(session.learner.id)),
    "choice": lambda workspace, session: UnitChoice("Dan Reed", session.pinned, None, ""),
    "pack": lambda workspace, session: PackPage(Shelved(session.pinned, (), other=False)),
    "opening": lambda workspace, session: opening(session),
    "observe": lambda workspace, session: Observe(another(workspace, session, "observation"), workspace),
    "question": lambda workspace, session: Question(another(workspace, session, "questions"), workspace),
    "finish": lambda workspace, session: Finish(another(workspace, session, "observation"), workspace),
}


def another(workspace: Workspace, session: Session, method: Method) -> Session:
    """A session that goes on, with a tick that does not count where it is a visit."""
    began = workspace.open_session(session.learner, session.pinned, ["W", "T"], method=method, setting="simulation")
    if method == "observation":
        began.judge(["W/2.1"], "met")
    return began


def opening(session: Session) -> Opening:
    """The card for the next visit, which says what the setting would record in vain."""
    [(_, enrolled)] = session.portfolio.enrolments()
    return Opening(session.learner, enrolled, session.pack, (), ["W", "T"])


@pytest.mark.parametrize("keys", [[], ["question_mark"]], ids=["screen", "help"])
@pytest.mark.parametrize("name", SCREENS)
async def test_a_screen_speaks_the_packs_words(
    caseload: Workspace, session: Session, press: Any, screen_text: Any, name: str, keys: list[str]
) -> None:
    app = FieldAssess(caseload, start=lambda: SCREENS[name](caseload, session))
    async with app.run_test(size=(110, 70)) as pilot:
        await press(pilot, "down", *keys)
        shown = screen_text(app)
    assert len("".join(shown)) > 200
    assert not [line for line in shown if OURS.search(line)]


async def test_long_words_fit_a_small_screen(
    caseload: Workspace, session: Session, press: Any, screen_text: Any
) -> None:
    app = FieldAssess(caseload, start=lambda: UnitChoice("Dan Reed", session.pinned, None, ""))
    async with app.run_test(size=(40, 20)) as pilot:
        await press(pilot, "down", "down")
        shown = " ".join(" ".join(screen_text(app)).split())
    assert "Only listed: steps to be judged yet to be read in from the handbook" in shown


def test_the_brief_and_the_command_line_speak_them_too(
    caseload: Workspace, session: Session, capsys: pytest.CaptureFixture[str]
) -> None:
    brief = as_markdown(make_brief(caseload.outlook(session.learner.id), caseload.clock().date()))
    assert main(["outstanding", "dan", "--workspace", str(caseload.folder)]) == 0
    said = capsys.readouterr()
    for text in (brief, said.out, said.err):
        assert not [line for line in text.splitlines() if OURS.search(line)]
    assert "0 of 3 modules" in brief
    assert "To the award: 0 of 3 modules" in said.out
