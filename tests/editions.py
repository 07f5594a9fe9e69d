"""Other editions of an invented pack, whose first unit was changed."""

import json
from collections.abc import Callable
from typing import Any

from unitdata import PinnedPack, read_pack

Edit = Callable[[dict[str, Any]], object]


def edition(pinned: PinnedPack, name: str, *edits: Edit) -> PinnedPack:
    """Another edition of a pack: `edits` change its first unit."""
    data = json.loads(pinned.data)
    data["edition"] = name
    for edit in edits:
        edit(data["units"][0])
    return read_pack(json.dumps(data).encode())


def criterion(unit: dict[str, Any], ref: str) -> dict[str, Any]:
    return next(c for e in unit["elements"] for c in e["criteria"] if c["ref"] == ref)


def rewords(unit: dict[str, Any]) -> None:
    criterion(unit, "1.1")["prompt"] = "Does something else"


def drops(unit: dict[str, Any]) -> None:
    unit["elements"][1]["criteria"].pop(0)


def moves_down(unit: dict[str, Any]) -> None:
    """A new criterion comes first in element 1: what was 1.1 is 1.2 now, and 1.2 is 1.3."""
    first, second = unit["elements"][0]["criteria"]
    moved = [{**first, "ref": "1.2"}, {**second, "ref": "1.3"}]
    unit["elements"][0]["criteria"] = [{"ref": "1.1", "prompt": "Comes first now"}, *moved]


def reads_in(unit: dict[str, Any]) -> None:
    for element in unit["elements"]:
        for each in element["criteria"]:
            each["text"] = f"The full wording of {each['ref']}."
