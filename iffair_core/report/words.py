"""Names of metrics as a reader of the report meets them."""

from __future__ import annotations

from collections.abc import Mapping

GAP_WORDS: Mapping[str, tuple[str, str]] = {
    "demographic_parity": (
        "Demographic parity",
        "difference in the share of people who get the good decision",
    ),
    "equal_opportunity": (
        "Equal opportunity",
        "difference in the true positive rate: good decisions among those with a good outcome",
    ),
    "predictive_equality": (
        "Predictive equality",
        "difference in the false positive rate: good decisions among those without a good outcome",
    ),
    "equalized_odds": (
        "Equalised odds",
        "the larger of the differences in true and in false positive rate",
    ),
    "equalized_odds_mean": (
        "Equalised odds, mean",
        "the mean of the differences in true and in false positive rate",
    ),
    "error_rate_parity": ("Error rate parity", "difference in the share of wrong decisions"),
    "loss_parity": ("Loss parity", "difference in the mean log loss"),
}

UTILITY_WORDS: Mapping[str, tuple[str, str]] = {
    "accuracy": ("Accuracy", "share of right decisions"),
    "balanced_accuracy": ("Balanced accuracy", "mean of the accuracies of both outcomes"),
    "f1": ("F1", "harmonic mean of precision and recall"),
    "roc_auc": ("ROC AUC", "how well the scores rank good outcomes first"),
    "log_loss": ("Log loss", "of the probabilities; lower is better"),
    "brier": ("Brier score", "squared error of the probabilities; lower is better"),
}

RATE_WORDS: Mapping[str, str] = {
    "selection_rate": "Selection rate: good decisions among all",
    "true_positive_rate": "True positive rate: good decisions among those with a good outcome",
    "false_positive_rate": "False positive rate: good decisions among those without one",
    "error_rate": "Error rate: wrong decisions among all",
}

MODEL_WORDS: Mapping[str, str] = {
    "logistic": "logistic regression",
    "network": "a neural network",
}

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
