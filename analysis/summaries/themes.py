"""What notebook 06 asks of a corpus's words: its themes, how sure they are, where and when they are written about."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from analysis.statistics import inference
from analysis.summaries.others import is_others, top_n_and_others
from analysis.summaries.wording import percent, plural
from analysis.themes.fitting import (
    FEWEST_ARTICLES,
    NUMBER,
    NUMBERS,
    REFITS,
    UNSTABLE,
    Refits,
    Themes,
    interval,
    refitted,
    shares,
)
from analysis.themes.space import FEWEST
from analysis.themes.tables import described, side_by_side
from analysis.themes.words import typical, words

if TYPE_CHECKING:
    from analysis.store import Store

_LABEL = 4  # words that stand for a theme in a figure
_COLUMNS = (
    *("theme", "name", "words", "headlines", "articles", "total", "share", "low", "high"),
    *("stability", "unstable"),
)


@dataclass(frozen=True)
class Fitted:
    """A corpus in themes: `fits` and their `refits`, of which number `at` was asked for.

    `articles` are in the order of the fits' vectors; `groups` are the columns behind the first of `refits.share`, as
    ("outlet" or "month", label), `members` (article, group) whether an article is in it. Without fits there are too
    few articles.
    """

    articles: pd.DataFrame
    fits: tuple[Themes, ...]
    refits: tuple[Refits, ...]
    at: int
    groups: tuple[tuple[str, str], ...]
    members: np.ndarray

    @property
    def reason(self) -> str:
        """Why there are no themes, or nothing."""
        if self.fits:
            return ""
        if len(self.articles) >= FEWEST_ARTICLES:
            return "Every article has the same words, or none that counts, so that no theme is told from another."
        return (
            f"{plural(len(self.articles), 'article')}: with fewer than {FEWEST_ARTICLES} there are no themes, as "
            "groups of so few would be made of these articles and no others."
        )


def fitted(
    store: Store,
    articles: pd.DataFrame,
    *,
    k: int = NUMBER,
    seed: int = 0,
    refits: int = REFITS,
    minimum_count: int = FEWEST,
    seeds: str = "",
    top: int = 10,
    numbers: Sequence[int] = NUMBERS,
) -> Fitted:
    """`articles` (see `selection`) in `k` themes, and beside them in each of `numbers`, from the table `term_counts`.

    `refits` bootstrap samples say how much of it other articles would change. `seeds` name themes and words that
    hold them in place: "climate: warming, carbon; water: rivers, lakes". Shares are also counted by outlet (the
    largest `top`, and the others together) and month. ValueError for seeds that cannot be read.
    """
    given = read_seeds(seeds)
    wanted = sorted({*numbers, k})
    counts = store.batches("term_counts", ["article_id", "term", "count"])
    fits = side_by_side(articles, counts, numbers=wanted, seed=seed, minimum_count=minimum_count, seeds=given)
    if not any(len(one.names) for one in fits):
        return Fitted(articles, (), (), 0, (), np.zeros((len(articles), 0)))
    known = fits[0].vectors.matrix.articles
    members, groups = _groups(known, top)
    again = refitted(fits, refits=refits, groups=members, seed=seed)
    return Fitted(known, tuple(fits), tuple(again), wanted.index(k), groups, members)


def read_seeds(seeds: str) -> dict[str, list[str]]:
    """The words of each named theme in "climate: warming, carbon; water: rivers"."""
    found: dict[str, list[str]] = {}
    for part in filter(None, map(str.strip, seeds.split(";"))):
        name, colon, listed = part.partition(":")
        terms = [word.strip() for word in listed.split(",") if word.strip()]
        if not colon or not name.strip() or not terms:
            raise ValueError(f"seeds {part!r}: write a name, a colon and words, as climate: warming, carbon")
        found[name.strip()] = terms
    return found


def _groups(articles: pd.DataFrame, top: int) -> tuple[np.ndarray, tuple[tuple[str, str], ...]]:
    """Which articles are of which outlet and month."""
    known = articles.assign(outlet=articles["outlet"].astype(object).fillna("unknown"), n=1)
    outlets = top_n_and_others(known, "outlet", weight="n", top=top)["outlet"]
    months = articles["published"].dt.strftime("%Y-%m")
    columns, groups = [], []
    for by, values in (("outlet", outlets), ("month", months)):
        for label in sorted(map(str, values.dropna().unique()), key=lambda name: (is_others(name), name)):
            columns.append((values == label).fillna(False).to_numpy(float))
            groups.append((by, label))
    return np.stack(columns, axis=1) if columns else np.zeros((len(articles), 0)), tuple(groups)


def themes(store: Store, articles: pd.DataFrame, **asked: object) -> pd.DataFrame:
    """`theme_table` of `fitted`, which takes the same options."""
    return theme_table(fitted(store, articles, **asked))  # type: ignore[arg-type]


def theme_table(found: Fitted) -> pd.DataFrame:
    """The themes asked for, the largest first, unstable ones behind.

    Columns: `theme` number; `name` of its seed, where there are seeds; `words`, by G² on articles; `headlines`, the
    titles nearest to it; `articles` of `total`; their `share` with `low` and `high`, between which it lies in other
    samples of articles fitted anew; `stability`, how much of it those have (mean Jaccard, 0 to 1); `unstable`,
    below 0.5. NaN without refits. No rows, and the reason in `.attrs`, where there are too few articles.
    """
    if not found.fits:
        empty = pd.DataFrame(columns=list(_COLUMNS))
        empty.attrs["reason"] = found.reason
        return empty
    one = found.fits[found.at]
    rows = described(one, found.refits[found.at])
    titles = found.articles.set_index("article_id")["title"].astype(object)
    headlines = [" · ".join(_titles(titles, ids)) for ids in _typical(one)]
    rows = rows.assign(headlines=headlines, unstable=rows["stability"] < UNSTABLE)
    columns = [c for c in _COLUMNS if c != "name" or any(one.names)]
    return rows.sort_values(["unstable", "theme"], kind="stable", ignore_index=True)[columns]


def _typical(one: Themes) -> list[list[str]]:
    near = typical(one).groupby("theme")["article_id"].agg(list)
    return [near.get(theme, []) for theme in range(len(one.names))]


def _titles(titles: pd.Series, ids: Sequence[str]) -> list[str]:
    return [str(i if pd.isna(titles[i]) or not str(titles[i]).strip() else titles[i]) for i in ids]


def numbers_of_themes(found: Fitted) -> pd.DataFrame:
    """The corpus in several numbers of themes, side by side; none is the best.

    Columns: `k`; articles of the `smallest`, `median` and `largest` theme; `nearness`, mean cosine of an article with
    its theme (higher = alike); `stability`, mean over themes; `unstable`, how many themes are.
    """
    rows = []
    for one, again in zip(found.fits, found.refits, strict=True):
        sizes = np.bincount(one.theme[one.theme >= 0], minlength=len(one.names))
        stability = again.jaccard.mean(axis=0) if len(again.jaccard) else np.full(len(one.names), np.nan)
        rows.append(
            (one.k, int(sizes.min()), float(np.median(sizes)), int(sizes.max()), float(one.nearness.mean()),
             float(stability.mean()), int((stability < UNSTABLE).sum()))
        )  # fmt: skip
    names = ["k", "smallest", "median", "largest", "nearness", "stability", "unstable"]
    return pd.DataFrame(rows, columns=names)


def themes_by(found: Fitted, by: str = "outlet") -> pd.DataFrame:
    """The share of each theme in the articles of each outlet or month, with intervals that include fitting again.

    Columns: `theme`, `words` (the first four), `by`, `n` articles of `total`, `share`, `low`, `high`, `why` there is
    no interval: fewer than five articles, or than five refits; `unstable`, whose rows stand last.
    """
    columns = ["theme", "words", by, "n", "total", "share", "low", "high", "why", "unstable"]
    if not found.fits:
        return pd.DataFrame(columns=columns)
    one, again = found.fits[found.at], found.refits[found.at]
    value = shares(one.theme, len(one.names), found.members, np.ones(len(one.theme)))
    totals = found.members.sum(axis=0).astype(int)
    low, high = interval(value, again.share[:, :, 1:], least=0.5 / np.maximum(totals, 1))
    label, unstable = labels(one), _unstable(again, len(one.names))
    rows = []
    for group, (kind, name) in enumerate(found.groups):
        if kind != by:
            continue
        few = totals[group] < inference.FEWEST
        why = (
            f"fewer than {inference.FEWEST} articles"
            if few
            else ""
            if len(again.share) >= 5
            else "too few refits"
        )
        for theme in range(len(one.names)):
            ends = (np.nan, np.nan) if why else (low[theme, group], high[theme, group])
            n = round(value[theme, group] * totals[group])
            share = value[theme, group]
            rows.append((theme, label[theme], name, n, totals[group], share, *ends, why, unstable[theme]))
    table = pd.DataFrame(rows, columns=columns)
    return table.sort_values(["unstable", "theme"], kind="stable", ignore_index=True)


def _unstable(again: Refits, size: int) -> list[bool]:
    """Whether most of each theme's articles part in other samples; of none where there are no such samples."""
    if not len(again.jaccard):
        return [False] * size
    return [bool(s < UNSTABLE) for s in again.jaccard.mean(axis=0)]


def labels(one: Themes) -> list[str]:
    """What stands for each theme: the name of its seed, or its first words."""
    first = words(one, top=_LABEL).groupby("theme")["term"].agg(", ".join)
    return [name or str(first.get(number, f"theme {number}")) for number, name in enumerate(one.names)]


def theme_articles(found: Fitted) -> pd.DataFrame:
    """The articles of each theme, the most typical first: `theme`, `words`, `nearness`, outlet, date, title, id."""
    columns = ["theme", "words", "nearness", "outlet", "published", "title", "article_id"]
    if not found.fits:
        return pd.DataFrame(columns=columns)
    one = found.fits[found.at]
    label = dict(enumerate(labels(one)))
    listed = found.articles.assign(theme=one.theme, nearness=one.nearness)
    listed = listed[listed["theme"] >= 0]
    listed = listed.assign(words=listed["theme"].map(label))
    by = ["theme", "nearness", "article_id"]
    return listed.sort_values(by, ascending=[True, False, True], kind="stable")[columns].reset_index(
        drop=True
    )


def described_themes(table: pd.DataFrame) -> str:
    """How many themes there are, and how many other articles would make again."""
    if "reason" in table.attrs:
        return str(table.attrs["reason"])
    total, size = int(table["total"].iloc[0]), len(table)
    said = f"{plural(total, 'article')} in {plural(size, 'theme')}, the largest with {percent(table['share'].max())}."
    if table["stability"].isna().all():
        return f"{said} Without refits nothing tells how much of this other articles would change."
    n = int(table["unstable"].sum())
    return (
        f"{said} {n:,} {'is' if n == 1 else 'are'} unstable: fitted again on other samples of these articles, less "
        "than half of their articles stay together. They stand last; nothing should rest on them."
        + (" With more articles more of them would hold." if 2 * n > size else "")
    )


def themes_and_variable(found: Fitted, store: Store, *, variable: str = "", sample: str = "") -> pd.DataFrame:
    """How many articles of each value of a `variable`, a column of the corpus, are in each theme.

    Columns: `variable`'s `value`, `theme`, `words`, `n` articles of `total` of that value, `share`. Without rows
    where no variable is asked for, and of a `sample`, which its own codes describe.
    ValueError for a column that is not there.
    """
    columns = ["value", "theme", "words", "n", "total", "share"]
    if not variable or sample or not found.fits:
        return pd.DataFrame(columns=columns)
    known = store.table("articles", columns=["article_id", variable])
    one = found.fits[found.at]
    values = found.articles[["article_id"]].merge(known, on="article_id", how="left")[variable]
    rows = pd.DataFrame({"value": values.astype(str).where(values.notna()), "theme": one.theme})
    counted = rows.dropna().groupby(["value", "theme"]).size().rename("n").reset_index()
    counted = counted[counted["theme"] >= 0]
    counted["total"] = counted["value"].map(rows["value"].value_counts())
    counted = counted.assign(words=counted["theme"].map(dict(enumerate(labels(one)))))
    counted = counted.assign(share=counted["n"] / counted["total"])
    return counted.sort_values(["value", "n"], ascending=[True, False], ignore_index=True)[columns]


def described_variable(crossed: pd.DataFrame, *, variable: str = "", sample: str = "") -> str:
    """What stands beside the themes, or how to have something stand there."""
    if not variable:
        return (
            "No variable was asked for: with the parameter variable, a column of the corpus, its values stand beside "
            "the themes here."
        )
    if sample:
        return f"The values of {variable} are those that people coded in the sample {sample}: see below."
    values = crossed["value"].nunique()
    return f"{plural(values, 'value')} of {variable}, in {plural(int(crossed['n'].sum()), 'article')} that have one."
