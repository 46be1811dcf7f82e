"""The charts of a story as values, from the findings."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from iffair_core.data.prepared import Part
from iffair_core.evidence.levels import levels
from iffair_core.evidence.worse_off import PER, WORSE_WHEN
from iffair_core.fairness.gap_intervals import REPORTED_GAPS
from iffair_core.fairness.measure import targeted_gap
from iffair_core.report.findings import Findings, Told, by_group, whole
from iffair_core.report.story.values import Bars, Dot, Dots, DotSeries, Interval, Role, Series
from iffair_core.report.words import RATE_MEANINGS
from iffair_core.results import Point
from iffair_core.words import GAP_LABELS, GAP_NAMES, LOSSES, TITLES, capital

MOST_GROUPS = 10
MOST_TOLD = 3
"""Groups that a headline names one by one; of more the two ends."""
MODELS: Mapping[str, tuple[str, Role]] = {
    "plain": ("Plain model", "plain"),
    "chosen": ("Reweighted model", "chosen"),
}
INTERVALS = "Lines are 95\N{NO-BREAK SPACE}% intervals."


def rates_chart(found: Findings, rate: str, key: str, models: Sequence[str]) -> Bars:
    """A rate of every group under the models named, in people of 1,000."""
    frames = {"plain": found.plain, "chosen": found.chosen}
    known = {name: by_group(frames[name], rate) for name in models}
    first = known[models[0]]
    groups, many = _shown({g: told.value for g, told in first.items()})
    return Bars(
        key=key,
        title=f"{TITLES[rate]}: {RATE_MEANINGS[rate]}, of 1,000 people",
        unit="of 1,000",
        categories=groups,
        series=tuple(
            _series(*MODELS[name], [known[name][g] for g in groups], PER) for name in models
        ),
        reading=f"{RATE_MEANINGS[rate].capitalize()}, of 1,000 people of each group. "
        f"{INTERVALS}{many}",
        digits=0,
        headline=_rates_headline(rate, groups, [known[name] for name in models]),
    )


def _rates_headline(rate: str, groups: Sequence[str], known: Sequence[Mapping[str, Told]]) -> str:
    """ "Selected, of 1,000: Female 72 → 139, Male 251 → 167"; of many groups both ends."""
    told = {g: [v for each in known if (v := each[g].value) is not None] for g in groups}
    full = sorted((g for g in groups if len(told[g]) == len(known)), key=lambda g: told[g][0])
    ends = full if len(full) <= MOST_TOLD else (full[0], full[-1])
    shown = [f"{g} {' → '.join(f'{PER * rate:.0f}' for rate in told[g])}" for g in ends]
    return f"{TITLES[rate]}, of {PER:,}: {', '.join(shown)}" if shown else ""


def gaps_chart(found: Findings) -> Bars:
    """Gaps of decisions before and after, the targeted ones first, in points.

    Both forms of equalised odds repeat the two rates that they look at, and are drawn where they
    were targeted.
    """
    own = found.study.config.gaps
    others = [g for g in REPORTED_GAPS if g not in own and not g.startswith("equalized_odds")]
    names = [g for g in (*own, *others) if g not in LOSSES]
    models = ("plain", "chosen") if found.reweighted else ("plain",)
    frames = {"plain": found.plain, "chosen": found.chosen}
    return Bars(
        key="gaps",
        title="Largest difference between any two groups, in points",
        unit="points",
        categories=tuple(GAP_LABELS[g] + (" (targeted)" if g in own else "") for g in names),
        series=tuple(
            _series(*MODELS[m], [whole(frames[m], gap) for gap in names], 100) for m in models
        ),
        reading="The largest difference between any two groups, targeted gaps first; 0 is equal. "
        f"{INTERVALS}",
    )


def influence_chart(found: Findings) -> Bars | None:
    """Share of all that widens the gap, by group and outcome, beside the share of the rows."""
    shares = influence_shares(found)
    if shares is None:
        return None
    shown = shares.head(MOST_GROUPS)
    none = (None,) * len(shown)
    many = "" if len(shown) == len(shares) else f" The largest {len(shown)} of {len(shares)} cells."
    return Bars(
        key="influence",
        title="Share of the influence that widens the gap, in %",
        unit="%",
        categories=tuple(shown["cell"]),
        series=(
            Series("of the training rows", "rows", _percents(shown["rows_share"]), none),
            Series("of what widens the gap", "share", _percents(shown["harm_share"]), none),
        ),
        reading="What widens the gap, by group and outcome, beside the share of the training rows."
        f"{many}",
    )


def influence_shares(found: Findings) -> pd.DataFrame | None:
    """One line a group and outcome: rows, rows_share, harm_share; the largest share of harm first.

    The harm of a row is its influence where it widens the gap, zero where it narrows it. None
    where there is no influence, or no row widens the gap.
    """
    if found.influence is None:
        return None
    harm = np.maximum(found.influence.value, 0.0)
    if harm.sum() <= 0:
        return None
    frame = training_cells(found).assign(harm=harm)
    cells = frame.groupby("cell", sort=False).agg(rows=("harm", "size"), harm=("harm", "sum"))
    cells["rows_share"] = cells["rows"] / cells["rows"].sum()
    cells["harm_share"] = cells["harm"] / cells["harm"].sum()
    return cells.sort_values("harm_share", ascending=False, kind="stable").reset_index()


def weights_chart(found: Findings) -> Bars:
    """Mean weight of the training rows by group and outcome; 1 is as it was."""
    cells = weight_means(found)
    far = (cells["mean"] - 1).abs().sort_values(ascending=False, kind="stable").index
    shown = cells.loc[sorted(far[:MOST_GROUPS])]
    many = "" if len(shown) == len(cells) else f" The {len(shown)} of {len(cells)} that moved most."
    none = (None,) * len(shown)
    return Bars(
        key="weights",
        title="Mean weight of the training rows, by group and outcome",
        unit="",
        categories=tuple(shown["cell"]),
        series=(Series("Mean weight", "chosen", tuple(map(float, shown["mean"])), none),),
        reading="A row counts as many times as its weight says; 1 is as before. The mean of all "
        f"rows is 1.{many}",
        digits=2,
        mark=1.0,
        headline=_weights_headline(cells),
    )


def _weights_headline(cells: pd.DataFrame) -> str:
    """Which rows count most and least now."""
    ordered = cells.sort_values("mean", kind="stable")
    less, more = ordered.iloc[0], ordered.iloc[-1]
    return (
        f"{more['cell']}: a row counts {more['mean']:.2f} times; {less['cell']}: "
        f"{less['mean']:.2f} times"
    )


def weight_means(found: Findings) -> pd.DataFrame:
    """One line a group and outcome: rows, mean weight."""
    frame = training_cells(found).assign(weight=found.study.operating.weights)
    grouped = frame.groupby("cell", sort=False)["weight"]
    return grouped.agg(rows="size", mean="mean").reset_index()


def training_cells(found: Findings) -> pd.DataFrame:
    """(n_train,) group and outcome of every training row, as text."""
    prepared = found.study.prepared
    train = prepared.mask(Part.TRAIN)
    group = np.array(prepared.groups, dtype=object)[prepared.group[train]]
    outcome = np.where(prepared.y[train] == 1.0, "good outcome", "bad outcome")
    return pd.DataFrame({"cell": [f"{g}, {y}" for g, y in zip(group, outcome, strict=True)]})


def people_chart(found: Findings) -> Bars:
    """Change of every group, in people of 1,000, from the plain to the reweighted model."""
    changed = {
        rate: {
            e.group: Told(e.change, e.low, e.high, e.rows) if e.told else Told(None, None, None, 0)
            for e in found.effects
            if e.metric == rate
        }
        for rate in WORSE_WHEN
    }
    groups, many = _shown({g: told.value for g, told in changed["selection_rate"].items()})
    roles: tuple[Role, ...] = ("share", "other", "rows")
    return Bars(
        key="people",
        title="Change by group, in people of 1,000",
        unit="of 1,000",
        categories=groups,
        series=tuple(
            _series(TITLES[rate], role, [changed[rate][g] for g in groups], PER)
            for rate, role in zip(WORSE_WHEN, roles, strict=True)
        ),
        reading="How many more (right) or fewer (left) of 1,000 people of each group; being "
        f"misjudged more often is worse. {INTERVALS}{many}",
        digits=0,
    )


def frontier_chart(found: Findings) -> Dots | None:
    """Every step on test rows: gap across, accuracy up; None where no point has both."""
    study = found.study
    scale = 1.0 if study.config.gaps[0] in LOSSES else 100.0
    steps = tuple(
        d for i, p in enumerate(study.points) if i and (d := _dot(found, p, scale)) is not None
    )
    marked = [
        DotSeries(name, role, True, (dot,))
        for (name, role), point in zip(MODELS.values(), (study.plain, study.operating), strict=True)
        if (dot := _dot(found, point, scale, sure=True)) is not None
    ]
    if not marked:
        return None
    several = len(study.config.gaps) > 1
    title = "Largest targeted gap" if several else capital(GAP_NAMES[study.config.gaps[0]][0])
    return Dots(
        key="frontier",
        title="Gap against accuracy of every step, on test rows",
        x_title=f"{title}{', points' if scale > 1 else ''} (smaller is better)",
        y_title="Accuracy, % (higher is better)",
        series=(DotSeries("Other steps", "rows", True, steps), *marked),
        reading="Every step is a model of its own; best is low in gap and high in accuracy. "
        f"{INTERVALS}",
    )


def _dot(found: Findings, point: Point, scale: float, *, sure: bool = False) -> Dot | None:
    gap = targeted_gap(point.test, found.study.config.gaps)
    accuracy = point.test.utility["accuracy"]
    if gap is None or accuracy is None:
        return None
    if not sure:
        return Dot(scale * gap, 100.0 * accuracy)
    known = levels(found.study, point)
    return Dot(
        scale * gap,
        100.0 * accuracy,
        _interval(known.gap.low, known.gap.high, scale),
        _interval(known.accuracy.low, known.accuracy.high, 100.0),
    )


def _series(name: str, role: Role, told: Sequence[Told], scale: float) -> Series:
    return Series(
        name,
        role,
        tuple(None if t.value is None else scale * t.value for t in told),
        tuple(None if t.value is None else _interval(t.low, t.high, scale) for t in told),
    )


def _interval(low: float | None, high: float | None, scale: float) -> Interval | None:
    return None if low is None or high is None else (scale * low, scale * high)


def _shown(values: Mapping[str, float | None]) -> tuple[tuple[str, ...], str]:
    """The groups that can be told, or of many those at both ends; and what to say of the others."""
    known = sorted((v, g) for g, v in values.items() if v is not None)
    if len(known) <= MOST_GROUPS:
        few = len(values) - len(known)
        groups = "group has" if few == 1 else "groups have"
        shown = tuple(g for g, v in values.items() if v is not None)
        return shown, f" {few} {groups} too few rows to be drawn." if few else ""
    ends = [*known[: MOST_GROUPS // 2], *known[-MOST_GROUPS // 2 :]]
    shown = tuple(dict.fromkeys(g for _, g in ends))
    return shown, f" The {len(shown)} of {len(values)} groups at both ends."


def _percents(shares: pd.Series[float]) -> tuple[float | None, ...]:
    return tuple(100.0 * float(share) for share in shares)
