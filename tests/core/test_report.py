"""What a study is handed on as, on German: report, weights, model, scored table, code, archive."""

import dataclasses
import io
import re
import zipfile
from html.parser import HTMLParser

import numpy as np
import pandas as pd
import pytest
from sklearn.ensemble import HistGradientBoostingClassifier

from iffair_core.config import Attribute, Outcome, StudyConfig, Task
from iffair_core.data.builtin import BUILTIN
from iffair_core.data.prepared import Part
from iffair_core.data.tables import read_table, table_from_frame
from iffair_core.errors import StudyError, TableError
from iffair_core.evidence.alarm import alarm
from iffair_core.evidence.carried import carried
from iffair_core.evidence.conflict import conflict_words
from iffair_core.evidence.control_words import control_lines
from iffair_core.evidence.controls import matched_controls
from iffair_core.evidence.effects import effects
from iffair_core.evidence.ledger import ledger
from iffair_core.evidence.rows import changes, figures
from iffair_core.evidence.spread import SplitFigures, Spread
from iffair_core.evidence.utilities import utility_figures
from iffair_core.evidence.words import bare, figure, interval
from iffair_core.fairness.report import fairness_report
from iffair_core.kept.load import load_study
from iffair_core.kept.save import save_study
from iffair_core.report import (
    code_lines,
    export_model,
    html_report,
    load_model,
    score_table,
    study_zip,
    weights_table,
)
from iffair_core.report.words import GAP_MEANINGS, UTILITY_MEANINGS
from iffair_core.results import Study
from iffair_core.study import plain_study, probabilities, run

LARGEST_REPORT = 8_000_000
VOID = {"meta", "link", "br", "img", "hr", "input"}


@pytest.fixture(scope="module")
def german() -> Study:
    config = StudyConfig(data="german", task=BUILTIN["german"].task, steps=4)
    return run(config)


@pytest.fixture(scope="module")
def messy() -> Study:
    """A table of our own: missing numbers, a missing group, an id, a user weight, odd names."""
    rng = np.random.default_rng(1)
    n = 500
    group = rng.choice(np.array(["a", "b<i>", "c & d", None], dtype=object), n)
    score = rng.normal(0, 1, n) + (group == "a")
    frame = pd.DataFrame(
        {
            "person": [f"p{i:04d}" for i in range(n)],
            "group": group,
            "size": np.where(rng.random(n) < 0.1, np.nan, score + rng.normal(0, 0.5, n)),
            "colour": rng.choice(np.array(["red", "green", None], dtype=object), n),
            "survey": rng.uniform(0.5, 3.0, n).round(3),
            "good": np.where(score > 0.3, "yes", "no"),
        }
    )
    frame.loc[:9, "good"] = None
    task = Task(
        outcome=Outcome("good", favourable=("yes",)),
        sensitive=(Attribute("group"),),
        id_column="person",
        weight_column="survey",
    )
    config = StudyConfig(data="loans <2024>.csv", task=task, steps=2)
    return run(config, table=table_from_frame(frame, "loans <2024>.csv"))


class Reader(HTMLParser):
    """Collects tags, addresses that a browser would load, and the text; checks the nesting."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.loads: list[str] = []
        self.open: list[str] = []
        self.words: list[str] = []
        self.feed(html)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.loads += [value or "" for name, value in attrs if name in ("src", "href", "data")]
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if self.open[-1:] != ["style"]:
            self.words.append(data)

    @property
    def text(self) -> str:
        return " ".join(" ".join(self.words).split())


@pytest.fixture(scope="module")
def report(german) -> Reader:
    return Reader(html_report(german))


def test_report_loads_nothing_and_runs_nothing(german, report):
    html = html_report(german)
    assert {address[0] for address in report.loads} == {"#"}
    assert {address[1:] for address in report.loads} <= set(re.findall(r'id="([^"]+)"', html))
    assert not {"script", "link", "iframe", "img", "object"} & set(report.tags)
    assert "url(" not in html
    assert "@import" not in html
    assert len(html.encode()) < LARGEST_REPORT


def test_report_says_where_its_figures_come_from(german, report):
    assert german.table.digest in report.text
    assert german.id in report.text
    assert "python -m iffair_core replay study" in report.text
    assert "seed 0" in report.text
    assert f"IFFair {german.version}" in report.text
    assert re.search(r"scikit-learn \d", report.text)
    for line in german.config.to_toml().splitlines():
        assert " ".join(line.split()) in report.text


def plainly(text: str) -> str:
    """As ``Reader.text`` has it: every space is an ordinary one."""
    return " ".join(text.split())


def told(line, metric) -> str:
    """A figure with its interval as the report writes it."""
    bounds = interval(line["ci_low"], line["ci_high"], metric)
    return plainly(f"{figure(line['value'], metric)} ({bounds})")


def test_report_has_every_figure_with_its_interval_on_both_parts(german, report):
    for part in (Part.VALIDATION, Part.TEST):
        both = [
            pd.concat([figures(german, p, part), utility_figures(german, p, part)])
            for p in (german.plain, german.operating)
        ]
        for metric in (*GAP_MEANINGS, *UTILITY_MEANINGS):
            lines = [
                frame[(frame["metric"] == metric) & (frame["group"] == "")].iloc[-1]
                for frame in both
            ]
            assert " ".join(told(line, metric) for line in lines) in report.text


def test_report_has_every_change_with_rows_and_verdict(german, report):
    for effect in effects(changes(german), german.config.gaps):
        moved = bare(effect.change, effect.metric, signed=True)
        bounds = interval(effect.low, effect.high, effect.metric, signed=True)
        assert f"{moved} ({bounds}) {effect.rows} {effect.verdict}" in report.text


def test_report_says_who_is_worse_off_what_else_moved_and_what_simpler_means_reach(german, report):
    frame = changes(german)
    found = alarm(frame, german.config.min_cell)
    for line in (*found.lost, *found.chance, *found.unknown):
        assert plainly(line) in report.text
    assert (plainly(found.headline) in report.text) == (not found.lost)
    for sentence in conflict_words(effects(frame, german.config.gaps)).sentences:
        assert plainly(sentence) in report.text
    controls = matched_controls(german)
    for line in control_lines(controls, ("demographic_parity",)):
        assert plainly(line) in report.text
    for control in controls:
        assert control.setting in report.text


def test_report_lists_what_was_left_out(german, report):
    for entry in ledger(german):
        assert f"{entry.what} {entry.count} {entry.kind} {entry.reason}" in report.text


def test_report_shows_the_spread_beside_the_interval_if_it_was_computed(german, report):
    assert "all figures here come from one split" in report.text
    plain, chosen = ({**p.test.gaps, **p.test.utility} for p in (german.plain, german.operating))
    splits = tuple(SplitFigures(seed, 1, plain, chosen) for seed in (4, 9))
    read = Reader(html_report(german, Spread("1", splits)))
    moved = bare(chosen["accuracy"] - plain["accuracy"], "accuracy", signed=True)
    assert "2 other splits (seeds 4, 9)" in read.text
    assert f"{bare(chosen['accuracy'], 'accuracy')} ± 0.0 {moved} ± 0.0" in read.text
    assert "all figures here come from one split" not in read.text


def test_report_tells_no_rate_of_too_few_rows(german):
    config = dataclasses.replace(german.config, min_cell=30)
    read = Reader(html_report(dataclasses.replace(german, config=config)))
    rows = german.prepared.y[german.prepared.mask(Part.TEST)]
    young = german.prepared.group[german.prepared.mask(Part.TEST)] == 0
    bad = int((young & (rows == 0)).sum())
    name = german.prepared.groups[0]
    assert f"{name} {bad} not enough evidence ({bad} rows, 30 needed)" in read.text


def test_report_shows_the_rates_with_their_intervals(german):
    prepared = german.prepared
    test = prepared.mask(Part.TEST)
    rates = fairness_report(
        prepared.y[test],
        (probabilities(german, german.plain)[test] >= german.plain.cut).astype(int),
        sensitive_features=np.array(prepared.groups)[prepared.group[test]],
    )
    wanted = rates[(rates["metric"] == "true_positive_rate") & (rates["group"] == "under 26")]
    html = html_report(german)
    chart = html[html.index("<title>Selected, good outcome (TPR)") :]
    assert f"{100 * wanted['value'].item():.1f} %" in chart[: chart.index("</svg>")]


def test_report_says_what_a_harmful_row_is_not_and_claims_nothing(report):
    assert "It does not show that a label or a feature is wrong" in report.text
    claims = re.findall(r"\b(fair|unbiased|compliant|compliance|guaranteed?)\b", report.text, re.I)
    assert claims == ["Fair"], "only in the title of the paper"


def test_report_has_no_row_of_a_person(messy):
    html = html_report(messy)
    assert not any(person in html for person in messy.table.frame["person"])


def test_report_does_not_tell_where_the_table_lay(messy):
    config = dataclasses.replace(messy.config, data="/home/someone/private/loans <2024>.csv")
    read = Reader(html_report(dataclasses.replace(messy, config=config)))
    assert "someone" not in read.text
    assert 'data = "loans <2024>.csv"' in read.text


def test_report_escapes_names_and_lists_exclusions(messy):
    read = Reader(html_report(messy))
    assert "loans <2024>.csv" in read.text
    assert "b<i>" in read.text
    assert "Missing" in read.text
    assert "i" not in read.tags
    assert "10 rows the outcome is missing" in read.text


def test_report_of_the_plain_model_alone(german):
    read = Reader(html_report(plain_study(german.config)))
    assert "Only the plain model was fitted." in read.text


def test_report_names_what_is_undefined(german):
    nothing = dict.fromkeys(german.plain.test.gaps)
    measures = dataclasses.replace(
        german.plain.test, gaps=nothing, undefined={"equal_opportunity": "no rows in a, b"}
    )
    point = dataclasses.replace(german.plain, test=measures, validation=measures)
    read = Reader(html_report(dataclasses.replace(german, points=(point,), chosen=0)))
    assert "Left out: no rows in a, b" in read.text
    assert "nan" not in read.text.lower().split()


def test_weights_point_at_the_source_rows(messy):
    table = weights_table(messy)
    frame, train = messy.table.frame, table[table["split"] == "train"]
    assert list(table.columns) == ["row", "person", "split", "weight", "sample_weight"]
    assert list(frame.loc[table["row"], "person"]) == list(table["person"])
    assert len(table) == frame["good"].notna().sum()
    np.testing.assert_array_equal(train["weight"], messy.operating.weights)
    ratio = train["sample_weight"] / train["weight"] / frame.loc[train["row"], "survey"].to_numpy()
    assert ratio.std() < 1e-12 * ratio.mean()
    assert table.loc[table["split"] != "train", ["weight", "sample_weight"]].isna().all(axis=None)


@pytest.mark.parametrize("name", ["german", "messy"])
def test_an_exported_model_decides_as_the_study_does(name, request):
    study = request.getfixturevalue(name)
    model = load_model(export_model(study))
    expected = probabilities(study, study.operating)
    found = model.probability(study.prepared.frame)
    np.testing.assert_allclose(found, expected, rtol=0, atol=1e-12)
    decided = model.decide(study.prepared.frame)
    np.testing.assert_array_equal(decided, expected >= study.operating.cut)
    assert (model.features, model.study) == (study.prepared.features, study.id)


def test_an_exported_model_says_what_is_favourable_and_what_it_lacks(german):
    model = load_model(export_model(german))
    assert model.favourable == "class = 1"
    with pytest.raises(TableError, match="job"):
        model.probability(german.prepared.frame.drop(columns="job"))


def test_a_file_that_is_no_model_is_refused(german):
    with pytest.raises(StudyError, match="not a model file"):
        load_model(b"not a model")
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as z:
        z.writestr("notes.txt", "hello")
    with pytest.raises(StudyError, match="not a model file"):
        load_model(archive.getvalue())


def test_a_model_file_with_code_in_it_is_refused(german):
    tampered = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(export_model(german))) as source,
        zipfile.ZipFile(tampered, "w") as target,
    ):
        for item in source.namelist():
            text = source.read(item)
            if item == "schema.json":
                text = text.replace(b'"LogisticRegression"', b'"Popen"')
                text = text.replace(b'"sklearn.linear_model._logistic"', b'"subprocess"')
            target.writestr(item, text)
    with pytest.raises(StudyError, match=r"subprocess\.Popen"):
        load_model(tampered.getvalue())


def test_scoring_new_rows_with_unseen_and_missing_values(messy):
    new = pd.DataFrame(
        {
            "decision": ["old", "old", "old"],
            "size": [0.1, np.nan, 2.0],
            "colour": ["violet", None, "red"],
        }
    )
    scored = score_table(messy, table_from_frame(new, "new"))
    assert list(scored.columns) == ["decision", "size", "colour", "probability", "decision_2"]
    assert scored["probability"].between(0, 1).all()
    chosen = scored["probability"] >= messy.operating.cut
    np.testing.assert_array_equal(chosen, scored["decision_2"] == 1)
    assert list(scored["decision"]) == ["old"] * 3


def test_scoring_the_study_itself_gives_its_probabilities(german):
    scored = score_table(german, german.table)
    expected = probabilities(german, german.operating)
    np.testing.assert_allclose(scored["probability"], expected, rtol=0, atol=1e-12)


@pytest.mark.parametrize("name", ["german", "messy"])
def test_the_code_lines_train_a_learner_with_the_weights(name, request, tmp_path, monkeypatch):
    study = request.getfixturevalue(name)
    monkeypatch.chdir(tmp_path)
    study.table.frame.to_csv("loans <2024>.csv", index=False)
    weights_table(study).to_csv("weights.csv", index=False)
    found: dict[str, object] = {}
    exec(compile(code_lines(study), "lines", "exec"), found)
    train = study.prepared.mask(Part.TRAIN)
    np.testing.assert_array_equal(np.asarray(found["y"]), study.prepared.y[train] == 1)
    learner = found["learner"]
    assert isinstance(learner, HistGradientBoostingClassifier)
    assert learner.n_features_in_ == found["X"].shape[1]


@pytest.mark.parametrize(
    ("outcome", "good"),
    [(Outcome("age", above=40.0), lambda f: f["age"] > 40), (Outcome("age", at_most=30.5), None)],
)
def test_the_code_lines_know_thresholds(german, outcome, good, tmp_path, monkeypatch):
    sex = BUILTIN["german"].attributes[1]
    task = Task(outcome=outcome, sensitive=(sex,))
    study = plain_study(dataclasses.replace(german.config, task=task))
    monkeypatch.chdir(tmp_path)
    weights_table(study).to_csv("weights.csv", index=False)
    found: dict[str, object] = {}
    exec(compile(code_lines(study), "lines", "exec"), found)
    rule = good or (lambda f: f["age"] <= 30.5)
    np.testing.assert_array_equal(np.asarray(found["y"]), rule(found["train"]))


def test_the_zip_unpacks_to_the_study(german, tmp_path):
    place = save_study(german, tmp_path / german.id)
    data = study_zip(place)
    assert data == study_zip(place)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        archive.extractall(tmp_path / "elsewhere")
    again = load_study(tmp_path / "elsewhere" / "study")
    assert again.to_dict() == german.to_dict()
    with pytest.raises(StudyError, match="no study folder"):
        study_zip(tmp_path / "nowhere")


def test_weights_survive_the_way_through_csv(german, tmp_path):
    weights_table(german).to_csv(tmp_path / "w.csv", index=False)
    again = read_table(tmp_path / "w.csv").frame
    pd.testing.assert_frame_equal(again, weights_table(german), check_exact=True)


def test_the_report_says_how_many_rows_choose_and_judge(german):
    report = html_report(german)
    counts = {part: int(german.prepared.mask(part).sum()) for part in Part}
    assert f"The point was chosen on these {counts[Part.VALIDATION]:,} rows" in report
    assert f"Figures are of the {counts[Part.TEST]:,} test rows" in report


def test_the_report_shows_another_learner_beside_the_model(german):
    config = dataclasses.replace(german.config, learner="decision_tree", steps=1)
    study = run(config, table=german.table)
    report = html_report(study)
    assert "The same weights with a decision tree" in report
    section = report.split("The same weights with a decision tree")[1].split("<h2>")[0]
    for effect in effects(carried(study).change, config.gaps):
        if effect.kind != "rate":
            bounds = interval(effect.low, effect.high, effect.metric, signed=True)
            assert f"({bounds})" in section
            assert str(effect.verdict) in section
    assert (
        f"{figure(study.operating.transfer.test.utility['accuracy'], 'accuracy')} <br>" in section
    )
    old = [dataclasses.replace(p.transfer, probability=None) for p in study.points]
    points = [dataclasses.replace(p, transfer=t) for p, t in zip(study.points, old, strict=True)]
    unkept = html_report(dataclasses.replace(study, points=tuple(points)))
    assert "kept no scores of that learner" in unkept
    assert "The same weights" not in html_report(german)
