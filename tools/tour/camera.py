"""Pictures of a page, as tall as its content."""

from __future__ import annotations

from io import BytesIO
from typing import Literal

from PIL import Image

from tools.live import ROOT, Dashboard

DOCS = ROOT / "docs"
PICTURES = DOCS / "tour"
WIDTH = 1280
NARROW_WIDTH = 390
SHORTEST = 900
TALLEST = 2400
MARGIN = 24
COLOURS = 128
CHART_MILLISECONDS = 1500
Theme = Literal["light", "dark"]
THEMES: tuple[Theme, ...] = ("light", "dark")


def take(
    dashboard: Dashboard,
    name: str,
    theme: Theme,
    width: int = WIDTH,
    *,
    begin: str | None = None,
    end: str | None = None,
) -> None:
    """Save a picture of the page, as tall as its content but for a limit.

    ``begin`` and ``end`` name the parts at its upper and its lower edge.
    """
    page = dashboard.page
    page.set_viewport_size({"width": width, "height": SHORTEST})
    dashboard.settle()
    height = page.get_by_test_id("stMain").evaluate("e => e.scrollHeight")
    page.set_viewport_size({"width": width, "height": max(height, SHORTEST)})
    dashboard.settle()
    page.mouse.move(0, 0)
    page.wait_for_timeout(CHART_MILLISECONDS)
    top = 0 if begin is None else _edge(dashboard, begin, "top")
    bottom = height if end is None else _edge(dashboard, end, "bottom") + MARGIN
    picture = Image.open(BytesIO(page.screenshot())).convert("RGB")
    cut = picture.crop((0, top, width, min(max(bottom, top + SHORTEST), top + TALLEST)))
    cut.quantize(COLOURS).save(PICTURES / f"{name}-{theme}.png", optimize=True)


def _edge(dashboard: Dashboard, key: str, edge: Literal["top", "bottom"]) -> int:
    """Pixels from the upper edge of the page to an edge of a part."""
    box = dashboard.part(key).first.evaluate("e => e.getBoundingClientRect().toJSON()")
    return round(box[edge])
