"""Make docs/tour.md and its pictures from the real dashboard: ``python -m tools.tour``.

Adult goes all the way, once in the light theme and once in the dark one.
"""

from __future__ import annotations

import tempfile
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Literal

from PIL import Image
from playwright.sync_api import Browser

from iffair_core.data.builtin import load_builtin
from tools.live import ROOT, Dashboard, browsing, serving

DOCS = ROOT / "docs"
PICTURES = DOCS / "tour"
WIDTH, NARROW_WIDTH = 1280, 390
SHORTEST, TALLEST, MARGIN = 900, 2400, 24
COLOURS = 128
CHART_MILLISECONDS = 1500
RUN_MILLISECONDS, COMPARE_MILLISECONDS = 300_000, 900_000
SECOND_ROWS = 4000

Theme = Literal["light", "dark"]
THEMES: tuple[Theme, ...] = ("light", "dark")


@dataclass(frozen=True)
class Stop:
    """One page of the tour: its name in file names, its title and what to see there."""

    name: str
    title: str
    text: str


STOPS = (
    Stop(
        "start",
        "Start",
        "Nine packaged data sets open with one click, without a network; a table of your own by "
        "the file control. Each card shows how often a good outcome occurs in two groups.",
    ),
    Stop(
        "studies",
        "Studies",
        "Every study is kept: found, opened again, named, deleted with undo, imported from a zip, "
        "and compared with others: figures with their intervals, the settings that differ, "
        "frontiers on one chart, weights.",
    ),
    Stop(
        "data",
        "Data",
        "What is a good outcome, who is compared, what may the model see, how are the rows "
        "divided? Columns that look like an identifier, a leak or a stand-in for the group are "
        "pointed out. The task is stated back in words before it is used.",
    ),
    Stop(
        "audit",
        "Audit",
        "The plain model on test rows: every gap as a number with a sentence, rates by group with "
        "95 % intervals, base rates and counts beside them. The decision threshold is yours.",
    ),
    Stop(
        "influence",
        "Influence",
        "Which training rows the gap rests on, by group and outcome, with the most harmful and "
        "the most helpful ones. Retraining without random rows says how far to trust the figures.",
    ),
    Stop(
        "proof",
        "Prove it",
        "Rows that are selected in the chart, ticked in a table, share a feature or have most "
        "influence are left out, weighed otherwise or relabelled, and the model is trained again: "
        "the change that was predicted beside the one that came. It can be cancelled.",
    ),
    Stop(
        "patterns",
        "Patterns",
        "What the rows that carry the gap have in common: short descriptions, each with its share "
        "of the gap beside its share of the rows, checked on rows that were not looked at, proved "
        "by training again with one click, exported, or left out of a study that begins anew.",
    ),
    Stop(
        "reweight",
        "Reweight",
        "Choose one gap or several, each with what is allowed and a pace, the accuracy that it "
        "may cost, a rule, a logistic model or a neural network, and another learner that is to "
        "use the weights. The run shows its progress and can be cancelled.",
    ),
    Stop(
        "results",
        "What it did",
        "Every gap and utility before and after, also those that were not targeted; whether the "
        "weights serve the other learner; where the weight went; who gained and who lost.",
    ),
    Stop(
        "card",
        "The card of a row",
        "A click into the table of rows opens one: its values beside the typical row of its group "
        "and outcome, what more weight on it would do to every gap, the rows most like it, and why "
        "its weight moved: which target, which constraint, in how many steps.",
    ),
    Stop(
        "frontier",
        "Frontier",
        "Every step is a model of its own, on validation and on test rows. A click or the slider "
        "makes a point the operating point everywhere. Below, any target gap is told from the "
        "trained points at once (price, weights, people per thousand) and trained to on demand.",
    ),
    Stop(
        "report",
        "Report",
        "The result as a story: what is unequal and for whom, which rows it rests on, what was "
        "done, what it costs, who gains and who loses, what remains. Then who decided what and "
        "why, and what to take along: a report, PowerPoint, slides, a model card, JSON, the "
        "weights, the model, the whole study.",
    ),
    Stop(
        "present",
        "Present",
        "The same story as a few large slides that fill the window. Arrow keys move, N shows the "
        "notes, Escape leads back.",
    ),
    Stop(
        "compare",
        "Other methods",
        "Is this better than what one could do otherwise? Methods that change the training data, "
        "the training or the decisions, on the same splits; colour tells the family, the shape "
        "what a method needs when it is deployed. For a gap that you allow one sentence says which "
        "to take, and which differences are noise.",
    ),
    Stop(
        "weights",
        "Weights",
        "How the weight is spread by group, outcome and any feature, what is left of each group in "
        "effect, who moved most, another largest weight solved anew, and two rules side by side: "
        "here the path beside classic reweighing.",
    ),
    Stop(
        "shift",
        "Other data",
        "Does it hold elsewhere? The same models on a second table, each figure beside that of the "
        "test rows and the difference with its interval, then part by part of the study's own "
        "rows. Here the second table is a draw of 4,000 rows of the same census, which the page "
        "notices.",
    ),
)

INTRODUCTION = """# A tour

Adult census income, compared by sex: demographic parity and equalised odds are closed together, and
gradient boosting uses the weights. All pictures are taken from the real program by
`python -m tools.tour`.
"""


def walk(dashboard: Dashboard, theme: Theme) -> None:
    """Go through all pages and take a picture of each."""
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
    dashboard.visit("Audit")
    take(dashboard, "audit-narrow", theme, width=NARROW_WIDTH)


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
    done = dashboard.page.get_by_text("The comparison is done.")
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


def take(
    dashboard: Dashboard,
    name: str,
    theme: Theme,
    width: int = WIDTH,
    *,
    begin: str | None = None,
    end: str | None = None,
) -> None:
    """Save a picture of the page, as tall as its content but for a limit.

    ``begin`` and ``end`` name the parts at its upper and its lower edge.
    """
    page = dashboard.page
    page.set_viewport_size({"width": width, "height": SHORTEST})
    dashboard.settle()
    height = page.get_by_test_id("stMain").evaluate("e => e.scrollHeight")
    page.set_viewport_size({"width": width, "height": max(height, SHORTEST)})
    dashboard.settle()
    page.mouse.move(0, 0)
    page.wait_for_timeout(CHART_MILLISECONDS)
    top = 0 if begin is None else _edge(dashboard, begin, "top")
    bottom = height if end is None else _edge(dashboard, end, "bottom") + MARGIN
    picture = Image.open(BytesIO(page.screenshot())).convert("RGB")
    cut = picture.crop((0, top, width, min(max(bottom, top + SHORTEST), top + TALLEST)))
    cut.quantize(COLOURS).save(PICTURES / f"{name}-{theme}.png", optimize=True)


def _edge(dashboard: Dashboard, key: str, edge: Literal["top", "bottom"]) -> int:
    """Pixels from the upper edge of the page to an edge of a part."""
    box = dashboard.part(key).first.evaluate("e => e.getBoundingClientRect().toJSON()")
    return round(box[edge])


def tour(browser: Browser, address: str) -> None:
    """Take all pictures in both themes."""
    for theme in THEMES:
        context = browser.new_context(
            color_scheme=theme, viewport={"width": WIDTH, "height": 900}, accept_downloads=True
        )
        walk(Dashboard(context.new_page(), address), theme)
        context.close()


def text() -> str:
    """docs/tour.md."""
    parts = [INTRODUCTION]
    for number, stop in enumerate(STOPS, start=1):
        parts.append(f"## {number}. {stop.title}\n\n{stop.text}\n\n{_pictures(stop.name)}\n")
    parts.append(
        "## On a telephone\n\nThe same audit in a window 390 pixels wide.\n\n"
        f"{_pictures('audit-narrow', width='30%')}\n"
    )
    return "\n".join(parts)


def _pictures(name: str, width: str = "49%") -> str:
    return "\n".join(
        f'<img src="tour/{name}-{theme}.png" width="{width}" alt="The page {name}, {theme} theme">'
        for theme in THEMES
    )


def main() -> None:
    PICTURES.mkdir(parents=True, exist_ok=True)
    with (
        tempfile.TemporaryDirectory() as home,
        serving(Path(home)) as address,
        browsing() as browser,
    ):
        tour(browser, address)
    (DOCS / "tour.md").write_text(text(), encoding="utf-8")


if __name__ == "__main__":
    main()
