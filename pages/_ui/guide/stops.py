"""The stops of the guided tour: the page of each, and what to look at there."""

from __future__ import annotations

from dataclasses import dataclass

from pages._ui import shell

EXAMPLE = "compas"
ALLOWED = 0.2
"""The largest gap that the tour's run allows: where good outcomes differ as they do in this table,
a gap near zero would cost the model nearly all that it knows."""


@dataclass(frozen=True)
class Stop:
    """``path`` is the page; ``look`` says what to see there; ``onward`` names the way on."""

    path: str
    look: str
    onward: str


STOPS = (
    Stop(
        shell.DATA,
        "Who of these defendants in Florida was arrested again within two years? Above the table "
        "stands the task in one sentence: what is a **good outcome** (here: no new arrest), and "
        "who is **compared** with whom. For a packaged set it is filled in; "
        "for a table of your own you choose it further down.",
        "Use this task",
    ),
    Stop(
        shell.AUDIT,
        "A plain model has been trained. It **selects** whom it expects not to be arrested again. "
        "The first card says how much less often one group is selected, **how sure** that is, and "
        "on how many rows it rests. Further down: rates by group, and what the data says before "
        "any model.",
        "Which rows make it so?",
    ),
    Stop(
        shell.INFLUENCE,
        "Every training row widens or narrows the gap. The chart sorts them by group and outcome. "
        "**Prove it** leaves some of them out and trains again, so that you need not believe the "
        "figures.",
        "What do they share?",
    ),
    Stop(
        shell.PATTERNS,
        "The same rows in words: short descriptions of **sets of rows that carry much of the "
        "gap**, with the share of each. One click trains again without such a set.",
        "Weigh them otherwise",
    ),
    Stop(
        shell.REWEIGHT,
        "Choose the gap to close and press **Run**: a real run of a few seconds. Your table stays "
        "as it is, only the weights of its rows change. The tour allows a gap of 20 points: "
        "arrests themselves differ between the groups, and to close the gap altogether would "
        "cost the model nearly all that it knows. Afterwards the page says who is worse off, then "
        "what changed.",
        "What does it cost?",
    ),
    Stop(
        shell.FRONTIER,
        "Each point is a model: the narrower its gap, the more it costs. **Click a point** or move "
        "the slider: it becomes the operating point on every page.",
        "Take it along",
    ),
    Stop(
        shell.REPORT,
        "What was gained and what it costs, side by side, then the story card by card. **Present "
        "it** fills the screen with it; under **Take along** are the report, slides, weights for "
        "any learner, the model, and the whole study to compute again.",
        "End the tour",
    ),
)
