"""`packs`: the qualifications at hand, whether units make the award, and checking a pack file."""

import argparse
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from fieldassess.console import Exit, Stop, common, out, out_json, read_workspace, say, table

if TYPE_CHECKING:
    from unitdata import PinnedPack


def add(subparsers: Any) -> None:
    """Declare `packs` and its actions."""
    parser = subparsers.add_parser("packs", help="qualifications: list, show, choose units, check a file")
    actions = parser.add_subparsers(title="actions", metavar="ACTION", required=True)

    listing = actions.add_parser("list", parents=[common()], help="the packs that come with the program")
    listing.set_defaults(run=_list)

    show = actions.add_parser("show", parents=[common()], help="one pack as an outline")
    show.add_argument("id", metavar="ID")
    show.set_defaults(run=_show)

    select = actions.add_parser("select", parents=[common()], help="whether a choice of units makes the award")
    select.add_argument("id", metavar="ID")
    select.add_argument("--units", metavar="A,B,C", required=True, help="unit numbers as printed, with commas between")
    select.set_defaults(run=_select)

    check = actions.add_parser("check", parents=[common()], help="what is wrong with a pack file")
    check.add_argument("file", metavar="FILE", type=Path)
    check.set_defaults(run=_check)


def _list(args: argparse.Namespace) -> int:
    from unitdata import open_shipped, shipped

    pinned = [open_shipped(pack_id) for pack_id in shipped()]
    if args.json:
        fields = {"id", "title", "body", "number", "level", "edition", "wording"}
        out_json(
            [p.pack.model_dump(include=fields) | {"units": [u.ref for u in p.pack.units], "sha": p.sha} for p in pinned]
        )
    else:
        rows = [(p.pack.id, p.pack.number, p.pack.title, p.pack.body, str(len(p.pack.units))) for p in pinned]
        table(("ID", "NUMBER", "TITLE", "BODY", "UNITS"), rows)
    return Exit.DONE


def _show(args: argparse.Namespace) -> int:
    pinned = _opened(args)
    if args.json:
        out(pinned.data.decode().rstrip("\n"))
        return Exit.DONE
    from fieldassess.console.outline import outline

    for line in outline(pinned.pack):
        out(line)
    return Exit.DONE


def _select(args: argparse.Namespace) -> int:
    from fieldassess.award import size_words
    from unitdata import evaluate, find_unit

    pack = _opened(args).pack
    names = [name.strip() for name in args.units.split(",") if name.strip()]
    units = [unit.ref if (unit := find_unit(pack, name)) else name for name in names]
    choice = evaluate(pack, units)
    if args.json:
        out_json({"valid": choice.valid, "unmet": [{"rule": u.rule, "message": u.message} for u in choice.unmet]})
    else:
        out("These units make the award." if choice.valid else "These units do not make the award.")
        for ruling in choice.rulings:
            out(f"  {'✓' if ruling.met else '!'} {ruling.message}")
        out(size_words(pack, choice))
    return Exit.DONE if choice.valid else Exit.PROBLEM


def _check(args: argparse.Namespace) -> int:
    from unitdata import PACK_LIMIT, PackError, check, read_pack

    try:
        with args.file.open("rb") as file:
            data = file.read(PACK_LIMIT + 1)
    except OSError as error:
        raise Stop(f"{args.file} cannot be read: {error.strerror}", Exit.WRONG_USE) from None
    try:
        problems = check(read_pack(data).pack)
    except PackError as error:
        problems = [str(error)]
    if args.json:
        out_json({"valid": not problems, "problems": problems})
    else:
        for problem in problems:
            out(problem)
        say(f"{args.file.name}: {f'{len(problems)} to put right' if problems else 'nothing to put right'}")
    return Exit.PROBLEM if problems else Exit.DONE


def _opened(args: argparse.Namespace) -> "PinnedPack":
    """The pack of this id that comes with the program, or else the one kept in the workspace, by id or hash."""
    from unitdata import PackError, open_shipped, shipped

    if args.id in shipped():
        try:
            return open_shipped(args.id)
        except PackError as error:
            raise Stop(f"pack {args.id}: {error}", Exit.PROBLEM) from None
    kept = list(_kept(args))
    found = [p for p in kept if args.id in (p.pack.id, p.sha)]
    if len(found) == 1:
        return found[0]
    if found:
        hashes = ", ".join(p.sha for p in found)
        raise Stop(f"several editions of {args.id} are kept; name one by its hash: {hashes}", Exit.WRONG_USE)
    there = dict.fromkeys((*shipped(), *(p.pack.id for p in kept)))
    raise Stop(f"there is no pack {args.id!r}; there is: {', '.join(there)}", Exit.WRONG_USE)


def _kept(args: argparse.Namespace) -> Iterator["PinnedPack"]:
    """Packs kept in the workspace, where there is one."""
    from sessions.packs import PackMissing

    try:
        workspace = read_workspace(args)
    except Stop:
        return
    for path in sorted((workspace.folder / "packs").glob("*.json")):
        try:
            yield workspace.packs.read(path.stem)
        except PackMissing:
            continue
