"""One whole study, validated on construction, to and from TOML and JSON."""

from __future__ import annotations

import dataclasses
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import tomli_w

from iffair_core.config.checks import check_choice, check_number, check_whole
from iffair_core.config.choices import (
    COMPARE,
    GAP_NAMES,
    LEARNER_NAMES,
    MODEL_NAMES,
    RULE_NAMES,
    SPLIT_NAMES,
    TARGET_ROWS,
    Compare,
    GapName,
    LearnerName,
    ModelName,
    Penalty,
    RuleName,
    SplitName,
    TargetRows,
)
from iffair_core.config.network import Network
from iffair_core.config.plain import build, mapping, plain
from iffair_core.config.rows import Condition, RowSet
from iffair_core.config.task import Attribute, Outcome, Task
from iffair_core.errors import ConfigError

PENALTY = 0.001
"""The penalty of the logistic model where none is named."""


@dataclass(frozen=True)
class StudyConfig:
    """One whole study. ``data`` is the name of a packaged set or the path of a table.

    split         how rows are divided: "random" (60/20/20, stratified on outcome x group),
                  "official" (the task's split_column), "id" (rows of one id stay together) or
                  "date" (train on the past)
    model, l2     the model that influence is computed on and its penalty lambda (docs/method.md,
                  section 1); "auto": chosen from the data (``models.penalty``); None: .001 for
                  the logistic model, "auto" for a network
    network       the shape of the network, for model="network"
    learner       another learner that is trained with the weights of every point and measured
                  beside the model; None: the model alone
    gaps          the gaps to close
    compare       which differences of group rates the rule bounds: the "largest" of all pairs,
                  each group against the "reference" or against the "rest"; figures report the
                  largest difference in any case
    min_cell      fewest rows that a group needs in a rate's cell, on the rows that are measured,
                  to be compared; smaller groups are listed
    rule          how influence becomes weights; ``steps`` points after the plain model
    strength      length of one step of uniform and diverse: the largest change of a weight
    budget        kappa: predicted rise of validation log loss that one step may cost; None: free
    max_weight    upper bound of a weight (their mean is 1)
    max_gap       the operating point is the most accurate one on validation with at most this gap
    bounds        (gap, X) pairs: what a gap of several may be at most, instead of max_gap; the
                  path only holds a gap that keeps to its bound from the start
    paces         (gap, W) pairs: the share W of its way that the path takes a gap of several
                  while one at pace 1 goes the whole; 1 where none is given
    max_loss      largest loss of accuracy on validation that the operating point may cost; None:
                  any
    cut           decision threshold on the probability; or, if ``share`` is given, the share of
                  rows to be selected (the cut is then taken from each model's validation scores)
    landing       a targeted gap on validation rows: a point that keeps just that is added between
                  the two of the rule around it (``landing``); None: none is
    target_rows   where the targeted gap is measured: "pooled" (train and validation) or
                  "validation"; the test rows are never touched
    """

    data: str
    task: Task
    split: SplitName = "random"
    seed: int = 0
    model: ModelName = "logistic"
    l2: Penalty | None = None
    network: Network = field(default_factory=Network)
    learner: LearnerName | None = None
    gaps: tuple[GapName, ...] = ("demographic_parity",)
    compare: Compare = "largest"
    min_cell: int = 10
    rule: RuleName = "path"
    steps: int = 20
    strength: float = 0.05
    budget: float | None = None
    max_weight: float = 10.0
    max_gap: float = 0.02
    bounds: tuple[tuple[GapName, float], ...] = ()
    paces: tuple[tuple[GapName, float], ...] = ()
    max_loss: float | None = None
    cut: float = 0.5
    share: float | None = None
    target_rows: TargetRows = "pooled"
    landing: float | None = None

    def __post_init__(self) -> None:
        object.__setattr__(self, "gaps", tuple(self.gaps))
        check_choice("split", self.split, SPLIT_NAMES)
        check_choice("model", self.model, MODEL_NAMES)
        check_choice("rule", self.rule, RULE_NAMES)
        if self.learner is not None:
            check_choice("learner", self.learner, LEARNER_NAMES)
        check_choice("target_rows", self.target_rows, TARGET_ROWS)
        check_choice("compare", self.compare, COMPARE)
        if not self.gaps:
            raise ConfigError(f"Choose at least one gap of {', '.join(GAP_NAMES)}; got none.")
        for gap in self.gaps:
            check_choice("gap", gap, GAP_NAMES)
        if len(set(self.gaps)) < len(self.gaps):
            raise ConfigError(f"Each gap may be named once; got {', '.join(self.gaps)}.")
        check_whole("seed", self.seed, 0)
        check_whole("steps", self.steps, 1)
        check_whole("min_cell", self.min_cell, 1)
        if self.l2 not in (None, "auto"):
            check_number("l2", self.l2, 0)
        check_number("strength", self.strength, 0, 1, include_low=False)
        check_number("max_weight", self.max_weight, 1, include_low=False)
        check_number("max_gap", self.max_gap, 0, 1)
        object.__setattr__(self, "bounds", self._each("bounds", include_low=True))
        object.__setattr__(self, "paces", self._each("paces", include_low=False))
        if self.max_loss is not None:
            check_number("max_loss", self.max_loss, 0, 1)
        check_number("cut", self.cut, 0, 1, include_low=False, include_high=False)
        if self.landing is not None:
            check_number("landing", self.landing, 0, 1)
        if self.budget is not None:
            check_number("budget", self.budget, 0)
        if self.share is not None:
            check_number("share", self.share, 0, 1, include_low=False, include_high=False)
        needed = {"official": "split_column", "id": "id_column", "date": "date_column"}
        role = needed.get(self.split)
        if role and getattr(self.task, role) is None:
            raise ConfigError(
                f"split={self.split!r} needs the task's {role}; got none. Name that column or use "
                "split='random'."
            )

    def _each(self, name: str, *, include_low: bool) -> tuple[tuple[str, float], ...]:
        """The (gap, number) pairs of a field, each of a targeted gap and at most once."""
        pairs: tuple[tuple[str, float], ...] = tuple((gap, x) for gap, x in getattr(self, name))
        for gap, x in pairs:
            if gap not in self.gaps:
                raise ConfigError(
                    f"{name} may name the targeted gaps ({', '.join(self.gaps)}); got {gap!r}. "
                    "Correct the name, or add it to the gaps."
                )
            check_number(f"{name} of {gap}", x, 0, 1, include_low=include_low)
        named = [gap for gap, _ in pairs]
        if len(set(named)) < len(named):
            raise ConfigError(f"{name} may name each gap once; got {', '.join(named)}.")
        return pairs

    @property
    def penalty(self) -> Penalty:
        """``l2``, or what stands for None."""
        if self.l2 is not None:
            return self.l2
        return PENALTY if self.model == "logistic" else "auto"

    def allowed(self, gap: GapName) -> float:
        """What the gap may be at most: its own bound, else ``max_gap``."""
        return dict(self.bounds).get(gap, self.max_gap)

    def to_dict(self) -> dict[str, Any]:
        """Plain dictionary without the fields that are None (TOML has no null).

        Without exclusions the task does not mention them: a study's id is that of its config.
        """
        values: dict[str, Any] = plain(dataclasses.asdict(self))
        if not self.task.exclude:
            del values["task"]["exclude"]
        return values

    @classmethod
    def from_dict(cls, values: Mapping[str, Any]) -> StudyConfig:
        """Inverse of ``to_dict``. Raises ConfigError on an unknown or missing field."""
        given = dict(values)
        task = dict(mapping(given.pop("task", {}), "task"))
        task["outcome"] = build(Outcome, mapping(task.get("outcome", {}), "task.outcome"))
        task["sensitive"] = tuple(
            build(Attribute, mapping(a, "task.sensitive")) for a in task.get("sensitive", ())
        )
        if "exclude" in task:
            task["exclude"] = tuple(_row_set(rows) for rows in task["exclude"])
        if "network" in given:
            given["network"] = build(Network, mapping(given["network"], "network"))
        return build(cls, {**given, "task": build(Task, task)})

    def to_toml(self) -> str:
        return tomli_w.dumps(self.to_dict())

    @classmethod
    def from_toml(cls, text: str) -> StudyConfig:
        """Read a config. Raises ConfigError if the text is not TOML or a field is wrong."""
        try:
            values = tomllib.loads(text)
        except tomllib.TOMLDecodeError as error:
            raise ConfigError(f"The configuration is not valid TOML: {error}.") from error
        return cls.from_dict(values)

    @classmethod
    def from_file(cls, path: str | Path) -> StudyConfig:
        """Read ``path``. Raises ConfigError if it is missing or not a config."""
        try:
            return cls.from_toml(Path(path).read_text(encoding="utf-8"))
        except (OSError, UnicodeDecodeError) as error:
            why = (error.strerror if isinstance(error, OSError) else "") or str(error)
            raise ConfigError(
                f"Cannot read the configuration {str(path)!r}: {why}. Check the path, or name the "
                "config.toml of a saved study."
            ) from error


def _row_set(values: object) -> RowSet:
    given = mapping(values, "task.exclude")
    listed = given.get("conditions", ())
    conditions = tuple(build(Condition, mapping(c, "task.exclude.conditions")) for c in listed)
    return build(RowSet, {**given, "conditions": conditions})
