"""A word of the glossary."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Term:
    """``name`` as the pages write it, its meaning in plain words, and where to read more."""

    name: str
    text: str
    source: str = ""

    def found_by(self, words: str) -> bool:
        """Whether all words that were typed stand in the name or in the meaning."""
        everything = f"{self.name} {self.text}".casefold()
        return all(word in everything for word in words.casefold().split())


def section(number: int) -> str:
    """A section of docs/method.md, as a source."""
    return f"docs/method.md, section {number}"
