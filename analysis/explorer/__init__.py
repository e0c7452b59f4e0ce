"""Every quotation of a store in a notebook: filters, the table, the text it stands in, the code that makes the table.

Example, as the last line of a cell in JupyterLab or Notebook 7:

    from analysis import annotate, explorer

    store = annotate.run("my-articles/")
    explorer.explore(store)
"""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from analysis import show, summaries
from analysis.explorer.choice import Choice as Choice
from analysis.explorer.choice import quotations as quotations
from analysis.show.session import HEADLESS

if TYPE_CHECKING:
    from analysis.store import Store

MISSING = (
    "The explorer needs the widget library: pip install 'newsbook[review]'. This is what it begins with."
)
DRAWN = 25  # quotations
COLUMNS = ["published", "outlet", "speaker", "content", "kind", "act", "confidence"]


@dataclass(frozen=True)
class Explorer:
    """A store that is looked at; as the last line of a cell it opens."""

    store: Store = field(repr=False)

    def _ipython_display_(self) -> None:
        from IPython.display import display  # type: ignore[attr-defined]

        if os.environ.get(HEADLESS):
            display(self.output())  # type: ignore[no-untyped-call]
            return
        try:
            from analysis.explorer.widget import opened
        except ImportError:
            display(show.sentence(MISSING))  # type: ignore[no-untyped-call]
            display(self.output())  # type: ignore[no-untyped-call]
            return
        from analysis.explorer.session import Session

        display(opened(Session(self.store)))  # type: ignore[no-untyped-call]

    def output(self) -> show.Output:
        """What stands in its place where nobody looks: quotations that count, drawn at random, as a table."""
        drawn = summaries.drawn_quotations(summaries.quotations(self.store), DRAWN)
        return show.table(drawn[COLUMNS], "quotations", caption="Quotations, drawn at random")


def explore(store: Store) -> Explorer:
    """Opens below its cell, for the store that it is given.

    Quotations are chosen by word, speaker, outlet, kind, act, type of source, date and confidence; each is shown
    where it stands in its article, and the code that makes the table can be copied. Where NEWSBOOK_HEADLESS is
    set, as when a report is made, a table of quotations drawn at random stands in its place.
    """
    return Explorer(store)
