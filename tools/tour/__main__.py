"""Make docs/tour.md and its pictures from the real dashboard: ``python -m tools.tour``.

Adult goes all the way, once in the light theme and once in the dark one.
"""

from __future__ import annotations

import tempfile
from pathlib import Path

from playwright.sync_api import Browser

from tools.live import Dashboard, browsing, serving
from tools.tour.camera import DOCS, PICTURES, THEMES, WIDTH
from tools.tour.stops import text
from tools.tour.walk import walk


def tour(browser: Browser, address: str) -> None:
    """Take all pictures in both themes."""
    for theme in THEMES:
        context = browser.new_context(
            color_scheme=theme, viewport={"width": WIDTH, "height": 900}, accept_downloads=True
        )
        walk(Dashboard(context.new_page(), address), theme)
        context.close()


def main() -> None:
    PICTURES.mkdir(parents=True, exist_ok=True)
    with (
        tempfile.TemporaryDirectory() as home,
        serving(Path(home)) as address,
        browsing() as browser,
    ):
        tour(browser, address)
    (DOCS / "tour.md").write_text(text(), encoding="utf-8")


if __name__ == "__main__":
    main()
