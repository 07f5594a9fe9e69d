"""What runs apart: one document from standard input, its lines to standard output, within limits of time and memory."""

import importlib
import json
import os
import sys
from contextlib import suppress
from dataclasses import astuple
from threading import Thread
from time import sleep
from typing import Any

from unitdata.handbook.extract.document import Limits, Unreadable
from unitdata.handbook.extract.kinds import HTML, PDF, WORD

_READERS = {HTML: "html", PDF: "pdf", WORD: "word"}
_LOOK = 0.5
"""Seconds between two looks at whether the process that asked is still there."""
INSTALL = "pip install 'fieldassess[handbook]'"


def main(kind: str, limits: Limits) -> None:
    """Answer with the lines, or with the sentence that says why there are none."""
    answers = os.fdopen(os.dup(1), "w", encoding="ascii")
    os.dup2(2, 1)  # what a library prints is no answer
    Thread(target=_end_with, args=(os.getppid(),), daemon=True).start()

    def answer(**said: Any) -> None:
        answers.write(json.dumps(said) + "\n")
        answers.flush()

    data = sys.stdin.buffer.read()
    try:
        reader = importlib.import_module(f"unitdata.handbook.extract.{_READERS[kind]}")
        _confine(limits)
        lines, notes = reader.read(data, lambda done, of: answer(done=done, of=of), limits)
        characters = 0
        for line in lines:
            width = sum(map(len, line.cells))
            characters += width
            limits.admit(line.number, width, len(line.cells))
            limits.hold(characters)
        answer(lines=[astuple(line) for line in lines], notes=notes)
    except Unreadable as error:
        answer(unreadable=str(error))
    except ModuleNotFoundError as error:
        if (error.name or "").startswith("unitdata"):
            raise
        answer(missing=f"Reading {kind} needs more than is installed. Add it with: {INSTALL}.")
    except (MemoryError, RecursionError):
        answer(unreadable="The file is too involved: it would take more memory than a handbook may.")
    except Exception:  # the parsers raise whatever comes when a file is damaged, and some when memory runs out
        answer(unreadable=f"The file is damaged, is no real {kind} file, or needs more memory than a handbook may.")


def _end_with(parent: int) -> None:
    """End this process once the one that asked is gone: where that was killed, nobody else does."""
    while os.getppid() == parent:
        sleep(_LOOK)
    os._exit(1)


def _confine(limits: Limits) -> None:
    """Have the system end this process before it can slow the machine down, where the system can."""
    with suppress(ImportError, ValueError, OSError):
        import resource

        resource.setrlimit(resource.RLIMIT_CPU, (limits.seconds, limits.seconds))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        resource.setrlimit(resource.RLIMIT_AS, (limits.memory, limits.memory))


if __name__ == "__main__":
    main(sys.argv[1], Limits(**json.loads(sys.argv[2])))
