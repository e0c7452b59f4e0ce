"""Round a network's matrices to few values so that what comes out of them changes least.

Column by column, what rounding changes is made up for by the columns to come, as far as their inputs go together
with this one's (GPTQ: Frantar, Ashkboos, Hoefler and Alistarh 2023). A row has `STEPS` values of one distance on each
side of nought: compressed, a weight then takes a little more than four bits.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

import torch
from torch import Tensor, nn

STEPS = 18
DAMPING = 0.01  # of the mean square of an input, so that none is taken for known
MATRIX = 384 * 384  # weights of the smallest matrix that is rounded


def round_matrices(model: nn.Module, inputs: Iterable[Sequence[Tensor]]) -> None:
    """Round the matrices of `model`, which is run with all `inputs` to see what goes into them."""
    matrices = [m for m in model.modules() if isinstance(m, nn.Linear) and m.weight.numel() >= MATRIX]
    products = {matrix: torch.zeros(matrix.in_features, matrix.in_features) for matrix in matrices}
    hooks = [matrix.register_forward_pre_hook(adding_to(products[matrix])) for matrix in matrices]
    with torch.no_grad():
        for given in inputs:
            model(*given)
        for matrix in matrices:
            matrix.weight.copy_(rounded(matrix.weight, products[matrix]))
    for hook in hooks:
        hook.remove()


def adding_to(products: Tensor) -> Callable[[nn.Module, tuple[Tensor, ...]], None]:
    """What adds the products of a matrix's inputs with each other to `products`."""

    def add(_: nn.Module, given: tuple[Tensor, ...]) -> None:
        rows = given[0].flatten(0, -2)
        products.addmm_(rows.T, rows)

    return add


def rounded(weight: Tensor, products: Tensor) -> Tensor:
    """`weight`, a row for each output, in steps; `products` are those of the inputs with each other, summed."""
    size = weight.abs().amax(-1) / STEPS
    damped = products + DAMPING * products.diagonal().mean() * torch.eye(len(products))
    inverse = torch.cholesky_inverse(torch.linalg.cholesky(damped))
    factor = torch.linalg.cholesky(inverse, upper=True)
    left = weight.clone()
    for column in range(left.size(1)):
        steps = (left[:, column] / size).round().clamp(-STEPS, STEPS)
        error = (left[:, column] - steps * size) / factor[column, column]
        left[:, column] = steps * size
        left[:, column + 1 :] -= torch.outer(error, factor[column, column + 1 :])
    return left
