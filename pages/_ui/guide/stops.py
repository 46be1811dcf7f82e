"""The stops of the guided tour: the page of each, and what to look at there."""

from __future__ import annotations

from dataclasses import dataclass

from pages._ui import shell

EXAMPLE = "german"


@dataclass(frozen=True)
class Stop:
    """``path`` is the page; ``look`` says what to see there; ``onward`` names the way on."""

    path: str
    look: str
    onward: str


STOPS = (
    Stop(
        shell.DATA,
        "A bank's old credit decisions. Above the table stands the task in one sentence: what is a "
        "**good outcome**, and who is **compared** with whom. For a packaged set it is filled in; "
        "for a table of your own you choose it further down.",
        "Use this task",
    ),
    Stop(
        shell.AUDIT,
        "A plain model has been trained. The first card says how much less often one group gets "
        "credit, **how sure** that is, and on how many rows it rests. Further down: rates by "
        "group, and what the data says before any model.",
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
        "as it is, only the weights of its rows change. Afterwards the page says who is worse off, "
        "then what changed.",
        "What does it cost?",
    ),
    Stop(
        shell.FRONTIER,
        "Each point is a model. Low is a narrow gap, right is an accurate model. **Click a point** "
        "or move the slider: it becomes the operating point on every page.",
        "Take it along",
    ),
    Stop(
        shell.REPORT,
        "Here the result leaves the program: a **report** for those who decide, the weights for "
        "any learner, the model, and the whole study to compute again.",
        "End the tour",
    ),
)
