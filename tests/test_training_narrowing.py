"""A layer that has lost inputs makes up for them, and a training that was ended goes on."""

import pytest

torch = pytest.importorskip("torch", reason="needs torch: pip install -e '.[train]'")
pytest.importorskip("transformers", reason="needs transformers: pip install -e '.[train]'")
pytest.importorskip("onnx", reason="needs onnx: pip install -e '.[train]'")

from training.narrowing import best, fitted, resumed  # noqa: E402


def test_the_weightiest_are_kept_in_their_order():
    assert best(torch.tensor([0.5, 3.0, 1.0, 2.0]), 2) == [1, 3]


def test_what_an_input_told_is_told_by_the_one_that_it_went_with():
    # the second input is always twice the first: without it the first one's weight is 1 + 2 · 3
    first = torch.tensor([1.0, -2.0, 4.0], dtype=torch.float64)
    rows = torch.stack([first, 2 * first, torch.ones(3, dtype=torch.float64)], 1)
    dense = torch.nn.Linear(1, 1)
    fitted(dense, [0], rows.T @ rows, torch.tensor([[1.0, 3.0, 0.5]], dtype=torch.float64))
    assert dense.weight.item() == pytest.approx(7.0, rel=2e-3)
    assert dense.bias.item() == pytest.approx(0.5, abs=0.02)


def test_what_an_input_told_alone_is_lost():
    rows = torch.tensor([[1.0, 0.0, 1.0], [-1.0, 0.0, 1.0], [0.0, 1.0, 1.0], [0.0, -1.0, 1.0]])
    dense = torch.nn.Linear(1, 1)
    fitted(dense, [0], (rows.T @ rows).double(), torch.tensor([[2.0, 5.0, 0.0]], dtype=torch.float64))
    assert dense.weight.item() == pytest.approx(2.0, rel=2e-3)


def test_a_training_goes_on_from_what_was_written_and_begins_where_nothing_was(tmp_path):
    model = torch.nn.Linear(1, 1)
    assert resumed(tmp_path / "state.pt", {"model": model}) == 0
    wanted = {"weight": torch.tensor([[5.0]]), "bias": torch.tensor([6.0])}
    torch.save({"model": wanted, "step": 150}, tmp_path / "state.pt")
    assert resumed(tmp_path / "state.pt", {"model": model}) == 150
    assert (model.weight.item(), model.bias.item()) == (5.0, 6.0)
