"""Weights in as few steps as they have: lossless for what was rounded, and small enough for sums of 16 bits."""

import numpy as np

from training.steps import LARGEST, MOST, fewest


def test_weights_of_eighteen_steps_are_found_again():
    steps = np.arange(-18, 19)
    written = np.round(steps * LARGEST / 18).astype(np.int8)[:, None]
    found, times = fewest(written)
    assert found[:, 0].tolist() == steps.tolist()
    assert times.tolist() == [LARGEST / 18]


def test_a_half_that_was_rounded_to_the_other_side_is_the_same_step():
    # nine of 18 steps are 63.5
    found, _ = fewest(np.array([[63, 64], [127, 127], [7, 7]], dtype=np.int8))
    assert found.tolist() == [[9, 9], [18, 18], [1, 1]]


def test_each_channel_has_a_scale_of_its_own():
    found, times = fewest(np.array([[127, 127], [-127, 0], [0, 64]], dtype=np.int8))
    assert found.tolist() == [[1, 2], [-1, 0], [0, 1]]
    assert times.tolist() == [LARGEST, LARGEST / 2]


def test_what_has_more_steps_is_rounded_and_no_pair_overflows_sixteen_bits():
    weights = np.arange(-127, 128, dtype=np.int16).astype(np.int8)[:, None]
    found, times = fewest(weights)
    assert np.abs(found).max() == MOST
    assert 2 * 255 * MOST < 2**15
    assert np.abs(found * times - weights).max() <= LARGEST / MOST / 2
