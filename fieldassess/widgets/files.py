"""Completing the name of a file while it is typed."""

import asyncio
from contextlib import suppress
from itertools import islice
from pathlib import Path
from typing import Final

from textual.suggester import Suggester

_MOST: Final = 5_000
"""So many names of a folder are looked at; one with more is no place where a name is found by typing."""


class FileNames(Suggester):
    """Offers the first folder or file, in order, that goes on from what was typed; folders end with a slash."""

    def __init__(self, *endings: str) -> None:
        """Offer files with these endings only, such as `.pdf`."""
        super().__init__(use_cache=False, case_sensitive=True)
        self._endings = endings

    async def get_suggestion(self, value: str) -> str | None:
        return await asyncio.to_thread(_completed, value, self._endings) if value else None


def _completed(typed: str, endings: tuple[str, ...]) -> str | None:
    with suppress(OSError, ValueError, RuntimeError):
        folder, _, begun = typed.rpartition("/")
        place = Path(f"{folder}/" if "/" in typed else ".").expanduser()
        for found in sorted(islice(place.iterdir(), _MOST)):
            fits = found.name.startswith(begun) and (begun or not found.name.startswith("."))
            if fits and found.is_dir():
                return f"{typed.removesuffix(begun)}{found.name}/"
            if fits and found.suffix.casefold() in endings:
                return f"{typed.removesuffix(begun)}{found.name}"
    return None
