"""`store create`, `sync`, `verify` and `rebuild`: the shared store, and whether everything is as it was recorded."""

import argparse
import sys
from typing import TYPE_CHECKING, Any

from fieldassess.console import Exit, Stop, common, open_workspace, out, out_json, read_workspace, say, workspace_folder

if TYPE_CHECKING:
    from sessions.store.bucket import StoreError
    from sessions.store.share import ShareReport
    from sessions.verify import Finding

_STORE = "a folder, or s3://BUCKET/PREFIX"
_TO_TAKE_IN = "To take them in: fieldassess sync --all, or --from and the initials of a colleague."


def add(subparsers: Any) -> None:
    """Declare the four subcommands."""
    store = subparsers.add_parser("store", help="what is shared with colleagues: create")
    actions = store.add_subparsers(title="actions", metavar="ACTION", required=True)
    create = actions.add_parser("create", parents=[common()], help="make a shared store in an empty place")
    create.add_argument("store", metavar="STORE", help=_STORE)
    create.set_defaults(run=_create)

    sync = subparsers.add_parser("sync", parents=[common()], help="share with colleagues: publish, then take in")
    sync.add_argument("--store", metavar="STORE", help=f"{_STORE}; remembered from then on")
    sync.add_argument("--join", action="store_true", help="share with this store in place of the one before")
    whom = sync.add_mutually_exclusive_group()
    whom.add_argument("--all", dest="everyone", action="store_const", const=True, help="take in everybody's learners")
    whom.add_argument("--mine", dest="everyone", action="store_const", const=False, help="ask for nobody's any more")
    sync.add_argument(
        "--from",
        dest="colleagues",
        metavar="WHO",
        action="append",
        default=[],
        help="take in a colleague's learners too",
    )
    sync.add_argument("--thorough", action="store_true", help="look at everything in the store")
    sync.set_defaults(run=_sync)

    verify = subparsers.add_parser("verify", parents=[common()], help="check every chain and hash")
    verify.add_argument("--store", metavar="STORE", help=f"check this shared store too: {_STORE}")
    verify.set_defaults(run=_verify)

    rebuild = subparsers.add_parser("rebuild", parents=[common()], help="work the caseload out from the journals again")
    rebuild.set_defaults(run=_rebuild)


def _create(args: argparse.Namespace) -> int:
    from sessions.store.bucket import StoreError
    from sessions.store.opening import create_store

    try:
        created = create_store(args.store, workspace_folder(args))
    except StoreError as error:
        raise _stop(error) from None
    if args.json:
        out_json({"created": created, "folder": args.store})
    else:
        out("The shared store is made." if created else "That is a shared store already; nothing was changed.")
    return Exit.DONE


def _sync(args: argparse.Namespace) -> int:
    from fieldassess import config
    from sessions.store.bucket import StoreError
    from sessions.store.opening import open_store
    from sessions.store.share import share

    with open_workspace(args) as workspace:
        settings, _ = config.load(workspace.folder)
        place = args.store or settings.store
        if not place:
            raise Stop("no shared store is chosen yet; name it with --store STORE", Exit.WRONG_USE)
        try:
            bucket = open_store(place, workspace.folder)
        except StoreError as error:
            raise _stop(error) from None
        workspace.device.ask_for(everyone=args.everyone, colleagues=args.colleagues)
        report = share(workspace, bucket, _progress, join=args.join, thorough=args.thorough)
        if report.entered and settings.store != str(bucket):
            config.save(settings.model_copy(update={"store": str(bucket)}), workspace.folder)
    if args.json:
        out_json(_as_json(report))
    else:
        for line in report.summary(_TO_TAKE_IN):
            out(line)
    if report.problem:
        say(f"fieldassess: {report.problem}{_hint(report.cause)}")
        return Exit.LATER if report.later else Exit.WRONG_USE
    return Exit.PROBLEM if report.set_aside or report.damage else Exit.DONE


def _verify(args: argparse.Namespace) -> int:
    from fieldassess import config
    from sessions.store.bucket import StoreError
    from sessions.store.opening import open_store
    from sessions.verify import verify, verify_store

    workspace = read_workspace(args)
    place = args.store or config.load(workspace.folder)[0].store
    found, missed = verify(workspace), None
    if place:
        try:
            found += verify_store(workspace, open_store(place, workspace.folder))
        except StoreError as error:
            missed = error
    if args.json:
        out_json({"findings": [_finding(finding) for finding in found], "problem": str(missed) if missed else None})
    else:
        for finding in found:
            out(f"{'shared store: ' if finding.in_store else ''}{finding.file}: {finding.what}")
        say(f"{len(found)} to look into" if found else "nothing wrong was found")
    if missed:
        say(f"fieldassess: the shared store was not checked. {missed}{_hint(missed)}")
    if found:
        return Exit.PROBLEM
    return _stop(missed).code if missed else Exit.DONE


def _rebuild(args: argparse.Namespace) -> int:
    from sessions.rows import rebuild

    with open_workspace(args) as workspace:
        learners = rebuild(workspace)
    if args.json:
        out_json({"learners": learners})
    else:
        out(f"Worked out from the journals: {learners} learner{'' if learners == 1 else 's'}.")
    return Exit.DONE


def _stop(error: Any) -> Stop:
    return Stop(str(error), Exit.LATER if error.later else Exit.WRONG_USE)


def _hint(error: "StoreError | None") -> str:
    """What to type next, where there is something."""
    from sessions.store.opening import EmptyPlace, OtherStore

    if isinstance(error, EmptyPlace):
        return " To begin a new store there: fieldassess store create STORE"
    if isinstance(error, OtherStore):
        return " To share with it from now on: fieldassess sync --join --store STORE"
    return ""


def _progress(what: str, done: int, total: int) -> None:
    if sys.stderr.isatty():
        say(f"{what}: {done} of {total}")


def _as_json(report: "ShareReport") -> dict[str, Any]:
    return {
        "published": report.published,
        "taken_in": report.taken_in,
        "pending": [{"learner": p.learner, "device": p.label, "entries": p.entries} for p in report.pending],
        "elsewhere": report.elsewhere,
        "quarantined": [{"file": wrong.file, "reason": wrong.reason} for wrong in report.set_aside],
        "damaged": report.damage,
        "messages": report.messages,
        "problem": report.problem,
    }


def _finding(finding: "Finding") -> dict[str, Any]:
    return {
        "file": finding.file,
        "in_store": finding.in_store,
        "learner": finding.learner,
        "what": finding.what,
    }
