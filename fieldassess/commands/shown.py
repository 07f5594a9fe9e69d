"""How keys are written for people."""

from typing import Final

from textual.binding import Binding
from textual.keys import format_key

from fieldassess.commands.base import Command

# Names rather than the signs that Textual draws for some of these: not everyone reads those.
_NAMED: Final = {
    "escape": "esc",
    "enter": "enter",
    "tab": "tab",
    "space": "space",
    "backspace": "backspace",
    "delete": "delete",
    "pageup": "page up",
    "pagedown": "page down",
    "left": "left",
    "right": "right",
    "up": "up",
    "down": "down",
}


def keys_of(command: type[Command]) -> tuple[str, ...]:
    """The names of the command's keys, as Textual writes them."""
    return tuple(key.strip() for key in command.binding().key.split(",")) if command.BINDING_KEY else ()


def shown_key(key: str) -> str:
    """`ctrl+s`, `esc`, `?`: one key as it stands on screens and in the list of keys."""
    modifiers, bare = Binding(key, "").parse_key()
    return "+".join([*modifiers, _NAMED.get(bare) or format_key(bare)])


def shown_keys(command: type[Command]) -> tuple[str, ...]:
    """All keys of the command, as they are shown."""
    return tuple(map(shown_key, keys_of(command)))
