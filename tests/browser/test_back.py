"""The browser's Back: one press leads one page back, whatever happened on the page."""

import re

from playwright.sync_api import expect

from tools.live import Dashboard


def back_to(dashboard: Dashboard, title: str) -> None:
    """Press Back once; the page of that title is shown, and its address names the study."""
    dashboard.page.go_back()
    dashboard.on(title)


def test_one_press_leads_one_page_back_also_after_a_run(dashboard):
    page = dashboard.page
    dashboard.begin("german")
    dashboard.visit("Reweight")
    dashboard.on("Reweight")
    dashboard.press("run_start")
    dashboard.part("run_compare_csv").wait_for()
    study = re.search(r"study=([0-9a-f]{16})", page.url)
    assert study
    dashboard.visit("Frontier")
    dashboard.on("Frontier")
    dashboard.visit("Report")
    dashboard.on("Report")
    dashboard.press("report_present")
    dashboard.part("present_deck").locator("iframe").wait_for()
    for title in ("Report", "Frontier", "Reweight", "Audit"):
        back_to(dashboard, title)
        expect(page).to_have_url(re.compile(study.group()))
        assert "job=" not in page.url
    back_to(dashboard, "Data")
    page.go_forward()
    dashboard.on("Audit")
    expect(page).to_have_url(re.compile(study.group()))
