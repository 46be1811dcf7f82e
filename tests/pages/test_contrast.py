"""Contrast of both themes and of the charts' colours, as WCAG 2.2 defines it (1.4.3, 1.4.11)."""

from __future__ import annotations

import tomllib

import pytest

from pages._ui.charts.style import PALETTE
from tests.pages.helpers import ROOT

THEME = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text(encoding="utf-8"))["theme"]
TEXT, GRAPHICS = 4.5, 3.0
WHITE = "#FFFFFF"


def luminance(colour: str) -> float:
    """Relative luminance of "#RRGGBB"."""
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def test_contrast_is_that_of_the_standard() -> None:
    assert contrast("#000000", WHITE) == pytest.approx(21)
    assert contrast("#777777", WHITE) == pytest.approx(4.48, abs=0.005)


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("ground", ["backgroundColor", "secondaryBackgroundColor"])
def test_text_and_links_can_be_read(theme: str, ground: str) -> None:
    colours = THEME[theme]
    assert contrast(colours["textColor"], colours[ground]) >= TEXT
    assert contrast(colours["linkColor"], colours[ground]) >= TEXT


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_primary_colour_carries_white_text_and_stands_out(theme: str) -> None:
    colours = THEME[theme]
    assert contrast(colours["primaryColor"], WHITE) >= TEXT
    assert contrast(colours["primaryColor"], colours["backgroundColor"]) >= GRAPHICS


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("colour", PALETTE)
def test_marks_of_charts_stand_out(theme: str, colour: str) -> None:
    assert contrast(colour, THEME[theme]["backgroundColor"]) >= GRAPHICS


def test_charts_have_one_palette() -> None:
    assert tuple(THEME["chartCategoricalColors"]) == PALETTE
