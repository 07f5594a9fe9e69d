"""One document as text, Markdown, Word, HTML and PDF: one pack, and the same doubts.

Only where something stands may differ: pages and lines are counted otherwise in each kind of file.
"""

import os
import re
from pathlib import Path
from typing import Any

import pytest
from typeset import SET_AS

from unitdata.handbook import report_on
from unitdata.handbook.extract import extract

DOCUMENTS = sorted((Path(__file__).parent / "documents").glob("*.txt"))
SHARED = Path(__file__).parents[4] / "shared" / "handbooks"
QUICK = ("003", "004")
"""The others take a minute: `HANDBOOKS=all pytest tests/unitdata/handbook/test_formats.py` reads them too."""
HANDBOOKS = ("000", "001", "002", *QUICK) if os.environ.get("HANDBOOKS") == "all" else QUICK

_PLACE = re.compile(r"(?:page|line) \d+")

kinds = pytest.mark.parametrize("suffix", SET_AS)


def said(path: Path) -> dict[str, Any]:
    """All that a reading of a document says, but for where it stands there."""
    report = report_on(extract(path))
    packs = [made.pinned.pack.model_dump(mode="json", exclude={"read_from"}) for made in report.packs]
    doubts = [*report.reading.doubts, *(doubt for made in report.packs for doubt in made.doubts)]
    return {
        "packs": without_places(packs),
        "worded": [made.worded for made in report.packs],
        "doubts": sorted((d.unit, d.weight, _PLACE.sub("line …", d.what), d.done) for d in doubts),
        "refused": report.refused,
    }


def without_places(held: Any) -> Any:
    if isinstance(held, dict):
        return {name: without_places(value) for name, value in held.items() if name != "origin"}
    return [without_places(each) for each in held] if isinstance(held, list) else held


def set_again(document: Path, suffix: str, folder: Path) -> Path:
    path = folder / document.with_suffix(suffix).name
    path.write_bytes(SET_AS[suffix](extract(document).lines))
    return path


@kinds
@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.stem)
def test_a_small_document_says_the_same_in_every_kind_of_file(document: Path, suffix: str, tmp_path: Path) -> None:
    as_text = said(document)
    assert as_text["packs"]
    assert said(set_again(document, suffix, tmp_path)) == as_text


@pytest.mark.skipif(not SHARED.is_dir(), reason="the handbooks are not at hand")
@kinds
@pytest.mark.parametrize("number", HANDBOOKS)
def test_a_handbook_says_the_same_in_every_kind_of_file(number: str, suffix: str, tmp_path: Path) -> None:
    (document,) = SHARED.glob(f"{number}_*")
    assert said(set_again(document, suffix, tmp_path)) == said(document)
