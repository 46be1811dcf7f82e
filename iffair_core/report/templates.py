"""The environment of the templates, and what all of them write alike."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup, escape

from iffair_core.literal import literal, markdown, marked
from iffair_core.report.drawings import drawing
from iffair_core.words import TITLES, UNDEFINED, figure, percent, points

NUMBER = r"[+\N{MINUS SIGN}]?\d+(?:,\d{3})*(?:\.\d+)?(?:\N{NO-BREAK SPACE}%| points)?"

SLIDE_HEIGHT = 230

DIGITS_IN_TITLES = [title for title in TITLES.values() if any(c.isdigit() for c in title)]


class Exact(str):
    """A text that a Markdown template takes as it is, such as code."""


def environment(*, html: bool = True, names: Iterable[str] = ()) -> Environment:
    """Templates of this folder: of HTML, which escapes all that is put in, or of Markdown.

    Of Markdown ``names`` are what is escaped, wherever they stand in what is put in.
    """
    known = marked(names)
    made = Environment(
        loader=PackageLoader("iffair_core.report", "."),
        autoescape=html,
        finalize=None if html else lambda value: in_markdown(value, known),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters |= {
        "figure": figure,
        "percent": known_percent,
        "points": points,
        "stacked": stacked,
        "drawing": lambda chart: Markup(drawing(chart)),
        "slide_drawing": lambda chart: Markup(drawing(chart, SLIDE_HEIGHT, large=True)),
        "linked": linked,
        "written": markdown,
        "cell": lambda text: cell(literal(str(text), known)),
    }
    return made


def in_markdown(value: object, names: frozenset[str]) -> object:
    """``value`` with the ``names`` in it escaped; code and numbers stay."""
    named = isinstance(value, str) and not isinstance(value, Exact)
    return literal(str(value), names) if named else value


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
    return re.sub(r"(?<!\\)\|", r"\\|", " ".join(str(text).split()))
