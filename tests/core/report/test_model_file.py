"""A model as a file: it decides as the study does, and a file that is none is refused."""

import io
import zipfile

import numpy as np
import pytest

from iffair_core.errors import StudyError, TableError
from iffair_core.report import (
    export_model,
    load_model,
)
from iffair_core.study import probabilities


@pytest.mark.parametrize("name", ["german", "messy"])
def test_an_exported_model_decides_as_the_study_does(name, request):
    study = request.getfixturevalue(name)
    model = load_model(export_model(study))
    expected = probabilities(study, study.operating)
    found = model.probability(study.prepared.frame)
    np.testing.assert_allclose(found, expected, rtol=0, atol=1e-12)
    decided = model.decide(study.prepared.frame)
    np.testing.assert_array_equal(decided, expected >= study.operating.cut)
    assert (model.features, model.study) == (study.prepared.features, study.id)


def test_an_exported_model_says_what_is_favourable_and_what_it_lacks(german):
    model = load_model(export_model(german))
    assert model.favourable == "class = 1"
    with pytest.raises(TableError, match="job"):
        model.probability(german.prepared.frame.drop(columns="job"))


def test_a_file_that_is_no_model_is_refused(german):
    with pytest.raises(StudyError, match="not a model file"):
        load_model(b"not a model")
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as z:
        z.writestr("notes.txt", "hello")
    with pytest.raises(StudyError, match="not a model file"):
        load_model(archive.getvalue())


def test_a_model_file_with_code_in_it_is_refused(german):
    tampered = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(export_model(german))) as source,
        zipfile.ZipFile(tampered, "w") as target,
    ):
        for item in source.namelist():
            text = source.read(item)
            if item == "schema.json":
                text = text.replace(b'"LogisticRegression"', b'"Popen"')
                text = text.replace(b'"sklearn.linear_model._logistic"', b'"subprocess"')
            target.writestr(item, text)
    with pytest.raises(StudyError, match=r"subprocess\.Popen"):
        load_model(tampered.getvalue())
