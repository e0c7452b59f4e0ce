"""What a smaller tagger is to learn from a larger one: its tags, its links, and the states behind its layers."""

from __future__ import annotations

from contextlib import AbstractContextManager
from typing import NamedTuple

import torch
from torch import Tensor
from torch.nn import functional

from training.quotation_model import QuotationModel, link_loss, link_scores, tag_loss
from training.quotations import hide_words

MASKED = 0.03
POINTING = ((1, 2, 3), (2, 3))  # places of ROLES, from 1, whose tokens point to a cue, and to a source


class Reading(NamedTuple):
    """What the network says of a batch: the states behind each layer, emissions and link vectors."""

    states: tuple[Tensor, ...]
    emissions: Tensor
    links: Tensor


def read(model: QuotationModel, batch: dict[str, Tensor], ids: Tensor) -> Reading:
    inner = model.encoder
    words = inner.encoder.embeddings.word_embeddings(ids) + inner.features(batch["features"])
    found = inner.encoder(inputs_embeds=words, attention_mask=batch["mask"], output_hidden_states=True)
    return Reading(found.hidden_states[1:], *model.said(found.hidden_states[-1]))


def loss(
    model: QuotationModel,
    teacher: QuotationModel,
    batch: dict[str, Tensor],
    *,
    labelled: bool,
    precision: torch.dtype,
) -> Tensor:
    """How far `model` is from what `teacher` says of the batch, and from its labels where they are to be believed."""
    ids = hide_words(batch["ids"], MASKED)
    with quick(precision):
        with torch.no_grad():
            wanted = read(teacher, batch, ids)
        found = read(model, batch, ids)
    mask = batch["mask"]
    total = difference(found, wanted, mask.bool())
    with torch.no_grad():
        pointers = torch.log_softmax(link_scores(teacher, wanted.links, mask), -1)
    told = torch.log_softmax(link_scores(model, found.links, mask), -1)
    total = total + link_difference(told, pointers, pointing(wanted.emissions, mask))
    if labelled:
        total = total + 0.5 * tag_loss(model, found.emissions, batch["tags"], mask)
        total = total + 0.25 * link_loss(model, found.links, batch["links"], mask)
    return total


def quick(precision: torch.dtype) -> AbstractContextManager[object]:
    return torch.autocast("cpu", dtype=precision, enabled=precision != torch.float32)


def best_precision() -> torch.dtype:
    """bfloat16 where the processor multiplies it, float32 where it would be imitated, more slowly."""
    return torch.bfloat16 if torch.cpu._is_avx512_bf16_supported() else torch.float32


def difference(taught: Reading, teacher: Reading, mask: Tensor) -> Tensor:
    """How far apart two readings are: of states the unexplained variance, the last ones counting most, and of tags
    the Kullback-Leibler divergence.
    """
    last = len(teacher.states) - 1
    total = torch.zeros(())
    for number, (found, wanted) in enumerate(zip(taught.states, teacher.states, strict=True)):
        found, wanted = found[mask].float(), wanted[mask].float()
        total = total + (2.0 if number == last else 0.5) * ((found - wanted) ** 2).mean() / wanted.var()
    found, wanted = (torch.log_softmax(r.emissions[mask].float(), -1) for r in (taught, teacher))
    return total + 4 * functional.kl_div(found, wanted, log_target=True, reduction="none").sum(-1).mean()


def pointing(emissions: Tensor, mask: Tensor) -> Tensor:
    """The chance that a token points somewhere, by relation: (batch, relation, length)."""
    chances = torch.softmax(emissions.float(), -1)
    by_role = torch.stack([chances[..., 1 + 4 * role : 5 + 4 * role].sum(-1) for role in range(3)], -1)
    return torch.stack(
        [by_role[..., [role - 1 for role in roles]].sum(-1) * mask for roles in POINTING], dim=1
    )


def link_difference(found: Tensor, wanted: Tensor, weights: Tensor) -> Tensor:
    """The mean Kullback-Leibler divergence of pointers, which are logarithms of chances; a row has a weight."""
    apart = functional.kl_div(found, wanted, log_target=True, reduction="none").sum(-1)
    return (apart * weights).sum() / weights.sum().clamp(min=1.0)
