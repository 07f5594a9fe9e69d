"""The one door that text from people passes before it is recorded."""

from sessions.entry import NotRecorded
from sessions.fields import NOTE_LIMIT, SHORT_LIMIT

_PICTURES = {code: chr(0x2400 + code) for code in range(0x20) if code not in (0x09, 0x0A)} | {0x7F: "␡"}
_PICTURES |= dict.fromkeys(range(0x80, 0xA0), "\ufffd")
_PICTURES |= dict.fromkeys(range(0xD800, 0xE000), "\ufffd")


def clean(text: str, limit: int = NOTE_LIMIT) -> str:
    """Text as it will be stored: one kind of newline, control characters made visible.

    Raises NotRecorded when it is longer than `limit` characters: nothing is ever cut off unseen.
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n").translate(_PICTURES)
    if len(text) > limit:
        raise NotRecorded(f"NOT recorded: longer than {limit} characters. Split it in two.")
    return text


def clean_line(text: str) -> str:
    """The same for a name or another single line: newlines and tabs become spaces, ends are trimmed."""
    return " ".join(clean(text, SHORT_LIMIT).split())


def initials_of(name: str) -> str:
    """`Ana Maria Clarke` → `AMC`: at most four, and only of words that begin with a letter."""
    return "".join(part[0] for part in name.split() if part[0].isalpha()).upper()[:4]
