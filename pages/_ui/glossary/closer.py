"""Words of the pages that look closer, and of the report."""

from pages._ui.glossary.term import Term, section

PATTERNS = (
    Term(
        "Smooth gap",
        "The gap with every decision taken a little gradually, so that it moves with each row. "
        "Influence is computed on it; the gap that is reported counts decisions as they are.",
        section(2),
    ),
    Term(
        "Share of the gap",
        "How much of the smooth gap the rows of a pattern carry, by their influence. Shares of "
        "patterns that have rows in common do not add up.",
        section(5),
    ),
    Term(
        "Exploratory",
        "The best of many that were looked at. Some of them look good by chance, so it is a hint "
        "where to look and no finding until it is proved.",
        f"Gelman, Loken: The Statistical Crisis in Science, American Scientist 2014; {section(5)}",
    ),
    Term(
        "Prediction and Newton",
        "Two answers to what would happen if rows were changed, before it is tried: influence, "
        "which takes one straight step, and one Newton step, which also follows the bend.",
        f"Basu, You, Feizi: On Second-Order Group Influence Functions, ICML 2020; {section(5)}",
    ),
    Term(
        "Damping",
        "A small number that is added so that influence can be computed where the model's loss is "
        "flat or bent the wrong way, as in networks. The page says when it was needed.",
        f"Martens: Deep Learning via Hessian-free Optimization, ICML 2010; {section(3)}",
    ),
)

WEIGHTS = (
    Term(
        "Largest weight allowed",
        "A ceiling for every weight. Weights that would lie above it are held there and all "
        "others are found anew, so that no few rows carry the model.",
        section(4),
    ),
    Term(
        "Mean change of a weight",
        "How far a weight has moved from 1 on average, up or down: how much was changed in all.",
        section(4),
    ),
    Term(
        "Rank correlation",
        "How alike two sets of weights order the rows: 1 is the same order, 0 none in common.",
        "Spearman, American Journal of Psychology 1904",
    ),
    Term(
        "Estimated between two steps",
        "What a target between two trained models would take, read off the line between them at "
        "once. Refine trains a model at just that target, which replaces the estimate.",
        section(4),
    ),
    Term(
        "Strength of a step",
        "The largest change of a weight in one step, of the rules uniform and diverse.",
        section(4),
    ),
    Term(
        "Carry over",
        "Whether weights that were found on one kind of model also narrow the gap of another that "
        "is trained with them. It is measured, with intervals, on the same test rows.",
        section(1),
    ),
)

COMPARISON = (
    Term(
        "Family of methods",
        "What a method changes: the data before training, the training itself, or the decisions "
        "of a model that is trained. Also called pre-, in- and post-processing.",
        f"Caton, Haas: Fairness in Machine Learning: A Survey, ACM Computing Surveys 2024; "
        f"{section(9)}",
    ),
    Term(
        "Needs the group",
        "A method of which each decision looks at the group of the person. Where that may not be "
        "known or used, the method cannot be deployed.",
        section(9),
    ),
    Term(
        "Randomised decisions",
        "Two people with the same values may be decided differently, by a draw.",
        "Agarwal and others: A Reductions Approach to Fair Classification, ICML 2018; "
        f"{section(9)}",
    ),
    Term(
        "Dose",
        "How strongly a method is applied, from not at all to in full; each dose is one point of "
        "the picture.",
        section(9),
    ),
    Term(
        "Within noise",
        "The interval of a difference between two methods, over the same splits, includes zero: "
        "another draw of the rows might turn it round.",
        section(9),
    ),
)

ELSEWHERE = (
    Term(
        "Other data",
        "Rows that had no part in the study: another year, another place. Nothing is trained on "
        "them; both models are measured on them.",
        section(7),
    ),
    Term(
        "Part",
        "The rows that share a value of a column, such as one state. A part can be held out: then "
        "the models learn from all others and are measured on it.",
        section(7),
    ),
    Term(
        "For all parts together",
        "Intervals that are made wider so that all of them hold at the same time, however many "
        "parts are looked at. Also called Bonferroni's correction.",
        f"Dunn: Multiple Comparisons Among Means, JASA 1961; {section(7)}",
    ),
    Term(
        "Value that training never met",
        "A category, or a number beyond the range, that no training row had. The model has learned "
        "nothing of it.",
        section(1),
    ),
)

REPORT = (
    Term(
        "Good decision",
        "What a selected person gets. What it is depends on the table: credit, a place, being "
        "expected not to be arrested again.",
        section(2),
    ),
    Term(
        "Of 1,000",
        "A share as people: 72 of 1,000 are 7.2 %. A change of 16 of 1,000 is one of 1.6 points.",
        "Gigerenzer, Edwards: Simple Tools for Understanding Risks, BMJ 2003",
    ),
    Term(
        "Rounding",
        "Figures are rounded when they are shown and never before. A difference is taken of exact "
        "figures, so its last digit may not be that of the figures beside it.",
        section(7),
    ),
    Term(
        "Standard deviation",
        "How far single values usually lie from their mean; written after ±.",
        section(8),
    ),
    Term(
        "Seed",
        "The number that draws by lot begin with. The same seed gives the same split and the same "
        "figures again.",
        section(1),
    ),
    Term(
        "Fingerprint and digest",
        "Short numbers that stand for the settings and for the table. If one row or one setting "
        "were another, they would be too.",
        "FIPS 180-4, Secure Hash Standard",
    ),
    Term(
        "Replay",
        "Computing a saved study again from its table and settings, and comparing every figure.",
        "Its command stands in every report",
    ),
    Term(
        "Model card",
        "One page on a model: what it is for, what it was trained on, how it does for each group, "
        "and what to beware of.",
        "Mitchell and others: Model Cards for Model Reporting, FAT* 2019",
    ),
    Term(
        "Decision log",
        "Who chose what and why: the gap, the groups, the threshold, the operating point. Entries "
        "are added, never changed.",
        "Raji and others: Closing the AI Accountability Gap, FAT* 2020",
    ),
)
