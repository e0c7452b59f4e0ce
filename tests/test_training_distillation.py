"""What a smaller tagger learns from a larger one: nothing where they agree, pointers only where something points."""

import math

import pytest

torch = pytest.importorskip("torch", reason="needs torch: pip install -e '.[train]'")
pytest.importorskip("transformers", reason="needs transformers: pip install -e '.[train]'")

from training.distillation import Reading, difference, link_difference, pointing  # noqa: E402


def test_pointers_that_agree_are_no_way_apart_and_a_token_that_points_nowhere_does_not_count():
    wanted = torch.log(torch.tensor([[[[0.5, 0.5], [0.5, 0.5]]]]))
    found = torch.log(torch.tensor([[[[0.5, 0.5], [0.25, 0.75]]]]))
    first, both = torch.tensor([[[1.0, 0.0]]]), torch.tensor([[[1.0, 1.0]]])
    assert link_difference(found, wanted, first).item() == 0
    apart = 0.5 * math.log(0.5 / 0.25) + 0.5 * math.log(0.5 / 0.75)
    assert link_difference(found, wanted, both).item() == pytest.approx(apart / 2)


def test_a_source_points_to_its_cue_but_to_no_source_and_padding_to_nothing():
    emissions = torch.full((1, 3, 13), -50.0)
    emissions[0, 0, 1] = 50.0  # begins a source
    emissions[0, 1, 12] = 50.0  # a content of one piece
    emissions[0, 2, 1] = 50.0
    to_cue, to_source = pointing(emissions, torch.tensor([[1, 1, 0]]))[0].tolist()
    assert to_cue == pytest.approx([1.0, 1.0, 0.0])
    assert to_source == pytest.approx([0.0, 1.0, 0.0])


def test_readings_are_apart_by_states_and_tags_of_what_is_no_padding():
    states, emissions = torch.tensor([[[1.0], [3.0], [9.0]]]), torch.zeros(1, 3, 13)
    teacher = Reading((states,), emissions, torch.zeros(0))
    mask = torch.tensor([[True, True, False]])
    assert difference(teacher, teacher, mask).item() == 0
    padding = Reading((states + torch.tensor([[[0.0], [0.0], [5.0]]]),), emissions, torch.zeros(0))
    assert difference(padding, teacher, mask).item() == 0
    # the variance of 1 and 3 is 2, the mean square of what is one off is 1; the last states count twice
    shifted = Reading((states + 1,), emissions, torch.zeros(0))
    assert difference(shifted, teacher, mask).item() == pytest.approx(1.0)
