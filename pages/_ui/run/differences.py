"""What differs between two configurations, in words."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from typing import Any

import pandas as pd

from iffair_core.config import StudyConfig
from iffair_core.data.written import favourable_words
from pages._ui import words
from pages._ui.run.choices import COMPARE_WORDS, TARGET_WORDS
from pages._ui.task.division import SPLITS

SETTING_WORDS = {
    "data": "table",
    "split": "rows divided",
    "seed": "seed",
    "model": "model",
    "l2": "penalty",
    "learner": "other learner",
    "compare": "groups compared",
    "min_cell": "fewest rows of a compared group",
    "gaps": "gaps to close",
    "rule": "rule",
    "steps": "steps",
    "strength": "strength of a step",
    "budget": "largest predicted rise of the log loss in a step",
    "max_weight": "largest weight",
    "max_gap": "largest gap allowed",
    "bounds": "largest of each gap allowed",
    "paces": "pace",
    "max_loss": "largest loss of accuracy",
    "landing": "gap that was refined to",
    "cut": "decision threshold",
    "share": "share to be selected",
    "target_rows": "rows that the gap is measured on",
}

WRITTEN: Mapping[str, Callable[[Any], str]] = {
    "data": lambda place: Path(place).name,
    "split": SPLITS.__getitem__,
    "model": lambda name: words.MODELS[name].title.lower(),
    "l2": lambda penalty: "chosen from the data" if penalty == "auto" else f"{penalty:g}",
    "learner": lambda name: words.learner_title(name).lower(),
    "gaps": lambda gaps: words.listed([words.gap_title(gap) for gap in gaps]),
    "compare": COMPARE_WORDS.__getitem__,
    "rule": lambda name: words.rule_title(name).lower(),
    "max_gap": words.points,
    "bounds": lambda pairs: _each(pairs, "{}", words.points),
    "paces": lambda pairs: _each(pairs, "{} of the way", partial(words.percent, digits=0)),
    "max_loss": words.points,
    "landing": words.points,
    "share": words.percent,
    "target_rows": TARGET_WORDS.__getitem__,
}
"""How the values of settings are written; numbers that are not here stand as they are."""
NONE = {
    "bounds": "the same for all",
    "paces": "the same for all",
    "max_loss": "no limit",
    "budget": "no limit",
}
"""What it means that one of these is not set."""
NOT_USED = "not used"
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


def side_by_side(configs: Mapping[str, StudyConfig]) -> pd.DataFrame:
    """The settings that are not the same in all, one a line, in a column for each study."""
    held = {name: _spread(config) for name, config in configs.items()}
    settings = dict.fromkeys(setting for each in held.values() for setting in each)
    lines = {
        setting: [each.get(setting, NOT_USED) for each in held.values()] for setting in settings
    }
    kept = {setting: line for setting, line in lines.items() if len(set(line)) > 1}
    return pd.DataFrame.from_dict(kept, orient="index", columns=list(held), dtype="str")


def _spread(config: StudyConfig) -> dict[str, str]:
    """Every setting in words, by what it is called; of the task, its parts."""
    found = {
        title: _said(name, value)
        for name, value in _held(config).items()
        if (title := SETTING_WORDS.get(name))
    }
    task = config.task
    found["good outcome"] = favourable_words(task.outcome)
    found["compared by"] = words.listed([attribute.name for attribute in task.sensitive])
    found["columns left out"] = words.listed(sorted(task.leave_out)) or "none"
    found["sensitive columns as features"] = "yes" if task.keep_sensitive else "no"
    found["your own weights"] = task.weight_column or "none"
    if config.model == "network":
        network = dataclasses.asdict(config.network)
        found |= {title: _whole(network[name]) for name, title in NETWORK_WORDS.items()}
    return found


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


def _said(name: str, value: Any) -> str:
    if value is None or value == ():
        return NONE.get(name, "none")
    if name in WRITTEN:
        return WRITTEN[name](value)
    return f"{value:g}" if isinstance(value, float) else str(value)


def _each(pairs: tuple[tuple[str, float], ...], form: str, written: Callable[[float], str]) -> str:
    """ "Demographic parity 8.0 points and Equalised odds 5.0 points"."""
    return words.listed([f"{words.gap_title(gap)} {form.format(written(x))}" for gap, x in pairs])
