"""The settings of a study in one line: what tells it from others of the same table and gap."""

from __future__ import annotations

from collections.abc import Iterator

from iffair_core.config import StudyConfig
from iffair_core.words import figure, percent


def setting_words(config: StudyConfig, *, reweighted: bool) -> str:
    """ "by sex × race, at most 2.0 points, largest weight 1.6": settings that are not the default.

    Whom it compares is always said, what was allowed where the study was reweighted.
    """
    return ", ".join([*_task(config), *(_run(config) if reweighted else ())])


def _task(config: StudyConfig) -> Iterator[str]:
    yield f"by {' × '.join(attribute.name for attribute in config.task.sensitive)}"
    if config.task.exclude:
        sets = len(config.task.exclude)
        yield f"{sets} {'set' if sets == 1 else 'sets'} of rows left out of training"
    if config.split != "random":
        yield f"rows divided {'officially' if config.split == 'official' else f'by {config.split}'}"
    if config.seed:
        yield f"seed {config.seed}"
    if config.share is not None:
        yield f"{percent(config.share, 0)} selected"
    elif config.cut != StudyConfig.cut:
        yield f"selected from p = {config.cut:g}"
    if config.model != StudyConfig.model:
        yield "neural network" if config.model == "network" else config.model


def _run(config: StudyConfig) -> Iterator[str]:
    allowed = dict.fromkeys(figure(config.allowed(gap), gap) for gap in config.gaps)
    yield f"{'refined to' if config.landing is not None else 'at most'} {' and '.join(allowed)}"
    if config.max_weight != StudyConfig.max_weight:
        yield f"largest weight {config.max_weight:g}"
    if config.max_loss is not None:
        yield f"at most {100 * config.max_loss:g} points of accuracy"
