"""The subcommands, one module each, and what they share.

A module offers `add(subparsers)`: it declares the arguments and sets `run=`, a function from the parsed arguments
to an exit code. Whatever is slow to import is imported inside `run`.
"""

import argparse
import json
import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from enum import IntEnum
from pathlib import Path
from typing import TYPE_CHECKING, Any

from fieldassess.text import plain

if TYPE_CHECKING:
    from sessions.workspace import Workspace


class Exit(IntEnum):
    """What the caller of the command line is told."""

    DONE = 0
    PROBLEM = 1
    WRONG_USE = 2
    LATER = 3
    CRASHED = 70


class Stop(Exception):
    """Ends a subcommand with a sentence for the user and an exit code."""

    def __init__(self, message: str, code: Exit) -> None:
        super().__init__(message)
        self.code = code


def common() -> argparse.ArgumentParser:
    """The options of every subcommand, to be given as `parents=[common()]`."""
    parser = argparse.ArgumentParser(add_help=False)
    # Suppressed defaults, so that a --workspace before the subcommand is not undone behind it.
    parser.add_argument("--workspace", metavar="DIR", default=argparse.SUPPRESS, help="where this device's records lie")
    parser.add_argument("--json", action="store_true", help="answer in JSON")
    return parser


def workspace_folder(args: argparse.Namespace) -> Path:
    """The workspace to use: --workspace, else FIELDASSESS_WORKSPACE, else the platform's data folder."""
    chosen = args.workspace or os.environ.get("FIELDASSESS_WORKSPACE")
    if chosen:
        return Path(chosen)
    import platformdirs

    return platformdirs.user_data_path("fieldassess", appauthor=False)


def existing_workspace(args: argparse.Namespace) -> Path:
    """The workspace's folder. Raises Stop when there is no workspace in it."""
    folder = workspace_folder(args)
    # Of a name that no file can have, or one that may not be looked up, a Path raises.
    if not any(os.path.exists(folder / name) for name in ("device.json", "store.json")):
        raise Stop(
            f"there is no workspace in {folder}; open the app once, or name one with --workspace", Exit.WRONG_USE
        )
    return folder


def read_workspace(args: argparse.Namespace) -> "Workspace":
    """The workspace opened for reading: it takes no lock, so the app may have it open, and it changes nothing.

    Raises Stop when there is none or it cannot be read.
    """
    from sessions.device import DamagedDevice
    from sessions.workspace import NotAWorkspace, Workspace

    folder = existing_workspace(args)
    _warn(folder)
    try:
        return Workspace(folder, writable=False)
    except (DamagedDevice, NotAWorkspace) as error:
        raise Stop(str(error), Exit.PROBLEM) from None
    except OSError as error:
        raise Stop(f"{folder} cannot be read: {error.strerror}", Exit.PROBLEM) from None


@contextmanager
def open_workspace(args: argparse.Namespace) -> "Iterator[Workspace]":
    """The workspace, opened for writing. Raises Stop."""
    from sessions.device import DamagedDevice
    from sessions.workspace import InUse, NotAWorkspace, Workspace

    folder = workspace_folder(args)
    _warn(folder)
    try:
        workspace = Workspace(folder)
    except InUse as error:
        raise Stop(str(error), Exit.LATER) from None
    except (DamagedDevice, NotAWorkspace) as error:
        raise Stop(str(error), Exit.PROBLEM) from None
    except OSError as error:
        raise Stop(f"the workspace cannot be opened: {error.strerror}", Exit.LATER) from None
    try:
        yield workspace
    except OSError as error:
        raise Stop(f"this device's disk failed: {error.strerror}", Exit.LATER) from None
    finally:
        workspace.close()


def _warn(folder: Path) -> None:
    from sessions.synchronised import warn_of

    if said := warn_of(folder):
        say(f"fieldassess: {said}")


def out(text: str) -> None:
    """Write a line of the answer."""
    sys.stdout.write(f"{plain(text)}\n")


def out_json(answer: Any) -> None:
    """Write the answer as JSON."""
    sys.stdout.write(json.dumps(answer, indent=2, ensure_ascii=True) + "\n")


def say(text: str) -> None:
    """Tell the user what is going on, beside the answer."""
    sys.stderr.write(f"{plain(text)}\n")


def table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """Write rows under a heading, in columns as wide as their widest text."""
    from rich.cells import cell_len

    lines = [list(head), *([plain(cell).replace("\n", " ") for cell in row] for row in rows)]
    widths = [max(map(cell_len, column)) for column in zip(*lines, strict=True)]
    for line in lines:
        cells = (cell + " " * (width - cell_len(cell)) for cell, width in zip(line, widths, strict=True))
        out("  ".join(cells).rstrip())
