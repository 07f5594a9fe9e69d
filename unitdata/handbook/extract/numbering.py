"""The numbers that Word makes up when it shows a list: `1.`, `a)`, `1.1`. A .docx holds only how they are to look."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from docx.oxml.ns import qn
from lxml import etree

from unitdata.handbook.extract.numerals import shown, whole

_LEVELS = 9


def value(element: etree._Element | None, path: str, default: str | None = None) -> str | None:
    """The `w:val` of what stands at this path of names (as `w:ilvl`) below an element."""
    found = None if element is None else element.find("/".join(qn(name) for name in path.split("/")))
    return default if found is None else str(found.get(qn("w:val"), default))


@dataclass(frozen=True, slots=True)
class Label:
    """What stands before a paragraph of a list: a number as text, or a bullet; and its level's paragraph settings."""

    text: str
    bullet: bool
    settings: etree._Element | None


class Numbering:
    """Counts the paragraphs of a document's lists, which must be shown to it in order."""

    def __init__(self, part: etree._Element | None, list_of_style: Callable[[str], int]) -> None:
        """`part`: the numbering part's root · `list_of_style`: which list a style belongs to, 0 where none."""
        self._lists: dict[int, etree._Element] = {}
        self._abstract: dict[int, etree._Element] = {}
        self._list_of_style = list_of_style
        self._counts: dict[int, list[int | None]] = {}
        self._begun: set[tuple[int, int]] = set()
        for element in () if part is None else part.iterchildren(qn("w:num")):
            self._lists[whole(element.get(qn("w:numId")))] = element
        for element in () if part is None else part.iterchildren(qn("w:abstractNum")):
            self._abstract[whole(element.get(qn("w:abstractNumId")))] = element

    def level_of_style(self, list_id: int, style: str) -> int:
        """The level of a list that a style stands for, where the style itself does not say."""
        levels = self._levels(list_id)[1]
        return next((i for i, level in levels.items() if value(level, "w:pStyle") == style), 0)

    def label(self, list_id: int, level: int) -> Label | None:
        """What Word shows before the next paragraph of this list at this level."""
        name, levels = self._levels(list_id)
        level = min(max(level, 0), _LEVELS - 1)
        if level not in levels:
            return None
        counts = self._counts.setdefault(name, [None] * _LEVELS)
        for i, restart in self._restarts(list_id):
            if (list_id, i) not in self._begun and i <= level:
                self._begun.add((list_id, i))
                counts[i] = restart - 1
        start = whole(value(levels[level], "w:start"), 1)
        count = counts[level]
        counts[level] = start if count is None else count + 1
        counts[level + 1 :] = [None] * (_LEVELS - level - 1)
        text, bullet = self._text(levels, level, counts)
        return Label(text, bullet, levels[level].find(qn("w:pPr")))

    def _text(self, levels: dict[int, etree._Element], level: int, counts: list[int | None]) -> tuple[str, bool]:
        pattern = value(levels[level], "w:lvlText") or ""
        if value(levels[level], "w:numFmt") == "bullet":
            return "", True
        decimal = levels[level].find(qn("w:isLgl")) is not None

        def number(place: re.Match[str]) -> str:
            i = int(place[1]) - 1
            n, own = counts[i], levels.get(i)
            if n is None:
                n = counts[i] = whole(value(own, "w:start"), 1)
            return shown(n, "decimal" if decimal else value(own, "w:numFmt") or "decimal")

        return re.sub(r"%([1-9])", number, pattern), False

    def _levels(self, list_id: int) -> tuple[int, dict[int, etree._Element]]:
        """The counter a list shares, and how its levels look; a list may look as a style's list does."""
        name = whole(value(self._lists.get(list_id), "w:abstractNumId"), -1)
        abstract = self._abstract.get(name)
        style = value(abstract, "w:numStyleLink")
        if style and (other := self._list_of_style(style)) != list_id:
            name = whole(value(self._lists.get(other), "w:abstractNumId"), -1)
            abstract = self._abstract.get(name)
        levels = {} if abstract is None else _by_level(abstract)
        for override in self._overrides(list_id):
            levels |= _by_level(override)
        return name, levels

    def _overrides(self, list_id: int) -> list[etree._Element]:
        element = self._lists.get(list_id)
        return [] if element is None else element.findall(qn("w:lvlOverride"))

    def _restarts(self, list_id: int) -> Iterator[tuple[int, int]]:
        for override in self._overrides(list_id):
            level, start = whole(override.get(qn("w:ilvl")), -1), value(override, "w:startOverride")
            if start is not None and 0 <= level < _LEVELS:
                yield level, whole(start, 1)


def _by_level(element: etree._Element) -> dict[int, etree._Element]:
    return {whole(level.get(qn("w:ilvl")), -1): level for level in element.findall(qn("w:lvl"))}
