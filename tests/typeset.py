"""A document's lines set again as Markdown, Word, PDF and HTML, so that one document can be read from each.

`python tests/typeset.py FOLDER FILE …` sets files again in a folder.
"""

import html
import re
import sys
from collections.abc import Iterable, Iterator
from io import BytesIO
from itertools import groupby
from pathlib import Path

import docx
from docx.shared import Pt
from fpdf import FPDF

from unitdata.handbook.extract import extract
from unitdata.handbook.lines import Line


def as_markdown(lines: Iterable[Line]) -> bytes:
    """Headings, lists and tables by their marks, and what is no mark behind a backslash."""
    out = []
    for columns, group in _blocks(lines):
        for line in group:
            cells = [re.sub(r"[\\`*_|<>\[\]#]", r"\\\g<0>", cell) for cell in line.cells]
            if columns > 1:
                out.append(f"| {' | '.join(cells)} |")
            else:
                out.append(("### " if line.heading else "- " if line.bullet else "") + cells[0] + "\n")
        if columns > 1:
            out.append("")
    return "\n".join(out).encode()


def as_docx(lines: Iterable[Line]) -> bytes:
    """Headings by their style, lists by Word's own bullets, rows in tables; indents as they are."""
    document = docx.Document()
    for columns, group in _blocks(lines):
        if columns > 1:
            table = document.add_table(rows=0, cols=columns)
            for line in group:
                for cell, text in zip(table.add_row().cells, line.cells, strict=False):
                    cell.paragraphs[0].add_run(text).bold = line.heading or None
            document.add_paragraph()
            continue
        for line in group:
            style = "Heading 3" if line.heading else "List Bullet" if line.bullet else None
            paragraph = document.add_paragraph(line.text, style)
            if line.indent and not line.bullet:
                paragraph.paragraph_format.left_indent = Pt(9 * line.indent)
    out = BytesIO()
    document.save(out)
    return out.getvalue()


def as_pdf(lines: Iterable[Line], *, ruled: bool = True) -> bytes:
    """Paragraphs wrapped to the page, headings bold, rows in tables with or without rules, pages numbered below."""
    pdf = _Pages()
    pdf.core_fonts_encoding = "windows-1252"
    pdf.set_auto_page_break(True, margin=20)
    pdf.add_page()
    for columns, group in _blocks(lines):
        if columns > 1:
            _set_table(pdf, columns, group, ruled)
            continue
        for line in group:
            pdf.set_font("Helvetica", "B" if line.heading else "", 12 if line.heading else 10)
            pdf.set_x(pdf.l_margin + 2 * line.indent)
            pdf.multi_cell(0, 5, _printable(("• " if line.bullet else "") + line.text), align="L")
            pdf.ln(2 if line.heading else 1.5)
    return bytes(pdf.output())


class _Pages(FPDF):
    def footer(self) -> None:
        self.set_y(-12)
        self.set_font("Helvetica", "", 8)
        self.cell(0, 5, f"Page {self.page_no()}", align="C")


def _set_table(pdf: FPDF, columns: int, group: list[Line], ruled: bool) -> None:
    pdf.set_font("Helvetica", "", 10)
    longest = [max(len(line.cells[i]) if i < len(line.cells) else 0 for line in group) for i in range(columns)]
    widths = tuple(min(max(n, 6), 60) for n in longest)
    with pdf.table(
        borders_layout="ALL" if ruled else "NONE", first_row_as_headings=False, col_widths=widths, text_align="LEFT",
        line_height=5, padding=1, v_align="TOP",
    ) as table:  # fmt: skip
        for line in group:
            pdf.set_font(style="B" if line.heading else "")
            cells = [*line.cells, *[""] * (columns - len(line.cells))]
            table.row([_printable(cell) for cell in cells])
    pdf.ln(3)


def as_html(lines: Iterable[Line]) -> bytes:
    """Headings, paragraphs, lists and tables by their elements."""
    out = ["<!DOCTYPE html><html><head><title>An invented handbook</title></head><body>"]
    for columns, group in _blocks(lines):
        if columns > 1:
            rows = ("".join(f"<td>{html.escape(cell)}</td>" for cell in line.cells) for line in group)
            out.append("<table>" + "".join(f"<tr>{row}</tr>" for row in rows) + "</table>")
            continue
        for line in group:
            tag = "h3" if line.heading else "li" if line.bullet else "p"
            out.append(f"<{tag}>{html.escape(line.text)}</{tag}>")
    return "\n".join(out).encode()


def _blocks(lines: Iterable[Line]) -> Iterator[tuple[int, list[Line]]]:
    """Runs of rows with the number of their columns, and of what is no row with 1; blank lines only part them."""
    for kind, run in groupby(lines, lambda line: min(len(line.cells), 2)):
        group = list(run)
        if kind:
            yield max(len(line.cells) for line in group), group


def _printable(text: str) -> str:
    return text.replace("✓", "x").encode("cp1252", "replace").decode("cp1252")


SET_AS = {".md": as_markdown, ".docx": as_docx, ".html": as_html, ".pdf": as_pdf}

if __name__ == "__main__":
    for name in sys.argv[2:]:
        for suffix, set_as in SET_AS.items():
            path = Path(sys.argv[1], Path(name).stem + suffix)
            path.write_bytes(set_as(extract(Path(name)).lines))
