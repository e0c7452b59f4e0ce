import numpy as np
import pytest
from scipy import special

from analysis.models import session, softmax


def test_scores_become_chances_by_hand():
    scores = np.log(np.array([[1.0, 2.0, 5.0], [3.0, 3.0, 6.0]]))
    assert softmax(scores) == pytest.approx(np.array([[0.125, 0.25, 0.625], [0.25, 0.25, 0.5]]))


@pytest.mark.parametrize("precision", [np.float32, np.float64])
@pytest.mark.parametrize("shape", [(7,), (4, 13), (2, 3, 5)])
def test_each_row_is_that_of_scipy_to_the_last_bit(shape, precision):
    scores = np.random.default_rng(0).normal(scale=20, size=shape).astype(precision)
    found = softmax(scores)
    assert found.dtype == precision
    assert (found == special.softmax(scores, axis=-1)).all()
    assert found.sum(axis=-1) == pytest.approx(np.ones(shape[:-1]))


def test_large_scores_do_not_overflow_and_what_is_out_of_the_question_has_no_chance():
    with np.errstate(all="raise", under="ignore"):
        assert softmax(np.array([1e4, 1e4, -1e4])).tolist() == [0.5, 0.5, 0.0]


def test_scores_are_left_as_they_are():
    scores = np.array([1.0, 2.0])
    softmax(scores)
    assert scores.tolist() == [1.0, 2.0]


def test_a_network_that_is_not_there_is_an_error(tmp_path):
    with pytest.raises(FileNotFoundError):
        session(tmp_path / "none.onnx.gz")
