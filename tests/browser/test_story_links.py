"""The story's links lead to the part of a page on which the chart stands."""

from playwright.sync_api import expect

from iffair_core.config import StudyConfig
from iffair_core.data.builtin import load_builtin
from iffair_core.kept.save import save_study
from iffair_core.study import run

IDENTIFIER = "0a1b2c3d4e5f6071"


def test_a_link_opens_the_tab_that_has_the_chart_and_a_reload_stays_there(dashboard, home):
    german = load_builtin("german")
    study = run(StudyConfig("german", german.task, steps=3), table=german.table)
    save_study(study, home / "studies" / IDENTIFIER)
    page = dashboard.page
    dashboard.open(f"/report?study={IDENTIFIER}")
    dashboard.on("Report")
    dashboard.part("report_people_links").get_by_role("link", name="What else it moved").click()
    dashboard.on("Reweight")
    moved = page.get_by_role("tab", name="What else it moved")
    expect(moved).to_have_attribute("aria-selected", "true")
    dashboard.part("run_effects_csv").wait_for()
    page.reload()
    dashboard.on("Reweight")
    expect(moved).to_have_attribute("aria-selected", "true")
    dashboard.visit("Report")
    dashboard.on("Report")
    dashboard.part("report_done_links").get_by_role("link", name="Before and after").click()
    dashboard.on("Reweight")
    first = page.get_by_role("tab", name="Before and after")
    expect(first).to_have_attribute("aria-selected", "true")
