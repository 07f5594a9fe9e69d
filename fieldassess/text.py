"""Making text from people, files and other devices fit to show in a terminal."""

import re
from typing import Final

# Controls move the cursor or start escape sequences; direction overrides and isolates make text read as other
# than it is; lone surrogates cannot be written out. A line feed is kept, emoji joiners and marks too.
_UNFIT: Final = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
# A joiner makes one sign of several emoji. Elsewhere terminals disagree about the cells it leaves.
_EMOJI: Final = "\u2190-\u2bff\ufe0f\U0001f000-\U0001faff"
_LOOSE_JOINER: Final = re.compile(f"(?<![{_EMOJI}])\u200d|\u200d(?![{_EMOJI}])")
_BODIES: Final = {"cg": "C&G"}


def counted(number: int, one: str) -> str:
    """`1 entry`, `3 entries`, `2 days`."""
    many = f"{one[:-1]}ies" if one.endswith("y") and one[-2] not in "aeiou" else f"{one}s"
    return f"{number} {one if number == 1 else many}"


def scheme(pack_id: str) -> str:
    """How people call a qualification in a word: `CVQ 2` for `cvq-l2`; an id of another form as it is, in capitals."""
    body, _, level = pack_id.partition("-l")
    return f"{_BODIES.get(body, body.upper())} {level}" if level.isdecimal() else pack_id.upper()


def _shown(found: re.Match[str]) -> str:
    return " " if found[0] == "\t" else "\ufffd"


def plain(text: str) -> str:
    """The text with every character that could act on a terminal shown as U+FFFD, a tab as a space.

    Joiners that join no emoji are left out.
    """
    return _LOOSE_JOINER.sub("", _UNFIT.sub(_shown, text.replace("\r\n", "\n")))
