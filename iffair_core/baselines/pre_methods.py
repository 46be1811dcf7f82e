"""Pre-processing: methods that change the training data."""

from __future__ import annotations

from iffair_core.baselines import features, influence_weights, repair, resampling, weighted
from iffair_core.baselines.method import Cost, Method, Needs, lazily
from iffair_core.baselines.reweighing import DOSES

ALTERED_BY_GROUP = Needs(group_when_deciding=True, changed_features=True)

PATH = Method(
    name="path",
    title="IFFair: path",
    family="pre",
    says="Follows the gap down in small steps, each the smallest change of the rows' weights that "
    "does it.",
    source="IFFair; docs/method.md, section 4",
    library="IFFair",
    answers=weighted.rule("path"),
    knob="share of the way to a smooth gap of zero",
    cost=Cost(25),
)
UNIFORM = Method(
    name="uniform",
    title="IFFair: uniform rounds",
    family="pre",
    says="Lowers the weight of every harmful row by one factor and raises that of every helpful "
    "row, in rounds.",
    source="after Yang et al. 2025, arXiv:2512.07249; docs/method.md, section 4",
    library="IFFair",
    answers=weighted.rule("uniform"),
    knob="rounds",
    cost=Cost(20),
)
DIVERSE = Method(
    name="diverse",
    title="IFFair: diverse rounds",
    family="pre",
    says="Moves the weight of every row in proportion to its influence on the gap, in rounds.",
    source="after Yang et al. 2025, arXiv:2512.07249; docs/method.md, section 4",
    library="IFFair",
    answers=weighted.rule("diverse"),
    knob="rounds",
    cost=Cost(20),
)
LINEAR_PROGRAM = Method(
    name="linear_program",
    title="Fewest rows removed (linear program)",
    family="pre",
    says="Removes as few rows as are predicted to narrow the gap without a larger loss.",
    source="Li and Liu, ICML 2022, arXiv:2202.00787",
    library="IFFair, solved by SciPy's HiGHS",
    answers=weighted.rule("linear_program"),
    knob="share of the gap that is to be closed",
    cost=Cost(100),
)
REWEIGHING = Method(
    name="reweighing",
    title="Reweighing",
    family="pre",
    says="Weighs the rows so that group and outcome are independent in the training data.",
    source="Kamiran and Calders 2012, doi:10.1007/s10115-011-0463-8",
    library="IFFair",
    answers=weighted.classic,
    knob="share of the way from equal weights to the method's own",
    doses=DOSES,
)
RESAMPLING = Method(
    name="resampling",
    title="Resampling",
    family="pre",
    says="Doubles and drops rows at random until group and outcome are independent in the "
    "training data.",
    source="Kamiran and Calders 2012, doi:10.1007/s10115-011-0463-8",
    library="IFFair",
    answers=resampling.answers,
    knob="share of the way from the rows as they are to independence",
    doses=DOSES,
)
SOFTMAX = Method(
    name="softmax_influence",
    title="Softmax of the influence",
    family="pre",
    says="Weighs each row by the exponential of minus its influence on the gap, in rounds.",
    source="after iterative influence reweighting; docs/method.md, section 9",
    library="IFFair",
    answers=influence_weights.softmax_of_influence,
    knob="scale, in standard deviations of the influence, summed over the rounds",
    doses=influence_weights.SCALES,
)
LEAST_HARMFUL = Method(
    name="least_harmful",
    title="Without the most harmful rows",
    family="pre",
    says="Trains without the rows that the gap rests on most.",
    source="after Chhabra et al., ICLR 2024, and Sattigeri et al., NeurIPS 2022; docs/method.md, "
    "section 9",
    library="IFFair",
    answers=influence_weights.least_harmful,
    knob="share of the training rows that is removed",
    doses=influence_weights.SHARES,
)
REPAIR = Method(
    name="repair",
    title="Disparate-impact removal",
    family="pre",
    says="Moves every number towards the value at the same rank in all groups; categories stay as "
    "they are.",
    source="Feldman et al. 2015, doi:10.1145/2783258.2783311",
    library="IFFair",
    answers=repair.answers,
    needs=ALTERED_BY_GROUP,
    knob="share of the way to one distribution for all groups",
    doses=features.DOSES,
    undefined=repair.without_numbers,
)
DECORRELATION = Method(
    name="correlation_remover",
    title="Correlation removal",
    family="pre",
    says="Subtracts from every feature what a linear regression on the group explains of it.",
    source="Fairlearn's user guide: CorrelationRemover; Bird et al. 2020, MSR-TR-2020-32",
    library="Fairlearn",
    answers=lazily("decorrelation"),
    needs=ALTERED_BY_GROUP,
    knob="share of the explained part that is subtracted",
    doses=features.DOSES,
    module="fairlearn",
)
REPRESENTATION = Method(
    name="learned_representation",
    title="Learned representation",
    family="pre",
    says="Replaces each record by its nearness to ten prototypes, learned from at most 2000 "
    "training rows so that the groups are alike near each.",
    source="Zemel et al., ICML 2013: Learning Fair Representations",
    library="IFFair in torch, with the objective of Fairlearn's PrototypeRepresentationLearner",
    answers=lazily("prototypes"),
    needs=Needs(changed_features=True),
    knob="weight of the likeness of the groups",
    doses=features.LIKENESS,
    cost=Cost(10, 7),
)

PRE_METHODS = (
    PATH,
    UNIFORM,
    DIVERSE,
    LINEAR_PROGRAM,
    REWEIGHING,
    RESAMPLING,
    SOFTMAX,
    LEAST_HARMFUL,
    REPAIR,
    DECORRELATION,
    REPRESENTATION,
)
