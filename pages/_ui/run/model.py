"""The model of a run: what influence is computed on, and who else is to use the weights."""

from __future__ import annotations

import dataclasses
from typing import Any

import streamlit as st

from iffair_core.config import (
    ACTIVATIONS,
    LEARNER_NAMES,
    MODEL_NAMES,
    PENALTY,
    ModelName,
    Network,
    Penalty,
    StudyConfig,
)
from iffair_core.errors import ConfigError
from pages._ui import widgets, words

ALONE = "none"
AUTO = {
    "logistic": "The one that predicts training rows best which are left out. Pays on small "
    "tables with many columns.",
    "network": "The one that predicts validation rows best, of six. A network with too small a "
    "penalty learns a small table by heart.",
}


def controls(start: StudyConfig) -> dict[str, Any]:
    """Model, network, penalty and learner as fields of the configuration.

    Raises ConfigError if the hidden layers are not widths.
    """
    left, right = st.columns(2, gap="large")
    with left:
        widgets.restore("run_model", start.model)
        model = st.radio(
            "Model",
            list(MODEL_NAMES),
            key="run_model",
            format_func=lambda name: words.MODELS[name].title,
            captions=[words.MODELS[name].text for name in MODEL_NAMES],
        )
        network = _network(start.network) if model == "network" else start.network
    with right:
        penalty = _penalty(start, model)
        learner = _learner(start.learner)
    return {"model": model, "network": network, "l2": penalty, "learner": learner}


def _penalty(start: StudyConfig, model: ModelName) -> Penalty:
    """The penalty of one model: each has controls of its own, which begin with its default."""
    now = dataclasses.replace(start, model=model, l2=start.l2 if model == start.model else None)
    widgets.restore(f"run_l2_auto_{model}", now.penalty == "auto")
    if st.checkbox(
        "Choose the penalty from the data", key=f"run_l2_auto_{model}", help=AUTO[model]
    ):
        return "auto"
    widgets.restore(f"run_l2_{model}", PENALTY if now.penalty == "auto" else now.penalty)
    return st.number_input(
        "L2 penalty of the model (weight decay)",
        min_value=0.0,
        step=0.001,
        format="%.4f",
        key=f"run_l2_{model}",
        help="Keeps the model's coefficients small: the larger it is, the less the model learns by "
        "heart, and the less of what is there it sees.",
    )


def _network(start: Network) -> Network:
    widgets.restore("run_layers", ", ".join(str(width) for width in start.layers))
    layers = st.text_input(
        "Width of each hidden layer",
        key="run_layers",
        help="First to last, separated by commas, such as 32, 16.",
    )
    widgets.restore("run_activation", start.activation)
    activation = st.selectbox(
        "Activation",
        list(ACTIVATIONS),
        key="run_activation",
        help="All of them are smooth: influence needs derivatives.",
    )
    widgets.restore("run_network_seed", start.seed)
    seed = st.number_input(
        "Seed of the network",
        min_value=0,
        step=1,
        key="run_network_seed",
        help="A network begins with random parameters; another seed gives another one.",
    )
    return Network(widths(layers), activation, int(seed), start.device)


def widths(text: str) -> tuple[int, ...]:
    """ "32, 16" -> (32, 16). Raises ConfigError."""
    try:
        return tuple(int(part) for part in text.split(","))
    except ValueError as error:
        raise ConfigError(
            f"Hidden layers are whole numbers separated by commas, such as 32, 16; got {text!r}."
        ) from error


def _learner(start: str | None) -> str | None:
    widgets.restore("run_learner", start or ALONE)
    chosen = st.selectbox(
        "Also train, with the same weights",
        [ALONE, *LEARNER_NAMES],
        key="run_learner",
        format_func=words.learner_title,
        help="Weights that were found on the model above can serve any learner. It is trained at "
        "every point, and its own figures are shown beside the model's.",
    )
    return None if chosen == ALONE else chosen
