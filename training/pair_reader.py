"""The networks that say whether two quotations are one utterance: an encoder reads both, a linear layer decides.

They learn with the embeddings of word pieces as they are shipped, in four bits, which stay as they are.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import torch
from torch import Tensor, nn
from transformers import AutoModel

from analysis.comparison.meaning import FIRST, Reader
from training import disentangled
from training.graph import HalfByteEmbedding
from training.trimming import UNKNOWN, readable

WIDTH, LAYERS, LONGEST = disentangled.WIDTH, disentangled.LAYERS, disentangled.LONGEST  # of both encoders


class Bert(nn.Module):
    """The states behind the last layer of a BERT; `second` says which word pieces are the second side's."""

    def __init__(self, folder: Path) -> None:
        super().__init__()
        self.body = AutoModel.from_pretrained(
            folder, attention_probs_dropout_prob=0.0, add_pooling_layer=False, attn_implementation="eager"
        )

    def forward(self, ids: Tensor, mask: Tensor, second: Tensor) -> Tensor:
        read = self.body(input_ids=ids, attention_mask=mask, token_type_ids=second)
        states: Tensor = read.last_hidden_state
        return states

    def shorten(self) -> None:
        """Forget the positions that no pair reaches."""
        table = self.body.embeddings
        table.position_embeddings = nn.Embedding.from_pretrained(
            table.position_embeddings.weight[:LONGEST].detach()
        )
        table.position_ids = table.position_ids[:, :LONGEST]
        self.body.config.max_position_embeddings = LONGEST


class Kept(nn.Module):
    """Embeddings, in four bits, of some of a vocabulary's pieces; of all others that of the unknown."""

    place: Tensor

    def __init__(self, weight: Tensor, kept: Sequence[int], unknown: int) -> None:
        super().__init__()
        place = torch.full((len(weight),), kept.index(unknown), dtype=torch.int32)
        place[torch.tensor(kept)] = torch.arange(len(kept), dtype=torch.int32)
        self.register_buffer("place", place)
        self.table = HalfByteEmbedding(weight[list(kept)])

    def forward(self, ids: Tensor) -> Tensor:
        found: Tensor = self.table(self.place[ids].long())
        return found


class PairReader(nn.Module):
    """The log-odds that two sides are one utterance."""

    def __init__(self, encoder: nn.Module, words: str) -> None:
        super().__init__()
        self.encoder = encoder
        self.words = words  # where the word pieces' embeddings are
        self.head = nn.Linear(3 * WIDTH, 1)
        nn.init.normal_(self.head.weight, std=0.02)
        nn.init.zeros_(self.head.bias)

    def forward(self, ids: Tensor, mask: Tensor, *second: Tensor) -> Tensor:
        states = self.encoder(ids, mask, *second)
        share = mask.unsqueeze(-1).to(states.dtype)
        mean = (states * share).sum(1) / share.sum(1)
        highest = (states - (1 - share) * 1e4).max(1).values
        logits: Tensor = self.head(torch.cat([states[:, 0], mean, highest], dim=-1)).squeeze(-1)
        return logits

    def embeddings(self) -> Tensor:
        weight = self.get_submodule(self.words).weight
        assert isinstance(weight, Tensor)
        return weight.detach()


def pair_reader(folder: Path, reader: Reader) -> PairReader:
    """`reader` before it has learned anything but what the encoder in `folder` knows."""
    if reader is FIRST:
        state = torch.load(folder / "encoder.pt")
        model = PairReader(disentangled.Encoder(len(state["words.weight"])), "encoder.words")
        model.encoder.load_state_dict(state)
    else:
        model = PairReader(Bert(folder), "encoder.body.embeddings.word_embeddings")
    rounded = HalfByteEmbedding(model.embeddings())
    weight = rounded(torch.arange(len(model.embeddings())))
    model.set_submodule(model.words, nn.Embedding.from_pretrained(weight))
    return model


def shipped(model: PairReader, folder: Path) -> PairReader:
    """`model` with embeddings in four bits, without the pieces that no English news is written with."""
    table: nn.Module = HalfByteEmbedding(model.embeddings())
    if isinstance(model.encoder, Bert):
        model.encoder.shorten()
        vocabulary = json.loads((folder / "tokenizer.json").read_text(encoding="utf-8"))["model"]["vocab"]
        table = Kept(model.embeddings(), readable(vocabulary), vocabulary[UNKNOWN])
    model.set_submodule(model.words, table)
    return model.eval()
