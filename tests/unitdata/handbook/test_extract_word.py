"""Word documents, read into lines: what Word shows, not what its file spells out."""

from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any

import docx
import pytest
from docx.enum.text import WD_BREAK
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from typeset import as_docx

from unitdata.handbook.extract import Document, extract
from unitdata.handbook.lines import Line


@pytest.fixture
def read(tmp_path: Path) -> Callable[[Any], Document]:
    def reader(document: Any) -> Document:
        path = tmp_path / "tea.docx"
        document.save(path)
        return extract(path)

    return reader


Read = Callable[[Any], Document]


def number(document: Any, list_id: int, levels: list[tuple[str, str]], overrides: str = "") -> None:
    """Give a document a list: for each level its format and its text."""
    numbering = document.part.numbering_part.element
    looks = "".join(
        f'<w:lvl w:ilvl="{i}"><w:start w:val="1"/><w:numFmt w:val="{look}"/><w:lvlText w:val="{text}"/>'
        f'<w:pPr><w:ind w:left="{720 * (i + 1)}" w:hanging="360"/></w:pPr></w:lvl>'
        for i, (look, text) in enumerate(levels)
    )
    ns = nsdecls("w")
    numbering.insert(0, parse_xml(f'<w:abstractNum {ns} w:abstractNumId="{list_id}">{looks}</w:abstractNum>'))
    shared = f'<w:num {ns} w:numId="{list_id}"><w:abstractNumId w:val="{list_id}"/></w:num>'
    numbering.append(parse_xml(shared))
    if overrides:
        again = f'<w:num {ns} w:numId="{list_id + 1}"><w:abstractNumId w:val="{list_id}"/>{overrides}</w:num>'
        numbering.append(parse_xml(again))


def item(document: Any, text: str, list_id: int, level: int = 0) -> None:
    paragraph = document.add_paragraph(text)
    place = f'<w:numPr {nsdecls("w")}><w:ilvl w:val="{level}"/><w:numId w:val="{list_id}"/></w:numPr>'
    paragraph._p.get_or_add_pPr().append(parse_xml(place))


def texts(document: Document) -> list[str]:
    return [line.text for line in document.lines if line.cells]


def test_headings_bullets_and_rows(read: Read) -> None:
    document = docx.Document()
    document.add_heading("Brewing", 2)
    document.add_paragraph().add_run("Warm the pot").bold = True
    document.add_paragraph("by hand", "List Bullet")
    document.add_paragraph("Warm ").add_run("well").bold = True
    document.add_paragraph("1.1\tPour\nslowly")
    document.add_paragraph("")
    table = document.add_table(2, 3)
    for cell, text in zip(table._cells, ["1. Brew", "1.1 Warm", "✓", "", "1.3 Wait", ""], strict=True):
        cell.text = text
    table.cell(0, 1).add_paragraph("1.2 Fill")
    found = read(document)
    assert found.kind == "Word (.docx)"
    assert found.lines == (
        Line(1, None, ("Brewing",), heading=True),
        Line(2, None, ("Warm the pot",), heading=True),
        Line(3, None, ("by hand",), bullet=True),
        Line(4, None, ("Warm well",)),
        Line(5, None, ("1.1", "Pour")),
        Line(6, None, ("slowly",)),
        Line(7, None, ()),
        Line(8, None, ("1. Brew", "1.1 Warm", "✓")),
        Line(9, None, ("", "1.2 Fill")),
        Line(10, None, ("", "1.3 Wait")),
    )


def test_numbers_that_word_makes_up_are_written_out(read: Read) -> None:
    document = docx.Document()
    number(document, 70, [("decimal", "%1."), ("decimal", "%1.%2"), ("lowerLetter", "%3)"), ("lowerRoman", "(%4)")])
    words = ["Brew", "warm", "rinse", "cup", "pot", "blue", "red", "Pour", "tilt"]
    for text, level in zip(words, [0, 1, 1, 2, 2, 3, 3, 0, 1], strict=True):
        item(document, text, 70, level)
    document.add_paragraph("A word between")
    item(document, "stop", 70, 1)
    found = read(document)
    assert texts(found) == [
        "1. Brew", "1.1 warm", "1.2 rinse", "a) cup", "b) pot", "(i) blue", "(ii) red", "2. Pour", "2.1 tilt",
        "A word between", "2.2 stop",
    ]  # fmt: skip
    indents = [line.indent for line in found.lines]
    assert indents[0] < indents[1] < indents[3] < indents[5]


def test_a_list_begins_again_where_word_was_told_so(read: Read) -> None:
    document = docx.Document()
    again = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride>'
    number(document, 70, [("upperLetter", "%1.")], again)
    for list_id in (70, 70, 71, 71, 70):
        item(document, "cups", list_id)
    assert texts(read(document)) == ["A. cups", "B. cups", "A. cups", "B. cups", "C. cups"]


@pytest.mark.parametrize(
    ("look", "count", "shown"),
    [
        ("lowerLetter", 28, "bb"),
        ("upperRoman", 14, "XIV"),
        ("decimalZero", 3, "03"),
        ("none", 2, ""),
        ("chicago", 4, "4"),
    ],
)
def test_numbers_look_as_their_format_says(read: Read, look: str, count: int, shown: str) -> None:
    document = docx.Document()
    number(document, 70, [(look, "%1:")])
    for _ in range(count):
        item(document, "cups", 70)
    assert texts(read(document))[-1] == f"{shown}: cups"


def test_a_list_that_hangs_on_a_style_is_numbered_too(read: Read) -> None:
    document = docx.Document()
    number(document, 70, [("decimal", "Unit %1"), ("decimal", "%1.%2")])
    settings = document.styles["Heading 1"].element.get_or_add_pPr()
    settings.append(parse_xml(f'<w:numPr {nsdecls("w")}><w:numId w:val="70"/></w:numPr>'))
    document.add_heading("Brewing", 1)
    document.add_heading("Pouring", 1)
    assert texts(read(document)) == ["Unit 1 Brewing", "Unit 2 Pouring"]


def test_pages_are_those_that_word_printed_last(read: Read) -> None:
    document = docx.Document()
    document.add_paragraph("one").add_run().add_break(WD_BREAK.PAGE)
    later = document.add_paragraph("")
    later._p.append(parse_xml(f"<w:r {nsdecls('w')}><w:lastRenderedPageBreak/><w:t>two</w:t></w:r>"))
    later._p.append(parse_xml(f"<w:r {nsdecls('w')}><w:lastRenderedPageBreak/><w:t> goes on</w:t></w:r>"))
    document.add_paragraph("three")
    assert [(line.text, line.page) for line in read(document).lines] == [("one", 1), ("two goes on", 2), ("three", 3)]


def test_pages_are_known_from_breaks_where_word_never_printed(read: Read) -> None:
    document = docx.Document()
    document.add_paragraph("one").add_run().add_break(WD_BREAK.PAGE)
    document.add_paragraph("two")
    document.add_paragraph("three").paragraph_format.page_break_before = True
    document.add_section()
    document.add_paragraph("four")
    assert [(line.text, line.page) for line in read(document).lines if line.cells] == [
        ("one", 1), ("two", 2), ("three", 3), ("four", 4),
    ]  # fmt: skip


def test_what_word_shows_is_read_and_what_it_hides_is_not(read: Read) -> None:
    document = docx.Document()
    body, ns = document.element.body, nsdecls("w")

    def run(text: str, settings: str = "") -> str:
        return f"<w:r><w:rPr>{settings}</w:rPr><w:t xml:space='preserve'>{text}</w:t></w:r>"

    paragraph = (
        f'<w:p {ns}>{run("Pour ")}<w:ins w:id="1" w:author="A">{run("hot ")}</w:ins>'
        f'<w:del w:id="2" w:author="A"><w:r><w:delText>cold </w:delText></w:r></w:del>{run("secret ", "<w:vanish/>")}'
        f'<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> ASK X "?" </w:instrText></w:r>'
        f'<w:r><w:fldChar w:fldCharType="separate"/></w:r><w:hyperlink>{run("tea")}</w:hyperlink>'
        f'<w:r><w:fldChar w:fldCharType="end"/></w:r><w:r><w:sym w:font="Wingdings" w:char="F0FC"/></w:r>'
        f'<w:r><w:sym w:font="Wingdings" w:char="tick"/></w:r></w:p>'
    )
    body.insert(0, parse_xml(f"<w:sdt {ns}><w:sdtContent>{paragraph}</w:sdtContent></w:sdt>"))
    box = f"<w:txbxContent><w:p>{run('In a box')}</w:p></w:txbxContent>"
    body.insert(1, parse_xml(f"<w:p {ns}><w:r><w:pict>{box}</w:pict></w:r>{run('Beside it')}</w:p>"))
    assert texts(read(document)) == ["Pour hot tea✓", "Beside it", "In a box"]


def test_a_frame_around_a_text_is_no_table_and_a_merged_cell_is_read_once(read: Read) -> None:
    document = docx.Document()
    frame = document.add_table(1, 1).cell(0, 0)
    frame.text = "Framed"
    inner = frame.add_table(1, 2)
    inner.cell(0, 0).text, inner.cell(0, 1).text = "1.1", "Warm"
    document.add_paragraph("between")
    table = document.add_table(2, 2)
    table.cell(0, 0).merge(table.cell(1, 0)).text = "Brew"
    table.cell(0, 1).text, table.cell(1, 1).text = "1.1 Warm", "1.2 Fill"
    nested = table.cell(1, 1).add_table(1, 2)
    nested.cell(0, 0).text, nested.cell(0, 1).text = "a", "slowly"
    assert [line.cells for line in read(document).lines if line.cells] == [
        ("Framed",), ("1.1", "Warm"), ("between",), ("Brew", "1.1 Warm"), ("", "1.2 Fill"), ("", "a slowly"),
    ]  # fmt: skip


def test_a_document_set_in_word_has_the_lines_it_was_set_from(tmp_path: Path) -> None:
    lines = (
        Line(1, None, ("Unit 1 Brewing",), heading=True),
        Line(2, None, ("1.1", "Warm the pot", "✓")),
        Line(3, None, ("", "Rinse it")),
        Line(4, None, ("by hand",), bullet=True),
    )
    path = tmp_path / "tea.docx"
    path.write_bytes(as_docx(lines))
    found = extract(path).lines
    assert [(x.cells, x.heading, x.bullet) for x in found if x.cells] == [(x.cells, x.heading, x.bullet) for x in lines]


def test_footnotes_left_out_are_said(read: Read) -> None:
    document = docx.Document()
    paragraph = document.add_paragraph("Tea")
    paragraph._p.append(parse_xml(f'<w:r {nsdecls("w")}><w:footnoteReference w:id="1"/></w:r>'))
    assert read(document).notes == ("Footnotes and endnotes were left out.",)


def test_progress_is_told_and_can_end_the_reading(tmp_path: Path) -> None:
    document = docx.Document()
    for _ in range(300):
        document.add_paragraph("Pour")
    path = tmp_path / "tea.docx"
    stream = BytesIO()
    document.save(stream)
    path.write_bytes(stream.getvalue())
    told: list[tuple[int, int]] = []
    extract(path, progress=lambda done, of: told.append((done, of)))
    assert (200, 301) in told

    class GivenUp(Exception):
        pass

    def give_up(done: int, of: int) -> None:
        raise GivenUp

    with pytest.raises(GivenUp):
        extract(path, progress=give_up)
