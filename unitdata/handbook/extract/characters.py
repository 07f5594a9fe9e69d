"""The characters of a document: what may stand in a cell."""

import re
import unicodedata

# Word's symbol fonts print these as dots, arrows, ticks and boxes; a PDF keeps only the code.
_SYMBOLS = str.maketrans(
    {
        "\uf0b7": "•", "\uf0a7": "•", "\uf0d8": "•", "\uf076": "•", "\uf0fc": "✓", "\uf0fe": "☒", "\uf06f": "☐",
        "\ufb00": "ff", "\ufb01": "fi", "\ufb02": "fl", "\ufb03": "ffi", "\ufb04": "ffl",
    }
)  # fmt: skip
_LONGEST_WORD = 200
"""Longer ones are left as they are: composing takes time by the square of how many accents stand on each other."""
_BULLET = re.compile(rf"(?:[{re.escape('•·▪◦●○‣⁃▶➢➤■□–—-*+')}] )+(?=\S)")


def plain(text: str) -> str:
    """Only what prints, composed, with single blanks."""
    if not text.isascii():
        words = text.translate(_SYMBOLS).split()
        text = " ".join(unicodedata.normalize("NFC", w) if len(w) <= _LONGEST_WORD else w for w in words)
    if not text.isprintable():
        text = "".join(c if c.isprintable() else " " if c.isspace() else "" for c in text)
    return " ".join(text.split())


def without_bullet(text: str) -> tuple[str, bool]:
    """A plain text without the dash or dot before it, and whether there was one."""
    mark = _BULLET.match(text)
    return (text[mark.end() :], True) if mark else (text, False)
