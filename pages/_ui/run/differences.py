"""What differs between two configurations, in words."""

from __future__ import annotations

import dataclasses

from iffair_core.config import Network, StudyConfig
from pages._ui import words

SETTING_WORDS = {
    "data": "table",
    "split": "split",
    "seed": "seed",
    "model": "model",
    "network": "network",
    "l2": "penalty",
    "learner": "other learner",
    "compare": "groups compared",
    "min_cell": "fewest rows of a compared group",
    "gaps": "gaps to close",
    "rule": "rule",
    "steps": "steps",
    "strength": "strength",
    "budget": "budget",
    "max_weight": "largest weight",
    "max_gap": "largest gap allowed",
    "bounds": "gaps allowed",
    "paces": "paces",
    "max_loss": "largest loss of accuracy",
    "cut": "decision threshold",
    "share": "share to be selected",
    "target_rows": "rows that the gap is measured on",
}


def differences(shown: StudyConfig, wanted: StudyConfig) -> tuple[str, ...]:
    """What differs between two configurations, in words: "rule: path instead of uniform"."""
    found = []
    for field in dataclasses.fields(StudyConfig):
        old, new = getattr(shown, field.name), getattr(wanted, field.name)
        if old == new or (field.name == "l2" and shown.penalty == wanted.penalty):
            continue
        if field.name == "task":
            found.append("the task")
        else:
            found.append(f"{SETTING_WORDS[field.name]}: {_said(new)} instead of {_said(old)}")
    return tuple(found)


def _said(value: object) -> str:
    if value is None:
        return "none"
    if isinstance(value, Network):
        layers = " → ".join(str(width) for width in value.layers)
        return f"{layers} {value.activation} (seed {value.seed})"
    if isinstance(value, tuple) and all(isinstance(v, tuple) for v in value):
        return words.listed([f"{words.gap_title(gap)} {share:g}" for gap, share in value]) or "none"
    if isinstance(value, tuple):
        return words.listed([words.gap_title(str(v)) for v in value])
    if isinstance(value, float):
        return f"{value:g}"
    return str(value)
