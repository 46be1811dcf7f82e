"""The keyboard alone: from the first screen to a downloaded report with Tab, Enter and arrows."""

from pathlib import Path

from playwright.sync_api import expect

from tools.live import Dashboard

MOST_TABS = 150
ON = "([part, what]) => document.activeElement.matches(`.st-key-${part} ${what}`)"


def tab_to(dashboard: Dashboard, key: str, what: str = "button") -> None:
    """Press Tab until the button, or ``what`` else, of the part has the focus and keeps it."""
    dashboard.settle()
    for _ in range(MOST_TABS):
        if dashboard.page.evaluate(ON, [key, what]):
            dashboard.settle()  # a table that was passed on the way may draw the page again
            if dashboard.page.evaluate(ON, [key, what]):
                return
        dashboard.page.keyboard.press("Tab")
    raise AssertionError(f"{MOST_TABS} presses of Tab did not reach {key}")


def enter(dashboard: Dashboard, key: str) -> None:
    tab_to(dashboard, key)
    dashboard.page.keyboard.press("Enter")
    dashboard.settle()


def test_tab_enter_and_arrows_lead_to_a_downloaded_report(dashboard):
    dashboard.open()
    enter(dashboard, "open_german")
    dashboard.on("Data")
    enter(dashboard, "task_use")
    dashboard.on("Audit")
    enter(dashboard, "audit_next")
    dashboard.on("Influence")
    dashboard.text("Checked by retraining").wait_for()
    enter(dashboard, "influence_next")
    dashboard.on("Reweight")
    enter(dashboard, "run_start")
    dashboard.part("run_compare_csv").wait_for()
    enter(dashboard, "reweight_next")
    dashboard.on("Frontier")
    tab_to(dashboard, "frontier_step", "input")
    dashboard.page.keyboard.press("ArrowLeft")
    dashboard.settle()
    expect(dashboard.text("chosen by you")).to_be_visible()
    enter(dashboard, "frontier_next")
    dashboard.on("Report")
    tab_to(dashboard, "report_quick")
    with dashboard.page.expect_download() as event:
        dashboard.page.keyboard.press("Enter")
    assert "step" in Path(event.value.path()).read_text(encoding="utf-8")


def test_a_chart_becomes_a_table_with_the_keyboard(dashboard):
    dashboard.open()
    enter(dashboard, "open_german")
    dashboard.on("Data")
    enter(dashboard, "task_use")
    dashboard.on("Audit")
    enter(dashboard, "audit_rates_as_table")
    table = dashboard.part("audit_rates_lines")
    expect(table.locator("td", has_text="under 26").first).to_be_attached()
    enter(dashboard, "audit_rates_as_table")
    expect(table).to_have_count(0)
