"""PDF documents, read into lines: paragraphs and cells as they were before they were wrapped to the page."""

from collections.abc import Callable
from pathlib import Path

import pytest
from fpdf import FPDF
from typeset import as_docx, as_html, as_pdf

from unitdata.handbook.extract import Document, Unreadable, extract
from unitdata.handbook.lines import Line

Read = Callable[[FPDF], Document]

LONG = (
    "Warm the pot with water that has just boiled, pour the water away, and put in a spoon of leaves for each cup "
    "and one for the pot, because a pot that is cold takes the heat from the water and the leaves do not open"
)


@pytest.fixture
def read(tmp_path: Path) -> Read:
    def reader(pdf: FPDF) -> Document:
        path = tmp_path / "tea.pdf"
        path.write_bytes(bytes(pdf.output()))
        return extract(path)

    return reader


@pytest.fixture
def pdf() -> FPDF:
    document = FPDF()
    document.set_font("Helvetica", size=10)
    document.add_page()
    return document


def say(pdf: FPDF, text: str, *, strong: bool = False, size: int = 10, indent: int = 0) -> None:
    pdf.set_font("Helvetica", "B" if strong else "", size)
    pdf.set_x(pdf.l_margin + indent)
    pdf.multi_cell(0, 5, text, align="L")
    pdf.ln(0)


def texts(document: Document) -> list[str]:
    return [line.text for line in document.lines if line.cells]


def test_wrapped_paragraphs_are_whole_again(read: Read, pdf: FPDF) -> None:
    said = [LONG, f"{LONG}.", "Pour.", f"1.1 {LONG}", f"1.2 {LONG}", f"a) {LONG}", f"(i) {LONG}", f"b {LONG}"]
    for text in said:
        say(pdf, text)
    found = read(pdf)
    # The first ends without a full stop on a line with room left: only that tells where it ends.
    assert texts(found) == said
    assert (found.kind, found.pages) == ("PDF", 1)


def test_the_longest_of_short_lines_is_not_taken_for_full(read: Read, pdf: FPDF) -> None:
    lines = ["Warm the pot", "Handbook of serving tea", "Unit 1 Serve tea", "Pour", "slowly and with care", "Sit"]
    for text in lines:
        say(pdf, text)
        pdf.ln(1.5)
    assert texts(read(pdf)) == lines


@pytest.mark.parametrize("begins", ["1.", "2.3", "F2.1.1", "A.", "b)", "(iv)", "c", "\x95", "-"])
def test_a_ref_begins_a_paragraph_even_below_a_full_line(read: Read, pdf: FPDF, begins: str) -> None:
    pdf.core_fonts_encoding = "windows-1252"
    begins = begins.replace("\x95", "•")
    full = LONG[:112].rpartition(" ")[0]
    say(pdf, full)
    say(pdf, f"{begins} extraordinarilylongword of tea")
    first, second = read(pdf).lines
    assert first.text == full
    assert second.bullet is (begins in "•-")
    assert second.text == ("" if second.bullet else f"{begins} ") + "extraordinarilylongword of tea"


def test_words_that_look_like_refs_stay_in_their_sentence(read: Read, pdf: FPDF) -> None:
    words = LONG.replace(",", "").split()[:20]
    for n in range(20):
        say(pdf, " ".join(words[n:] + words[:n] + ["a", "cup", "or", "12", "cups"] * 4))
        pdf.ln(5)
    assert len(texts(read(pdf))) == 20


def test_strong_and_large_lines_are_headings(read: Read, pdf: FPDF) -> None:
    say(pdf, "Unit 1", size=16)
    say(pdf, "Warm the pot", strong=True)
    say(pdf, LONG)
    pdf.set_font("Helvetica", "B", 10)
    pdf.write(5, "Pour ")
    pdf.set_font("Helvetica", "", 10)
    pdf.write(5, "slowly")
    assert [(line.text, line.heading) for line in read(pdf).lines] == [
        ("Unit 1", True),
        ("Warm the pot", True),
        (LONG, False),
        ("Pour slowly", False),
    ]


def test_a_ref_that_stands_off_belongs_to_its_text(read: Read, pdf: FPDF) -> None:
    for ref in ("1.1", "a"):
        pdf.cell(15, 5, ref)
        pdf.multi_cell(0, 5, LONG, align="L")
        pdf.ln(0)
    say(pdf, "light", indent=20)
    found = read(pdf).lines
    assert [line.cells for line in found] == [(f"1.1 {LONG}",), (f"a {LONG}",), ("light",)]
    assert found[0].indent == 0 < found[2].indent


def test_rows_with_rules_become_cells(read: Read, pdf: FPDF) -> None:
    with pdf.table(first_row_as_headings=False, col_widths=(30, 70, 10), text_align="LEFT") as table:
        table.row(["1. Brew the tea for all of the guests", f"1.1 {LONG}\n1.2 Fill\n1.3 {LONG}", "x"])
        table.row(["", "1.4 Wait", ""])
        row = table.row()
        row.cell("Both", colspan=3)
    say(pdf, "After it")
    assert [line.cells for line in read(pdf).lines] == [
        ("1. Brew the tea for all of the guests", f"1.1 {LONG}", "x"),
        ("", "1.2 Fill"),
        ("", f"1.3 {LONG}"),
        ("", "1.4 Wait"),
        ("Both",),
        ("After it",),
    ]


def test_short_cells_without_rules_are_told_apart(read: Read, pdf: FPDF) -> None:
    rows = [["101", "Serve tea (T1)", "1", "4"], ["102", "Close the tea room (T2)", "1", "3"]]
    with pdf.table(borders_layout="NONE", first_row_as_headings=False, col_widths=(10, 30, 8, 8)) as table:
        for cells in rows:
            table.row(["Unit " + cells[0], *cells[1:]])
    assert [line.cells for line in read(pdf).lines] == [("Unit " + cells[0], *cells[1:]) for cells in rows]


def test_rows_without_rules_become_cells(read: Read, pdf: FPDF) -> None:
    say(pdf, LONG)
    pdf.ln(5)
    with pdf.table(
        borders_layout="NONE", first_row_as_headings=False, col_widths=(30, 60), text_align="LEFT", v_align="TOP"
    ) as table:
        table.row(["Element of brewing the tea for guests", f"1.1 {LONG}"])
        table.row(["", "1.2 Fill"])
        table.row(["Pour", "2.1 Tilt"])
    pdf.ln(10)
    say(pdf, LONG)
    assert [line.cells for line in read(pdf).lines] == [
        (LONG,),
        ("Element of brewing the tea for guests", f"1.1 {LONG}"),
        ("", "1.2 Fill"),
        ("Pour", "2.1 Tilt"),
        (LONG,),
    ]


def test_a_sentence_goes_on_over_pages_and_running_heads_are_left_out(read: Read) -> None:
    class Running(FPDF):
        def header(self) -> None:
            self.set_font("Helvetica", "", 8)
            self.cell(0, 5, "Serving tea", new_x="LMARGIN", new_y="NEXT")

        def footer(self) -> None:
            self.set_y(-12)
            self.cell(0, 5, f"Issue 2, page {self.page_no()} of 4")

    pdf = Running()
    pdf.set_auto_page_break(True, margin=20)
    pdf.add_page()
    said = [f"{n}. {LONG}" for n in range(1, 61)]
    for text in said:
        say(pdf, text)
    found = read(pdf)
    assert texts(found) == said
    assert found.notes == (
        "Running heads were left out: “Issue #, page # of #”, “Serving tea” (# stands for a number).",
    )
    assert found.lines[0].page == 1
    assert found.lines[-1].page == found.pages == pdf.page_no() > 2


def test_the_same_refs_at_the_top_of_pages_are_no_running_heads(read: Read) -> None:
    pdf = FPDF()
    for page in (2, 7, 9):
        pdf.add_page()
        pdf.set_y(15)
        say(pdf, str(page))
        say(pdf, f"{LONG[page:]}.")
    assert texts(read(pdf)) == [text for page in (2, 7, 9) for text in (str(page), f"{LONG[page:]}.".lstrip())]


@pytest.mark.parametrize("more", ["", LONG])
def test_words_on_their_side_are_said_to_be_left_out(read: Read, pdf: FPDF, more: str) -> None:
    with pdf.rotation(90, x=60, y=150):
        pdf.text(60, 150, "Draft of the tea room")
    if not more:
        with pytest.raises(Unreadable, match="stand on their side"):
            read(pdf)
        return
    pdf.add_page()
    say(pdf, more)
    found = read(pdf)
    assert texts(found) == [more]
    assert found.notes == ("Words that stand on their side were left out, on pages: 1.",)


LINES = (
    Line(1, None, ("Unit 1 Brewing",), heading=True),
    Line(2, None, (LONG,)),
    Line(3, None, ("1. Brew", f"1.1 {LONG}")),
    Line(4, None, ("", "1.2 Rinse the pot, and dry it with a cloth")),
    Line(5, None, ("Evidence must show:",), heading=True),
    Line(6, None, (f"a {LONG}",), bullet=True),
    Line(7, None, ("b by hand",), bullet=True),
    Line(8, None, ("(i) slowly",)),
)


@pytest.mark.parametrize("set_as", [as_docx, as_pdf, as_html, lambda lines: as_pdf(lines, ruled=False)])
def test_one_document_has_the_same_lines_however_it_is_set(
    tmp_path: Path, set_as: Callable[[tuple[Line, ...]], bytes]
) -> None:
    path = tmp_path / "tea"
    path.write_bytes(set_as(LINES))
    found = [(line.cells, line.heading, line.bullet) for line in extract(path).lines if line.cells]
    assert found == [(line.cells, line.heading, line.bullet) for line in LINES]
