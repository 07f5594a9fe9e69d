"""A bar of progress, drawn in full and empty cells."""

from textual.content import Content

from fieldassess.widgets.plain import GOOD, MUTED, content, join


def bar(done: int, total: int, width: int) -> Content:
    """`done` of `total` over `width` cells. It is full only when all is done, and empty only when nothing is."""
    cells = done * width // total if total else 0
    if 0 < done < total:
        cells = min(max(cells, 1), width - 1)
    return join(content("█" * cells, GOOD), content("░" * (width - cells), MUTED))
