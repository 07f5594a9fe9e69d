"""HTML: its paragraphs, lists and tables, as a browser would show them."""

import re
from collections.abc import Iterator
from dataclasses import replace

from selectolax.lexbor import LexborHTMLParser, LexborNode

from unitdata.handbook.extract.document import Limits, Progress, Unreadable
from unitdata.handbook.extract.numerals import shown, whole
from unitdata.handbook.extract.printed import Numbered, Printed
from unitdata.handbook.lines import Line

_UNSEEN = {"head", "script", "style", "template", "noscript", "svg", "math", "object", "select", "textarea", "-comment"}
_BLOCKS = {
    "address", "article", "aside", "blockquote", "body", "caption", "center", "dd", "details", "div", "dl", "dt",
    "fieldset", "figure", "figcaption", "footer", "form", "header", "hr", "legend", "li", "main", "nav", "ol", "p",
    "pre", "section", "summary", "ul",
}  # fmt: skip
_HEADINGS = {"h1", "h2", "h3", "h4", "h5", "h6"}
_STRONG = {"b", "strong", "th"} | _HEADINGS
_LOOKS = {"a": "lowerLetter", "A": "upperLetter", "i": "lowerRoman", "I": "upperRoman"}

_NESTING = re.compile(
    rb"<(/?)(?:a|article|b|blockquote|div|dl|em|font|form|i|ol|section|span|strong|table|u|ul)\b", re.I
)
_DEEPEST = 5_000
"""Elements open at once, counted without regard for what closes by itself; browsers stop at 512."""

_SPAN = 1_000
"""The most rows a cell may stand beside, as in browsers."""

Block = Printed | list[list[Printed]]
"""A paragraph, or a table's row: for each cell its paragraphs."""


def read(data: bytes, progress: Progress, limits: Limits) -> tuple[list[Line], list[str]]:
    """A document's lines, and what is to be said about them (nothing). Raises Unreadable."""
    limits.hold(len(data) // 4)  # a character takes up to four bytes
    _see_depth(data)
    progress(0, 0)
    body = LexborHTMLParser(data.decode()).body
    out = Numbered()
    for block in _Reading(limits).blocks(body) if body else ():
        out.add(*([[block]] if isinstance(block, Printed) else block))
        limits.admit(len(out.lines), 0)
    return out.lines, []


def _see_depth(data: bytes) -> None:
    """Raise Unreadable where so many elements are open at once that a parser takes minutes to place the next."""
    depth = 0
    for tag in _NESTING.finditer(data):
        depth += -1 if tag[1] else 1
        if depth > _DEEPEST:
            raise Unreadable("The file is too involved: its elements stand inside each other thousands deep.")


class _Reading:
    """One way through a document or a cell; words pile up until something ends their paragraph."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._words: list[tuple[str, bool]] = []
        self._label = ""
        self._bullet = False
        self._depth = 0

    def blocks(self, node: LexborNode) -> Iterator[Block]:
        """What a node holds, in order."""
        yield from self._inside(node, strong=False)
        yield from self._ended()

    def _inside(self, node: LexborNode, *, strong: bool) -> Iterator[Block]:
        count = whole(node.attributes.get("start"), 1)
        for child in node.iter(include_text=True):
            tag = child.tag or ""
            if tag == "-text":
                yield from self._said(child.text_content or "", strong, as_set=node.tag == "pre")
            elif tag == "br":
                yield from self._ended()
            elif tag == "table":
                yield from self._ended()
                yield from self._table(child)
            elif tag == "li":
                yield from self._ended()
                count = whole(child.attributes.get("value"), count)
                self._begin_item(node, count)
                count += 1
                yield from self._within(child, strong)
            elif tag in _BLOCKS or tag in _HEADINGS:
                yield from self._ended()
                yield from self._within(child, strong or tag in _STRONG)
            elif tag not in _UNSEEN:
                yield from self._inside(child, strong=strong or tag in _STRONG)

    def _within(self, node: LexborNode, strong: bool) -> Iterator[Block]:
        deeper = node.tag in ("ul", "ol", "blockquote")
        self._depth += deeper
        yield from self._inside(node, strong=strong)
        yield from self._ended()
        self._depth -= deeper

    def _begin_item(self, holder: LexborNode, count: int) -> None:
        """Say what a browser puts before an item of a list."""
        if holder.tag == "ol":
            self._label = shown(count, _LOOKS.get(holder.attributes.get("type") or "", "decimal")) + ". "
        else:
            self._bullet = True

    def _said(self, text: str, strong: bool, *, as_set: bool) -> Iterator[Block]:
        first, *more = text.split("\n") if as_set else [text]
        self._words.append((first, strong))
        for line in more:
            yield from self._ended()
            self._words.append((line, strong))

    def _ended(self) -> Iterator[Printed]:
        """The paragraph that the words up to here make, if they make one."""
        if any(text.strip() for text, _ in self._words):
            strong = all(strong for text, strong in self._words if text.strip())
            text = self._label + "".join(text for text, _ in self._words)
            indent = 2 * max(0, self._depth - 1)
            printed = Printed.of(text, strong=strong, bullet=self._bullet, indent=indent)
            self._label, self._bullet = "", False
            if printed.text:
                yield printed
        self._words = []

    def _table(self, table: LexborNode) -> Iterator[Block]:
        taken: dict[int, int] = {}
        for row in _rows(table):
            cells = [cell for cell in row.iter() if cell.tag in ("td", "th")]
            if row.tag == "caption" or (len(cells) == 1 and not any(taken.values())):  # a frame around what is no table
                yield from _Reading(self._limits).blocks(row if row.tag == "caption" else cells[0])
                continue
            paragraphs: list[list[Printed]] = []
            for cell in cells:
                while taken.get(len(paragraphs), 0):
                    taken[len(paragraphs)] -= 1
                    paragraphs.append([])
                taken[len(paragraphs)] = min(whole(cell.attributes.get("rowspan"), 1), _SPAN) - 1
                paragraphs.append(list(self._flat(cell)))
                self._limits.admit(0, 0, len(paragraphs))
            yield paragraphs

    def _flat(self, cell: LexborNode) -> Iterator[Printed]:
        """A cell's paragraphs; of a table inside it, each row as one."""
        for block in _Reading(self._limits).blocks(cell):
            strong = cell.tag == "th"
            if isinstance(block, Printed):
                yield replace(block, strong=strong or block.strong, indent=0)
            else:
                inner = [paragraph for paragraphs in block for paragraph in paragraphs]
                yield Printed.of(" ".join(p.text for p in inner), strong=strong or all(p.strong for p in inner))


def _rows(table: LexborNode) -> Iterator[LexborNode]:
    for part in table.iter():
        if part.tag in ("tr", "caption"):
            yield part
        elif part.tag in ("thead", "tbody", "tfoot"):
            yield from (row for row in part.iter() if row.tag == "tr")
