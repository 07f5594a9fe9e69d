"""What a document says of which units make the award: the groups they stand in, and sentences that may be rules."""

import re
from collections.abc import Iterator, Sequence
from typing import Final

from unitdata.handbook.doubts import Doubt
from unitdata.handbook.layout import Layout, compiled
from unitdata.handbook.phrases import on_conditions
from unitdata.handbook.spans import Span

_DEMANDS: Final = re.compile(
    r"\b(?:must|minimum|maximum|at least|at most|no more than|up to|only|choose|required|further)\b", re.I
)
_COUNTS: Final = re.compile(
    r"\b(?:\d+|one|two|three|four|five|six|seven|eight|nine|ten)\b(?: \(\d+\))? (?:\w+ ){0,2}(?:credits?|units?)\b"
    r"|\bcredit value: \d",
    re.I,
)
_OF_AWARDS: Final = re.compile(
    r"\b(?:mandatory|option(?:al|s)?|core|groups?|themes?|levels? \d|qualification|award|minimum credit)\b"
    r"|\blisted below\b",
    re.I,
)


def grouped(spans: Sequence[Span], layout: Layout) -> dict[str, list[str]]:
    """The refs of the units that stand below each heading of a group, by the group's title; each unit once."""
    groups: dict[str, list[str]] = {}
    placed: set[str] = set()
    kind = title = ""
    for span in spans:
        if span.kind == "listed" and (kind or title) and span.unit.ref not in placed:
            placed.add(span.unit.ref)
            groups.setdefault(title or kind, []).append(span.unit.ref)
        for piece in span.pieces if span.kind in ("listed", "outside") else ():
            found = next((f for each in layout.groups if (f := compiled(each).fullmatch(piece.text))), None)
            if found:
                said = {name: text for name, text in found.groupdict().items() if text}
                kind = f"{said['kind'].capitalize()} units" if "kind" in said else kind
                title = _title(said, kind)
    return groups


def _title(said: dict[str, str], kind: str) -> str:
    """`Group B: Impression and image`, `Mandatory units: Foundations`; what is optional need not be said."""
    own = said.get("title", "")
    own = own.capitalize() if own.isupper() else own
    if letter := said.get("letter", "").title():
        return ": ".join(filter(None, (letter, own or kind)))
    lead = kind if kind.startswith(("Mandatory", "Core")) else ""
    return ": ".join(filter(None, (lead, own)))


def likely_rules(spans: Sequence[Span]) -> Iterator[Doubt]:
    """Sentences outside the units that ask for so many units or credits."""
    for span in spans:
        for piece in span.pieces if span.kind in ("listed", "outside") else ():
            likely = all(each.search(piece.text) for each in (_DEMANDS, _COUNTS, _OF_AWARDS))
            if likely and not on_conditions(piece.text):
                yield Doubt(
                    piece.place, "", "check", f"This may be a rule of the award: {piece.text}", "It was made none."
                )
