"""A metric chooser: from what is at stake to one or two gaps, with reason and trade-off.

No gap is right in itself; the answers say which harm counts and which assumptions hold. What it
rests on: a gap given the outcome (both odds gaps, error rates, log loss) is worth what the recorded
outcome is worth; demographic parity does not need the outcome, and asks for equal selection also
where outcomes differ (Barocas, Hardt and Narayanan; Mitchell et al.).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, get_args

from iffair_core.config import GapName, check_choice

Harm = Literal["refused", "accepted", "unequal", "wrong"]
Label = Literal["trusted", "unsure", "doubtful"]
BaseRates = Literal["legitimate", "unsure", "unjust"]
Output = Literal["decisions", "probabilities"]
Source = Literal[
    "barocas", "chouldechova", "corbett", "hardt", "hashimoto", "kleinberg", "mitchell"
]

SOURCES: Mapping[Source, str] = {
    "barocas": "Barocas, Hardt, Narayanan: Fairness and Machine Learning: Limitations and "
    "Opportunities. MIT Press, 2023.",
    "chouldechova": "Chouldechova: Fair Prediction with Disparate Impact. Big Data 5(2), 2017.",
    "corbett": "Corbett-Davies, Gaebler, Nilforoshan, Shroff, Goel: The Measure and Mismeasure of "
    "Fairness. Journal of Machine Learning Research 24, 2023 (first by Corbett-Davies and Goel, "
    "2018).",
    "hardt": "Hardt, Price, Srebro: Equality of Opportunity in Supervised Learning. NeurIPS 2016.",
    "hashimoto": "Hashimoto, Srivastava, Namkoong, Liang: Fairness Without Demographics in "
    "Repeated Loss Minimization. ICML 2018.",
    "kleinberg": "Kleinberg, Mullainathan, Raghavan: Inherent Trade-Offs in the Fair "
    "Determination of Risk Scores. ITCS 2017.",
    "mitchell": "Mitchell, Potash, Barocas, D'Amour, Lum: Algorithmic Fairness: Choices, "
    "Assumptions, and Definitions. Annual Review of Statistics and Its Application 8, 2021.",
}


@dataclass(frozen=True)
class Answers:
    """What a person says of the decision.

    harm        what is worst: a good case is "refused", a bad case is "accepted", groups are
                treated "unequal" at all, or the model is "wrong" in general
    label       whether the recorded outcome can be "trusted"
    base_rates  whether different base rates have "legitimate" reasons or are "unjust" themselves
    output      whether "decisions" of the model are used, or its "probabilities"

    Raises ConfigError for another answer.
    """

    harm: Harm
    label: Label
    base_rates: BaseRates
    output: Output

    def __post_init__(self) -> None:
        check_choice("harm", self.harm, get_args(Harm))
        check_choice("label", self.label, get_args(Label))
        check_choice("base_rates", self.base_rates, get_args(BaseRates))
        check_choice("output", self.output, get_args(Output))


@dataclass(frozen=True)
class Proposal:
    """A gap, why it fits the answers, what it costs or assumes, and keys of ``SOURCES``."""

    gap: GapName
    reason: str
    trade_off: str
    sources: tuple[Source, ...]


HARM_GAPS: Mapping[Harm, GapName] = {
    "refused": "equal_opportunity",
    "accepted": "predictive_equality",
    "unequal": "equalized_odds",
    "wrong": "error_rate_parity",
}


def propose(answers: Answers) -> tuple[Proposal, ...]:
    """One or two gaps, the one that fits best first."""
    return tuple(_proposal(gap, answers) for gap in _gaps(answers))


def _gaps(answers: Answers) -> tuple[GapName, ...]:
    """At most two gaps.

    A doubtful outcome leaves demographic parity; the harm's own gap is added where base rates
    differ for legitimate reasons, which demographic parity cannot see. An outcome that is trusted
    leaves the harm's own gap, beside demographic parity unless base rates differ for legitimate
    reasons; where they are unjust and any inequality is the harm, demographic parity takes its
    place. Where probabilities are used, the log loss comes beside the first.
    """
    harm = HARM_GAPS[answers.harm]
    if answers.label == "doubtful":
        legitimate = answers.base_rates == "legitimate"
        return ("demographic_parity", harm) if legitimate else ("demographic_parity",)
    if answers.label == "unsure":
        own: tuple[GapName, GapName] = (harm, "demographic_parity")
        return (own[1], own[0]) if answers.harm == "unequal" else own
    first: GapName = harm
    if answers.harm == "unequal" and answers.base_rates == "unjust":
        first = "demographic_parity"
    if answers.output == "probabilities":
        return ("loss_parity", first) if answers.harm == "wrong" else (first, "loss_parity")
    if answers.base_rates == "legitimate" or first == "demographic_parity":
        return (first,)
    return (first, "demographic_parity")


REASONS: Mapping[GapName, tuple[str, tuple[Source, ...]]] = {
    "demographic_parity": (
        "It compares decisions alone: are the groups selected equally often? It needs no recorded "
        "outcome, so an outcome that comes from biased decisions cannot hide a difference.",
        ("barocas", "mitchell"),
    ),
    "equal_opportunity": (
        "A good case that is refused is what hurts most: of those with a good outcome, each group "
        "shall be selected equally often.",
        ("hardt",),
    ),
    "predictive_equality": (
        "A bad case that is accepted is what hurts most: of those with a bad outcome, no group "
        "shall be selected more often.",
        ("chouldechova", "corbett"),
    ),
    "equalized_odds": (
        "Unequal treatment is what hurts most: people with the same outcome shall be selected "
        "equally often in each group, both those with a good and those with a bad one.",
        ("hardt",),
    ),
    "error_rate_parity": (
        "Being wrong is what hurts most, whichever way: the model shall misjudge each group "
        "equally often.",
        ("mitchell",),
    ),
    "loss_parity": (
        "Probabilities are used as they are: the log loss says how far they are from the outcomes, "
        "whatever threshold somebody sets later.",
        ("hashimoto",),
    ),
}


def _proposal(gap: GapName, answers: Answers) -> Proposal:
    reason, sources = REASONS[gap]
    trade_off, more = (
        _without_outcome(answers) if gap == "demographic_parity" else _given_outcome(gap, answers)
    )
    return Proposal(gap, reason, trade_off, tuple(dict.fromkeys((*sources, *more))))


def _without_outcome(answers: Answers) -> tuple[str, tuple[Source, ...]]:
    """What demographic parity costs under these answers."""
    said = [
        {
            "legitimate": "You expect base rates to differ for legitimate reasons: equal selection "
            "then means unequal selection of people with the same outcome, unless the decision "
            "says nothing of the outcome.",
            "unsure": "If base rates do differ for legitimate reasons, equal selection means "
            "unequal selection of people with the same outcome.",
            "unjust": "Where base rates differ in the data, equal selection can lower accuracy "
            "as measured by the recorded outcome.",
        }[answers.base_rates]
    ]
    if answers.output == "probabilities":
        said.append("It looks at decisions at one threshold: check others too.")
    return " ".join(said), ("barocas", "corbett")


def _given_outcome(gap: GapName, answers: Answers) -> tuple[str, tuple[Source, ...]]:
    """What a gap given the outcome assumes under these answers."""
    said = [
        {
            "trusted": "It takes the recorded outcome as the truth.",
            "unsure": "It is worth what the recorded outcome is worth, of which you are unsure: "
            "read it beside the other gap.",
            "doubtful": "The recorded outcome is doubtful, so it inherits that bias: read it with "
            "care, beside demographic parity.",
        }[answers.label],
        LIMITS[gap],
    ]
    conflict, sources = CONFLICTS.get(gap, ("", ()))
    return " ".join(filter(None, (*said, conflict))), (*sources, "corbett")


CONFLICTS: Mapping[GapName, tuple[str, tuple[Source, ...]]] = {
    "equal_opportunity": (
        "Where base rates differ, equal TPR and selections that are right equally often in every "
        "group make the FPR differ.",
        ("chouldechova",),
    ),
    "predictive_equality": (
        "Where base rates differ, equal FPR and selections that are right equally often in every "
        "group make the TPR differ.",
        ("chouldechova",),
    ),
    "equalized_odds": (
        "Where base rates differ, it excludes selections that are right equally often, and "
        "probabilities that mean the same, in every group, but for special cases.",
        ("chouldechova", "kleinberg"),
    ),
}
"""What the gap excludes, by FPR = p / (1 - p) (1 - PPV) / PPV TPR for a base rate p."""

LIMITS: Mapping[GapName, str] = {
    "equal_opportunity": "It does not see bad cases that are accepted.",
    "predictive_equality": "It does not see good cases that are refused.",
    "equalized_odds": "It asks for more than either odds gap alone, and as a rule costs more "
    "accuracy.",
    "error_rate_parity": "It counts both kinds of error alike, so one may grow where the other "
    "falls.",
    "loss_parity": "A group that is harder to predict has a higher loss under any model, also "
    "the best one.",
}
