"""Both sets of colours can be read: contrast by WCAG 2, from the variables as Textual resolves them."""

import pytest
from textual.color import Color

from fieldassess.themes import THEMES

BACKGROUNDS = ("background", "surface", "panel")
TEXTS = (
    *("text", "foreground", "primary", "secondary", "accent", "success", "warning", "error"),
    *("text-primary", "text-secondary", "text-accent", "text-success", "text-warning", "text-error"),
    *("text-muted", "text-disabled", "foreground-muted", "foreground-disabled", "link-color"),
)
PAIRS = (
    ("block-cursor-foreground", "block-cursor-background"),
    ("block-cursor-blurred-foreground", "block-cursor-blurred-background"),
    ("footer-foreground", "footer-background"),
    ("footer-key-foreground", "footer-background"),
    ("footer-description-foreground", "footer-background"),
    ("text-muted", "footer-background"),
    ("input-cursor-foreground", "input-cursor-background"),
    ("input-selection-foreground", "input-selection-background"),
    ("button-color-foreground", "primary"),
)


def luminance(colour: str) -> float:
    parts = Color.parse(colour)
    assert parts.a == 1, f"{colour} lets something else through"
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts.normalized]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def resolved(name: str) -> dict[str, str]:
    theme = THEMES[name]
    return {**theme.to_color_system().generate(), **theme.variables}


def test_the_measure_is_the_known_one() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("name", THEMES)
@pytest.mark.parametrize("background", BACKGROUNDS)
@pytest.mark.parametrize("text", TEXTS)
def test_text_stands_out_at_least_seven_to_one(name: str, text: str, background: str) -> None:
    colours = resolved(name)
    assert contrast(colours[text], colours[background]) >= 7


@pytest.mark.parametrize("name", THEMES)
@pytest.mark.parametrize(("text", "background"), PAIRS)
def test_cursor_and_key_bar_stand_out_at_least_seven_to_one(name: str, text: str, background: str) -> None:
    colours = resolved(name)
    assert contrast(colours[text], colours[background]) >= 7


@pytest.mark.parametrize("name", THEMES)
@pytest.mark.parametrize("background", BACKGROUNDS)
def test_lines_and_cursors_can_be_seen(name: str, background: str) -> None:
    colours = resolved(name)
    for shape in ("border", "border-blurred", "scrollbar", "block-cursor-background"):
        assert contrast(colours[shape], colours[background]) >= 3, shape
