"""`same`: a learner who was registered twice is one person, or is not after all."""

import argparse
from typing import Any

from fieldassess.console import Exit, Stop, common, existing_workspace, open_workspace, out, out_json
from fieldassess.console.learners import pick


def add(subparsers: Any) -> None:
    """Declare `same`."""
    same = subparsers.add_parser("same", parents=[common()], help="state that two learners are the same person")
    same.add_argument("learner", metavar="LEARNER", help="a name or words of it, initials, number or id")
    same.add_argument("other", metavar="OTHER", nargs="?", help="the same person, registered a second time")
    same.add_argument("--apart", action="store_true", help="take it back: LEARNER is not one person")
    same.add_argument("--reason", metavar="WORDS", default="", help="why, for the record")
    same.set_defaults(run=_same)


def _same(args: argparse.Namespace) -> int:
    from sessions.entry import NotRecorded
    from sessions.joining import join, part
    from sessions.rows import current_rows

    if bool(args.other) == args.apart:
        raise Stop("name two learners, or one and --apart", Exit.WRONG_USE)
    existing_workspace(args)
    with open_workspace(args) as workspace:
        rows = current_rows(workspace)
        learner = pick(workspace, args.learner, rows).learner
        before = workspace.caseload.together(learner)
        try:
            if args.apart:
                part(workspace, learner, args.reason)
            else:
                join(workspace, learner, pick(workspace, args.other, rows).learner, args.reason)
        except NotRecorded as error:
            raise Stop(str(error), Exit.WRONG_USE) from None
        together = workspace.caseload.together(learner)
        name = workspace.learner(learner).portfolio.name
    if args.json:
        out_json({"learner": together[0], "together": together})
    elif args.apart:
        out(f"{name}: {len(before)} registrations, each a learner of their own.")
    else:
        out(f"{name}: {len(together)} registrations, shown as one learner.")
    return Exit.DONE
