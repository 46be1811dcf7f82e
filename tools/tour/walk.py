"""The way through all pages, with Adult."""

from __future__ import annotations

from iffair_core.data.builtin import load_builtin
from tools.live import Dashboard
from tools.tour.camera import CHART_MILLISECONDS, NARROW_WIDTH, SHORTEST, WIDTH, Theme, take

RUN_MILLISECONDS = 300_000
COMPARE_MILLISECONDS = 900_000
SECOND_ROWS = 4000


def walk(dashboard: Dashboard, theme: Theme) -> None:
    """Go through all pages and take a picture of each."""
    plain_model(dashboard, theme)
    reweighted(dashboard, theme)
    beside_others(dashboard, theme)
    dashboard.visit("Audit")
    take(dashboard, "audit-narrow", theme, width=NARROW_WIDTH)


def plain_model(dashboard: Dashboard, theme: Theme) -> None:
    """From the first screen to what the rows behind the gap have in common."""
    dashboard.open()
    take(dashboard, "start", theme)
    dashboard.press("open_adult")
    dashboard.on("Data")
    take(dashboard, "data", theme)
    dashboard.press("task_use")
    dashboard.on("Audit")
    take(dashboard, "audit", theme)
    dashboard.press("audit_next")
    dashboard.on("Influence")
    take(dashboard, "influence", theme)
    dashboard.part("influence_prove_start").get_by_role("button").click()
    dashboard.part("influence_proof_csv").wait_for()
    take(dashboard, "proof", theme, begin="influence_proving")
    dashboard.visit("Patterns")
    dashboard.on("Patterns")
    dashboard.part("patterns_prove_1").get_by_role("button").click()
    dashboard.part("patterns_proof_1").wait_for()
    take(dashboard, "patterns", theme)


def reweighted(dashboard: Dashboard, theme: Theme) -> None:
    """From the settings of a run to the slides of its result."""
    dashboard.press("patterns_next")
    dashboard.on("Reweight")
    reweight(dashboard)
    take(dashboard, "reweight", theme, end="run_start")
    dashboard.part("run_start").get_by_role("button").click()
    dashboard.part("run_compare_csv").wait_for(timeout=RUN_MILLISECONDS)
    take(dashboard, "results", theme, begin="run_compare")
    closer_look(dashboard, theme)
    dashboard.visit("Frontier")
    take(dashboard, "frontier", theme)
    dashboard.press("frontier_next")
    dashboard.on("Report")
    take(dashboard, "report", theme)
    present(dashboard, theme)


def beside_others(dashboard: Dashboard, theme: Theme) -> None:
    """Other methods, another table, another study."""
    dashboard.press("report_compare")
    dashboard.on("Other methods")
    other_methods(dashboard)
    take(dashboard, "compare", theme, begin="compare_choice")
    dashboard.visit("Other data")
    dashboard.on("Other data")
    second_table(dashboard)
    take(dashboard, "shift", theme)
    dashboard.visit("Studies")
    compare(dashboard)
    take(dashboard, "studies", theme)


def closer_look(dashboard: Dashboard, theme: Theme) -> None:
    """The card of a row with its weight before and after, and two sets of weights."""
    dashboard.visit("Influence")
    open_card(dashboard)
    take(dashboard, "card", theme, begin="influence_card")
    dashboard.visit("Weights")
    dashboard.on("Weights")
    dashboard.part("weights_part").get_by_role("radio", name="Side by side").click()
    dashboard.part("weights_agreement_csv").wait_for()
    take(dashboard, "weights", theme)


def reweight(dashboard: Dashboard) -> None:
    """Two gaps at once, and gradient boosting with the weights."""
    dashboard.choose("run_gaps", "Equalised odds")
    dashboard.part("run_model_box").locator("summary").click()
    dashboard.choose("run_learner", "Gradient boosting")


def compare(dashboard: Dashboard) -> None:
    """The plain model and the reweighted one side by side."""
    ticks = dashboard.page.locator("[class*=st-key-study_compare_]")
    for number in range(2):
        ticks.nth(number).locator("label").first.click()
        dashboard.settle()
    dashboard.part("studies_frontiers_csv").wait_for()


def other_methods(dashboard: Dashboard) -> None:
    """The quick methods on three splits."""
    slider = dashboard.part("compare_splits").get_by_role("slider")
    for _ in range(2):
        slider.press("ArrowLeft")
        dashboard.settle()
    dashboard.part("compare_start").get_by_role("button").click()
    done = dashboard.text("The comparison is done.")
    done.wait_for(timeout=COMPARE_MILLISECONDS)
    dashboard.settle()


def open_card(dashboard: Dashboard) -> None:
    """Click into the first of the ranked rows."""
    dashboard.on("Influence")
    dashboard.click_cell("influence_rows_", column=2, line=0)
    dashboard.part("influence_card").wait_for()


def present(dashboard: Dashboard, theme: Theme) -> None:
    """The slide of what was reached."""
    dashboard.page.set_viewport_size({"width": WIDTH, "height": SHORTEST})
    dashboard.press("report_present")
    dashboard.page.wait_for_timeout(CHART_MILLISECONDS)
    for _ in range(3):
        dashboard.page.keyboard.press("ArrowRight")
    take(dashboard, "present", theme)
    dashboard.page.keyboard.press("Escape")
    dashboard.on("Report")


def second_table(dashboard: Dashboard) -> None:
    """Rows drawn from the packaged table, uploaded as a table of their own."""
    drawn = load_builtin("adult").table.frame.sample(SECOND_ROWS, random_state=0)
    control = dashboard.part("shift_table").locator("input[type=file]")
    csv = drawn.to_csv(index=False).encode()
    control.set_input_files({"name": "draw.csv", "mimeType": "text/csv", "buffer": csv})
    dashboard.part("shift_table_rates_csv").wait_for()
    dashboard.choose("shift_column", "education")
