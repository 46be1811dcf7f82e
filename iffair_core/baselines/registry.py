"""Every method of the comparison, family by family."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from iffair_core.baselines import weighted
from iffair_core.baselines.in_methods import IN_METHODS
from iffair_core.baselines.method import Method
from iffair_core.baselines.post_methods import POST_METHODS
from iffair_core.baselines.pre_methods import PRE_METHODS
from iffair_core.errors import ConfigError

PLAIN = Method(
    name="plain",
    title="Plain model",
    family="plain",
    says="The model as it is.",
    source="",
    library="IFFair",
    answers=weighted.plain,
)
METHODS: Mapping[str, Method] = {
    method.name: method for method in (PLAIN, *PRE_METHODS, *IN_METHODS, *POST_METHODS)
}
QUICK = (
    *("path", "softmax_influence", "reweighing", "correlation_remover"),
    *("grid_search", "penalised_loss"),
    *("common_threshold", "group_thresholds", "relaxed_threshold_optimizer"),
)
"""At least two of each family that take seconds on a table of ordinary size."""


def chosen_methods(names: Sequence[str]) -> tuple[Method, ...]:
    """The methods of these names. Raises ConfigError if there is none of a name."""
    unknown = [name for name in names if name not in METHODS]
    if unknown:
        raise ConfigError(
            f"There is no method {', '.join(map(repr, unknown))}; choose among "
            f"{', '.join(METHODS)}."
        )
    return tuple(METHODS[name] for name in dict.fromkeys(names))
