"""The networks that come with newsbook, and their tokenizers, ready to run; and what their scores mean."""

from __future__ import annotations

import gzip
import os
from functools import lru_cache
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from onnxruntime import InferenceSession
    from tokenizers import Tokenizer

MODELS = Path(str(files("analysis"))) / "models"


@lru_cache(maxsize=2)
def tokenizer(file: str | Path = "tokenizer.json") -> Tokenizer:
    """The word pieces in a file of `MODELS`, or elsewhere, without special tokens, limits or padding.

    The one that most networks share is BERT's (uncased).
    """
    from tokenizers import Tokenizer

    found = Tokenizer.from_file(str(MODELS / file))
    found.no_truncation()
    found.no_padding()
    return found


def session(path: Path) -> InferenceSession:
    """A network, which is stored compressed, ready to run; on as many threads as OMP_NUM_THREADS says.

    Without it on all cores. FileNotFoundError when there is no such file.
    """
    from onnxruntime import GraphOptimizationLevel, InferenceSession, SessionOptions

    network = gzip.decompress(path.read_bytes())
    options = SessionOptions()
    options.log_severity_level = 3
    options.graph_optimization_level = GraphOptimizationLevel.ORT_ENABLE_BASIC  # see training/graph.py
    options.intra_op_num_threads = int(os.environ.get("OMP_NUM_THREADS") or 0)
    options.enable_mem_pattern = False  # it would hold a plan for every length of input it has seen
    return InferenceSession(network, options, providers=["CPUExecutionProvider"])


def softmax(scores: np.ndarray) -> np.ndarray:
    """The chances that scores stand for: exp(score), so that each row of the last axis adds up to 1.

    Of the same shape and precision. Bit for bit `scipy.special.softmax`, which takes twice as long for a row and
    a fifth of a second to import, in every process that annotates.
    """
    powers = np.exp(scores - scores.max(axis=-1, keepdims=True))
    return powers / powers.sum(axis=-1, keepdims=True)
