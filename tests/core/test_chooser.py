"""The metric chooser, over all answers."""

from __future__ import annotations

from itertools import product
from typing import get_args

import pytest

from iffair_core.config import GAP_NAMES
from iffair_core.errors import ConfigError
from iffair_core.evidence.chooser import (
    HARM_GAPS,
    SOURCES,
    Answers,
    BaseRates,
    Harm,
    Label,
    Output,
    propose,
)

OUTCOME_FREE = "demographic_parity"
EVERY = [
    Answers(*given)
    for given in product(get_args(Harm), get_args(Label), get_args(BaseRates), get_args(Output))
]


def gaps(answers: Answers) -> list[str]:
    return [proposal.gap for proposal in propose(answers)]


@pytest.mark.parametrize("answers", EVERY, ids=str)
def test_one_or_two_gaps_with_reason_trade_off_and_sources(answers: Answers) -> None:
    found = propose(answers)
    assert 1 <= len(found) <= 2
    assert len(set(gaps(answers))) == len(found)
    assert set(gaps(answers)) <= set(GAP_NAMES)
    for proposal in found:
        assert proposal.reason.endswith(".")
        assert proposal.trade_off.endswith(".")
        assert len(set(proposal.sources)) == len(proposal.sources) >= 2
        assert set(proposal.sources) <= set(SOURCES)


@pytest.mark.parametrize("answers", EVERY, ids=str)
def test_what_each_answer_decides(answers: Answers) -> None:
    found = gaps(answers)
    if answers.label == "doubtful":
        assert found[0] == OUTCOME_FREE
        assert (len(found) == 2) == (answers.base_rates == "legitimate")
    if answers.label == "unsure":
        assert set(found) == {OUTCOME_FREE, HARM_GAPS[answers.harm]}
    if answers.label == "trusted":
        assert ("loss_parity" in found) == (answers.output == "probabilities")
        unjust = answers.harm == "unequal" and answers.base_rates == "unjust"
        assert (OUTCOME_FREE if unjust else HARM_GAPS[answers.harm]) in found
        if answers.base_rates == "legitimate":
            assert OUTCOME_FREE not in found
    else:
        assert "loss_parity" not in found


@pytest.mark.parametrize("answers", EVERY, ids=str)
def test_trade_offs_name_the_assumption_that_they_rest_on(answers: Answers) -> None:
    for proposal in propose(answers):
        if proposal.gap == OUTCOME_FREE:
            legitimate = "You expect base rates to differ" in proposal.trade_off
            assert legitimate == (answers.base_rates == "legitimate")
            assert ("threshold" in proposal.trade_off) == (answers.output == "probabilities")
        else:
            said = {"trusted": "as the truth", "unsure": "unsure", "doubtful": "doubtful"}
            assert said[answers.label] in proposal.trade_off
            conflict = "Where base rates differ" in proposal.trade_off
            assert conflict == ("chouldechova" in proposal.sources)
            assert conflict == (proposal.gap not in ("error_rate_parity", "loss_parity"))
            assert ("kleinberg" in proposal.sources) == (proposal.gap == "equalized_odds")


def test_unknown_answer_is_named() -> None:
    with pytest.raises(ConfigError, match=r"label must be one of trusted, unsure, doubtful; got"):
        Answers("refused", "perhaps", "unsure", "decisions")  # type: ignore[arg-type]  # not an answer
