"""What reading handbooks finds and costs: `python -m bench.reading [FILE …]` prints a table, a row for each file.

Without files: the awarding bodies' handbooks where they are at hand, else the small documents of the tests.
"""

import sys
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path
from statistics import median

from bench.beside import seconds

ROUNDS = 3
ROOT = Path(__file__).parents[1]
PLACES = (ROOT.parent / "shared" / "handbooks", ROOT / "tests" / "unitdata" / "handbook" / "documents")
DOCUMENTS = next(filter(None, (sorted(place.glob("*.txt")) for place in PLACES)), [])


@dataclass(frozen=True)
class Cost:
    """What one document gave (`found`, in the table's columns) and took.

    `parses`: how many times as long as its packs take to be parsed and checked · `idle`, `own`, `child`: MiB at the
    most, before it was read, then in the process that asks, and in the one that extracts PDF, Word and HTML; the
    system never tells less for a child than for its parent.
    """

    found: tuple[str, ...]
    seconds: float
    parses: float
    idle: float
    own: float
    child: float


COLUMNS = (
    "document", "pages", "units (with text)", "elements", "criteria", "requirements", "items", "knowledge (parts)",
    "missing", "check", "note", "seconds", "/ parsing", "MiB", "MiB apart",
)  # fmt: skip


def measure() -> dict[str, float]:
    """Reading as a ratio to parsing what came out, and its memory to that of the same process before."""
    figures: dict[str, float] = {}
    for path in DOCUMENTS:
        cost = _cost(path)
        figures[f"reading {path.name} / parsing its packs"] = cost.parses
        figures[f"memory at the most, reading {path.name} / before"] = cost.own / cost.idle
    return figures


def main(paths: list[Path]) -> None:
    """Print what each document gave and took."""
    rows: list[tuple[str, ...]] = [COLUMNS]
    for path in paths:
        cost = _cost(path)
        took = (
            f"{cost.seconds:.2f}",
            f"{cost.parses:.0f}",
            f"{cost.own:.0f}",
            f"{cost.child:.0f}" if cost.child else "–",
        )
        rows.append((path.name, *cost.found, *took))
    for row in rows:
        print("| " + " | ".join(row) + " |")
        if row is COLUMNS:
            print("|" + "---|" * len(row))


def _cost(path: Path) -> Cost:
    with ProcessPoolExecutor(1, get_context("spawn")) as alone:  # memory at the most is told by process
        return alone.submit(_read, path, ROUNDS).result()


def _read(path: Path, rounds: int) -> Cost:
    import resource

    from unitdata import read_pack
    from unitdata.handbook import read_handbook
    from unitdata.handbook.report import counts_of

    def most(whose: int) -> float:
        return resource.getrusage(whose).ru_maxrss / (2**20 if sys.platform == "darwin" else 2**10)

    idle = most(resource.RUSAGE_SELF)
    report = read_handbook(path)
    own, child = most(resource.RUSAGE_SELF), most(resource.RUSAGE_CHILDREN)
    packs = [made.pinned.data for made in report.packs]
    times = [
        (seconds(lambda: read_handbook(path)), seconds(lambda: [read_pack(data) for data in packs]))
        for _ in range(rounds)
    ]
    units = report.reading.units.values()
    counts = [sum(each) for each in zip(*(counts_of(unit).values() for unit in units), strict=True)] or [0] * 6
    weights = [doubt.weight for doubt in report.reading.doubts]
    found = (
        str(report.document.pages or "–"),
        f"{len(units)} ({sum(bool(unit.body) for unit in units)})",
        *map(str, counts[:4]),
        f"{counts[4]} ({counts[5]})",
        *(str(weights.count(weight)) for weight in ("missing", "check", "note")),
    )
    parses = median(reading / parsing for reading, parsing in times)
    return Cost(found, median(reading for reading, _ in times), parses, idle, own, child)


if __name__ == "__main__":
    main([Path(name) for name in sys.argv[1:]] or DOCUMENTS)
