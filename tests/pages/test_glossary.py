"""The glossary has an entry for whatever the registries name, and finds it."""

from __future__ import annotations

import re

import pytest

from iffair_core.baselines.registry import METHODS
from iffair_core.words import TITLES
from pages._ui import words
from pages._ui.glossary import closer
from pages._ui.glossary.registry import meaning, sections
from pages._ui.glossary.term import Term
from tests.pages.helpers import ROOT, Open, opened, texts

CLOSER = (closer.PATTERNS, closer.WEIGHTS, closer.COMPARISON, closer.ELSEWHERE, closer.REPORT)
WRITTEN = "\n".join(
    path.read_text(encoding="utf-8")
    for folder in ("pages", "iffair_core/report", "iffair_core/comparison", "iffair_core/patterns")
    for path in (ROOT / folder).rglob("*.py")
    if "glossary" not in path.parts
)

NAMED = {
    *TITLES.values(),
    *(rule.title for rule in words.RULES.values()),
    *(model.title for model in words.MODELS.values()),
    *(title for name, title in words.LEARNERS.items() if name != "none"),
    *(method.title for method in METHODS.values()),
}


@pytest.mark.parametrize("title", sorted(NAMED))
def test_every_gap_utility_rule_and_method_has_an_entry(title: str) -> None:
    assert meaning(title).endswith((".", "?"))


def test_every_word_has_a_source() -> None:
    assert [t.name for terms in sections().values() for t in terms if not t.source] == []


@pytest.mark.parametrize("term", [t for terms in CLOSER for t in terms], ids=lambda t: t.name)
def test_every_word_of_the_pages_that_look_closer_is_one_of_theirs(term: Term) -> None:
    """A word that no page uses any more leaves the glossary."""
    first = term.name.split()[0].casefold()
    assert first in WRITTEN.casefold()


def test_no_word_has_two_entries() -> None:
    names = [term.name for terms in sections().values() for term in terms]
    assert len(names) == len(set(names))


def test_words_are_found_by_what_they_mean(open_app: Open) -> None:
    app = open_app("glossary")
    everything = texts(app)
    assert all(f"**{term.name}.**" in everything for terms in sections().values() for term in terms)
    app.text_input(key="glossary_find").set_value("EQUALLY weighted rows").run()
    found = texts(app)
    assert "**Effective sample size.**" in found
    assert "**Budget.**" not in found
    app.text_input(key="glossary_find").set_value("quantum foam").run()
    assert "No word of the glossary has “quantum foam” in it." in texts(app)


def test_every_source_can_be_followed(open_app: Open) -> None:
    app = open_app("glossary")
    said = texts(app)
    assert not re.findall(r"\S*docs/\S*|\S+\.md\b", said.partition("The mathematics behind")[0])
    cited = set(re.findall(r"\]\(#(method-\d+)\)", said))
    anchors = {header.proto.anchor for header in app.subheader}
    assert len(cited) > 3
    assert cited <= anchors
    assert "H⁻¹ (∇ℓ_i" not in said
    assert "H⁻¹ (∇ℓ_i" in texts(opened(app, "glossary_method-3"))


def test_the_sources_of_methods_are_told_without_a_file(open_app: Open, plain_link: str) -> None:
    table = open_app("compare", study=plain_link).table[0].value
    assert "the method, section 4, on the page Glossary" in "\n".join(table["Source"])
    assert "docs/" not in "\n".join(table["Source"])
