"""`learners` and `brief`: the caseload, and a page for the next visit."""

import argparse
import shutil
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from fieldassess.console import Exit, Stop, common, out, out_json, read_workspace, say
from fieldassess.dates import show_date
from fieldassess.text import plain

if TYPE_CHECKING:
    from sessions.caseload import Row
    from sessions.outlook import Outlook
    from sessions.workspace import Workspace

_WIDE = 70
"""Columns that the whole caseload takes."""


def add(subparsers: Any) -> None:
    """Declare the two subcommands."""
    learners = subparsers.add_parser("learners", parents=[common()], help="the caseload: who, how far, when next")
    learners.set_defaults(run=_learners)

    brief = subparsers.add_parser("brief", parents=[common()], help="one page for the next visit, as Markdown")
    name_learner(brief)
    brief.add_argument("--html", metavar="FILE", type=Path, help="write a page to print instead")
    brief.set_defaults(run=_brief)


def name_learner(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments that say about whom, and on which qualification."""
    parser.add_argument("learner", metavar="LEARNER", help="a name or words of it, initials, number or id")
    parser.add_argument("--pack", metavar="ID", help="one of several qualifications; the one enrolled on last if none")


def _learners(args: argparse.Namespace) -> int:
    from sessions.rows import current_rows

    rows = current_rows(read_workspace(args))
    if args.json:
        out_json([row.model_dump(mode="json") for row in rows])
        return Exit.DONE
    cells = [
        (
            row.name,
            row.number,
            ", ".join((row.pack_id, *row.also)) or "not enrolled",
            f"{row.open} of {row.total}",
            str(row.to_confirm),
            said(row.last_visit),
            said(row.next_visit) or ("to confirm" if row.planned else ""),
        )
        for row in rows
    ]
    head = ("LEARNER", "NUMBER", "SCHEME", "OPEN", "CONFIRM", "LAST VISIT", "NEXT")
    shown = range(len(head)) if _columns() >= _WIDE else (0, 3, 6)
    grid([head[n] for n in shown], [[row[n] for n in shown] for row in cells])
    if not rows:
        say("No learners here yet.")
    return Exit.DONE


def _brief(args: argparse.Namespace) -> int:
    from fieldassess.brief import as_data, as_html, as_markdown, make_brief
    from sessions.disk import replace

    workspace = read_workspace(args)
    _, outlook = found(workspace, args)
    brief = make_brief(outlook, workspace.clock().date())
    if args.html:
        try:
            replace(args.html, as_html(brief).encode())
        except OSError as error:
            raise Stop(f"{args.html} cannot be written: {error.strerror}", Exit.WRONG_USE) from None
        say(f"The brief is in {args.html}. It holds personal data: delete it after the visit.")
    if args.json:
        out_json(as_data(brief))
    elif not args.html:
        out(as_markdown(brief).rstrip("\n"))
    return Exit.DONE


def pick(workspace: "Workspace", wanted: str, rows: "Sequence[Row]") -> "Row":
    """The one learner meant among these. Raises Stop when there is no such learner, or several."""
    from sessions.finding import find

    rows = find(rows, wanted)
    if not rows:
        raise Stop(f"no learner here goes by {wanted!r}; see: fieldassess learners", Exit.WRONG_USE)
    if len(rows) > 1:
        for row in rows:
            say("  ".join(part for part in (row.name, row.number, row.employer, row.learner) if part))
        raise Stop(f"{len(rows)} learners go by {wanted!r}; name one by number or id", Exit.WRONG_USE)
    return rows[0]


def found(workspace: "Workspace", args: argparse.Namespace) -> tuple[str, "Outlook"]:
    """The one learner meant, with the outlook of one qualification: the one named, or the last.

    Raises Stop when there is no such learner, or several, or they are not on that qualification.
    """
    from sessions.rows import current_rows

    learner = pick(workspace, args.learner, current_rows(workspace)).learner
    outlook = workspace.outlook(learner, args.pack)
    others = [pack_id for pack_id in outlook.pack_ids if pack_id != outlook.pack_id]
    if args.pack and args.pack != outlook.pack_id:
        raise Stop(f"not enrolled on {args.pack!r}; on: {', '.join(outlook.pack_ids) or 'none'}", Exit.WRONG_USE)
    if others and not args.pack:
        say(f"Note: this is about {outlook.pack_id}; for the other qualification: --pack {' or '.join(others)}")
    return learner, outlook


def grid(head: Sequence[str] | None, rows: Sequence[Sequence[str]]) -> None:
    """Write rows in columns within the terminal's width (80 where there is none).

    A list wraps, so that it loses nothing; a table with a head cuts what is too long, a row to a line.
    """
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    if not rows:
        return
    table = Table(box=None, show_header=head is not None, header_style="", pad_edge=False, padding=(0, 2, 0, 0))
    for column in range(len(rows[0])):
        table.add_column(head[column] if head else "", overflow="fold", min_width=6 if head else None)
    overflow: Literal["ellipsis", "fold"] = "ellipsis" if head else "fold"
    for row in rows:
        table.add_row(*(Text(plain(cell), overflow=overflow, no_wrap=head is not None) for cell in row))
    console = Console(width=_columns(), color_system=None, highlight=False)
    with console.capture() as written:
        console.print(table)
    for line in written.get().splitlines():
        out(line.rstrip())


def _columns() -> int:
    return shutil.get_terminal_size((80, 24)).columns


def said(day: date | None) -> str:
    """A day as people write it; empty where there is none."""
    return show_date(day) if day else ""
