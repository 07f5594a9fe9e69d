"""Dialogs: what they give back, and that they can be read and answered at every size."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from textual import events
from textual.app import ComposeResult
from textual.screen import Screen

from fieldassess.screens.base import Page
from fieldassess.widgets.chips import Chips
from fieldassess.widgets.dialog import Ask, Form, Pick
from fieldassess.widgets.fields import ChoiceField, DateField, LineField, NoteField, TogglesField
from fieldassess.widgets.key_bar import KeyBar
from fieldassess.widgets.plain import PlainStatic
from fieldassess.widgets.row import Row, headed
from fieldassess.widgets.typed import Line, NoteArea

TODAY = date(2026, 11, 22)
SIZES = [(40, 20), (80, 24), (120, 40)]


class Blank(Page[None]):
    def body(self) -> ComposeResult:
        yield PlainStatic("below")


class Shown:
    """A dialog on screen, and what it gave back."""

    dialog: Screen[Any]

    def __init__(self, app_on: Any, make: Callable[[], Screen[Any]], size: tuple[int, int] = (80, 24)) -> None:
        self._make = make
        self.results: list[Any] = []
        self._running = app_on(Blank).run_test(size=size)

    async def __aenter__(self) -> Any:
        pilot = await self._running.__aenter__()
        self.dialog = self._make()
        pilot.app.push_screen(self.dialog, self.results.append)
        await pilot.pause()
        return pilot

    async def __aexit__(self, *error: object) -> None:
        await self._running.__aexit__(*error)


def ask() -> Ask:
    return Ask(
        "Finish the visit now?",
        {"y": "Yes, and write it up", "l": "Later today: what was seen keeps its time and nothing is lost", "n": "No"},
        text="Two notes are tied to nothing.",
    )


def pick() -> Pick:
    units = {"U09602": "Positive impression", "U12902": "Reliable service", "U13002": "Resolve complaints"}
    optional = [Row(f"opt{number}", f"Optional unit {number}", left=f"X{number:05}") for number in range(40)]
    rows = [headed("Mandatory"), *(Row(ref, title, left=ref) for ref, title in units.items()), *optional]
    return Pick("Which unit?", rows)


def form() -> Form:
    return Form(
        "Register a learner",
        [
            LineField("name", "Name", required=True),
            LineField("number", "Number", "77", wrong=lambda text: None if text.isdigit() else "Digits only."),
            ChoiceField("route", "How known", [("seen", "Seen"), ("told", "Told"), ("looked", "Looked at")], "seen"),
            TogglesField("met", "Situations", [("busy", "Busy"), ("quiet", "Quiet"), ("angry", "Angry")], ["quiet"]),
            DateField("on", "Registered on", today=TODAY),
            NoteField("note", "Note", placeholder="describe customers, never name them"),
        ],
        text="Everything can be changed later.",
    )


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("make", [ask, pick, form])
async def test_dialogs_look_right(app_on: Any, golden: Any, make: Any, size: tuple[int, int]) -> None:
    async with Shown(app_on, make, size) as pilot:
        golden(pilot.app, f"dialog-{make.__name__}")
        bar = pilot.app.screen.query_one(KeyBar)
        assert bar.region in pilot.app.screen.region


async def test_a_question_is_answered_by_its_key_by_enter_and_by_tap(app_on: Any, screen_text: Any) -> None:
    for keys, answer in ((["l"], "l"), (["down", "down", "enter"], "n"), (["escape"], None)):
        shown = Shown(app_on, ask)
        async with shown as pilot:
            await pilot.press(*keys)
        assert shown.results == [answer]
    shown = Shown(app_on, ask, (40, 20))
    async with shown as pilot:
        lines = screen_text(pilot.app)
        y = next(number for number, line in enumerate(lines) if "time and nothing" in line)
        await pilot.click(offset=(10, y))
    assert shown.results == ["l"]


async def test_a_row_is_found_by_parts_of_its_words(app_on: Any) -> None:
    for typed, key in (("rel ser", "U12902"), ("complants", "U13002"), ("u09", "U09602"), ("X00031", "opt31")):
        shown = Shown(app_on, pick)
        async with shown as pilot:
            pilot.app.screen.query_one(Line).value = typed
            await pilot.pause()
            await pilot.press("enter")
        assert shown.results == [key], typed


async def test_what_is_not_found_is_said_and_enter_does_nothing(app_on: Any, screen_text: Any) -> None:
    shown = Shown(app_on, pick)
    async with shown as pilot:
        pilot.app.screen.query_one(Line).value = "zebra"
        await pilot.pause()
        assert any("Nothing has these words." in line for line in screen_text(pilot.app))
        await pilot.press("enter")
        assert shown.results == []
        await pilot.press("escape")
    assert shown.results == [None]


async def test_the_list_of_a_pick_is_walked_while_typing(app_on: Any) -> None:
    shown = Shown(app_on, pick)
    async with shown as pilot:
        await pilot.press("down", "down", "up", "enter")
    assert shown.results == ["U12902"]


async def test_a_form_gives_back_what_was_entered(app_on: Any) -> None:
    shown = Shown(app_on, form)
    async with shown as pilot:
        await pilot.press(*"Ana", "tab", "tab", "right", "tab", "space", "tab", *"26 nov", "tab", *"x")
        await pilot.press("ctrl+s")
    assert shown.results == [
        {
            "name": "Ana",
            "number": "77",
            "route": "told",
            "met": ("busy", "quiet"),
            "on": date(2026, 11, 26),
            "note": "x",
        }
    ]


async def test_a_form_says_what_is_wrong_and_goes_there(app_on: Any, screen_text: Any) -> None:
    shown = Shown(app_on, form, (40, 20))
    async with shown as pilot:
        pilot.app.screen.query_one("#field-number Line", Line).value = "A7"
        pilot.app.screen.query_one("#field-on Line", Line).value = "soonish"
        await pilot.press("ctrl+s")
        await pilot.pause()
        assert shown.results == []
        lines = " ".join(screen_text(pilot.app))
        assert "Name is needed." in lines
        assert "Digits only." in lines
        assert pilot.app.focused is pilot.app.screen.query_one("#field-name Line")


async def test_a_date_shows_how_it_was_understood(app_on: Any, screen_text: Any) -> None:
    async with Shown(app_on, form) as pilot:
        pilot.app.screen.query_one("#field-on Line", Line).value = "+4"
        await pilot.pause()
        assert any("= Thu 26 Nov 2026" in line for line in screen_text(pilot.app))


async def test_enter_goes_on_and_saves_in_the_last_line(app_on: Any) -> None:
    shown = Shown(app_on, lambda: Form("Plan", [LineField("a", "First"), LineField("b", "Second")]))
    async with shown as pilot:
        await pilot.press("x", "enter", "y", "enter")
    assert shown.results == [{"a": "x", "b": "y"}]


@pytest.mark.parametrize("end", [["enter"], ["ctrl+s"]], ids=str)
async def test_what_is_typed_at_once_stays_in_its_field(app_on: Any, burst: Any, end: list[str]) -> None:
    shown = Shown(app_on, lambda: Form("Details", [LineField("name", "Name", "Mia Poe"), LineField("as", "As", "MP")]))
    async with shown as pilot:
        await burst(pilot, "ctrl+u", "'Mia Xyz", "enter", "ctrl+u", "'MX", *end)
    assert shown.results == [{"name": "Mia Xyz", "as": "MX"}]


async def test_typing_takes_the_place_of_what_was_filled_in_until_it_was_changed(app_on: Any, burst: Any) -> None:
    shown = Shown(app_on, lambda: Form("Details", [LineField("name", "Name", "Mia Poe"), LineField("as", "As", "MP")]))
    async with shown as pilot:
        await burst(pilot, "'Mia", "enter", "end", "'X", "shift+tab", "' Xyz", "ctrl+s")
    assert shown.results == [{"name": "Mia Xyz", "as": "MPX"}]


async def test_leaving_a_form_asks_only_when_something_was_changed(app_on: Any) -> None:
    shown = Shown(app_on, form)
    async with shown as pilot:
        await pilot.press("escape")
    assert shown.results == [None]

    shown = Shown(app_on, form)
    async with shown as pilot:
        await pilot.press("A", "escape")
        await pilot.pause()
        assert isinstance(pilot.app.screen, Ask)
        await pilot.press("enter")  # "Stay" stands under the cursor: a key too many loses nothing.
        await pilot.pause()
        assert pilot.app.screen is shown.dialog
        await pilot.press("escape", "l")
        await pilot.pause()
    assert shown.results == [None]


async def test_a_form_that_saves_nothing_says_so(app_on: Any, screen_text: Any) -> None:
    shown = Shown(app_on, lambda: Form("Back to Jo Sample", [LineField("initials", "Initials")], done="Go on"))
    async with shown as pilot:
        text = "\n".join(screen_text(pilot.app))
    assert "ctrl+s Go on" in text
    assert "Save" not in text


async def test_every_field_of_a_long_form_can_be_reached_on_a_small_screen(app_on: Any) -> None:
    fields = [LineField(f"f{number}", f"Field {number}") for number in range(20)]
    shown = Shown(app_on, lambda: Form("Long", fields), (40, 20))
    async with shown as pilot:
        for _ in range(19):
            await pilot.press("tab")
        here = pilot.app.focused
        assert here is fields[-1].query_one(Line)
        assert pilot.app.screen.region.contains_region(here.region)
        assert pilot.app.screen.query_one(KeyBar).region.bottom <= 20


async def test_choices_are_turned_by_arrows_space_and_tap(app_on: Any) -> None:
    one = Chips([("a", "Alpha"), ("b", "Beta"), ("c", "Gamma")])
    some = Chips([("a", "Alpha"), ("b", "Beta"), ("c", "Gamma")], ["c"], several=True)

    class Choosing(Page[None]):
        def body(self) -> ComposeResult:
            yield one
            yield some

    async with app_on(Choosing).run_test(size=(40, 20)) as pilot:
        one.focus()
        assert one.on == ()
        await pilot.press("right")
        assert one.on == ("a",)
        await pilot.press("left")
        assert one.on == ("c",)
        await pilot.click(one, offset=(14, 0))
        assert one.on == ("b",)
        await pilot.click(some, offset=(4, 0))
        assert some.on == ("a", "c")
        await pilot.press("space", "right", "space")
        assert some.on == ("b", "c")


async def test_a_paste_of_several_lines_keeps_them_all(app_on: Any) -> None:
    shown = Shown(app_on, form)
    async with shown as pilot:
        pilot.app.post_message(events.Paste("12 High Street\nSpanish Town\r\n  Jamaica\n"))
        await pilot.pause()
        assert pilot.app.screen.query_one("#field-name Line", Line).value == "12 High Street Spanish Town Jamaica"
        pilot.app.post_message(events.Paste("\n"))
        await pilot.pause()
        pilot.app.screen.query_one(NoteArea).focus()
        await pilot.pause()
        pilot.app.post_message(events.Paste("one\ntwo"))
        await pilot.pause()
        assert pilot.app.screen.query_one(NoteArea).text == "one\ntwo"


@pytest.mark.parametrize("key", ["ctrl+w", "ctrl+backspace", "alt+backspace"])
async def test_a_word_is_deleted_to_the_left(app_on: Any, key: str) -> None:
    async with Shown(app_on, form) as pilot:
        line = pilot.app.screen.query_one("#field-name Line", Line)
        line.value = "Ana Maria Clarke"
        line.cursor_position = len("Ana Maria")
        await pilot.press(key)
        assert line.value == "Ana  Clarke"
        area = pilot.app.screen.query_one(NoteArea)
        area.load_text("stayed calm")
        area.focus()
        area.move_cursor((0, 11))
        await pilot.press(key)
        assert area.text == "stayed "


async def test_a_note_grows_with_its_text_up_to_a_limit(app_on: Any) -> None:
    area = NoteArea(lines=4)

    class Noting(Page[None]):
        def body(self) -> ComposeResult:
            yield area

    async with app_on(Noting).run_test(size=(40, 20)) as pilot:
        heights = [area.size.height]
        for text in ("one", "1\n2\n3", "1\n2\n3\n4\n5\n6"):
            area.load_text(text)
            await pilot.pause()
            heights.append(area.size.height)
        assert heights == [2, 2, 3, 4]


async def test_awkward_text_in_dialogs_breaks_nothing(app_on: Any, screen_text: Any, awkward: str) -> None:
    dialogs: list[Callable[[], Screen[Any]]] = [
        lambda: Ask(awkward, {"a": awkward, "b": "No"}, text=awkward),
        lambda: Pick(awkward, [Row("a", awkward, left=awkward, more=awkward), Row("b", "B")]),
        lambda: Form(
            awkward,
            [
                LineField("line", "Line", awkward, placeholder=awkward),
                ChoiceField("one", "One", [("a", awkward), ("b", "B")]),
                NoteField("note", "Note", awkward, placeholder=awkward),
            ],
            text=awkward,
        ),
    ]
    for make in dialogs:
        shown = Shown(app_on, make, (40, 20))
        async with shown as pilot:
            text = "".join(screen_text(pilot.app))
            assert "\x1b" not in text
            assert "\u202e" not in text
            text.encode()
            await pilot.press("escape")
        assert shown.results == [None]


async def test_ctrl_q_leaves_from_a_dialog_too(app_on: Any) -> None:
    shown = Shown(app_on, ask)
    async with shown as pilot:
        await pilot.press("ctrl+q")
        await pilot.pause()
        assert pilot.app.return_code == 0
    assert shown.results == []
