"""Names of metrics as a reader of the report meets them."""

from __future__ import annotations

from collections.abc import Mapping

from iffair_core.config import StudyConfig
from iffair_core.words import listed

GAP_MEANINGS: Mapping[str, str] = {
    "demographic_parity": "difference in the share of people who get the good decision",
    "equal_opportunity": "difference in the true positive rate: good decisions among those with a "
    "good outcome",
    "predictive_equality": "difference in the false positive rate: good decisions among those "
    "without a good outcome",
    "equalized_odds": "the larger of the differences in true and in false positive rate",
    "equalized_odds_mean": "the mean of the differences in true and in false positive rate",
    "error_rate_parity": "difference in the share of wrong decisions",
    "loss_parity": "difference in the mean log loss",
}

UTILITY_MEANINGS: Mapping[str, str] = {
    "accuracy": "share of right decisions",
    "balanced_accuracy": "mean of the accuracies of both outcomes",
    "f1": "harmonic mean of precision (good outcomes among the selected) and recall (selected "
    "among the good outcomes)",
    "roc_auc": "how often a good outcome has a higher probability than a bad one; .5 is chance",
    "log_loss": "mean of −ln of the probability given to what happened; lower is better",
    "brier": "mean squared distance of the probability from what happened; lower is better",
}

RATE_MEANINGS: Mapping[str, str] = {
    "selection_rate": "good decisions among all",
    "true_positive_rate": "good decisions among those with a good outcome",
    "false_positive_rate": "good decisions among those without one",
    "error_rate": "wrong decisions among all",
}

MEANINGS: Mapping[str, str] = {**GAP_MEANINGS, **UTILITY_MEANINGS, **RATE_MEANINGS}

MODEL_WORDS: Mapping[str, str] = {
    "logistic": "logistic regression",
    "network": "a neural network",
}


def model_words(config: StudyConfig) -> str:
    """The model of a study, of a network its layers as well."""
    name = MODEL_WORDS[config.model]
    if config.model != "network":
        return name
    layers = listed([str(width) for width in config.network.layers])
    return f"{name} (hidden layers of {layers} {config.network.activation} units)"


LEARNER_WORDS: Mapping[str, str] = {
    "gradient_boosting": "gradient boosting",
    "random_forest": "a random forest",
    "decision_tree": "a decision tree",
}

RULE_WORDS: Mapping[str, str] = {
    "path": "the path: many small steps, each with the smallest change of weights that closes "
    "the gap further",
    "uniform": "uniform steps: every harmful row's weight down, every helpful row's up, all by "
    "the same amount",
    "diverse": "diverse steps: every row's weight changed in proportion to its influence",
    "linear_program": "a linear program: the fewest rows removed for a wanted change",
}
