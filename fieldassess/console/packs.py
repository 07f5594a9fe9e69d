"""`packs`: the qualifications at hand, whether units make the award, what changed; checking and keeping a pack file."""

import argparse
from pathlib import Path
from typing import TYPE_CHECKING, Any

from fieldassess.console import Exit, Stop, common, open_workspace, out, out_json, read_workspace, reading, say, table

if TYPE_CHECKING:
    from unitdata import PinnedPack


def add(subparsers: Any) -> None:
    """Declare `packs` and its actions."""
    parser = subparsers.add_parser("packs", help="qualifications: list, show, choose units, read a handbook")
    actions = parser.add_subparsers(title="actions", metavar="ACTION", required=True)

    listing = actions.add_parser(
        "list", parents=[common()], help="the packs that come with the program or are kept here"
    )
    listing.set_defaults(run=_list)

    show = actions.add_parser("show", parents=[common()], help="one pack as an outline")
    show.add_argument("id", metavar="ID")
    show.set_defaults(run=_show)

    select = actions.add_parser("select", parents=[common()], help="whether a choice of units makes the award")
    select.add_argument("id", metavar="ID")
    select.add_argument("--units", metavar="A,B,C", required=True, help="unit numbers as printed, with commas between")
    select.set_defaults(run=_select)

    changes = actions.add_parser("changes", parents=[common()], help="what changed from one pack to another")
    changes.add_argument("ids", metavar="ID", nargs=2, help="the pack before and the one after, by id or hash")
    changes.set_defaults(run=_changes)

    reading.add(actions)

    check = actions.add_parser("check", parents=[common()], help="what is wrong with a pack file")
    check.add_argument("file", metavar="FILE", type=Path)
    check.set_defaults(run=_check)

    keep = actions.add_parser(
        "keep", parents=[common()], help="keep a pack file, so that learners can be enrolled on it"
    )
    keep.add_argument("file", metavar="FILE", type=Path)
    keep.set_defaults(run=_keep)


def _list(args: argparse.Namespace) -> int:
    from unitdata import is_shipped

    pinned = _at_hand(args)
    if args.json:
        fields = {"id", "title", "body", "number", "level", "edition", "wording"}
        out_json(
            [
                p.pack.model_dump(include=fields)
                | {"units": [u.ref for u in p.pack.units], "sha": p.sha, "shipped": is_shipped(p)}
                for p in pinned
            ]
        )
    else:
        rows = [
            (p.pack.id, p.pack.number, p.pack.title, p.pack.body, str(len(p.pack.units)), p.pack.wording, p.sha)
            for p in pinned
        ]
        table(("ID", "NUMBER", "TITLE", "BODY", "UNITS", "WORDING", "HASH"), rows)
    return Exit.DONE


def _show(args: argparse.Namespace) -> int:
    pinned = _opened(args, args.id)
    if args.json:
        out(pinned.data.decode().rstrip("\n"))
        return Exit.DONE
    from fieldassess.console.outline import outline

    for line in outline(pinned.pack):
        out(line)
    for other in _at_hand(args):
        if other.pack.id == pinned.pack.id and other.sha != pinned.sha:
            wording = "with its full wording" if other.pack.wording == "full" else "with prompts alone"
            say(f"Another edition of it is here, {wording}: {other.sha}")
    return Exit.DONE


def _select(args: argparse.Namespace) -> int:
    from fieldassess.award import size_words
    from unitdata import evaluate, find_unit

    pack = _opened(args, args.id).pack
    names = [name.strip() for name in args.units.split(",") if name.strip()]
    units = [unit.ref if (unit := find_unit(pack, name)) else name for name in names]
    choice = evaluate(pack, units)
    if args.json:
        out_json({"valid": choice.valid, "unmet": [{"rule": u.rule, "message": u.message} for u in choice.unmet]})
    else:
        if pack.rules:
            out("These units make the award." if choice.valid else "These units do not make the award.")
        for ruling in choice.rulings:
            out(f"  {'✓' if ruling.met else '!'} {ruling.message}")
        out(size_words(pack, choice))
    return Exit.DONE if choice.valid else Exit.PROBLEM


def _check(args: argparse.Namespace) -> int:
    _, problems = _checked(args.file)
    if args.json:
        out_json({"valid": not problems, "problems": problems})
    else:
        for problem in problems:
            out(problem)
        say(f"{args.file.name}: {f'{len(problems)} to put right' if problems else 'nothing to put right'}")
    return Exit.PROBLEM if problems else Exit.DONE


def _keep(args: argparse.Namespace) -> int:
    pinned, problems = _checked(args.file)
    kept: Path | None = None
    if pinned and not problems:
        with open_workspace(args) as workspace:
            workspace.packs.keep(pinned)
            kept = workspace.packs.path(pinned.sha)
    if args.json:
        out_json({"kept": kept and str(kept), "sha": pinned and pinned.sha, "problems": problems})
    else:
        for problem in problems:
            out(problem)
        say(f"Kept: {kept}" if kept else f"{args.file.name} was not kept: {len(problems)} to put right")
    return Exit.PROBLEM if problems else Exit.DONE


def _checked(file: Path) -> "tuple[PinnedPack | None, list[str]]":
    """The pack in a file, or None where it is none that can be used, and what is wrong with it."""
    from unitdata import PACK_LIMIT, PackError, check, read_pack

    try:
        with file.open("rb") as opened:
            data = opened.read(PACK_LIMIT + 1)
    except (OSError, ValueError) as error:
        raise Stop(f"{file} cannot be read: {getattr(error, 'strerror', None) or error}", Exit.WRONG_USE) from None
    try:
        pinned = read_pack(data)
    except PackError as error:
        return None, [str(error)]
    return pinned, check(pinned.pack)


def _changes(args: argparse.Namespace) -> int:
    from dataclasses import asdict

    from unitdata import changes, listing

    before, after = (_opened(args, name).pack for name in args.ids)
    found = changes(before, after)
    if args.json:
        out_json([asdict(change) for change in found])
    else:
        for line in listing(found, after):
            out(line)
        say(f"{len(found)} change{'' if len(found) == 1 else 's'}")
    return Exit.DONE


def _opened(args: argparse.Namespace, name: str) -> "PinnedPack":
    """The pack that comes with the program, by its id or hash, or else the one kept in the workspace."""
    from unitdata import open_shipped, shipped

    if name in shipped():
        return open_shipped(name)
    there = _at_hand(args)
    found = [p for p in there if name in (p.pack.id, p.sha)]
    if len(found) == 1:
        return found[0]
    if found:
        hashes = ", ".join(p.sha for p in found)
        raise Stop(f"several editions of {name} are kept; name one by its hash: {hashes}", Exit.WRONG_USE)
    ids = dict.fromkeys(p.pack.id for p in there)
    raise Stop(f"there is no pack {name!r}; there is: {', '.join(ids)}", Exit.WRONG_USE)


def _at_hand(args: argparse.Namespace) -> "list[PinnedPack]":
    """The program's packs, then those kept in the workspace where there is one."""
    from unitdata import open_shipped, shipped

    try:
        workspace = read_workspace(args)
    except Stop:
        return [open_shipped(pack_id) for pack_id in shipped()]
    from sessions.shelf import packs_at_hand

    return packs_at_hand(workspace)
