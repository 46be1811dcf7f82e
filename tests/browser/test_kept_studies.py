"""Studies are kept: a reload in mid-run, another browser, names, comparison, bin, import."""

import re

from playwright.sync_api import expect

from iffair_core.config import StudyConfig
from iffair_core.data.builtin import load_builtin
from iffair_core.kept.save import save_study
from iffair_core.report.archive import study_zip
from iffair_core.study import plain_study, run
from tools.live import Dashboard, serving

FIRST, SECOND = "0123456789abcdef", "fedcba9876543210"


def keep_two(home) -> None:
    """German by two rules."""
    german = load_builtin("german")
    for identifier, rule in ((FIRST, "path"), (SECOND, "uniform")):
        config = StudyConfig("german", german.task, rule=rule, steps=3)
        save_study(run(config, table=german.table), home / "studies" / identifier)


def more(dashboard: Dashboard, identifier: str) -> None:
    dashboard.press(f"study_more_{identifier}")


def test_a_reload_in_mid_run_loses_nothing_and_another_browser_joins(session_at, tmp_path):
    with serving(tmp_path) as address:
        dashboard = session_at(address)
        dashboard.open()
        dashboard.press("open_adult")
        dashboard.on("Data")
        dashboard.page.reload()
        dashboard.on("Data")
        dashboard.press("task_use")
        dashboard.on("Audit")
        dashboard.visit("Reweight")
        dashboard.part("run_rule").get_by_text("Uniform", exact=True).click()
        dashboard.settle()
        dashboard.part("run_start").get_by_role("button").click()
        dashboard.part("job_panel").wait_for()
        dashboard.page.reload()
        dashboard.on("Reweight")
        uniform = dashboard.part("run_rule").get_by_role("radio", name="Uniform")
        expect(uniform).to_be_checked()
        other = session_at(address)
        other.page.goto(dashboard.page.url)
        for session in (dashboard, other):
            session.part("run_compare_csv").wait_for(timeout=300_000)
        assert re.search(r"study=([0-9a-f]{16})", dashboard.page.url)
        other.open("/studies")
        other.on("Studies")
        expect(other.page.get_by_text("rule uniform")).to_have_count(1)


def test_named_compared_deleted_and_brought_back(session_at, tmp_path):
    keep_two(tmp_path)
    with serving(tmp_path) as address:
        dashboard = session_at(address)
        dashboard.open("/studies")
        dashboard.on("Studies")
        more(dashboard, FIRST)
        name = dashboard.part(f"study_name_{FIRST}").locator("input")
        name.fill("Spring review")
        name.press("Enter")
        dashboard.settle()
        dashboard.press(f"study_rename_{FIRST}")
        expect(dashboard.part(f"study_{FIRST}").get_by_text("Spring review").first).to_be_visible()
        for identifier in (FIRST, SECOND):
            dashboard.part(f"study_compare_{identifier}").locator("label").first.click()
            dashboard.settle()
        dashboard.part("studies_frontiers_csv").wait_for()
        assert dashboard.download("studies_figures_csv").read_text().count("\n") == 14
        expect(dashboard.text("rank correlation of the weights")).to_be_visible()
        more(dashboard, SECOND)
        dashboard.press(f"study_delete_{SECOND}")
        expect(dashboard.part(f"study_open_{SECOND}")).to_have_count(0)
        dashboard.press("studies_undo")
        expect(dashboard.part(f"study_open_{SECOND}")).to_have_count(1)
        dashboard.press(f"study_open_{FIRST}")
        dashboard.on("Frontier")


def test_zip_of_another_machine_is_imported(session_at, tmp_path, tmp_path_factory):
    german = load_builtin("german")
    study = plain_study(StudyConfig("german", german.task), table=german.table)
    made = save_study(study, tmp_path_factory.mktemp("elsewhere") / FIRST)
    with serving(tmp_path) as address:
        dashboard = session_at(address)
        dashboard.open("/studies")
        dashboard.on("Studies")
        dashboard.part("studies_import_box").locator("summary").click()
        control = dashboard.part("studies_import").locator("input[type=file]")
        zipped = {"name": "study.zip", "mimeType": "application/zip", "buffer": study_zip(made)}
        control.set_input_files(zipped)
        dashboard.page.locator("[class*=st-key-study_open_]").get_by_role("button").click()
        dashboard.on("Audit")
        dashboard.part("gap_demographic_parity").wait_for()
