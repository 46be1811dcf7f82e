"""From the options of ``run`` to a ``StudyConfig``; what is not given comes from the set's card."""

from __future__ import annotations

import dataclasses
from argparse import Namespace
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from iffair_core.config import Attribute, Network, Outcome, StudyConfig, Task
from iffair_core.data.builtin import BUILTIN, builtin_name
from iffair_core.data.cards import Card
from iffair_core.errors import ConfigError
from iffair_core.places import TABLE

SETTINGS = frozenset(f.name for f in dataclasses.fields(StudyConfig)) - {"data", "task", "network"}
NETWORK_OPTIONS = {
    "layers": "layers",
    "activation": "activation",
    "network_seed": "seed",
    "device": "device",
}
"""Options and the fields of ``Network`` that they set."""
TASK_OPTIONS = (
    "data",
    "outcome",
    "favourable",
    "favourable_above",
    "favourable_at_most",
    "sensitive",
    "bins",
    "reference",
    "drop",
    "keep_sensitive",
    "weight_column",
    "id_column",
    "date_column",
)


def study_config(given: Namespace) -> StudyConfig:
    """The config of a run. Raises ConfigError where options are missing or contradict."""
    options = vars(given)
    config = _config(options)
    unused = [_flag(name) for name in NETWORK_OPTIONS if name in options]
    if unused and config.model != "network":
        raise ConfigError(
            f"The model is {config.model}, which has no {', '.join(unused)}. Add --model network, "
            "or leave it out."
        )
    return config


def _config(options: dict[str, Any]) -> StudyConfig:
    settings = {name: value for name, value in options.items() if name in SETTINGS}
    if "config" in options:
        clash = [name for name in TASK_OPTIONS if name in options]
        if clash:
            raise ConfigError(
                f"--config already says what the task is; got {_flag(clash[0])} as well. "
                "Change it in the file, or leave --config out."
            )
        saved = _saved(options["config"])
        return dataclasses.replace(saved, **settings, network=_network(options, saved.network))
    if "data" not in options:
        raise ConfigError("Nothing to run on: give --data NAME|FILE, or --config FILE.")
    packaged = builtin_name(options["data"])
    card = BUILTIN[packaged] if packaged else None
    if card is None and not Path(options["data"]).exists():
        raise ConfigError(
            f"--data {options['data']!r} is neither a packaged data set ({', '.join(BUILTIN)}) "
            "nor an existing file. Correct the name or the path."
        )
    data = packaged or options["data"]
    task, network = _task(options, card), _network(options, Network())
    return StudyConfig(data=data, task=task, network=network, **settings)


def _saved(file: Path) -> StudyConfig:
    """The config in a file; that of a study from elsewhere means the table that lies beside it."""
    saved, beside = StudyConfig.from_file(file), file.parent / TABLE
    here = builtin_name(saved.data) is not None or Path(saved.data).exists()
    return saved if here or not beside.exists() else dataclasses.replace(saved, data=str(beside))


def _network(options: dict[str, Any], start: Network) -> Network:
    given = {field: options[name] for name, field in NETWORK_OPTIONS.items() if name in options}
    return dataclasses.replace(start, **given)


def _task(options: dict[str, Any], card: Card | None) -> Task:
    if card is None:
        for name, meaning in (("outcome", "--outcome C"), ("sensitive", "--sensitive C")):
            if name not in options:
                raise ConfigError(
                    f"{options['data']!r} is not a packaged data set, so {meaning} is needed. "
                    "`datasets` lists the packaged ones."
                )
    outcome = _outcome(options, card)
    sensitive = _sensitive(options, card)
    roles = {
        name: options[name]
        for name in ("keep_sensitive", "weight_column", "id_column", "date_column")
        if name in options
    }
    dropped = tuple(options.get("drop", ()))
    if card is None:
        return Task(outcome=outcome, sensitive=sensitive, leave_out=dropped, **roles)
    leave_out = (*card.task.leave_out, *dropped)
    return dataclasses.replace(
        card.task, outcome=outcome, sensitive=sensitive, leave_out=leave_out, **roles
    )


def _outcome(options: dict[str, Any], card: Card | None) -> Outcome:
    """The outcome given, or the card's; another column needs its own favourable value."""
    customary = card.task.outcome if card else Outcome(column=options["outcome"])
    column = options.get("outcome", customary.column)
    favourable = tuple(options.get("favourable", ()))
    above, at_most = options.get("favourable_above"), options.get("favourable_at_most")
    if favourable or above is not None or at_most is not None:
        return Outcome(column, favourable, above=above, at_most=at_most)
    return customary if column == customary.column else Outcome(column=column)


def _sensitive(options: dict[str, Any], card: Card | None) -> tuple[Attribute, ...]:
    """The attributes named (the card's first if none), with --bins and --reference applied."""
    known = card.attributes if card else ()
    if "sensitive" in options:
        chosen = [_named(name, known) or Attribute(column=name) for name in options["sensitive"]]
    else:
        chosen = list(known[:1])
    for column, cuts in options.get("bins", ()):
        place = _place(column, chosen, "--bins")
        plain = Attribute(column=chosen[place].column, name=chosen[place].name)
        chosen[place] = dataclasses.replace(plain, bins=cuts)
    for column, value in options.get("reference", ()):
        place = _place(column, chosen, "--reference")
        chosen[place] = dataclasses.replace(chosen[place], reference=value)
    return tuple(chosen)


def _named(name: str, attributes: Iterable[Attribute]) -> Attribute | None:
    """The attribute called ``name``, or on the column of that name; None if there is none."""
    listed = list(attributes)
    wanted = name.casefold()
    for key in ("name", "column"):
        for attribute in listed:
            if getattr(attribute, key).casefold() == wanted:
                return attribute
    return None


def _place(name: str, attributes: list[Attribute], option: str) -> int:
    found = _named(name, attributes)
    if found is None:
        raise ConfigError(
            f"{option} names {name!r}, which is not among the sensitive attributes "
            f"({', '.join(a.name for a in attributes)}). Add --sensitive {name}, or correct it."
        )
    return attributes.index(found)


def _flag(option: str) -> str:
    return "--" + option.replace("_", "-")
