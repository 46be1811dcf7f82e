"""Run many methods on many splits; what is known already is not computed again."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

from iffair_core.baselines.method import Contest, Family, Method
from iffair_core.baselines.registry import METHODS, PLAIN, chosen_methods
from iffair_core.cancel import Cancel, cancellable, check_cancelled
from iffair_core.comparison.contest import attempt, open_contest
from iffair_core.comparison.entries import Attempt
from iffair_core.comparison.result import Comparison
from iffair_core.config import GAP_NAMES, GapName, StudyConfig
from iffair_core.config.checks import check_choice
from iffair_core.data.tables import Table
from iffair_core.errors import ConfigError, FitError
from iffair_core.study import Progress, open_table
from iffair_core.weights.describe import effective_size

CHEAP_FIRST: tuple[Family, ...] = ("plain", "post", "pre", "in")
"""Families by the number of fits that their methods need, as a rule."""

Finished = Callable[[Attempt, Comparison], None]
"""finished(attempt, comparison): the attempt that has just ended, and all that is known with it"""


def compare(
    config: StudyConfig,
    gap: GapName,
    methods: Sequence[str] = tuple(METHODS),
    seeds: Sequence[int] = (0,),
    *,
    table: Table | None = None,
    known: Comparison | None = None,
    progress: Progress | None = None,
    cancel: Cancel | None = None,
    finished: Finished | None = None,
) -> Comparison:
    """Each method on the split of each seed, seed by seed, the cheap ones first.

    The plain model is always among them. ``table`` replaces reading ``config.data``. ``known``
    holds attempts of the same config, table and gap: they are taken as they are. A method without
    an answer is an attempt with its reason; so is every method on a split that cannot be fitted.

    Raises ConfigError for a method or gap that there is not, or for splits that do not differ;
    Cancelled when ``cancel`` says so: what ``finished`` was given until then stays good.
    """
    wanted = _checked(config, gap, methods, seeds)
    found = known or Comparison(gap)
    due = {seed: [m for m in wanted if not found.attempt(m.name, seed)] for seed in seeds}
    total, done = sum(map(len, due.values())), 0
    if not total:
        return found
    rows = open_table(config.data) if table is None else table
    with cancellable(cancel or (lambda: False)):
        for seed, missing in due.items():
            if not missing:
                continue
            ordered = _cheap_first(missing, found)
            _show(progress, done, total, f"Split {seed}: the plain model")
            contest = _opened(config, rows, gap, seed)
            found = _with_split(found, seed, contest)
            for method in ordered:
                check_cancelled()
                _show(progress, done, total, f"Split {seed}: {method.title}")
                ended = _attempt(method, contest, gap, seed)
                found = replace(found, attempts=(*found.attempts, ended))
                done += 1
                if finished is not None:
                    finished(ended, found)
    _show(progress, total, total, "Done")
    return found


def _checked(
    config: StudyConfig, gap: str, methods: Sequence[str], seeds: Sequence[int]
) -> tuple[Method, ...]:
    check_choice("gap", gap, GAP_NAMES)
    if not seeds or len(set(seeds)) < len(seeds):
        raise ConfigError(f"Name at least one seed, and each once; got {list(seeds)}.")
    if config.split == "date" and len(seeds) > 1:
        raise ConfigError(
            f"The rows are divided by date, so other seeds give the same split; got {len(seeds)} "
            "seeds. Ask for one, or divide the rows at random."
        )
    return chosen_methods((PLAIN.name, *methods))


def _cheap_first(methods: Iterable[Method], found: Comparison) -> list[Method]:
    """By the seconds of an earlier split, else by family."""
    longest = max((a.seconds for a in found.attempts), default=0.0)

    def cost(method: Method) -> tuple[bool, float, int]:
        seconds = found.seconds(method.name)
        unknown = longest if seconds is None else seconds
        return method.name != PLAIN.name, unknown, CHEAP_FIRST.index(method.family)

    return sorted(methods, key=cost)


def _opened(config: StudyConfig, table: Table, gap: GapName, seed: int) -> Contest | FitError:
    try:
        return open_contest(config, table, gap, seed)
    except FitError as error:
        return error


def _attempt(method: Method, contest: Contest | FitError, gap: GapName, seed: int) -> Attempt:
    if isinstance(contest, FitError):
        return Attempt(method.name, gap, seed, (), 0.0, str(contest))
    return attempt(method, contest)


def _with_split(found: Comparison, seed: int, contest: Contest | FitError) -> Comparison:
    if isinstance(contest, FitError):
        return found
    weight = contest.test.rows.weight
    rows = effective_size(weight)
    return replace(found, groups=contest.groups, test_rows={**found.test_rows, seed: rows})


def _show(progress: Progress | None, done: int, total: int, text: str) -> None:
    if progress is not None:
        progress("compare", done / total, text)
