"""A file in, a document out."""

import os
from pathlib import Path
from stat import S_ISREG

from unitdata.handbook.extract.apart import read_apart
from unitdata.handbook.extract.document import LIMITS, Document, Limits, NoSuchFile, Progress, Unreadable
from unitdata.handbook.extract.kinds import MARKDOWN, TEXT, decode, misnamed, recognise
from unitdata.handbook.extract.text import read_text
from unitdata.shelf import digest

_LINES_A_LOOK = 1_000
"""So many lines of a text are read between two looks at whether the user gave up."""


def extract(path: Path, *, progress: Progress = lambda done, of: None, limits: Limits = LIMITS) -> Document:
    """Read the lines of the file at `path`, whatever its name says it is. Writes nothing anywhere.

    PDF, Word and HTML are read in a process of their own, which ends with this call. Raises Unreadable where no lines
    can be had, and whatever `progress` raises to give up.
    """
    data = _read(path, limits.size)
    kind, text = recognise(data), ""
    notes: list[str] = []
    if not kind:
        text, kind, notes = decode(data)
    if kind in (TEXT, MARKDOWN):
        lines = []
        for line in read_text(text, limits):
            if line.number % _LINES_A_LOOK == 1:
                progress(0, 0)
            lines.append(line)
    else:
        lines, said = read_apart(kind, text.encode() if text else data, progress=progress, limits=limits)
        notes += said
    if not any(line.cells for line in lines):
        raise Unreadable("There is no text in the file.")
    return Document(path.name, kind, digest(data), tuple(lines), (*misnamed(path.name, kind), *notes))


def _read(path: Path, most: int) -> bytes:
    """The file's bytes. What is no ordinary file is not opened: reading from a device may never end."""
    try:
        if path.is_dir():
            raise Unreadable("This is a folder. Name the file in it that is the handbook.")
        if path.exists() and not path.is_file():
            raise Unreadable("This is a device, not a file.")
        with open(path, "rb", opener=_without_waiting) as file:
            if not S_ISREG(os.fstat(file.fileno()).st_mode):  # since it was looked at, another took its name
                raise Unreadable("This is a device, not a file.")
            data = file.read(most + 1)
    except (FileNotFoundError, NotADirectoryError):
        raise NoSuchFile("There is no such file.") from None
    except PermissionError:
        raise Unreadable("This file may not be read by you.") from None
    except (OSError, ValueError) as error:
        said = getattr(error, "strerror", None) or error
        raise Unreadable(f"The file cannot be read: {said}.") from None
    if len(data) > most:
        raise Unreadable(f"The file is larger than {most // 1024 // 1024} MiB, the most this program reads.")
    return data


def _without_waiting(name: str, flags: int) -> int:
    return os.open(name, flags | getattr(os, "O_NONBLOCK", 0))
