"""A document of another edition than a shipped pack's is not passed off as that pack's own."""

from pathlib import Path

import pytest

from unitdata.handbook import report_on
from unitdata.handbook.edition import other_edition
from unitdata.handbook.extract import extract
from unitdata.handbook.lines import Line

SHARED = next((p / "shared" / "handbooks" for p in Path(__file__).parents if (p / "shared").is_dir()), Path("none"))

# fmt: off
FRONTS = [
    ("August 2011, version 2.0", ["August 2011", "Version 2.0"], ""),
    ("August 2011, version 2.0", ["Tea", "March 2014", "Version 3.0"], "Version 3.0, March 2014"),
    ("August 2011, version 2.0", ["August 2011", "Version 2.1"], "Version 2.1"),
    ("August 2011, version 2.0", ["March 2014", "Version 2"], "March 2014"),
    ("August 2011, version 2.0", ["v3"], "v3"),
    ("August 2011, version 2.0", ["Handbook"], ""),
    ("August 2011, version 2.0", [*["tea room " * 9] * 60, "Version 3.0"], ""),
    ("version 2, effective from 1 Aug 2006", ["Effective from: 01 August 2006", "Version 2.0"], ""),
    ("version 2, effective from 1 Aug 2006", ["Effective from: 1 Aug 2008"], "Aug 2008"),
    ("Issue 1, May 2011", ["Draft March 2008", "Issue 3", "Issue 1", "May 2011"], ""),
    ("Issue 1, May 2011", ["The strategy was published as issue 2 in June 2010."], ""),
    ("2011", ["© The Board of Tea 2011"], ""),
    ("2011", ["© The Board of Tea 2014"], "2014"),
    ("undated", ["March 2014", "Version 3.0"], ""),
]
# fmt: on


@pytest.mark.parametrize(("edition", "front", "told"), FRONTS)
def test_an_edition_is_another_where_nothing_of_its_kind_agrees(edition: str, front: list[str], told: str) -> None:
    assert other_edition(edition, [Line(n, None, (text,)) for n, text in enumerate(front, 1)]) == told


@pytest.mark.skipif(not SHARED.is_dir(), reason="the handbooks are not at hand")
def test_no_handbook_is_of_another_edition_than_its_own_packs() -> None:
    for path in SHARED.glob("*.txt"):
        report = report_on(extract(path))
        assert [doubt for made in report.packs for doubt in made.doubts if "made from" in doubt.what] == []
        assert all(made.shipped for made in report.packs)
