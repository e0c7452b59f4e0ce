"""A sample: units drawn from a store with known chances, beside the machine's rows as they were then."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from analysis import __version__, tables
from analysis.review import designs
from analysis.review import frame as frames
from analysis.review.codebook import CODEBOOK, of_variables
from analysis.store import batches, place, reviews

if TYPE_CHECKING:
    from analysis.store import Store
    from analysis.store.place import Place


@dataclass(frozen=True)
class Sample:
    """A sample as it was drawn. `about` is what `sample.json` says, `units` the frame (see `tables.REVIEW`)."""

    path: str
    name: str
    about: dict[str, Any] = field(repr=False)
    units: pd.DataFrame = field(repr=False)

    @property
    def place(self) -> Place:
        """The store's folder or URL, opened."""
        return place.of(self.path)

    @property
    def drawn(self) -> pd.DataFrame:
        """The units that were drawn, in the order of coding."""
        return self.units[self.units["sampled"]].sort_values("order", ignore_index=True)

    def frozen(self, table: str) -> pd.DataFrame:
        """The machine's rows of all units: `quotations`, `spans`, `sentiment`; `articles` are those drawn from."""
        return reviews.table(self.place, self.name, table)

    def codebook(self) -> str:
        """What coders go by, as it is now."""
        kept = place.read(self.place, reviews.FOLDER, self.name, reviews.CODEBOOK)
        return (kept or b"").decode("utf-8", "replace")

    def codebook_digest(self) -> str:
        """What tells one version of the codebook from another."""
        return hashlib.sha256(self.codebook().encode()).hexdigest()[:12]


def draw(
    store: Store,
    n: int = 50,
    *,
    name: str,
    unit: str = "article",
    design: str = "random",
    double: float = 0.2,
    seed: int = 0,
    variables: Sequence[str] = (),
    outlets: str = "",
    since: str = "",
    until: str = "",
    by: str = "",
    at: str = "",
) -> Sample:
    """Draw about `n` units of a store as the sample `name`, freeze the machine's rows, and write its codebook.

    `unit`: "article", or "passage" of about three paragraphs. `design`: see `designs`. `double` is the share of units
    that every coder gets. `variables` are of your own, coded once a unit. `outlets` (separated by commas), `since`
    and `until` choose articles. The same seed on the same articles draws the same units. `by` and `at` say who
    drew, when.

    Frozen are the rows of all units, so that every later cut has the machine's totals. ValueError for a name that is
    taken or strange, and as of `frame.units` and `designs.drawn`.
    """
    where = store.place
    if not reviews.NAME.fullmatch(name):
        raise ValueError(f"sample {name!r}: use letters, digits, hyphens and underscores, at most 64")
    if name in reviews.names(where):
        raise ValueError(f"{store.path} has a sample {name!r} already; samples are never drawn anew")
    clean = [v.strip() for v in variables if v.strip()]
    strange = [v for v in clean if not v.replace("_", "").replace("-", "").isalnum()]
    if strange:
        raise ValueError(f"variable {strange[0]!r}: use letters, digits, hyphens and underscores")
    units = frames.units(store, unit, outlets=outlets, since=since, until=until)
    rows = frames.machine(store, units)
    doubts = designs.doubts_of(units, rows["quotations"])
    units = designs.drawn(units, n, design, doubts, seed=seed)
    units["double"] = designs.doubled(units["sampled"].to_numpy(), double, seed=seed)
    units = tables.build("units", units)
    ids = units.loc[units["sampled"], "article_id"].unique().tolist()
    columns = ["article_id", "outlet", "published", "title", "text", "sha256"]
    texts = store.table("articles", columns=columns, where={"article_id": ids})
    book = CODEBOOK + of_variables(clean)
    about = {
        "sample": name,
        "unit": unit,
        "design": design,
        "double": double,
        "seed": seed,
        "n": int(units["sampled"].sum()),
        "N": len(units),
        "articles": int(units["article_id"].nunique()),
        "strata": {s: len(part) for s, part in units.groupby("stratum", sort=True)},
        "variables": clean,
        "chosen": {"outlets": outlets, "since": since, "until": until},
        "frame": _digest(units),
        "engines": sorted(rows["quotations"]["engine"].dropna().unique()),
        "stages": {k: v for e in store.entries for k, v in e.stages.items()},
        "state": batches.state(store.entries),
        "codebook": hashlib.sha256(book.encode()).hexdigest()[:12],
        "newsbook": __version__,
        "by": by,
        "at": at,
    }
    place.write(where, book.encode(), reviews.FOLDER, name, reviews.CODEBOOK)
    reviews.write(where, name, about, {"units": units, "articles": texts, **rows})
    return opened(store, name)


def _digest(units: pd.DataFrame) -> str:
    """Of which units a frame has, on which texts."""
    lines = sorted(f"{u} {s}" for u, s in zip(units["unit"], units["sha256"], strict=True))
    return hashlib.sha256("\n".join(lines).encode("utf-8", "replace")).hexdigest()[:16]


def names(store: Store) -> list[str]:
    """The samples of a store."""
    return reviews.names(store.place)


def opened(store: Store, name: str = "") -> Sample:
    """The sample `name` of a store, or its only one; StoreError when there is none, or several and no name."""
    if not name:
        known = names(store)
        if len(known) > 1:
            raise place.StoreError(f"{store.path} has several samples: {', '.join(known)}; name one")
        name = known[0] if known else "sample"
    about = reviews.about(store.place, name)
    return Sample(store.path, name, about, reviews.table(store.place, name, "units"))


def weights(units: pd.DataFrame) -> np.ndarray:
    """1 / pi of each unit."""
    return 1 / units["pi"].to_numpy(dtype=float)
