"""Gold for the alignment of utterances, put together from our annotations and the articles they belong to.

    python -m training.alignment_gold --articles BASIL/articles.jsonl --out GOLD.jsonl

`alignment-gold.json` holds places and pairs, no text: for each event its articles' ids, for each quotation
[article, content, cue, source] as character offsets, and pairs of quotations by number. `alignment-gold.md` tells
how it was made. The articles, which are not ours to publish, are joined to it here, in the event form of
`newsbook evaluate alignment`.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import Any

ANNOTATIONS = Path(__file__).with_name("alignment-gold.json")


def joined(event: dict[str, Any], articles: dict[str, dict[str, Any]]) -> dict[str, Any]:
    """One event with the text of its articles."""
    quotations = [
        {"id": event["articles"][article], "content": content, "cue": cue, "source": source}
        for article, content, cue, source in event["quotations"]
    ]
    sides = [{"id": q["id"], "content": q["content"]} for q in quotations]
    found = [articles[a] for a in event["articles"]]
    return {
        "event": event["event"],
        "articles": [
            {"id": a["id"], "outlet": a["source"]} | {k: a[k] for k in ("date", "title", "text")}
            for a in found
        ],
        "quotations": quotations,
        "pairs": [[sides[a], sides[b]] for a, b in event["pairs"]],
        "unsure": [[sides[a], sides[b]] for a, b in event["unsure"]],
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--articles", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    options = parser.parse_args()
    rows = map(json.loads, options.articles.read_text(encoding="utf-8").splitlines())
    articles = {row["id"]: row for row in rows}
    events = json.loads(ANNOTATIONS.read_text(encoding="utf-8"))
    with options.out.open("w", encoding="utf-8") as out:
        for event in events:
            out.write(json.dumps(joined(event, articles)) + "\n")


if __name__ == "__main__":
    main()
