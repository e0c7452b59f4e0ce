"""Measurements against gold annotations, one module for each kind: `newsbook evaluate KIND --gold FILE`.

Each module has `evaluate(gold_path, …) -> (scores, predictions)` and `render(scores) -> str`.
"""

KINDS = ("quotations", "speakers", "sentiment", "alignment")
