"""Learners that can be trained with the weights which were found on another model.

Each is scikit-learn's with its defaults and a fixed seed; through the estimators any other
classifier that takes ``sample_weight`` can be given.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from sklearn.ensemble import HistGradientBoostingClassifier, RandomForestClassifier
from sklearn.tree import DecisionTreeClassifier

from iffair_core.config import LearnerName

LEARNERS: Mapping[LearnerName, Callable[[int], Any]] = {
    "gradient_boosting": lambda seed: HistGradientBoostingClassifier(random_state=seed),
    "random_forest": lambda seed: RandomForestClassifier(min_samples_leaf=5, random_state=seed),
    "decision_tree": lambda seed: DecisionTreeClassifier(min_samples_leaf=20, random_state=seed),
}
