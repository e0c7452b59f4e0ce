"""What notebook 01 asks of a store: which articles to count, and their statistics by outlet, period or voice.

Text is read once, batch by batch, by `running`; all else rests on counts.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Literal

import numpy as np
import pandas as pd

from analysis import statistics
from analysis.corpus.languages import ENGLISH
from analysis.corpus.selection import clustered, first_copies, known, selected
from analysis.quotation.acts import COMMUNICATION
from analysis.quotation.standing import COLUMNS, SURE, counted, standing
from analysis.segmentation.function_words import FUNCTION_WORDS
from analysis.statistics import DocumentTermMatrix, Tokens, inference
from analysis.summaries.naming import named
from analysis.summaries.others import is_others, top_n_and_others
from analysis.summaries.wording import day, percent, plural

if TYPE_CHECKING:
    from analysis.store import Store

Side = Literal["outlet", "period", "quoted", "speaker"]
SELDOM = {"said", "says", "say", "mr", "mrs", "ms", "new", "like", "told"}


def selection(
    store: Store, *, outlets: str = "", since: str = "", until: str = "", once: bool = False, by: str = ""
) -> pd.DataFrame:
    """The articles to count, by date, those without one last; no text.

    `outlets` are names separated by commas, `since` and `until` dates, both included; an article without a
    date or outlet is left out where one is asked for, and always one that was not annotated for its language.
    With `once`, of copies (table `duplicates`) the first of those asked for is kept, so that each cluster counts
    once; with `by`, such as "outlet", the first of each of its values, which are one cluster still. Columns:
    `article_id`, `outlet`, `published`, `title`, `sentences` (count), `cluster` (the same for copies), `repeat`
    (whether it repeats an earlier one of those asked for), `copies` (how many of them it stands for, itself among
    them). ValueError, which says the nearest names, for an outlet that no article has.
    """
    articles = store.table("articles", columns=["article_id", "outlet", "published", "title", "language"])
    wanted = wanted_outlets(outlets, articles["outlet"])
    languages = articles.pop("language")  # all missing: of a store made before they were told
    if languages.notna().any() and languages.ne(ENGLISH).fillna(True).any():
        articles = articles[~articles["article_id"].isin(store.unread()["article_id"])]
    found = selected(articles, outlets=wanted, since=since, until=until)
    found = clustered(found, store.table("duplicates", columns=["article_id", "duplicate_of"]))
    found = first_copies(found, by=[by] if by else []) if once else found.assign(copies=1)
    counts = [part["article_id"].value_counts() for part in store.batches("sentences", ["article_id"])]
    sentences = pd.concat([pd.Series(dtype="int64"), *counts]).groupby(level=0).sum()
    found = found.assign(sentences=found["article_id"].map(sentences).fillna(0).astype("int64"))
    found = found.sort_values(["published", "article_id"], na_position="last").reset_index(drop=True)
    found.attrs["days"] = {"since": since, "until": until}
    return found


def wanted_outlets(outlets: str, there: pd.Series) -> list[str]:
    """The outlets that a parameter names, separated by commas; ValueError for one that is not `there`.

    A name that holds commas is one where an outlet is called so.
    """
    names = set(there.dropna())
    if outlets.strip() in names:
        return [outlets.strip()]
    return known("outlet", [name.strip() for name in outlets.split(",") if name.strip()], names)


def matrix(store: Store, articles: pd.DataFrame) -> DocumentTermMatrix:
    """How often each of `articles` (see `selection`) uses each term, from the table `term_counts`."""
    return statistics.document_term_matrix(
        store.batches("term_counts", ["article_id", "term", "count"]), articles
    )


def running(store: Store, articles: pd.DataFrame, *, quoted: bool = False) -> Tokens:
    """The running words of `articles`, in their order; with `quoted`, which of them are in quotation marks."""
    return statistics.tokens(texts(store, articles), quoted=quoted).select(list(articles["article_id"]))


def texts(store: Store, articles: pd.DataFrame) -> Iterator[pd.DataFrame]:
    """The texts of `articles` with their outlets and dates, in batches."""
    wanted = set(articles["article_id"])
    for part in store.batches("articles", ["article_id", "outlet", "published", "body_start", "text"]):
        yield part[part["article_id"].isin(wanted)]


def grouped(matrix: DocumentTermMatrix, *, by: str = "outlet", top: int = 10) -> DocumentTermMatrix:
    """The matrix whose articles have the smaller groups of column `by` put together as "N others"."""
    articles = matrix.articles.assign(n=1)
    return replace(matrix, articles=top_n_and_others(articles, by, weight="n", top=top).drop(columns="n"))


def overview(matrix: DocumentTermMatrix) -> str:
    """The corpus in a few sentences: articles, outlets, words, dates, repeats."""
    articles = matrix.articles
    if not len(articles):
        return "No article is left to count: the corpus is empty, or the parameters leave none."
    outlets, dated = articles["outlet"].nunique(), articles["published"].dropna()
    span = "None has a date"
    if len(dated):
        first, last = day(dated.min()), day(dated.max())
        span = f"They were published from {first} to {last}" if first != last else f"Dated {first}"
    undated = len(articles) - len(dated)
    if len(dated) and undated:
        span += f"; {plural(undated, 'article')} without a date"
    return (
        f"{plural(len(articles), 'article')} from {plural(outlets, 'outlet')} with "
        f"{plural(int(matrix.words.sum()), 'word')}, {len(matrix.totals()):,} of them different. {span}. "
        f"{described_copies(articles)}"
    )


def described_copies(articles: pd.DataFrame) -> str:
    """How many of the articles asked for repeat an earlier one, and what was done with them (see `selection`)."""
    asked = int(articles["copies"].sum()) if "copies" in articles else len(articles)
    several = articles["cluster"].nunique() if "cluster" in articles else asked
    if asked == several:
        return "No article repeats an earlier one."
    told = plural(asked - several, "article repeats", "articles repeat") + " an earlier one"
    out, kept = asked - len(articles), len(articles) - several
    if not kept:
        return f"{told}; of copies the first is counted."
    one = "copies are one witness in every interval and test"
    if not out:
        return f"{told}; all are counted, but {one}."
    return f"{told}; {out:,} of the same outlet {'is' if out == 1 else 'are'} left out, {kept:,} kept, but {one}."


def terms_of_interest(matrix: DocumentTermMatrix, terms: str = "", *, top: int = 4) -> list[str]:
    """The words, phrases and patterns with `*` in `terms`, separated by commas.

    By default the `top` most used words that say something: no function words, letters or numbers.
    """
    if wanted := [term.strip() for term in terms.split(",") if term.strip()]:
        return list(dict.fromkeys(wanted))
    totals = matrix.totals().sort_values(ascending=False, kind="stable")
    telling = [t for t in totals.index if t not in FUNCTION_WORDS | SELDOM and len(t) > 1 and t[0].isalpha()]
    return telling[:top]


def content_words(listed: pd.DataFrame, column: str = "term") -> pd.DataFrame:
    """The rows of a list of terms that are no function word and no mere number."""
    said = listed[column].map(lambda name: name not in FUNCTION_WORDS and not name[:1].isdigit())
    return listed[said.astype(bool)].reset_index(drop=True)


def mean_by_group(
    measured: pd.DataFrame,
    articles: pd.DataFrame,
    measures: Sequence[str],
    *,
    by: str = "outlet",
    top: int = 10,
    confidence: float = 0.95,
) -> pd.DataFrame:
    """Means over articles of per-article `measures` (of `statistics.diversity` or `.readability`), by group.

    Columns: the group, `measure`, `n` articles that are long enough for it, `mean`, `low`, `high`, and `why` there is
    no interval (see `inference.ratios`; copies are one unit). Largest groups first, "N others" last. A group whose
    articles are all too short has n = 0 and NaN.
    """
    named = articles.assign(**{by: articles[by].astype(object).fillna("unknown")}, n=1)
    named = named.assign(cluster=named.get("cluster", named["article_id"]))
    named = top_n_and_others(named, by, weight="n", top=top)[["article_id", by, "cluster"]]
    long = measured.merge(named, on="article_id").melt([by, "cluster"], list(measures), "measure", "value")
    sizes = named[by].value_counts()
    rows = [
        {by: group, "measure": measure, **_mean(part.dropna(subset="value"), confidence)}
        for (group, measure), part in long.groupby([by, "measure"], sort=False)
    ]
    means = pd.DataFrame(rows, columns=[by, "measure", "n", "mean", "low", "high", "why"])
    order = sorted(sizes.index, key=lambda name: (is_others(name), -sizes[name], name))
    means[by] = pd.Categorical(means[by], order)
    means["measure"] = pd.Categorical(means["measure"], list(measures))
    return means.sort_values(["measure", by]).astype({by: object, "measure": object}).reset_index(drop=True)


def _mean(rows: pd.DataFrame, confidence: float) -> dict[str, Any]:
    """The mean of `value` with its interval over clusters of copies."""
    values = np.stack([rows["value"].to_numpy(float), np.ones(len(rows))], axis=1)
    summed = inference.totals(values, inference.clusters(rows["cluster"]))
    found = inference.ratios(summed[:, 0], summed[:, 1], confidence=confidence).iloc[0]
    return {"n": len(rows), "mean": found["value"], **found[["low", "high", "why"]]}


def keyness(
    matrix: DocumentTermMatrix,
    *,
    by: Side = "outlet",
    target: str = "",
    reference: str = "",
    words: Tokens | None = None,
    store: Store | None = None,
    reference_corpus: str = "",
    minimum_count: int = 5,
    minimum_articles: int = 3,
    acts: str = COMMUNICATION,
    confidence: float = SURE,
    deals: int = 20,
) -> pd.DataFrame:
    """Keywords of one side of the corpus against another, as `statistics.keyness` lists them.

    Sides `by` "outlet": `target` against `reference`, by default the outlet with most articles against all others;
    "period": from the date `target` on against before, by default the middle article; "quoted": words in quotation
    marks against the rest, which needs `words` made with quoted=True; "speaker": what `target` says against what
    others say, by default the one with most words, which needs `store`; `acts` and `confidence` say which
    quotations count (see `quotation.standing`). `minimum_articles` is lowered to what the smaller side has. With
    `reference_corpus` (a path, see `statistics.reference`), the side is compared with that instead, or all articles
    where no `target` is asked for.

    `.attrs` holds the names `target`, `reference`, the articles of each, and `dealt`, how many terms would be sure
    were articles dealt to the sides at random, one number for each of `deals` (none where a side has no articles of
    its own, as a word list, and where both sides are of the same articles); without words on a side the list has no
    rows and `.attrs["reason"]` says why.
    """
    said = None
    if by == "speaker" and store is not None:
        said = speaker_matrix(store, matrix.articles, acts=acts, confidence=confidence)
    one, rest, names = _sides(matrix, by, target, reference, words, said)
    two: DocumentTermMatrix | pd.Series = rest
    if reference_corpus:
        one, first = (one, names[0]) if target else (matrix, "all articles")
        two, names = statistics.reference(reference_corpus), (first, reference_corpus)
    n = tuple(int((side.words > 0).sum()) for side in (one, two) if isinstance(side, DocumentTermMatrix))
    about: dict[str, Any] = {"target": names[0], "reference": names[1], "articles": (*n, 0)[:2], "dealt": []}
    if not all(n):
        empty = statistics.keyness(pd.Series({"": 1}), pd.Series({"": 1})).iloc[:0]
        empty.attrs.update(about, reason=f"There are no words to compare: {names[0]} against {names[1]}.")
        return empty
    least = min(minimum_articles, *n)
    found = statistics.keyness(one, two, minimum_count=minimum_count, minimum_articles=least)
    if isinstance(two, DocumentTermMatrix) and by != "quoted" and deals:
        dealt = statistics.dealt(one, two, minimum_count=minimum_count, minimum_articles=least, deals=deals)
        about["dealt"] = dealt.tolist()
    found.attrs.update(about)
    return found


def described_keyness(found: pd.DataFrame, *, level: float = 0.05) -> str:
    """How many keywords are sure, and how many would be were articles dealt to the sides at random."""
    if "reason" in found.attrs:
        return str(found.attrs["reason"])
    sides = f"{found.attrs['target']} (target) against {found.attrs['reference']} (reference)"
    if len(found) and not (found["p"] < 1).any():
        return f"{sides}: nothing can be tested, which takes two articles on each side; the words by their score."
    sure = int((found["p_corrected"] < level).sum())
    said = (
        f"{sides}: of {plural(len(found), 'word')}, {sure:,} {'differs' if sure == 1 else 'differ'} beyond "
        f"chance at a false discovery rate of {percent(level)}, tested over articles."
    )
    if dealt := found.attrs.get("dealt"):
        most, times = max(dealt), plural(len(dealt), "time")
        said += f" With the same articles dealt to the sides at random, {times} over, it was at most {most:,}"
        said += f" (mean {np.mean(dealt):.1f})."
    return said


def _sides(
    matrix: DocumentTermMatrix,
    by: Side,
    target: str,
    reference: str,
    words: Tokens | None,
    said: DocumentTermMatrix | None,
) -> tuple[DocumentTermMatrix, DocumentTermMatrix, tuple[str, str]]:
    """What is compared, and what it is called."""
    if by == "quoted" and words is not None:
        return *_by_quotation_marks(matrix, words), ("quoted", "not quoted")
    if by == "period":
        return _by_date(matrix, target)
    if said is None:
        return _by_value(matrix, by, target, reference)
    one, others, names = _by_value(said, by, target, reference)
    return _by_source_article(one), _by_source_article(others), names


def _by_source_article(said: DocumentTermMatrix) -> DocumentTermMatrix:
    """What several speakers say in one article as one row: the article is the witness."""
    return said.merged(pd.factorize(said.articles["source_article"])[0])


def _by_value(
    matrix: DocumentTermMatrix, by: str, target: str, reference: str
) -> tuple[DocumentTermMatrix, DocumentTermMatrix, tuple[str, str]]:
    """One group against another or all others."""
    rows = statistics.groups(matrix, by)
    known(by, [name for name in (target, reference) if name], rows)
    most = max(rows, key=lambda name: (name != "unknown", len(rows[name])), default="unknown")
    chosen = target or most
    one = rows.get(chosen, np.zeros(0, dtype=int))
    others = [name for name in rows if name != chosen]
    named = reference or (others[0] if len(others) == 1 else "all others")
    rest = np.setdiff1d(np.arange(len(matrix.words)), one)
    two = rows.get(reference, np.zeros(0, dtype=int)) if reference else rest
    return matrix.select(one), matrix.select(two), (chosen, named)


def _by_date(
    matrix: DocumentTermMatrix, target: str
) -> tuple[DocumentTermMatrix, DocumentTermMatrix, tuple[str, str]]:
    """From a date on against before it."""
    published = matrix.articles["published"]
    at = pd.Timestamp(target, tz="UTC") if target else published.dropna().median()
    day = f"{at:%Y-%m-%d}" if pd.notna(at) else "a date"
    later, earlier = (published >= at).to_numpy(bool), (published < at).to_numpy(bool)
    return matrix.select(later), matrix.select(earlier), (f"from {day} on", f"before {day}")


def _by_quotation_marks(
    matrix: DocumentTermMatrix, words: Tokens
) -> tuple[DocumentTermMatrix, DocumentTermMatrix]:
    """The words of each article that are in quotation marks, and those that are not."""
    from scipy.sparse import coo_matrix

    shape = (len(words.article_ids), len(words.vocabulary))
    articles = pd.DataFrame({"article_id": words.article_ids})
    sides = []
    for side in (words.quoted, ~words.quoted):
        at = (words.numbers[side], words.codes[side])
        counts = coo_matrix((np.ones(len(at[0]), dtype=np.int32), at), shape=shape).tocsr()
        length = np.asarray(counts.sum(axis=1)).ravel()
        sides.append(
            replace(matrix, counts=counts, articles=articles, terms=pd.Index(words.vocabulary), words=length)
        )
    return sides[0], sides[1]


def speaker_matrix(
    store: Store, articles: pd.DataFrame, *, acts: str = COMMUNICATION, confidence: float = SURE
) -> DocumentTermMatrix:
    """What each speaker says in each of `articles`: a row for each pair, its columns `speaker`, `outlet` too.

    Contents of the quotations that count (see `quotation.standing`) and whose speaker is known.
    """
    said = store.table("quotations", columns=["article_id", "quotation", "content", "speaker_id", *COLUMNS])
    said = said[said["article_id"].isin(articles["article_id"]) & said["speaker_id"].notna()]
    said = counted(said.assign(standing=standing(said, acts=acts, confidence=confidence)))
    pairs = said.groupby(["article_id", "speaker_id"], sort=True)["content"].agg("\n".join).reset_index()
    pairs["pair"] = [str(number) for number in range(len(pairs))]
    documents = pairs[["pair", "content"]].set_axis(["article_id", "text"], axis=1)
    described = pairs.drop(columns="content").merge(articles, on="article_id", how="left")
    described = named(described, store.table("speakers", columns=["speaker_id", "name"]))
    described = described.rename(columns={"article_id": "source_article", "pair": "article_id"})
    return statistics.document_term_matrix(statistics.term_counts(documents), described)


def occurrences(words: Tokens, terms: Sequence[str]) -> pd.DataFrame:
    """Where each of `terms` stands in the corpus, in the order of its articles.

    Columns: `term`, `position` (0 the first word of all, 1 the last), `article` (number). `.attrs` holds the
    number of words and articles.
    """
    rows = []
    for term in terms:
        at = statistics.phrase_positions(words, term)
        place = at / max(len(words.codes), 1)
        rows.append(pd.DataFrame({"term": term, "position": place, "article": words.numbers[at]}))
    columns = ["term", "position", "article"]
    found = pd.concat(rows, ignore_index=True) if rows else pd.DataFrame(columns=columns)
    found.attrs = {"words": len(words.codes), "articles": len(words.article_ids), "terms": list(terms)}
    return found


def repeated(store: Store, articles: pd.DataFrame, *, every: bool = False) -> pd.DataFrame:
    """Clusters of articles that repeat one another, exactly or nearly, such as wire copy; the largest first.

    Columns: `title` of the first article, `articles` in the cluster, `outlets`, `first` and `last` date,
    `similarity`, the lowest to the first article (Jaccard, 0 to 1), `article_id` of the first. Of articles
    chosen with `once` there are none, unless `every` counts those that were left out (`copies`) too.
    """
    found = store.table("duplicates", columns=["article_id", "duplicate_of", "similarity"])
    joined = articles.merge(found, on="article_id", how="left")
    joined["cluster"] = joined["duplicate_of"].fillna(joined["article_id"])
    joined["stands_for"] = joined["copies"] if every else 1
    joined = joined[joined.groupby("cluster")["stands_for"].transform("sum") > 1]
    clusters = joined.groupby("cluster", sort=True).agg(
        title=("title", "first"),
        articles=("stands_for", "sum"),
        outlets=("outlet", "nunique"),
        first=("published", "min"),
        last=("published", "max"),
        similarity=("similarity", "min"),
    )
    clusters = clusters.reset_index().rename(columns={"cluster": "article_id"})
    order = ["title", "articles", "outlets", "first", "last", "similarity", "article_id"]
    return clusters.sort_values(["articles", "article_id"], ascending=[False, True])[order].reset_index(
        drop=True
    )


def lines(
    store: Store,
    articles: pd.DataFrame,
    pattern: str,
    *,
    regular: bool = False,
    order: str = "text",
    limit: int = 20_000,
) -> pd.DataFrame:
    """The concordance of `pattern` in `articles` with outlet and date (see `statistics.concordance`).

    Nothing is found for an empty pattern.
    """
    order_: Any = order
    if not pattern.strip():
        return statistics.concordance(articles.assign(text="").iloc[:0], "x")
    return statistics.concordance(
        (_shown(part) for part in texts(store, articles)),
        pattern,
        regular=regular,
        order=order_,
        limit=limit,
    )


def _shown(part: pd.DataFrame) -> pd.DataFrame:
    """A batch of articles with the columns that stand beside a line of the concordance."""
    return part.drop(columns="body_start").assign(published=part["published"].dt.strftime("%Y-%m-%d"))


def linguistics(
    store: Store, articles: pd.DataFrame, *, sample: int = 30, seed: int = 0
) -> tuple[str, pd.DataFrame, pd.DataFrame]:
    """What was read or why not, the parts of speech and the named entities (see `statistics.linguistics`).

    Without the extra `linguistics` the frames have no rows and the sentence says how to install it.
    """
    from analysis.statistics.linguistics import ENTITIES, MISSING, PROFILE, is_available

    if not is_available() or not len(articles):
        nothing = [pd.DataFrame(columns=names) for names in (PROFILE, ENTITIES)]
        return MISSING if len(articles) else "There is no article to read.", nothing[0], nothing[1]
    drawn = articles.sample(n=min(sample, len(articles)), random_state=seed)
    told = pd.concat(texts(store, drawn)).merge(drawn[["article_id", "cluster"]], on="article_id")
    profile, entities = statistics.linguistics(told, sample=sample, seed=seed)
    read = f"Read by spaCy: {plural(len(drawn), 'article')} of {len(articles):,}"
    return read + (", drawn at random." if len(drawn) < len(articles) else "."), profile, entities
