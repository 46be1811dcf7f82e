"""scikit-learn style estimators: weights for any learner, or a classifier that uses them.

Both take ``sensitive_features`` in ``fit`` only: nobody's group is needed to predict. With
metadata routing enabled, ``set_fit_request(sensitive_features=True)`` carries the groups through
a pipeline and a search.
"""

from iffair_core.estimators.classifier import IFFairClassifier
from iffair_core.estimators.reweigher import IFFairReweigher

__all__ = ["IFFairClassifier", "IFFairReweigher"]
