"""IFFair: find the training rows that make a model unfair between groups, and weigh them.

The flow is table -> Task -> split -> plain fit -> influence -> weights -> frontier -> report;
``run(config)`` takes it from end to end and returns a ``Study``.

For the predictions of any model: ``fairness_report`` (every rate and gap with its interval) and
``fairness_change`` (what a second model changes on the same rows). For a study: ``shift`` (its
models on a second table), ``slices`` (its models by the values of a column) and ``find_patterns``
(what the training rows behind a gap have in common). ``compare`` runs the methods of every family
on the splits of a study.

A name is loaded when it is first asked for (PEP 562): a program that reads one card shall not wait
for SciPy, scikit-learn and statsmodels.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from iffair_core.version import __version__

if TYPE_CHECKING:
    from iffair_core.comparison.run import compare
    from iffair_core.config import Attribute, Outcome, StudyConfig, Task
    from iffair_core.data.builtin import load_builtin
    from iffair_core.data.tables import read_table
    from iffair_core.estimators import IFFairClassifier, IFFairReweigher
    from iffair_core.evidence.shift import shift
    from iffair_core.evidence.slices import slices
    from iffair_core.fairness.change import fairness_change
    from iffair_core.fairness.report import fairness_report
    from iffair_core.kept.load import load_study
    from iffair_core.kept.save import save_study
    from iffair_core.patterns.found import find_patterns
    from iffair_core.results import Study
    from iffair_core.study import run

__all__ = [
    "Attribute",
    "IFFairClassifier",
    "IFFairReweigher",
    "Outcome",
    "Study",
    "StudyConfig",
    "Task",
    "__version__",
    "compare",
    "fairness_change",
    "fairness_report",
    "find_patterns",
    "load_builtin",
    "load_study",
    "read_table",
    "run",
    "save_study",
    "shift",
    "slices",
]

_PLACES = {
    "Attribute": "config",
    "IFFairClassifier": "estimators",
    "IFFairReweigher": "estimators",
    "Outcome": "config",
    "Study": "results",
    "StudyConfig": "config",
    "Task": "config",
    "compare": "comparison.run",
    "fairness_change": "fairness.change",
    "fairness_report": "fairness.report",
    "find_patterns": "patterns.found",
    "load_builtin": "data.builtin",
    "load_study": "kept.load",
    "read_table": "data.tables",
    "run": "study",
    "save_study": "kept.save",
    "shift": "evidence.shift",
    "slices": "evidence.slices",
}


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})


if not TYPE_CHECKING:  # a type checker would take it for a promise that every name exists

    def __getattr__(name: str) -> Any:
        if name not in _PLACES:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        found = getattr(import_module(f"{__name__}.{_PLACES[name]}"), name)
        globals()[name] = found
        return found
