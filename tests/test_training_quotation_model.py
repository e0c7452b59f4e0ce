"""What the tagger's pointers cost: nothing where nothing points, and no padding is pointed to."""

import math
from types import SimpleNamespace

import pytest

torch = pytest.importorskip("torch", reason="needs torch: pip install -e '.[train]'")
pytest.importorskip("transformers", reason="needs transformers: pip install -e '.[train]'")

from training.quotation_model import BUCKETS, IGNORE, LINK_SIZE, link_loss  # noqa: E402

MODEL = SimpleNamespace(distance=torch.zeros(2, BUCKETS))
ALIKE = torch.zeros(1, 3, 2, 2, LINK_SIZE)  # three pieces that point to all alike


def test_a_batch_in_which_nothing_points_costs_nothing_and_teaches_nothing():
    links = ALIKE.clone().requires_grad_()
    loss = link_loss(MODEL, links, torch.full((1, 2, 3), IGNORE), torch.ones(1, 3))
    loss.backward()
    assert loss.item() == 0
    assert not links.grad.isnan().any()


def test_pointing_to_one_of_three_alike_costs_the_logarithm_of_three_and_padding_is_none_of_them():
    targets = torch.full((1, 2, 3), IGNORE)
    targets[0, 0, 1] = 0
    assert link_loss(MODEL, ALIKE, targets, torch.ones(1, 3)).item() == pytest.approx(math.log(3))
    assert link_loss(MODEL, ALIKE, targets, torch.tensor([[1, 1, 0]])).item() == pytest.approx(math.log(2))
