"""How the options of ``run`` become a config."""

import pytest

from iffair_core.cli import main
from iffair_core.kept.load import load_study
from tests.core.cli.calls import config_of


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
