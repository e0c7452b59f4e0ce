"""The shares and means that pages show, each said once: of which attributions, which of them are counted.

An attribution counts by the machine's rows as it does on the pages (see `quotation.standing`), by hand when it is
real, of an act asked for, and not inside another.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
import pandas as pd

from analysis import tables
from analysis.quotation import joined
from analysis.quotation.acts import COMMUNICATION
from analysis.quotation.stance import LOADED, stance_of, verb_of
from analysis.quotation.standing import SURE, check, standing
from analysis.review.codings import CodedUnit, nested
from analysis.review.samples import Sample

Of = Callable[[pd.DataFrame], pd.Series]
# Columns of attributions, by machine or hand; `weight` is 1, or of several coders what each is worth.
ROWS = ("unit", "coder", "kind", "cue", "sourced", "speaker", "source_type", "gender", "sentiment", "weight")


@dataclass(frozen=True)
class Quantity:
    """A share or mean: `counted` of those that `among` says, or their mean; `unit` "article" for shares of
    articles.
    """

    what: str
    counted: Of
    among: Of
    unit: Literal["attribution", "article", "variable", "sentiment"] = "attribution"
    share: bool = True
    needs_sentiment: bool = False


def _all(rows: pd.DataFrame) -> pd.Series:
    return pd.Series(True, index=rows.index)


def _is(column: str, value: str) -> Of:
    return lambda rows: rows[column].eq(value).fillna(False).astype(bool)


def _sourced(rows: pd.DataFrame) -> pd.Series:
    return rows["sourced"].astype(bool)


def _named(rows: pd.DataFrame) -> pd.Series:
    return rows["speaker"].notna()


def _person(rows: pd.DataFrame) -> pd.Series:
    return rows["speaker"].notna() & _is("source_type", tables.SOURCE_TYPES[0])(rows)


def _classed(rows: pd.DataFrame) -> pd.Series:
    """With a verb as its cue that has a class."""
    # What has no cue is missing in a way of its own (NaN), which is not None.
    return _stance(rows).map(lambda stance: isinstance(stance, str) and stance != "other").astype(bool)


def _loaded(rows: pd.DataFrame) -> pd.Series:
    return _stance(rows).isin(LOADED)


def _stance(rows: pd.DataFrame) -> pd.Series:
    known: dict[str, str | None] = {}
    for cue in rows["cue"].dropna().unique():
        verb = verb_of(cue)
        known[cue] = stance_of(verb) if verb else None
    return rows["cue"].map(known).astype(object)


def _toned(rows: pd.DataFrame) -> pd.Series:
    return rows["sentiment"].notna()


def _tone(rows: pd.DataFrame) -> pd.Series:
    return rows["sentiment"].astype("float64").fillna(0.0)


_FIXED = (
    Quantity("quotations per article", _all, _all, share=False),
    *(Quantity(f"share {kind}", _is("kind", kind), _all) for kind in ("direct", "mixed", "indirect")),
    Quantity("share without source", lambda rows: ~_sourced(rows), _all),
    Quantity("share anonymous", _is("source_type", "anonymous"), _sourced),
    *(
        Quantity(f"share {kind}", _is("source_type", kind), _all)
        for kind in ("named person", "organisation", "document", "group", "unnamed")
    ),
    Quantity("share named", _named, _all),
    Quantity("share women", _is("gender", "female"), _person),
    Quantity("share men", _is("gender", "male"), _person),
    Quantity("share loaded", _loaded, _classed),
    Quantity("mean sentiment", _tone, _toned, share=False, needs_sentiment=True),
    Quantity("mean article sentiment", _tone, _toned, "sentiment", share=False),
    Quantity("articles with quotations", _all, _all, "article"),
    Quantity(
        "articles quoting women", lambda rows: _person(rows) & _is("gender", "female")(rows), _all, "article"
    ),
)
FIXED = {q.what: q for q in _FIXED}


def quantity(what: str, variables: Sequence[str] = ()) -> Quantity:
    """The share or mean that `what` names: one of `FIXED`, "share named NAME", "articles quoting NAME", "share
    VAR=VALUE".

    Hyphens and underscores are as good as blanks. ValueError, which says what there is, for anything else.
    """
    plain = " ".join(what.replace("-", " ").replace("_", " ").lower().split())
    if plain in FIXED:
        return FIXED[plain]
    words = what.split(maxsplit=2)
    lead = " ".join(words[:2]).lower().replace("-", " ").replace("_", " ")
    if len(words) == 3 and lead in ("share named", "articles quoting"):
        by_name = _is("speaker", words[2])
        return Quantity(
            f"{lead} {words[2]}", by_name, _all, "attribution" if lead == "share named" else "article"
        )
    name, equals, value = (
        what.partition(" ")[2].partition("=") if what.lower().startswith("share ") else ("", "", "")
    )
    if equals and name in variables:
        return Quantity(f"share {name}={value}", _is(name, value), _all, "variable")
    own = "".join(f", share {v}=VALUE" for v in variables)
    raise ValueError(
        f"{what!r}: expected one of {', '.join(FIXED)}, share named NAME, articles quoting NAME{own}"
    )


# --- attributions, by machine and by hand ------------------------------------------------------------------------


def of_machine(sample: Sample, *, acts: str = COMMUNICATION, confidence: float = SURE) -> pd.DataFrame:
    """The frozen attributions of all units that count, as `ROWS`."""
    frozen = (sample.frozen(name) for name in ("quotations", "sentiment"))
    return counted(*frozen, acts=acts, confidence=confidence)


def counted(
    quotations: pd.DataFrame, sentiment: pd.DataFrame, *, acts: str = COMMUNICATION, confidence: float = SURE
) -> pd.DataFrame:
    """Of the machine's rows in the units of a frame (see `frame.machine`) those that count, as `ROWS`."""
    counts = standing(quotations, acts=acts, confidence=confidence).eq("counted").to_numpy(bool)
    scores = sentiment[sentiment["scored"] == "quotation"].drop_duplicates(["article_id", "index"])
    scores = scores[["article_id", "index", "compound"]]
    scores = scores.rename(columns={"index": "quotation", "compound": "sentiment"})
    found = quotations[counts].merge(scores, on=["article_id", "quotation"], how="left")
    return found.assign(sourced=found["source"].notna(), coder="", weight=1.0)[list(ROWS)]


def of_hand(
    units: Sequence[CodedUnit], texts: Mapping[str, str], *, acts: str = COMMUNICATION
) -> pd.DataFrame:
    """The attributions that coders left in these units and that count, as `ROWS`; `texts` are those of articles.

    Of a unit that several coded each counts in part, and all when the third look has decided.
    """
    wanted, coders = check(acts), views(units)
    rows = []
    for unit in units:
        weight = coders.get((unit.unit, unit.coder), 0.0)
        inside = nested(unit) if weight else {}
        for c in unit.codings:
            if weight and not c.wrong and not inside[c.coding] and c.act in wanted:
                cue = joined(texts[unit.article_id], c.cue)
                who = (c.speaker, c.source_type, c.gender)
                rows.append((unit.unit, unit.coder, c.kind, cue, bool(c.source), *who, c.sentiment, weight))
    return _typed(pd.DataFrame(rows, columns=list(ROWS)))


def views(units: Sequence[CodedUnit]) -> dict[tuple[str, str], float]:
    """What each coder's view of a unit is worth: that of the third look all, else all coders the same."""
    by_unit: dict[str, list[CodedUnit]] = {}
    for unit in units:
        by_unit.setdefault(unit.unit, []).append(unit)
    found: dict[tuple[str, str], float] = {}
    for name, several in by_unit.items():
        last = [u for u in several if u.adjudicated] or several
        found |= {(name, u.coder): 1 / len(last) for u in last}
    return found


def _typed(rows: pd.DataFrame) -> pd.DataFrame:
    text = ("unit", "coder", "kind", "cue", "speaker", "source_type", "gender")
    return rows.astype(
        dict.fromkeys(text, tables.TEXT) | {"sourced": "bool", "sentiment": "float64", "weight": "float64"}
    )


def tallies(
    rows: pd.DataFrame,
    units: pd.Index,
    asked: Quantity,
    *,
    whole: np.ndarray | None = None,
    speaker: str = "",
) -> tuple[np.ndarray, np.ndarray]:
    """Numerator and denominator of each unit. `whole` is what a unit is of an article, where a denominator is
    that.
    """
    if speaker:
        rows = rows[rows["speaker"].eq(speaker).fillna(False).to_numpy(bool)]
    weight = rows["weight"].to_numpy(float)
    among = asked.among(rows).to_numpy(bool)
    counted = asked.counted(rows).to_numpy(float) * among
    at = units.get_indexer(pd.Index(rows["unit"]))
    if asked.unit == "article":  # of several quotations that have it, one is enough
        counted = counted * ~pd.Series(zip(at, rows["coder"], counted, strict=True)).duplicated().to_numpy(
            bool
        )
    known = at >= 0
    top, bottom = (
        np.bincount(at[known], weights=part[known] * weight[known], minlength=len(units))
        for part in (counted, among.astype(float))
    )
    if asked.unit == "article":
        return top, np.ones(len(units))
    return top, whole if asked.what == "quotations per article" and whole is not None else bottom
