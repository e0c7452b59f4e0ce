"""How far the coding of a sample is."""

from __future__ import annotations

import pandas as pd

from analysis.review.codings import coded, pseudonym
from analysis.review.samples import Sample


def progress(sample: Sample, *, pseudonyms: bool = False) -> pd.DataFrame:
    """A row for each coder: `units` begun, `done`, `skipped`, `decisions` on attributions by verdict, and `minutes`.

    Columns: `coder`, `units`, `done`, `skipped`, `right`, `changed`, `wrong`, `missed`, `unsure`, `minutes`.
    """
    found = coded(sample)
    names = sorted({u.coder for u in found})
    called = pseudonym(names) if pseudonyms else {n: n for n in names}
    rows = []
    for name in names:
        mine = [u for u in found if u.coder == name]
        verdicts = [c.verdict for u in mine if u.done for c in u.codings]
        counts = [verdicts.count(v) for v in ("right", "changed", "wrong", "missed")]
        unsure = sum(c.unsure for u in mine for c in u.codings)
        done, skipped = sum(u.done for u in mine), sum(u.skipped is not None for u in mine)
        minutes = sum(u.seconds for u in mine) / 60
        rows.append((called[name], len(mine), done, skipped, *counts, unsure, minutes))
    columns = [
        "coder",
        "units",
        "done",
        "skipped",
        "right",
        "changed",
        "wrong",
        "missed",
        "unsure",
        "minutes",
    ]
    return pd.DataFrame(rows, columns=columns)


def described(sample: Sample) -> str:
    """How much of a sample is coded, in a sentence: "50 of 50 articles coded by 2 coders, 10 twice, 3 settled."."""
    done = [u for u in coded(sample) if u.done]
    coders = [u for u in done if not u.adjudicated]
    times = pd.Series([u.unit for u in coders], dtype=object).value_counts()
    settled = len({u.unit for u in done if u.adjudicated})
    who = len({u.coder for u in coders})
    unit, n = sample.about["unit"], sample.about["n"]
    coder = f"{who} coder{'s' * (who != 1)}"
    return (
        f"{len({u.unit for u in done})} of {n} {unit}s of the sample {sample.name} coded by {coder}, "
        f"{int((times > 1).sum())} by several, {settled} settled by a third look; "
        f"design {sample.about['design']}, codebook {sample.codebook_digest()[:6]}."
    )
