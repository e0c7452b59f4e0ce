"""Imported first by the server that kernels are forked from: keeps out what libraries import only if it is there.

A debugger that nobody attaches and a grammar of web addresses took a second of each report.
"""

from __future__ import annotations

import gc
import sys

gc.disable()  # there is hardly any garbage while modules are imported; `preloaded` looks once
for name in ("debugpy", "rfc3987_syntax"):
    sys.modules.setdefault(name, None)  # type: ignore[arg-type]  # what `import` reads as "not installed"
