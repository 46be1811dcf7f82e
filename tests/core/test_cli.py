"""The command line, on a small packaged set and a small file."""

import io
import json
import os
import signal
import subprocess
import sys
import time

import numpy as np
import pandas as pd
import pytest

from iffair_core.cli import BAD_INPUT, INTERRUPTED, main
from iffair_core.config import GAP_NAMES, StudyConfig
from iffair_core.evidence.alarm import alarm
from iffair_core.evidence.effects import effects
from iffair_core.evidence.headline import headline
from iffair_core.evidence.levels import levels
from iffair_core.evidence.limits import cautions, limits
from iffair_core.evidence.rows import changes
from iffair_core.kept.beside import load_spread
from iffair_core.kept.load import load_study

GERMAN = ["run", "--data", "german", "--gap", "demographic_parity", "--rule", "path"]
QUICK = [*GERMAN, "--steps", "3"]
UTILITIES = {"accuracy", "balanced_accuracy", "f1", "roc_auc", "log_loss", "brier"}


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """A saved study of German with three steps."""
    place = tmp_path_factory.mktemp("cli") / "study"
    assert main([*QUICK, "--out", str(place)]) == 0
    return place


@pytest.fixture
def loans(tmp_path):
    """A table that is not packaged: numbers as an outcome, a numeric and a text attribute."""
    rng = np.random.default_rng(0)
    n = 400
    age = rng.integers(18, 80, n)
    income = rng.normal(3000, 800, n).round(2)
    score = income / 1000 + 0.02 * age + rng.normal(0, 0.7, n)
    frame = pd.DataFrame(
        {
            "age": age,
            "region": rng.choice(["north", "south", "east"], n),
            "income": income,
            "branch": rng.choice(["a", "b"], n),
            "granted": np.where(score > np.median(score), "true", "false"),
            "limit": score.round(3),
        }
    )
    path = tmp_path / "loans.csv"
    frame.to_csv(path, index=False, sep=";")
    return path


def config_of(place) -> StudyConfig:
    return StudyConfig.from_file(place / "config.toml")


def complaint(capsys, arguments) -> str:
    """The one line on standard error of a call that ends with status 2."""
    try:
        status = main(arguments)
    except SystemExit as stop:
        status = stop.code
    printed = capsys.readouterr()
    assert status == BAD_INPUT
    assert printed.out == ""
    assert len(printed.err.splitlines()) == 1
    return printed.err


def test_run_prints_the_promised_json(tmp_path, capsys):
    assert main([*QUICK, "--out", str(tmp_path / "s"), "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert {"study", "plain", "chosen", "frontier", "seconds", "warnings", "version"} <= set(found)
    assert [p["step"] for p in found["frontier"]] == list(range(len(found["frontier"])))
    assert found["plain"] == found["frontier"][0]
    assert found["chosen"] in found["frontier"]
    for point in found["frontier"]:
        assert set(point["weights"]) == {"effective_sample_size", "largest", "zero_share"}
        for part in ("validation", "test"):
            assert set(point[part]["utility"]) == UTILITIES
            assert set(point[part]["gaps"]) == {*GAP_NAMES, "equalized_odds_mean"}


def test_run_without_json_prints_both_models(folder, tmp_path, capsys):
    assert main([*QUICK, "--out", str(tmp_path / "s")]) == 0
    lines = capsys.readouterr().out.splitlines()
    study = load_study(folder)
    found = changes(study)
    line = found[found["metric"] == "demographic_parity"].iloc[0]
    row = next(line for line in lines if line.startswith("demographic_parity *")).split()
    wanted = [f"{line[name]:.4f}" for name in ("before", "after", "change", "ci_low", "ci_high")]
    assert row[2:8] == [*wanted[:4], "to", wanted[4]]
    told_of = effects(found, study.config.gaps)
    gap = next(effect for effect in told_of if effect.metric == "demographic_parity")
    assert " ".join(row[8:]) == f"{gap.verdict}, {gap.rows:,} rows"
    assert f"On test rows: {headline(told_of)}" in lines
    assert [line for line in lines if line.startswith(("caution: ", "limit: "))] == [
        *(f"caution: {said}" for said in cautions(study, told_of)),
        *(f"limit: {limit}" for limit in limits(study, told_of)),
    ]
    assert len(limits(study, told_of)) == 1
    accuracy = levels(study, study.operating).accuracy
    interval = f"{accuracy.value:.4f} ({accuracy.low:.4f} to {accuracy.high:.4f})"
    assert any(line.startswith("accuracy") and line.endswith(interval) for line in lines)
    told = alarm(found, study.config.min_cell)
    assert [line for line in lines if line.startswith("worse off")] == [
        *(f"worse off, beyond chance: {line}" for line in told.lost),
        *(f"worse off, may be chance: {line}" for line in told.chance),
    ]


def test_repeat_runs_other_splits_and_keeps_their_spread(tmp_path, capsys):
    place = tmp_path / "s"
    main(["run", "--data", "german", "--steps", "1", "--seed", "3", "--out", str(place)])
    capsys.readouterr()
    assert load_spread(place) is None
    progress = tmp_path / "progress.json"
    given = ["repeat", str(place), "--seeds", "2", "--progress", str(progress)]
    assert main([*given, "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert [split["seed"] for split in found["splits"]] == [4, 5]
    assert load_spread(place).to_dict() == {k: found[k] for k in ("version", "splits")}
    assert json.loads(progress.read_text())["state"] == "done"
    assert main(given) == 0
    line = next(x for x in found["summary"] if (x["metric"], x["when"]) == ("accuracy", "change"))
    assert f"{line['mean']:.4f} +- {line['sd']:.4f}" in capsys.readouterr().out


def test_one_split_is_no_spread(folder, capsys):
    assert "at least 2 seeds" in complaint(capsys, ["repeat", str(folder), "--seeds", "1"])


def test_progress_bar_goes_to_standard_error(folder, capsys):
    assert main(["replay", str(folder)]) == 0
    printed = capsys.readouterr()
    assert "Done 100%|" in printed.err
    assert "%|" not in printed.out


def test_a_packaged_set_is_filled_in_from_its_card(tmp_path):
    assert main(["run", "--data", "GERMAN", "--steps", "1", "--out", str(tmp_path / "s")]) == 0
    config = config_of(tmp_path / "s")
    assert config.data == "german"
    assert config.task.outcome.favourable == ("1",)
    assert [(a.name, a.reference) for a in config.task.sensitive] == [("age", "26 and over")]


def test_the_options_reach_the_config(tmp_path):
    place = tmp_path / "s"
    options = (
        "--gap equal_opportunity --gap predictive_equality --rule uniform --model logistic "
        "--l2 .01 --steps 1 --strength .3 --budget .01 --max-weight 5 --max-gap .1 --share .4 "
        "--seed 3 --split random --target-rows validation --keep-sensitive --drop job "
        "--drop housing --bins age=30,50 --sensitive age --favourable 1.0"
    )
    assert main(["run", "--data", "german", *options.split(), "--out", str(place)]) == 0
    config = config_of(place)
    assert config.gaps == ("equal_opportunity", "predictive_equality")
    assert (config.rule, config.model, config.seed, config.split) == (
        "uniform",
        "logistic",
        3,
        "random",
    )
    assert (config.l2, config.strength, config.budget) == (0.01, 0.3, 0.01)
    assert (config.steps, config.max_weight, config.max_gap) == (1, 5.0, 0.1)
    assert (config.share, config.target_rows) == (0.4, "validation")
    assert config.task.keep_sensitive
    assert {"job", "housing"} <= set(config.task.leave_out)
    assert config.task.sensitive[0].bins == (30.0, 50.0)
    assert load_study(place).prepared.groups == ("under 30", "30 to under 50", "50 and over")


def test_several_attributes_intersect_and_are_found_by_name_or_column(tmp_path):
    place = tmp_path / "s"
    chosen = ["--sensitive", "AGE", "--sensitive", "personal_status_sex", "--steps", "1"]
    assert main(["run", "--data", "german", *chosen, "--out", str(place)]) == 0
    study = load_study(place)
    assert len(study.prepared.groups) == 4
    assert all(" × " in group for group in study.prepared.groups)


@pytest.mark.parametrize("value", ["1", "1.0", "true", "True"])
def test_favourable_one_matches_however_it_is_written(loans, tmp_path, value):
    place = tmp_path / "s"
    task = ["--outcome", "granted", "--favourable", value, "--sensitive", "region"]
    dropped = ["--drop", "limit", "--steps", "1"]
    assert main(["run", "--data", str(loans), *task, *dropped, "--out", str(place)]) == 0
    study = load_study(place)
    good = study.prepared.frame["granted"].astype(str).str.lower() == "true"
    assert (study.prepared.y == good).all()


def test_a_file_with_a_threshold_bins_and_reference(loans, tmp_path):
    place = tmp_path / "s"
    task = ["--outcome", "limit", "--favourable-above", "4", "--sensitive", "age", "--drop"]
    groups = ["granted", "--bins", "age=40", "--reference", "age=under 40", "--steps", "1"]
    assert main(["run", "--data", str(loans), *task, *groups, "--out", str(place)]) == 0
    prepared = load_study(place).prepared
    assert prepared.groups[prepared.reference] == "under 40"
    assert (prepared.y == (prepared.frame["limit"] > 4)).all()
    assert prepared.features == ("region", "income", "branch")


def test_a_saved_config_runs_again_with_another_seed(folder, tmp_path):
    place = tmp_path / "s"
    again = ["run", "--config", str(folder / "config.toml"), "--seed", "1", "--out", str(place)]
    assert main(again) == 0
    assert config_of(place).seed == 1
    assert config_of(place).task == config_of(folder).task


def test_replay_prints_the_same_figures(folder, capsys):
    assert main(["replay", str(folder), "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    stored = json.loads((folder / "study.json").read_text())
    for name in ("study", "plain", "chosen", "frontier", "warnings", "version"):
        assert found[name] == stored[name]


def test_replay_finds_a_changed_figure_and_prints_the_true_one(tmp_path, capsys):
    place = tmp_path / "s"
    assert main([*QUICK, "--out", str(place)]) == 0
    stored = json.loads((place / "study.json").read_text())
    true = stored["frontier"][1]["test"]["utility"]["accuracy"]
    stored["frontier"][1]["test"]["utility"]["accuracy"] = true + 1e-15
    (place / "study.json").write_text(json.dumps(stored))
    capsys.readouterr()
    assert main(["replay", str(place), "--json"]) == 1
    printed = capsys.readouterr()
    assert json.loads(printed.out)["frontier"][1]["test"]["utility"]["accuracy"] == true
    assert "frontier[1].test.utility.accuracy" in printed.err


def test_weights_are_csv_with_a_line_for_every_row(folder, capsys):
    assert main(["weights", str(folder)]) == 0
    table = pd.read_csv(io.StringIO(capsys.readouterr().out))
    study = load_study(folder)
    train = table[table["split"] == "train"]
    assert list(table.columns) == ["row", "split", "weight"]
    assert len(table) == len(study.table.frame)
    np.testing.assert_array_equal(train["weight"], study.operating.weights)
    assert table.loc[table["split"] != "train", "weight"].isna().all()


def test_score_adds_probability_and_decision(folder, tmp_path, capsys):
    study = load_study(folder)
    new = study.table.frame.drop(columns="class").head(30)
    new.to_csv(tmp_path / "new.csv", index=False)
    assert main(["score", str(folder), str(tmp_path / "new.csv")]) == 0
    scored = pd.read_csv(io.StringIO(capsys.readouterr().out))
    assert list(scored.columns) == [*new.columns, "probability", "decision"]
    assert ((scored["probability"] >= study.operating.cut) == (scored["decision"] == 1)).all()


def test_score_names_a_missing_feature(folder, tmp_path, capsys):
    load_study(folder).table.frame.drop(columns="job").to_csv(tmp_path / "new.csv", index=False)
    assert "job" in complaint(capsys, ["score", str(folder), str(tmp_path / "new.csv")])


def test_datasets_lists_all_nine(capsys):
    assert main(["datasets"]) == 0
    names = [line.split()[0] for line in capsys.readouterr().out.splitlines()]
    assert len(names) == 9
    assert {"adult", "compas", "german", "acs"} <= set(names)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ([], "COMMAND"),
        (["run", "--data", "german"], "--out"),
        ([*GERMAN, "--gap", "kindness", "--out", "s"], "kindness"),
        ([*GERMAN, "--seed", "x", "--out", "s"], "--seed"),
        ([*GERMAN, "--steps", "0", "--out", "s"], "steps"),
        ([*GERMAN, "--l2", "nan", "--out", "s"], "--l2"),
        ([*GERMAN, "--l2", "-1", "--out", "s"], "l2"),
        ([*GERMAN, "--cut", ".5", "--share", ".5", "--out", "s"], "--share"),
        ([*GERMAN, "--bins", "age=old", "--out", "s"], "--bins"),
        ([*GERMAN, "--reference", "age", "--out", "s"], "--reference"),
        ([*GERMAN, "--reference", "sex=A91", "--out", "s"], "'sex'"),
        ([*GERMAN, "--drop", "agee", "--out", "s"], "'agee'"),
        ([*GERMAN, "--favourable", "3", "--out", "s"], "1, 2"),
        ([*GERMAN, "--out", "/dev/null"], "/dev/null"),
        (["run", "--out", "s"], "--data"),
        (["run", "--data", "germann", "--out", "s"], "germann"),
        (["run", "--config", "none.toml", "--out", "s"], "none.toml"),
        (["replay", "nowhere"], "nowhere"),
        (["weights", "nowhere"], "nowhere"),
    ],
    ids=lambda value: " ".join(value[-4:]) if isinstance(value, list) else None,
)
def test_bad_input_is_met_by_one_line(arguments, said, capsys, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert said in complaint(capsys, arguments)
    assert list(tmp_path.iterdir()) == []


def test_a_file_needs_an_outcome_and_a_sensitive_column(loans, capsys):
    assert "--outcome" in complaint(capsys, ["run", "--data", str(loans), "--out", "s"])
    given = ["run", "--data", str(loans), "--outcome", "granted", "--out", "s"]
    assert "--sensitive" in complaint(capsys, given)


def test_config_and_task_options_exclude_each_other(folder, capsys):
    given = ["run", "--config", str(folder / "config.toml"), "--drop", "job", "--out", "s"]
    assert "--drop" in complaint(capsys, given)


def test_a_folder_of_other_files_is_not_overwritten(tmp_path, capsys):
    (tmp_path / "letter.txt").write_text("mine")
    assert "other files" in complaint(capsys, [*QUICK, "--out", str(tmp_path)])
    assert (tmp_path / "letter.txt").read_text() == "mine"


def test_progress_file_ends_as_done(tmp_path):
    progress = tmp_path / "progress.json"
    assert main([*QUICK, "--out", str(tmp_path / "s"), "--progress", str(progress)]) == 0
    found = json.loads(progress.read_text())
    assert (found["state"], found["fraction"], found["error"]) == ("done", 1.0, None)


def test_progress_file_of_a_failed_run_says_why(tmp_path, capsys):
    progress = tmp_path / "progress.json"
    given = [*GERMAN, "--drop", "nothing", "--out", str(tmp_path / "s"), "--progress"]
    assert "'nothing'" in complaint(capsys, [*given, str(progress)])
    found = json.loads(progress.read_text())
    assert found["state"] == "failed"
    assert "'nothing'" in found["error"]


def command(*arguments: str) -> list[str]:
    return [sys.executable, "-m", "iffair_core", *arguments]


def wait_for(condition, seconds: float = 60.0) -> None:
    limit = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < limit, "waited too long"
        time.sleep(0.02)


def test_interrupt_ends_with_130_and_saves_nothing(tmp_path):
    progress, place = tmp_path / "progress.json", tmp_path / "s"
    given = ["run", "--data", "adult", "--steps", "500", "--out", str(place)]
    # a shell starts its background jobs with this signal ignored, and children inherit that
    inherited = signal.signal(signal.SIGINT, signal.SIG_DFL)
    with subprocess.Popen(
        command(*given, "--progress", str(progress)), stderr=subprocess.PIPE, text=True
    ) as process:
        signal.signal(signal.SIGINT, inherited)
        wait_for(progress.exists)
        process.send_signal(signal.SIGINT)
        _, err = process.communicate(timeout=20)
    assert process.returncode == INTERRUPTED
    assert "Traceback" not in err
    assert not place.exists()
    assert json.loads(progress.read_text())["state"] == "failed"


def test_a_worker_ends_with_the_process_that_started_it(tmp_path):
    progress = tmp_path / "progress.json"
    given = ["run", "--data", "adult", "--steps", "500", "--out", str(tmp_path / "s")]
    starter = (
        "import subprocess, sys, time\n"
        "worker = subprocess.Popen(sys.argv[1:], start_new_session=True)\n"
        "print(worker.pid, flush=True)\n"
        "time.sleep(60)\n"
    )
    call = [sys.executable, "-c", starter, *command(*given, "--progress", str(progress))]
    with subprocess.Popen(call, stdout=subprocess.PIPE, text=True) as parent:
        worker = int(parent.stdout.readline())
        wait_for(progress.exists)
        parent.kill()
    wait_for(lambda: not alive(worker), seconds=5)
    assert not (tmp_path / "s").exists()


def alive(pid: int) -> bool:
    """Whether the process runs; one that has ended but was not yet collected does not."""
    try:
        with open(f"/proc/{pid}/stat") as stat:
            return stat.read().rsplit(")", 1)[1].split()[0] != "Z"
    except FileNotFoundError:
        return False


def test_a_reader_that_leaves_early_causes_no_traceback(folder):
    call = " ".join(command("weights", str(folder))) + " | head -1"
    done = subprocess.run(call, shell=True, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "row,split,weight"
    assert done.stderr == ""
    assert os.path.exists(folder)


def test_bounds_paces_and_a_largest_loss_reach_the_config(tmp_path):
    options = (
        "--gap demographic_parity --gap error_rate_parity --bound demographic_parity=.1 "
        "--pace error_rate_parity=.5 --pace demographic_parity=1 --max-loss .02 --steps 1"
    )
    place = tmp_path / "s"
    assert main(["run", "--data", "german", *options.split(), "--out", str(place)]) == 0
    config = config_of(place)
    assert config.bounds == (("demographic_parity", 0.1),)
    assert config.paces == (("error_rate_parity", 0.5), ("demographic_parity", 1.0))
    assert config.max_loss == 0.02


@pytest.mark.parametrize("given", ["parity=.1", "demographic_parity", "demographic_parity=x"])
def test_a_bound_that_cannot_be_read_is_said_in_one_line(given, tmp_path, capsys):
    with pytest.raises(SystemExit):
        main(["run", "--data", "german", "--bound", given, "--out", str(tmp_path / "s")])
    error = capsys.readouterr().err
    assert error.count("\n") == 1
    assert "expected" in error
