"""Text made fit to show, lines and columns."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from fieldassess.text import counted, plain
from fieldassess.widgets.columns import Column, fit, lay, spread, titles, widths
from fieldassess.widgets.find import matching
from fieldassess.widgets.row import Row

ANY_TEXT = st.text(st.characters(codec=None, categories=None), max_size=80) | st.text(
    st.sampled_from("[]/\\$@b red\n\t\x1b\x9b\u202e\u2067\u200dé👩💻שع顧\ud83d"), max_size=60
)


def test_things_are_counted_in_words() -> None:
    assert [counted(n, one) for n, one in ((1, "entry"), (3, "entry"), (2, "day"), (0, "other unit"))] == [
        "1 entry", "3 entries", "2 days", "0 other units",
    ]  # fmt: skip


def test_what_people_write_stays() -> None:
    for text in ("Chloé [note] [/]", "👩‍💻 🇯🇲", "שלום مرحبا", "two\nlines", "a\u200bb"):
        assert plain(text) == text


@pytest.mark.parametrize(
    "unfit", ["\x1b", "\x07", "\x00", "\x7f", "\x9b", "\r", "\u202e", "\u2066", "\u2028", "\ud83d"]
)
def test_what_acts_on_a_terminal_is_shown_as_a_mark(unfit: str) -> None:
    assert plain(f"a{unfit}b") == "a\ufffdb"


def test_line_ends_of_other_systems_and_tabs() -> None:
    assert plain("a\r\nb\tc") == "a\nb c"


@given(ANY_TEXT, st.integers(0, 60), st.sampled_from(["left", "right"]))
def test_a_cell_is_as_wide_as_asked(text: str, width: int, align: str) -> None:
    cell = fit(text, width, align)  # type: ignore[arg-type]
    assert cell_len(cell.plain) == width
    assert "\n" not in cell.plain


@given(ANY_TEXT, ANY_TEXT, st.integers(1, 60))
def test_a_line_is_as_wide_as_asked(left: str, right: str, width: int) -> None:
    assert cell_len(spread(left, right, width).plain) == width


@given(ANY_TEXT, st.integers(1, 60), st.booleans(), st.booleans())
def test_every_line_of_a_row_fits(text: str, width: int, on_cursor: bool, wrap: bool) -> None:
    row = Row("key", text, left=text, right=text, more=text, wrap=wrap)
    for line in row.lines(max(width, 12), on_cursor=on_cursor):
        assert cell_len(line.plain) <= max(width, 12)


COLUMNS = (
    Column("Learner", 10, grow=2),
    Column("Scheme", 6, drop=2),
    Column("Progress", 16, drop=3, grow=1),
    Column("Open", 4, align="right"),
    Column("Next", 6, drop=1),
)


def test_columns_go_by_their_rank_and_share_what_is_left() -> None:
    assert widths(COLUMNS, 80) == (30, 6, 26, 4, 6)
    assert widths(COLUMNS, 40) == (18, 6, 0, 4, 6)
    assert widths(COLUMNS, 30) == (16, 0, 0, 4, 6)
    assert widths(COLUMNS, 20) == (14, 0, 0, 4, 0)


@pytest.mark.parametrize("width", [8, 20, 40, 80])
def test_head_and_lines_of_a_table_line_up(width: int) -> None:
    line = lay(("Ana Clarke", "CVQ 2", "████", "31", "26 Nov"), COLUMNS, width)
    assert cell_len(line.plain) == cell_len(titles(COLUMNS, width).plain) == width


def test_a_table_wants_a_cell_for_each_column() -> None:
    with pytest.raises(ValueError, match="zip"):
        lay(("Ana",), COLUMNS, 40)


def found(typed: str) -> list[str]:
    rows = [
        Row("ana", "Ana Clarke", find="CVQ"),
        Row("ben", "Ben Okafor", right="EDI"),
        Row("chloe", lambda width: "Chloé", find="Chloé Durand"),
    ]
    return [row.key for row in matching(typed, rows)]


def test_rows_are_found_by_the_beginnings_of_words_and_with_slips() -> None:
    assert found("") == ["ana", "ben", "chloe"]
    assert found("cl an") == ["ana"]
    assert found("clrake") == ["ana"]
    assert found("edi") == ["ben"]
    assert found("durand") == ["chloe"]
    assert found("cvq okafor") == []
    assert found("[/]") == ["ana", "ben", "chloe"]
