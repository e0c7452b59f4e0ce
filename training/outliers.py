"""Multiply the few inputs of a product that are far larger than the others apart from these.

Run in 8 bits, all inputs of a product, those of the other rows of a batch too, share one scale, as wide as the
largest needs it; behind a layer norm a few are ten times as large as the others, always the same (Dettmers, Lewis,
Belkada and Zettlemoyer 2022). With a scale of their own for these the others keep their differences, and what a
network makes of a row depends less on the rows beside it. The weights stay as they are.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import numpy as np
import onnx
from onnx import helper, numpy_helper
from onnxruntime import InferenceSession

from training.graph import rewritten

FEW = 8  # inputs of a product that are multiplied apart
LARGER = 2  # times the largest of the others, from which on they are


def apart(model: onnx.ModelProto, inputs: Sequence[Mapping[str, np.ndarray]]) -> onnx.ModelProto:
    """`model` with products in two parts where some of what goes in stands out when it is run with `inputs`."""
    products = [node for node in model.graph.node if node.op_type == "DynamicQuantizeMatMul"]
    sizes = largest(model, sorted({node.input[0] for node in products}), inputs)
    few = {node.output[0]: standing_out(sizes[node.input[0]]) for node in products}
    constants = {c.name: numpy_helper.to_array(c) for c in model.graph.initializer}
    nodes: list[onnx.NodeProto] = []
    for node in model.graph.node:
        places = few.get(node.output[0], [])
        nodes += in_two(node, places, constants) if places else [node]
    return rewritten(
        model, nodes, [numpy_helper.from_array(value, name) for name, value in constants.items()]
    )


def largest(
    model: onnx.ModelProto, names: Sequence[str], inputs: Sequence[Mapping[str, np.ndarray]]
) -> dict[str, np.ndarray]:
    """The largest size of each of the last dimension's values in the tensors `names`."""
    telling = onnx.ModelProto()
    telling.CopyFrom(model)
    telling.graph.output.extend(
        helper.make_tensor_value_info(name, onnx.TensorProto.FLOAT, None) for name in names
    )
    session = InferenceSession(telling.SerializeToString(), providers=["CPUExecutionProvider"])
    found: dict[str, np.ndarray] = {}
    for given in inputs:
        for name, value in zip(names, session.run(names, dict(given)), strict=True):
            sizes = np.abs(value).reshape(-1, value.shape[-1]).max(axis=0)
            found[name] = np.maximum(found.get(name, 0), sizes)
    return found


def standing_out(sizes: np.ndarray) -> list[int]:
    """The places of the `FEW` largest, in order, or none where the first is not far larger than the next."""
    order = np.argsort(-sizes, kind="stable")
    far = len(sizes) > FEW and sizes[order[0]] > LARGER * sizes[order[FEW]]
    return sorted(order[:FEW].tolist()) if far else []


def in_two(
    node: onnx.NodeProto, places: list[int], constants: dict[str, np.ndarray]
) -> Iterator[onnx.NodeProto]:
    """`node`, a product, as the sum of one of the inputs at `places` and one of the others.

    What they multiply with goes to `constants`.
    """
    given, weight, scale, zero, *bias = node.input
    few, others, out = f"{weight}.few", f"{weight}.others", node.output[0]
    constants[f"{few}.places"] = np.array(places)
    constants[few] = constants[weight][places]
    constants[f"{others}.kept"] = (~np.isin(np.arange(len(constants[weight])), places)).astype(np.float32)
    constants[others] = constants[weight].copy()
    constants[others][places] = constants[zero]
    yield helper.make_node("Gather", [given, f"{few}.places"], [f"{out}.few"], axis=-1)
    yield helper.make_node("Mul", [given, f"{others}.kept"], [f"{out}.others"])
    for part, factor, added in ((".few", few, []), (".others", others, bias)):
        yield helper.make_node(
            node.op_type,
            [out + part, factor, scale, zero, *added],
            [f"{out}{part}.product"],
            domain=node.domain,
        )
    yield helper.make_node("Add", [f"{out}.few.product", f"{out}.others.product"], [out])
