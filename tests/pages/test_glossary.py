"""The glossary has an entry for whatever the registries name, and finds it."""

from __future__ import annotations

import pytest

from iffair_core.baselines.registry import METHODS
from iffair_core.evidence.words import TITLES
from pages._ui import words
from pages._ui.glossary.registry import meaning, sections
from tests.pages.helpers import Open, texts

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
