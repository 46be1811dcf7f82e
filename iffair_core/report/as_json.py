"""All that a study says as one JSON object: story, figures, evidence, where it comes from."""

from __future__ import annotations

import dataclasses
import json
from typing import Any

from iffair_core.evidence.summary import evidence
from iffair_core.report.findings import Findings
from iffair_core.report.provenance import REPLAY, provenance
from iffair_core.report.story import story
from iffair_core.report.story.values import Bars, Chapter


def study_json(found: Findings) -> str:
    """``Study.to_dict`` and the evidence, as of ``run --json``, with story and provenance."""
    study, told, origin = found.study, story(found), provenance(found.study)
    content = {
        "title": told.title,
        "about": told.about,
        "terms": list(told.terms),
        "in_short": [dataclasses.asdict(fact) for fact in told.in_short],
        "cautions": list(told.cautions),
        "story": [_chapter(chapter) for chapter in told.chapters],
        "data": {
            "name": origin.table,
            "sha256": origin.digest,
            "rows": origin.rows,
            "columns": origin.columns,
            "split": dict(origin.split),
        },
        "config": origin.config.to_dict(),
        "seed": origin.config.seed,
        "versions": dict(origin.versions),
        "exclusions": [dataclasses.asdict(e) for e in origin.exclusions],
        "standing": dict(origin.standing),
        "decisions": origin.decisions.to_dict(),
        "signed": origin.signed,
        "replay": REPLAY,
        **study.to_dict(),
        "evidence": evidence(study),
        "spread": None if found.spread is None else found.spread.to_dict(),
    }
    return json.dumps(content, indent=1, ensure_ascii=False, allow_nan=False)


def _chapter(chapter: Chapter) -> dict[str, Any]:
    """The chapter; every chart says whether it is one of bars or of dots."""
    plain = dataclasses.asdict(chapter)
    del plain["in_facts"]
    kinds = ["bars" if isinstance(chart, Bars) else "dots" for chart in chapter.charts]
    plain["charts"] = [
        {"kind": kind, **chart} for kind, chart in zip(kinds, plain["charts"], strict=True)
    ]
    return plain
