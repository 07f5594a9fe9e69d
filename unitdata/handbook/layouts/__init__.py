"""One module for each scheme whose documents can be read: what stands there is all that is special about it."""

from collections.abc import Sequence

from unitdata.handbook.layout import Layout
from unitdata.handbook.layouts import city_guilds, cvq, edi, general, ocr, sqa
from unitdata.handbook.lines import Line

LAYOUTS = {module.LAYOUT.id: module.LAYOUT for module in (edi, sqa, city_guilds, ocr, cvq, general)}
"""Every layout, by its id."""

LIKELY = 0.6
"""Likeness from which on a document counts as one of a scheme's; those of another scheme bear two tells in five."""


def recognise(lines: Sequence[Line]) -> tuple[Layout, float]:
    """The layout that a document most likely has, and how many of its tells it bears, from 0 to 1.

    The general one where no scheme's reaches `LIKELY`.
    """
    texts = list(dict.fromkeys(text for line in lines for text in (line.text, *line.cells)))
    likeness = {layout.id: layout.likeness(texts) for layout in LAYOUTS.values()}
    best = max((each for each in LAYOUTS if each != general.LAYOUT.id), key=likeness.__getitem__)
    chosen = best if likeness[best] >= LIKELY else general.LAYOUT.id
    return LAYOUTS[chosen], likeness[chosen]
