"""The ideas that the pages rest on, from the table to the report."""

from __future__ import annotations

from pages._ui.glossary.term import Term, section

KOH_LIANG = "Koh, Liang: Understanding Black-box Predictions via Influence Functions, ICML 2017"
IFFAIR = "Yang and others: IFFair, arXiv 2512.07249"

DATA = (
    Term(
        "Good outcome",
        "The value of the outcome column that is good for the person: credit granted, not arrested "
        "again. Also called the favourable outcome. A row's outcome is what was recorded, which "
        "need not be what was just.",
        section(1),
    ),
    Term(
        "Group",
        "The rows that share a value of a protected attribute, such as sex or age; of several "
        "attributes, their combinations.",
        section(1),
    ),
    Term(
        "Reference group",
        "The group that the others are compared with, often the largest.",
        section(1),
    ),
    Term(
        "Base rate",
        "Share of a group's rows that have a good outcome in the data itself.",
        "Kleinberg, Mullainathan, Raghavan, ITCS 2017",
    ),
    Term(
        "Training, validation and test rows",
        "Each row belongs to one of three parts. The model learns from training rows; the weights "
        "and the operating point are chosen with the help of validation rows; test rows are kept "
        "back and serve for the figures that are reported.",
        section(4),
    ),
    Term(
        "Stand-in",
        "A column from which the group can be guessed, so that leaving out the group itself "
        "changes little. Also called a proxy.",
        "Barocas, Selbst: Big Data's Disparate Impact, California Law Review 2016",
    ),
    Term(
        "Leak",
        "A column that is only known once the outcome is, so that a model with it looks better "
        "than it will be.",
        "Kaufman and others: Leakage in Data Mining, ACM TKDD 2012",
    ),
    Term(
        "Label bias",
        "Recorded outcomes that are themselves the result of unequal treatment. No figure of this "
        "program can tell whether there is any.",
        "Barocas, Hardt, Narayanan: Fairness and Machine Learning, MIT Press 2023",
    ),
)

MODEL = (
    Term(
        "Plain model",
        "The model trained on your table as it is, all weights one: what everything is compared "
        "with.",
        section(1),
    ),
    Term(
        "Threshold",
        "The probability from which on a row is selected; or the share of rows that is selected, "
        "those with the highest probability first. Also called the cut.",
        section(2),
    ),
    Term(
        "Decision",
        "Selected or not: what the model's probability and the threshold make of it.",
        section(2),
    ),
    Term(
        "Penalty",
        "What keeps the model's coefficients small so that it does not learn single rows by heart.",
        section(1),
    ),
    Term(
        "Gap",
        "How far two groups are apart in a rate, in percentage points; of many groups, the largest "
        "difference. Which rate is meant is in the name of the gap.",
        section(2),
    ),
    Term("Point", "A percentage point: from 10 % to 12 % are 2 points.", section(2)),
    Term(
        "Utility", "How useful the model is, whatever the groups: accuracy and its kin.", section(2)
    ),
)

INFLUENCE = (
    Term(
        "Influence",
        "How much a gap would change if a training row weighed a little more, computed from "
        "derivatives without training again. It is a prediction; the page Influence proves it by "
        "retraining.",
        f"{KOH_LIANG}; {section(3)}",
    ),
    Term(
        "Harmful row",
        "A row that widens the gap when it weighs more. That says how the gap comes about, and is "
        "no error or fault of the row or the person.",
        f"{IFFAIR}; {section(3)}",
    ),
    Term("Helpful row", "A row that narrows the gap when it weighs more.", section(3)),
    Term(
        "Proof by retraining",
        "Rows are left out, weighed otherwise or relabelled, and the model is trained again: the "
        "change that was predicted stands beside the one that came.",
        section(5),
    ),
    Term(
        "Fidelity",
        "How well predicted and real changes agree over random groups of rows: correlation 1 and "
        "slope 1 are perfect.",
        section(5),
    ),
    Term(
        "Leverage",
        "How far a single row pulls the model towards itself; where it is large, the prediction of "
        "that row alone is corrected.",
        section(5),
    ),
    Term(
        "Newton step",
        "A second prediction of what retraining does, which also sees how the curvature of the "
        "loss changes with the rows.",
        section(5),
    ),
    Term(
        "Pattern",
        "A short description of rows, such as “age under 25 and no account”, with the share of a "
        "gap that they carry.",
        section(5),
    ),
)

WEIGHTS = (
    Term(
        "Weight",
        "How much a training row counts when the model is trained. Weights have a mean of 1: a row "
        "of weight 2 counts like two, a row of weight 0 is left out. The table is not changed.",
        section(1),
    ),
    Term(
        "Largest weight",
        "The heaviest row. Weights have mean 1, so a large one means that few rows carry much.",
        section(4),
    ),
    Term(
        "Rows of weight zero",
        "Share of the training rows that are left out altogether.",
        section(4),
    ),
    Term(
        "Effective sample size",
        "As many equally weighted rows carry the same information: (Σw)²/Σw². The further below "
        "the number of rows it is, the more the model rests on few of them.",
        section(4),
    ),
    Term("Step", "One round of changing the weights and training again.", section(4)),
    Term(
        "Frontier",
        "All steps as points of gap and utility: what less of a gap costs.",
        section(4),
    ),
    Term(
        "Dominated",
        "Another point has both a smaller gap and a better utility, so there is no reason to take "
        "this one.",
        section(4),
    ),
    Term(
        "Operating point",
        "The step that is taken: its weights, model and figures are those of the report. It is "
        "chosen on validation rows by the limits that were set, or by you.",
        section(4),
    ),
    Term(
        "Budget",
        "The largest predicted rise of the validation log loss that a step may cost.",
        section(4),
    ),
    Term(
        "Pace",
        "With several gaps at once: which share of its way a gap goes while one of pace 1 goes the "
        "whole.",
        section(4),
    ),
    Term(
        "Conflict",
        "Gaps that cannot all be closed: narrowing one widens another, or base rates differ.",
        "Kleinberg, Mullainathan, Raghavan, ITCS 2017; Chouldechova, Big Data 2017; " + section(4),
    ),
    Term(
        "Surrogate",
        "The model that the weights are found on when another learner uses them.",
        section(1),
    ),
)

EVIDENCE = (
    Term(
        "95 % interval",
        "Where the figure may lie, as other rows like these could have shown: of twenty such "
        "intervals about one misses. It says nothing of other splits or models.",
        "Wilson, JASA 1927; Newcombe, Statistics in Medicine 1998; " + section(7),
    ),
    Term(
        "Beyond chance",
        "The interval excludes zero, so a difference like this one rarely comes by chance alone.",
        section(7),
    ),
    Term(
        "Not enough evidence",
        "The figure would rest on so few rows that nobody should read it, and so it is not shown.",
        section(7),
    ),
    Term(
        "Undefined", "There is no such figure, for example no row with a good outcome.", section(7)
    ),
    Term(
        "Worse off",
        "A group that is selected less often, or misjudged more often, than under the plain model.",
        section(8),
    ),
    Term(
        "Turned round",
        "The gap is as wide as before or narrower, but now to the other group's disadvantage.",
        section(8),
    ),
    Term(
        "Matched control",
        "A simpler means that brings the gap as low as the reweighting did, so that their prices "
        "can be compared.",
        section(8),
    ),
    Term(
        "Spread over splits",
        "How much the figures change when the rows are divided otherwise into training, validation "
        "and test.",
        section(8),
    ),
    Term(
        "Screening line",
        "A limit that you set, such as four fifths between selection rates. It says where to look "
        "closer and is no verdict of law.",
        "Uniform Guidelines on Employee Selection Procedures, 29 CFR 1607.4(D), 1978",
    ),
    Term(
        "Hypervolume",
        "One figure for a whole trade-off: the share of the box between the plain model's gap and "
        "zero, and five points of accuracy, that a method's points cover. 1 is no gap at no cost.",
        "Zitzler, Thiele, IEEE Transactions on Evolutionary Computation 1999",
    ),
)
