"""Names as their owner wrote them, in charts: Plotly reads "<b>", "&amp;" and "%{x}" in any text.

Every name of a table that a chart shows (group, column, value, title of a file) goes through
``written``, also where it is a place on an axis; the marks of the charts themselves do not.
"""

from __future__ import annotations

from collections.abc import Iterable
from textwrap import wrap


def written(name: object) -> str:
    """A name, of which Plotly reads nothing."""
    text = str(name).replace("&", "&amp;").replace("<", "&lt;")
    return text.replace("%{", "%&#123;").replace("\n", " ")


def all_written(names: Iterable[object]) -> list[str]:
    """``written`` of each."""
    return [written(name) for name in names]


def in_lines(name: object, most: int) -> str:
    """``written`` in lines of at most so many characters, broken between words alone."""
    return "<br>".join(all_written(wrap(str(name), most, break_long_words=False)))
