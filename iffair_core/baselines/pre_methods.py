"""Pre-processing: methods that change the training data."""

from __future__ import annotations

from iffair_core.baselines import weighted
from iffair_core.baselines.method import Method
from iffair_core.baselines.reweighing import DOSES

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
SOFTMAX = Method(
    name="softmax_influence",
    title="Softmax of the influence",
    family="pre",
    says="Weighs each row by the exponential of its influence on the gap, in rounds.",
    source="after iterative influence reweighting; docs/method.md, section 9",
    library="IFFair",
    answers=weighted.softmax_of_influence,
    knob="scale, in standard deviations of the influence",
    doses=weighted.SCALES,
)
LEAST_HARMFUL = Method(
    name="least_harmful",
    title="Without the most harmful rows",
    family="pre",
    says="Trains without the rows that the gap rests on most.",
    source="after data pruning by influence; docs/method.md, section 9",
    library="IFFair",
    answers=weighted.least_harmful,
    knob="share of the training rows that is removed",
    doses=weighted.SHARES,
)

PRE_METHODS = (PATH, REWEIGHING, SOFTMAX, LEAST_HARMFUL)
