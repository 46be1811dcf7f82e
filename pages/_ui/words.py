"""Plain-language texts: what the gaps, rates, rules and utilities are called and mean."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from iffair_core import words as figures
from iffair_core.fairness.utility import UTILITIES as UTILITY_NAMES
from iffair_core.literal import markdown
from iffair_core.words import INDICES, LOSSES, TITLES

figure, listed, some = figures.figure, figures.listed, figures.some
percent, points, weighted_by = figures.percent, figures.points, figures.weighted_by
as_written = markdown
"""A text that is all a user's own, of which Markdown reads nothing."""

PRODUCT = (
    "Find the training rows that make a model unfair, weigh them less, and see what that costs "
    "before anybody is decided about."
)

NOT_AN_ERROR_LIST = (
    "**What this list is not.** Influence says how strongly the measured gap rests on a row, and "
    "what moving its weight does. It does not show that a row's label or features are "
    "wrong, and nobody is to read it as a list of errors, or of guilty people. Among rows of one "
    "group and outcome the score depends on the recorded features alone."
)


@dataclass(frozen=True)
class GapWords:
    """``title`` names the gap, ``question`` asks what it measures, ``caution`` its limit."""

    title: str
    question: str
    caution: str


GAPS: Mapping[str, GapWords] = {
    "demographic_parity": GapWords(
        TITLES["demographic_parity"],
        "Are the groups selected equally often?",
        "Looks at decisions alone: it asks for equal rates also where the outcomes differ.",
    ),
    "equal_opportunity": GapWords(
        TITLES["equal_opportunity"],
        "Of those with a good outcome, are the groups selected equally often?",
        "Trusts the recorded outcome: if it is biased itself, so is this figure.",
    ),
    "predictive_equality": GapWords(
        TITLES["predictive_equality"],
        "Of those with a bad outcome, are the groups selected equally often?",
        "Trusts the recorded outcome: if it is biased itself, so is this figure.",
    ),
    "equalized_odds": GapWords(
        TITLES["equalized_odds"],
        "The larger of the TPR gap and the FPR gap.",
        "Where base rates differ it conflicts with demographic parity.",
    ),
    "equalized_odds_mean": GapWords(
        TITLES["equalized_odds_mean"],
        "The mean of the TPR gap and the FPR gap.",
        "A small mean can hide one large gap.",
    ),
    "error_rate_parity": GapWords(
        TITLES["error_rate_parity"],
        "Is the model wrong equally often for the groups?",
        "Counts both kinds of error alike, whichever of them hurts more.",
    ),
    "loss_parity": GapWords(
        TITLES["loss_parity"],
        "Is the log loss (the mean of −ln of the probability given to what happened) equal for the "
        "groups?",
        "Looks at probabilities, not at decisions.",
    ),
}

UTILITIES: Mapping[str, str] = {name: TITLES[name] for name in UTILITY_NAMES}


@dataclass(frozen=True)
class RateWords:
    """``rows`` says which rows count; ``more`` and ``less`` complete "Women are …"."""

    title: str
    rows: str
    more: str
    less: str


RATES: Mapping[str, RateWords] = {
    "selection_rate": RateWords(
        TITLES["selection_rate"],
        "of all rows",
        "selected {points} more often",
        "selected {points} less often",
    ),
    "true_positive_rate": RateWords(
        TITLES["true_positive_rate"],
        "of those with a good outcome",
        "selected {points} more often when the outcome is good",
        "selected {points} less often when the outcome is good",
    ),
    "false_positive_rate": RateWords(
        TITLES["false_positive_rate"],
        "of those with a bad outcome",
        "selected {points} more often when the outcome is bad",
        "selected {points} less often when the outcome is bad",
    ),
    "error_rate": RateWords(
        TITLES["error_rate"],
        "of all rows",
        "misjudged {points} more often",
        "misjudged {points} less often",
    ),
}


@dataclass(frozen=True)
class RuleWords:
    """``title`` and what the rule does, in two sentences."""

    title: str
    text: str


RULES: Mapping[str, RuleWords] = {
    "path": RuleWords(
        "Path",
        "Follows the gap down in small steps. Each step changes the weights as little as its goal "
        "allows, then the model is trained again, so that every step is a point of the frontier.",
    ),
    "uniform": RuleWords(
        "Uniform",
        "Every row that widens the gap loses the same share of its weight, every row that narrows "
        "it gains it. Rows whose move would cost more than the budget stay as they are.",
    ),
    "diverse": RuleWords(
        "Diverse",
        "Like uniform, but each row moves in proportion to its influence: rows on which the gap "
        "rests most move most.",
    ),
    "linear_program": RuleWords(
        "Linear program",
        "Removes as little weight as possible such that the predicted gap falls as wanted (after "
        "Li & Liu, 2022). Weights only fall from one towards zero, most stay untouched.",
    ),
}


MODELS: Mapping[str, RuleWords] = {
    "logistic": RuleWords(
        "Logistic regression",
        "One weight a feature: fast, exact, easy to explain. Takes seconds.",
    ),
    "network": RuleWords(
        "Neural network",
        "Layers of smooth units, for patterns that are not additive. Takes minutes on large "
        "tables.",
    ),
}

LEARNERS: Mapping[str, str] = {
    "none": "No other learner",
    "gradient_boosting": "Gradient boosting",
    "random_forest": "Random forest",
    "decision_tree": "Decision tree",
}


MINUTES_FROM = 120
SHARES = tuple(name for name in (*GAPS, *UTILITIES) if name not in LOSSES | INDICES)


def learner_title(name: str) -> str:
    return LEARNERS[name]


def gap_title(name: str) -> str:
    return GAPS[name].title


def rule_title(name: str) -> str:
    return RULES[name].title


def utility_title(name: str) -> str:
    return UTILITIES[name]


def utility_name(name: str) -> str:
    """As within a sentence: "accuracy", but "ROC AUC"."""
    title = UTILITIES[name]
    return title if title[1].isupper() or title[1].isdigit() else title[0].lower() + title[1:]


def measure_title(name: str) -> str:
    """Title of a gap or of a utility."""
    return GAPS[name].title if name in GAPS else UTILITIES[name]


def count(number: int) -> str:
    """12345 -> "12,345"."""
    return f"{number:,}"


def plural(number: int, one: str, many: str | None = None) -> str:
    """ "1 row", "2 rows"."""
    return f"{count(number)} {one if number == 1 else many or one + 's'}"


def duration(seconds: float) -> str:
    """ "48 seconds", from two minutes on "7 minutes"; never less than a second."""
    if seconds < MINUTES_FROM:
        return plural(max(round(seconds), 1), "second")
    return plural(round(seconds / 60), "minute")


def moment(iso: str) -> str:
    """An ISO 8601 moment in this machine's time: "28 Nov 2026, 09:14"."""
    return f"{datetime.fromisoformat(iso).astimezone():%-d %b %Y, %H:%M}"


def clipped(text: str, most: int = 420) -> str:
    """The beginning of a long text, up to a whole word."""
    if len(text) <= most:
        return text
    return f"{text[: text.rfind(' ', 0, most)].rstrip(',;')} …"


def bold_lead(sentence: str) -> str:
    """A sentence with what stands before its colon in bold."""
    lead, colon, rest = sentence.partition(":")
    return f"**{lead}:**{rest}" if colon else sentence


def threshold_words(cut: float, share: float | None) -> str:
    """How decisions are taken: "selected when p ≥ 0.50" or "the top 20.0 % are selected"."""
    if share is not None:
        return f"the top {percent(share)} are selected"
    return f"selected when p ≥ {cut:.2f}"
