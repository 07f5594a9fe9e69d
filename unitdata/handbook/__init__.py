"""An awarding body's document in, a pack and a list of doubts out."""

from pathlib import Path

from pydantic import ValidationError

from unitdata.handbook.doubts import Doubt, Place
from unitdata.handbook.extract import Document, NoSuchFile, NotInstalled, Progress, Unreadable, extract
from unitdata.handbook.layout import Layout
from unitdata.handbook.layouts import LAYOUTS, recognise
from unitdata.handbook.packs import LEAST, Made, make_packs
from unitdata.handbook.reader import read_document
from unitdata.handbook.report import Report
from unitdata.shelf import PackError, plainly

__all__ = [
    "LAYOUTS",
    "Document",
    "Doubt",
    "Layout",
    "Made",
    "NoSuchFile",
    "NotInstalled",
    "Place",
    "Progress",
    "Report",
    "Unreadable",
    "extract",
    "read_handbook",
    "recognise",
    "report_on",
]


def read_handbook(path: Path, scheme: str = "", *, progress: Progress = lambda done, of: None) -> Report:
    """Read the handbook at `path`: what was found, what is doubtful, and the packs made of it. Writes nothing.

    `scheme`: the id of a layout in `LAYOUTS`; otherwise it is recognised. Raises Unreadable where no lines can be
    had (NoSuchFile where there is none, NotInstalled where only the extra is missing), KeyError for a scheme that is
    none, and whatever `progress` raises to give up.
    """
    named = LAYOUTS[scheme] if scheme else None
    return report_on(extract(path, progress=progress), named, progress=progress)


def report_on(
    document: Document, layout: Layout | None = None, *, progress: Progress = lambda done, of: None
) -> Report:
    """The same for a document whose lines were read already. `progress` is told nothing, and may raise to give up."""
    chosen = layout or recognise(document.lines)[0]

    def look() -> None:
        progress(0, 0)

    reading = read_document(document.lines, chosen, progress=look)
    found = Report(document, chosen, layout is not None, reading)
    try:
        packs = make_packs(document, chosen, reading, look)
    except (PackError, ValidationError) as error:
        why = plainly(error) if isinstance(error, ValidationError) else error
        return _refused(found, f"No pack was made: what was found makes none that can be used ({why}).")
    if packs:
        return Report(document, chosen, layout is not None, reading, packs)
    why = f"fewer than {LEAST} numbered statements were found in units"
    return _refused(found, f"No pack was made: {why}. Another layout can be tried: {', '.join(LAYOUTS)}.")


def _refused(report: Report, why: str) -> Report:
    return Report(report.document, report.layout, report.forced, report.reading, refused=why)
