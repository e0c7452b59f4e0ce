"""A variable that coders gave a value in some articles, predicted in all, and its shares: `classify`, `shares`."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from analysis import statistics, tables, themes
from analysis import store as stores
from analysis.review import codebook, estimator, quantities
from analysis.review.codings import coded
from analysis.review.cross_fitting import Codes, rows
from analysis.review.samples import Sample
from analysis.review.strata import labels
from analysis.store import batches, parquet, place, reviews
from analysis.themes.classification import FOLDS
from analysis.themes.space import FEWEST

if TYPE_CHECKING:
    from analysis.store import Store

VERSION = "1"  # of what is predicted from the same codes
BY = ("", "outlet", "month")
_MADE_OF = b"newsbook.made_of"


class Classified(NamedTuple):
    """What became of `classify`: the `values` that were coded and how often, in how many articles of how many.

    `right` is the share of coded articles whose likeliest value, by a model that was not taught them, is theirs;
    `commonest` the share that the commonest value alone would get right.
    """

    variable: str
    values: dict[str, int]
    coded: int
    articles: int
    right: float
    commonest: float


def codes(sample: Sample, *, variable: str = "") -> pd.DataFrame:
    """The values that coders gave to variables (or to one): see `tables.REVIEW["codes"]`."""
    wanted = [_known(sample, variable)] if variable else sample.about["variables"]
    found = [u for u in coded(sample) if not u.skipped]
    about = sample.drawn.set_index("unit")[["pi", "stratum"]]
    made = []
    for name in wanted:
        told = [u for u in found if name in u.variables]
        weight = quantities.views(told)
        for u in told:
            who = (sample.name, name, u.unit, u.coder, u.adjudicated, u.article_id, u.variables[name])
            made.append((*who, weight.get((u.unit, u.coder), 0.0), *about.loc[u.unit]))
    return tables.build("codes", made)


def classify(store: Store, sample: Sample, variable: str) -> Classified:
    """Predict a variable in all articles of a store from those that are coded, and keep that with the sample.

    ValueError for a variable that the sample does not have, passages as units, codes that the codebook does not list,
    one value only, and fewer coded articles than five.
    """
    told = codes(sample, variable=variable)
    _check(sample, variable, told)
    made = _predicted(store, variable, told)
    content = parquet.encoded(
        pa.Table.from_pandas(made, preserve_index=False).replace_schema_metadata(
            {_MADE_OF: _made_of(store, told)}
        )
    )
    place.write(sample.place, content, reviews.FOLDER, sample.name, _file(variable))
    return _described(variable, told, made)


def predictions(sample: Sample, *, variable: str = "") -> pd.DataFrame:
    """What `classify` kept, of all variables or of one: see `tables.REVIEW["predictions"]`."""
    wanted = [_known(sample, variable)] if variable else sample.about["variables"]
    found = [kept[0].assign(sample=sample.name) for name in wanted if (kept := _kept(sample, name))]
    return tables.build("predictions", pd.concat(found)) if found else tables.empty("predictions")


def shares(
    sample: Sample,
    variable: str,
    by: str = "",
    *,
    value: str = "",
    groups: Callable[[pd.DataFrame], Sequence[str] | np.ndarray] | None = None,
) -> pd.DataFrame:
    """The share of each value (or of one) by classifier, hand and both: see `tables.REVIEW["estimates"]`.

    `by` is "", "outlet" or "month"; or `groups` gives each unit of the frame its group. What `classify` kept is used;
    where it is not of today's codes, it is made again. Below ten coded articles of a group nothing is corrected, and
    the classifier's share is left out; `note` says where there are fewer than fifteen, and why there is no
    classifier. ValueError for a sample that was drawn to find examples, and an unknown `by`.
    """
    if by not in BY:
        raise ValueError(
            f"by {by!r}: a variable is of articles; expected one of {', '.join(filter(None, BY))}"
        )
    if sample.about["design"] == "find":
        raise ValueError(f"{sample.name} was drawn to find examples: nobody knows what its units speak for")
    known, why = _codes(sample, variable)
    if value and value not in known.values:
        told = ", ".join(known.values) or "none yet: nothing is coded, and the codebook lists none"
        raise ValueError(f"{variable} {value!r}: expected one of {told}")
    label = np.asarray(groups(sample.units), dtype=object) if groups else labels(sample.units, by)
    made = []
    for group, code, (*numbers, note) in rows(known, label if by or groups else None):
        if value in ("", code):
            notes = "; ".join(str(part) for part in (note, why) if part) or None
            about = (notes, sample.about["design"], sample.name)
            made.append((f"share {variable}={code}", group, *numbers, *about))
    return tables.build("estimates", made)


def _codes(sample: Sample, variable: str) -> tuple[Codes, str]:
    """The codes of a variable with their predictions, and why there are none."""
    told = codes(sample, variable=variable)
    listed = codebook.values(sample.codebook(), variable)
    values = tuple(dict.fromkeys([*listed, *sorted(told["value"].unique())]))
    units = pd.Index(sample.units["unit"])
    hand = np.zeros((len(units), len(values)))
    at, number = units.get_indexer(told["unit"]), pd.Index(values).get_indexer(told["value"])
    np.add.at(hand, (at, number), told["weight"].to_numpy(float))
    none = np.full(hand.shape, np.nan)
    found = Codes(sample.units, values, hand.sum(axis=1) > 0, hand, none, none)
    try:
        _check(sample, variable, told)
        made = _current(stores.read(sample.path), sample, variable, told)
    except ValueError as error:
        return found, f"by hand alone: {error}"
    return _with(found, made), ""


def _with(known: Codes, made: pd.DataFrame) -> Codes:
    """Codes with the predictions of their articles; an article that the store has no more counts as the others."""
    chances = []
    for part in (made[~made["out_of_fold"]], made[made["out_of_fold"]]):
        wide = part.pivot(index="article_id", columns="value", values="probability")
        found = wide.reindex(index=known.frame["article_id"], columns=list(known.values))
        chances.append(found)
    every, out = chances
    every = every.fillna(every.mean()).fillna(0.0)
    out = out.fillna(every.mean()).fillna(0.0)
    return Codes(known.frame, known.values, known.done, known.hand, every.to_numpy(), out.to_numpy())


# --- predictions --------------------------------------------------------------------------------------------------


def _predicted(store: Store, variable: str, told: pd.DataFrame) -> pd.DataFrame:
    """The table `predictions`: the chance of each value in each article, and of coded ones out of fold too."""
    articles = store.table("articles", columns=["article_id"])
    matrix = statistics.document_term_matrix(
        store.batches("term_counts", ["article_id", "term", "count"]), articles
    )
    fewest = min(FEWEST, max(2, len(articles) // 100))
    points = themes.vectors(matrix, minimum_count=fewest)
    ids = pd.Index(points.matrix.articles["article_id"])
    taught = _one_code(told)
    taught = taught[taught.index.isin(ids)].sort_index()
    at = ids.get_indexer(taught.index)
    found = themes.classified(points.points, at, taught)
    parts = [
        _long(found.every, ids, found.values).assign(out_of_fold=False, fold=np.nan),
        _long(found.coded, taught.index, found.values).assign(
            out_of_fold=True, fold=np.tile(found.fold, len(found.values))
        ),
    ]
    made = pd.concat(parts, ignore_index=True).assign(variable=variable, sample=told["sample"].iloc[0])
    return tables.build("predictions", made)


def _long(chances: np.ndarray, ids: pd.Index, values: Sequence[str]) -> pd.DataFrame:
    found = pd.DataFrame({"article_id": np.tile(ids, len(values)), "value": np.repeat(values, len(ids))})
    return found.assign(probability=chances.T.ravel())


def _one_code(told: pd.DataFrame) -> pd.Series:
    """The value of each coded article that a model is taught: that of most coders, the first by name where they
    divide.
    """
    weight = told.groupby(["article_id", "value"])["weight"].sum().reset_index()
    ordered = weight.sort_values(["article_id", "weight", "value"], ascending=[True, False, True])
    return ordered.drop_duplicates("article_id").set_index("article_id")["value"].astype(object)


def _described(variable: str, told: pd.DataFrame, made: pd.DataFrame) -> Classified:
    taught = _one_code(told)
    out = made[made["out_of_fold"]].pivot(index="article_id", columns="value", values="probability")
    taught = taught.reindex(out.index)
    right = float((out.columns.to_numpy()[out.to_numpy().argmax(axis=1)] == taught.to_numpy()).mean())
    counts = taught.value_counts()
    articles = int(made.loc[~made["out_of_fold"], "article_id"].nunique())
    values = {str(v): int(n) for v, n in counts.items()}
    return Classified(variable, values, len(taught), articles, right, float(counts.iloc[0] / len(taught)))


def _check(sample: Sample, variable: str, told: pd.DataFrame) -> None:
    if sample.about["unit"] != "article":
        raise ValueError(f"{variable}: predicted are articles, and {sample.name} has passages as units")
    listed = codebook.values(sample.codebook(), variable)
    gone = sorted(set(told["value"]) - set(listed)) if listed else []
    if gone:
        raise ValueError(
            f"{variable}: coded as {', '.join(gone)}, which the codebook does not list; code those units again"
        )
    if told["article_id"].nunique() < estimator.FEWEST_ARTICLES:
        n = told["article_id"].nunique()
        raise ValueError(
            f"{variable}: {n} coded articles, and fewer than {estimator.FEWEST_ARTICLES} teach nothing"
        )


def _known(sample: Sample, variable: str) -> str:
    if variable not in sample.about["variables"]:
        listed = ", ".join(sample.about["variables"]) or "none; draw a sample with --variable"
        raise ValueError(f"variable {variable!r}: {sample.name} has {listed}")
    return variable


# --- kept ---------------------------------------------------------------------------------------------------------


def _file(variable: str) -> str:
    return f"predictions-{variable}.parquet"


def _made_of(store: Store, told: pd.DataFrame) -> bytes:
    """What tells whether predictions are of today's codes and articles."""
    written = told.sort_values(["unit", "coder"])[["article_id", "value", "weight"]].to_csv(index=False)
    said = f"{VERSION} {FOLDS} {batches.state(store.entries, ['term_counts'])} {written}"
    return hashlib.sha256(said.encode("utf-8", "replace")).hexdigest()[:16].encode()


def _kept(sample: Sample, variable: str) -> tuple[pd.DataFrame, bytes] | None:
    content = place.read(sample.place, reviews.FOLDER, sample.name, _file(variable))
    if content is None:
        return None
    try:
        found = pq.read_table(io.BytesIO(content))
    except (pa.ArrowInvalid, OSError):
        return None  # it is made again
    made_of = (found.schema.metadata or {}).get(_MADE_OF, b"")
    return found.to_pandas(types_mapper=parquet.STRINGS.get), made_of


def _current(store: Store, sample: Sample, variable: str, told: pd.DataFrame) -> pd.DataFrame:
    """What was predicted from today's codes, kept or made now; what is made now is not kept."""
    kept = _kept(sample, variable)
    if kept is not None and kept[1] == _made_of(store, told):
        return kept[0]
    return _predicted(store, variable, told)
