"""The layout that docs/adding-a-qualification.md describes is one: it reads the page that stands beside it."""

import re
from pathlib import Path
from textwrap import dedent

from unitdata.handbook.layout import Layout, Level, Section
from unitdata.handbook.lines import Line
from unitdata.handbook.reader import read_document

PAGE = Path(__file__).parents[3] / "docs" / "adding-a-qualification.md"


def test_the_layout_in_the_documentation_reads_the_page_beside_it() -> None:
    blocks = [dedent(block) for block in re.findall(r"(?:^ {4}.*\n|^\n)+", PAGE.read_text(encoding="utf-8"), re.M)]
    printed = next(block for block in blocks if "MODULE 12" in block)
    description = next(block for block in blocks if "LAYOUT" in block)
    said: dict[str, object] = {"Layout": Layout, "Level": Level, "Section": Section}
    exec(description, said)  # noqa: S102  it is our own page
    layout = said["LAYOUT"]
    assert isinstance(layout, Layout)

    lines = [Line(n, None, (text,) if text else ()) for n, text in enumerate(map(str.strip, printed.splitlines()), 1)]
    reading = read_document(lines, layout)
    (unit,) = reading.units.values()
    assert (unit.ref, unit.title, unit.facts) == ("12", "Keep the shop window tidy", {"credit": ["4"]})
    assert [(s.ref, s.text) for top in unit.body for s in top.all()] == [
        ("12.1", "Plan the window"),
        ("12.1.a", "choose what goes in front"),
        ("12.1.b", "check the prices"),
        ("Ki", "who may enter the window"),
    ]
    assert reading.doubts == []
