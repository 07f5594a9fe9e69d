"""Word's .docx: its paragraphs, the numbers of its lists, and the rows of its tables."""

import re
import zipfile
from collections.abc import Callable, Iterator
from contextlib import suppress
from io import BytesIO
from typing import cast

import docx
from docx.document import Document
from docx.opc.constants import RELATIONSHIP_TYPE as _RELATED
from docx.oxml.ns import qn
from lxml import etree

from unitdata.handbook.extract.document import Limits, Progress, Unreadable
from unitdata.handbook.extract.kinds import SAVE_AS
from unitdata.handbook.extract.numbering import Label, Numbering, value
from unitdata.handbook.extract.numerals import whole
from unitdata.handbook.extract.printed import Numbered, Printed
from unitdata.handbook.extract.styles import OFF, Styles
from unitdata.handbook.lines import Line

_PARTS = 10_000
"""Files in a .docx; a handbook with a picture on every page has a few hundred."""

_TWIPS_A_BLANK = 180
"""A twentieth of a point is a twip; Word's smallest usual step of indentation is two blanks by this."""

_OTHERS = (
    ("xl/", "an Excel workbook"),
    ("ppt/", "a PowerPoint presentation"),
    ("content.xml", "an OpenDocument file"),
    ("META-INF/container.xml", "an e-book"),
)
_ASIDE = (
    ("Footnotes and endnotes", "w:footnoteReference", "w:endnoteReference"),
    ("Parts that Word takes in from other files", "w:altChunk", "w:subDoc"),
)
_LOCKED = 0x1
_STRICT = b"purl.oclc.org/ooxml"
_BLOCKS_A_LOOK = 200

_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_PARAGRAPH, _TABLE, _ROW, _CELL, _RUN = (qn(name) for name in ("w:p", "w:tbl", "w:tr", "w:tc", "w:r"))
_GONE = {qn(name) for name in ("w:del", "w:moveFrom", "w:pPr", "w:rPr", "w:sectPr", "w:tblPr", "w:tcPr", "w:trPr")}
_PRINTED = {qn("w:tab"): "\t", qn("w:cr"): "\n", qn("w:noBreakHyphen"): "-"}


def read(data: bytes, progress: Progress, limits: Limits) -> tuple[list[Line], list[str]]:
    """A document's lines, and what is to be said about them. Raises Unreadable, and whatever the parsers raise.

    `progress` is told paragraphs and tables, for Word counts pages only when it prints.
    """
    _look_into(data, limits)
    try:
        document = docx.Document(BytesIO(data))
    except ValueError:
        raise Unreadable(f"This is a template, or a Word file with macros in it. {SAVE_AS}") from None
    main, styles, numbering = (
        _root(part) for part in (document.part, *map(_related(document), (_RELATED.STYLES, _RELATED.NUMBERING)))
    )
    if main is None or (body := main.find(qn("w:body"))) is None:
        raise Unreadable("There is no text in the file.")
    reading = _Reading(main, Styles(styles), numbering)
    blocks = list(body)
    for i, block in enumerate(blocks):
        if i % _BLOCKS_A_LOOK == 0:
            progress(i, len(blocks))
        reading.block(block)
        limits.admit(len(reading.out.lines), 0)
    return reading.out.lines, [
        f"{what} were left out." for what, *tags in _ASIDE if any(True for _ in main.iter(*map(qn, tags)))
    ]


def _look_into(data: bytes, limits: Limits) -> None:
    """See that the package is Word's, and that inflating it is bounded: no part yields more than it says it has."""
    with zipfile.ZipFile(BytesIO(data)) as package:
        parts = package.infolist()
        names = [part.filename for part in parts]
        if not any(name.startswith("word/") for name in names):
            what = next((what for start, what in _OTHERS if any(name.startswith(start) for name in names)), None)
            raise Unreadable(f"This is {what}. {SAVE_AS}" if what else "This is an archive of files. Unpack it first.")
        if len(parts) > _PARTS or sum(part.file_size for part in parts) > limits.unpacked:
            most = limits.unpacked // 1024 // 1024
            raise Unreadable(f"Unpacked, the file is larger than {most} MiB, the most this program reads.")
        if any(part.flag_bits & _LOCKED for part in parts):
            raise Unreadable("The file is locked with a password. Take the password off and save it again.")
        if "_rels/.rels" in names and _STRICT in package.read("_rels/.rels"):
            raise Unreadable("The file was saved as Strict Open XML. Save it as an ordinary Word document (.docx).")


def _related(document: Document) -> Callable[[str], object]:
    def part(kind: str) -> object:
        with suppress(KeyError):
            return document.part.part_related_by(kind)
        return None

    return part


def _root(part: object) -> etree._Element | None:
    """A part's XML. Raises Unreadable where it declares entities, which no Word does and which can hide anything."""
    element = getattr(part, "element", None)
    if element is None:
        return None
    if element.getroottree().docinfo.internalDTD is not None:
        raise Unreadable(
            "The file holds XML declarations that no Word file has: it was made to do harm, or is damaged."
        )
    return cast(etree._Element, element)


class _Reading:
    """One way through a document, from its first paragraph to its last."""

    def __init__(self, main: etree._Element, styles: Styles, numbering: etree._Element | None) -> None:
        self._styles = styles
        self._numbering = Numbering(numbering, styles.list_of)
        self._rendered = any(True for _ in main.iter(qn("w:lastRenderedPageBreak")))
        self._page = 1 if self._rendered or any(map(_breaks_page, main.iter())) else None
        self.out = Numbered()

    def block(self, block: etree._Element) -> None:
        """Add a paragraph's line, a table's rows, or what some wrapping holds of both."""
        if block.tag == _PARAGRAPH:
            printed, boxes = self._paragraph(block)
            heading = self._styles.is_heading(block)
            for cells in printed:
                self.out.add(*([cell] for cell in cells), heading=heading)
            for box in boxes:
                self._blocks(box)
        elif block.tag == _TABLE:
            for row in _inside(block, _ROW):
                self._row(row)
        elif block.tag not in _GONE:
            self._blocks(block)

    def _blocks(self, holder: etree._Element) -> None:
        for block in _inside(holder, _PARAGRAPH, _TABLE):
            self.block(block)

    def _row(self, row: etree._Element) -> None:
        if row.find(f"{qn('w:trPr')}/{qn('w:del')}") is not None:
            return
        cells = list(_inside(row, _CELL))
        if len(cells) == 1:  # a frame around what is no table
            self._blocks(cells[0])
            return
        self.out.add(*map(self._cell, cells))

    def _cell(self, cell: etree._Element) -> list[Printed]:
        """A cell's paragraphs; of a table inside it, each row as one."""
        merged = cell.find(f"{qn('w:tcPr')}/{qn('w:vMerge')}")
        if merged is not None and merged.get(qn("w:val")) != "restart":
            return []
        printed: list[Printed] = []
        for block in _inside(cell, _PARAGRAPH, _TABLE):
            if block.tag == _PARAGRAPH:
                rows, boxes = self._paragraph(block)
                printed += [_joined(row) for row in rows]
                printed += [inner for box in boxes for inner in self._cell(box)]
            else:
                inner_rows = [list(map(self._cell, _inside(row, _CELL))) for row in _inside(block, _ROW)]
                printed += [_joined([p for inner in cells for p in inner]) for cells in inner_rows]
        return [paragraph for paragraph in printed if paragraph.text]

    def _paragraph(self, paragraph: etree._Element) -> tuple[list[list[Printed]], list[etree._Element]]:
        """The rows that a paragraph prints (tabs make cells, breaks make rows), and the text boxes that hang on it."""
        words: list[tuple[str, bool]] = []
        boxes: list[etree._Element] = []
        page = None
        self._turn_at(paragraph.find(f"{qn('w:pPr')}/{qn('w:pageBreakBefore')}"))
        for run in _runs(paragraph):
            boxes += _boxes(run)
            if not self._styles.switched("w:vanish", run, paragraph):
                strong = self._styles.switched("w:b", run, paragraph)
                for text in self._printed(run):
                    words.append((text, strong))
                    page = page or (self._page if text.strip() else None)
        label, indent = self._label(paragraph)
        rows: list[list[Printed]] = []
        for line in _split(words, "\n"):
            cells = [
                ("".join(text for text, _ in cell), all(strong for text, strong in cell if text.strip()))
                for cell in _split(line, "\t")
            ]
            if label is not None and not rows:
                cells[0] = (f"{label.text} {cells[0][0].lstrip()}", cells[0][1])
            bullet = label is not None and label.bullet and not rows
            on = page or self._page
            rows.append(
                [Printed.of(text, strong=strong, bullet=bullet, indent=indent, page=on) for text, strong in cells]
            )
        self._turn_at(paragraph.find(f"{qn('w:pPr')}/{qn('w:sectPr')}"))
        return rows, boxes

    def _label(self, paragraph: etree._Element) -> tuple[Label | None, int]:
        """What Word puts before a paragraph, and how far from the margin it begins, in blanks."""
        list_id, level, style = self._styles.list_place(paragraph)
        label = None
        if list_id:
            if level is None:
                level = self._numbering.level_of_style(list_id, style)
            label = self._numbering.label(list_id, level)
        settings = self._styles.settings(paragraph)
        if label and label.settings is not None:
            settings.insert(1, label.settings)  # what a list says of its levels counts for more than a style
        places = [element.find(qn("w:ind")) for element in settings]
        return label, max(0, round(sum(_twips(places)) / _TWIPS_A_BLANK))

    def _printed(self, run: etree._Element) -> Iterator[str]:
        for part in run:
            if part.tag == qn("w:t"):
                yield part.text or ""
            elif part.tag == qn("w:sym"):
                code = part.get(qn("w:char"), "")
                yield chr(int(code, 16)) if re.fullmatch("[0-9A-Fa-f]{1,4}", code) else " "
            elif part.tag == qn("w:lastRenderedPageBreak"):
                self._page = (self._page or 1) + 1
            elif part.tag == qn("w:br"):
                self._turn_at(part)
                yield "\n" if part.get(qn("w:type")) in (None, "textWrapping") else ""
            elif part.tag in _PRINTED:
                yield _PRINTED[part.tag]

    def _turn_at(self, element: etree._Element | None) -> None:
        """Count a page, where the document does not tell itself where its pages broke when it was printed last."""
        if element is not None and not self._rendered and _breaks_page(element):
            self._page = (self._page or 1) + 1


def _breaks_page(element: etree._Element) -> bool:
    """Whether something is set that begins a new page."""
    if element.tag == qn("w:br"):
        return element.get(qn("w:type")) == "page"
    if element.tag == qn("w:pageBreakBefore"):
        return element.get(qn("w:val")) not in OFF
    # The section that stands in a paragraph ends with it; the one that does not is the whole document's.
    inner = element.tag == qn("w:sectPr") and next(element.iterancestors()).tag == qn("w:pPr")
    return inner and value(element, "w:type") != "continuous"


def _inside(holder: etree._Element, *tags: str) -> Iterator[etree._Element]:
    """What of these kinds a holder has, through the wrappings Word puts around them, and in both versions once."""
    for child in holder:
        if child.tag in tags:
            yield child
        elif child.tag == f"{_MC}AlternateContent":
            yield from _inside(child[0], *tags)
        elif isinstance(child.tag, str) and child.tag not in _GONE and child.tag != qn("w:r"):
            yield from _inside(child, *tags)


def _runs(paragraph: etree._Element) -> Iterator[etree._Element]:
    yield from _inside(paragraph, _RUN)


def _boxes(run: etree._Element) -> list[etree._Element]:
    """The contents of text boxes drawn at a run: those of the first version of a drawing that has any."""
    for drawing in run:
        versions = drawing if drawing.tag == f"{_MC}AlternateContent" else [drawing]
        for version in versions:
            if found := [box for box in version.iter(qn("w:txbxContent")) if not _nested(box, version)]:
                return found
    return []


def _nested(box: etree._Element, within: etree._Element) -> bool:
    return next(box.iterancestors(qn("w:txbxContent")), within) is not within


def _split(words: list[tuple[str, bool]], at: str) -> list[list[tuple[str, bool]]]:
    """Words with their strength, split where a character stands."""
    parts: list[list[tuple[str, bool]]] = [[]]
    for text, strong in words:
        first, *more = text.split(at)
        parts[-1].append((first, strong))
        parts += [[(part, strong)] for part in more]
    return parts


def _joined(cells: list[Printed]) -> Printed:
    """Cells side by side as one paragraph, where there is no room for more cells."""
    texts = [cell for cell in cells if cell.text]
    strong = bool(texts) and all(cell.strong for cell in texts)
    return Printed(" ".join(cell.text for cell in texts), strong, bool(texts) and texts[0].bullet)


def _twips(places: list[etree._Element | None]) -> Iterator[int]:
    """Where a paragraph's first line begins: its indentation, and what its first line has more or less."""
    for names, sign in ((("w:left", "w:start"), 1), (("w:hanging",), -1), (("w:firstLine",), 1)):
        said = (place.get(qn(name)) for place in places if place is not None for name in names)
        yield sign * whole(next(filter(None, said), None))
