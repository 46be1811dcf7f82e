"""What an example shows before it is opened is what its table says."""

import numpy as np
import pytest

from iffair_core.data.builtin import BUILTIN, load_builtin
from iffair_core.data.glance import GLANCES
from iffair_core.data.groups import group_labels, propose_reference
from iffair_core.data.task import outcome_vector


def test_every_packaged_set_has_a_glance():
    assert list(GLANCES) == list(BUILTIN)


@pytest.mark.parametrize("name", BUILTIN)
def test_a_glance_counts_what_the_table_holds(name):
    opened = load_builtin(name)
    frame, task = opened.table.frame, opened.task
    labels = group_labels(frame, task.sensitive)
    known = ~np.isnan(outcome_vector(frame, task.outcome))
    reference = propose_reference(labels, task.sensitive)
    largest = labels[labels != reference].value_counts().index[0]
    seen = GLANCES[name]
    assert seen.rows == len(frame)
    assert [group.name for group in seen.groups] == [reference, largest]
    for group in seen.groups:
        outcome = outcome_vector(frame, task.outcome)[(labels == group.name).to_numpy() & known]
        assert (group.favourable, group.rows) == (int(outcome.sum()), len(outcome))
        assert group.base_rate == outcome.mean()
