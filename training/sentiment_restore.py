"""The twelve-layer classifier of targets as floats: its encoder as a folder, its weights as a state.

    python -m training.sentiment_restore TWELVE.onnx.gz --out FOLDER

TWELVE.onnx.gz was shipped as `analysis/models/target-sentiment.onnx.gz` until version 3 of it, and is in the history.

The graph is that of `training.graph.quantised`: each product of integers is traced to its weight, scale and zero
point. Word pieces that `training.trimming` took out get the embedding of the unknown one.
"""

from __future__ import annotations

import argparse
import shutil
from pathlib import Path

import numpy as np
import onnx
import torch
from onnx import numpy_helper
from torch import Tensor
from transformers import BertConfig, BertModel

from analysis import models
from training.dequantise import SHAPE
from training.graph import load
from training.sentiment_model import TargetClassifier

STATE = "state.pt"


def floats(graph: onnx.GraphProto) -> dict[str, Tensor]:
    """The weights of the classifier by the names that `TargetClassifier` gives them."""
    arrays = {i.name: numpy_helper.to_array(i) for i in graph.initializer}

    def value(name: str) -> np.ndarray:
        stem = name.removesuffix("_quantized")
        whole = arrays[name].astype(np.float32) - arrays[f"{stem}_zero_point"].astype(np.float32)
        return np.asarray(whole * arrays[f"{stem}_scale"])

    found = {n: a for n, a in arrays.items() if a.dtype == np.float32 and n.endswith((".weight", ".bias"))}
    for name in arrays:
        if name.startswith("model.") and name.endswith("_quantized") and "_Transposed" not in name:
            found[name.removesuffix("_quantized")] = value(name)
    for node in graph.node:
        quantised = next((n for n in node.input if n.endswith("_quantized") and n in arrays), None)
        if node.op_type == "DynamicQuantizeMatMul" and quantised:
            # such as /model/encoder/encoder/layer.0/output/dense/MatMul_quant, and /model/head/Gemm_MatMul_quant
            found[".".join(node.name.strip("/").split("/")[:-1]) + ".weight"] = value(quantised).T
        elif node.op_type == "QAttention" and quantised:
            # its output is such as /model/encoder/encoder/layer.0/attention/self/Reshape_3_output_0
            stem = ".".join(node.output[0].strip("/").split("/")[:-1])
            bias = next(n for n in node.input if n.endswith("_qkv_bias"))
            parts = zip(np.split(value(quantised), 3, axis=1), np.split(arrays[bias], 3), strict=True)
            for part, (weight, shift) in zip(("query", "key", "value"), parts, strict=True):
                found[f"{stem}.{part}.weight"], found[f"{stem}.{part}.bias"] = weight.T, shift
    words = "model.encoder.embeddings.word_embeddings.weight"
    found[words] = found[words][arrays["place"]]
    return {
        n.removeprefix("model."): torch.from_numpy(np.array(a, dtype=np.float32)) for n, a in found.items()
    }


def restored(folder: Path) -> TargetClassifier:
    """The classifier that `main` wrote."""
    model = TargetClassifier(folder)
    model.load_state_dict(torch.load(folder / STATE, weights_only=True))
    return model


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("network", type=Path)
    parser.add_argument("--out", type=Path, required=True)
    options = parser.parse_args()
    options.out.mkdir(parents=True, exist_ok=True)
    BertModel(BertConfig(**SHAPE), add_pooling_layer=False).save_pretrained(options.out)
    shutil.copy(models.MODELS / "tokenizer.json", options.out / "tokenizer.json")
    model = TargetClassifier(options.out)
    model.load_state_dict(floats(load(options.network).graph))
    torch.save(model.state_dict(), options.out / STATE)


if __name__ == "__main__":
    main()
