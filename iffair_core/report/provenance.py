"""Where the figures come from: data, settings, versions, decisions, and how to compute them again.

All that is handed on carries it. It holds figures of groups and of the table as a whole, never a
row, and names the table but not where it lay.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass

from iffair_core.config import StudyConfig
from iffair_core.data.builtin import builtin_name
from iffair_core.data.prepared import Exclusion
from iffair_core.decisions.log import SUBJECTS, DecisionLog
from iffair_core.decisions.standing import standing
from iffair_core.evidence.ledger import ledger
from iffair_core.report.facts import split_counts, versions
from iffair_core.results import Study

REPLAY = "python -m iffair_core replay study"
REPLAY_WHERE = (
    "study is the folder in the study's zip file, or the one named by run --out. Everything is "
    "fitted again from the table, and every figure compared."
)


@dataclass(frozen=True)
class Provenance:
    """
    config       the study's, with the name of the table in place of its path
    split        part and number of rows
    exclusions   the ledger of what was left out
    versions     what computed the study, and what is installed where this was made
    standing     what is chosen now, by subject
    """

    study: str
    table: str
    rows: int
    columns: int
    digest: str
    config: StudyConfig
    split: tuple[tuple[str, int], ...]
    exclusions: tuple[Exclusion, ...]
    versions: tuple[tuple[str, str], ...]
    decisions: DecisionLog
    standing: Mapping[str, str]

    @property
    def signed(self) -> str:
        """The sign-off in a sentence, or that there is none."""
        entry = self.decisions.signed
        if entry is None:
            return "Not signed off."
        told = f"Signed off by {entry.person}, {entry.day}: {entry.what}"
        changed = self.decisions.changed_since
        if changed:
            titles = ", ".join(dict.fromkeys(e.title.lower() for e in changed))
            told += f" Changed since: {titles}."
        return told


def provenance(study: Study) -> Provenance:
    frame = study.table.frame
    told = standing(study)
    return Provenance(
        study=study.id,
        table=study.table.name,
        rows=len(frame),
        columns=len(frame.columns),
        digest=study.table.digest,
        config=shared_config(study),
        split=tuple(split_counts(study)),
        exclusions=ledger(study),
        versions=tuple(versions(study)),
        decisions=study.decisions,
        standing={SUBJECTS[about]: said for about, said in told.items()},
    )


def shared_config(study: Study) -> StudyConfig:
    """The config as it is handed on: it names the table, not where it lay on one's disk."""
    return dataclasses.replace(study.config, data=shared_data(study.config.data, study.table.name))


def shared_data(data: str, table: str) -> str:
    """What a config that is handed on says of its data: a packaged set, or the table's name.

    A file that is called like a packaged set is written so that it is not taken for it.
    """
    if builtin_name(data) is not None:
        return data
    return table if builtin_name(table) is None else f"./{table}"
