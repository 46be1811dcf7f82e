"""The names that a config may use."""

from __future__ import annotations

from typing import Literal, TypeAlias, get_args

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

GAP_NAMES: tuple[GapName, ...] = get_args(GapName)
RULE_NAMES: tuple[str, ...] = get_args(RuleName)
MODEL_NAMES: tuple[str, ...] = get_args(ModelName)
LEARNER_NAMES: tuple[str, ...] = get_args(LearnerName)
SPLIT_NAMES: tuple[str, ...] = get_args(SplitName)
TARGET_ROWS: tuple[str, ...] = get_args(TargetRows)
COMPARE: tuple[str, ...] = get_args(Compare)
ACTIVATIONS: tuple[str, ...] = get_args(Activation)
DEVICES: tuple[str, ...] = get_args(Device)
