"""A process of its own for what parses PDF, Word and HTML, so that no file can hurt the program that asks for it.

The child (`child.py`) gets the file through its standard input and answers in lines of JSON: how far it is, then what
it read. It writes no file, and ends with the process that asked, even where that is killed.
"""

import json
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict
from queue import Empty, Queue
from subprocess import DEVNULL, PIPE, Popen
from threading import Thread
from time import monotonic
from typing import Any

from unitdata.handbook.extract.document import Limits, NotInstalled, Progress, Unreadable
from unitdata.handbook.lines import Line

_LOOK = 0.2
"""Seconds between two looks at whether the user gave up."""

_DIED = "The file could not be read: it is damaged, or needs more memory than a handbook may take."
_CHILD = "unitdata.handbook.extract.child"


def read_apart(kind: str, data: bytes, *, progress: Progress, limits: Limits) -> tuple[list[Line], list[str]]:
    """A document's lines, and what is to be said about their reading. Raises Unreadable, and what `progress` raises."""
    ends = monotonic() + limits.seconds
    with _child(kind, data, limits) as answers:
        done, of = 0, 0
        while True:
            progress(done, of)
            if monotonic() > ends:
                raise Unreadable(f"Reading was given up after {limits.seconds:,} seconds: the file is too involved.")
            try:
                answer = answers.get(timeout=_LOOK)
            except Empty:
                continue
            if "done" in answer:
                done, of = answer["done"], answer["of"]
            elif "lines" in answer:
                return [_line(*fields) for fields in answer["lines"]], answer["notes"]
            elif "missing" in answer:
                raise NotInstalled(answer["missing"])
            else:
                raise Unreadable(answer.get("unreadable") or _DIED)


def _line(number: int, page: int | None, cells: list[str], indent: int, heading: bool, bullet: bool) -> Line:
    return Line(number, page, tuple(cells), indent, heading, bullet)


@contextmanager
def _child(kind: str, data: bytes, limits: Limits) -> Iterator["Queue[dict[str, Any]]"]:
    """What the child answers, an empty answer where it ended without one. It is gone when the block ends."""
    command = [sys.executable, "-P", "-m", _CHILD, kind, json.dumps(asdict(limits))]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    answers: Queue[dict[str, Any]] = Queue()
    with Popen(  # noqa: S603 (this program itself)
        command, stdin=PIPE, stdout=PIPE, stderr=DEVNULL, env=environment
    ) as child:
        threads = (
            Thread(target=_feed, args=(child, data), daemon=True),
            Thread(target=_hear, args=(child, answers), daemon=True),
        )
        try:
            for thread in threads:
                thread.start()
            yield answers
        finally:
            child.kill()
            for thread in threads:
                thread.join()


def _feed(child: "Popen[bytes]", data: bytes) -> None:
    if child.stdin:
        with suppress(OSError), child.stdin:  # the child may end before it has read all
            child.stdin.write(data)


def _hear(child: "Popen[bytes]", answers: "Queue[dict[str, Any]]") -> None:
    for said in child.stdout or ():
        try:
            answers.put(json.loads(said))
        except ValueError:
            break  # cut off, for the child was killed
    answers.put({})
