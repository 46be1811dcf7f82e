"""What each command prints, on a small packaged set."""

import io
import json

import numpy as np
import pandas as pd

from iffair_core.cli import main
from iffair_core.config import GAP_NAMES
from iffair_core.data.builtin import load_builtin
from iffair_core.evidence.alarm import alarm
from iffair_core.evidence.effects import effects
from iffair_core.evidence.headline import headline
from iffair_core.evidence.levels import levels
from iffair_core.evidence.limits import cautions, limits
from iffair_core.evidence.rows import changes
from iffair_core.kept.beside import load_spread
from iffair_core.kept.load import load_study
from tests.core.cli.calls import QUICK, complaint

UTILITIES = {"accuracy", "balanced_accuracy", "f1", "roc_auc", "log_loss", "brier"}


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


def test_score_and_shift_say_what_could_not_be_read(folder, tmp_path, capsys):
    frame = load_builtin("german").table.frame.head(200).astype({"purpose": "str"})
    frame.loc[:3, "purpose"] = "A999"
    frame["duration"] = frame["duration"].astype(object)
    frame.loc[:1, "duration"] = "long"
    frame.to_csv(tmp_path / "later.csv", index=False)
    assert main(["score", str(folder), str(tmp_path / "later.csv")]) == 0
    printed = capsys.readouterr()
    assert len(printed.out.splitlines()) == 201
    assert "warning: duration: 2 cells not a number such as 'long'" in printed.err
    assert main(["shift", str(folder), str(tmp_path / "later.csv")]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert "differs: purpose: a value that training never met: 4, such as A999" in lines
    (duration,) = [line for line in lines if line.startswith("differs: duration: ")]
    assert "text in place of a number: 2, such as long" in duration


def test_score_names_a_missing_feature(folder, tmp_path, capsys):
    load_study(folder).table.frame.drop(columns="job").to_csv(tmp_path / "new.csv", index=False)
    assert "job" in complaint(capsys, ["score", str(folder), str(tmp_path / "new.csv")])


def test_datasets_lists_all_nine(capsys):
    assert main(["datasets"]) == 0
    names = [line.split()[0] for line in capsys.readouterr().out.splitlines()]
    assert len(names) == 9
    assert {"adult", "compas", "german", "acs"} <= set(names)
