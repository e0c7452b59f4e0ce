import subprocess
import sys
from pathlib import Path

from analysis.execution import forkserver

ROOT = Path(__file__).parent.parent


def test_kernels_find_imported_what_notebooks_import_late():
    code = "import importlib, sys; [importlib.import_module(n) for n in sys.argv[1:]]; print(*sys.modules)"
    command = [sys.executable, "-c", code, *forkserver.PRELOADED]
    done = subprocess.run(command, capture_output=True, text=True, cwd=ROOT, check=True)
    late = {"nltk.stem.snowball", "scipy.stats", "scipy.sparse"}
    assert late <= set(done.stdout.split())
    assert not {"onnxruntime", "analysis.cli"} & set(done.stdout.split())
