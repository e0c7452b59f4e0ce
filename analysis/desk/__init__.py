"""The review desk: a sample is coded in JupyterLab or Notebook 7, by keyboard; headless it says how far that is.

Article text is data here too: it travels as text, is cleaned as `markup.clean` does, and the browser puts it into the
page by `textContent` only. Nothing of it is in the widget's state, so that no notebook is saved with it.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from analysis import review, show, summaries
from analysis.desk.session import Session
from analysis.show.session import HEADLESS
from analysis.summaries.reviewed import Reviewed

if TYPE_CHECKING:
    import pandas as pd

    from analysis.review import Sample
    from analysis.show import Output
    from analysis.store import Store

EXAMPLES = 5  # disagreements that are shown
MISSING = "The desk needs the widget library: pip install 'newsbook[review]'. Sheets and brat need none."


@dataclass(frozen=True)
class Desk:
    """A coder's desk at a sample; as the last line of a cell it opens. `decisions()` and `progress()` are tables."""

    sample: Sample
    coder: str
    adjudicate: bool = False
    downloads: str | Path | None = None
    pseudonyms: bool = True
    known: Reviewed | None = field(default=None, repr=False)

    def decisions(self) -> pd.DataFrame:
        """The coder's decisions that hold, one a row: see `review.decisions`."""
        return review.decisions(self.sample, self.coder)

    def progress(self) -> pd.DataFrame:
        """How far the coder is: see `review.progress`; nothing of others."""
        made = review.progress(self.sample)
        return made[made["coder"] == self.coder].reset_index(drop=True)

    def outputs(self) -> Iterator[Output]:
        """What is shown of it where nobody codes: how much is coded, the tables, and what coders see differently."""
        found = self.known
        if found is None:
            return
        folder = self.downloads
        yield show.sentence(summaries.described_review(found))
        yield show.table(summaries.review_progress(found), "progress", caption="By coder", downloads=folder)
        agreement = summaries.review_agreement(found)
        yield show.table(agreement, "agreement", caption="Agreement of coders", downloads=folder)
        quality = summaries.review_quality(found)
        percent = ["value", "low", "high"]
        yield show.table(quality, "quality", caption="Quality", downloads=folder, percent=percent)
        estimates = summaries.review_estimates(found)
        yield show.table(estimates, "estimates", caption="Estimates", downloads=folder)
        apart = summaries.review_disagreements(found)
        yield show.table(apart, "disagreements", caption="Disagreements", downloads=folder, rows=EXAMPLES)

    def _ipython_display_(self) -> None:
        from IPython.display import display  # type: ignore[attr-defined]

        if os.environ.get(HEADLESS):
            for output in self.outputs():
                display(output)  # type: ignore[no-untyped-call]
            return
        told = review.described(self.sample)
        display(show.sentence(told[0].upper() + told[1:]))  # type: ignore[no-untyped-call]
        try:
            from analysis.desk.widget import opened
        except ImportError:
            display(show.sentence(MISSING))  # type: ignore[no-untyped-call]
            return
        session = Session(self.sample, self.coder, adjudicate=self.adjudicate)
        display(opened(session))  # type: ignore[no-untyped-call]


def desk(
    store: Store,
    name: str = "",
    *,
    coder: str = "",
    adjudicate: bool = False,
    downloads: str | Path | None = None,
    pseudonyms: bool = True,
) -> Desk | Output:
    """The desk of `coder` at the sample `name` of a store, or at its only one; without a coder, how to open it.

    In JupyterLab and Notebook 7 it opens below its cell; every decision is on the disk before the next one. Where
    the variable NEWSBOOK_HEADLESS is set, nothing is opened: it shows how much is coded and the tables of
    `analysis.review`, each with its CSV file in `downloads`, with numbers for coders unless `pseudonyms` is off.
    `adjudicate`: the third look, at units where coders differ. StoreError for a name that there is not; a sentence
    where there is no sample yet, or several and no name.
    """
    if not name and len(review.names(store)) != 1:
        return show.sentence(summaries.described_review(summaries.reviewed(store)))
    sample = review.opened(store, name)
    if not coder.strip():
        return show.sentence(
            f"To code the sample {sample.name} here, say who you are (a name or an alias): "
            f'desk.desk(store, "{sample.name}", coder="ADA"), or the parameter “coder” of this notebook.'
        )
    known = (
        summaries.reviewed(store, sample.name, pseudonyms=pseudonyms) if os.environ.get(HEADLESS) else None
    )
    return Desk(sample, coder.strip(), adjudicate, downloads, pseudonyms, known)
