"""Whether a document is of another edition than a pack was made from: by the numbers and dates that both print."""

import re
from collections.abc import Iterator, Sequence
from typing import Final

from unitdata.handbook.lines import Line
from unitdata.handbook.wording import plain

_FRONT: Final = 4_000
"""So many characters are a document's front; lines are of any length, by the kind of file."""
_WIDTH: Final = 100
"""Longer lines are sentences, which may speak of another document's edition."""
_COPYRIGHT: Final = re.compile(r"©.{0,60}?\b((?:19|20)\d\d)\b")
_MONTHS: Final = "jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec"
_KINDS: Final = (
    re.compile(r"\b(?:(?:version|issue|edition|revision)\s+(?:no\.?\s+)?|v\.?\s?)(\d{1,3}(?:\.\d{1,3}){0,2})\b", re.I),
    re.compile(rf"\b((?:{_MONTHS})[a-z]*\.?,?\s+(?:19|20)\d\d)\b", re.I),
    re.compile(r"^((?:19|20)\d\d)$"),
)
"""What an edition goes by: its number, its month, or its year alone."""


def other_edition(edition: str, document: Sequence[Line]) -> str:
    """The edition that a document prints ("March 2014, Version 3.0"); empty where nothing tells it from `edition`.

    A template's number may be left beside the true one: what is printed counts only where none of its kind agrees.
    """
    front = list(_front(document))
    differing: list[str] = []
    for kind in _KINDS:
        own = {_even(found[1]) for found in kind.finditer(edition)}
        printed = {_even(found[1]): found[0] for text in front for found in kind.finditer(text)}
        if own and printed and not own & printed.keys():
            differing += printed.values()
    return ", ".join(differing)


def _front(document: Sequence[Line]) -> Iterator[str]:
    """The short lines of a document's front, and the years that it claims copyright from, wherever it does."""
    read = 0
    for text in (plain(line.text) for line in document):
        read += len(text)
        if read <= _FRONT and len(text) <= _WIDTH and not text.endswith("."):
            yield text
        yield from _COPYRIGHT.findall(text)


def _even(found: str) -> str:
    """A number without closing zeros, a month by its first letters: `2.0` is 2, and `Aug 2006` August 2006."""
    if found[0].isdigit():
        return re.sub(r"(?:\.0+)+$", "", found)
    return f"{found[:3].casefold()} {found[-4:]}"
