"""The decision log as it is filled in: what is refused stays in its fields."""

from playwright.sync_api import expect

from iffair_core.config import StudyConfig
from iffair_core.data.builtin import load_builtin
from iffair_core.kept.decisions import load_log
from iffair_core.kept.save import save_study
from iffair_core.study import plain_study

IDENTIFIER = "0d0c15105ec1de01"


def test_a_refused_sign_off_loses_nothing_and_a_given_one_begins_anew(dashboard, home):
    german = load_builtin("german")
    study = plain_study(StudyConfig("german", german.task), table=german.table)
    folder = save_study(study, home / "studies" / IDENTIFIER)
    dashboard.open(f"/report?study={IDENTIFIER}")
    dashboard.on("Report")
    dashboard.page.get_by_role("tab", name="Decisions and sign-off").click()
    dashboard.settle()
    dashboard.press("report_sign_box")
    remark = dashboard.part("report_sign_why_1").locator("input")
    remark.fill("For this spring only.")
    dashboard.press("report_sign_add")
    expect(dashboard.text("needs the name of the person")).to_be_visible()
    expect(remark).to_have_value("For this spring only.")
    dashboard.part("report_sign_by_1").locator("input").fill("Ada B.")
    dashboard.press("report_sign_add")
    expect(dashboard.text("Signed off by Ada B.")).to_be_visible()
    assert [entry.why for entry in load_log(folder).entries] == ["For this spring only."]
    expect(dashboard.part("report_sign_why_2").locator("input")).to_have_value("")
