"""Two claims that are read off whole studies: all gaps together, and intersections of attributes.

The operating point is chosen on validation rows as in any study: within the loss of accuracy that
is allowed, the most accurate point whose gaps keep to a study's default bound, or else the one that
passes it by the least. Figures are those of test rows.
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from itertools import product

import numpy as np
import pandas as pd
from joblib import Parallel, delayed, parallel_config

from benchmarks.paper.kept import KEPT_GAPS, kept_figures
from benchmarks.paper.measure import config_of
from benchmarks.paper.plan import DATASETS, MODELS, SEEDS
from iffair_core.config import GapName, ModelName, StudyConfig
from iffair_core.data.builtin import load_builtin
from iffair_core.data.prepared import Part
from iffair_core.evidence.rows import figures, part_rows, predictions
from iffair_core.results import Point, Study
from iffair_core.study import run
from iffair_core.version import __version__

TOGETHER: tuple[GapName, ...] = ("demographic_parity", "equalized_odds", "error_rate_parity")
"""The four gaps that are kept, as targets: equalised odds are two of them."""
STUDY = ["claim", "data", "model", "seed"]
LOSS = 0.01
LOSS_OF = {"communities": 0.02}
CROSSED = {"adult": ("sex", "race"), "acs": ("sex", "race")}
LOSS_CROSSED = 0.015


@dataclass(frozen=True)
class Planned:
    """One study of a claim ("together" or "crossed")."""

    claim: str
    data: str
    model: ModelName
    seed: int


def plan_studies(
    datasets: Sequence[str] = DATASETS,
    models: Sequence[ModelName] = MODELS,
    seeds: Sequence[int] = SEEDS,
) -> list[Planned]:
    """All gaps together on every set and model; intersections with the logistic model."""
    logistic: Sequence[ModelName] = [model for model in models if model == "logistic"]
    return [
        *(Planned("together", d, m, s) for m, s, d in product(models, seeds, datasets)),
        *(Planned("crossed", d, m, s) for m, s, d in product(logistic, seeds, CROSSED)),
    ]


def allowed_loss(planned: Planned) -> float:
    """Of accuracy on validation rows."""
    return LOSS_CROSSED if planned.claim == "crossed" else LOSS_OF.get(planned.data, LOSS)


def study_config(planned: Planned) -> StudyConfig:
    """The study of a claim, with the sensitive columns among the features."""
    config = config_of(planned.data, model=planned.model, seed=planned.seed)
    config = replace(config, max_loss=allowed_loss(planned))
    if planned.claim == "together":
        return replace(config, gaps=TOGETHER)
    card = load_builtin(planned.data).card
    named = {attribute.name: attribute for attribute in card.attributes}
    crossed = tuple(named[name] for name in CROSSED[planned.data])
    return replace(config, task=replace(config.task, sensitive=crossed))


def measure_study(planned: Planned) -> pd.DataFrame:
    """A line a point: its figures, whether it is the study's, the plain model's signed gaps."""
    begun = time.perf_counter()
    study = run(study_config(planned), table=load_builtin(planned.data).table)
    common = {
        **asdict(planned),
        **_signed(study),
        "left_out": study.plain.test.undefined.get(TOGETHER[0], ""),
        "stopped": study.stopped,
        "seconds": round(time.perf_counter() - begun, 3),
        "version": __version__,
    }
    lines = [
        {
            **common,
            "step": point.step,
            "chosen": point.step == study.chosen,
            **kept_figures(point.validation, point.test),
            "left_error_gap": _left_by_base_rates(study, point),
        }
        for point in study.points
    ]
    return pd.DataFrame(lines)


def planned_of(frame: pd.DataFrame) -> set[Planned]:
    """The studies whose lines are in the frame."""
    if frame.empty:
        return set()
    keys = frame[STUDY].drop_duplicates().itertuples(index=False, name=None)
    return {Planned(*key) for key in keys}


def merged(whole: pd.DataFrame, lines: pd.DataFrame) -> pd.DataFrame:
    """All lines with those of one study made anew."""
    if whole.empty:
        return lines
    others = whole[(whole[STUDY] != lines[STUDY].iloc[0]).any(axis=1)]
    return pd.concat([others, lines], ignore_index=True).sort_values([*STUDY, "step"])


def measure_studies(planned: Sequence[Planned], workers: int) -> Iterator[pd.DataFrame]:
    """The lines of each, in the order in which they are finished."""
    with parallel_config(backend="loky", inner_max_num_threads=1):
        parallel = Parallel(n_jobs=workers, return_as="generator_unordered", batch_size=1)
        yield from parallel(delayed(measure_study)(each) for each in planned)


def _left_by_base_rates(study: Study, point: Point) -> float:
    """Size of the error gap that the base rates of two groups leave where both odds agree.

    d (1 - TPR - FPR), with the difference d of the base rates and the rates of all test rows
    (docs/method.md, section 4); NaN for more than two groups.
    """
    if len(study.prepared.groups) != 2:
        return np.nan
    at = part_rows(study)
    decided = predictions(study, point, at).decision
    one, other = (
        np.average(at.y[rows], weights=at.weight[rows])
        for rows in (at.groups.code == 0, at.groups.code == 1)
    )
    true, false = (
        np.average(decided[rows], weights=at.weight[rows]) for rows in (at.y == 1.0, at.y == 0.0)
    )
    return float(abs((one - other) * (1.0 - true - false)))


def _signed(study: Study) -> dict[str, float]:
    """The plain model's gaps with their signs, where there are two groups and so one pair."""
    if len(study.prepared.groups) != 2:
        return {}
    frame = figures(study, study.plain, Part.TEST)
    pairs = frame[(frame["group"] != "") & (frame["reference"] != "")].set_index("metric")["value"]
    return {f"signed_{gap}": float(pairs[gap]) for gap in KEPT_GAPS}
