"""The weights page in the browser: every part opens, and a limit is solved anew."""

from playwright.sync_api import expect


def test_every_part_opens(dashboard):
    dashboard.begin("german")
    dashboard.visit("Weights")
    expect(dashboard.text("needs a reweighting run")).to_be_visible()
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
    expect(dashboard.text("now, 10 before")).to_be_visible()


def test_a_target_is_told_at_once_and_refined(dashboard):
    dashboard.begin("german")
    dashboard.visit("Reweight")
    dashboard.press("run_start")
    dashboard.part("run_compare_csv").wait_for()
    dashboard.visit("Frontier")
    dashboard.on("Frontier")
    slider = dashboard.part("frontier_target").get_by_role("slider")
    slider.focus()
    slider.press("ArrowRight")
    expect(dashboard.part("frontier_people_csv")).to_be_visible()
    told = dashboard.text("lies between step")
    expect(told).to_be_visible()
    first = told.inner_text()
    for _ in range(10):
        slider.press("ArrowRight")
    expect(told).not_to_have_text(first)
    dashboard.press("frontier_refine")
    expect(dashboard.text("The run is done.")).to_be_visible()
    expect(dashboard.text("chosen by you")).to_be_visible()
