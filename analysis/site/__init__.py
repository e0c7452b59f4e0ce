"""The report: annotate what is missing, run the notebooks, write a site that works from a folder, offline.

The site is written beside its place and put there at the end, whole: a reader never sees half a report, and a
run that is stopped leaves the one before.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from analysis import __version__, execution, progress
from analysis.corpus.selection import known
from analysis.execution import Run, parameters
from analysis.execution.parameters import ParameterError, Value
from analysis.quotation.acts import COMMUNICATION
from analysis.quotation.standing import SURE
from analysis.settings import Settings
from analysis.site import (
    again,
    articles,
    events,
    index,
    notebook_pages,
    pages,
    search,
    speakers,
    staging,
    summary,
    themed,
)
from analysis.site.places import Places, event_ids
from analysis.site.said import CHOICE, Choice, Said
from analysis.site.said import NothingChosen as NothingChosen
from analysis.statistics.dictionaries import dictionaries, paths
from analysis.store import Store
from analysis.store.pseudonyms import Pseudonymous
from analysis.summaries.reading import described_languages

if TYPE_CHECKING:
    import pandas as pd

SET_BY_REPORT = {
    "corpus": "CORPUS",
    "store": "--store",
    "downloads": "--out",
    "engine": "--engine",
    "sentiment": "--sentiment",
    "pseudonyms": "--pseudonyms",
}


@dataclass(frozen=True, slots=True)
class Report:
    """What came of it: where the site is, how each notebook went, the corpus's rejects, in all and by reason.

    `languages` says what is not in English; `warnings` is the table of what texts are not clean.
    """

    index: Path
    runs: Mapping[str, Run]
    rejects: int
    reasons: Mapping[str, int]
    languages: str
    warnings: pd.DataFrame

    @property
    def failed(self) -> list[Run]:
        """The notebooks that failed."""
        return [run for run in self.runs.values() if run.error]


def check(
    wanted: Sequence[str], given: Mapping[str, Value], out: Path, *, pseudonyms: bool = False
) -> tuple[dict[str, Path], dict[str, dict[str, Value]]]:
    """Notebooks and their parameters, before anything runs.

    With `pseudonyms` only those that can have codes in place of names: the others show words of the articles.
    ValueError (of which ParameterError is one) for a notebook that is not there or shows such words, a parameter that
    none takes, a value that is not allowed, or a place for the site that holds something else.
    """
    for name in given:
        if name in SET_BY_REPORT:
            raise ParameterError(f"parameter {name}: give it as {SET_BY_REPORT[name]}")
    if out.exists() and not out.is_dir():
        raise ValueError(f"{out} is a file; choose a folder")
    if out.is_dir() and any(out.iterdir()) and not (out / summary.FILE).is_file():
        raise ValueError(f"{out} holds something that is no report; choose another folder or empty it")
    found = execution.find(wanted)
    takes = {name: parameters.read(path) for name, path in found.items()}
    if pseudonyms:
        coded = [name for name, known in takes.items() if any(map(_asks_for_codes, known))]
        if wanted and len(coded) < len(found):
            shown = ", ".join(name for name in found if name not in coded)
            raise ValueError(
                f"--pseudonyms: {shown} shows words of the articles, in which names stand; leave it out"
            )
        found, takes = {name: found[name] for name in coded}, {name: takes[name] for name in coded}
    mine = {parameter.name for parameter in CHOICE}
    parameters.assign({name: given[name] for name in given if name in mine}, {"": CHOICE})
    return found, parameters.assign({name: given[name] for name in given if name not in mine}, takes)


def run(
    corpus: str | Path | Sequence[str | Path] | None = None,
    *,
    out: str | Path,
    notebook: Sequence[str] = (),
    given: Mapping[str, Value] | None = None,
    settings: Settings | None = None,
    timeout: int = execution.CELL_TIMEOUT,
    acts: str = COMMUNICATION,
    confidence: float = SURE,
    pages: str = str(articles.PAGES),
    pseudonyms: bool = False,
    dictionary: Sequence[str | Path] = (),
    annotated: Callable[[Any], None] | None = None,
    ready: Callable[[Store], None] = lambda store: None,
    done: Callable[[Run], None] = lambda run: None,
    **options: Any,
) -> Report:
    """Write the report of a corpus (None = the embedded example) to the folder `out`.

    `given` are notebook parameters, of which `outlets`, `since` and `until` choose articles for all pages; `settings`
    and `options` those of `annotate.run`; `acts` and `confidence` say which quotations count, on every page (see
    `quotation.standing`). `pages` is how many articles have one of their own, or "all". With `pseudonyms` codes stand
    in place of persons' names, and nothing of the articles' words is shown; `dictionary` are files of words to count
    in each voice (see `statistics.dictionaries`). `annotated` and `done` are told of progress; `ready` is told of the
    store before notebooks run: what it raises leaves no site. ValueError before anything runs, as of `check`,
    `standing` and `dictionaries`, and before notebooks do, for an outlet, speaker or event that is not there;
    NothingChosen where no article is left; what a notebook fails of is on its page and in the result.
    """
    from analysis import annotate

    settings = replace(settings or Settings(), **options)
    place = Path(out).expanduser().absolute()
    sources = [] if not corpus else [corpus] if isinstance(corpus, str | Path) else list(corpus)
    given = _with_dictionaries(given or {}, dictionary)
    found, assigned = check(notebook, given, place, pseudonyms=pseudonyms)
    choice, amount = Choice.of(given, acts=acts, confidence=confidence), articles.number(pages)
    dictionaries(str(given.get("dictionary", "")))
    clock = summary.Clock()
    before = {} if settings.fresh else again.record(place)
    with execution.when_needed(len(found)) as processes, staging.beside(place) as site:
        if not before:
            processes()

        def told(progress: Any) -> None:
            processes()  # something is new, so that nothing stands
            if annotated is not None:
                annotated(progress)

        annotations = annotate.run(corpus, settings=settings, progress=told, pseudonyms=pseudonyms)
        ready(annotations)
        said = Said.of(annotations, choice)
        _refuse_unknown(annotations, said, given)
        clock.lap("annotation")
        common: dict[str, Value] = {
            "corpus": "\n".join(map(_absolute, sources)),
            "store": _absolute(annotations.path),
            "engine": settings.engine,
            "sentiment": settings.sentiment,
            "pseudonyms": pseudonyms,
            **choice._asdict(),
        }
        for name, path in found.items():
            assigned[name] = _own(path, common, site / "data" / name) | assigned[name]
        states = again.states(found, _placed(assigned, place), annotations)
        executed: dict[str, dict[str, Any]] = {}
        runs: dict[str, Run] = {}
        for name in again.standing(place, states, before):
            executed[name], runs[name] = again.take(place, site, name), Run(name, 0.0, kept=True)
            done(runs[name])

        def finished(run: Run) -> None:
            done(run)
            written = site / "notebooks" / f"{run.name}.ipynb"
            executed[run.name] = _tidied(written, site, place, found[run.name])

        left = {name: path for name, path in found.items() if name not in runs}
        if left:
            notebooks = site / "notebooks"
            runs |= execution.run(
                processes(), left, assigned, out=notebooks, timeout=timeout, progress=finished
            )
        clock.lap("notebooks")
        title = Path(sources[0]).name.partition(".")[0] if sources else "The embedded example"
        runs = {name: runs[name] for name in found}
        done_ = [(executed[name], run) for name, run in runs.items()]
        shown = {**choice._asdict(), **given}
        with progress.step("writing the pages"):
            _site(site, annotations, said, done_, amount=amount, title=title, given=shown)
            clock.lap("pages")
            made_of = again.made_of(site, states, runs)
            summary.write(site / summary.FILE, annotations, runs, clock, said=said, made_of=made_of)
        reasons = Counter(annotations.rejects["reason"])
        languages, warnings = described_languages(annotations), annotations.warnings
    return Report(place / "index.html", runs, sum(reasons.values()), reasons, languages, warnings)


def _asks_for_codes(parameter: parameters.Parameter) -> bool:
    """Whether a notebook has codes in place of the names in articles, on demand: `pseudonyms`, off by default.

    Where it is on by default, as in the notebook of reviews, it is coders who are called by number, in every report;
    what they coded is shown in the words of the articles.
    """
    return parameter.name == "pseudonyms" and not parameter.default


def _own(path: Path, common: Mapping[str, Value], downloads: Path) -> dict[str, Value]:
    """Of what every notebook may be told, that which the notebook at `path` takes."""
    takes = {p.name for p in parameters.read(path) if p.name != "pseudonyms" or _asks_for_codes(p)}
    return {key: value for key, value in {**common, "downloads": str(downloads)}.items() if key in takes}


def _placed(given: Mapping[str, Mapping[str, Value]], place: Path) -> dict[str, dict[str, Value]]:
    """Parameters as if the site were in its place: what they are in two reports of the same."""
    return {
        name: {key: value if key != "downloads" else str(place / "data" / name) for key, value in own.items()}
        for name, own in given.items()
    }


def _with_dictionaries(given: Mapping[str, Value], files: Sequence[str | Path]) -> Mapping[str, Value]:
    """`given` with the dictionaries of both ways to name them, as paths that lead there from anywhere."""
    named = [*map(str, files), *paths(str(given.get("dictionary", "")))]
    return {**given, "dictionary": ",".join(map(_absolute, named))} if named else given


def _absolute(path: str | Path) -> str:
    return str(path) if "://" in str(path) else str(Path(path).expanduser().absolute())


# ------------------------------------------------------------------------------------------------- the site


def _site(
    site: Path,
    store: Store,
    said: Said,
    done: Sequence[tuple[Mapping[str, Any], Run]],
    *,
    amount: int | None,
    title: str,
    given: Mapping[str, Value],
) -> None:
    coded = isinstance(store, Pseudonymous)
    shown = said.articles.head(0) if coded else articles.sample(said.articles, amount)
    told = said.articles.head(0)[["article_id"]] if coded else event_ids(store, said.articles)
    themes = themed.of(site / "data")
    places = _places(store, said, shown, told, themes)
    pages.write_shared(site)
    made = [notebook_pages.page(notebook, run, places) for notebook, run in done]
    common = _common(made, said, events=bool(len(told)), words=not coded)
    for made_page in made:
        html = pages.render("notebook.html", page=made_page, here=f"{made_page.name}.html", **common)
        (site / f"{made_page.name}.html").write_text(html, encoding="utf-8")
    for notebook, run in done:
        for file in notebook_pages.repeated(notebook):
            (site / "data" / run.name / file).unlink(missing_ok=True)
    titles = articles.write(site, store, shown, said, places, common)
    articles.write_list(site, said, titles, places, common, coded=coded, themes=themes)
    if not coded:
        articles.write_words(site, shown, said, titles, places, common)
    happened = events.write(site, store, told, said, titles, places, common) if len(told) else []
    speakers.write(site, said, titles, places, common, coded=coded)
    parts = search.write(site, store, said, titles, places, common, coded=coded)
    index.write_downloads(site / "data", store, said)
    index.write(
        site, store, made, said, places, happened, title=title, parts=parts, given=given, common=common
    )


def _places(store: Store, said: Said, shown: Any, told: Any, themes: Mapping[str, tuple[int, str]]) -> Places:
    coded = isinstance(store, Pseudonymous)
    names = store.table("speakers", columns=["speaker_id", "name"])
    return Places(
        shown["article_id"].tolist(),
        outlets=said.articles["outlet"].dropna().unique().tolist(),
        speakers=dict(zip(names["speaker_id"], names["name"], strict=True)),
        paged=speakers.paged(said, coded=coded),
        events=told["event"].unique().tolist() if len(told) else (),
        words=not coded,
        themes={number for number, _ in themes.values()},
    )


def _common(made: Sequence[notebook_pages.Page], said: Said, *, events: bool, words: bool) -> dict[str, Any]:
    """What every page shows: the way to the others, and which articles all of it is about."""
    listed = [("quotations.html", "Quotations"), ("articles.html", "Articles"), ("speakers.html", "Speakers")]
    listed += [("words.html", "Words")] * words + [("events.html", "Events")] * events
    navigation = [{"url": f"{p.name}.html", "title": p.label, "failed": bool(p.error)} for p in made]
    return {
        "navigation": navigation,
        "pages": [*listed, ("index.html#search", "Search")],
        "version": __version__,
        "root": "",
        "chosen": said.chosen,
    }


def _refuse_unknown(store: Store, said: Said, given: Mapping[str, Value]) -> None:
    """ValueError for a parameter that names an outlet, speaker or event that is not there, with the nearest names."""
    by, sides = given.get("compare", "outlet"), [str(given.get(side, "")) for side in ("target", "reference")]
    if by == "outlet":
        known("outlet", [name for name in sides if name], [*said.articles["outlet"].dropna(), "unknown"])
    if by == "speaker":
        known("speaker", [name for name in sides if name], said.speakers["name"])
    if given.get("event"):
        from analysis.annotate import corpuswide

        told = corpuswide.asked(store, "events")
        told = told[told["article_id"].isin(said.articles["article_id"])]
        told = told[told.groupby("event")["article_id"].transform("size") > 1]
        known("event", [str(given["event"])], told["event"].unique())


def _tidied(path: Path, site: Path, place: Path, origin: Path) -> dict[str, Any]:
    """An executed notebook, rewritten as every run of `origin` leaves it: no timings, no temporary place of the site.

    A cell whose id is not of `origin`, but was made at random, gets one made from where and what it is.
    """
    if not path.is_file():
        path.write_text(json.dumps({"cells": [], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}))
    source = path.read_text(encoding="utf-8")
    notebook: dict[str, Any] = json.loads(
        source.replace(json.dumps(str(site))[1:-1], json.dumps(str(place))[1:-1])
    )
    known = notebook["metadata"].pop("papermill", {})
    notebook["metadata"]["papermill"] = {
        k: v for k, v in known.items() if k in ("parameters", "version", "exception")
    }
    kept = {cell.get("id") for cell in json.loads(origin.read_text(encoding="utf-8"))["cells"]}
    for number, cell in enumerate(notebook["cells"]):
        for key in ("papermill", "execution"):
            cell.get("metadata", {}).pop(key, None)
        if cell.get("id") not in kept:
            what = f"{number} {''.join(cell['source'])}"
            cell["id"] = hashlib.sha256(what.encode("utf-8", "replace")).hexdigest()[:8]
    path.write_text(
        json.dumps(notebook, indent=1, ensure_ascii=False) + "\n", encoding="utf-8", errors="replace"
    )
    return notebook
