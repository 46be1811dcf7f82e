"""The model card of a study in Markdown, with the headings of Mitchell et al. (2019)."""

from __future__ import annotations

from types import SimpleNamespace

from iffair_core.data.builtin import data_title
from iffair_core.data.names import marked_names
from iffair_core.data.task import describe_outcome
from iffair_core.decisions.log import SIGN_OFF
from iffair_core.evidence.effects import Kind
from iffair_core.literal import marked
from iffair_core.report.figures import test_rows
from iffair_core.report.findings import Findings
from iffair_core.report.provenance import REPLAY, REPLAY_WHERE, provenance
from iffair_core.report.story import story
from iffair_core.report.templates import Exact, environment
from iffair_core.report.words import MEANINGS, MODEL_WORDS, model_words
from iffair_core.words import TITLES, listed

ORDER: tuple[Kind, ...] = ("gap", "utility", "rate")
"""What is asked first stands first in the table."""


def model_card(found: Findings) -> str:
    """The text. It stands in ``card.md`` beside this file."""
    study, origin = found.study, provenance(found.study)
    task = study.config.task
    names = marked({study.table.name, *study.prepared.groups, *(a.name for a in task.sensitive)})
    given = [e for e in study.decisions.entries if not e.automatic and e.about != SIGN_OFF]
    return (
        environment(html=False, names=names | marked_names(study.table.frame))
        .get_template("card.md")
        .render(
            found=found,
            title=data_title(study.config.data, study.table.name),
            told=story(found),
            origin=origin,
            model=MODEL_WORDS[study.config.model],
            model_in_full=model_words(study.config),
            outcome=describe_outcome(study.table.frame, task.outcome),
            threshold=origin.standing["Decision threshold"],
            factors=listed([attribute.name for attribute in task.sensitive]),
            titles=TITLES,
            meanings=MEANINGS,
            parts=SimpleNamespace(**dict(origin.split)),
            rows=sorted(test_rows(study, found.effects), key=lambda row: ORDER.index(row.kind)),
            decision_why=given,
            replay=Exact(REPLAY),
            settings=Exact(origin.config.to_toml()),
            where=REPLAY_WHERE,
        )
    )
