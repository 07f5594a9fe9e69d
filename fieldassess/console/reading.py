"""`packs read`: a handbook in, a report out, and the packs made of it kept in the workspace or written to a file.

What `check` finds something in is written where `--out` asks for it, and not kept: it would go to colleagues.
"""

import argparse
import os
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from fieldassess.console import Exit, Stop, common, open_workspace, out, out_json, say

if TYPE_CHECKING:
    from unitdata import PinnedPack
    from unitdata.handbook import Progress, Report

_STEPS = 10


def add(actions: Any) -> None:
    """Declare the action."""
    parser = actions.add_parser("read", parents=[common()], help="a handbook: its full wording, or a new qualification")
    parser.add_argument("file", metavar="FILE", type=Path, help="text, Markdown, Word (.docx), PDF or HTML")
    parser.add_argument(
        "--as", dest="scheme", metavar="SCHEME", default="", help="whose layout it has; else it is told"
    )
    parser.add_argument("--out", metavar="FILE", type=Path, help="write the pack there and keep nothing; or a folder")
    parser.set_defaults(run=_read)


def _read(args: argparse.Namespace) -> int:
    report = _report(args)
    sound = [made.pinned for made in report.packs if not made.problems]
    unsound = [made for made in report.packs if made.problems]
    kept: list[str] = []
    failed: Stop | None = None
    try:
        for where in _write(args.out, [made.pinned for made in report.packs]) if args.out else _keep(args, sound):
            kept.append(where)
    except Stop as stop:  # the report was hard work and is said all the same
        failed = stop
    if args.json:
        out_json(report.json() | {"kept": kept})
    else:
        for line in report.lines():
            out(line)
    if failed:
        raise failed
    for where in kept:
        say(f"Kept: {where}")
    for made in () if args.out else unsound:
        say(
            f"{made.pinned.pack.id} was not kept: {len(made.problems)} to put right. "
            "With --out it is written to a file; put it right there, then: fieldassess packs keep FILE"
        )
    return Exit.PROBLEM if report.refused or unsound else Exit.DONE


def _report(args: argparse.Namespace) -> "Report":
    from unitdata.handbook import LAYOUTS, NoSuchFile, NotInstalled, Unreadable, read_handbook

    if args.scheme and args.scheme not in LAYOUTS:
        raise Stop(f"there is no layout {args.scheme!r}; there is: {', '.join(LAYOUTS)}", Exit.WRONG_USE)
    try:
        return read_handbook(args.file, args.scheme, progress=_progress())
    except Unreadable as error:
        code = Exit.WRONG_USE if isinstance(error, NoSuchFile | NotInstalled) else Exit.PROBLEM
        raise Stop(f"{args.file.name}: {error}", code) from None


def _progress() -> "Progress":
    """Says how far the reading is, a few times in all."""
    said = 0

    def progress(done: int, of: int) -> None:
        nonlocal said
        if of and done * _STEPS // of > said:
            said = done * _STEPS // of
            say(f"{done} of {of} pages read")

    return progress


def _keep(args: argparse.Namespace, packs: Sequence["PinnedPack"]) -> Iterator[str]:
    """Keep each pack that is not kept already, read from whatever file; where they lie."""
    if not packs:
        return
    from sessions.shelf import kept_alike

    with open_workspace(args) as workspace:
        for pinned in packs:
            kept = kept_alike(workspace, pinned) or pinned
            workspace.packs.keep(kept)
            yield str(workspace.packs.path(kept.sha))


def _write(target: Path, packs: Sequence["PinnedPack"]) -> Iterator[str]:
    """Write each pack to a file of its own; a file that is there already stays as it is."""
    folder = os.path.isdir(target)  # of a name that no file can have a Path raises
    if len(packs) > 1 and not folder:
        raise Stop(f"the document holds {len(packs)} qualifications: name a folder with --out", Exit.WRONG_USE)
    for pinned in packs:
        file = target / f"{pinned.pack.id}.json" if folder else target
        try:
            _write_new(file, pinned.data)
        except FileExistsError:
            raise Stop(f"{file} is there already, and was left as it is", Exit.WRONG_USE) from None
        except (OSError, ValueError) as error:
            said = getattr(error, "strerror", None) or error
            raise Stop(f"{file} cannot be written: {said}", Exit.PROBLEM) from None
        yield str(file)


def _write_new(file: Path, data: bytes) -> None:
    """Write a file that is not there; none is left where that fails. Raises OSError, ValueError."""
    with file.open("xb") as new:
        try:
            new.write(data)
            new.flush()
        except OSError:
            file.unlink()
            raise
