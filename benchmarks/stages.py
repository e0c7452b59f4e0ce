"""One stage of annotation, timed alone in a process of its own: `python -m benchmarks.stages STAGE ARTICLES`.

ARTICLES is a JSON Lines file with a `text` on each line. What a stage needs from stages before it is made
first and not timed. Prints JSON: articles, seconds, seconds of CPU, peak memory of the process in MB.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

STAGES = (
    "reading",
    "segmentation",
    "quotation (rules)",
    "quotation (tagger)",
    "speakers",
    "sentiment (lexicon)",
    "sentiment (target)",
    "term counts",
    "signatures",
)


def prepared(stage: str, path: str) -> Callable[[], Any]:
    """What is timed, after everything it needs is there and its code and models are loaded."""
    from analysis import corpus, quotation, segmentation, sentiment, speakers, statistics

    if stage == "reading":
        return lambda: corpus.read(path)
    articles, _ = corpus.read(path)
    if stage == "segmentation":
        return lambda: [_touched(segmentation.segment(t)) for t in articles["text"]]
    if stage == "signatures":
        return lambda: [corpus.signature(t) for t in articles["text"]]
    documents = [_touched(segmentation.segment(t)) for t in articles["text"]]
    if stage == "term counts":
        return lambda: statistics.term_counts(articles, documents)
    if stage.startswith("quotation"):
        engine = stage.split("(")[1].rstrip(")")
        quotation.extract(documents[:2], engine=engine)
        return lambda: quotation.extract(documents, engine=engine)
    found = quotation.extract(documents, engine="rules")
    if stage == "speakers":
        speakers.mentions(articles[:2], documents[:2], found[:2])
        return lambda: speakers.mentions(articles, documents, found)
    quotations, spans = quotation.tables_of(articles["article_id"], documents, found)
    mentions = speakers.mentions(articles, documents, found)
    model = stage.split("(")[1].rstrip(")")
    sentiment.score(articles[:2], documents[:2], quotations[:0], spans[:0], mentions[:0], model=model)
    return lambda: sentiment.score(articles, documents, quotations, spans, mentions, model=model)


def _touched(document: Any) -> Any:
    """Segmentation is done when it is asked for; here it is asked for."""
    _ = document.sentences, document.tokens, document.quoted
    return document


def main() -> None:
    stage, path = sys.argv[1:]
    work = prepared(stage, path)
    articles = Path(path).read_bytes().count(b"\n")
    started, used = time.perf_counter(), time.process_time()
    work()
    seconds, cpu = time.perf_counter() - started, time.process_time() - used
    status = Path("/proc/self/status").read_text()  # getrusage's maximum starts with that of the parent
    peak = int(status.split("VmHWM:")[1].split()[0]) / 1024
    print(json.dumps({"articles": articles, "seconds": seconds, "cpu_seconds": cpu, "peak_mb": peak}))


if __name__ == "__main__":
    main()
