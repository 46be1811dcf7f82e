"""Post-processing: methods that leave the model as it is and change its decisions."""

from __future__ import annotations

from iffair_core.baselines import reject_option, thresholds
from iffair_core.baselines.conditions import (
    first_of,
    many_groups,
    one_outcome,
    only_for,
    selects_share,
    weighs_rows,
)
from iffair_core.baselines.method import Cost, Method, Needs, lazily

NO_LOSSES = only_for(
    "demographic_parity",
    "equal_opportunity",
    "predictive_equality",
    "equalized_odds",
    "error_rate_parity",
    because="Other decisions leave the probabilities, and so the losses, as they are.",
)
BY_CHANCE = Needs(group_when_deciding=True, randomised=True)

COMMON = Method(
    name="common_threshold",
    title="One common threshold",
    family="post",
    says="Moves the threshold of the plain model for everybody alike.",
    source="the simplest alternative",
    library="IFFair",
    answers=thresholds.common,
    knob="share of the validation rows that is selected",
    doses=thresholds.SHARES,
    undefined=first_of(NO_LOSSES, selects_share),
)
OPTIMISER = Method(
    name="threshold_optimizer",
    title="Thresholds of groups, equal rates",
    family="post",
    says="Gives each group a threshold of its own, or two with a chance between them, so that the "
    "rates agree.",
    source="Hardt, Price and Srebro, NeurIPS 2016, arXiv:1610.02413",
    library="Fairlearn",
    answers=lazily("threshold_optimizer", "strict"),
    needs=BY_CHANCE,
    undefined=first_of(
        only_for(
            "demographic_parity",
            "equal_opportunity",
            "predictive_equality",
            "equalized_odds",
            because="Fairlearn's optimiser is defined for rates of decisions, not of errors or "
            "losses.",
        ),
        selects_share,
        one_outcome,
        weighs_rows,
    ),
    module="fairlearn",
)
RELAXED = Method(
    name="relaxed_threshold_optimizer",
    title="Thresholds of groups, rates within a bound",
    family="post",
    says="The same with rates that may differ by a share of the plain model's gap.",
    source="Hardt, Price and Srebro, NeurIPS 2016; Fairlearn's user guide: relaxed constraints",
    library="Fairlearn",
    answers=lazily("threshold_optimizer", "relaxed"),
    needs=BY_CHANCE,
    knob="share of the plain model's gap that may remain",
    doses=(0.9, 0.75, 0.6, 0.45, 0.3, 0.2, 0.1),
    undefined=first_of(
        only_for(
            "demographic_parity",
            "equal_opportunity",
            "predictive_equality",
            because="Fairlearn relaxes the thresholds of one rate of decisions alone.",
        ),
        selects_share,
        one_outcome,
        weighs_rows,
    ),
    module="fairlearn",
    cost=Cost(20, 0.5),
)
GROUPS = Method(
    name="group_thresholds",
    title="Thresholds of groups, without chance",
    family="post",
    says="Gives each group one threshold, as accurate as found within a bound on the gap.",
    source="after Hardt, Price and Srebro, NeurIPS 2016; docs/method.md, section 9",
    library="IFFair",
    answers=thresholds.of_groups,
    needs=Needs(group_when_deciding=True),
    knob="share of the plain model's gap that may remain",
    doses=thresholds.DOSES,
    undefined=first_of(NO_LOSSES, selects_share),
    cost=Cost(20, 0.2),
)
REJECT = Method(
    name="reject_option",
    title="Reject option",
    family="post",
    says="Where the plain model is least sure, decides for the group that it disfavours and "
    "against the other.",
    source="Kamiran, Karim and Zhang, ICDM 2012, doi:10.1109/ICDM.2012.45",
    library="IFFair",
    answers=reject_option.answers,
    needs=Needs(group_when_deciding=True),
    knob="share of the rows that the band around the threshold holds",
    doses=reject_option.DOSES,
    undefined=first_of(
        only_for(
            "demographic_parity",
            "equal_opportunity",
            "predictive_equality",
            "equalized_odds",
            because="It moves selections from one group to the other, which says nothing of errors "
            "or losses.",
        ),
        many_groups,
        selects_share,
    ),
)

POST_METHODS = (COMMON, OPTIMISER, RELAXED, GROUPS, REJECT)
