"""`carry-over`: a learner goes on with another edition of their qualification."""

import argparse
from typing import TYPE_CHECKING, Any

from fieldassess.console import Exit, Stop, common, existing_workspace, open_workspace, out, out_json, say
from fieldassess.console.learners import pick

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sessions.carrying import Offer
    from sessions.workspace import Workspace
    from unitdata import PinnedPack


def add(subparsers: Any) -> None:
    """Declare `carry-over`."""
    carry = subparsers.add_parser(
        "carry-over", parents=[common()], help="let a learner go on with another edition of their qualification"
    )
    carry.add_argument("learner", metavar="LEARNER", help="a name or words of it, initials, number or id")
    carry.add_argument("--to", metavar="PACK", required=True, help="the edition: its hash or how that begins, or an id")
    carry.add_argument("--same", metavar="A,B,C", default="", help="reworded statements, or units, that mean the same")
    carry.add_argument("--reason", metavar="WORDS", default="", help="why, for the record")
    carry.add_argument("--yes", action="store_true", help="record it; without, it is only shown")
    carry.set_defaults(run=_carry)


def _carry(args: argparse.Namespace) -> int:
    from sessions.carrying import carry_over, offer
    from sessions.entry import NotRecorded
    from sessions.packs import PackMissing
    from sessions.rows import current_rows

    named = [name.strip() for name in args.same.split(",") if name.strip()]
    existing_workspace(args)
    with open_workspace(args) as workspace:
        learner = pick(workspace, args.learner, current_rows(workspace)).learner
        try:
            offered = offer(workspace, learner, _edition(workspace, learner, args.to))
            meant = {name: [ref for ref in offered.reworded if f"{ref}/".startswith(f"{name}/")] for name in named}
            if unknown := [name for name, refs in meant.items() if not refs]:
                raise Stop(f"{', '.join(unknown)}: not worded otherwise in that edition", Exit.WRONG_USE)
            same = [ref for refs in meant.values() for ref in refs]
            if args.yes:
                carry_over(workspace, offered, same, args.reason)
        except NotRecorded as error:
            raise Stop(str(error), Exit.WRONG_USE) from None
        except PackMissing as error:
            raise Stop(str(error), Exit.PROBLEM) from None
        name = workspace.learner(learner).portfolio.name
    if args.json:
        out_json(_answer(offered, same, recorded=args.yes))
    else:
        _tell(offered, same)
        if args.yes:
            out(f"{name} goes on with edition {offered.to.pack.edition}, {offered.to.sha}.")
    if not args.yes:
        say("Nothing was recorded. To carry the learner over: the same again with --yes")
    return Exit.DONE


def _edition(workspace: "Workspace", learner: str, named: str) -> "PinnedPack":
    """The edition meant: by its hash, the beginning of it, or the id where that leaves one other than the present."""
    from sessions.shelf import packs_at_hand
    from unitdata import PackError

    present = {body.pack for _, body in workspace.learner(learner).portfolio.enrolments()}
    try:
        packs = packs_at_hand(workspace)
    except PackError as error:
        raise Stop(f"a qualification cannot be read: {error}", Exit.PROBLEM) from None
    by_hash = [p for p in packs if p.sha == named or (len(named) >= 6 and p.sha.startswith(named))]
    by_id = [p for p in packs if p.pack.id == named]
    found = by_hash or [p for p in by_id if p.sha not in present] or by_id
    if not found:
        raise Stop(f"there is no pack {named!r} here; see: fieldassess packs list", Exit.WRONG_USE)
    if len(found) > 1:
        for pinned in found:
            say(f"{pinned.sha}  {pinned.pack.title}, edition {pinned.pack.edition}")
        raise Stop(f"{len(found)} editions go by {named!r}; name one by its hash", Exit.WRONG_USE)
    return found[0]


def _tell(offered: "Offer", same: "Sequence[str]") -> None:
    from fieldassess.carrying import what_counts_on
    from unitdata import listing

    for line in (*listing(offered.changes, offered.to.pack), *what_counts_on(offered, same)):
        out(line)
    for old, new in offered.renamed.items():
        out(f"{old} counts as {new}.")


def _answer(offered: "Offer", same: "Sequence[str]", *, recorded: bool) -> dict[str, Any]:
    from dataclasses import asdict

    apart = offered.apart(same)
    return {
        "learner": offered.learner,
        "pack": {"id": offered.to.pack.id, "was": offered.standing.pack, "to": offered.to.sha},
        "changes": [asdict(change) for change in offered.changes],
        "recorded_about": len(offered.recorded),
        "counts_on": offered.count_on(same),
        "counts_again": offered.again,
        "renamed": offered.renamed,
        "not_counted": apart,
        "not_counted_of_these": [ref for ref in apart if ref in offered.recorded],
        "done": recorded,
    }
