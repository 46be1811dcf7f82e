"""While the first screen is looked at, the browser loads what draws charts and controls."""

from __future__ import annotations

from playwright.sync_api import Page

from pages._ui import preload
from tools.live import Dashboard

LOADED = """parts => {
  const names = performance.getEntriesByType("resource").map(entry => entry.name);
  return parts.every(part => names.some(name => name.includes(`/${part}.`)));
}"""


def test_charts_are_ready_before_a_page_has_one(dashboard: Dashboard) -> None:
    page: Page = dashboard.page
    dashboard.open()
    assert page.get_by_test_id("stPlotlyChart").count() == 0
    page.wait_for_function(LOADED, arg=preload.PARTS)
    assert dashboard.problems() == []
