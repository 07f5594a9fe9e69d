"""What a .docx says of a paragraph by way of the styles it builds on."""

from collections.abc import Iterator

from docx.oxml.ns import qn
from lxml import etree

from unitdata.handbook.extract.numbering import value
from unitdata.handbook.extract.numerals import whole

OFF = ("0", "false", "off")
"""What stands where a property is switched off that is on by standing there."""
_DEEPEST = 20
"""So many styles may stand on each other; more is a circle."""
_BODY_TEXT = 9
"""The outline level that is no heading's."""


class Styles:
    """The styles of a document, by their ids."""

    def __init__(self, part: etree._Element | None) -> None:
        styles = () if part is None else part.iterchildren(qn("w:style"))
        self._by_id = {style.get(qn("w:styleId"), ""): style for style in styles}

    def chain(self, style: str | None) -> Iterator[etree._Element]:
        """A style and those it is based on, the nearest first."""
        for _ in range(_DEEPEST):
            element = self._by_id.get(style or "")
            if element is None:
                return
            yield element
            style = value(element, "w:basedOn")

    def settings(self, paragraph: etree._Element) -> list[etree._Element]:
        """Everything that says how a paragraph is set, the nearest first."""
        own = paragraph.find(qn("w:pPr"))
        found = [style.find(qn("w:pPr")) for style in self.chain(value(own, "w:pStyle"))]
        return [element for element in (own, *found) if element is not None]

    def is_heading(self, paragraph: etree._Element) -> bool:
        """Whether a paragraph stands in the outline, or is set as a title."""
        settings = self.settings(paragraph)
        level = next((said for element in settings if (said := value(element, "w:outlineLvl"))), None)
        if level is not None:
            return whole(level, _BODY_TEXT) < _BODY_TEXT
        style = value(paragraph.find(qn("w:pPr")), "w:pStyle")
        names = ((value(element, "w:name") or "").lower() for element in self.chain(style))
        return any(name == "title" or name.startswith("heading") for name in names)

    def switched(self, name: str, run: etree._Element, paragraph: etree._Element) -> bool:
        """Whether a property of a run, such as `w:b`, is on by itself or by the nearest style that names it."""
        own = run.find(qn("w:rPr"))
        by_run = (style.find(qn("w:rPr")) for style in self.chain(value(own, "w:rStyle")))
        by_paragraph = (style.find(qn("w:rPr")) for style in self.chain(value(paragraph.find(qn("w:pPr")), "w:pStyle")))
        for element in (own, *by_run, *by_paragraph):
            found = None if element is None else element.find(qn(name))
            if found is not None:
                return found.get(qn("w:val"), "1") not in OFF
        return False

    def list_place(self, paragraph: etree._Element) -> tuple[int, int | None, str]:
        """Which list a paragraph belongs to (0: none), at which level where that is said, and its style's id."""
        list_id, level = None, None
        for element in self.settings(paragraph):
            place = element.find(qn("w:numPr"))
            if place is None:
                continue
            list_id = list_id or value(place, "w:numId")
            level = level or value(place, "w:ilvl")
        style = value(paragraph.find(qn("w:pPr")), "w:pStyle") or ""
        return whole(list_id), None if level is None else whole(level), style

    def list_of(self, style: str) -> int:
        """The list that a numbering style stands for; 0 where it stands for none."""
        found = (value(element, "w:pPr/w:numPr/w:numId") for element in self.chain(style))
        return whole(next(filter(None, found), None))
