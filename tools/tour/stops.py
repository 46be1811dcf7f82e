"""The stops of the tour, and docs/tour.md, which shows them."""

from __future__ import annotations

from dataclasses import dataclass

from tools.tour.camera import THEMES


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
        "The result in short: what was gained, what it costs and what got worse, side by side. "
        "Then the story as cards, each with the way to its chart. Two more tabs: who decided what "
        "and why, and what to take along: a report, PowerPoint (light or dark), slides, a model "
        "card, JSON, the weights, the model, the whole study.",
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
