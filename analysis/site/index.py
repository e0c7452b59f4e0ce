"""The site's first page: the corpus at a glance, a card for each notebook, a search box, every file to download."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from analysis import show, tables
from analysis.execution.parameters import Value
from analysis.show.markup import Markup
from analysis.show.tabular import table
from analysis.site import highlights, pages
from analysis.site.notebook_pages import Page
from analysis.site.places import Places
from analysis.site.said import Said
from analysis.store import Store
from analysis.summaries.naming import named_in
from analysis.summaries.reading import described_languages, described_warnings
from analysis.summaries.wording import percent, plural

if TYPE_CHECKING:
    import pandas as pd

# Of quotations as a file, in front; titles are in that of the articles: with them it would be a third larger.
READ = ["outlet", "published", "speaker", "source", "cue", "kind", "act", "content", "confidence", "standing"]
WARNINGS = 50  # rows that are shown; all are in the file to download


def write_downloads(folder: Path, store: Store, said: Said) -> None:
    """Write articles (without their texts), quotations, speakers, duplicates and rejects as CSV.

    Of the articles that were chosen; all their quotations, those too that do not count, which `standing` tells;
    speakers of those that do.
    """
    folder.mkdir(exist_ok=True)
    columns = [c for c in tables.TABLES["articles"].columns if c != "text"]
    tables.write_csv(said.speakers, folder / "speakers.csv")
    for name in ("rejects", "warnings"):
        tables.write_csv(store.table(name), folder / f"{name}.csv")
    tables.write_csv(_quotations(store, said), folder / "quotations.csv")
    for name, some in (("articles", columns), ("duplicates", None)):
        found = store.table(name, columns=some)
        chosen = found["article_id"].isin(said.articles["article_id"])
        tables.write_csv(found[chosen].reset_index(drop=True), folder / f"{name}.csv")


def _quotations(store: Store, said: Said) -> pd.DataFrame:
    """The table `quotations` for a reader: what is said first, the keys of other tables last."""
    told = ["article_id", "quotation", "standing"]
    found = store.table("quotations").merge(said.quotations[told], on=told[:2])
    about = said.articles.set_index("article_id")
    found = named_in(store, found).assign(
        outlet=found["article_id"].map(about["outlet"]),
        published=found["article_id"].map(about["published"]).dt.strftime("%Y-%m-%d"),
        confidence=found["confidence"].round(4),
    )
    return found[[*READ, *(c for c in found.columns if c not in READ)]]


def write(
    site: Path,
    store: Store,
    made: Sequence[Page],
    said: Said,
    places: Places,
    events: Sequence[Mapping[str, Any]],
    *,
    title: str,
    parts: int,
    given: Mapping[str, Value],
    common: Mapping[str, Any],
) -> None:
    """Write `index.html`; `events` are those of `events.write`; the search box reads `parts` files of quotations."""
    import pandas as pd

    facts = _facts(store, said)
    rejects = store.rejects["reason"].value_counts()
    reasons = rejects.rename_axis("reason").reset_index(name="articles or files")
    remarkable, looked_at = highlights.found(
        store, said, places, events, {p.name for p in made if not p.error}
    )
    warnings = store.warnings
    html = pages.render(
        "index.html",
        here="index.html",
        title=title,
        summary=_summary(facts, made),
        cards=made,
        failures=[p for p in made if p.error],
        facts=facts,
        others=said.described(),
        languages=described_languages(store),
        warnings=table(warnings.head(WARNINGS), caption="What does not belong in texts", n=len(warnings))
        if len(warnings)
        else "",
        unclean=described_warnings(warnings),
        remarkable=remarkable,
        looked_at=looked_at,
        entries=pages.data_block(_sections(made)),
        data=pages.data_block([parts, len(said.quotations)]),
        search_note=f"Looks through all {plural(len(said.quotations), 'quotation')}; press / to begin.",
        rejects=table(reasons, caption="Rejects by reason")
        if len(reasons)
        else Markup("<p>Everything was read.</p>"),
        files=list(_files(site)),
        provenance=table(pd.DataFrame(show.provenance_rows(store, given), columns=["what", "value"])),
        **common,
    )
    (site / "index.html").write_text(html, encoding="utf-8")


def _sections(made: Sequence[Page]) -> list[tuple[str, str, str, str]]:
    """The sections of the notebooks, as the search box lists them: kind, title, where, address."""
    return [
        ("section", heading, p.title, f"{p.name}.html#{anchor}")
        for p in made
        for anchor, heading in p.headings
    ]


def _facts(store: Store, said: Said) -> list[dict[str, str]]:
    """The corpus at a glance: label, value and note of each figure; of quotations those that count."""
    articles, ids = said.articles, said.articles["article_id"]
    unnamed = int(articles["outlet"].isna().sum())
    copies = store.duplicates
    copies = copies[copies["article_id"].isin(ids)]
    repeated = copies["kind"].value_counts()
    counted = store.batches("term_counts", ["article_id", "count"])
    words = sum(int(part.loc[part["article_id"].isin(ids), "count"].sum()) for part in counted)
    quotations = said.counted
    kinds = quotations["kind"].value_counts()
    known = (
        f"of {percent(quotations['speaker_id'].notna().mean())} of the quotations" if len(quotations) else ""
    )
    rejects = len(store.rejects)
    return [
        _fact("Articles", f"{len(articles):,}", plural(words, "word")),
        _fact(
            "Outlets",
            f"{articles['outlet'].nunique():,}",
            f"{plural(unnamed, 'article')} without one" * bool(unnamed),
        ),
        _dates(articles["published"]),
        _fact(
            "Repeated articles",
            f"{len(copies):,}",
            ", ".join(f"{n:,} {k}" for k, n in repeated.items()),
        ),
        _fact("Quotations", f"{len(quotations):,}", ", ".join(f"{n:,} {k}" for k, n in kinds.items())),
        _fact("Speakers", f"{len(said.speakers):,}", known),
        _fact("Rejects", f"{rejects:,}", "listed below" if rejects else "everything was read"),
    ]


def _dates(published: Any) -> dict[str, str]:
    """The years of a corpus, with its exact dates and how many articles have none."""
    days = published.dropna()
    first, last = (f"{day:%Y-%m-%d}" for day in (days.min(), days.max())) if len(days) else ("", "")
    notes = [f"{first} to {last}"] if first != last else []
    notes += (
        [f"{plural(len(published) - len(days), 'article')} without one"] if len(days) < len(published) else []
    )
    years = first[:4] if first[:4] == last[:4] else f"{first[:4]}–{last[:4]}"
    return _fact("Dates", (first if first == last else years) or "none", ", ".join(notes))


def _fact(label: str, value: str, note: str) -> dict[str, str]:
    return {"label": label, "value": value, "note": note}


def _summary(facts: Sequence[Mapping[str, str]], made: Sequence[Page]) -> str:
    by_label = {fact["label"]: fact["value"] for fact in facts}
    return (
        f"{by_label['Articles']} articles, {by_label['Quotations']} quotations and {by_label['Speakers']} "
        f"speakers, in {len(made)} notebooks."
    )


def _files(site: Path) -> Iterator[dict[str, str]]:
    for path in [*sorted((site / "data").glob("*.csv")), *sorted((site / "notebooks").glob("*.ipynb"))]:
        size = path.stat().st_size
        yield {
            "url": path.relative_to(site).as_posix(),
            "name": path.name,
            "note": f"{size / 1e6:.1f} MB" if size > 1e6 else f"{max(1, round(size / 1e3))} kB",
        }
