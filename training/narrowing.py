"""Make the tagger narrower, so that it runs faster: with fewer attention heads and fewer inner units a layer.

    python -m training.narrowing --model WHOLE --gold train.jsonl --articles NEWS.jsonl.gz --out RUN

What the loss depends on least is taken out (Michel et al. 2019; Molchanov et al. 2017), the same number from each
layer. What is left learns to say what the whole network said, of labelled and of other articles, layer by layer (Jiao
et al. 2020), and on the labelled ones what is right. WHOLE is a folder as `training.export` writes it: the network is
read from its 8-bit file.
"""

from __future__ import annotations

import argparse
import copy
import gzip
import json
import random
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import torch
from onnx import numpy_helper
from torch import Tensor
from torch.nn import functional

from training.graph import load
from training.quotation_model import QuotationModel, link_loss, narrow, tag_loss
from training.quotations import (
    batches,
    examples,
    hide_words,
    in_pieces,
    learn,
    load_tokenizer,
    loss_of,
    optimiser_for,
    read_articles,
)

PRODUCTS = ("DynamicQuantizeMatMul", "MatMulIntegerToFloat")
MASKED = 0.03
AT_A_TIME = 60  # articles whose windows are shuffled together
LABELLED = 3  # each third batch has labels


class Reading(NamedTuple):
    """What the network says of a batch: the states behind each layer, emissions and link vectors."""

    states: tuple[Tensor, ...]
    emissions: Tensor
    links: Tensor


def dequantised(folder: Path) -> QuotationModel:
    """The network in `folder` with floating-point weights."""
    graph = load(folder / "model.onnx.gz").graph
    constants = {c.name: numpy_helper.to_array(c) for c in graph.initializer}

    def weight(name: str, scale: str, zero_point: str) -> Tensor:
        steps = constants[name].astype(np.float32) - constants[zero_point].astype(np.float32)
        return torch.tensor(steps * constants[scale])

    model = QuotationModel()
    state = model.state_dict()
    for name in constants:
        if name.startswith("model.") and name.endswith("_quantized"):
            plain = name.removesuffix("_quantized")
            table = weight(name, f"{plain}_scale", f"{plain}_zero_point")
            state[plain.removeprefix("model.")] = table
        elif name.removeprefix("model.") in state:
            state[name.removeprefix("model.")] = torch.tensor(constants[name].copy())
    products = [node for node in graph.node if node.op_type in PRODUCTS]
    matrices = []
    for node in products:
        quantised_before = node.op_type == "MatMulIntegerToFloat"
        parts = [node.input[i] for i in ((1, 3, 5) if quantised_before else (1, 2, 3))]
        matrices.append(weight(*parts).T.contiguous())
    for number in range(len(model.layers)):
        joined, *others = matrices[4 * number : 4 * number + 4]
        prefix = f"encoder.encoder.encoder.layer.{number}"
        bias = torch.tensor(constants[products[4 * number].input[4]].copy())
        for name, part, shift in zip(("query", "key", "value"), joined.chunk(3), bias.chunk(3), strict=True):
            state[f"{prefix}.attention.self.{name}.weight"] = part
            state[f"{prefix}.attention.self.{name}.bias"] = shift
        for name, matrix in zip(("attention.output", "intermediate", "output"), others, strict=True):
            state[f"{prefix}.{name}.dense.weight"] = matrix
    for name, matrix in zip(("tags", "links.0", "links.2"), matrices[4 * len(model.layers) :], strict=True):
        state[f"{name}.weight"] = matrix
    state |= {name: torch.tensor(array) for name, array in np.load(folder / "links.npz").items()}
    model.load_state_dict(state)
    return model.eval()


def importance(
    model: Any, some: Iterable[Any], loss_of: Callable[[Any, Any], Tensor] = loss_of
) -> list[tuple[Tensor, Tensor]]:
    """For each of `model.layers`, how much the loss over batches depends on each head and on each inner unit.

    That is the sum of the absolute slopes of the loss by a factor before it.
    """
    hooks, factors = [], []
    for layer in model.layers:
        size = layer.attention.self.attention_head_size
        heads = torch.ones(layer.attention.self.num_attention_heads, requires_grad=True)
        inner = torch.ones(layer.intermediate.dense.out_features, requires_grad=True)
        factors += [heads, inner]
        hooks += [
            layer.attention.output.dense.register_forward_pre_hook(_times(heads, size)),
            layer.output.dense.register_forward_pre_hook(_times(inner, 1)),
        ]
    totals = [torch.zeros_like(factor) for factor in factors]
    for batch in some:
        slopes = torch.autograd.grad(loss_of(model, batch), factors)
        totals = [total + slope.abs() for total, slope in zip(totals, slopes, strict=True)]
    for hook in hooks:
        hook.remove()
    return list(zip(totals[::2], totals[1::2], strict=True))


def _times(factor: Tensor, repeated: int) -> Callable[[Any, tuple[Tensor]], tuple[Tensor]]:
    def multiplied(_: Any, inputs: tuple[Tensor]) -> tuple[Tensor]:
        return (inputs[0] * factor.repeat_interleave(repeated).to(inputs[0].dtype),)

    return multiplied


def best(weights: Tensor, n: int) -> list[int]:
    return sorted(weights.topk(n).indices.tolist())


def read(model: QuotationModel, batch: dict[str, Tensor], ids: Tensor) -> Reading:
    inner = model.encoder
    words = inner.encoder.embeddings.word_embeddings(ids) + inner.features(batch["features"])
    found = inner.encoder(inputs_embeds=words, attention_mask=batch["mask"], output_hidden_states=True)
    return Reading(found.hidden_states[1:], *model.said(found.hidden_states[-1]))


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


def loss(
    model: QuotationModel, teacher: QuotationModel, batch: dict[str, Tensor], *, labelled: bool
) -> Tensor:
    ids = hide_words(batch["ids"], MASKED)
    with torch.autocast("cpu", dtype=torch.bfloat16):
        with torch.no_grad():
            wanted = read(teacher, batch, ids)
        found = read(model, batch, ids)
    total = difference(found, wanted, batch["mask"].bool())
    if labelled:
        total = total + 0.5 * tag_loss(model, found.emissions, batch["tags"], batch["mask"])
        total = total + 0.25 * link_loss(model, found.links, batch["links"], batch["mask"])
    return total


def unlabelled(path: Path, *, limit: int, chooser: random.Random) -> list[dict[str, Any]]:
    """Articles of a compressed JSON Lines file, in random order."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        texts = [json.loads(line)["text"] for line in lines]
    return [{"text": text} for text in chooser.sample(texts, min(limit, len(texts)))]


def endless(
    articles: Sequence[dict[str, Any]], *, size: int, tokens: int, chooser: random.Random
) -> Iterator[dict[str, Tensor]]:
    """Batches of windows of the articles, over and over, in another order and cut differently each time."""
    tokenizer = load_tokenizer()
    while True:
        order = chooser.sample(articles, len(articles))
        for low in range(0, len(order), AT_A_TIME):
            some = [a if "pieces" in a else in_pieces(a, tokenizer) for a in order[low : low + AT_A_TIME]]
            yield from batches(examples(some, size=size, chooser=chooser), tokens=tokens, chooser=chooser)


def teach(
    model: QuotationModel,
    teacher: QuotationModel,
    streams: tuple[Iterator[dict[str, Tensor]], Iterator[dict[str, Tensor]]],
    options: argparse.Namespace,
) -> None:
    """Train `model` on batches with and without labels; its averaged weights are written every hundred steps."""
    average = copy.deepcopy(model).eval()
    optimiser = optimiser_for(model, encoder_rate=options.rate, head_rate=options.rate)
    total = options.steps
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimiser, lambda s: min(1.0, (s + 1) / 40) * max(0.02, (total - s) / total)
    )
    started, losses = time.monotonic(), []
    model.train()
    for step in range(total):
        labelled = step % LABELLED == 0
        value = loss(model, teacher, next(streams[0 if labelled else 1]), labelled=labelled)
        learn(value, model, average, optimiser, schedule, step=step)
        losses.append(value.item())
        if step % 20 == 19:
            row = {"step": step + 1, "loss": round(float(np.mean(losses[-20:])), 4)}
            print(json.dumps(row | {"seconds": round(time.monotonic() - started)}), flush=True)
        if step % 100 == 99 or step == total - 1:
            torch.save(average.state_dict(), options.out / "checkpoint.tmp")
            (options.out / "checkpoint.tmp").replace(options.out / "narrow.pt")


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    for name in ("model", "gold", "articles", "out"):
        parser.add_argument(f"--{name}", type=Path, required=True)
    for name, value in {"heads": 8, "inner": 768, "steps": 700, "size": 400, "tokens": 4000}.items():
        parser.add_argument(f"--{name}", type=int, default=value)
    parser.add_argument("--rate", type=float, default=2e-4)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    options.out.mkdir(parents=True, exist_ok=True)
    torch.manual_seed(options.seed)
    chooser = random.Random(options.seed)
    teacher = dequantised(options.model)
    gold = read_articles(options.gold, load_tokenizer())
    others = unlabelled(options.articles, limit=3000, chooser=chooser)
    some = examples(chooser.sample(gold, 100), size=options.size, chooser=chooser)
    weights = importance(teacher, batches(some, tokens=options.tokens, chooser=chooser))
    model = copy.deepcopy(teacher)
    narrow(model, [(best(heads, options.heads), best(inner, options.inner)) for heads, inner in weights])
    for parameter in teacher.parameters():
        parameter.requires_grad_(False)
    how = {"size": options.size, "tokens": options.tokens, "chooser": chooser}
    teach(model, teacher, (endless(gold, **how), endless(others, **how)), options)


if __name__ == "__main__":
    main()
