"""`keys`: everything that each screen can do, and its keys."""

import argparse
from typing import Any

from fieldassess.console import Exit, common, out, out_json


def add(subparsers: Any) -> None:
    """Declare `keys`."""
    parser = subparsers.add_parser("keys", parents=[common()], help="what each screen can do, and with which keys")
    parser.set_defaults(run=_keys)


def _keys(args: argparse.Namespace) -> int:
    from fieldassess.commands.shown import shown_keys
    from fieldassess.screens import every_page

    screens = [(str(page.TITLE), page.all_commands()) for page in every_page()]
    if args.json:
        out_json(
            {
                title: [{"command": c.command(), "keys": shown_keys(c), "does": c.tooltip()} for c in commands]
                for title, commands in screens
            }
        )
        return Exit.DONE
    for number, (title, commands) in enumerate(screens):
        out(f"\n{title}" if number else title)
        for command in commands:
            out(f"  {' '.join(shown_keys(command)):<12}  {command.command()}: {command.tooltip()}")
    return Exit.DONE
