"""Write a checkpoint as ONNX with 8-bit weights: `python -m training.export --checkpoint FILE --out FOLDER`.

`--floats FILE.npz` also writes its weights as they were learned, in 16 bits, from which a next training can go on;
without those of the words, which `training.narrowing` leaves as the 8-bit file has them.
"""

from __future__ import annotations

import argparse
import json
import shutil
import tempfile
from pathlib import Path

import numpy as np
import onnx
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic

from training.encoder import encoder_folder
from training.graph import faster
from training.quotation_model import QuotationModel, narrow_like

WORDS = (
    "encoder.encoder.embeddings.word_embeddings.weight",
    "allowed",
)  # what FOLDER has, and what the code has


class Exported(torch.nn.Module):
    """The model with its additive attention mask written out, since exporters do not trace the library's own."""

    def __init__(self, model: QuotationModel) -> None:
        super().__init__()
        self.model = model

    def forward(
        self, ids: torch.Tensor, features: torch.Tensor, mask: torch.Tensor
    ) -> tuple[torch.Tensor, torch.Tensor]:
        inner = self.model.encoder
        embeddings = inner.encoder.embeddings
        hidden = embeddings(inputs_embeds=embeddings.word_embeddings(ids) + inner.features(features))
        bias = (1.0 - mask[:, None, None, :].to(hidden.dtype)) * -1e4
        for layer in inner.encoder.encoder.layer:
            hidden = encode_layer(layer, hidden, bias)
        links = self.model.links(hidden)
        shape = hidden.shape[0], hidden.shape[1], 2, 2, links.shape[-1] // 4
        return self.model.tags(hidden), links.reshape(shape)


def encode_layer(layer: torch.nn.Module, hidden: torch.Tensor, bias: torch.Tensor) -> torch.Tensor:
    """One BERT layer (Devlin et al. 2019), as the library computes it."""
    attention = layer.attention.self
    heads, size = attention.num_attention_heads, attention.attention_head_size

    def split(projected: torch.Tensor) -> torch.Tensor:
        return projected.reshape(hidden.shape[0], hidden.shape[1], heads, size).transpose(1, 2)

    query, key, value = (
        split(attention.query(hidden)),
        split(attention.key(hidden)),
        split(attention.value(hidden)),
    )
    weights = torch.softmax(query @ key.transpose(-1, -2) / size**0.5 + bias, dim=-1)
    context = (weights @ value).transpose(1, 2).reshape(*hidden.shape[:2], heads * size)
    attended = layer.attention.output(context, hidden)
    return layer.output(layer.intermediate(attended), attended)


def load(checkpoints: list[Path]) -> QuotationModel:
    """The model with the mean of the checkpoints' weights, ready to run."""
    states = [torch.load(path, map_location="cpu") for path in checkpoints]
    model = QuotationModel()
    narrow_like(model, states[0])
    model.load_state_dict(
        {n: torch.stack([s[n].float() for s in states]).mean(0).to(v.dtype) for n, v in states[0].items()}
    )
    return model.eval()


def export(model: QuotationModel, out: Path) -> None:
    out.mkdir(parents=True, exist_ok=True)
    example = tuple(torch.ones(2, 17, dtype=torch.long) for _ in range(3))
    axes = {0: "batch", 1: "length"}
    with tempfile.TemporaryDirectory() as folder:
        full = Path(folder) / "full.onnx"
        torch.onnx.export(
            Exported(model),
            example,
            str(full),
            input_names=["ids", "features", "mask"],
            output_names=["emissions", "links"],
            dynamic_axes=dict.fromkeys(("ids", "features", "mask", "emissions", "links"), axes),
            opset_version=17,
            dynamo=False,
        )
        quantised = Path(folder) / "quantised.onnx"
        quantize_dynamic(
            fused(full, heads=model.layers[0].attention.self.num_attention_heads),
            quantised,
            per_channel=True,
            weight_type=QuantType.QInt8,
            extra_options={"DefaultTensorType": onnx.TensorProto.FLOAT},
        )
        faster(quantised, out / "model.onnx.gz", masked=False)
    np.savez(
        out / "links.npz",
        transitions=model.transitions.detach().numpy().astype(np.float32),
        distance=model.distance.detach().numpy().astype(np.float32),
    )
    shutil.copy(encoder_folder() / "tokenizer.json", out.parent / "tokenizer.json")


def floats(model: QuotationModel, path: Path) -> None:
    state = {n: t.numpy().astype(np.float16) for n, t in model.state_dict().items() if n not in WORDS}
    np.savez_compressed(path, **state)


def fused(path: Path, *, heads: int) -> Path:
    """The graph with attention, layer norm and GELU as single operators."""
    from onnxruntime.transformers.optimizer import optimize_model

    optimised = optimize_model(str(path), model_type="bert", num_heads=heads, hidden_size=384)
    optimised.save_model_to_file(str(path.with_name("fused.onnx")))
    return path.with_name("fused.onnx")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--checkpoint", type=Path, nargs="+", required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--floats", type=Path)
    parser.add_argument("--version", required=True)
    options = parser.parse_args()
    model = load(options.checkpoint)
    export(model, options.out)
    if options.floats:
        floats(model, options.floats)
    settings = {
        "version": options.version,
        "window": 280,
        "decoding": {"outside": -0.3, "joining": 0.5, "joining_afar": 0.9, "weights": [1.0, 0.5, 1.5]},
    }
    path = options.out / "settings.json"
    if not path.exists():
        path.write_text(json.dumps(settings, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
