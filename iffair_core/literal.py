"""Names as their owner wrote them, in Markdown, which would read marks in them.

Columns, groups and values may be called "a $5 *fee*", ":material/home:" or "www.example.org".
``markdown`` lets a text through Markdown (CommonMark with GitHub's extensions, and the emoji,
icons and arrows of Streamlit), ``literal`` the names within a sentence, whose own marks stay.
Of other languages, HTML and SVG are escaped by markupsafe and ``html.escape`` where their text is
put in, spreadsheets by ``sheet``, the charts of the pages by ``pages/_ui/charts/written``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

JOINER = "\N{WORD JOINER}"
"""Seen by nobody: it parts what is found in the finished text, where no backslash is left."""
MARKS = re.compile(r"([\\`*\[\]{}$:<>#~|]|^[-+=]|_(?![^\W_])|(?<![^\W_])_)")
NUMBERED = re.compile(r"^(\d+)([.)])(?=\s|$)")
FOUND_LATER = re.compile(
    r"(?<=https)(?=:)|(?<=http)(?=:)|(?<=www)(?=\.)|(?<=@)(?=[\w-]+\.)"
    r"|(?<=:)(?=[\w+-]+:|material/)|(?<=(?<!\S)[<>~-])(?=>|-|=)",
    re.IGNORECASE,
)
"""Addresses, emoji, icons and arrows: places at which a joiner parts them."""
ESCAPED = re.compile(r"\\([\\`*_\[\]{}$:<>#~|=+.)-])")
READ = re.compile(r"[\\`*$~\[\]<>|#{}:@]|_(?![^\W_])|(?<![^\W_])_|www\.|--|->|~=|\n|^[-+=]")
"""What makes a name one to escape within a sentence; a "_" between two letters is left alone."""


def markdown(text: str) -> str:
    """A text on one line, of which Markdown reads nothing."""
    line = " ".join(text.splitlines()) if "\n" in text or "\r" in text else text
    return NUMBERED.sub(r"\1\\\2", MARKS.sub(r"\\\1", FOUND_LATER.sub(JOINER, line)))


def literal(text: str, names: Iterable[str]) -> str:
    """``text`` with each of ``names`` in it escaped, the longest first; again changes nothing."""
    pattern = _pattern(frozenset(names))
    return text if pattern is None else pattern.sub(lambda found: markdown(found[0]), text)


def marked(names: Iterable[str]) -> frozenset[str]:
    """Those of ``names`` that Markdown would read; one without letter and digit is no name."""
    return frozenset(n for n in names if READ.search(n) and any(c.isalnum() for c in n))


def spoken(text: str) -> str:
    """A sentence without its marks, as it is said aloud: no stress, names as they are."""
    return ESCAPED.sub(r"\1", text.replace("**", "").replace(JOINER, ""))


@lru_cache(maxsize=64)
def _pattern(names: frozenset[str]) -> re.Pattern[str] | None:
    each = "|".join(re.escape(n) for n in sorted(marked(names), key=lambda n: (-len(n), n)))
    return re.compile(rf"(?<!\\)(?:{each})") if each else None
