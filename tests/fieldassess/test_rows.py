"""The list: what stands on its lines, where its cursor goes, and what it costs."""

from typing import Any

import pytest
from rich.cells import cell_len
from textual import events, on
from textual.app import ComposeResult

from fieldassess.screens.base import Page
from fieldassess.widgets.columns import Column, lay
from fieldassess.widgets.row import Row, headed
from fieldassess.widgets.rows import Rows

COURTEOUS = "Stays courteous and helpful under pressure, whatever the customer says"


class ListPage(Page[None]):
    def __init__(self, rows: list[Row], **options: Any) -> None:
        super().__init__()
        self.list = Rows(rows, **options)
        self.posted: list[tuple[str, ...]] = []

    def body(self) -> ComposeResult:
        yield self.list

    @on(Rows.Highlighted)
    def _highlighted(self, event: Rows.Highlighted) -> None:
        self.posted.append(("highlighted", event.key))

    @on(Rows.Chosen)
    def _chosen(self, event: Rows.Chosen) -> None:
        self.posted.append(("chosen", event.key, "by tap" if event.by_tap else "by key"))


def criteria() -> list[Row]:
    return [
        headed("a1 Relationships", "ever 1 of 2"),
        Row("1.1", "Meets appearance rules", left="✓  1.1", right="2×"),
        Row("1.5", COURTEOUS, left="   1.5", right="1×", more="Shown on 12 Oct"),
        headed("a2 Responding"),
        Row("2.1", "Responds promptly", left="NY 2.1"),
    ]


async def test_a_long_row_is_cut_but_keeps_its_end_and_is_whole_under_the_cursor(app_on: Any, screen_text: Any) -> None:
    page = ListPage(criteria())
    async with app_on(lambda: page).run_test(size=(40, 20)) as pilot:
        lines = screen_text(pilot.app)
        assert lines[:3] == [
            " a1 Relationships           ever 1 of 2",
            "▸✓  1.1 Meets appearance rules       2×",
            "    1.5 Stays courteous and helpful… 1×",
        ]
        await pilot.press("down")
        assert screen_text(pilot.app)[1:7] == [
            " ✓  1.1 Meets appearance rules       2×",
            "▸   1.5 Stays courteous and helpful",
            "        under pressure, whatever the",
            "        customer says                1×",
            "        Shown on 12 Oct",
            " a2 Responding",
        ]


async def test_the_cursor_passes_headings_and_stays_within_the_rows(app_on: Any) -> None:
    page = ListPage(criteria())
    async with app_on(lambda: page).run_test() as pilot:
        went = []
        for key in ("down", "down", "down", "home", "up", "end", "pageup", "pagedown"):
            await pilot.press(key)
            went.append(page.list.cursor_key)
        assert went == ["1.5", "2.1", "2.1", "1.1", "1.1", "2.1", "1.1", "2.1"]


async def test_each_tap_reaches_its_row_and_a_second_one_chooses_it(app_on: Any) -> None:
    page = ListPage(criteria())
    async with app_on(lambda: page).run_test(size=(40, 20)) as pilot:
        await pilot.click(Rows, offset=(10, 2))
        await pilot.click(Rows, offset=(10, 4))  # still the same row: it is whole, over three lines
        await pilot.click(Rows, offset=(10, 7))
        await pilot.click(Rows, offset=(10, 6))  # a heading
        await pilot.click(Rows, offset=(10, 12))  # below the rows
        await pilot.press("enter")
    assert page.posted == [
        ("highlighted", "1.5"),
        ("chosen", "1.5", "by tap"),
        ("highlighted", "2.1"),
        ("chosen", "2.1", "by key"),
    ]


async def test_with_one_tap_the_first_tap_chooses(app_on: Any) -> None:
    page = ListPage(criteria(), one_tap=True)
    async with app_on(lambda: page).run_test() as pilot:
        await pilot.click(Rows, offset=(10, 2))
    assert ("chosen", "1.5", "by tap") in page.posted


async def test_other_rows_leave_the_cursor_on_its_key(app_on: Any) -> None:
    page = ListPage(criteria())
    async with app_on(lambda: page).run_test() as pilot:
        page.list.move_to("1.5")
        await pilot.pause()
        page.list.set_rows([Row("new", "New"), *criteria()])
        assert page.list.cursor_key == "1.5"
        page.list.set_rows([Row("new", "New"), headed("Only a heading")])
        assert page.list.cursor_key == "new"
        page.list.set_rows([])
        assert page.list.cursor_key is None
        await pilot.press("down", "enter", "home", "pageup")
        await pilot.pause()
    assert page.posted == [("highlighted", "1.5"), ("highlighted", "new")]


async def test_two_rows_of_one_key_are_refused(app_on: Any) -> None:
    page = ListPage([])
    async with app_on(lambda: page).run_test():
        with pytest.raises(ValueError, match="same key"):
            page.list.set_rows([Row("a", "A"), Row("a", "B")])


async def test_one_row_is_shown_anew(app_on: Any, screen_text: Any) -> None:
    page = ListPage(criteria())
    async with app_on(lambda: page).run_test(size=(40, 20)) as pilot:
        page.list.update_row("2.1", Row("2.1", "Responds promptly", left="✓  2.1", right="1×"))
        page.list.update_row("1.1", Row("1.1", COURTEOUS, left="✓  1.1", right="3×"))
        await pilot.pause()
        lines = screen_text(pilot.app)
        assert lines[3] == "        customer says                3×"
        assert lines[6] == " ✓  2.1 Responds promptly            1×"


async def test_an_empty_list_says_so(app_on: Any, screen_text: Any) -> None:
    page = ListPage([], empty="No learners yet. Press a to add one, or s to share with a colleague.")
    async with app_on(lambda: page).run_test(size=(40, 20)) as pilot:
        assert screen_text(pilot.app)[:2] == [
            " No learners yet. Press a to add one,",
            " or s to share with a colleague.",
        ]


async def test_a_table_fits_its_columns_to_the_width(app_on: Any, screen_text: Any) -> None:
    columns = [Column("Learner", 10, grow=1), Column("Scheme", 6, drop=1), Column("Open", 4, align="right")]
    page = ListPage([Row("ana", lambda width: lay(("Ana Clarke", "CVQ 2", "31"), columns, width))])
    async with app_on(lambda: page).run_test(size=(40, 20)) as pilot:
        assert screen_text(pilot.app)[0] == "▸Ana Clarke                CVQ 2     31"
        await pilot.resize_terminal(20, 20)
        await pilot.pause()
        assert screen_text(pilot.app)[0] == "▸Ana Clarke      31"


async def test_awkward_text_keeps_to_its_line(app_on: Any, screen_text: Any, awkward: str) -> None:
    page = ListPage(
        [
            Row("first", "First"),
            Row("cut", awkward, left=awkward, right=awkward),
            Row("last", awkward, right="2×", more=awkward),
        ]
    )
    async with app_on(lambda: page).run_test(size=(40, 20)) as pilot:
        assert not any("\x1b" in line or "\u202e" in line for line in screen_text(pilot.app))
        await pilot.press("down")
        await pilot.press("end")
        for strip in pilot.app.screen._compositor.render_strips():
            assert strip.cell_length == 40
            assert sum(cell_len(segment.text) for segment in strip) == 40


async def test_brackets_are_shown_as_typed(app_on: Any, screen_text: Any) -> None:
    page = ListPage([Row("a", "see [note] and [/] [b]x", more="[dim]"), headed("[h1]")])
    async with app_on(lambda: page).run_test(size=(40, 20)) as pilot:
        assert [line.strip("▸ ") for line in screen_text(pilot.app)[:3]] == ["see [note] and [/] [b]x", "[dim]", "[h1]"]


async def test_a_row_taller_than_the_screen_is_read_to_its_end_with_the_same_keys(
    app_on: Any, screen_text: Any
) -> None:
    words = " ".join(f"w{number}" for number in range(300))
    page = ListPage([Row("tall", words), Row("next", "Next")])
    async with app_on(lambda: page).run_test(size=(40, 12)) as pilot:
        seen: set[str] = set()
        for _ in range(12):
            seen.update(word for line in screen_text(pilot.app) for word in line.split())
            if page.list.cursor_key == "next":
                break
            await pilot.press("down")
        assert set(words.split()) <= seen
        assert page.list.cursor_key == "next"


async def test_thousands_of_rows_cost_no_more_than_a_screenful(app_on: Any) -> None:
    def rows(count: int) -> list[Row]:
        return [Row(str(number), f"Criterion {number} {COURTEOUS}", right="2×") for number in range(count)]

    drawn: list[int] = []

    class Counting(Row):
        def lines(self, width: int, *, on_cursor: bool) -> Any:
            drawn.append(1)
            return super().lines(width, on_cursor=on_cursor)

    many = [Counting(row.key, row.body, right=row.right) for row in rows(20_000)]
    page = ListPage([])
    async with app_on(lambda: page).run_test(size=(80, 24)) as pilot:
        page.list.set_rows(many)
        await pilot.pause()
        assert len(drawn) < 200
        drawn.clear()
        await pilot.press("end")
        assert page.list.cursor_key == "19999"
        assert len(drawn) < 200
        drawn.clear()
        await pilot.press("up")
        assert len(drawn) < 60


async def test_letters_and_digits_are_left_to_the_screen(app_on: Any) -> None:
    typed: list[str] = []

    class Typing(ListPage):
        def on_key(self, event: events.Key) -> None:
            typed.append(event.character or "")

    page = Typing(criteria())
    async with app_on(lambda: page).run_test() as pilot:
        await pilot.press("j", "k", "1", "space", "minus", "full_stop", "comma", "slash")
    assert "".join(typed) == "jk1 -.,/"


async def test_a_list_that_is_not_on_screen_can_be_filled_and_moved(app_on: Any, screen_text: Any) -> None:
    page = ListPage([])
    page.list.display = False
    async with app_on(lambda: page).run_test(size=(40, 20)) as pilot:
        page.list.set_rows(criteria())
        page.list.move_to("2.1")
        page.list.display = True
        await pilot.pause()
        assert screen_text(pilot.app)[4] == "▸NY 2.1 Responds promptly"


async def test_rows_that_wrap_are_whole_and_each_line_of_them_can_be_tapped(app_on: Any, screen_text: Any) -> None:
    rows = [Row(str(number), COURTEOUS, left=f"10:4{number}", wrap=True) for number in range(3)]
    page = ListPage(rows)
    async with app_on(lambda: page).run_test(size=(40, 20)) as pilot:
        assert screen_text(pilot.app)[3:6] == [
            " 10:41 Stays courteous and helpful",
            "       under pressure, whatever the",
            "       customer says",
        ]
        for y, key in ((5, "1"), (8, "2"), (0, "0")):
            await pilot.click(Rows, offset=(10, y))
            assert page.list.cursor_key == key
