"""`learners`, `outstanding` and `brief`: the caseload, what is open for one learner, and a page for the visit."""

import argparse
import shutil
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from fieldassess.console import Exit, Stop, common, out, out_json, read_workspace, say
from fieldassess.dates import show_date
from fieldassess.text import counted, plain

if TYPE_CHECKING:
    from sessions.coverage import Outstanding, UnitCover
    from sessions.outlook import Outlook
    from sessions.workspace import Workspace

_WIDE = 70
"""Columns that the whole caseload takes."""


def add(subparsers: Any) -> None:
    """Declare the three subcommands."""
    learners = subparsers.add_parser("learners", parents=[common()], help="the caseload: who, how far, when next")
    learners.set_defaults(run=_learners)

    wanted = "a name or words of it, initials, number or id"
    outstanding = subparsers.add_parser("outstanding", parents=[common()], help="what a learner has still to show")
    outstanding.add_argument("learner", metavar="LEARNER", help=wanted)
    outstanding.add_argument("--unit", metavar="REF", help="one unit only")
    outstanding.set_defaults(run=_outstanding)

    brief = subparsers.add_parser("brief", parents=[common()], help="one page for the next visit, as Markdown")
    brief.add_argument("learner", metavar="LEARNER", help=wanted)
    brief.add_argument("--html", metavar="FILE", type=Path, help="write a page to print instead")
    brief.set_defaults(run=_brief)


def _learners(args: argparse.Namespace) -> int:
    rows = read_workspace(args).current_rows()
    if args.json:
        out_json([row.model_dump(mode="json") for row in rows])
        return Exit.DONE
    cells = [
        (
            row.name,
            row.number,
            row.pack_id or "not enrolled",
            f"{row.open} of {row.total}",
            str(row.to_confirm),
            _said(row.last_visit),
            _said(row.next_visit) or ("to confirm" if row.planned else ""),
        )
        for row in rows
    ]
    head = ("LEARNER", "NUMBER", "SCHEME", "OPEN", "CONFIRM", "LAST VISIT", "NEXT")
    shown = range(len(head)) if _columns() >= _WIDE else (0, 3, 6)
    _grid([head[n] for n in shown], [[row[n] for n in shown] for row in cells])
    if not rows:
        say("No learners here yet.")
    return Exit.DONE


def _outstanding(args: argparse.Namespace) -> int:
    from sessions.coverage import what_would_close

    learner, outlook = _found(read_workspace(args), args.learner)
    covers = _chosen(outlook, args.unit) if args.unit else list(outlook.covers.values())
    closing = what_would_close(covers)
    if args.json:
        out_json(_data(learner, outlook, covers, closing))
    else:
        _print(outlook, covers, closing)
    for problem in outlook.problems:
        say(f"Note: {problem}")
    return Exit.DONE if covers else Exit.PROBLEM


def _brief(args: argparse.Namespace) -> int:
    from fieldassess.brief import as_data, as_html, as_markdown, make_brief
    from sessions.disk import replace

    workspace = read_workspace(args)
    _, outlook = _found(workspace, args.learner)
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


def _found(workspace: "Workspace", wanted: str) -> tuple[str, "Outlook"]:
    """The one learner meant. Raises Stop when there is none, or several."""

    rows = workspace.find(wanted, workspace.current_rows())
    if not rows:
        raise Stop(f"no learner here goes by {wanted!r}; see: fieldassess learners", Exit.WRONG_USE)
    if len(rows) > 1:
        for row in rows:
            say("  ".join(part for part in (row.name, row.number, row.employer, row.learner) if part))
        raise Stop(f"{len(rows)} learners go by {wanted!r}; name one by number or id", Exit.WRONG_USE)
    return rows[0].learner, workspace.outlook(rows[0].learner)


def _chosen(outlook: "Outlook", wanted: str) -> list["UnitCover"]:
    covers = [
        cover
        for ref, cover in outlook.covers.items()
        if wanted.casefold() in (ref.casefold(), *(alias.casefold() for alias in cover.unit.aliases))
    ]
    if not covers:
        units = ", ".join(outlook.covers) or "none"
        raise Stop(f"{wanted!r} is not among this learner's units: {units}", Exit.WRONG_USE)
    return covers


# As data -----------------------------------------------------------------------------------------------------------


def _data(learner: str, outlook: "Outlook", covers: Sequence["UnitCover"], closing: Sequence[Any]) -> dict[str, Any]:
    portfolio, plan, pack = outlook.portfolio, outlook.plan, outlook.pack
    return {
        "learner": {
            "id": learner,
            "name": portfolio.name,
            "initials": portfolio.initials,
            "number": portfolio.detail("number"),
            "employer": portfolio.detail("employer"),
        },
        "pack": {"id": pack.id, "title": pack.title, "sha": outlook.enrolled.pack}
        if pack and outlook.enrolled
        else None,
        "open": sum(cover.open_count for cover in covers),
        "to_confirm": sum(len(cover.to_confirm) for cover in covers),
        "total": sum(cover.total for cover in covers),
        "unsigned": outlook.unsigned,
        "last_visit": _day(outlook.last_visit) or None,
        "next_visit": {"when": _day(plan.when) or None, "what": plan.what} if plan else None,
        "problems": list(outlook.problems),
        "units": [_unit_data(cover) for cover in covers],
        "one_situation_could_close": [
            {"situation": situation, "statements": count, "units": list(units)} for situation, count, units in closing
        ],
    }


def _unit_data(cover: "UnitCover") -> dict[str, Any]:
    sufficient = cover.sufficient
    return {
        "ref": cover.unit.ref,
        "title": cover.unit.title,
        "listed_only": cover.unit.listed_only,
        "open": cover.open_count,
        "to_confirm": len(cover.to_confirm),
        "total": cover.total,
        "unsigned": cover.unsigned,
        "outstanding": [_open_data(cover, outstanding) for outstanding in cover.outstanding],
        "sufficiency": {
            "asked": list(sufficient.asked),
            "confirmed": sorted(sufficient.confirmed),
            "first": _day(sufficient.first) or None,
            "last": _day(sufficient.last) or None,
            "days": sufficient.days,
            "occasions": sufficient.occasions,
            "customers": sufficient.customers,
        },
    }


def _open_data(cover: "UnitCover", outstanding: "Outstanding") -> dict[str, Any]:
    from fieldassess.brief import statement

    item, knowledge = cover.items.get(outstanding.ref), cover.knowledge.get(outstanding.ref)
    return {
        "ref": outstanding.ref,
        "kind": outstanding.kind,
        "prompt": statement(cover.unit, outstanding.ref),
        "why": outstanding.why,
        "count": outstanding.count,
        "element": outstanding.element,
        "missing_elements": list(item.missing) if item and item.shown else [],
        "open_parts": list(knowledge.open_parts) if knowledge else [],
        "open_items": _open_items(cover, outstanding),
        "situations": list(outstanding.situations),
    }


def _open_items(cover: "UnitCover", outstanding: "Outstanding") -> list[str]:
    """Items to choose from, where a requirement wants only so many of its list."""
    found = cover.requirements.get(outstanding.ref)
    return [item.ref for item in found.items if not item.done] if found else []


# As text -----------------------------------------------------------------------------------------------------------


def _print(outlook: "Outlook", covers: Sequence["UnitCover"], closing: Sequence[Any]) -> None:
    from fieldassess.brief import extent

    title = f" · {outlook.pack.title}" if outlook.pack else ""
    out(f"{outlook.portfolio.name}{title}")
    last, plan = _said(outlook.last_visit) or "none", outlook.plan
    out(f"Last visit {last}, next {(_said(plan.when) or 'to be confirmed') if plan else 'not agreed'}")
    if outlook.unsigned:
        out(f"Counts {counted(outlook.unsigned, 'entry')} of sessions that are not signed yet")
    for cover in covers:
        state = f"{cover.open_count} of {cover.total} open, {len(cover.to_confirm)} to confirm"
        out(f"\n{cover.unit.ref} {cover.unit.title}\n{state if cover.outstanding else 'nothing outstanding'}")
        if so_far := extent(cover.sufficient):
            out(f"So far: {so_far}")
        _grid(None, list(_lines(cover)))
    if closing:
        out("\nOne visit could close:")
        _grid(None, [(situation, str(count), ", ".join(units)) for situation, count, units in closing])


def _lines(cover: "UnitCover") -> Iterator[tuple[str, str, str]]:
    from fieldassess.brief import statement

    for outstanding in cover.outstanding:
        yield outstanding.ref, statement(cover.unit, outstanding.ref), outstanding.why
        knowledge = cover.knowledge.get(outstanding.ref)
        parts = knowledge.open_parts if knowledge else ()
        for ref in (*parts, *_open_items(cover, outstanding)):
            yield f"  {ref}", f"  {statement(cover.unit, ref)}", ""


def _grid(head: Sequence[str] | None, rows: Sequence[Sequence[str]]) -> None:
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


def _day(day: date | None) -> str:
    return day.isoformat() if day else ""


def _said(day: date | None) -> str:
    return show_date(day) if day else ""
