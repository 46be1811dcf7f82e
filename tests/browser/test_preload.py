"""While the first screen is looked at, the browser loads what draws charts."""

from __future__ import annotations

from playwright.sync_api import Page

from tools.live import Dashboard

LOADED = """() => performance.getEntriesByType("resource")
  .some(entry => entry.name.includes("PlotlyChart"))"""


def test_charts_are_ready_before_a_page_has_one(dashboard: Dashboard) -> None:
    page: Page = dashboard.page
    dashboard.open()
    assert page.get_by_test_id("stPlotlyChart").count() == 0
    page.wait_for_function(LOADED)
    assert dashboard.problems() == []
