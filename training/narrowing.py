"""Make the tagger narrower, so that it runs faster: with fewer attention heads and fewer inner units a layer.

    python -m training.narrowing --model WHOLE --gold train.jsonl --articles NEWS.jsonl.gz --out RUN

What the loss depends on least is taken out (Michel et al. 2019; Molchanov et al. 2017), the same number from each
layer, and what follows it is fitted to make up for it. What is left learns to say what the whole network said, of
labelled and of other articles, layer by layer (Jiao et al. 2020), and on the labelled ones what is right. WHOLE is a
folder as `training.export` writes it: the network is read from its 8-bit file, but what `--floats` has. Ended at any
time and started again, a training goes on from RUN/state.pt; `--steps` may then be another number. Other articles of
which the tenth (of the SHA-256 of their `id`) is 6 to 9 are left out.
"""

from __future__ import annotations

import argparse
import copy
import gzip
import hashlib
import itertools
import json
import random
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import torch
from onnx import numpy_helper
from torch import Tensor, nn

from training.distillation import best_precision, loss
from training.graph import load
from training.quotation_model import QuotationModel, narrow, narrow_like
from training.quotations import (
    batches,
    examples,
    in_pieces,
    keep,
    learn,
    load_tokenizer,
    loss_of,
    optimiser_for,
    read_articles,
)

PRODUCTS = ("DynamicQuantizeMatMul", "MatMulIntegerToFloat")
AT_A_TIME = 60  # articles whose windows are shuffled together
LABELLED = 3  # each third batch has labels
TAUGHT = 6  # tenths of other articles
JUDGED = 40  # articles by which is told what matters least
DAMPING = 1e-3  # of the mean square of an input, so that none is taken for known


def dequantised(folder: Path, floats: Path | None = None) -> QuotationModel:
    """The network in `folder` with floating-point weights: those in `floats`, where there are any."""
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
    if floats:
        state |= {name: torch.tensor(array).float() for name, array in np.load(floats).items()}
    narrow_like(model, state)
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


def refitted(model: QuotationModel, kept: Sequence[tuple[list[int], list[int]]], some: Iterable[Any]) -> None:
    """`narrow`, with what is put out by each layer fitted to what the whole one put out, by least squares."""
    whole = [dense for layer in model.layers for dense in (layer.attention.output.dense, layer.output.dense)]
    sums = [torch.zeros(d.in_features + 1, d.in_features + 1, dtype=torch.float64) for d in whole]
    hooks = [d.register_forward_pre_hook(_adding_to(total)) for d, total in zip(whole, sums, strict=True)]
    with torch.no_grad():
        for batch in some:
            model(batch["ids"], batch["features"], batch["mask"])
    for hook in hooks:
        hook.remove()
    wanted = [torch.cat([d.weight, d.bias[:, None]], 1).detach().double() for d in whole]
    size = model.layers[0].attention.self.attention_head_size
    narrow(model, kept)
    for number, layer in enumerate(model.layers):
        heads, inner = kept[number]
        places = [h * size + i for h in heads for i in range(size)]
        for dense, columns, at in (
            (layer.attention.output.dense, places, 2 * number),
            (layer.output.dense, inner, 2 * number + 1),
        ):
            fitted(dense, columns, sums[at], wanted[at])


def _adding_to(total: Tensor) -> Callable[[nn.Module, tuple[Tensor]], None]:
    def add(_: nn.Module, given: tuple[Tensor]) -> None:
        rows = given[0].flatten(0, -2).double()
        rows = torch.cat([rows, torch.ones(len(rows), 1, dtype=rows.dtype)], 1)
        total.addmm_(rows.T, rows)

    return add


def fitted(dense: nn.Linear, columns: Sequence[int], products: Tensor, wanted: Tensor) -> None:
    """Set `dense`, which sees `columns` of the inputs alone, to be nearest to `wanted`, which saw them all.

    `products` are those of the inputs with each other, summed; the last input is 1, its weight the shift.
    """
    places = torch.as_tensor([*columns, len(products) - 1])
    among = products[places][:, places]
    damping = DAMPING * among.diagonal()[:-1].mean() * torch.eye(len(places), dtype=among.dtype)
    found = torch.linalg.solve(among + damping, products[places] @ wanted.T).T
    with torch.no_grad():
        dense.weight.copy_(found[:, :-1])
        dense.bias.copy_(found[:, -1])


def unlabelled(paths: Iterable[Path], *, limit: int, chooser: random.Random) -> list[dict[str, Any]]:
    """Articles of compressed JSON Lines files that may be learned from, in random order."""
    texts = []
    for path in paths:
        with gzip.open(path, "rt", encoding="utf-8") as lines:
            texts += [row["text"] for row in map(json.loads, lines) if tenth(row["id"]) < TAUGHT]
    return [{"text": text} for text in chooser.sample(texts, min(limit, len(texts)))]


def tenth(name: str) -> int:
    return int(hashlib.sha256(name.encode()).hexdigest(), 16) % 10


def endless(
    articles: Sequence[dict[str, Any]], *, size: int, tokens: int, seed: str
) -> Iterator[dict[str, Tensor]]:
    """Batches of windows of the articles, over and over, in another order and cut differently each time."""
    tokenizer = load_tokenizer()
    for number in itertools.count():
        chooser = random.Random(f"{seed} {number}")
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
    """Train `model` on batches with and without labels; its averaged weights are written as they get on."""
    average = copy.deepcopy(model).eval()
    optimiser = optimiser_for(model, encoder_rate=options.rate, head_rate=options.rate)
    total = options.steps
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimiser, lambda s: min(1.0, (s + 1) / 40) * max(0.02, (total - s) / total)
    )
    parts = {"model": model, "average": average, "optimiser": optimiser, "schedule": schedule}
    first = resumed(options.out / "state.pt", parts)
    labelled_before = -(-first // LABELLED)
    streams = (
        itertools.islice(streams[0], labelled_before, None),
        itertools.islice(streams[1], first - labelled_before, None),
    )
    started, losses = time.monotonic(), []
    model.train()
    for step in range(first, total):
        torch.manual_seed(options.seed * 1_000_003 + step)
        labelled = step % LABELLED == 0
        batch = next(streams[0 if labelled else 1])
        value = loss(model, teacher, batch, labelled=labelled, precision=options.precision)
        learn(value, model, average, optimiser, schedule, step=step)
        losses.append(value.item())
        if step % 20 == 19:
            row = {"step": step + 1, "loss": round(float(np.mean(losses[-20:])), 4)}
            print(json.dumps(row | {"seconds": round(time.monotonic() - started)}), flush=True)
        if (step + 1) % options.keep == 0 or step == total - 1:
            kept = {name: part.state_dict() for name, part in parts.items()}
            keep(options.out / "state.pt", kept | {"step": step + 1})
            keep(options.out / "narrow.pt", average.state_dict())


def resumed(path: Path, parts: dict[str, Any]) -> int:
    """The steps that were done before, after which `parts` are as they were then."""
    if not path.exists():
        return 0
    kept = torch.load(path, map_location="cpu")
    for name, part in parts.items():
        part.load_state_dict(kept[name])
    return int(kept["step"])


def narrowed(
    teacher: QuotationModel, gold: Sequence[dict[str, Any]], options: argparse.Namespace
) -> QuotationModel:
    """A copy of `teacher` with as many heads and inner units as `options` want, or as OUT/narrow.pt has.

    Its word embeddings are not learned, and it has no dropout: it sees most windows once, and has to say what another
    network says of just these.
    """
    model = copy.deepcopy(teacher)
    if (options.out / "narrow.pt").exists():
        narrow_like(model, torch.load(options.out / "narrow.pt", map_location="cpu"))
    else:
        chooser = random.Random(f"{options.seed} judged")
        some = examples(chooser.sample(gold, JUDGED), size=options.size, chooser=chooser)
        some = list(batches(some, tokens=options.tokens, chooser=chooser))
        loss = partial(loss_of, precision=options.precision)
        weights = importance(teacher, some, loss)
        refitted(model, [(best(h, options.heads), best(i, options.inner)) for h, i in weights], some)
    model.encoder.encoder.embeddings.word_embeddings.requires_grad_(False)
    for part in model.modules():
        if isinstance(part, nn.Dropout):
            part.p = 0.0
    return model


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    for name in ("model", "gold", "out"):
        parser.add_argument(f"--{name}", type=Path, required=True)
    parser.add_argument("--articles", type=Path, nargs="+", required=True)
    parser.add_argument(
        "--floats", type=Path, help="weights of WHOLE as `training.export --floats` writes them"
    )
    numbers = {"heads": 4, "inner": 512, "steps": 1400, "size": 280, "tokens": 2600, "others": 4000}
    for name, value in {**numbers, "keep": 50, "seed": 1}.items():
        parser.add_argument(f"--{name}", type=int, default=value)
    parser.add_argument("--rate", type=float, default=3e-4)
    parser.add_argument("--precision", choices=("float32", "bfloat16"), help="default: what is faster here")
    options = parser.parse_args()
    options.precision = getattr(torch, options.precision) if options.precision else best_precision()
    options.out.mkdir(parents=True, exist_ok=True)
    teacher = dequantised(options.model, options.floats)
    gold = read_articles(options.gold, load_tokenizer())
    others = unlabelled(options.articles, limit=options.others, chooser=random.Random(options.seed))
    model = narrowed(teacher, gold, options)
    teacher.requires_grad_(False)
    how = {"size": options.size, "tokens": options.tokens}
    streams = (
        endless(articles, **how, seed=f"{options.seed} {n}") for n, articles in enumerate((gold, others))
    )
    teach(model, teacher, tuple(streams), options)


if __name__ == "__main__":
    main()
