"""Slides as one self-contained HTML file: large, without controls, moved by keys or by touch.

Right, Space, Page Down and Enter go on, Left and Page Up back, Home and End to the ends; N shows
the notes, T turns light to dark, F fills the screen, Escape leaves. Nothing is loaded from outside.
"""

from __future__ import annotations

from typing import Literal

from iffair_core.report.findings import Findings
from iffair_core.report.slides import PRODUCT, Deck, deck
from iffair_core.report.templates import environment

Theme = Literal["light", "dark", ""]


def slides_html(found: Findings, theme: Theme = "", leave: str = "") -> str:
    """The deck of a study, as ``drawn``."""
    return drawn(deck(found), theme, leave)


def drawn(slides: Deck, theme: Theme = "", leave: str = "") -> str:
    """The deck as a file. ``theme`` is what it begins in; empty: what the browser's user prefers.

    ``leave`` is a CSS selector of what Escape presses in the page that the deck is shown in;
    without one Escape does nothing.
    """
    return (
        environment()
        .get_template("slides.html")
        .render(deck=slides, product=PRODUCT, theme=theme, leave=leave)
    )
