"""What a result says: group figures as tables, and one sentence for each gap and chart."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping

import numpy as np
import pandas as pd

from iffair_core.arrays import Vector
from iffair_core.config import Network, StudyConfig
from iffair_core.data.prepared import Part
from iffair_core.fairness.gaps import (
    CELL_WORDS,
    GAP_RATES,
    MIN_CELL,
    RATES,
    RateTable,
    group_rates,
    largest_difference,
)
from iffair_core.fairness.measure import targeted_gap, widened_gaps
from iffair_core.fairness.report import fairness_report
from iffair_core.fairness.utility import UTILITIES
from iffair_core.frontier import undominated
from iffair_core.results import Measures, Point, Study, summarise_weights
from iffair_core.study import logits, probabilities
from pages._ui import words
from pages._ui.charts.cells import Cells

SHOWN_RATES = ("base_rate", *words.RATES)
REPORTED_GAPS = tuple(words.GAPS)


def rates_by_group(study: Study, point: Point, part: Part = Part.TEST) -> pd.DataFrame:
    """Lines of (metric, group, value, ci_low, ci_high, n) in the order of the groups."""
    prepared = study.prepared
    rows = prepared.mask(part)
    report = fairness_report(
        prepared.y[rows],
        (probabilities(study, point)[rows] >= point.cut).astype(np.float64),
        np.array(prepared.groups, dtype=object)[prepared.group[rows]],
        sample_weight=prepared.weight[rows] if study.config.task.weight_column else None,
    )
    own = report[report["metric"].isin(SHOWN_RATES) & (report["group"] != "")]
    order = {group: i for i, group in enumerate(prepared.groups)}
    own = own.sort_values("group", key=lambda names: names.map(order), kind="stable")
    return own[["metric", "group", "value", "ci_low", "ci_high", "n"]].reset_index(drop=True)


def rate_table(study: Study, point: Point, part: Part = Part.TEST) -> RateTable:
    """Hard rates of every group at a point."""
    prepared = study.prepared
    rows = prepared.mask(part)
    return group_rates(
        prepared.y[rows],
        logits(study, point)[rows],
        prepared.group[rows],
        n_groups=len(prepared.groups),
        weight=prepared.weight[rows],
        cut=point.cut,
        min_cell=study.config.min_cell,
    )


def gap_sentence(name: str, study: Study, point: Point, rates: RateTable) -> str:
    """A gap on the test rows in words: who, how much, compared with whom."""
    if point.test.gaps[name] is None:
        return f"Undefined: {point.test.undefined.get(name, 'too few rows')}."
    parts = GAP_RATES.get(name, GAP_RATES["equalized_odds"])
    if name == "equalized_odds":
        parts = (max(parts, key=lambda rate: largest_difference(rates.value[rate]) or 0.0),)
    text = " ".join(pair_sentence(rate, rates, study) for rate in parts)
    left_out = point.test.undefined.get(name)
    return f"{text} Not counted: {left_out}." if left_out else text


def pair_sentence(rate: str, rates: RateTable, study: Study) -> str:
    """The largest difference of a rate: "Female: selected 18 points less often than Male …".

    It says so where one of the two groups has too few rows for its rate.
    """
    groups, reference = study.prepared.groups, study.prepared.reference
    value = rates.value[rate]
    low, high = int(np.nanargmin(value)), int(np.nanargmax(value))
    who, whom = (high, low) if low == reference and len(groups) == 2 else (low, high)
    difference = float(value[who] - value[whom])
    few = _few_rows(rate, rates, {groups[g]: g for g in (who, whom)})
    if rate == "log_loss":
        more = "higher" if difference > 0 else "lower"
        return (
            f"For **{groups[who]}** the log loss is {abs(difference):.3f} {more} than for "
            f"**{groups[whom]}** ({value[who]:.3f} against {value[whom]:.3f}).{few}"
        )
    phrase = words.RATES[rate].more if difference > 0 else words.RATES[rate].less
    against = f"({words.percent(value[who])} against {words.percent(value[whom])})"
    many = ", the largest difference of any two groups" if len(groups) > 2 else ""
    return (
        f"**{groups[who]}**: {phrase.format(points=words.points(difference))} than "
        f"**{groups[whom]}** {against}{many}.{few}"
    )


def _few_rows(rate: str, rates: RateTable, pair: Mapping[str, int]) -> str:
    """Which groups of a pair have few rows in the cell of the rate; empty if none."""
    counts = {group: int(rates.count[rate][index]) for group, index in pair.items()}
    few = [f"{group} has {count}" for group, count in counts.items() if count < MIN_CELL]
    if not few:
        return ""
    kind = CELL_WORDS[RATES[rate].rows]
    return f" Few {kind}: {words.listed(few)}, so this figure says little."


def comparison(before: Point, after: Point, targets: tuple[str, ...]) -> pd.DataFrame:
    """Every gap and utility on the test rows at two points; ``target`` marks the targeted gaps."""
    lines = [
        ("gap", n, words.gap_title(n), before.test.gaps[n], after.test.gaps[n], n in targets)
        for n in REPORTED_GAPS
    ]
    lines += [
        ("utility", n, words.utility_title(n), before.test.utility[n], after.test.utility[n], False)
        for n in UTILITIES
    ]
    columns = ["kind", "name", "title", "before", "after", "target"]
    table = pd.DataFrame(lines, columns=columns).astype({"before": float, "after": float})
    table["change"] = table["after"] - table["before"]
    return table


def comparison_sentence(study: Study) -> str:
    """What the operating point buys, and what it costs, on the test rows."""
    before, after = study.plain.test, study.operating.test
    gaps = study.config.gaps
    old, new = targeted_gap(before, gaps), targeted_gap(after, gaps)
    if old is None or new is None:
        return "The targeted gap is undefined on the test rows."
    title = words.gap_title(gaps[0]) if len(gaps) == 1 else "The largest targeted gap"
    cost = (before.utility["accuracy"] or 0.0) - (after.utility["accuracy"] or 0.0)
    price = (
        f"costs {words.points(cost)} of accuracy"
        if cost > 0
        else (f"gains {words.points(cost)} of accuracy" if cost < 0 else "leaves accuracy as it is")
    )
    was, now = words.figure(old, gaps[0]), words.figure(new, gaps[0])
    verb = "falls" if new < old else "rises"
    moved = f"stays at {was}" if was == now else f"{verb} from {was} to {now}"
    return " ".join(filter(None, (f"{title} {moved} on test rows; that {price}.", _widened(study))))


def _widened(study: Study) -> str:
    """The gaps that the operating point made wider; empty if there is none."""
    before, after = study.plain.test, study.operating.test
    wider = [
        f"{words.gap_title(name)} ({words.figure(before.gaps[name], name)} → "
        f"{words.figure(after.gaps[name], name)})"
        for name in widened_gaps(before, after)
    ]
    return f"**It widens other gaps:** {'; '.join(wider)}." if wider else ""


def left_out(measures: Measures) -> list[str]:
    """Each reason for an undefined figure or a missing group once, with the figures it is of."""
    figures: dict[str, list[str]] = {}
    for name, reasons in measures.undefined.items():
        for reason in reasons.split("; "):
            figures.setdefault(reason, []).append(words.measure_title(name))
    return [f"{words.listed(names)}: {reason}" for reason, names in figures.items()]


def goal(config: StudyConfig) -> str:
    """What the operating point shall keep to: "a gap of at most 2.0 points"."""
    bounds = dict(config.bounds)
    if bounds:
        each = [
            f"{words.gap_title(gap)} {words.points(bounds.get(gap, config.max_gap))}"
            for gap in config.gaps
        ]
        wanted = f"gaps of at most {words.listed(each)}"
    else:
        kind = "a gap" if len(config.gaps) == 1 else "gaps"
        wanted = f"{kind} of at most {words.points(config.max_gap)}"
    if config.max_loss is None:
        return wanted
    return f"{wanted}, for at most {words.points(config.max_loss)} of accuracy"


def frontier_lines(study: Study, gaps: tuple[str, ...], utility: str) -> pd.DataFrame:
    """One line a point and part: step, part, gap, utility, undominated, weights' effective size."""
    lines = []
    for part in ("validation", "test"):
        measures = [getattr(p, part) for p in study.points]
        best = undominated(measures, gaps, utility)
        for point, found, free in zip(study.points, measures, best, strict=True):
            lines.append(
                {
                    "step": point.step,
                    "part": part,
                    "gap": targeted_gap(found, gaps),
                    "utility": found.utility[utility],
                    "undominated": bool(free),
                }
            )
    return pd.DataFrame(lines).astype({"gap": float, "utility": float})


def differences(shown: StudyConfig, wanted: StudyConfig) -> tuple[str, ...]:
    """What differs between two configurations, in words: "rule: path instead of uniform"."""
    found = []
    for field in dataclasses.fields(StudyConfig):
        old, new = getattr(shown, field.name), getattr(wanted, field.name)
        if old == new or (field.name == "l2" and shown.penalty == wanted.penalty):
            continue
        if field.name == "task":
            found.append("the task")
        else:
            found.append(f"{SETTING_WORDS[field.name]}: {_said(new)} instead of {_said(old)}")
    return tuple(found)


SETTING_WORDS = {
    "data": "table",
    "split": "split",
    "seed": "seed",
    "model": "model",
    "network": "network",
    "l2": "penalty",
    "learner": "other learner",
    "compare": "groups compared",
    "min_cell": "fewest rows of a compared group",
    "gaps": "gaps to close",
    "rule": "rule",
    "steps": "steps",
    "strength": "strength",
    "budget": "budget",
    "max_weight": "largest weight",
    "max_gap": "largest gap allowed",
    "bounds": "gaps allowed",
    "paces": "paces",
    "max_loss": "largest loss of accuracy",
    "cut": "decision threshold",
    "share": "share to be selected",
    "target_rows": "rows that the gap is measured on",
}


def _said(value: object) -> str:
    if value is None:
        return "none"
    if isinstance(value, Network):
        layers = " → ".join(str(width) for width in value.layers)
        return f"{layers} {value.activation} (seed {value.seed})"
    if isinstance(value, tuple) and all(isinstance(v, tuple) for v in value):
        return words.listed([f"{words.gap_title(gap)} {share:g}" for gap, share in value]) or "none"
    if isinstance(value, tuple):
        return words.listed([words.gap_title(str(v)) for v in value])
    if isinstance(value, float):
        return f"{value:g}"
    return str(value)


def base_rates(lines: pd.DataFrame) -> pd.DataFrame:
    """(group, rows, base_rate, selection_rate) from the lines of ``rates_by_group``."""
    wide = lines.pivot_table(index="group", columns="metric", values="value", sort=False)
    rows = lines[lines["metric"] == "selection_rate"].set_index("group")["n"]
    table = wide[["base_rate", "selection_rate"]].astype(float)
    table.insert(0, "rows", rows.reindex(table.index))
    return table.reset_index()


def small_groups(study: Study) -> str:
    """Which groups have too few test rows for their rates to say much; empty if none."""
    prepared = study.prepared
    counts = np.bincount(prepared.group[prepared.mask(Part.TEST)], minlength=len(prepared.groups))
    few = [f"{prepared.groups[g]} ({counts[g]})" for g in np.flatnonzero(counts < MIN_CELL)]
    if not few:
        return ""
    return (
        f"Fewer than {MIN_CELL} test rows: {words.listed(few)}. Their rates may be chance, and a "
        "largest difference may rest on them alone. Merge groups on the data page if they belong "
        "together."
    )


def stacked(models: dict[str, pd.DataFrame]) -> pd.DataFrame:
    """The lines of several models under one another, the model's name in front."""
    return pd.concat([lines.assign(model=name) for name, lines in models.items()])[
        ["model", "metric", "group", "value", "ci_low", "ci_high", "n"]
    ]


def weights_sentence(weights: Vector, cells: Cells) -> str:
    """Which cell gains and which loses most: their mean weights."""
    mean = pd.Series(weights).groupby(cells.code).mean()
    most, least = int(mean.idxmax()), int(mean.idxmin())
    return (
        f"**{cells.names[most]}** gains most (mean weight {mean[most]:.2f}), "
        f"**{cells.names[least]}** loses most (mean weight {mean[least]:.2f})."
    )


def frontier_sentence(study: Study, lines: pd.DataFrame, gap: str, utility: str) -> str:
    """Where the operating point stands, and how many points there are to choose from."""
    test = lines[lines["part"] == "test"].set_index("step")
    plain, chosen = test.loc[0], test.loc[study.operating.step]
    return (
        f"On test rows the operating point (step {study.operating.step} of {len(test) - 1}) has a "
        f"gap of {words.figure(chosen['gap'], gap)} at {words.utility_title(utility)} "
        f"{words.figure(chosen['utility'], utility)}; the plain model "
        f"{words.figure(plain['gap'], gap)} at {words.figure(plain['utility'], utility)}. Faint "
        "points are dominated: another one is better in both."
    )


def point_table(study: Study) -> pd.DataFrame:
    """One line a point: targeted gap and accuracy on both parts, and its weights."""
    lines = []
    for point in study.points:
        weights = summarise_weights(point.weights)
        lines.append(
            {
                "step": point.step,
                "operating point": point.step == study.operating.step,
                "gap, validation": targeted_gap(point.validation, study.config.gaps),
                "gap, test": targeted_gap(point.test, study.config.gaps),
                "accuracy, validation": point.validation.utility["accuracy"],
                "accuracy, test": point.test.utility["accuracy"],
                "effective sample size": round(weights.effective_sample_size),
                "largest weight": round(weights.largest, 2),
            }
        )
    return pd.DataFrame(lines)
