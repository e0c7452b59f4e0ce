"""The index of all quotations, found in the browser: by word, speaker, outlet, date, kind, act, confidence, cue.

It is files of arrays that `search.js` loads: what names things once, then the quotations, numbers that point there.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pandas as pd

from analysis import tables
from analysis.quotation.acts import ACTS, COMMUNICATION
from analysis.quotation.stance import stance_of, verb_of
from analysis.quotation.standing import STANDINGS
from analysis.site import pages
from analysis.site.articles import CODED, cell, cut, day
from analysis.site.places import KINDS, Places
from analysis.site.said import Said
from analysis.store import Store

AT_ONCE = 5_000  # quotations in one file


def write(
    site: Path,
    store: Store,
    said: Said,
    titles: Mapping[str, str],
    places: Places,
    common: Mapping[str, Any],
    *,
    coded: bool,
) -> int:
    """Write the index and `quotations.html`; returns the number of its files of quotations."""
    about = said.articles.sort_values(["published", "article_id"], ascending=False, na_position="last")
    rows = _rows(said.quotations, about, store)
    known, columns = _numbered(rows, about, store, titles, places)
    pages.data_file(known, site / "search" / "0.js")
    parts = -(-len(rows) // AT_ONCE)
    for part in range(parts):
        portion = slice(part * AT_ONCE, (part + 1) * AT_ONCE)
        pages.data_file(
            {name: values[portion] for name, values in columns.items()}, site / "search" / f"{part + 1}.js"
        )
    html = pages.render(
        "quotations.html",
        others=said.described(),
        people=CODED if coded else "",
        data=pages.data_block([parts, len(rows)]),
        total=len(rows),
        outlets=[o for o in known["outlets"] if o],
        kinds=KINDS,
        acts=ACTS,
        types=tables.SOURCE_TYPES,
        here="quotations.html",
        **common,
    )
    (site / "quotations.html").write_text(html, encoding="utf-8")
    return parts


def _rows(quotations: pd.DataFrame, about: pd.DataFrame, store: Store) -> pd.DataFrame:
    """The quotations, latest article first, with the number of their article, type of source and verb."""
    at = pd.Series(range(len(about)), index=about["article_id"].to_numpy())
    kinds = store.table("mentions", columns=["article_id", "quotation", "kind"])
    rows = quotations.merge(
        kinds.rename(columns={"kind": "type"}), on=["article_id", "quotation"], how="left"
    )
    verbs = {cue: verb_of(cue) for cue in rows["cue"].dropna().unique()}
    rows = rows.assign(
        at=rows["article_id"].map(at).astype("int64"), verb=rows["cue"].map(verbs).astype("object")
    )
    return rows.sort_values(["at", "quotation"], kind="stable", ignore_index=True)


def _numbered(
    rows: pd.DataFrame, about: pd.DataFrame, store: Store, titles: Mapping[str, str], places: Places
) -> tuple[dict[str, Any], dict[str, list[Any]]]:
    """What is named, and the columns of the quotations, numbers of what is named: −1 where there is nothing."""
    speakers = store.speakers
    heard = speakers[speakers["speaker_id"].isin(rows["speaker_id"].dropna())].sort_values(
        ["name", "speaker_id"]
    )
    genders = heard["gender"] if "gender" in heard else pd.Series("", index=heard.index)
    outlets = sorted({cell(outlet) for outlet in about["outlet"]})
    sources, verbs = (sorted(rows[c].dropna().unique()) for c in ("source", "verb"))
    known = {
        "outlets": outlets,
        "speakers": [
            (name, i, places.speaker(i), cell(gender))
            for name, i, gender in zip(heard["name"], heard["speaker_id"], genders, strict=True)
        ],
        "articles": [
            (
                titles.get(i) or cell(t) or cut(i, 80),
                outlets.index(cell(o)),
                day(d),
                places.articles.get(i, ""),
            )
            for i, t, o, d in zip(
                about["article_id"], about["title"], about["outlet"], about["published"], strict=True
            )
        ],
        "sources": sources,
        "verbs": [(verb, stance_of(verb)) for verb in verbs],
        "kinds": KINDS,
        "acts": ACTS,
        "standings": STANDINGS,
        "types": tables.SOURCE_TYPES,
    }
    confidence = rows["confidence"].astype("float64")
    columns = {
        "a": rows["at"].tolist(),
        "q": rows["quotation"].tolist(),
        "k": _codes(rows["kind"], KINDS),
        "t": _codes(rows["act"].fillna(COMMUNICATION), ACTS),
        "s": _codes(rows["standing"], STANDINGS),
        "c": (confidence * 100).round().fillna(-1).astype(int).tolist(),
        "p": _codes(rows["speaker_id"], list(heard["speaker_id"])),
        "w": _codes(rows["source"], sources),
        "v": _codes(rows["verb"], verbs),
        "y": _codes(rows["type"], tables.SOURCE_TYPES),
        "text": [cell(content) for content in tables.values(rows, "content")[0]],
    }
    return known, columns


def _codes(values: pd.Series, names: Sequence[str]) -> list[int]:
    at = {name: number for number, name in enumerate(names)}
    return [at.get(value, -1) for value in tables.values(values.to_frame("x"), "x")[0]]
