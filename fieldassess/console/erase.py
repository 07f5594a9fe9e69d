"""`erase`: everything about a learner, from this device and from what is shared."""

import argparse
import sys
from typing import TYPE_CHECKING, Any

from fieldassess.console import Exit, Stop, common, existing_workspace, open_workspace, out, out_json, say
from fieldassess.console.learners import pick

if TYPE_CHECKING:
    from sessions.portfolio import Portfolio
    from sessions.store.bucket import StoreError
    from sessions.workspace import Workspace


def add(subparsers: Any) -> None:
    """Declare `erase`."""
    erase = subparsers.add_parser("erase", parents=[common()], help="erase everything about a learner, for good")
    erase.add_argument("learner", metavar="LEARNER", help="a name or words of it, initials, number or id")
    erase.add_argument("--store", metavar="STORE", help="the shared store, where it is not the one remembered")
    erase.add_argument("--yes", metavar="NAME", help="the learner's name, in place of typing it")
    erase.set_defaults(run=_erase)


def _erase(args: argparse.Namespace) -> int:
    from sessions.erasing import erase, to_confirm, whole_record
    from sessions.rows import current_rows

    existing_workspace(args)
    with open_workspace(args) as workspace:
        learner = pick(workspace, args.learner, [*current_rows(workspace), *to_confirm(workspace)]).learner
        _confirm(args, whole_record(workspace, learner).portfolio)
        erase(workspace, learner)
        place, problem = _erase_in_store(args, workspace)
    if args.json:
        said = str(problem) if problem else None
        out_json({"learner": learner, "store": bool(place) and not problem, "problem": said})
    else:
        out("Erased from this device.")
        if place and not problem:
            out("Erased from the shared store.")
    if problem:
        say(f"fieldassess: the shared store follows with the next share. {problem}")
        return Exit.LATER if problem.later else Exit.WRONG_USE
    if not place:
        say("No shared store is chosen. Should there be one later, it follows with the first share.")
    return Exit.DONE


def _confirm(args: argparse.Namespace, portfolio: "Portfolio") -> None:
    """Say what goes and ask for the name. Raises Stop when it is another."""
    from fieldassess.erasing import CONSEQUENCES, is_name_of, what_goes

    typed = args.yes
    if typed is None:
        say(f"{what_goes(portfolio)}\n{CONSEQUENCES}\nTo erase it, type the learner's name:")
        typed = sys.stdin.readline()
    if not is_name_of(portfolio, typed):
        raise Stop("that is not the learner's name; nothing was erased", Exit.WRONG_USE)


def _erase_in_store(args: argparse.Namespace, workspace: "Workspace") -> "tuple[str | None, StoreError | None]":
    """The store that follows, if there is one, and why it could not now."""
    from fieldassess import config
    from sessions.store.bucket import StoreError
    from sessions.store.erased import erase_in_store
    from sessions.store.opening import open_store

    place: str | None = args.store or config.load(workspace.folder)[0].store
    try:
        if place:
            erase_in_store(workspace, open_store(place, workspace.folder))
    except StoreError as error:
        return place, error
    return place, None
