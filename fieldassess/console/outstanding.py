"""`outstanding`: what is open for one learner, and how far they are towards the award."""

import argparse
from collections.abc import Iterator, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from fieldassess.console import Exit, Stop, common, out, out_json, read_workspace, say
from fieldassess.console.learners import found, grid, name_learner, said
from fieldassess.dates import show_date
from fieldassess.text import counted
from fieldassess.wording import in_words

if TYPE_CHECKING:
    from fieldassess.award import Progress
    from sessions.coverage import Outstanding, UnitCover
    from sessions.outlook import Outlook
    from unitdata import Pack, Vocabulary


def add(subparsers: Any) -> None:
    """Declare the subcommand."""
    parser = subparsers.add_parser("outstanding", parents=[common()], help="what a learner has still to show")
    name_learner(parser)
    parser.add_argument("--unit", metavar="REF", help="one unit only")
    parser.set_defaults(run=_outstanding)


def _outstanding(args: argparse.Namespace) -> int:
    from fieldassess.award import progress
    from sessions.coverage import what_would_close

    workspace = read_workspace(args)
    learner, outlook = found(workspace, args)
    covers = _chosen(outlook, args.unit) if args.unit else list(outlook.covers.values())
    closing = what_would_close(covers)
    award = progress(outlook, workspace.clock().date())
    if args.json:
        out_json(_data(learner, outlook, covers, closing) | {"award": _award_data(award)})
    else:
        _print_head(outlook)
        if award and outlook.pack and not args.unit:
            _print_award(outlook.pack, award)
        _print(outlook, covers, closing)
    for problem in outlook.problems:
        say(f"Note: {problem}")
    return Exit.DONE if covers else Exit.PROBLEM


def _chosen(outlook: "Outlook", wanted: str) -> list["UnitCover"]:
    from unitdata import find_unit

    unit = find_unit(outlook.pack, wanted) if outlook.pack else None
    if unit is None or unit.ref not in outlook.covers:
        words = outlook.pack.vocabulary if outlook.pack else None
        units = ", ".join(outlook.covers) or "none"
        raise Stop(f"{wanted!r} {in_words('is not among the units of this learner', words)}: {units}", Exit.WRONG_USE)
    return [outlook.covers[unit.ref]]


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


def _award_data(award: "Progress | None") -> dict[str, Any] | None:
    if award is None:
        return None
    return {
        "chosen": award.chosen,
        "achieved": list(award.achieved),
        "by_element": list(award.by_element),
        "unsigned": list(award.unsigned),
        "unmet": [{"rule": r.rule, "message": r.message} for r in award.unmet],
        "choice_unmet": [{"rule": r.rule, "message": r.message} for r in award.not_chosen],
        "first_claim": _day(award.first_claim) or None,
    }


def _unit_data(cover: "UnitCover") -> dict[str, Any]:
    sufficient = cover.sufficient
    return {
        "ref": cover.unit.ref,
        "title": cover.unit.title,
        "listed_only": cover.unit.listed_only,
        "judged_whole": [element.ref for element in cover.unit.judged_whole],
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
        "situations": list(dict.fromkeys(outstanding.situations)),
    }


def _open_items(cover: "UnitCover", outstanding: "Outstanding") -> list[str]:
    """Items to choose from, where a requirement wants only so many of its list."""
    listed = cover.requirements.get(outstanding.ref)
    return [item.ref for item in listed.items if not item.done] if listed else []


def _day(day: date | None) -> str:
    return day.isoformat() if day else ""


# As text -----------------------------------------------------------------------------------------------------------


def _print_head(outlook: "Outlook") -> None:
    title = f" · {outlook.pack.title}" if outlook.pack else ""
    out(f"{outlook.portfolio.name}{title}")
    last, plan = said(outlook.last_visit) or "none", outlook.plan
    out(f"Last visit {last}, next {(said(plan.when) or 'to be confirmed') if plan else 'not agreed'}")
    if outlook.unsigned:
        out(f"Counts {counted(outlook.unsigned, 'entry')} of sessions that are not signed yet")


def _print_award(pack: "Pack", award: "Progress") -> None:
    from fieldassess.award import UNKNOWN, achieved_words, reserves

    out(f"To the award: {achieved_words(pack, award)}{'' if award.unmet else ', every rule met'}")
    for words, refs in reserves(pack, award):
        out(f"  {words}: {', '.join(refs)}")
    if award.not_chosen:
        why = "The units chosen do not make the award" if pack.rules else UNKNOWN
        out(in_words(f"  {why}:", pack.vocabulary))
    for ruling in award.not_chosen:
        out(f"    {ruling.message}")
    for ruling in award.unmet if pack.rules else ():
        out(f"  {ruling.message}")
    if award.first_claim:
        out(f"  First claim from {show_date(award.first_claim)}")


def _print(outlook: "Outlook", covers: Sequence["UnitCover"], closing: Sequence[Any]) -> None:
    from fieldassess.award import missing_words, sentence
    from fieldassess.brief import extent

    words = outlook.pack.vocabulary if outlook.pack else None
    for cover in covers:
        state = f"{cover.open_count} of {cover.total} open, {len(cover.to_confirm)} to confirm"
        out(f"\n{cover.unit.ref} {cover.unit.title}")
        missing = missing_words(words, cover.unit) if words else ""
        if cover.outstanding or not cover.unit.listed_only:
            out(state if cover.outstanding else "nothing outstanding")
        if missing:
            out(sentence(missing))
        if so_far := extent(cover.sufficient):
            out(f"So far: {so_far}")
        grid(None, list(_lines(cover, words)))
    if closing:
        out("\nOne visit could close:")
        grid(None, [(situation, str(count), ", ".join(units)) for situation, count, units in closing])


def _lines(cover: "UnitCover", words: "Vocabulary | None") -> Iterator[tuple[str, str, str]]:
    from fieldassess.brief import statement, why_words

    unit = cover.unit
    for outstanding in cover.outstanding:
        yield unit.short(outstanding.ref), statement(unit, outstanding.ref), why_words(outstanding.why, words)
        knowledge = cover.knowledge.get(outstanding.ref)
        parts = knowledge.open_parts if knowledge else ()
        for ref in (*parts, *_open_items(cover, outstanding)):
            yield f"  {unit.short(ref)}", f"  {statement(unit, ref)}", ""
