"""From the first screen to a reweighted Adult with a chosen point and a downloaded report."""

import time

from playwright.sync_api import Locator, expect

from tools.live import Dashboard

CLICKS_BELOW = 10
SECONDS = 120


class Counting:
    """Clicks as a person makes them, counted."""

    def __init__(self, dashboard: Dashboard) -> None:
        self.dashboard = dashboard
        self.clicks = 0

    def click(self, target: Locator) -> None:
        target.click()
        self.clicks += 1

    def slide(self, key: str) -> None:
        """A click on a slider's track, left of where it stands."""
        part = self.dashboard.part(key)
        part.scroll_into_view_if_needed()
        thumb, whole = part.get_by_role("slider").bounding_box(), part.bounding_box()
        x = (thumb["x"] + whole["x"]) / 2
        self.dashboard.page.mouse.click(x, thumb["y"] + thumb["height"] / 2)
        self.clicks += 1

    def press(self, key: str) -> None:
        self.click(self.dashboard.part(key).get_by_role("button").first)


def test_adult_is_reweighted_and_reported_in_under_ten_clicks(dashboard):
    hand = Counting(dashboard)
    dashboard.open()
    begun = time.monotonic()
    hand.press("open_adult")
    dashboard.on("Data")
    hand.press("task_use")
    dashboard.on("Audit")
    navigation = dashboard.page.get_by_test_id("stSidebarNav")
    hand.click(navigation.get_by_role("link", name="4 · Reweight"))
    dashboard.on("Reweight")
    hand.press("run_start")
    dashboard.part("reweight_next").wait_for(timeout=1000 * SECONDS)
    hand.press("reweight_next")
    dashboard.on("Frontier")
    hand.slide("frontier_step")
    expect(dashboard.text("chosen by you")).to_be_visible()
    hand.press("frontier_next")
    dashboard.on("Report")
    with dashboard.page.expect_download() as event:
        hand.press("report_quick")
    assert event.value.suggested_filename == "report.html"
    print(f"{hand.clicks} clicks, {time.monotonic() - begun:.0f} s")
    assert hand.clicks < CLICKS_BELOW
