"""What is kept of a crash: where in the program it was, and nothing of what the program was holding."""

import platform
import sys
import traceback
from collections.abc import Iterator
from datetime import datetime
from importlib.metadata import version
from pathlib import Path

import platformdirs

from fieldassess import __version__


def report(error: BaseException, at: datetime) -> Path | None:
    """Write a report to the log folder; None when it cannot be written."""
    try:
        folder = platformdirs.user_log_path("fieldassess", appauthor=False, ensure_exists=True)
        file = folder / f"crash-{at:%Y%m%d-%H%M%S}.txt"
        file.write_text(describe(error, at), encoding="utf-8")
    except OSError:
        return None
    return file


def describe(error: BaseException, at: datetime) -> str:
    """Kinds of error and places in the code. Messages and values are left out: they may name a learner."""
    lines = [
        f"fieldassess {__version__}, textual {version('textual')}, Python {platform.python_version()}, {sys.platform}",
        f"{at:%Y-%m-%d %H:%M:%S %z}",
    ]
    for cause in _chain(error):
        lines += ["", type(cause).__qualname__]
        for frame in traceback.extract_tb(cause.__traceback__):
            lines.append(f"  {'/'.join(Path(frame.filename).parts[-3:])}:{frame.lineno} {frame.name}")
    return "\n".join(lines) + "\n"


def _chain(error: BaseException | None) -> Iterator[BaseException]:
    met: set[int] = set()
    while error is not None and id(error) not in met:
        met.add(id(error))
        yield error
        inner = getattr(error, "error", None)  # what textual's WorkerFailed holds
        error = inner if isinstance(inner, BaseException) else error.__cause__ or error.__context__
