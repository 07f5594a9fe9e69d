"""`packs`: the qualifications that come with the program, and checking a pack file."""

import argparse
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from fieldassess.console import Exit, Stop, common, out, out_json, say, table

if TYPE_CHECKING:
    from unitdata import PinnedPack, Requirement, Unit


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
    select.add_argument("--units", metavar="A,B,C", required=True, help="unit numbers, with commas between")
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
    pinned = _opened(args.id)
    if args.json:
        out(pinned.data.decode().rstrip("\n"))
        return Exit.DONE
    pack = pinned.pack
    out(f"{pack.title} · {pack.number} · {pack.body}")
    for group in pack.groups:
        out(f"{group.title}: {', '.join(group.units)}")
    for unit in pack.units:
        out("")
        for line in _unit_lines(unit):
            out(line)
    out("")
    for note in pack.notes:
        out(f"Note: {note}")
    return Exit.DONE


def _select(args: argparse.Namespace) -> int:
    from unitdata import evaluate

    units = [unit.strip() for unit in args.units.split(",") if unit.strip()]
    choice = evaluate(_opened(args.id).pack, units)
    if args.json:
        out_json({"valid": choice.valid, "unmet": [{"rule": u.rule, "message": u.message} for u in choice.unmet]})
    else:
        out("These units make the award." if choice.valid else "These units do not make the award:")
        for unmet in choice.unmet:
            out(f"  {unmet.message}")
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


def _opened(pack_id: str) -> "PinnedPack":
    from unitdata import PackError, open_shipped, shipped

    if pack_id not in shipped():
        raise Stop(f"there is no pack {pack_id!r}; there is: {', '.join(shipped())}", Exit.WRONG_USE)
    try:
        return open_shipped(pack_id)
    except PackError as error:
        raise Stop(f"pack {pack_id}: {error}", Exit.PROBLEM) from None


def _unit_lines(unit: "Unit") -> Iterator[str]:
    conditions = unit.conditions
    yield f"{unit.ref} {unit.title}"
    yield (
        f"  simulation {conditions.simulation}{_elements(conditions.elements)}, "
        f"realistic environment {conditions.realistic_environment}"
    )
    if conditions.note:
        yield f"  {conditions.note}"
    if unit.sufficiency:
        yield f"  sufficiency asked for: {', '.join(unit.sufficiency)}"
    for element in unit.elements:
        yield f"  {element.ref} {element.title}"
        for criterion in element.criteria:
            yield f"    {criterion.ref} {criterion.prompt}{' (by any route)' if criterion.route == 'any' else ''}"
    for requirement in unit.requirements:
        yield from _requirement_lines(requirement)
    for knowledge in unit.knowledge:
        yield f"  {knowledge.ref} {knowledge.prompt}"
        yield f"    Ask: {knowledge.question}"
        yield from (f"    {part.ref} {part.prompt}" for part in knowledge.parts)


def _requirement_lines(requirement: "Requirement") -> Iterator[str]:
    asked = f", {requirement.need} {requirement.of or 'of them'}" if requirement.need else ""
    if requirement.performance_need:
        asked += f", at least {requirement.performance_need} by performance"
    yield f"  {requirement.ref} {requirement.title}{_elements(requirement.applies_to)}{asked}"
    yield from (f"    {item.ref} {item.prompt}" for item in requirement.items)


def _elements(refs: tuple[str, ...]) -> str:
    return f" (element{'s' if len(refs) > 1 else ''} {', '.join(refs)})" if refs else ""
