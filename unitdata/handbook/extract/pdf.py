"""PDF: what is printed on its pages, put together again to paragraphs and tables."""

import re
from io import BytesIO
from itertools import pairwise
from typing import Any

import pdfplumber
from pdfminer.layout import LTChar, LTItem
from pdfminer.pdfdocument import PDFPasswordIncorrect
from pdfplumber.page import Page
from pdfplumber.pdf import PDF
from pdfplumber.utils.exceptions import PdfminerException

from unitdata.handbook.extract.characters import plain
from unitdata.handbook.extract.document import Limits, Progress, Unreadable
from unitdata.handbook.extract.flow import Flow, setting
from unitdata.handbook.extract.sheet import Box, Row, Sheet, Strip, Word, sheet
from unitdata.handbook.lines import Line

_STRONG = re.compile(r"bold|black|heavy|demi", re.IGNORECASE)
_UNKNOWN = "(cid:"
_EDGES = 4_000
"""More lines than these on a page are a drawing; looking for tables among them would take minutes."""

_LETTERS = 20
"""Fewer letters a page than these, on the average: the pages are pictures."""

_MARGIN = 0.09
"""The share of a page's height, above and below, where running heads stand."""

_RUNNING = 3
"""What stands at the same place of so many pages that follow each other is a running head."""

_NAMED = 3
_LISTED = 12


def read(data: bytes, progress: Progress, limits: Limits) -> tuple[list[Line], list[str]]:
    """A document's lines, and what is to be said about them. Raises Unreadable, and whatever the parsers raise."""
    document = _opened(data)
    of = len(document.pages)
    if of > limits.pages:
        raise Unreadable(f"The PDF has {of:,} pages; the longest this program reads has {limits.pages:,}.")
    sheets, drawn, pictures, turned = [], False, [], []
    for plumbed in document.pages:
        page = _Page(document, plumbed.page_obj, plumbed.page_number)
        progress(page.page_number - 1, of)
        words, sideways = _words(page)
        drawn = drawn or bool(page.images)
        if sideways:
            turned.append(page.page_number)
        elif not words and page.images:
            pictures.append(page.page_number)
        sheets.append(sheet(page.page_number, (page.width, page.height), words, _tables(page)))
        page.close()
    progress(of, of)
    notes = _without_running_heads(sheets)
    _see_letters(sheets, drawn=drawn, turned=bool(turned))
    flow = Flow(setting(sheets))
    for one in sheets:
        flow.page(one)
    flow.end()
    if pictures:
        notes.append(f"Pages that are pictures, from which nothing could be read: {_listed(pictures)}.")
    if turned:
        notes.append(f"Words that stand on their side were left out, on pages: {_listed(turned)}.")
    return flow.out.lines, notes


def _opened(data: bytes) -> PDF:
    try:
        return pdfplumber.open(BytesIO(data))
    except PdfminerException as error:
        if any(isinstance(cause, PDFPasswordIncorrect) for cause in error.args):
            raise Unreadable("The PDF is locked with a password. Save it without, and read that.") from None
        raise


def _listed(pages: list[int]) -> str:
    more = f" and {len(pages) - _LISTED} more" if len(pages) > _LISTED else ""
    return ", ".join(map(str, pages[:_LISTED])) + more


class _Page(Page):
    """A page that tells of a letter only what words are made from: its colours and matrices cost half the time."""

    def process_object(self, obj: LTItem) -> dict[str, Any]:
        """A letter as pdfplumber wants it."""
        if not isinstance(obj, LTChar):
            return super().process_object(obj)
        left, above = self.mediabox[0], self.height + self.mediabox[1]
        return {
            "object_type": "char",
            "text": obj.get_text(),
            "fontname": obj.fontname,
            "size": obj.size,
            "upright": obj.upright,
            "x0": obj.x0 + left,
            "x1": obj.x1 + left,
            "top": above - obj.y1,
            "bottom": above - obj.y0,
            "doctop": above - obj.y1,
        }


def _words(page: Page) -> tuple[list[Word], bool]:
    """The words that stand upright, without what prints nothing; and whether others stand on their side."""
    found = page.extract_words(x_tolerance_ratio=0.15, extra_attrs=["fontname", "size"])
    upright = [
        Word(
            text, float(w["x0"]), float(w["x1"]), float(w["top"]), float(w["bottom"]), float(w["size"]),
            bool(_STRONG.search(str(w["fontname"]))),
        )
        for w in found
        if w["upright"] and (text := plain(w["text"]))
    ]  # fmt: skip
    return upright, not all(w["upright"] for w in found)


def _tables(page: Page) -> list[list[list[Box | None]]]:
    """The boxes of the cells of tables with rules and more than one column; anything else is a frame."""
    if len(page.edges) > _EDGES:
        return []
    tables: list[list[list[Any]]] = [[row.cells for row in table.rows] for table in page.find_tables()]
    return [rows for rows in tables if any(len(row) > 1 for row in rows)]


def _see_letters(sheets: list[Sheet], *, drawn: bool, turned: bool) -> None:
    """Raise Unreadable where a document has no text that stands upright, or none that can be known from its fonts."""
    texts = [item.text if isinstance(item, Strip) else "".join(s.text for c in item.cells for s in c.strips)
             for one in sheets for item in one.content]  # fmt: skip
    letters = sum(map(len, texts))
    if letters < _LETTERS * len(sheets):
        if turned:
            raise Unreadable("The words on its pages stand on their side. Turn the pages, and print them to a new PDF.")
        why = "Its pages are pictures (scanned)" if drawn else "There is no text on its pages"
        raise Unreadable(f"{why}. A program for text recognition (OCR) can add the text; read its result.")
    if sum(text.count(_UNKNOWN) for text in texts) * len(_UNKNOWN) * 4 > letters:
        raise Unreadable("The PDF does not say which letters its signs are. Print it to a new PDF, or use OCR on it.")


def _without_running_heads(sheets: list[Sheet]) -> list[str]:
    """Take out what stands alike in the margin of page after page, but for the page's number; and say so."""
    places: dict[tuple[str, int], list[tuple[int, str]]] = {}
    for one in sheets:
        for item in one.content:
            if isinstance(item, Strip) and (place := _margin_place(one, item)):
                places.setdefault(place, []).append((one.number, item.text))
    heads = {place for place, found in places.items() if _runs(found)}
    for one in sheets:
        one.content = [item for item in one.content if _margin_place(one, item) not in heads and not _counts(one, item)]
    said = sorted({f"“{text}”" for text, _ in heads})
    if not said:
        return []
    more = f" and {len(said) - _NAMED} more" if len(said) > _NAMED else ""
    return [f"Running heads were left out: {', '.join(said[:_NAMED])}{more} (# stands for a number)."]


def _runs(found: list[tuple[int, str]]) -> bool:
    """Whether the same text stands on neighbouring pages, or on every other, or counts them."""
    chain = 0
    for (page, text), (later, next_text) in pairwise(found):
        numbers, next_numbers = ([int(n) for n in re.findall(r"[0-9]{1,6}", said)] for said in (text, next_text))
        counts = any(n - page == m - later for n, m in zip(numbers, next_numbers, strict=False))
        alike = later - page in (1, 2) and (counts or text == next_text)
        chain = chain + 1 if alike else 0
        if chain == _RUNNING - 1:
            return True
    return False


def _counts(one: Sheet, item: Strip | Row) -> bool:
    """Whether a line in the margin is nothing but the page's number."""
    if isinstance(item, Row) or not _margin_place(one, item):
        return False
    return bool(re.fullmatch(rf"(?:page )?[-–]? ?{one.number} ?[-–]?(?: ?(?:of|/) ?[0-9]+)?", item.text, re.IGNORECASE))


def _margin_place(one: Sheet, item: Strip | Row) -> tuple[str, int] | None:
    """What stands in the margin, without its numbers, and how far down the page; None for what stands elsewhere."""
    if isinstance(item, Row) or _MARGIN * one.height < item.top < (1 - _MARGIN) * one.height:
        return None
    return re.sub(r"[0-9]+", "#", item.text), round(item.top / 3)
