"""In-processing: methods that change the training itself.

Doses of methods whose library is heavy stand here as well, because a list of the methods must not
load it; a test compares them.
"""

from __future__ import annotations

from iffair_core.baselines import penalised
from iffair_core.baselines.conditions import (
    first_of,
    only_for,
    other_cut,
    weighs_rows,
    wide_grid,
)
from iffair_core.baselines.method import Cost, Method, Needs, lazily

NO_LOSSES = only_for(
    "demographic_parity",
    "equal_opportunity",
    "predictive_equality",
    "equalized_odds",
    "error_rate_parity",
    because="Fairlearn's reductions bound differences of decisions; of losses they bound each "
    "group's own, not the difference.",
)

GRADIENT = Method(
    name="exponentiated_gradient",
    title="Exponentiated gradient",
    family="in",
    says="Trains the model many times with other labels and weights, and lets chance choose among "
    "the models so that the gap keeps to a bound.",
    source="Agarwal et al., ICML 2018, arXiv:1803.02453",
    library="Fairlearn",
    answers=lazily("reductions", "gradient"),
    needs=Needs(randomised=True, own_training=True),
    knob="share of the plain model's gap that may remain",
    doses=(0.8, 0.6, 0.4, 0.3, 0.2, 0.1, 0.02),
    undefined=first_of(NO_LOSSES, other_cut, weighs_rows),
    module="fairlearn",
    cost=Cost(280, 5),
)
GRID = Method(
    name="grid_search",
    title="Grid search",
    family="in",
    says="Trains the model with other labels and weights, once for each point of a grid of prices "
    "on the gap.",
    source="Agarwal et al., ICML 2018, arXiv:1803.02453, section 3.4",
    library="Fairlearn",
    answers=lazily("reductions", "grid"),
    needs=Needs(own_training=True),
    knob="number of the model, from small to large prices",
    doses=tuple(float(number) for number in range(1, 42)),
    undefined=first_of(NO_LOSSES, wide_grid, other_cut, weighs_rows),
    module="fairlearn",
    cost=Cost(45),
)
PENALISED = Method(
    name="penalised_loss",
    title="Loss with a price on the gap",
    family="in",
    says="Adds the square of the smooth gap to the loss that training minimises.",
    source="after Kamishima et al. 2012, doi:10.1007/978-3-642-33486-3_3; docs/method.md, "
    "section 9",
    library="IFFair, minimised by SciPy's L-BFGS",
    answers=penalised.answers,
    needs=Needs(own_training=True),
    knob="price of the squared gap, in units of the plain model's loss",
    doses=penalised.DOSES,
    cost=Cost(50),
)
ADVERSARIAL = Method(
    name="adversarial",
    title="Adversarial debiasing",
    family="in",
    says="Trains the model against a second one that guesses the group from its score.",
    source="Zhang, Lemoine and Mitchell, AIES 2018, arXiv:1801.07593",
    library="Fairlearn, on torch",
    answers=lazily("adversarial"),
    needs=Needs(own_training=True),
    knob="weight of the second model's guess (alpha)",
    doses=(0.03, 0.1, 0.3, 1.0, 3.0),
    undefined=first_of(
        only_for(
            "demographic_parity",
            "equalized_odds",
            because="Fairlearn's adversary is defined for demographic parity and equalised odds.",
        ),
        weighs_rows,
    ),
    module="fairlearn",
    cost=Cost(0, 30),
)

IN_METHODS = (GRADIENT, GRID, PENALISED, ADVERSARIAL)
