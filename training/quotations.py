"""Train the quotation tagger: `python -m training.quotations --gold train.jsonl --dev dev.jsonl --out FOLDER`.

Roles are learned as a conditional random field, links as pointers, together, from windows of whole paragraphs
that are cut differently in every epoch. A checkpoint with averaged weights is written after each epoch.
"""

from __future__ import annotations

import argparse
import copy
import itertools
import json
import random
import re
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import torch
from tokenizers import Tokenizer

from analysis.quotation.tagger import windows
from analysis.quotation.tagger.decoding import ROLES
from training.encoder import encoder_folder
from training.quotation_model import IGNORE, QuotationModel, link_loss, tag_loss

MASK_TOKEN = 103
LENGTH_STEP = 32  # few distinct shapes keep the allocator from growing for ever


def load_tokenizer() -> Tokenizer:
    tokenizer = Tokenizer.from_file(str(encoder_folder() / "tokenizer.json"))
    tokenizer.no_truncation()
    tokenizer.no_padding()
    return tokenizer


def read_articles(path: Path, tokenizer: Tokenizer) -> list[dict[str, Any]]:
    articles = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    return [in_pieces(article, tokenizer) for article in articles]


def in_pieces(article: dict[str, Any], tokenizer: Tokenizer) -> dict[str, Any]:
    """The article with its word pieces and their labels; without `attributions` it has nothing to find."""
    paragraphs = [m.span() for m in re.finditer(r"\S[^\n]*", article["text"])]
    pieces = windows.read_pieces(article["text"], paragraphs, tokenizer)
    return article | {"pieces": pieces, "labels": label(pieces, article.get("attributions", []))}


def label(pieces: windows.Pieces, attributions: list[dict[str, Any]]) -> dict[str, np.ndarray]:
    """Tag of every piece, and the piece that it points to for its cue and source (-1 nowhere, -2 not asked)."""
    n = len(pieces.ids)
    tags = np.zeros(n, dtype=np.int64)
    cue, source = np.full(n, -2), np.full(n, -2)

    def covered(span: list[int]) -> tuple[int, int]:
        return int(np.searchsorted(pieces.ends, span[0], "right")), int(
            np.searchsorted(pieces.starts, span[1], "left")
        )

    for role in ("content", "source", "cue"):  # a cue wins over a source, a source over a content
        base = 1 + 4 * ROLES.index(role)
        for low, high in sorted({covered(s) for a in attributions for s in a[role]}):
            if high - low == 1:
                tags[low] = base + 3
            elif high > low:
                tags[low:high] = base + 1
                tags[low], tags[high - 1] = base, base + 2
    for attribution in attributions:
        ranges = {role: [covered(s) for s in attribution[role]] for role in ROLES}
        first_cue = ranges["cue"][0][0] if ranges["cue"] else -1
        first_source = ranges["source"][0][0] if ranges["source"] else -1
        for role in ROLES:
            for low, high in ranges[role]:
                nearer = role != "source" or np.abs(cue[low:high] - low).min(initial=n) > abs(first_cue - low)
                if nearer or (cue[low:high] < 0).all():
                    cue[low:high] = first_cue
                if role != "source":
                    source[low:high] = first_source
    return {"tags": mend(tags), "cue": cue, "source": source}


def mend(tags: np.ndarray) -> np.ndarray:
    """Tags made consistent where one span cut another: each run of a role begins and ends properly."""
    role = np.where(tags > 0, (tags - 1) // 4, -1)
    begins = (tags > 0) & np.isin((tags - 1) % 4, [0, 3])
    fixed = np.zeros_like(tags)
    start = 0
    for i in range(1, len(tags) + 1):
        if i == len(tags) or role[i] != role[i - 1] or begins[i]:
            if role[start] >= 0:
                base = 1 + 4 * role[start]
                fixed[start:i] = base + 1
                fixed[start], fixed[i - 1] = base, base + 2
                if i - start == 1:
                    fixed[start] = base + 3
            start = i
    return fixed


def example(article: dict[str, Any], low: int, high: int) -> dict[str, np.ndarray]:
    ids, features, index = windows.encode(article["pieces"], low, high)
    where = {piece: place for place, piece in enumerate(index.tolist()) if piece >= 0}
    labels = article["labels"]
    tags = np.where(index >= 0, labels["tags"][index], 0)
    links = np.full((2, len(ids)), IGNORE)
    for relation, name in enumerate(("cue", "source")):
        for place, piece in enumerate(index.tolist()):
            target = labels[name][piece] if piece >= 0 else -2
            if target == -1:
                links[relation, place] = 0
            elif target >= 0:
                links[relation, place] = where.get(int(target), IGNORE)
    return {"ids": ids, "features": features, "tags": tags, "links": links}


def examples(
    articles: list[dict[str, Any]], *, size: int, chooser: random.Random
) -> list[dict[str, np.ndarray]]:
    found = []
    for article in articles:
        first = chooser.randint(size // 4, size)
        for low, high in windows.cut(article["text"], article["pieces"], size=size, first=first):
            found.append(example(article, low, high))
    return found


def batches(
    found: list[dict[str, np.ndarray]], *, tokens: int, chooser: random.Random
) -> Iterator[dict[str, torch.Tensor]]:
    """Batches of windows of like length, at most `tokens` with the padding, in random order."""
    order = sorted(range(len(found)), key=lambda i: len(found[i]["ids"]) + chooser.random() * 24)
    packed: list[list[int]] = [[]]
    for i in reversed(order):
        longest = len(found[packed[-1][0]]["ids"]) if packed[-1] else 0
        if packed[-1] and max(longest, len(found[i]["ids"])) * (len(packed[-1]) + 1) > tokens:
            packed.append([])
        packed[-1].append(i)
    chooser.shuffle(packed)
    for batch in packed:
        yield collate([found[i] for i in batch])


def collate(rows: list[dict[str, np.ndarray]]) -> dict[str, torch.Tensor]:
    length = -(-max(len(row["ids"]) for row in rows) // LENGTH_STEP) * LENGTH_STEP

    def pad(name: str, value: int) -> torch.Tensor:
        shape = [(0, 0)] * (rows[0][name].ndim - 1)
        padded = [np.pad(r[name], [*shape, (0, length - len(r["ids"]))], constant_values=value) for r in rows]
        return torch.tensor(np.stack(padded))

    lengths = torch.tensor([len(row["ids"]) for row in rows])
    return {
        "ids": pad("ids", 0),
        "features": pad("features", 0),
        "tags": pad("tags", 0),
        "links": pad("links", IGNORE),
        "mask": (torch.arange(length)[None] < lengths[:, None]).long(),
    }


def hide_words(ids: torch.Tensor, share: float) -> torch.Tensor:
    """A copy with a share of the word pieces masked, so that the context is learned and not the names."""
    hidden = (torch.rand(ids.shape, device=ids.device) < share) & (ids > 999)
    return ids.masked_fill(hidden, MASK_TOKEN)


def loss_of(
    model: QuotationModel,
    batch: dict[str, torch.Tensor],
    *,
    masked: float = 0.05,
    precision: torch.dtype = torch.bfloat16,
) -> torch.Tensor:
    with torch.autocast(batch["ids"].device.type, dtype=precision, enabled=precision != torch.float32):
        emissions, links = model(hide_words(batch["ids"], masked), batch["features"], batch["mask"])
    auxiliary = torch.nn.functional.cross_entropy(
        emissions.float().flatten(0, 1), batch["tags"].masked_fill(batch["mask"] == 0, IGNORE).flatten()
    )
    tags = tag_loss(model, emissions, batch["tags"], batch["mask"])
    return tags + 0.3 * auxiliary + 0.5 * link_loss(model, links, batch["links"], batch["mask"])


def optimiser_for(model: QuotationModel, *, encoder_rate: float, head_rate: float) -> torch.optim.AdamW:
    heads = [p for n, p in model.named_parameters() if not n.startswith("encoder.encoder")]
    return torch.optim.AdamW(
        [
            {"params": model.encoder.encoder.parameters(), "lr": encoder_rate, "weight_decay": 0.01},
            {"params": heads, "lr": head_rate, "weight_decay": 0.0},
        ],
        fused=True,
    )


def average_into(average: QuotationModel, model: QuotationModel, *, decay: float) -> None:
    with torch.no_grad():
        for kept, new in zip(average.parameters(), model.parameters(), strict=True):
            kept.lerp_(new, 1 - decay)


def learn(
    loss: torch.Tensor,
    model: QuotationModel,
    average: QuotationModel,
    optimiser: torch.optim.Optimizer,
    schedule: torch.optim.lr_scheduler.LambdaLR,
    *,
    step: int,
) -> None:
    """One step down `loss`, with the averaged weights behind it; `step` counts from 0."""
    loss.backward()
    torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
    optimiser.step()
    schedule.step()
    optimiser.zero_grad()
    average_into(average, model, decay=min(0.99, (step + 1) / (step + 10)))


def keep(path: Path, kept: object) -> None:
    """Written beside and moved, so that a run that is ended never leaves half a file."""
    torch.save(kept, path.with_suffix(".tmp"))
    path.with_suffix(".tmp").replace(path)


def train(options: argparse.Namespace) -> None:
    """Train, or go on where OUT/state.pt says that a run with the same options was ended."""
    device = torch.device(options.device)
    torch.manual_seed(options.seed)
    articles = read_articles(options.gold, load_tokenizer())[: options.limit]
    model = QuotationModel(options.encoder).to(device)
    if options.start:
        model.load_state_dict(torch.load(options.start, map_location=device))
    average = copy.deepcopy(model).eval()
    optimiser = optimiser_for(model, encoder_rate=options.encoder_rate, head_rate=options.head_rate)
    tokens = sum(len(a["pieces"].ids) for a in articles)
    total = int(options.epochs * tokens * 1.06 / options.tokens)

    def rate(step: int) -> float:
        warm = max(1, total // 15)
        return min(1.0, (step + 1) / warm) * max(0.02, (total - step) / total)

    schedule = torch.optim.lr_scheduler.LambdaLR(optimiser, rate)
    parts = {"model": model, "average": average, "optimiser": optimiser, "schedule": schedule}
    state = options.out / "state.pt"
    epoch = done = step = 0
    if state.exists():
        kept = torch.load(state, map_location=device)
        epoch, done, step = kept["epoch"], kept["done"], kept["step"]
        for name, part in parts.items():
            part.load_state_dict(kept[name])
    print(json.dumps({"articles": len(articles), "pieces": tokens, "steps": total, "from": step}), flush=True)
    started = time.time()
    losses: list[float] = []
    for number in range(epoch, options.epochs):
        model.train()
        for batch in itertools.islice(_epoch(articles, options, number), done, None):
            loss = loss_of(model, {name: t.to(device) for name, t in batch.items()})
            learn(loss, model, average, optimiser, schedule, step=step)
            losses.append(loss.item())
            step, done = step + 1, done + 1
            if step % 20 == 0:
                row = {"epoch": number, "step": step, "loss": round(float(np.mean(losses[-20:])), 4)}
                print(json.dumps(row | {"seconds": round(time.time() - started)}), flush=True)
            if step % options.keep == 0:
                kept = {name: part.state_dict() for name, part in parts.items()}
                keep(state, kept | {"epoch": number, "done": done, "step": step})
        done = 0
        keep(options.out / f"checkpoint-{number + 1}.pt", average.state_dict())


def _epoch(
    articles: list[dict[str, Any]], options: argparse.Namespace, number: int
) -> Iterator[dict[str, torch.Tensor]]:
    """The batches of one epoch: the same ones whenever it is begun."""
    chooser = random.Random(f"{options.seed} {number}")
    found = examples(articles, size=options.size, chooser=chooser)
    return batches(found, tokens=options.tokens, chooser=chooser)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--gold", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--encoder", type=Path, help="folder of another encoder to start from")
    parser.add_argument("--device", default="cpu")
    parser.add_argument("--keep", type=int, default=100, help="steps between two states to go on from")
    parser.add_argument("--start", type=Path, help="checkpoint to go on from")
    parser.add_argument("--epochs", type=int, default=6)
    parser.add_argument("--size", type=int, default=400, help="longest window in tokens")
    parser.add_argument("--tokens", type=int, default=4000, help="tokens in a batch")
    parser.add_argument("--encoder-rate", type=float, default=2.5e-4)
    parser.add_argument("--head-rate", type=float, default=1e-3)
    parser.add_argument("--limit", type=int)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    options.out.mkdir(parents=True, exist_ok=True)
    train(options)


if __name__ == "__main__":
    main()
