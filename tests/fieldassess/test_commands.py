"""One declaration per action: key, key bar, palette, help and the printed list say the same."""

import argparse
import json
from typing import Any

import pytest
from textual.app import ComposeResult
from textual.command import CommandPalette
from textual.widgets._option_list import OptionList

from fieldassess.commands import Back, Command, Help, Quit
from fieldassess.commands.shown import keys_of, shown_keys
from fieldassess.console import keys
from fieldassess.screens import every_page
from fieldassess.screens.base import Page
from fieldassess.screens.help import HelpScreen
from fieldassess.widgets.key_bar import KeyBar
from fieldassess.widgets.rows import Rows
from fieldassess.widgets.typed import Line


class Observe(Command):
    """Watch a learner at work"""

    BINDING_KEY = "o"
    SHOW_IN_FOOTER = True


class AskQuestions(Command):
    """Draw out what watching cannot show"""

    BINDING_KEY = "q"
    SHOW_IN_FOOTER = True
    FOOTER_TEXT = "Question"


class Undo(Command):
    """Take back what was last recorded"""

    BINDING_KEY = "comma"
    SHOW_IN_FOOTER = True


class Rename(Command):
    """Correct the learner's name"""

    BINDING_KEY = "ctrl+r, n"


class Many(Page[None]):
    TITLE = "Many"
    HELP = "What this page is for."
    COMMANDS_HERE = (Observe, AskQuestions, Undo, Rename, Back)

    def __init__(self, *barred: type[Command]) -> None:
        super().__init__()
        self.barred: dict[type[Command], bool | None] = dict.fromkeys(barred, False)
        self.did: list[str] = []

    def body(self) -> ComposeResult:
        yield Line(placeholder="a place to type")

    def possible(self, command: type[Command]) -> bool | None:
        return self.barred.get(command, True)

    def action_observe_command(self) -> None:
        self.did.append("observe")

    def action_ask_questions_command(self) -> None:
        self.did.append("ask")

    def action_undo_command(self) -> None:
        self.did.append("undo")

    def action_rename_command(self) -> None:
        self.did.append("rename")


WORDS = ["Observe", "Question", "Undo", "Back", "Help"]


@pytest.mark.parametrize(("width", "lines"), [(40, 2), (80, 1), (120, 1), (14, 5)])
async def test_the_key_bar_hides_nothing(app_on: Any, screen_text: Any, width: int, lines: int) -> None:
    page = Many()
    async with app_on(lambda: page).run_test(size=(width, 20)) as pilot:
        page.set_focus(None)
        await pilot.pause()
        bar = page.query_one(KeyBar)
        assert bar.size.height == lines
        shown = " ".join(screen_text(pilot.app)[-lines:])
        assert all(word in shown for word in WORDS)
        assert all(f"{key} {word}" in shown for key, word in zip(["o", "q", ",", "esc", "?"], WORDS, strict=True))


@pytest.mark.parametrize("width", [40, 80])
async def test_every_command_in_the_key_bar_can_be_tapped(app_on: Any, screen_text: Any, width: int) -> None:
    page = Many()
    async with app_on(lambda: page).run_test(size=(width, 20)) as pilot:
        for word in ("Observe", "Question", "Undo"):
            lines = screen_text(pilot.app)
            y = next(number for number in range(len(lines) - 1, 0, -1) if word in lines[number])
            await pilot.click(offset=(lines[y].index(word) + len(word) - 1, y))
        assert page.did == ["observe", "ask", "undo"]


async def test_while_typing_letters_type_and_the_key_bar_shows_no_letters(app_on: Any, screen_text: Any) -> None:
    page = Many()
    async with app_on(lambda: page).run_test() as pilot:
        page.query_one(Line).focus()
        await pilot.press("o", "q", "comma", "question_mark", "colon")
        assert page.query_one(Line).value == "oq,?:"
        assert page.did == []
        assert screen_text(pilot.app)[-1] == " Observe  Question  Undo  esc Back  ctrl+_ Help"
        await pilot.press("ctrl+underscore")
        await pilot.pause()
        assert isinstance(pilot.app.screen, HelpScreen)


async def test_what_is_not_possible_has_no_key_no_place_and_no_palette_entry(app_on: Any, screen_text: Any) -> None:
    page = Many(Observe)
    async with app_on(lambda: page).run_test() as pilot:
        page.set_focus(None)
        await pilot.pause()
        assert "Observe" not in screen_text(pilot.app)[-1]
        await pilot.press("o")
        assert page.did == []
        assert Observe not in list(page.possible_commands())
        page.barred[Observe] = None
        page.refresh_bindings()
        await pilot.pause()
        await pilot.press("o")
        assert "Observe" in screen_text(pilot.app)[-1]
        assert page.did == []
        page.barred[Observe] = True
        await pilot.press("o")
        assert page.did == ["observe"]


async def test_palette_and_help_list_what_the_keys_do(app_on: Any) -> None:
    page = Many(Undo)
    async with app_on(lambda: page).run_test() as pilot:
        page.set_focus(None)
        possible = {command.command() for command in page.possible_commands()}
        active = {found.binding.action for found in page.active_bindings.values()} | {"app.quit"}
        assert {c.command() for c in page.all_commands() if c.action_name() in active} == possible

        await pilot.press("ctrl+p")
        await pilot.pause()
        assert CommandPalette.is_open(pilot.app)
        await pilot.app.workers.wait_for_complete(list(pilot.app.workers))
        await pilot.pause()
        prompts = [str(option.prompt) for option in pilot.app.screen.query_one(OptionList).options]
        listed = {prompt.splitlines()[0].rpartition(" [")[0] for prompt in prompts}
        assert listed == possible
        await pilot.press("escape")

        page.action_help_command()
        await pilot.pause()
        rows = {row.key for row in pilot.app.screen.query_one(Rows).rows if not row.heading}
        assert rows == {command.__name__ for command in page.all_commands()}


@pytest.mark.parametrize("size", [(40, 20), (80, 24)])
async def test_help_fits_and_does_what_is_chosen(app_on: Any, golden: Any, size: tuple[int, int]) -> None:
    page = Many(Undo)
    async with app_on(lambda: page).run_test(size=size) as pilot:
        page.set_focus(None)
        await pilot.press("question_mark")
        await pilot.pause()
        golden(pilot.app, "help")
        await pilot.press("down", "enter")
        await pilot.pause()
        assert pilot.app.screen is page
        assert page.did == ["ask"]


async def test_what_is_not_possible_is_not_done_from_help(app_on: Any) -> None:
    page = Many(Observe)
    async with app_on(lambda: page).run_test() as pilot:
        page.set_focus(None)
        await pilot.press("question_mark", "enter")
        await pilot.pause()
        assert page.did == []
        assert pilot.app.screen is not page


def printed(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    parser = argparse.ArgumentParser()
    keys.add(parser.add_subparsers())
    args = parser.parse_args(["keys", *arguments])
    assert args.run(args) == 0
    return capsys.readouterr().out


def test_the_printed_list_has_every_command_of_every_screen(capsys: pytest.CaptureFixture[str]) -> None:
    text = printed(capsys)
    answer = json.loads(printed(capsys, "--json"))
    for page in every_page():
        assert page.TITLE in text
        assert [entry["command"] for entry in answer[page.TITLE]] == [c.command() for c in page.all_commands()]
    assert {"command": "Close", "keys": ["esc"], "does": "Go back to the screen below"} in answer["Help"]


@pytest.mark.parametrize("page", every_page(), ids=lambda page: page.__name__)
class TestEveryScreen:
    def test_a_key_has_two_meanings_only_where_the_state_tells_them_apart(self, page: type[Page[Any]]) -> None:
        used = [key for command in page.all_commands() for key in keys_of(command)]
        assert len(used) == len(set(used)) or page.possible is not Page.possible

    def test_commands_can_be_carried_out(self, page: type[Page[Any]]) -> None:
        for command in page.all_commands():
            name = command.action_name()
            assert name.startswith("app.") or callable(getattr(page, f"action_{name}", None)), name

    def test_commands_say_what_they_do_in_a_line(self, page: type[Page[Any]]) -> None:
        for command in page.all_commands():
            assert command.tooltip()
            assert "\n" not in command.tooltip()

    def test_labels_fit_a_narrow_screen(self, page: type[Page[Any]]) -> None:
        for command in page.all_commands():
            assert not command.SHOW_IN_FOOTER or len(command.FOOTER_TEXT or command.command()) <= 20

    def test_no_key_is_one_that_terminals_take(self, page: type[Page[Any]]) -> None:
        taken = {"ctrl+b", "ctrl+a", "ctrl+c", "ctrl+z", "ctrl+h", "ctrl+i", "ctrl+m", "ctrl+j"}
        for command in page.all_commands():
            assert not taken & set(keys_of(command))
            assert not any(key.startswith("f") and key[1:].isdigit() for key in keys_of(command))


def test_keys_are_written_as_people_know_them() -> None:
    assert [shown_keys(command) for command in (Help, Quit, Back, Rename)] == [
        ("?", "ctrl+_"),
        ("ctrl+q",),
        ("esc",),
        ("ctrl+r", "n"),
    ]
