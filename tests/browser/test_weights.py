"""The weights page in the browser: every part opens, and a limit is solved anew."""

from playwright.sync_api import expect


def test_every_part_opens(dashboard):
    dashboard.open()
    dashboard.press("open_german")
    dashboard.on("Data")
    dashboard.press("task_use")
    dashboard.on("Audit")
    dashboard.visit("Weights")
    expect(dashboard.page.get_by_text("needs a reweighting run")).to_be_visible()
    dashboard.press("weights_needs_run")
    dashboard.on("Reweight")
    dashboard.press("run_start")
    dashboard.part("run_compare_csv").wait_for()
    dashboard.visit("Weights")
    dashboard.on("Weights")
    for part, shown in (
        ("Spread", "weights_cumulative_csv"),
        ("By feature", "weights_feature_csv"),
        ("Who moved most", "weights_up_csv"),
        ("Side by side", "weights_agreement_csv"),
        ("Largest weight", "weights_clip_start"),
    ):
        dashboard.part("weights_part").get_by_role("radio", name=part).click()
        expect(dashboard.part(shown)).to_be_visible()
    dashboard.press("weights_clip_start")
    expect(dashboard.part("weights_back")).to_be_visible()
    expect(dashboard.page.get_by_text("now, 10 before")).to_be_visible()
