"""Plain text and Markdown, and the mixture of both with tabs and tags that converters make of handbooks."""

import re
from collections.abc import Iterator, Sequence

from unitdata.handbook.extract.document import Limits
from unitdata.handbook.extract.marks import BREAK, unmarked
from unitdata.handbook.extract.printed import Printed, in_rows
from unitdata.handbook.lines import Line

_RULE = re.compile(r"\s*([-_*=])(?:\s*\1){2,}\s*")
_UNDERLINE = re.compile(r"={3,}\s*")
_FENCE = re.compile(r"\s*(?:```|~~~)")
_HEADING = re.compile(r"\s{0,3}#{1,6}(?=\s)")
_QUOTE = re.compile(r"^\s{0,3}>(?:\s?>)*(?=\s|$)")
_SEPARATOR = re.compile(r"[\s>]*(?:[-*+]\s+)?(?:\|\s*)?:?-+:?(?:\s*\|\s*:?-+:?)*\s*(?:\|\s*)?")
_PIPE = re.compile(r"(?<!\\)\|")
_LISTED_ROW = re.compile(r"^\s*[-*+]\s+(?=\|)")
_MARKDOWN = re.compile(r"^#{1,6} \S|\*\*\S|^[ \t]*\|.*\|[ \t]*$|^\[.+\]\(", re.MULTILINE)
_BLANKS = re.compile(r"\s{2,}")
_ROW_LINES = 40
"""A table's row that is not closed within so many lines was no row."""


def is_markdown(text: str) -> bool:
    """Whether any line of the text is set as Markdown sets one."""
    return bool(_MARKDOWN.search(text))


def read_text(text: str, limits: Limits) -> Iterator[Line]:
    """The lines of a text, numbered as an editor numbers them; form feeds begin new pages. Raises Unreadable."""
    limits.hold(len(text))
    page = None
    next_page = 1 if "\f" in text else 0
    printed = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    if not printed[-1]:
        printed.pop()
    limits.admit(len(printed), 0)
    in_row, in_table = 0, False
    for i, raw in enumerate(printed):
        number = i + 1
        limits.admit(number, len(raw), 1 + max(raw.count("|"), raw.count("\t")))
        if next_page:
            page = next_page + len(raw) - len(raw.lstrip("\f"))
            next_page += raw.count("\f")
        in_table = _is_table(printed, i, in_table)
        if in_row:
            in_row -= 1
            cells = ["", *_cells(raw)]
        elif in_table or raw.lstrip(" \t-*+").startswith("|"):
            in_row = _lines_left(printed, i)
            cells = _cells(_LISTED_ROW.sub("", raw))
        else:
            yield from _read_line(number, page, raw, heading=_is_underlined(printed, i))
            continue
        if _SEPARATOR.fullmatch(raw):
            cells = [""]
        yield from _read_row(number, page, cells)


def _is_table(printed: Sequence[str], i: int, in_table: bool) -> bool:
    """Whether a line is a row of a table whose rows are not put between pipes: known by the dashes under its first."""
    if "|" not in printed[i]:
        return False
    return in_table or (i + 1 < len(printed) and "|" in printed[i + 1] and bool(_SEPARATOR.fullmatch(printed[i + 1])))


def _lines_left(printed: Sequence[str], i: int) -> int:
    """How many more lines a row takes that begins with a pipe; none where it is not closed further on."""
    if printed[i].rstrip().endswith("|"):
        return 0
    for more, line in enumerate(printed[i + 1 : i + 1 + _ROW_LINES], start=1):
        if line.lstrip().startswith("|"):
            return 0
        if line.rstrip().endswith("|"):
            return more
    return 0


def _is_underlined(printed: Sequence[str], i: int) -> bool:
    return i + 1 < len(printed) and bool(_UNDERLINE.fullmatch(printed[i + 1]))


def _cells(raw: str) -> list[str]:
    """What stands between the pipes of a row."""
    return _PIPE.split(raw.strip().removeprefix("|").removesuffix("|"))


def _read_line(number: int, page: int | None, raw: str, *, heading: bool) -> Iterator[Line]:
    if _RULE.fullmatch(raw) or _FENCE.match(raw):
        yield Line(number, page, ())
        return
    raw = _QUOTE.sub("", raw.strip("\f\v"))
    if mark := _HEADING.match(raw):
        raw, heading = raw[mark.end() :].strip(" #"), True
    if "\t" in raw.rstrip():
        yield from _read_row(number, page, raw.rstrip().split("\t"), heading=heading)
        return
    indent = len(raw) - len(raw.lstrip())
    for part, strong in _parts(raw):
        yield from in_rows(number, [[Printed.of(part, strong=strong, indent=indent, page=page)]], heading=heading)


def _read_row(number: int, page: int | None, raw: Sequence[str], *, heading: bool = False) -> Iterator[Line]:
    cells = [[Printed.of(part, strong=strong, page=page) for part, strong in _parts(cell)] for cell in raw]
    yield from in_rows(number, cells, heading=heading)


def _parts(raw: str) -> Iterator[tuple[str, bool]]:
    for printed in BREAK.split(_BLANKS.sub(" ", raw)):
        yield from unmarked(printed)
