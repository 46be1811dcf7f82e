"""The model of a study's operating point in a safe format (skops), with its preprocessing.

The file holds a scikit-learn pipeline (for a network its encoder, and the network's parameters)
and what a user of it must know; reading it runs no code of the file (only types that skops knows
as safe are built). skops is imported where it is used: it loads all of scikit-learn and, through
that, torch.
"""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from typing import Any
from zipfile import ZIP_DEFLATED, BadZipFile

import numpy as np
import pandas as pd
from scipy.special import expit
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import Pipeline

from iffair_core.arrays import Mask, Vector
from iffair_core.config import Network
from iffair_core.data.encode import score_frame
from iffair_core.data.task import settle_outcome
from iffair_core.data.written import favourable_words
from iffair_core.errors import StudyError
from iffair_core.models.registry import surrogate_learner
from iffair_core.results import Study

TRUSTED = ["numpy.dtype"]
"""The encoder keeps the type of its input; a dtype is a description and runs nothing."""


@dataclass(frozen=True, eq=False)
class ExportedModel:
    """A fitted encoder and model with its threshold and columns.

    pipeline    encoder and logistic regression; for a network the encoder alone
    network     shape and parameters of the network, else None
    features    columns of the table that it needs, in order
    cut         favourable decision where the probability is at least this
    favourable  the favourable outcome in words
    study       id of the study that it comes from
    """

    pipeline: Pipeline
    network: tuple[Network, Vector] | None
    features: tuple[str, ...]
    cut: float
    favourable: str
    study: str

    def probability(self, frame: pd.DataFrame) -> Vector:
        """(n,) probability of the favourable outcome. Raises TableError if a column is missing."""
        encoded = score_frame(self.pipeline["encode"], self.features, frame)
        if self.network is not None:
            shape, theta = self.network
            p: Vector = expit(surrogate_learner(shape, l2=0.0).logit(encoded, theta))
        else:
            p = self.pipeline["model"].predict_proba(encoded)[:, 1]
        return p

    def decide(self, frame: pd.DataFrame) -> Mask:
        """(n,) True where the decision is favourable."""
        decision: Mask = self.probability(frame) >= self.cut
        return decision


def export_model(study: Study) -> bytes:
    """The operating point's model as a skops file; ``load_model`` reads it."""
    import skops.io

    point, config = study.operating, study.config
    steps = [("encode", study.prepared.encoder)]
    network = None
    if config.model == "logistic":
        steps.append(("model", _logistic(point.theta)))
    else:
        shape = {**dataclasses.asdict(config.network), "device": "cpu"}
        network = {**shape, "layers": list(config.network.layers), "theta": point.theta}
    outcome = settle_outcome(study.table.frame, study.config.task.outcome)
    content = {
        "pipeline": Pipeline(steps),
        "network": network,
        "features": list(study.prepared.features),
        "cut": float(point.cut),
        "favourable": favourable_words(outcome),
        "study": study.id,
    }
    data: bytes = skops.io.dumps(content, compression=ZIP_DEFLATED)
    return data


def _logistic(theta: Vector) -> LogisticRegression:
    learner = LogisticRegression()
    learner.classes_ = np.array([0, 1])
    learner.coef_ = theta[None, :-1].copy()
    learner.intercept_ = theta[-1:].copy()
    learner.n_features_in_ = len(theta) - 1
    learner.n_iter_ = np.array([0], dtype=np.int32)
    return learner


def _network(content: dict[str, Any] | None) -> tuple[Network, Vector] | None:
    if content is None:
        return None
    shape = {name: value for name, value in content.items() if name != "theta"}
    return Network(**shape), np.asarray(content["theta"], dtype=np.float64)


def load_model(data: bytes) -> ExportedModel:
    """Read what ``export_model`` wrote. Raises StudyError if it is not such a file."""
    import skops.io
    from skops.io.exceptions import UntrustedTypesFoundException

    try:
        content = skops.io.loads(data, trusted=TRUSTED)
        return ExportedModel(
            pipeline=content["pipeline"],
            network=_network(content["network"]),
            features=tuple(content["features"]),
            cut=content["cut"],
            favourable=content["favourable"],
            study=content["study"],
        )
    except UntrustedTypesFoundException as error:
        raise StudyError(
            f"The model file holds types that are not known to be safe, so it is not read: {error}"
        ) from error
    except (BadZipFile, KeyError, TypeError) as error:
        raise StudyError(
            "This is not a model file of a study. Choose the .skops file from the report page."
        ) from error
