"""Numbers as letters and as Roman ones, by the names that Word has for their looks; and numbers out of files."""

import re
from collections.abc import Callable

_MOST = 9_999
"""The highest number written out: what is above belongs to no list, and a Roman one would have no end."""

_ROMAN = ((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"),
          (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))  # fmt: skip


def _letters(n: int) -> str:
    return chr(ord("a") + (n - 1) % 26) * ((n - 1) // 26 + 1)


def _roman(n: int) -> str:
    said = ""
    for worth, letters in _ROMAN:
        said += letters * (n // worth)
        n %= worth
    return said


_LOOKS: dict[str, Callable[[int], str]] = {
    "lowerLetter": _letters,
    "upperLetter": lambda n: _letters(n).upper(),
    "lowerRoman": _roman,
    "upperRoman": lambda n: _roman(n).upper(),
    "decimalZero": lambda n: f"{n:02}",
    "none": lambda n: "",
}


def shown(n: int, look: str) -> str:
    """A number as a list shows it; as it is, where its look is not known or it is none that a list comes to."""
    return _LOOKS.get(look, str)(n) if 0 < n <= _MOST else str(n)


def whole(said: str | None, default: int = 0) -> int:
    """A number from a file, or the default where it is none."""
    return int(said) if said and re.fullmatch(r"-?[0-9]{1,9}", said) else default
