"""How large what is read may be; more is a reject."""

from __future__ import annotations

# The longest article, in characters; the longest book in print has fewer than this twice over.
LONGEST = 2_000_000
LINE = 13 * LONGEST  # a character may take 12 in JSON
EXPORT = 64 << 20  # bytes of a file of many articles
