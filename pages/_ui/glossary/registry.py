"""Every term of the pages, in sections; a new gap, rule or method comes in by its own registry."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from iffair_core.baselines.registry import METHODS
from pages._ui import words
from pages._ui.glossary import closer, ideas, measures
from pages._ui.glossary.term import Term, section

LEARNER_TEXTS: Mapping[str, str] = {
    "gradient_boosting": "Many small trees, each trained on what the ones before it got wrong.",
    "random_forest": "Many trees on random draws of rows and columns, whose answers are averaged.",
    "decision_tree": "A sequence of yes-or-no questions about the columns.",
}

LEARNER_SOURCES: Mapping[str, str] = {
    "gradient_boosting": "Friedman: Greedy Function Approximation, Annals of Statistics 2001",
    "random_forest": "Breiman: Random Forests, Machine Learning 2001",
    "decision_tree": "Breiman and others: Classification and Regression Trees, 1984",
}


def _rules() -> tuple[Term, ...]:
    return tuple(Term(rule.title, rule.text, section(4)) for rule in words.RULES.values())


def _learners() -> tuple[Term, ...]:
    models = [Term(model.title, model.text, section(1)) for model in words.MODELS.values()]
    others = [
        Term(words.learner_title(name), text, LEARNER_SOURCES[name])
        for name, text in LEARNER_TEXTS.items()
    ]
    return (*models, *others)


def _methods() -> tuple[Term, ...]:
    known = {rule.title for rule in words.RULES.values()} | {term.name for term in ideas.MODEL}
    return tuple(
        Term(method.title, method.says, method.source or section(9))
        for method in METHODS.values()
        if method.title not in known
    )


@cache
def sections() -> Mapping[str, tuple[Term, ...]]:
    """All terms by the titles of their sections, in the order of the flow."""
    return {
        "The data": ideas.DATA,
        "The model": ideas.MODEL,
        "Gaps": measures.gaps(),
        "Rates of groups": measures.rates(),
        "Utilities": measures.utilities(),
        "Influence": ideas.INFLUENCE,
        "Patterns and proof": closer.PATTERNS,
        "Weights and the frontier": (*ideas.WEIGHTS, *closer.WEIGHTS),
        "Rules": _rules(),
        "Models and learners": _learners(),
        "Methods to compare with": _methods(),
        "Comparing methods": closer.COMPARISON,
        "Other data": closer.ELSEWHERE,
        "How sure is it?": ideas.EVIDENCE,
        "Report and records": closer.REPORT,
    }


def meaning(name: str) -> str:
    """What a term means, for a help text beside it. Raises KeyError for a name without an entry."""
    return _texts()[name]


@cache
def _texts() -> Mapping[str, str]:
    return {term.name: term.text for terms in sections().values() for term in terms}
