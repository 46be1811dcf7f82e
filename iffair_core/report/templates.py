"""The environment of the templates, and what all of them write alike."""

from __future__ import annotations

import re
from collections.abc import Sequence

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup, escape

from iffair_core.evidence.words import TITLES, UNDEFINED, figure, percent, points
from iffair_core.report.drawings import drawing

NUMBER = r"[+\N{MINUS SIGN}]?\d+(?:,\d{3})*(?:\.\d+)?(?:\N{NO-BREAK SPACE}%| points)?"

DIGITS_IN_TITLES = [title for title in TITLES.values() if any(c.isdigit() for c in title)]


def environment(*, html: bool = True) -> Environment:
    """Templates of this folder; ``html`` escapes what is put in."""
    made = Environment(
        loader=PackageLoader("iffair_core.report", "."),
        autoescape=html,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters |= {
        "figure": figure,
        "percent": known_percent,
        "points": points,
        "stacked": stacked,
        "drawing": lambda chart, height=0: Markup(drawing(chart, height)),
        "linked": linked,
        "cell": cell,
    }
    return made


def known_percent(value: float | None) -> str:
    return UNDEFINED if value is None else percent(value)


def stacked(text: str) -> Markup:
    """ "2.8 points (1.3 to 4.3)" with the interval on a line of its own."""
    value, bracket, rest = text.partition(" (")
    if not bracket:
        return Markup(escape(value))
    return Markup('{} <br><span class="quiet">({}</span>').format(value, rest)


def linked(text: str, target: str, names: Sequence[str] = ()) -> Markup:
    """``text`` with every number a link to ``#target``; digits within ``names`` are none."""
    longest_first = sorted(filter(None, (*names, *DIGITS_IN_TITLES)), key=len, reverse=True)
    parts = re.compile("|".join([*(re.escape(n) for n in longest_first), rf"(?P<n>{NUMBER})"]))
    made, at = Markup(""), 0
    for found in parts.finditer(text):
        made += escape(text[at : found.start()])
        link = Markup('<a class="n" href="#{}">{}</a>').format(target, found.group())
        made += link if found["n"] else escape(found.group())
        at = found.end()
    return made + escape(text[at:])


def cell(text: object) -> str:
    """A text as a cell of a Markdown table."""
    return " ".join(str(text).split()).replace("|", "\\|")
