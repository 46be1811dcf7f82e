"""What a study is: frozen, validated on construction, to and from TOML and JSON.

``Task`` says what a good outcome is and whom to compare; ``StudyConfig`` adds the split, the
model, the targeted gaps and the reweighting rule. A config and a table determine every figure
of a study (``iffair_core.study.run``).
"""

from iffair_core.config.checks import check_choice, check_number
from iffair_core.config.choices import (
    ACTIVATIONS,
    COMPARE,
    DEVICES,
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
)
from iffair_core.config.network import Network
from iffair_core.config.rows import Condition, RowSet
from iffair_core.config.study import PENALTY, StudyConfig
from iffair_core.config.task import Attribute, Outcome, Task

__all__ = [
    "ACTIVATIONS",
    "COMPARE",
    "DEVICES",
    "GAP_NAMES",
    "LEARNER_NAMES",
    "MODEL_NAMES",
    "PENALTY",
    "RULE_NAMES",
    "SPLIT_NAMES",
    "TARGET_ROWS",
    "Attribute",
    "Compare",
    "Condition",
    "GapName",
    "LearnerName",
    "ModelName",
    "Network",
    "Outcome",
    "Penalty",
    "RowSet",
    "RuleName",
    "SplitName",
    "StudyConfig",
    "Task",
    "check_choice",
    "check_number",
]
