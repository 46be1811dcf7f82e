"""Columns that need a look before they become features.

A column *leaks* if it knows the outcome rather than predicts it. It is pointed out where one of
three things holds, for the cross-validated AUC of the single column (numbers in bins, categories
by their outcome rate, at most ``SAMPLE_ROWS`` rows):

1. the AUC reaches ``SURE_AUC``: the column decides the outcome almost alone;
2. the AUC reaches ``STRONG_AUC`` and that of a linear model on *all other* features together;
3. its name says that it is another model's output and its AUC reaches ``SIGNAL_AUC``.

The thresholds were chosen on the nine packaged sets: Bank's duration (AUC .81, all others .75),
ACS's POVPIP (.88, .86) and PINCP_DECILE (.99) and COMPAS's scores are found, and no feature that
these sets keep is.

A *proxy* tells a group of a sensitive attribute from the rest with an AUC of ``PROXY_AUC``, or has
a value that belongs to one group alone, as a husband is a man: ``PURE_SHARE`` of the value's rows
and ``PURE_COVER`` of the group's, where the group has at most ``PURE_BASE`` of all rows. It is
never proposed for leaving out, as that is a decision about the task and not about the table.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
import pandas as pd
from sklearn.linear_model import Ridge
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import StratifiedKFold, cross_val_predict

from iffair_core.arrays import Codes, Vector
from iffair_core.config import Task
from iffair_core.data.encode import Kind, column_kind
from iffair_core.data.groups import attribute_groups
from iffair_core.data.task import outcome_vector
from iffair_core.data.tidy import numbers, texts
from iffair_core.data.written import value_text

FindingKind = Literal[
    "constant", "identifier", "missing", "date", "text", "numbers", "leak", "proxy"
]

SURE_AUC = 0.95
STRONG_AUC = 0.75
SIGNAL_AUC = 0.6
PROXY_AUC = 0.9
PURE_SHARE, PURE_COVER, PURE_BASE = 0.98, 0.1, 0.8
DISTINCT_SHARE = 0.9
MISSING_SHARE = 0.5
WORDS_SHARE, FEW_NUMBERS = 0.1, 20
SAMPLE_ROWS = 5000
BINS = 20
FOLDS = 5
LEAST_ROWS = 10
"""Rows of an outcome or a group in the sample without which nothing can be said of it."""

_ID_WORDS = frozenset({"id", "uuid", "guid", "key", "index", "number", "no", "nr", "ssn"})
_MODEL_WORDS = re.compile(r"(scores?|scored|pred(ict\w*)?|prob(abilit\w*)?|risk)")
_WORD = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+")
_PRIOR_ROWS = 5.0


@dataclass(frozen=True)
class Finding:
    """One thing to know about a column before it is a feature.

    message            in plain words
    propose_leave_out  whether leaving it out is the better default
    """

    column: str
    kind: FindingKind
    message: str
    propose_leave_out: bool


@dataclass(frozen=True, eq=False)
class _Sample:
    """At most SAMPLE_ROWS rows; y (n,) outcomes, fold (n,), codes: column -> (n,) bin or level."""

    y: Vector
    folds: Sequence[tuple[Codes, Codes]]
    codes: Mapping[str, Codes]
    features: tuple[str, ...]


def inspect_columns(frame: pd.DataFrame, task: Task) -> list[Finding]:
    """What to know about the columns of ``frame``, those that are left out included.

    Columns with a role (outcome, sensitive attribute, weight, id, date, split) are passed over.
    Raises TaskError if the outcome cannot be formed.
    """
    y = outcome_vector(frame, task.outcome)
    roles = {task.outcome.column, *(a.column for a in task.sensitive)}
    roles |= {task.weight_column or "", task.id_column or ""}
    roles |= {task.date_column or "", task.split_column or ""}
    columns = [str(c) for c in frame.columns if c not in roles]
    kinds = {c: column_kind(frame[c], task) for c in columns}
    plain = {c: f for c in columns if (f := _plain_finding(frame[c], kinds[c])) is not None}
    unfit = {c for c, f in plain.items() if f.kind not in ("missing", "numbers")}
    unfit |= {c for c in columns if kinds[c] in ("date", "text")}
    usable = [c for c in columns if c not in unfit]
    findings = list(plain.values())
    rows = _sample_rows(y)
    least = min(np.sum(y[rows] == 1), np.sum(y[rows] == 0))
    if usable and least >= LEAST_ROWS:
        part = frame.iloc[rows]
        codes = {c: column_codes(part[c], kinds[c]) for c in usable}
        features = tuple(c for c in usable if c not in task.leave_out)
        findings += _leaks(_Sample(y[rows], _folds(y[rows]), codes, features))
        findings += _proxies(part, task, {c: codes[c] for c in features})
    order = {c: k for k, c in enumerate(columns)}
    return sorted(findings, key=lambda f: order[f.column])


def column_codes(series: pd.Series[Any], kind: Kind) -> Codes:
    """(n,) the quantile bin of a number or the level of a category; missing has one of its own."""
    if kind != "numeric":
        return pd.factorize(texts(series), use_na_sentinel=False)[0].astype(np.int64)
    values = numbers(series).to_numpy()
    known = values[~np.isnan(values)]
    edges = np.unique(np.quantile(known, np.arange(1, BINS) / BINS)) if known.size else known
    codes = np.searchsorted(edges, values, side="left").astype(np.int64)
    codes[np.isnan(values)] = len(edges) + 1
    return codes


def single_auc(codes: Codes, y: Vector, folds: Sequence[tuple[Codes, Codes]]) -> float:
    """Cross-validated AUC of one column for the 0/1 target ``y``."""
    return float(roc_auc_score(y, _log_odds(codes, y, folds)))


def _plain_finding(series: pd.Series[Any], kind: Kind) -> Finding | None:
    """What can be said of a column without looking at the outcome."""
    name, shown = str(series.name), numbers(series) if kind == "numeric" else texts(series)
    count, distinct = int(shown.count()), int(shown.nunique())
    if distinct + (count < len(shown)) < 2:
        return Finding(name, "constant", f"{name} has the same value in every row.", True)
    if _is_identifier(series, kind, distinct, count):
        text = f"{name} looks like an identifier: {distinct} different values in {count} rows."
        return Finding(name, "identifier", text, True)
    if kind == "date":
        return Finding(name, "date", f"{name} holds dates, which are no feature.", True)
    if kind != "numeric" and (text := _almost_numbers(series, shown)):
        return Finding(name, "numbers", f"{name} {text}", kind == "text")
    if kind == "text":
        text = f"{name} is free text: {distinct} different values, too many for categories."
        return Finding(name, "text", text, True)
    missing = 1 - count / len(shown)
    text = f"{name} is missing in {100 * missing:.0f} % of the rows."
    return Finding(name, "missing", text, kind == "numeric") if missing >= MISSING_SHARE else None


def _almost_numbers(series: pd.Series[Any], shown: pd.Series[Any]) -> str:
    """What makes text of a column of many numbers, and what to do; "" where that is not so.

    At most ``WORDS_SHARE`` of the values are no number, ``FEW_NUMBERS`` different ones are.
    """
    values = numbers(series)
    spoken = shown[values.isna() & shown.notna()]
    if spoken.empty or len(spoken) > WORDS_SHARE * shown.count() or values.nunique() <= FEW_NUMBERS:
        return ""
    rows = "row" if len(spoken) == 1 else "rows"
    return (
        f"holds numbers, but for {len(spoken)} {rows} such as "
        f"{str(spoken.value_counts().index[0])!r}: so every number is a category of its own. Make "
        "its type number, and such rows count as missing."
    )


def _is_identifier(series: pd.Series[Any], kind: Kind, distinct: int, count: int) -> bool:
    if kind == "date" or distinct < max(LEAST_ROWS, DISTINCT_SHARE * count):
        return False
    if kind == "text":
        return True
    if _ID_WORDS & set(_words(str(series.name))):
        return True
    values = numbers(series).dropna().to_numpy()
    return bool(len(values) == count and np.all(np.diff(values) == 1))


def _leaks(sample: _Sample) -> Iterable[Finding]:
    encoded = {c: _log_odds(codes, sample.y, sample.folds) for c, codes in sample.codes.items()}
    auc = {c: float(roc_auc_score(sample.y, z)) for c, z in encoded.items()}
    found = {}
    for column, value in auc.items():
        if value >= SURE_AUC:
            found[column] = f"{column} alone nearly decides the outcome (AUC {value:.2f})."
        elif value >= SIGNAL_AUC and any(map(_MODEL_WORDS.fullmatch, _words(column))):
            found[column] = (
                f"{column} is, by its name, another model's output (AUC {value:.2f} alone)."
            )
    for column in sorted(set(auc) - set(found), key=lambda c: -auc[c]):
        others = [c for c in sample.features if c != column and c not in found]
        if auc[column] < STRONG_AUC or not others:
            break
        rest = _model_auc(np.column_stack([encoded[c] for c in others]), sample)
        if auc[column] >= rest:
            found[column] = (
                f"{column} alone predicts the outcome (AUC {auc[column]:.2f}) as well as all "
                f"other features together ({rest:.2f}). Is it known when the decision is made?"
            )
        elif column in sample.features:
            # every weaker column is compared with this one among the others
            break
    return [Finding(c, "leak", message, True) for c, message in found.items()]


def _proxies(part: pd.DataFrame, task: Task, codes: Mapping[str, Codes]) -> Iterable[Finding]:
    """At most one finding a column and attribute."""
    for attribute in task.sensitive:
        labels = attribute_groups(part, attribute)
        sizes = labels.value_counts()
        enough = (sizes >= LEAST_ROWS) & (sizes <= len(part) - LEAST_ROWS)
        targets = {str(g): (labels == g).to_numpy(dtype=np.float64) for g in sizes.index[enough]}
        folds = {g: _folds(y) for g, y in targets.items()}
        for column, code in codes.items():
            auc = {g: single_auc(code, y, folds[g]) for g, y in targets.items()}
            best = max(auc, key=lambda g: auc[g], default="")
            if best and auc[best] >= PROXY_AUC:
                how = f"alone it separates {best!r} from the others (AUC {auc[best]:.2f})"
            else:
                how = _giveaway(part[column], code, targets)
            if how:
                text = f"{column} nearly tells {attribute.name}: {how}."
                yield Finding(column, "proxy", text, False)


def _giveaway(series: pd.Series[Any], codes: Codes, targets: Mapping[str, Vector]) -> str:
    """In words, the value that belongs to one group alone; "" if there is none."""
    count = np.bincount(codes)
    for group, y in targets.items():
        inside = np.bincount(codes, weights=y)
        sure = (inside >= PURE_SHARE * count) & (inside >= PURE_COVER * y.sum())
        sure &= count >= LEAST_ROWS
        if y.mean() <= PURE_BASE and sure.any():
            code = int(np.argmax(np.where(sure, inside, 0)))
            values = np.sort(series[codes == code].dropna().unique())
            shown = "missing" if not len(values) else value_text(values[0])
            shown += f" to {value_text(values[-1])}" if len(values) > 1 else ""
            return (
                f"where it is {shown}, {100 * inside[code] / count[code]:.0f} % of the rows are "
                f"{group!r}, beside {100 * y.mean():.0f} % overall"
            )
    return ""


def _sample_rows(y: Vector) -> Codes:
    rows: Codes = np.flatnonzero(~np.isnan(y)).astype(np.int64)
    if len(rows) <= SAMPLE_ROWS:
        return rows
    return np.sort(np.random.default_rng(0).choice(rows, SAMPLE_ROWS, replace=False))


def _folds(y: Vector) -> list[tuple[Codes, Codes]]:
    return list(StratifiedKFold(FOLDS, shuffle=True, random_state=0).split(y, y))


def _log_odds(codes: Codes, y: Vector, folds: Sequence[tuple[Codes, Codes]]) -> Vector:
    """(n,) log odds of y in the row's bin or level, from the other folds, drawn to the mean."""
    size, mean = int(codes.max()) + 1, float(y.mean())
    result = np.empty(len(y))
    for train, held in folds:
        count = np.bincount(codes[train], minlength=size)
        total = np.bincount(codes[train], weights=y[train], minlength=size)
        rate = (total + _PRIOR_ROWS * mean) / (count + _PRIOR_ROWS)
        result[held] = np.log(rate / (1 - rate))[codes[held]]
    return result


def _model_auc(X: Any, sample: _Sample) -> float:
    scores = cross_val_predict(Ridge(), X, sample.y, cv=sample.folds)
    return float(roc_auc_score(sample.y, scores))


def _words(name: str) -> list[str]:
    return [w.lower() for w in _WORD.findall(name)]
