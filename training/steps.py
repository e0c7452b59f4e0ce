"""Write the 8-bit weights of a network as small as they can be without changing a product.

    python -m training.steps NETWORK.onnx.gz OUT.onnx.gz

A processor without VNNI multiplies 8-bit numbers in pairs and adds each pair in 16 bits: 255 × 127 + 255 × 127 does
not go into them, and what is too large is cut (ONNX Runtime's documentation of quantisation, "U8S8"). Weights that
`training.rounding` has rounded to 18 steps on each side of nought were written as multiples of a seventh, up to 127,
and nothing was left of what networks said on such processors. As steps they are at most 18, and 255 × 18 twice goes
into 16 bits; the channel's scale is so much larger. A channel that has more than 63 steps is rounded to 63.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    import onnx

LARGEST = 127
MOST = 63  # 255 × 63, twice, goes into 16 bits
ROUNDED = 0.51  # a half may have gone either way
SCALES = {
    "DynamicQuantizeMatMul": 2,
    "MatMulIntegerToFloat": 3,
}  # of each operator, the input that scales weights


def fewest(weights: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The weights of each channel, a column each, as steps, and how many times as large their scale is.

    Lossless where the column is `steps * 127 / most`, rounded, for some `most` up to `MOST`; else rounded to `MOST`.
    """
    whole = weights.astype(np.float64)
    largest = np.full(weights.shape[1], MOST)
    for most in range(MOST, 0, -1):
        steps = np.round(whole * most / LARGEST)
        largest[(np.abs(steps * LARGEST / most - whole) < ROUNDED).all(axis=0)] = most
    return np.round(whole * largest / LARGEST).astype(np.int8), LARGEST / largest


def rewritten(model: onnx.ModelProto) -> Iterator[str]:
    """Change `model`; told is, of each matrix, its size and the most steps of a channel."""
    import onnx
    from onnx import numpy_helper

    known = {constant.name: constant for constant in model.graph.initializer}
    made: dict[tuple[str, str], str] = {}
    for node in model.graph.node:
        at = SCALES.get(node.op_type)
        matrix = known.get(node.input[1]) if at else None
        if at is None or matrix is None or matrix.data_type != onnx.TensorProto.INT8 or len(matrix.dims) != 2:
            continue
        pair = (node.input[1], node.input[at])
        if pair not in made:
            steps, times = fewest(numpy_helper.to_array(matrix))
            scale = numpy_helper.to_array(known[pair[1]])
            made[pair] = f"{pair[0]}.in-steps"
            model.graph.initializer.append(numpy_helper.from_array(steps, made[pair]))
            scaled = (np.broadcast_to(scale, times.shape) * times).astype(np.float32)
            model.graph.initializer.append(numpy_helper.from_array(scaled, f"{made[pair]}.scale"))
            yield f"{steps.shape[0]} × {steps.shape[1]}: {np.abs(steps).max()}"
        node.input[1], node.input[at] = made[pair], f"{made[pair]}.scale"
    used = {name for node in model.graph.node for name in node.input}
    kept = [constant for constant in model.graph.initializer if constant.name in used]
    del model.graph.initializer[:]
    model.graph.initializer.extend(kept)


def main() -> None:
    from training.graph import load, save

    options = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    options.add_argument("network", type=Path)
    options.add_argument("out", type=Path)
    chosen = options.parse_args()
    model = load(chosen.network)
    for told in rewritten(model):
        print(told)
    save(model, chosen.out)


if __name__ == "__main__":
    main()
