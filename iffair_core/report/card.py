"""The model card of a study in Markdown, with the headings of Mitchell et al. (2019)."""

from __future__ import annotations

from types import SimpleNamespace

from iffair_core.data.builtin import data_title
from iffair_core.data.task import describe_outcome
from iffair_core.decisions.log import SIGN_OFF
from iffair_core.evidence.words import TITLES, listed
from iffair_core.report.figures import test_rows
from iffair_core.report.findings import Findings
from iffair_core.report.provenance import REPLAY, REPLAY_WHERE, provenance
from iffair_core.report.story import story
from iffair_core.report.templates import environment
from iffair_core.report.words import MEANINGS, MODEL_WORDS


def model_card(found: Findings) -> str:
    """The text. It stands in ``card.md`` beside this file."""
    study, origin = found.study, provenance(found.study)
    task = study.config.task
    given = [e for e in study.decisions.entries if not e.automatic and e.about != SIGN_OFF]
    return (
        environment(html=False)
        .get_template("card.md")
        .render(
            found=found,
            title=data_title(study.config.data, study.table.name),
            told=story(found),
            origin=origin,
            model=MODEL_WORDS[study.config.model],
            outcome=describe_outcome(study.table.frame, task.outcome),
            threshold=origin.standing["Decision threshold"],
            factors=listed([attribute.name for attribute in task.sensitive]),
            titles=TITLES,
            meanings=MEANINGS,
            parts=SimpleNamespace(**dict(origin.split)),
            rows=test_rows(study, found.effects),
            decision_why=given,
            replay=REPLAY,
            where=REPLAY_WHERE,
        )
    )
