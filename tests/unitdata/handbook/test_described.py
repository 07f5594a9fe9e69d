"""What docs/adding-a-qualification.md shows holds: its layout reads the page beside it, its rules are rules."""

import json
import re
from pathlib import Path
from textwrap import dedent
from typing import Any

from unitdata import Pack, check, evaluate
from unitdata.handbook.conditions import UNSTATED
from unitdata.handbook.layout import Layout, Level, Section
from unitdata.handbook.lines import Line
from unitdata.handbook.reader import read_document

PAGE = Path(__file__).parents[3] / "docs" / "adding-a-qualification.md"


def blocks() -> list[str]:
    """The indented blocks of the page."""
    return [dedent(block) for block in re.findall(r"(?:^ {4}.*\n|^\n)+", PAGE.read_text(encoding="utf-8"), re.M)]


def test_the_rules_in_the_documentation_are_rules(invented: dict[str, Any]) -> None:
    shown = next(block for block in blocks() if '"rules"' in block)
    refs = [str(number) for number in range(101, 110)]
    listed = {"listed_only": True, "level": 3, "credit": 6, "conditions": UNSTATED.model_dump()}
    units = [{"ref": ref, "title": f"Module {ref}", **listed} for ref in refs]
    pack = Pack.model_validate(invented | json.loads(f"{{{shown}}}") | {"units": units})
    assert check(pack) == []
    chosen = evaluate(pack, ["101", "102", "103", "104", "105", "106", "107"])
    assert chosen.valid, chosen.unmet
    assert not evaluate(pack, refs).valid


def test_the_layout_in_the_documentation_reads_the_page_beside_it() -> None:
    printed = next(block for block in blocks() if "MODULE 12" in block)
    description = next(block for block in blocks() if "LAYOUT" in block)
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
