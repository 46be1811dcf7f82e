"""The reweighting page: a run in a worker, cancel, failure, and results that no longer fit."""

from __future__ import annotations

import dataclasses
import re
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from iffair_core.config import Network
from iffair_core.data.prepared import Part
from iffair_core.evidence.rows import changes
from iffair_core.kept.load import load_study
from iffair_core.results import Study
from iffair_core.words import ROUNDED
from pages._ui import jobs, links, state
from pages._ui.run import controls
from pages._ui.run.differences import SETTING_WORDS, differences
from pages._ui.run.parts import KEY as PARTS
from tests.pages.helpers import Open, opened, texts, until


@pytest.fixture
def plain_page(open_app: Open, plain_link: str) -> AppTest:
    return open_app("reweight", study=plain_link)


@pytest.fixture
def app(open_app: Open, reweighted_link: str) -> AppTest:
    return open_app("reweight", study=reweighted_link)


def test_run_in_a_worker_ends_in_a_new_study(
    plain_page: AppTest, plain_link: str, home: Path
) -> None:
    plain_page.slider(key="run_steps").set_value(4).run()
    plain_page.button(key="run_start").click().run()
    assert plain_page.button(key="job_cancel")
    until(plain_page, lambda app: "The run is done." in texts(app))
    shown = plain_page.session_state[links.STUDY]
    assert shown != plain_link
    assert load_study(home / "studies" / shown).config.steps == 4
    assert len(load_study(home / "studies" / plain_link).points) == 1
    assert "Before and after" in [tab.label for tab in plain_page.tabs]
    assert not list((home / "jobs").iterdir())


def test_cancel_ends_the_worker_and_keeps_the_earlier_result(
    app: AppTest, reweighted_link: str, home: Path
) -> None:
    app.slider(key="run_steps").set_value(60).run()
    app.button(key="run_start").click().run()
    identifier = app.session_state[links.JOB]
    process = jobs.desk().running[identifier]
    app.button(key="job_cancel").click().run()
    assert process.returncode is not None
    assert "the earlier result stands" in texts(app)
    assert app.session_state[links.STUDY] == reweighted_link
    assert "Before and after" in [tab.label for tab in app.tabs]
    assert not (home / "studies" / identifier).exists()


@pytest.mark.parametrize("page", ["audit", "data"])
def test_running_job_is_shown_on_other_pages(plain_page: AppTest, page: str) -> None:
    plain_page.button(key="run_start").click().run()
    assert "A run is going on." not in texts(plain_page)
    plain_page.switch_page(f"pages/{page}.py").run()
    assert plain_page.sidebar.button(key="job_cancel")
    assert "A run is going on." in texts(plain_page)
    assert "Look at it on 4 · Reweight →" in links_in(plain_page)
    until(plain_page, lambda app: "The run is done." in texts(app))
    assert "Look at it on 4 · Reweight →" in links_in(plain_page)
    plain_page.run()
    assert "Look at it on 4 · Reweight →" not in links_in(plain_page)


def links_in(app: AppTest) -> list[str]:
    """What the links to other pages say."""
    return [element.proto.label for element in app.main.get("page_link")]


def test_failed_run_says_why(plain_page: AppTest, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(jobs, "_report", lambda identifier: {"error": "The table is gone."})
    monkeypatch.setattr(jobs.sys, "executable", "false")
    plain_page.button(key="run_start").click().run()
    until(plain_page, lambda app: "The run failed: The table is gone." in texts(app))
    assert plain_page.button(key="run_start")


def test_result_of_other_settings_is_announced_and_can_be_restored(app: AppTest) -> None:
    assert "made with other settings" not in texts(app)
    app.radio(key="run_rule").set_value("uniform").run()
    app.slider(key="run_strength").set_value(0.5).run()
    said = texts(app)
    assert "rule: uniform instead of path; strength of a step: 0.5 instead of 0.05" in said
    app.switch_page("pages/audit.py").run()
    app.switch_page("pages/reweight.py").run()
    assert app.radio(key="run_rule").value == "uniform"
    app.button(key="run_restore").click().run()
    assert app.radio(key="run_rule").value == "path"
    assert "made with other settings" not in texts(app)


def test_other_threshold_is_announced(app: AppTest) -> None:
    app.slider(key="cut_value").set_value(0.6).run()
    assert "decision threshold: 0.6 instead of 0.5" in texts(app)
    app.button(key="run_restore").click().run()
    assert app.slider(key="cut_value").value == 0.5


def test_no_gap_chosen_is_met_by_a_sentence(app: AppTest) -> None:
    app.multiselect(key="run_gaps").set_value([]).run()
    assert app.error[0].value == controls.NO_GAP
    assert app.button(key="run_start").disabled
    assert "Demographic parity (target)" in list(app.dataframe[0].value["figure"])
    app.multiselect(key="run_gaps").set_value(["equal_opportunity"]).run()
    assert not app.error
    assert not app.button(key="run_start").disabled


def test_before_and_after_covers_all_gaps_and_utilities(app: AppTest, reweighted: Study) -> None:
    table = app.dataframe[0].value.set_index("figure")
    assert len(table) == 13
    assert [caption.value for caption in app.caption].count(ROUNDED) == 1
    before, after = reweighted.plain.test, reweighted.operating.test
    line = table.loc["Demographic parity (target)"]
    gaps = before.gaps["demographic_parity"], after.gaps["demographic_parity"]
    assert [line["before"], line["after"]] == [f"{100 * gap:.1f} points" for gap in gaps]
    assert table.loc["Log loss", "after"] == f"{after.utility['log_loss']:.4f}"
    found = changes(reweighted).set_index("metric").loc["accuracy"]
    change, low, high = (
        f"{100 * found[name]:+.1f}".replace("-", "−") for name in ("change", "ci_low", "ci_high")
    )
    line = table.loc["Accuracy"]
    assert [line["change"], line["interval"]] == [change, f"{low} to {high}"]
    assert line["rows"] == reweighted.prepared.mask(Part.TEST).sum()
    opened(app, PARTS, "Where the weight went")
    metrics = {m.label: m.value for m in app.main.get("metric")}
    assert metrics["Largest weight"] == f"{reweighted.operating.weights.max():.2f}"


def test_network_and_other_learner_are_chosen_run_and_shown(
    plain_page: AppTest, home: Path
) -> None:
    plain_page.slider(key="run_steps").set_value(2).run()
    plain_page.radio(key="run_model").set_value("network").run()
    plain_page.text_input(key="run_layers").set_value("4").run()
    plain_page.selectbox(key="run_learner").set_value("decision_tree").run()
    plain_page.button(key="run_start").click().run()
    until(plain_page, lambda app: "The run is done." in texts(app))
    study = load_study(home / "studies" / plain_page.session_state[links.STUDY])
    assert (study.config.model, study.config.network.layers) == ("network", (4,))
    opened(plain_page, PARTS, "Another learner")
    assert "Does it carry over?" in "".join(h.value for h in plain_page.header)
    assert "**Decision tree**, trained with the same weights, goes from" in texts(plain_page)
    assert "The neural network on which they were found goes from" in texts(plain_page)
    prices = re.findall(r"points, which (?:costs|gains|leaves) .*?accuracy", texts(plain_page))
    assert len(prices) == 2


def test_hidden_layers_that_are_no_widths_are_met_by_a_sentence(plain_page: AppTest) -> None:
    plain_page.radio(key="run_model").set_value("network").run()
    plain_page.text_input(key="run_layers").set_value("many").run()
    assert "such as 32, 16; got 'many'" in plain_page.error[0].value


def test_several_gaps_have_goals_of_their_own(plain_page: AppTest, home: Path) -> None:
    plain_page.multiselect(key="run_gaps").set_value(["demographic_parity", "equalized_odds"]).run()
    plain_page.slider(key="run_steps").set_value(3).run()
    plain_page.slider(key="run_bound_equalized_odds").set_value(8.0).run()
    plain_page.slider(key="run_pace_demographic_parity").set_value(50).run()
    plain_page.checkbox(key="run_has_max_loss").check().run()
    plain_page.slider(key="run_max_loss").set_value(2.0).run()
    plain_page.button(key="run_start").click().run()
    until(plain_page, lambda app: "The run is done." in texts(app))
    config = load_study(home / "studies" / plain_page.session_state[links.STUDY]).config
    assert config.bounds == (("equalized_odds", 0.08),)
    assert config.paces == (("demographic_parity", 0.5),)
    assert config.max_loss == 0.02
    plain_page.switch_page("pages/frontier.py").run()
    assert "Equalised odds 8.0 points, for at most 2.0 points of accuracy" in texts(plain_page)


def test_another_task_on_the_table_keeps_the_settings_of_the_run(plain_page: AppTest) -> None:
    plain_page.multiselect(key="run_gaps").set_value(["equal_opportunity"]).run()
    plain_page.slider(key="run_steps").set_value(9).run()
    plain_page.switch_page("pages/data.py").run()
    plain_page.number_input(key="task_seed").set_value(5).run()
    plain_page.button(key="task_use").click().run()
    plain_page.switch_page("pages/reweight.py").run()
    assert plain_page.multiselect(key="run_gaps").value == ["equal_opportunity"]
    assert plain_page.slider(key="run_steps").value == 9
    assert plain_page.session_state[state.SETTINGS].seed == 5


def test_a_network_that_is_not_trained_or_is_the_same_is_no_difference(plain: Study) -> None:
    logistic = plain.config
    assert differences(logistic, dataclasses.replace(logistic, network=Network((4,)))) == ()
    explicit = dataclasses.replace(logistic, l2=logistic.penalty)
    assert differences(logistic, explicit) == ()
    network = dataclasses.replace(logistic, model="network")
    assert "model: neural network instead of logistic regression" in differences(logistic, network)
    same = dataclasses.replace(network, network=Network())
    assert differences(network, same) == ()


def test_settings_that_differ_are_told_in_plain_words(plain: Study) -> None:
    network = dataclasses.replace(plain.config, model="network", max_gap=0.02)
    other = dataclasses.replace(
        network, network=Network((4, 2), "tanh", 3), max_gap=0.1, max_loss=0.01
    )
    assert differences(network, other) == (
        "hidden layers: 4, 2 instead of 32, 16",
        "activation: tanh instead of softplus",
        "seed of the network: 3 instead of 0",
        "largest gap allowed: 10.0 points instead of 2.0 points",
        "largest loss of accuracy: 1.0 points instead of no limit",
    )


def test_goals_and_choices_that_differ_are_told_in_points_and_words(plain: Study) -> None:
    both = dataclasses.replace(plain.config, gaps=("demographic_parity", "equalized_odds"))
    other = dataclasses.replace(
        both,
        bounds=(("equalized_odds", 0.08),),
        paces=(("demographic_parity", 0.5),),
        compare="rest",
        target_rows="validation",
        share=0.2,
    )
    assert differences(both, other) == (
        "groups compared: each group with all others together instead of every group with every "
        "other (the largest difference)",
        "largest of each gap allowed: Equalised odds 8.0 points instead of the same for all",
        "pace: Demographic parity 50\N{NO-BREAK SPACE}% of the way instead of the same for all",
        "share to be selected: 20.0\N{NO-BREAK SPACE}% instead of none",
        "rows that the gap is measured on: validation rows alone instead of training and "
        "validation rows together",
    )


def test_no_setting_that_can_differ_is_told_by_its_internal_name(plain: Study) -> None:
    names = {field.name for field in dataclasses.fields(plain.config)}
    assert names - {"task", "network"} == set(SETTING_WORDS)
