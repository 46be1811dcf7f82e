"""A comparison: what every method reached on every split, and the figures that follow from it."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

from iffair_core.baselines.registry import METHODS, PLAIN
from iffair_core.comparison.choice import Spot, spots
from iffair_core.comparison.entries import Attempt, to_dict
from iffair_core.comparison.view import View
from iffair_core.config import GapName


@dataclass(frozen=True)
class Comparison:
    """Attempts of methods at one gap, on the splits of their seeds.

    groups     names of the groups, in the order of the rates in the entries
    test_rows  by seed: effective number of test rows, (sum a)^2 / sum a^2 of the user's weights
    """

    gap: GapName
    groups: tuple[str, ...] = ()
    test_rows: Mapping[int, float] = field(default_factory=dict)
    attempts: tuple[Attempt, ...] = ()

    @cached_property
    def _by_key(self) -> Mapping[tuple[str, int], Attempt]:
        return {(attempt.method, attempt.seed): attempt for attempt in self.attempts}

    @property
    def methods(self) -> tuple[str, ...]:
        """In the order in which all methods are listed."""
        tried = {attempt.method for attempt in self.attempts}
        return tuple(name for name in METHODS if name in tried)

    @property
    def seeds(self) -> tuple[int, ...]:
        return tuple(sorted({attempt.seed for attempt in self.attempts}))

    @property
    def complete_seeds(self) -> tuple[int, ...]:
        """Seeds on which every method has been tried."""
        methods = self.methods
        return tuple(s for s in self.seeds if all((m, s) in self._by_key for m in methods))

    def attempt(self, method: str, seed: int) -> Attempt | None:
        """None: not tried yet."""
        return self._by_key.get((method, seed))

    def tried(self, method: str) -> tuple[Attempt, ...]:
        """The method's attempts, by seed."""
        found = (self.attempt(method, seed) for seed in self.seeds)
        return tuple(attempt for attempt in found if attempt)

    def spots(self, method: str, seed: int, view: View) -> tuple[Spot, ...]:
        """Entries of the method on one split in a view; none while it or the plain model is due."""
        tried, plain = self.attempt(method, seed), self.attempt(PLAIN.name, seed)
        return spots(tried, plain, view) if tried and plain else ()

    def seconds(self, method: str) -> float | None:
        """Mean over the splits on which it has an entry; None if there is none."""
        spent = [attempt.seconds for attempt in self.tried(method) if attempt.entries]
        return sum(spent) / len(spent) if spent else None

    def reason(self, method: str) -> str:
        """Why the method has no entry on some split; empty if it has one on all."""
        reasons = (attempt.reason for attempt in self.tried(method) if not attempt.entries)
        return next((reason for reason in reasons if reason), "")

    def only(self, methods: Collection[str], seeds: Collection[int]) -> Comparison:
        """Of these methods and the plain model alone, on these splits."""
        kept = {PLAIN.name, *methods}
        attempts = (a for a in self.attempts if a.method in kept and a.seed in seeds)
        return replace(self, attempts=tuple(attempts))

    def to_dict(self) -> dict[str, Any]:
        """Plain values for JSON."""
        return {
            "gap": self.gap,
            "groups": list(self.groups),
            "test_rows": {str(seed): rows for seed, rows in self.test_rows.items()},
            "attempts": [to_dict(attempt) for attempt in self.attempts],
        }
