"""Full wording: one key away from every prompt of ours, and found by its words."""

import json
from collections.abc import Callable
from typing import Any, Final

import pytest

from fieldassess.app import FieldAssess
from fieldassess.screens.base import Page
from fieldassess.screens.finish.screen import Finish
from fieldassess.screens.observe.screen import Observe
from fieldassess.screens.packs.pack import PackPage, Shelved
from fieldassess.screens.question.screen import Question
from fieldassess.screens.review.screen import Review
from fieldassess.screens.wording import ELSEWHERE, NOT_READ, WordingBox
from fieldassess.widgets.find import matching
from fieldassess.widgets.row import Row
from fieldassess.widgets.rows import Rows
from sessions.session import Session
from sessions.workspace import Workspace
from unitdata import PinnedPack, open_shipped, read_pack

SIZES: Final = [(40, 20), (80, 24), (120, 40)]
WORDED: Final = "Marmalade: \x1b[31mput [b]lids[/] on jars while these are hot, " + "and wait for the click " * 12
KITCHEN: Final = {
    "title": "Keeping a kitchen",
    "ref": "J",
    "conditions": {"simulation": "allowed", "realistic_environment": "allowed", "scope": "any"},
    "elements": [
        {
            "ref": "1",
            "title": "Make jam",
            "criteria": [
                {
                    "ref": "1.1",
                    "prompt": "Seals jars",
                    "question": "When do you seal a jar?",
                    "text": WORDED,
                    "origin": {"line": 40, "page": 3},
                },
                {"ref": "1.2", "prompt": "Labels jars"},
            ],
        },
        {"ref": "2", "title": "Wipe the shelf", "origin": {"line": 61}},
    ],
    "requirements": [
        {
            "ref": "R1",
            "title": "Kinds of fruit",
            "text": "Jam made from:",
            "source": "range",
            "applies_to": ["1"],
            "items": [
                {"ref": "R1.a", "prompt": "Soft", "text": "berries, picked the day before", "origin": {"line": 52}}
            ],
        }
    ],
    "knowledge": [
        {
            "ref": "K1",
            "prompt": "Why jam sets",
            "question": "What makes jam set?",
            "text": "What it is that makes jam set:",
            "parts": [{"ref": "K1.a", "prompt": "Peel", "text": "pectin from peel", "origin": {"line": 70}}],
        }
    ],
}


@pytest.fixture
def kitchen() -> PinnedPack:
    pack = json.loads(open_shipped("cvq-l2").data)
    group = {"id": "all", "title": "All", "mandatory": True, "units": ["J"]}
    own = {"id": "jam", "units": [KITCHEN], "groups": [group], "rules": [{"rule": "all of", "groups": ["all"]}]}
    pack.pop("registration", None)
    return read_pack(json.dumps(pack | own | {"wording": "full"}).encode())


@pytest.fixture
def session(caseload: Workspace, kitchen: PinnedPack) -> Session:
    caseload.packs.keep(kitchen)
    dan = caseload.register(name="Dan Reed")
    dan.enrol(kitchen.sha, kitchen.pack.id, ["J"])
    return caseload.open_session(dan, kitchen, ["J"])


def ticked(session: Session) -> Session:
    """A visit with a tick that nothing was written about."""
    session.judge(["J/1.1"], "met")
    return session


def asking(workspace: Workspace, session: Session) -> Question:
    return Question(workspace.open_session(session.learner, session.pinned, ["J"], method="questions"), workspace)


Start = Callable[[Workspace, Session], Page[Any]]
HERE: Final[dict[str, tuple[Start, list[str], str]]] = {
    "observe": (lambda workspace, session: Observe(session, workspace), [], "J 1.1"),
    "range": (lambda workspace, session: Observe(session, workspace), ["tab"], "J R1.a"),
    "review": (lambda workspace, session: Review(session.learner.id), ["enter"], "J 1.1"),
    "pack": (lambda workspace, session: PackPage(Shelved(session.pinned, (), other=False)), ["end"], "J K1"),
    "question": (asking, [], "J K1"),
    "finish": (lambda workspace, session: Finish(ticked(session), workspace), [], "J 1.1"),
}


@pytest.mark.parametrize("name", HERE)
async def test_one_key_shows_it_and_the_same_key_closes_it(
    caseload: Workspace, session: Session, press: Any, screen_text: Any, name: str
) -> None:
    start, keys, title = HERE[name]
    app = FieldAssess(caseload, start=lambda: start(caseload, session))
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, *keys)
        before, recorded = screen_text(app), len(session.visit.entries)
        assert "; Wording" in " ".join(before)
        await press(pilot, "semicolon")
        assert isinstance(app.screen, WordingBox)
        assert title in "\n".join(screen_text(app))
        await press(pilot, "semicolon")
        assert screen_text(app) == before
        await press(pilot, "semicolon", "escape")
        assert screen_text(app) == before
        assert len(session.visit.entries) == recorded


@pytest.mark.parametrize("size", SIZES, ids=str)
async def test_long_wording_scrolls_with_what_we_say_of_it_below(
    caseload: Workspace, session: Session, press: Any, screen_text: Any, golden: Any, size: tuple[int, int]
) -> None:
    app = FieldAssess(caseload, start=lambda: Observe(session, caseload))
    async with app.run_test(size=size) as pilot:
        await press(pilot, "semicolon")
        golden(app, "wording")
        assert "\x1b" not in "".join(screen_text(app))
        await press(pilot, "end")
        await pilot.wait_for_scheduled_animations()
        shown = " ".join(" ".join(screen_text(app)).split())
        assert "page 3 of the handbook" in shown
        assert "Ask: When do you seal a jar?" in shown


async def test_a_tap_shows_it(caseload: Workspace, session: Session, press: Any, screen_text: Any) -> None:
    app = FieldAssess(caseload, start=lambda: Observe(session, caseload))
    async with app.run_test(size=(40, 20)) as pilot:
        await press(pilot)
        lines = screen_text(app)
        y = next(number for number, line in enumerate(lines) if "; Wording" in line)
        await pilot.click(offset=(lines[y].index("Wording"), y))
        await press(pilot)
        assert isinstance(app.screen, WordingBox)


async def shown_of(app: FieldAssess, press: Any, screen_text: Any, ref: str) -> str:
    async with app.run_test(size=(120, 40)) as pilot:
        await press(pilot)
        app.screen.query_one(Rows).move_to(ref)
        await press(pilot, "semicolon")
        return " ".join(" ".join(screen_text(app)).replace("│", " ").split())


@pytest.mark.parametrize(
    ("ref", "said"),
    [
        ("J/R1.a", ["R1 Jam made from:", "R1.a berries, picked the day before", "line 52 of the handbook"]),
        ("J/K1", ["K1 What it is that makes jam set:", "K1.a pectin from peel", "Ask: What makes jam set?"]),
        ("J/2", ["2 Wipe the shelf", "line 61 of the handbook"]),
        ("J/1.2", [NOT_READ, "In short: Labels jars"]),
    ],
)
async def test_it_stands_with_what_it_belongs_to(
    caseload: Workspace, session: Session, press: Any, screen_text: Any, ref: str, said: list[str]
) -> None:
    app = FieldAssess(caseload, start=lambda: PackPage(Shelved(session.pinned, (), other=False)))
    shown = await shown_of(app, press, screen_text, ref)
    assert [words for words in said if words not in shown] == []


async def test_wording_that_is_the_prompt_is_shown_once(
    caseload: Workspace, kitchen: PinnedPack, press: Any, screen_text: Any
) -> None:
    pack = json.loads(kitchen.data)
    pack["units"][0]["elements"][0]["criteria"][0] |= {"prompt": "Seals jars", "text": "seals jars."}
    pinned = read_pack(json.dumps(pack).encode())
    dan = caseload.register(name="Dan Reed")
    dan.enrol(pinned.sha, pinned.pack.id, ["J"])
    session = caseload.open_session(dan, pinned, ["J"])
    app = FieldAssess(caseload, start=lambda: Observe(session, caseload))
    async with app.run_test(size=(120, 40)) as pilot:
        await press(pilot)
        assert "seals jars." not in "\n".join(screen_text(app))
        await press(pilot, "semicolon")
        said = "\n".join(screen_text(app))
        assert "seals jars." in said
        assert "In short" not in said


async def test_what_another_edition_kept_here_says_is_shown_and_told_as_such(
    caseload: Workspace, kitchen: PinnedPack, session: Session, press: Any, screen_text: Any
) -> None:
    pack = json.loads(kitchen.data)
    criteria = pack["units"][0]["elements"][0]["criteria"]
    criteria[1] |= {"text": "every label bears the day on which the jar was filled"}
    caseload.packs.keep(read_pack(json.dumps(pack).encode()))
    app = FieldAssess(caseload, start=lambda: Observe(session, caseload))
    shown = await shown_of(app, press, screen_text, "J/1.2")
    assert "every label bears the day on which the jar was filled" in shown
    assert ELSEWHERE in shown


async def test_an_edition_that_asks_something_else_by_that_number_lends_no_words(
    caseload: Workspace, kitchen: PinnedPack, session: Session, press: Any, screen_text: Any
) -> None:
    pack = json.loads(kitchen.data)
    criteria = pack["units"][0]["elements"][0]["criteria"]
    criteria[1] |= {"prompt": "Washes jars", "text": "wash jars in water that is nearly boiling"}
    caseload.packs.keep(read_pack(json.dumps(pack).encode()))
    app = FieldAssess(caseload, start=lambda: Observe(session, caseload))
    shown = await shown_of(app, press, screen_text, "J/1.2")
    assert "boiling" not in shown
    assert NOT_READ in shown


async def test_a_look_while_letters_cover_items_changes_nothing(
    caseload: Workspace, session: Session, press: Any
) -> None:
    app = FieldAssess(caseload, start=lambda: Observe(session, caseload))
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "full_stop", "semicolon", "semicolon", "a")
    assert session.marks("J/R1.a")


@pytest.mark.parametrize(
    ("name", "typed", "words"),
    [
        ("observe", "marmalade", "… Marmalade:"),
        ("pack", "berries", "… berries,"),
        ("question", "pectin", "pectin from"),
    ],
)
async def test_search_finds_words_of_it_and_shows_them(
    caseload: Workspace, session: Session, press: Any, screen_text: Any, name: str, typed: str, words: str
) -> None:
    app = FieldAssess(caseload, start=lambda: HERE[name][0](caseload, session))
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "slash", f"'{typed}")
        assert words in "\n".join(screen_text(app))
        [row] = app.screen.query_one("#box Rows", Rows).rows
        await press(pilot, "enter")
        assert isinstance(app.screen, Page)
        assert app.screen.stated
        assert app.screen.stated[1] == row.key


def told(typed: str, *rows: Row) -> list[tuple[str, str]]:
    return [(row.key, str(row.body)) for row in matching(typed, rows)]


def test_words_on_the_row_come_before_words_of_the_wording() -> None:
    behind = Row("a", "Seals jars", wording="Lids are put on jars while these are hot.")
    shown = Row("b", "Puts lids on")
    assert told("lids", behind, shown) == [
        ("b", "Puts lids on"),
        ("a", "Seals jars\n… Lids are put on jars while these …"),
    ]


def test_words_far_apart_are_shown_in_two_passages_and_all_must_be_there() -> None:
    row = Row("a", "Seals jars", wording=f"Lids first. {'Then wait a while. ' * 20}Hear the click.")
    assert told("lids click", row) == [
        ("a", "Seals jars\n… Lids first. Then wait a while. … Then wait a while. Hear the click. …")
    ]
    assert told("jars click", row) == [("a", "Seals jars\n… Then wait a while. Hear the click. …")]
    assert told("lids kettle", row) == []
