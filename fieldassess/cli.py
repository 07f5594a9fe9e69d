"""The command line. It starts without textual and pydantic: `--version` and `--help` answer at once."""

import argparse
import gc
import os
import sys
from collections.abc import Sequence
from datetime import datetime
from io import TextIOWrapper

from fieldassess import __version__
from fieldassess.console import (
    Exit,
    Stop,
    carry,
    demo,
    erase,
    keys,
    learners,
    outstanding,
    packs,
    same,
    say,
    sharing,
    workspace_folder,
)

COMMANDS = (demo, packs, learners, outstanding, sharing, same, carry, erase, keys)


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command, or the app when none is named; the exit code."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
    try:
        args = _parser().parse_args(argv)
        code = int(args.run(args))
        sys.stdout.flush()
        return code
    except SystemExit as ended:  # argparse has said why
        return ended.code if isinstance(ended.code, int) else Exit.WRONG_USE
    except Stop as stop:
        say(f"fieldassess: {stop}")
        return stop.code
    except BrokenPipeError:  # the reader (head, less) has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return Exit.DONE
    except KeyboardInterrupt:
        return 130
    except Exception as error:
        return _crashed(error)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="fieldassess",
        description="Assess people at work against published standards. Without a command, the app opens.",
    )
    parser.add_argument("--version", action="version", version=f"fieldassess {__version__}")
    parser.add_argument("--workspace", metavar="DIR", help="where this device's records lie")
    parser.set_defaults(run=_open_app)
    subparsers = parser.add_subparsers(title="commands", metavar="COMMAND")
    for command in COMMANDS:
        command.add(subparsers)
    return parser


def _open_app(args: argparse.Namespace) -> int:
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise Stop("the app needs a terminal; see --help for commands that do without", Exit.WRONG_USE)
    gc.disable()  # hundreds of modules come in, and looking for rubbish among them takes an eighth of the time
    from fieldassess.app import run

    gc.freeze()  # they stay, so no later look need go through them
    gc.enable()
    return run(workspace_folder(args))


def _crashed(error: Exception) -> int:
    """Say that the program failed. The error's own text stays out: it may hold a learner's data."""
    from fieldassess import crash

    report = crash.report(error, datetime.now().astimezone())
    where = f" A report without names or notes is in {report}." if report else ""
    say(f"fieldassess: stopped by a fault of its own ({type(error).__qualname__}).{where}")
    return Exit.CRASHED
