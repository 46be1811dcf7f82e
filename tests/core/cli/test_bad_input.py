"""Whatever cannot be done is said in one line, and nothing is written."""

import pytest

from iffair_core.cli import commands, main
from tests.core.cli.calls import GERMAN, QUICK, complaint


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
        (["weights", "nowhere"], "or the id of a kept study"),
        ([*GERMAN, "--seed", "x", "--out", "s"], "expected a whole number; got 'x'"),
        ([*GERMAN, "--l2", "much", "--out", "s"], "expected a number or auto; got 'much'"),
        ([*GERMAN, "--layers", "16", "--out", "s"], "Add --model network"),
        (["run", "--config", "none.toml", "--out", "s"], "No such file or directory. Check"),
        (["import", "none.zip"], "No such file or directory: none.zip. Name another"),
        (["rename", "nowhere", "x"], "the command `studies`"),
    ],
    ids=lambda value: " ".join(value[-4:]) if isinstance(value, list) else None,
)
def test_bad_input_is_met_by_one_line(arguments, said, capsys, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert said in complaint(capsys, arguments)
    assert list(tmp_path.iterdir()) == []


def test_what_cannot_be_written_is_said_before_the_work(capsys, tmp_path, monkeypatch):
    def worked(*_given, **_named):
        pytest.fail("the run began")

    monkeypatch.setattr(commands, "run", worked)
    said = complaint(capsys, [*GERMAN, "--out", "/proc/x"])
    assert "A study cannot be written to '/proc/x': No such file or directory. Name" in said
    given = [*GERMAN, "--out", str(tmp_path / "s"), "--progress"]
    for place, why in (
        (tmp_path / "none" / "p.json", "No such file"),
        (tmp_path, "Is a directory"),
    ):
        said = complaint(capsys, [*given, str(place)])
        assert f"--progress {str(place)!r} cannot be written: {why}" in said
    assert list(tmp_path.parent.glob(f".{tmp_path.name}*")) == []
    assert list(tmp_path.iterdir()) == []


def test_a_file_needs_an_outcome_and_a_sensitive_column(loans, capsys):
    assert "--outcome" in complaint(capsys, ["run", "--data", str(loans), "--out", "s"])
    given = ["run", "--data", str(loans), "--outcome", "granted", "--out", "s"]
    assert "--sensitive" in complaint(capsys, given)


def test_config_and_task_options_exclude_each_other(folder, capsys):
    given = ["run", "--config", str(folder / "config.toml"), "--drop", "job", "--out", "s"]
    assert "--drop" in complaint(capsys, given)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (
            ["refine", "--gap", "5", "--out", "s"],
            "gap must be a number of at least 0 and at most 1",
        ),
        (["refine", "--gap", "0.5", "--out", "s"], "so there is nothing to train"),
        (["refine", "--gap", "0", "--out", "s"], "Ask for a wider one"),
        (["export", "--as", "html", "--out", "none/report.html"], "in a folder that does"),
        (["export", "--as", "html", "--out", "."], "is a folder"),
        (["screen", "--share", "nobody=0.5"], "under 26, 26 and over. Name one of them"),
        (["repeat", "--seeds", "many"], "expected a whole number"),
        (["patterns", "--least", "few"], "expected a number; got 'few'"),
        (["slices", "nowhere"], "Its columns are status, duration"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else None,
)
def test_a_study_cannot_do_what_is_asked(folder, arguments, said, capsys, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    command, *rest = arguments
    assert said in complaint(capsys, [command, str(folder), *rest])
    assert list(tmp_path.iterdir()) == []


def test_a_folder_of_other_files_is_not_overwritten(tmp_path, capsys):
    (tmp_path / "letter.txt").write_text("mine")
    assert "other files" in complaint(capsys, [*QUICK, "--out", str(tmp_path)])
    assert (tmp_path / "letter.txt").read_text() == "mine"


@pytest.mark.parametrize("given", ["parity=.1", "demographic_parity", "demographic_parity=x"])
def test_a_bound_that_cannot_be_read_is_said_in_one_line(given, tmp_path, capsys):
    with pytest.raises(SystemExit):
        main(["run", "--data", "german", "--bound", given, "--out", str(tmp_path / "s")])
    error = capsys.readouterr().err
    assert error.count("\n") == 1
    assert "expected" in error
