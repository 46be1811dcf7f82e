"""Parts of a story by their names."""

from __future__ import annotations

from iffair_core.report.story.values import Chapter, Fact, Story


def chapter(of: Story, key: str) -> Chapter:
    return next(each for each in of.chapters if each.key == key)


def short(of: Story) -> dict[str, Fact]:
    """The facts in short by what stands before the colon of their labels."""
    return {fact.label.partition(":")[0]: fact for fact in of.in_short}
