"""How `analysis/models/paraphrase.onnx` is made: the chance that two attributed statements say the same.

    python -m training.paraphrase train GOLD.jsonl … --pairs msr-para-train.tsv --out RUN [--fold 0 | --fold 1]
    python -m training.paraphrase export RUN --out analysis/models

Gold is in the event form of `newsbook evaluate alignment` with `quotations`. An all-MiniLM-L6-v2 encoder reads both
statements side by side, each as "speaker cue: content". It learns one epoch of paraphrases of news sentences
(Dolan & Brockett 2005) first, then the gold pairs with the negatives that words alone find hardest. With
`--fold`, the events of one half are left out and their pairs' scores are written, for `training/alignment.py`.
"""

from __future__ import annotations

import argparse
import csv
import json
import math
import random
import time
from collections.abc import Sequence
from itertools import product
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import torch
from torch import nn
from transformers import AutoModel

from analysis.comparison import alignment, paraphrase
from analysis.comparison.statements import Statement
from analysis.comparison.utterances import Key, statements
from analysis.evaluation.alignment import _contents, frames, same
from training.encoder import encoder_folder
from training.graph import quantised

LAYERS = 5  # of the encoder's six, so that all models together stay below 80 MB
NEGATIVES = 4  # to each pair that says the same
BATCH = 16


class Example(NamedTuple):
    """Two statements as text; `label` 1 = they say the same."""

    first: str
    second: str
    label: int


class Paraphrase(nn.Module):
    """One logit for each pair."""

    def __init__(self, *, attention: str = "sdpa") -> None:
        super().__init__()
        self.encoder = AutoModel.from_pretrained(
            encoder_folder(),
            num_hidden_layers=LAYERS,
            add_pooling_layer=False,
            attn_implementation=attention,
            attention_probs_dropout_prob=0.0,
        )
        self.head = nn.Linear(2 * self.encoder.config.hidden_size, 1)

    def forward(self, ids: torch.Tensor, mask: torch.Tensor, side: torch.Tensor) -> torch.Tensor:
        states = self.encoder(input_ids=ids, attention_mask=mask, token_type_ids=side).last_hidden_state
        share = mask.unsqueeze(-1).to(states.dtype)
        mean = (states * share).sum(1) / share.sum(1)
        return self.head(torch.cat([states[:, 0], mean], dim=-1)).squeeze(-1)


def said(record: dict[str, Any]) -> tuple[list[tuple[Key, Statement]], dict[Key, dict[str, Any]]]:
    """The statements of one gold event, and where each stands."""
    tables = frames(record, "given")
    contents = _contents(tables["spans"])
    found = statements(*(tables[name] for name in ("articles", "quotations", "spans", "mentions")))
    keyed = [item for article in tables["articles"]["article_id"] for item in found.get(article, ())]
    return keyed, {key: {"id": key.article_id, "content": contents[key]} for key, _ in keyed}


def examples(record: dict[str, Any]) -> list[Example]:
    """The gold pairs of an event and, for each, the pairs of other statements that share most words."""
    keyed, sides = said(record)
    owners = [key.article_id for key, _ in keyed]
    numbers = {owner: n for n, owner in enumerate(dict.fromkeys(owners))}
    found = alignment.pairs([s for _, s in keyed], [numbers[o] for o in owners])
    lexical = dict(zip([(p.first, p.second) for p in found], alignment.lexical_chance(found), strict=True))
    positive, negative = [], []
    for a, b in product(range(len(keyed)), repeat=2):
        if a >= b or owners[a] == owners[b]:
            continue
        both = {"a": sides[keyed[a][0]], "b": sides[keyed[b][0]]}
        pair = keyed[a][1].line, keyed[b][1].line
        if any(same(both, gold) for gold in record["pairs"]):
            positive.append(Example(*pair, 1))
        elif not any(same(both, maybe) for maybe in record.get("unsure", ())):
            negative.append((lexical.get((a, b), 0.0), Example(*pair, 0)))
    negative.sort(key=lambda n: -n[0])
    wanted = NEGATIVES * max(len(positive), 4)
    hard, rest = negative[: wanted * 3 // 4], negative[wanted * 3 // 4 :]
    draw = random.Random(len(keyed)).sample(rest, min(len(rest), wanted - len(hard)))
    return positive + [e for _, e in hard + draw]


def batches(found: Sequence[Example], draw: random.Random) -> list[list[Example]]:
    """Batches of pairs of like length in random order, each pair in either order."""
    turned = [e if draw.random() < 0.5 else Example(e.second, e.first, e.label) for e in found]
    draw.shuffle(turned)
    pools = [turned[i : i + 40 * BATCH] for i in range(0, len(turned), 40 * BATCH)]
    for pool in pools:
        pool.sort(key=lambda e: len(e.first) + len(e.second))
    cut = [pool[i : i + BATCH] for pool in pools for i in range(0, len(pool), BATCH)]
    draw.shuffle(cut)
    return cut


def tensors(pairs: Sequence[tuple[str, str]]) -> dict[str, torch.Tensor]:
    return {name: torch.from_numpy(array) for name, array in paraphrase.inputs(pairs).items()}


def fit(model: Paraphrase, found: Sequence[Example], *, epochs: int, rate: float, seed: int) -> None:
    draw = random.Random(seed)
    optimizer = torch.optim.AdamW(
        [
            {"params": model.encoder.parameters(), "lr": rate},
            {"params": model.head.parameters(), "lr": rate * 5},
        ],
        weight_decay=0.01,
    )
    steps = epochs * math.ceil(len(found) / BATCH)
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda s: min((s + 1) / (0.1 * steps), 0.5 * (1 + math.cos(math.pi * s / steps)))
    )
    began, step = time.monotonic(), 0
    for epoch in range(1, epochs + 1):
        model.train()
        total = 0.0
        for part in batches(found, draw):
            with torch.autocast("cpu", dtype=torch.bfloat16):
                logits = model(**tensors([(e.first, e.second) for e in part]))
            gold = torch.tensor([float(e.label) for e in part])
            loss = nn.functional.binary_cross_entropy_with_logits(logits.float(), gold)
            loss.backward()
            nn.utils.clip_grad_norm_(model.parameters(), 1.0)
            optimizer.step()
            optimizer.zero_grad(set_to_none=True)
            schedule.step()
            total, step = total + float(loss.detach()) * len(part), step + 1
            if step % 50 == 0:
                print(f"step {step}/{steps} {time.monotonic() - began:.0f} s", flush=True)
        print(json.dumps({"epoch": epoch, "loss": round(total / len(found), 4), "n": len(found)}), flush=True)


def scores(model: Paraphrase, pairs: Sequence[tuple[str, str]]) -> np.ndarray:
    model.eval()
    order = sorted(range(len(pairs)), key=lambda i: len(pairs[i][0]) + len(pairs[i][1]))
    logits = np.zeros(len(pairs))
    with torch.no_grad(), torch.autocast("cpu", dtype=torch.bfloat16):
        for i in range(0, len(order), 64):
            part = order[i : i + 64]
            logits[part] = model(**tensors([pairs[j] for j in part])).float().numpy()
    return logits


def train(options: argparse.Namespace) -> None:
    torch.manual_seed(1)
    records = [json.loads(line) for path in options.gold for line in path.read_text().splitlines()]
    left = [r for n, r in enumerate(records) if options.fold is not None and n % 2 == options.fold]
    options.out.mkdir(parents=True, exist_ok=True)
    model, first = Paraphrase(), options.out.parent / "paraphrases.pt"
    if options.pairs and not first.exists():
        with options.pairs.open(encoding="utf-8-sig", newline="") as lines:
            rows = list(csv.reader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))[1:]
        fit(model, [Example(r[3], r[4], int(r[0])) for r in rows], epochs=1, rate=1e-4, seed=0)
        torch.save(model.state_dict(), first)
    model.load_state_dict(torch.load(first, weights_only=True))
    found = [e for r in records if not any(r is one for one in left) for e in examples(r)]
    fit(model, found, epochs=options.epochs, rate=options.rate, seed=1)
    torch.save(model.state_dict(), options.out / "model.pt")
    with (options.out / "scores.jsonl").open("w", encoding="utf-8") as out:
        for record in left:
            keyed, _ = said(record)
            owners = [key.article_id for key, _ in keyed]
            numbers = {owner: n for n, owner in enumerate(dict.fromkeys(owners))}
            candidates = alignment.pairs([s for _, s in keyed], [numbers[o] for o in owners])
            texts = [(keyed[p.first][1].line, keyed[p.second][1].line) for p in candidates]
            written = [
                [p.first, p.second, round(float(x), 4)]
                for p, x in zip(candidates, scores(model, texts), strict=True)
            ]
            out.write(json.dumps({"event": record["event"], "scores": written}) + "\n")


def export(options: argparse.Namespace) -> None:
    """Write the network; what it is worth is measured by `training/alignment.py`."""
    model = Paraphrase(attention="eager")
    model.load_state_dict(torch.load(options.run_folder / "model.pt", weights_only=True))
    model.eval()
    example = tensors([("Alder said: the bridge will open", "Ruth Alder: it will open in May")] * 2)
    quantised(model, model.encoder.config, example, options.out / "paraphrase.onnx", output="logits")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    commands = parser.add_subparsers(required=True)
    learn = commands.add_parser("train")
    learn.add_argument("gold", nargs="+", type=Path)
    learn.add_argument("--pairs", type=Path)
    learn.add_argument("--out", type=Path, required=True)
    learn.add_argument("--fold", type=int, choices=(0, 1))
    learn.add_argument("--epochs", type=int, default=3)
    learn.add_argument("--rate", type=float, default=1.5e-4)
    learn.set_defaults(run=train)
    ship = commands.add_parser("export")
    ship.add_argument("run_folder", type=Path, metavar="RUN")
    ship.add_argument("--out", type=Path, required=True)
    ship.set_defaults(run=export)
    options = parser.parse_args()
    options.run(options)


if __name__ == "__main__":
    main()
