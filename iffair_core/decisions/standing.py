"""What a study has chosen, in words, by the subject of an entry in the decision log."""

from __future__ import annotations

from collections.abc import Mapping

from iffair_core.data.task import settle_outcome
from iffair_core.data.written import favourable_words
from iffair_core.decisions.log import SIGN_OFF, Decision
from iffair_core.results import Study
from iffair_core.words import TITLES, figure, listed, percent, some
from iffair_core.yardsticks import RATIO, ScreeningLine


def standing(study: Study) -> Mapping[str, str]:
    """One sentence a subject, of those that the study has settled."""
    told = {
        "task": _task(study),
        "reference_group": _reference(study),
        "threshold": _threshold(study),
        "screening": _screening(study),
    }
    if len(study.points) > 1:
        told |= {"metric": _metric(study), "operating_point": _point(study)}
    return told


def chosen(study: Study, about: str) -> Decision:
    """The automatic entry for what the study has chosen about a subject."""
    return Decision(about, standing(study)[about], automatic=True)


def signed_by(study: Study, name: str, role: str = "", why: str = "") -> Decision:
    """A sign-off of the study as it stands: its operating point and threshold.

    Raises ConfigError without a name.
    """
    told = standing(study)
    point = told.get("operating_point", "The plain model; nothing is reweighted.")
    return Decision(SIGN_OFF, f"Study {study.id}. {point} {told['threshold']}", why, name, role)


def _task(study: Study) -> str:
    task = study.config.task
    good = favourable_words(settle_outcome(study.table.frame, task.outcome))
    columns = listed([attribute.name for attribute in task.sensitive])
    return f"A good outcome is {good}. Compared by {columns}: {some(study.prepared.groups)}."


def _reference(study: Study) -> str:
    prepared = study.prepared
    return f"Groups are told beside {prepared.groups[prepared.reference]}."


def _threshold(study: Study) -> str:
    config = study.config
    if config.share is not None:
        return f"The {percent(config.share)} of rows with the highest probability are selected."
    return f"Selected from a probability of {config.cut:g}."


def _metric(study: Study) -> str:
    config = study.config
    allowed = dict(config.bounds)
    gaps = [
        f"{TITLES[gap]}, at most {figure(allowed.get(gap, config.max_gap), gap)}"
        for gap in config.gaps
    ]
    loss = "" if config.max_loss is None else f" Accuracy may fall by {percent(config.max_loss)}."
    return f"{'; '.join(gaps)}.{loss}"


def _point(study: Study) -> str:
    how = "by a person" if study.chosen_by == "user" else "by the rule, on validation rows"
    return f"Step {study.operating.step} of {study.points[-1].step}, chosen {how}."


def _screening(study: Study) -> str:
    held = study.yardsticks
    if not held:
        return "No screening line and no reference share is set."
    shares = [f"{group} {percent(share)}" for group, share in held.shares.items()]
    told = [_line(line) for line in held.lines]
    told += [f"reference shares {listed(shares)}"] if shares else []
    return f"Held against: {'; '.join(told)}."


def _line(line: ScreeningLine) -> str:
    if line.measure == RATIO:
        return f"smallest selection rate at least {percent(line.limit)} of the largest"
    return f"{TITLES[line.measure]} at most {figure(line.limit, line.measure)}"
