"""`demo`: a sample centre to try everything on."""

import argparse
import sys
from pathlib import Path
from typing import Any

from fieldassess.console import Exit, Stop, out_json, say


def add(subparsers: Any) -> None:
    """Declare `demo`. It takes no workspace: a sample centre brings its own."""
    demo = subparsers.add_parser("demo", help="build a sample centre with invented learners, and open it")
    demo.add_argument("--dir", metavar="D", type=Path, help="a new or empty folder to build it in")
    demo.add_argument("--no-app", action="store_true", help="build it only")
    demo.add_argument("--json", action="store_true", help="answer in JSON (with --no-app)")
    demo.set_defaults(run=_demo)


def _demo(args: argparse.Namespace) -> int:
    from fieldassess.demo import SECOND, STORE, NotEmpty, build

    if not args.no_app and not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise Stop("the app needs a terminal; --no-app builds the sample centre only", Exit.WRONG_USE)
    folder = (args.dir or _usual_folder()).absolute()
    try:
        workspace = build(folder)
    except NotEmpty as error:
        raise Stop(str(error), Exit.WRONG_USE) from None
    except OSError as error:
        raise Stop(f"the sample centre cannot be built in {folder}: {error.strerror}", Exit.PROBLEM) from None
    places = {"workspace": workspace, "second_workspace": folder / SECOND, "store": folder / STORE}
    if args.json:
        out_json({name: str(place) for name, place in places.items()})
    else:
        say("The sample centre is ready; every person in it is invented.")
        for name, place in places.items():
            say(f"  {name.replace('_', ' ')}: {place}")
    if args.no_app:
        return Exit.DONE
    from fieldassess.app import run

    return run(workspace)


def _usual_folder() -> Path:
    """Beside the place of real records, where the app's welcome builds it too."""
    import platformdirs

    return platformdirs.user_data_path("fieldassess-sample", appauthor=False)
