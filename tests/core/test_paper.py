"""The paper's table in its smaller form: German credit, two seeds, few methods."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from benchmarks.paper import kept
from benchmarks.paper.__main__ import main
from benchmarks.paper.claims import Claim, crossed_claim, share_claims, together_claims
from benchmarks.paper.crossed import crossed
from benchmarks.paper.falls import together
from benchmarks.paper.kept import KEPT_GAPS, attempts_of, frame_of
from benchmarks.paper.measure import config_of, measure
from benchmarks.paper.plan import DATASETS, FEW_SEEDS, MODELS, ON_NETWORKS, Split, Unit, plan
from benchmarks.paper.reported import reported_claims
from benchmarks.paper.shares import Cell, Share, shares
from benchmarks.paper.studies import STUDY, Planned, measure_study, merged, planned_of
from iffair_core.baselines.registry import METHODS
from iffair_core.comparison.entries import Attempt
from iffair_core.comparison.estimate import over_splits
from iffair_core.comparison.trade_off import Dominated
from iffair_core.data.builtin import load_builtin
from iffair_core.study import run
from iffair_core.version import __version__

SMALL = ["plain", "path", "reweighing", "common_threshold"]
GERMAN = Split("german", "logistic", "demographic_parity", 0)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Results of the smaller form: folder and page."""
    folder = tmp_path_factory.mktemp("paper")
    arguments = "--part methods --data german --model logistic --gap demographic_parity --workers 1"
    assert main([*arguments.split(), *_where(folder, seeds="0 1")]) == 0
    return folder


def _where(folder: Path, seeds: str) -> list[str]:
    where = ["--out", str(folder), "--page", str(folder / "page.md")]
    return ["--seed", *seeds.split(), "--method", *SMALL, *where]


def test_every_attempt_is_kept_with_its_figures(made: Path) -> None:
    frame = kept.read(made)
    wanted = {Unit(replace(GERMAN, seed=s), m) for s in (0, 1) for m in SMALL}
    assert kept.units_of(frame) == wanted
    config = replace(config_of("german"), seed=0)
    study = run(config, table=load_builtin("german").table)
    lines = frame[(frame["seed"] == 0) & (frame["method"] == "path")]
    assert len(lines) == len(study.points) - 1
    for name in KEPT_GAPS:
        figures = [point.test.gaps[name] for point in study.points[1:]]
        assert lines[f"test_{name}"].tolist() == pytest.approx(figures, abs=1e-5)


def test_what_is_there_is_not_made_again(made: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(units: object, workers: int) -> list[object]:
        assert units == []
        return []

    monkeypatch.setattr("benchmarks.paper.__main__.measure_all", refuse)
    before = kept.read(made)
    arguments = "--part methods --data german --model logistic --gap demographic_parity"
    assert main([*arguments.split(), *_where(made, seeds="0 1")]) == 0
    pd.testing.assert_frame_equal(kept.read(made), before)


def test_another_version_is_made_again(made: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kept, "__version__", "another")
    assert kept.read(made).empty


def test_the_page_says_what_is_there_and_what_is_missing(made: Path) -> None:
    page = (made / "page.md").read_text(encoding="utf-8")
    count = sum(unit.split.model == "logistic" for unit in plan())
    assert f"logistic regression: 8 of {count} attempts are measured; missing: german" in page
    assert "not measured yet" in page
    assert "| Reweighing (pre-processing) |" in page
    assert "logistic-demographic_parity.svg" in page
    chart = (made / "logistic-demographic_parity.svg").read_text(encoding="utf-8")
    assert chart.count("<circle") == 2 + 4  # two methods beside the path, and the legend
    assert "german" in chart


def test_shares_of_the_file_are_those_of_the_page(made: Path) -> None:
    found = {share.method: share for share in shares(kept.read(made))}
    table = pd.read_csv(made / "shares.csv").groupby("method")["share"].mean()
    for method, share in found.items():
        assert share.found.estimate is not None
        assert table[method] == pytest.approx(share.found.estimate.mean, abs=1e-5)
    lead = found["reweighing"].lead
    assert lead is not None
    assert lead.mean == pytest.approx(table["path"] - table["reweighing"], abs=1e-5)


def test_an_attempt_is_read_as_it_was_made() -> None:
    unit, attempt = measure(Unit(GERMAN, "reweighing"))
    ((again, read),) = attempts_of(frame_of(unit, attempt))
    assert again == unit
    for one, other in zip(attempt.entries, read.entries, strict=True):
        assert one.dose == other.dose
        gaps = other.test.measures.gaps
        assert gaps == pytest.approx({g: one.test.measures.gaps[g] for g in gaps}, abs=1e-5)


def test_an_attempt_without_an_answer_keeps_its_reason() -> None:
    unit = Unit(GERMAN, "reweighing")
    none = Attempt("reweighing", GERMAN.gap, 0, (), 0.5, "There is no answer.")
    ((_, read),) = attempts_of(frame_of(unit, none))
    assert read == none


def test_the_plan_begins_with_few_seeds_of_logistic_models() -> None:
    units = plan()
    first = [u for u in units if u.split.seed < FEW_SEEDS and u.split.model == "logistic"]
    assert units[: len(first)] == first
    assert {u.method for u in first} == set(METHODS)
    on_networks = {u.method for u in units if u.split.model == "network"}
    assert on_networks == set(ON_NETWORKS)
    assert set(ON_NETWORKS) <= set(METHODS)


def share(data: str, method: str, leads: list[float], model: str = "logistic") -> Share:
    """A method beside the path that leads it by so much on each seed."""
    found = Dominated(method, dict(enumerate(leads)), over_splits([0.5 - x for x in leads]))
    cell = Cell(data, model, "demographic_parity")
    return Share(cell, method, found, over_splits(leads), 1.0, "")


def judged(found: list[Share]) -> Claim:
    return next(share_claims(found))


def test_the_path_has_to_lead_on_every_set() -> None:
    ahead = [share(data, "reweighing", [0.1, 0.2]) for data in DATASETS]
    assert judged(ahead).verdict == "met"
    assert judged(ahead[1:]).verdict == "not measured yet"
    behind = [*ahead[1:], share(DATASETS[0], "reweighing", [-0.1, 0.05])]
    assert judged(behind).verdict == "missed"
    assert f"{DATASETS[0]}: Reweighing by 2.5 ± " in judged(behind).why
    clear = [*ahead[1:], share(DATASETS[0], "reweighing", [-0.10, -0.11])]
    assert f"{DATASETS[0]}: **Reweighing by 10.5 ± " in judged(clear).why
    assert f"on {len(DATASETS) - 1} of {len(DATASETS)} sets" in judged(clear).why


def test_methods_after_training_play_no_part_in_that_bar() -> None:
    ahead = [share(data, "reweighing", [0.1, 0.2]) for data in DATASETS]
    thresholds = [share(data, "threshold_optimizer", [-0.1, -0.2]) for data in DATASETS]
    claims = list(share_claims([*ahead, *thresholds]))
    assert claims[0].verdict == "met"
    assert claims[2 * len(MODELS)].verdict == "missed"


def studies(falls: list[float], loss: float, data: str = "adult") -> pd.DataFrame:
    """Three seeds of a plain model with gaps of .1 and one point that takes ``falls`` off them."""
    lines = []
    for seed in range(3):
        wobble = 0.001 * seed
        for step in (0, 1):
            gaps = {
                f"{part}_{gap}": 0.1 - step * (fall + wobble)
                for part in ("validation", "test")
                for gap, fall in zip(KEPT_GAPS, falls, strict=True)
            }
            accuracy = {f"{part}_accuracy": 0.8 - step * loss for part in ("validation", "test")}
            signed = {f"signed_{gap}": 0.1 + wobble for gap in KEPT_GAPS}
            line = {"claim": "together", "data": data, "model": "logistic", "seed": seed}
            lines.append(
                {
                    **line,
                    "step": step,
                    "chosen": step == 1,
                    "left_error_gap": 0.07,
                    **gaps,
                    **accuracy,
                    **signed,
                }
            )
    return pd.DataFrame(lines)


def test_all_four_gaps_fall_or_the_one_that_does_not_is_named() -> None:
    frame = pd.concat([studies([0.05] * 4, 0.004, data) for data in DATASETS])
    assert [claim.verdict for claim in together_claims(together(frame))] == ["met"] * 2
    worse = pd.concat([frame, studies([0.05, 0.05, 0.05, -0.01], 0.004, "acs")])
    own = next(together_claims(together(worse)))
    assert own.verdict == "missed"
    assert (
        "acs: Error-rate parity 10.0 ± 0.0 falls by −0.9 ± 0.2 (base rates leave 7.0 ± 0.0)"
        in own.why
    )


def test_the_papers_claims_are_held_against_the_runs() -> None:
    frame = pd.concat([studies([0.05] * 4, 0.004, data) for data in DATASETS])
    ahead = [share(data, "reweighing", [0.1, 0.2]) for data in DATASETS]
    own = share(DATASETS[0], "uniform", [-0.1, -0.2])  # not one of the earlier methods
    falls, utility, better = reported_claims(together(frame), [*ahead, own])
    assert {falls.verdict, utility.verdict, better.verdict} == {"holds"}
    worse = studies([0.05, -0.01, 0.05, 0.05], 0.02, DATASETS[0])
    others = frame[frame["data"] != DATASETS[0]]
    above = share(DATASETS[0], "repair", [-0.1, 0.05])
    falls, utility, better = reported_claims(
        together(pd.concat([others, worse])), [*ahead[1:], above]
    )
    assert {falls.verdict, utility.verdict, better.verdict} == {"holds in part"}
    assert f"{DATASETS[0]}: Equal opportunity" in falls.why
    assert f"{DATASETS[0]}: Disparate-impact removal by 2.5 ± " in better.why


def test_a_loss_above_the_bound_misses_it() -> None:
    own, least = together(studies([0.05] * 4, 0.015))
    assert own.missed == ("accuracy",)
    assert set(least.missed) == set(KEPT_GAPS)  # stays with the plain model
    assert together(studies([0.05] * 4, 0.015, "communities"))[0].missed == ()


def test_intersections_have_to_fall_by_half() -> None:
    frame = studies([0.06] * 4, 0.01).assign(claim="crossed", left_out="")
    assert crossed(frame)[0].share == pytest.approx(0.61)
    assert crossed_claim(crossed(frame)).verdict == "not measured yet"
    both = pd.concat([frame, frame.assign(data="acs")])
    assert crossed_claim(crossed(both)).verdict == "met"
    little = studies([0.04] * 4, 0.01).assign(claim="crossed", left_out="")
    assert crossed_claim(crossed(pd.concat([frame, little.assign(data="acs")]))).verdict == "missed"


def test_a_study_keeps_every_point_and_replaces_its_own_lines() -> None:
    planned = Planned("together", "german", "logistic", 1)
    lines = measure_study(planned)
    assert planned_of(lines) == {planned}
    assert lines["chosen"].sum() == 1
    gaps = lines.iloc[0][[f"test_{gap}" for gap in KEPT_GAPS]].to_numpy(np.float64)
    signed = lines.iloc[0][[f"signed_{gap}" for gap in KEPT_GAPS]].to_numpy(np.float64)
    assert np.abs(signed) == pytest.approx(gaps, abs=1e-5)
    gaps_of_odds = lines[["test_equal_opportunity", "test_predictive_equality"]].max(axis=1)
    closest = lines.loc[gaps_of_odds.idxmin()]
    off = closest["test_error_rate_parity"] - closest["left_error_gap"]
    assert abs(off) <= gaps_of_odds.min()  # the formula is exact where both odds agree
    again = merged(lines, lines.assign(version=__version__))
    assert len(again) == len(lines)
    assert len(merged(lines, lines.assign(seed=2))) == 2 * len(lines)
    assert not again.duplicated([*STUDY, "step"]).any()
