"""Gaps, rates of groups and utilities, in the words that stand on the pages."""

from __future__ import annotations

from collections.abc import Mapping

from pages._ui import words
from pages._ui.glossary.term import Term, section

GAP_SOURCES: Mapping[str, str] = {
    "equal_opportunity": "Hardt, Price, Srebro: Equality of Opportunity in Supervised Learning, "
    "NeurIPS 2016",
    "equalized_odds": "Hardt, Price, Srebro: Equality of Opportunity in Supervised Learning, "
    "NeurIPS 2016",
    "equalized_odds_mean": "Yang and others, arXiv 2512.07249, report this form",
}
UTILITY_TEXTS: Mapping[str, str] = {
    "accuracy": "Share of the rows that are decided as their recorded outcome says.",
    "balanced_accuracy": "The mean of two shares: how many of those with a good outcome are "
    "selected, and how many of those with a bad one are not. Of use where one outcome is rare.",
    "f1": "One figure from 0 to 1 for how many of the selected have a good outcome and how many "
    "of those with a good outcome are selected (their harmonic mean).",
    "roc_auc": "The chance that a row with a good outcome has a higher probability than one with a "
    "bad outcome: .5 is guessing, 1 is a perfect order. No threshold is part of it.",
    "log_loss": "How surprised the model is by the outcomes; smaller is better. It punishes "
    "probabilities that are sure and wrong.",
    "brier": "The mean squared distance of probability and outcome (0 or 1); smaller is better.",
}
UTILITY_SOURCES: Mapping[str, str] = {
    "accuracy": section(2),
    "balanced_accuracy": "Brodersen and others: The Balanced Accuracy and Its Posterior "
    "Distribution, ICPR 2010",
    "f1": "van Rijsbergen: Information Retrieval, 1979",
    "roc_auc": "Hanley, McNeil: The Meaning and Use of the Area under a ROC Curve, Radiology 1982",
    "log_loss": "Good: Rational Decisions, Journal of the Royal Statistical Society B 1952",
    "brier": "Brier: Verification of Forecasts Expressed in Terms of Probability, Monthly Weather "
    "Review 1950",
}
RATE_TEXTS: Mapping[str, str] = {
    "selection_rate": "Share of a group's rows that the model selects, also called its selection "
    "rate.",
    "true_positive_rate": "Of a group's rows with a good outcome, the share that is selected: the "
    "true positive rate.",
    "false_positive_rate": "Of a group's rows with a bad outcome, the share that is selected all "
    "the same: the false positive rate.",
    "error_rate": "Share of a group's rows that are decided against their recorded outcome.",
}


def gaps() -> tuple[Term, ...]:
    return tuple(
        Term(gap.title, f"{gap.question} {gap.caution}", GAP_SOURCES.get(name, section(2)))
        for name, gap in words.GAPS.items()
    )


def rates() -> tuple[Term, ...]:
    return tuple(
        Term(rate.title, RATE_TEXTS[name], section(2)) for name, rate in words.RATES.items()
    )


def utilities() -> tuple[Term, ...]:
    return tuple(
        Term(title, UTILITY_TEXTS[name], UTILITY_SOURCES[name])
        for name, title in words.UTILITIES.items()
    )
