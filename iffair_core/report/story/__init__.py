"""``story(findings)``: a result as chapters. A further chapter is one entry of ``CHAPTERS``."""

from __future__ import annotations

from collections.abc import Callable

from iffair_core.data.builtin import data_title
from iffair_core.evidence.limits import cautions, shortfall
from iffair_core.report.findings import Findings
from iffair_core.report.story.carried import carried_over
from iffair_core.report.story.cost import cost
from iffair_core.report.story.done import done
from iffair_core.report.story.people import gains_and_losses
from iffair_core.report.story.remains import remains
from iffair_core.report.story.rows import rows
from iffair_core.report.story.short import in_short, terms, title
from iffair_core.report.story.unfair import unfair
from iffair_core.report.story.values import Chapter, Story
from iffair_core.words import listed

__all__ = ["CHAPTERS", "Chapter", "Story", "story"]

CHAPTERS: tuple[Callable[[Findings], Chapter | None], ...] = (
    unfair,
    rows,
    done,
    cost,
    gains_and_losses,
    carried_over,
    remains,
)
"""What each chapter is made by, in order; None where it has nothing to say."""


def story(found: Findings) -> Story:
    """What a study says, from what is unequal to what remains."""
    study = found.study
    columns = listed([attribute.name for attribute in study.config.task.sensitive])
    chapters = tuple(chapter for tell in CHAPTERS if (chapter := tell(found)) is not None)
    headlines = {chapter.key: chapter.headline for chapter in chapters}
    return Story(
        title=title(found, headlines["done"]) if found.reweighted else headlines["unfair"],
        about=f"{data_title(study.config.data, study.table.name)}, compared by {columns}",
        terms=terms(found),
        in_short=in_short(found),
        first=tuple(filter(None, (found.remark, shortfall(study, found.effects)))),
        cautions=(*filter(None, (found.remark,)), *cautions(study, found.effects)),
        chapters=chapters,
    )
