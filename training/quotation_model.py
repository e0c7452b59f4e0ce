"""Tags and links in one forward pass: a conditional random field over roles, and two pointers between spans."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import torch
from torch import nn

from analysis.quotation.tagger.decoding import BUCKETS, LINK_SIZE, TAGS, TRANSITIONS, bucket
from analysis.quotation.tagger.windows import N_FEATURES
from training.encoder import FeatureEncoder

IGNORE = -100
RELATIONS = ("cue", "source")  # what a token points to: first token of its cue, first token of its source


class QuotationModel(nn.Module):
    def __init__(self, folder: Path | None = None) -> None:
        super().__init__()
        self.encoder = FeatureEncoder(N_FEATURES, folder)
        size = self.encoder.encoder.config.hidden_size
        self.dropout = nn.Dropout(0.1)
        self.tags = nn.Linear(size, len(TAGS))
        self.links = nn.Sequential(
            nn.Linear(size, size), nn.GELU(), nn.Linear(size, 2 * len(RELATIONS) * LINK_SIZE)
        )
        self.distance = nn.Parameter(torch.zeros(len(RELATIONS), BUCKETS))
        self.transitions = nn.Parameter(torch.zeros(len(TAGS), len(TAGS)))
        self.register_buffer("allowed", torch.tensor(TRANSITIONS))

    def forward(
        self, ids: torch.Tensor, features: torch.Tensor, mask: torch.Tensor
    ) -> tuple[torch.Tensor, torch.Tensor]:
        """Emissions (batch, length, tags) and link vectors (batch, length, relation, query or key, size)."""
        return self.said(self.encoder(ids, features, mask))

    def said(self, states: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        """The same, from the states behind the last layer."""
        hidden = self.dropout(states)
        links = self.links(hidden)
        return self.tags(hidden), links.view(*links.shape[:2], len(RELATIONS), 2, LINK_SIZE)

    @property
    def layers(self) -> nn.ModuleList:
        return self.encoder.encoder.encoder.layer


def narrow(model: QuotationModel, kept: Sequence[tuple[Sequence[int], Sequence[int]]]) -> None:
    """Leave in each layer of `model` only the attention heads and the inner units in `kept`, by number."""
    for layer, (heads, inner) in zip(model.layers, kept, strict=True):
        attention, size = layer.attention.self, layer.attention.self.attention_head_size
        places = torch.cat([torch.arange(h * size, (h + 1) * size) for h in heads])
        for name in ("query", "key", "value"):
            setattr(attention, name, _part(getattr(attention, name), rows=places))
        attention.num_attention_heads, attention.all_head_size = len(heads), len(places)
        layer.attention.output.dense = _part(layer.attention.output.dense, columns=places)
        units = torch.as_tensor(inner)
        layer.intermediate.dense = _part(layer.intermediate.dense, rows=units)
        layer.output.dense = _part(layer.output.dense, columns=units)


def narrow_like(model: QuotationModel, state: Mapping[str, torch.Tensor]) -> None:
    """Give each layer of `model` as many heads and inner units as it has in `state`, so that it can be loaded."""
    size = model.layers[0].attention.self.attention_head_size
    kept = []
    for number in range(len(model.layers)):
        prefix = f"encoder.encoder.encoder.layer.{number}"
        heads = len(state[f"{prefix}.attention.self.query.weight"]) // size
        kept.append((range(heads), range(len(state[f"{prefix}.intermediate.dense.weight"]))))
    narrow(model, kept)


def _part(
    linear: nn.Linear, *, rows: torch.Tensor | None = None, columns: torch.Tensor | None = None
) -> nn.Linear:
    weight, bias = linear.weight.detach(), linear.bias.detach()
    if rows is not None:
        weight, bias = weight[rows], bias[rows]
    if columns is not None:
        weight = weight[:, columns]
    part = nn.Linear(weight.shape[1], weight.shape[0])
    part.load_state_dict({"weight": weight, "bias": bias})
    return part


def tag_loss(
    model: QuotationModel, emissions: torch.Tensor, tags: torch.Tensor, mask: torch.Tensor
) -> torch.Tensor:
    """Negative log likelihood of the tag sequences under the random field, per token."""
    allowed = model.transitions.masked_fill(~model.allowed, -1e4)
    emissions = emissions.float()
    steps = mask.bool()
    safe = tags.clamp(min=0)
    gold = (emissions.gather(2, safe[..., None])[..., 0] * mask).sum()
    gold = gold + (allowed[safe[:, :-1], safe[:, 1:]] * mask[:, 1:]).sum()
    alpha = emissions[:, 0]
    for step in range(1, emissions.shape[1]):
        ahead = torch.logsumexp(alpha[:, :, None] + allowed[None], dim=1) + emissions[:, step]
        alpha = torch.where(steps[:, step, None], ahead, alpha)
    return (torch.logsumexp(alpha, dim=1).sum() - gold) / mask.sum()


def link_scores(model: QuotationModel, links: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
    """What speaks for each token's pointing to each other one: (batch, relation, from, to)."""
    query, key = links[..., 0, :].float(), links[..., 1, :].float()
    scores = torch.einsum("bird,bjrd->brij", query, key) / LINK_SIZE**0.5
    places = torch.arange(links.shape[1], device=links.device)
    scores = scores + model.distance[:, bucket(places[None, :] - places[:, None])]
    return scores.masked_fill(mask[:, None, None, :] == 0, -1e4)


def link_loss(
    model: QuotationModel, links: torch.Tensor, targets: torch.Tensor, mask: torch.Tensor
) -> torch.Tensor:
    """Cross-entropy of the pointers, over tokens that point somewhere; targets (batch, relation, length).

    0 where none does, of which the mean would be no number, nor would any weight be that learns from it.
    """
    scores = link_scores(model, links, mask)
    total = nn.functional.cross_entropy(
        scores.permute(0, 3, 1, 2), targets, ignore_index=IGNORE, reduction="sum"
    )
    return total / (targets != IGNORE).sum().clamp(min=1)
