"""The model card says names as they were written: its Markdown is read by a reader."""

from __future__ import annotations

import dataclasses

import pytest
from markdown_it import MarkdownIt
from markdown_it.token import Token

from iffair_core.config import StudyConfig
from iffair_core.decisions.log import Decision, DecisionLog
from iffair_core.literal import JOINER
from iffair_core.report.card import model_card
from iffair_core.report.findings import findings
from tests.core.odd_names import (
    COLUMN,
    FILE,
    NUMBER,
    OLD,
    PERSON,
    PURPOSE,
    VALUES,
    YOUNG,
    odd_study,
    odd_table,
    odd_task,
)

WHY = "the *charter* | <asks>"


@pytest.fixture(scope="module")
def read(tmp_path_factory: pytest.TempPathFactory) -> list[Token]:
    folder = tmp_path_factory.mktemp("card")
    path = folder / FILE
    odd_table().to_csv(path, index=False)
    study = odd_study(str(path))
    reason = Decision("metric", "Demographic parity", WHY, PERSON)
    log = DecisionLog((*study.decisions.entries, reason))
    study = dataclasses.replace(study, decisions=log)
    return MarkdownIt("gfm-like", {"linkify": False}).parse(model_card(findings(study)))


def test_every_name_is_text(read: list[Token]) -> None:
    inline = [token for token in read if token.type == "inline"]
    said = "\n".join(
        "".join(child.content for child in token.children or ()) for token in inline
    ).replace(JOINER, "")
    for name in (YOUNG, OLD, COLUMN, NUMBER, PURPOSE, FILE, VALUES["A43"], WHY, PERSON):
        assert name in said


def test_nothing_but_the_cards_own_marks_is_read(read: list[Token]) -> None:
    children = [c for token in read for c in token.children or ()]
    kinds = {child.type for child in children}
    assert kinds <= {
        "text",
        "text_special",
        "softbreak",
        "strong_open",
        "strong_close",
        "code_inline",
    }
    assert all(c.content.isalnum() for c in children if c.type == "code_inline")


def test_settings_are_code_as_they_are(read: list[Token]) -> None:
    (settings,) = [token.content for token in read if token.type == "fence"]
    assert StudyConfig.from_toml(settings).task == odd_task()
