"""What opening a learner with 5,000 entries costs beside parsing the same bytes."""

import gc
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory

import orjson

from bench.beside import beside, seconds
from bench.record import long_record
from sessions.workspace import Workspace

ENTRIES = 5_000
ROUNDS = 15
FIGURE = f"opening a learner of {ENTRIES:,} entries / orjson on the same bytes"
AIMS = {FIGURE: 3.0}


def measure() -> dict[str, float]:
    """Reading, checking and folding a journal, as a ratio to parsing it line by line."""
    with TemporaryDirectory() as name, closing(Workspace(Path(name) / "workspace")) as workspace:
        learner = long_record(workspace, ENTRIES).learner
        path = next(learner.folder.glob("*.jsonl"))
        steps = {
            "open": lambda: seconds(learner.reopen),
            "parse": lambda: seconds(lambda: [orjson.loads(line) for line in path.read_bytes().splitlines()]),
        }
        gc.disable()  # opening does so by itself; what is parsed must not pay for what is open beside it
        took = beside(steps, ROUNDS)
        gc.enable()
    return {FIGURE: took.ratio("open", "parse")}
