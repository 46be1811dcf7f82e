"""What differs between two configurations, in words."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping
from typing import Any

from iffair_core.config import StudyConfig
from pages._ui import words

SETTING_WORDS = {
    "data": "table",
    "split": "split",
    "seed": "seed",
    "model": "model",
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

WRITTEN: Mapping[str, Callable[[Any], str]] = {
    "model": lambda name: words.MODELS[name].title.lower(),
    "learner": lambda name: words.learner_title(name).lower(),
    "max_gap": words.points,
    "max_loss": words.points,
}
"""How the values of some settings are written."""
NETWORK_WORDS = {
    "layers": "hidden layers",
    "activation": "activation",
    "seed": "seed of the network",
    "device": "device",
}


def differences(shown: StudyConfig, wanted: StudyConfig) -> tuple[str, ...]:
    """What differs between two configurations, in words: "rule: path instead of uniform".

    Settings are compared by what they hold, and those of a network only where both train one.
    """
    before, now = _held(shown), _held(wanted)
    found = []
    for name, new in now.items():
        old = before[name]
        if old == new:
            continue
        if name == "network":
            found += _network(shown, wanted)
        elif name == "task":
            found.append("the task")
        else:
            said, instead = (_said(name, value) for value in (new, old))
            found.append(f"{SETTING_WORDS[name]}: {said} instead of {instead}")
    return tuple(found)


def _held(config: StudyConfig) -> dict[str, Any]:
    """The settings as plain values; a penalty that is left open is the model's own."""
    return {**dataclasses.asdict(config), "l2": config.penalty}


def _network(shown: StudyConfig, wanted: StudyConfig) -> list[str]:
    """The fields of the network that differ; none where either model is another one."""
    if not shown.model == wanted.model == "network":
        return []
    old, new = dataclasses.asdict(shown.network), dataclasses.asdict(wanted.network)
    return [
        f"{title}: {_whole(new[name])} instead of {_whole(old[name])}"
        for name, title in NETWORK_WORDS.items()
        if new[name] != old[name]
    ]


def _whole(value: object) -> str:
    """A setting of a network; widths of layers separated by commas."""
    return ", ".join(str(width) for width in value) if isinstance(value, tuple) else str(value)


def _said(name: str, value: object) -> str:
    if value is None:
        return "none"
    if name in WRITTEN:
        return WRITTEN[name](value)
    if isinstance(value, tuple) and all(isinstance(v, tuple) for v in value):
        return words.listed([f"{words.gap_title(gap)} {share:g}" for gap, share in value]) or "none"
    if isinstance(value, tuple):
        return words.listed([words.gap_title(str(v)) for v in value])
    if isinstance(value, float):
        return f"{value:g}"
    return str(value)
