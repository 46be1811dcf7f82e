"""What a study is: frozen, validated on construction, to and from TOML and JSON.

``Task`` says what a good outcome is and whom to compare; ``StudyConfig`` adds the split, the
model, the targeted gaps and the reweighting rule. A config and a table determine every figure
of a study (``iffair_core.study.run``).
"""

from __future__ import annotations

import dataclasses
import math
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal, TypeAlias, TypeVar, get_args

import tomli_w

from iffair_core.errors import ConfigError

GapName = Literal[
    "demographic_parity",
    "equal_opportunity",
    "predictive_equality",
    "equalized_odds",
    "error_rate_parity",
    "loss_parity",
]
RuleName = Literal["path", "uniform", "diverse", "linear_program"]
ModelName = Literal["logistic", "network"]
LearnerName = Literal["gradient_boosting", "random_forest", "decision_tree"]
Activation = Literal["softplus", "tanh", "silu", "gelu"]
Device = Literal["cpu", "cuda"]
SplitName = Literal["random", "official", "id", "date"]
TargetRows = Literal["pooled", "validation"]
Compare = Literal["largest", "reference", "rest"]
Penalty: TypeAlias = float | Literal["auto"]

GAP_NAMES: tuple[str, ...] = get_args(GapName)
RULE_NAMES: tuple[str, ...] = get_args(RuleName)
MODEL_NAMES: tuple[str, ...] = get_args(ModelName)
LEARNER_NAMES: tuple[str, ...] = get_args(LearnerName)
SPLIT_NAMES: tuple[str, ...] = get_args(SplitName)
TARGET_ROWS: tuple[str, ...] = get_args(TargetRows)
COMPARE: tuple[str, ...] = get_args(Compare)
ACTIVATIONS: tuple[str, ...] = get_args(Activation)
DEVICES: tuple[str, ...] = get_args(Device)


PENALTY = 0.001
"""The penalty of the logistic model where none is named."""


def check_choice(name: str, given: object, allowed: Iterable[str]) -> None:
    """Raise ConfigError unless ``given`` is one of ``allowed``."""
    options = tuple(allowed)
    if given not in options:
        raise ConfigError(f"{name} must be one of {', '.join(options)}; got {given!r}.")


def check_whole(name: str, given: object, low: int) -> None:
    """Raise ConfigError unless ``given`` is a whole number of at least ``low``."""
    if isinstance(given, bool) or not isinstance(given, int) or given < low:
        raise ConfigError(f"{name} must be a whole number of at least {low}; got {given!r}.")


def check_number(
    name: str,
    given: object,
    low: float,
    high: float = math.inf,
    *,
    include_low: bool = True,
    include_high: bool = True,
) -> None:
    """Raise ConfigError unless ``given`` is a finite number in the interval."""
    if isinstance(given, (int, float)) and not isinstance(given, bool) and math.isfinite(given):
        above = given >= low if include_low else given > low
        below = given <= high if include_high else given < high
        if above and below:
            return
    left = f"at least {low:g}" if include_low else f"more than {low:g}"
    right = (
        "" if high == math.inf else f" and {'at most' if include_high else 'less than'} {high:g}"
    )
    raise ConfigError(f"{name} must be a number of {left}{right}; got {given!r}.")


@dataclass(frozen=True)
class Outcome:
    """The outcome column and which of its values are favourable.

    Exactly one of the three ways is used: ``favourable`` (values, compared by
    ``data.task.canonical``, so that "1" matches 1, 1.0 and True), ``above`` (favourable when
    the number is greater) or ``at_most`` (favourable when it is not greater). None of them
    means that the column has two values and the choice is still open.
    """

    column: str
    favourable: tuple[str, ...] = ()
    above: float | None = None
    at_most: float | None = None

    def __post_init__(self) -> None:
        object.__setattr__(self, "favourable", tuple(str(v) for v in self.favourable))
        ways = bool(self.favourable) + (self.above is not None) + (self.at_most is not None)
        if ways > 1:
            raise ConfigError(
                f"The outcome {self.column!r} needs one way to tell a favourable row: either "
                "favourable values or a threshold; got more than one. Keep one of them."
            )


@dataclass(frozen=True)
class Attribute:
    """A sensitive attribute: a column and how its values become group names.

    bins       cut points of a number, ascending; a value equal to a cut point belongs to the
               interval above it ("25 and over")
    rename     (value, group name) pairs; two values with one name are merged
    reference  the customary reference group of this attribute; None: the largest
    name       how the attribute is called; the column's name if empty
    """

    column: str
    bins: tuple[float, ...] = ()
    rename: tuple[tuple[str, str], ...] = ()
    reference: str | None = None
    name: str = ""

    def __post_init__(self) -> None:
        object.__setattr__(self, "bins", tuple(float(b) for b in self.bins))
        object.__setattr__(self, "rename", tuple((str(v), str(g)) for v, g in self.rename))
        object.__setattr__(self, "name", self.name or self.column)
        if list(self.bins) != sorted(set(self.bins)) or not all(map(math.isfinite, self.bins)):
            raise ConfigError(
                f"The cut points of {self.column!r} must be finite and ascending; got "
                f"{', '.join(f'{b:g}' for b in self.bins)}."
            )


@dataclass(frozen=True)
class Task:
    """What is decided about whom: outcome, groups, features, and the roles of other columns.

    leave_out       columns that are never features
    numeric,        columns whose inferred type is overruled
    categorical
    keep_sensitive  whether the sensitive columns are also features
    weight_column   the user's own sample weights (survey weights); they multiply ours
    id_column       identifies a person or site; never a feature
    date_column     when a row was recorded; never a feature
    split_column    says train, validation or test; never a feature
    """

    outcome: Outcome
    sensitive: tuple[Attribute, ...]
    leave_out: tuple[str, ...] = ()
    numeric: tuple[str, ...] = ()
    categorical: tuple[str, ...] = ()
    keep_sensitive: bool = False
    weight_column: str | None = None
    id_column: str | None = None
    date_column: str | None = None
    split_column: str | None = None

    def __post_init__(self) -> None:
        for name in ("sensitive", "leave_out", "numeric", "categorical"):
            object.__setattr__(self, name, tuple(getattr(self, name)))
        if not self.sensitive:
            raise ConfigError(
                "A task needs at least one sensitive attribute (the groups to compare); got none."
            )
        names = [a.name for a in self.sensitive]
        if len(set(names)) < len(names):
            raise ConfigError(
                f"Each sensitive attribute may be named once; got {', '.join(names)}."
            )
        if self.outcome.column in [a.column for a in self.sensitive]:
            raise ConfigError(
                f"The column {self.outcome.column!r} cannot be both the outcome and a sensitive "
                "attribute. Choose another column for one of them."
            )
        both = set(self.numeric) & set(self.categorical)
        if both:
            raise ConfigError(
                "A column is either numeric or categorical; got both for "
                f"{', '.join(sorted(both))}."
            )


@dataclass(frozen=True)
class Network:
    """A multi-layer perceptron: one logit from hidden layers of these widths.

    layers      width of each hidden layer, first to last
    activation  smooth, so that influence is defined
    seed        of the initial parameters and the order of the mini-batches
    device      where torch computes; figures agree to rounding
    """

    layers: tuple[int, ...] = (32, 16)
    activation: Activation = "softplus"
    seed: int = 0
    device: Device = "cpu"

    def __post_init__(self) -> None:
        object.__setattr__(self, "layers", tuple(self.layers))
        if not self.layers:
            raise ConfigError(
                "layers needs the width of at least one hidden layer, such as (32, 16); got none. "
                "For a model without hidden layers choose the logistic one."
            )
        for width in self.layers:
            check_whole("Each width in layers", width, 1)
        check_choice("activation", self.activation, ACTIVATIONS)
        check_choice("device", self.device, DEVICES)
        check_whole("The network's seed", self.seed, 0)


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

    def to_dict(self) -> dict[str, Any]:
        """Plain dictionary without the fields that are None (TOML has no null)."""
        values: dict[str, Any] = _plain(dataclasses.asdict(self))
        return values

    @classmethod
    def from_dict(cls, values: Mapping[str, Any]) -> StudyConfig:
        """Inverse of ``to_dict``. Raises ConfigError on an unknown or missing field."""
        given = dict(values)
        task = dict(_mapping(given.pop("task", {}), "task"))
        task["outcome"] = _build(Outcome, _mapping(task.get("outcome", {}), "task.outcome"))
        task["sensitive"] = tuple(
            _build(Attribute, _mapping(a, "task.sensitive")) for a in task.get("sensitive", ())
        )
        if "network" in given:
            given["network"] = _build(Network, _mapping(given["network"], "network"))
        return _build(cls, {**given, "task": _build(Task, task)})

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
            raise ConfigError(f"Cannot read the configuration {str(path)!r}: {error}.") from error


Built = TypeVar("Built", Outcome, Attribute, Task, Network, StudyConfig)


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {k: _plain(v) for k, v in value.items() if v is not None}
    if isinstance(value, (tuple, list)):
        return [_plain(v) for v in value]
    return value


def _mapping(value: object, name: str) -> Mapping[str, Any]:
    if not isinstance(value, Mapping):
        raise ConfigError(f"{name} must be a table of settings; got {value!r}.")
    return value


def _build(kind: type[Built], values: Mapping[str, Any]) -> Built:
    known = {f.name: f for f in dataclasses.fields(kind)}
    unknown = sorted(set(values) - set(known))
    if unknown:
        raise ConfigError(
            f"Unknown setting {', '.join(unknown)}; {kind.__name__} has {', '.join(known)}."
        )
    missing = [
        name
        for name, f in known.items()
        if name not in values
        and f.default is dataclasses.MISSING
        and f.default_factory is dataclasses.MISSING
    ]
    if missing:
        raise ConfigError(f"{kind.__name__} lacks the setting {', '.join(missing)}.")
    return kind(**values)
