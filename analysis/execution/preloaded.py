"""Imported last by the server that kernels are forked from: what is imported is not looked through again.

Without this each kernel's collector of garbage goes through all modules, and so copies their memory. `preload` stops
it while they are imported.
"""

from __future__ import annotations

import gc

gc.collect()
gc.freeze()
gc.enable()
