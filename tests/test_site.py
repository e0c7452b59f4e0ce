"""The report, end to end on a small hostile corpus, with notebooks that behave and notebooks that do not."""

import base64
import hashlib
import html
import json
import os
import re
from html.parser import HTMLParser
from pathlib import Path

import pandas as pd
import pytest

from analysis import execution
from analysis import site as sites
from analysis.cli import main
from analysis.execution.parameters import ParameterError
from analysis.site import index
from analysis.site.staging import beside

FIXTURES = Path(__file__).parent / "notebooks"
HOSTILE = "<script>alert(1)</script><img src=x onerror=alert(1)></main></script>"
BEHAVING = ("good", "without-parameters", "hostile")
FAILING = ("broken", "exiting", "killed")


class Reader(HTMLParser):
    """Everything of a page that a browser would run, fetch or go to."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.inside: list[tuple[str, str]] = []
        self.open = ""
        self.headings: list[str] = []

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))
        self.open = tag

    def handle_data(self, data):
        if self.open in ("style", "script"):
            self.inside.append((self.open, data))

    def handle_endtag(self, tag):
        self.open = ""


def read(page: Path) -> Reader:
    reader = Reader()
    reader.feed(page.read_text(encoding="utf-8"))
    return reader


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("corpus") / "articles.jsonl"
    rows = [
        {
            "id": f"a{number}{HOSTILE}",
            "title": f"Title {number} {HOSTILE}",
            "outlet": f"Outlet {number} \u202e{HOSTILE}",
            "published": "2024-05-01",
            "text": f"“We won {HOSTILE},” said Ada Byron. “It was,” she added, “a good day.”\n\n"
            "Nobody\x0b else spoke.",
        }
        for number in range(3)
    ]
    rows.append({"id": "empty", "text": ""})
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def site(corpus: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, sites.Report]:
    folder = tmp_path_factory.mktemp("site")
    wanted = [str(FIXTURES / f"{name}.ipynb") for name in (*BEHAVING, *FAILING)]
    made = sites.run(
        corpus,
        out=folder / "report",
        notebook=wanted,
        given={"top": "7"},
        store=folder / "store",
        engine="rules",
        sentiment="lexicon",
    )
    return folder / "report", made


def pages(folder: Path) -> list[Path]:
    return sorted(folder.rglob("*.html"))


def test_every_notebook_has_a_page_and_the_site_its_own(site):
    folder, made = site
    assert made.index == folder / "index.html"
    names = {page.stem for page in folder.glob("*.html")}
    assert names == {*BEHAVING, *FAILING, "index", "quotations", "speakers", "articles", "words"}
    assert len(list(folder.glob("articles/*.html"))) == 3


@pytest.mark.parametrize("name", BEHAVING)
def test_a_notebook_that_behaves_is_done(site, name):
    assert site[1].runs[name].error == ""
    assert "This notebook failed" not in (site[0] / f"{name}.html").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("name", "error"),
    [
        ("broken", "ZeroDivisionError: division by zero"),
        ("exiting", "called exit"),
        ("killed", "the kernel ended"),
    ],
)
def test_a_notebook_that_fails_is_a_marked_page_that_says_where(site, name, error):
    folder, made = site
    assert error in made.runs[name].error
    shown = (folder / f"{name}.html").read_text(encoding="utf-8")
    assert "This notebook failed" in shown
    assert error in shown
    assert 'id="failure"' in shown
    assert f'<a href="{name}.html#failure">' in (folder / "index.html").read_text(encoding="utf-8")


def test_what_ran_before_the_failure_is_shown(site):
    assert "before = 1" in re.sub(r"<[^>]*>", "", (site[0] / "broken.html").read_text(encoding="utf-8"))


def test_parameters_reach_the_notebooks_that_take_them(site):
    folder, _ = site
    executed = json.loads((folder / "notebooks" / "good.ipynb").read_text(encoding="utf-8"))
    shown = [o["data"]["text/plain"] for c in executed["cells"] for o in c.get("outputs", []) if "data" in o]
    assert shown == [["8"]]


def test_executed_notebooks_hold_no_temporary_place_and_no_times(site):
    for path in site[0].glob("notebooks/*.ipynb"):
        text = path.read_text(encoding="utf-8")
        assert ".new" not in text
        assert "start_time" not in text


def test_a_notebook_is_the_same_in_two_runs_whatever_ids_papermill_made_up(tmp_path):
    origin = FIXTURES / "good.ipynb"
    own = json.loads(origin.read_text(encoding="utf-8"))
    written = []
    for made_up in ("4ee6efec", "8eacb8d6"):
        cell = {"cell_type": "code", "id": made_up, "metadata": {}, "outputs": [], "source": ["top = 7"]}
        path = tmp_path / "executed.ipynb"
        path.write_text(json.dumps({**own, "cells": [cell, cell, *own["cells"]]}), encoding="utf-8")
        sites._tidied(path, tmp_path / "new", tmp_path, origin)
        written.append(path.read_bytes())
    assert written[0] == written[1]
    ids = [cell.get("id") for cell in json.loads(written[0])["cells"]]
    assert len({*ids[:2], "4ee6efec", "8eacb8d6"}) == 4
    assert ids[2:] == [cell.get("id") for cell in own["cells"]]


def test_every_page_has_a_policy_that_allows_just_its_own_style_and_script(site):
    for page in pages(site[0]):
        reader = read(page)
        policy = next(
            a["content"] for t, a in reader.tags if a.get("http-equiv") == "Content-Security-Policy"
        )
        assert policy.startswith("default-src 'none'; img-src data:;")
        assert "unsafe" not in policy
        allowed = set(re.findall(r"'sha256-([^']+)'", policy))
        scripts = [a for t, a in reader.tags if t == "script" and a.get("type") != "application/json"]
        assert len(scripts) == 1
        for _, content in [inside for inside in reader.inside if not inside[1].startswith("[")]:
            assert base64.b64encode(hashlib.sha256(content.encode()).digest()).decode() in allowed


def test_the_style_and_script_of_articles_lie_once_beside_them(site):
    shared = (site[0] / "shared" / "article.js").read_text(encoding="utf-8")
    assert "document.createRange()" in shared
    for page in (site[0] / "articles").glob("*.html"):
        (script,) = [content for kind, content in read(page).inside if kind == "script"]
        assert '"../shared/article.js"' in script
        assert len(script) < 200
        assert "createRange" not in page.read_text(encoding="utf-8")
        assert not [content for kind, content in read(page).inside if kind == "style"]
    assert "mark[data-of" in (site[0] / "shared" / "article.css").read_text(encoding="utf-8")


def test_no_page_asks_for_anything_or_runs_anything_of_the_corpus(site):
    for page in pages(site[0]):
        for tag, attributes in read(page).tags:
            assert tag not in ("iframe", "object", "embed", "form", "base")
            if tag == "link":
                assert set(attributes) == {"rel", "href"}
                assert re.fullmatch(r"\.\./shared/(article|event|speaker)\.css", str(attributes["href"]))
                assert (page.parent / str(attributes["href"])).is_file()
            assert not [name for name in attributes if name.startswith("on") or name == "style"], (page, tag)
            if tag == "img":
                assert str(attributes["src"]).startswith("data:image/")
            target = attributes.get("href") or ""
            assert not re.match(r"(https?|javascript|data|file):", target)


def test_every_link_leads_somewhere(site):
    anchors = {page: {a.get("id") for _, a in read(page).tags} for page in pages(site[0])}
    for page in pages(site[0]):
        for tag, attributes in read(page).tags:
            if tag != "a" or attributes["href"] == "#harmful-link":
                continue
            place, _, anchor = str(attributes["href"]).partition("#")
            target = (page.parent / place).resolve() if place else page
            assert target.exists(), (page, place)
            chosen = target.stem in ("quotations", "words", "articles") and "=" in anchor
            assert not anchor or chosen or anchor in anchors[target], (page, place, anchor)


def test_every_figure_has_alternative_text(site):
    for page in pages(site[0]):
        for tag, attributes in read(page).tags:
            if tag == "img":
                assert attributes.get("alt")
            if tag == "svg":
                assert attributes.get("role") == "img"
                assert attributes.get("aria-label")


def test_articles_show_their_quotations_and_nothing_is_lost(site):
    text = next(site[0].glob("articles/*.html")).read_text(encoding="utf-8")
    assert re.search(r'<mark data-of="s1">Ada Byron</mark>', text)
    body = re.search(r'<div class="nb-article" dir="auto">(.*?)</div>', text, re.DOTALL)[1]
    plain = re.sub(r"<[^>]*>", "", body)
    assert plain.startswith("“We won &lt;script&gt;alert(1)&lt;/script&gt;&lt;img")
    assert plain.endswith("Nobody\ufffd else spoke.")


def test_the_margin_tells_who_speaks_by_name_and_as_written(site):
    page = next(site[0].glob("articles/*.html")).read_text(encoding="utf-8")
    plain = html.unescape(re.sub(r"<[^>]*>", " ", page))
    assert "Ada Byron (“she”)" in plain
    assert "Ada Byron (“Ada Byron”)" not in plain
    assert re.search(r"confidence \d+\u00a0%", plain)


def index_of(folder: Path) -> tuple[dict, dict[str, list]]:
    """What is named in the index of quotations, and its columns, from the files that the page loads."""
    read = [(folder / "search" / f"{n}.js").read_text(encoding="utf-8") for n in (0, 1)]
    for written in read:
        assert not re.search(r"[<>&\u2028\u2029]", written)
    known, columns = (json.loads(re.fullmatch(r"newsbook\((.*)\);\n", written)[1]) for written in read)
    return known, columns


def test_the_index_holds_every_quotation_with_its_place(site):
    known, columns = index_of(site[0])
    assert sorted(columns["text"]) == sorted(pd.read_csv(site[0] / "data" / "quotations.csv")["content"])
    for article, number in zip(columns["a"], columns["q"], strict=True):
        page = site[0] / known["articles"][article][3]
        assert f"q{number + 1}" in {a.get("id") for _, a in read(page).tags}
    for _, _, url, _ in known["speakers"]:
        assert (site[0] / url).is_file()


def test_downloads_are_there_and_safe(site):
    folder, _ = site
    quotations = pd.read_csv(folder / "data" / "quotations.csv")
    assert (quotations["cue"] == "said").any()
    assert set(quotations["published"]) == {"2024-05-01"}
    assert quotations["outlet"].str.startswith("Outlet ").all()
    assert {"Ada Byron"} <= set(quotations["speaker"].dropna())
    assert (quotations["confidence"] * 10_000 % 1).abs().max() < 1e-6
    assert set(quotations["standing"]) <= {"counted", "nested", "less sure", "other act"}
    assert "text" not in pd.read_csv(folder / "data" / "articles.csv").columns
    assert (folder / "data" / "hostile" / "hostile.csv").is_file() or not list(folder.glob("data/hostile/*"))


def test_rejects_are_counted_by_reason(site):
    folder, made = site
    assert made.rejects == len(pd.read_csv(folder / "data" / "rejects.csv")) >= 1
    assert "empty" in (folder / "index.html").read_text(encoding="utf-8")


def test_a_summary_for_machines_is_there(site):
    summary = json.loads((site[0] / "report.json").read_text(encoding="utf-8"))
    assert summary["corpus"].startswith("sha256 ")
    assert summary["notebooks"]["good"] == "done"
    assert "ZeroDivisionError" in summary["notebooks"]["broken"]


def test_nothing_but_the_site_is_left(site):
    assert sorted(path.name for path in site[0].parent.iterdir()) == ["report", "store"]


# ------------------------------------------------------------------------------- before anything runs


@pytest.fixture
def no_kernel(monkeypatch):
    def forbidden(*_, **__):
        raise AssertionError("something was started")

    monkeypatch.setattr(execution, "pool", forbidden)


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"nosuch": "1"}, "there are: corpus, top"),
        ({"top": "many"}, "from 1 to 200"),
        ({"top": "201"}, "from 1 to 200"),
        ({"downloads": "x"}, "--out"),
    ],
)
@pytest.mark.usefixtures("no_kernel")
def test_a_wrong_parameter_stops_everything(given, said, tmp_path):
    with pytest.raises(ParameterError, match=said):
        sites.run(out=tmp_path / "site", notebook=[str(FIXTURES / "good.ipynb")], given=given)
    assert not list(tmp_path.iterdir())


@pytest.mark.usefixtures("no_kernel")
def test_a_folder_that_holds_something_else_is_never_replaced(tmp_path, capsys):
    (tmp_path / "precious.txt").write_text("x")
    assert main(["report", "--out", str(tmp_path)]) == 2
    assert "no report" in capsys.readouterr().err
    assert (tmp_path / "precious.txt").read_text() == "x"


def test_what_a_killed_run_left_is_removed_and_a_running_one_is_not(tmp_path):
    (tmp_path / ".site.999999999.new").mkdir()
    (tmp_path / f".site.{os.getppid()}.new").mkdir()
    with beside(tmp_path / "site"):
        pass
    assert sorted(p.name for p in tmp_path.iterdir()) == [f".site.{os.getppid()}.new", "site"]


def test_a_failure_leaves_the_site_before(tmp_path):
    (tmp_path / "site").mkdir()
    (tmp_path / "site" / "index.html").write_text("before")

    def stopped() -> None:
        with beside(tmp_path / "site") as staging:
            (staging / "index.html").write_text("half")
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        stopped()
    assert [p.name for p in tmp_path.iterdir()] == ["site"]
    assert (tmp_path / "site" / "index.html").read_text() == "before"


# ------------------------------------------------------------------------------------------ exit codes


@pytest.mark.parametrize(
    ("name", "extra", "code"), [("good", [], 0), ("broken", [], 1), ("good", ["--strict"], 3)], ids=str
)
def test_exit_codes(name, extra, code, corpus, tmp_path, monkeypatch, capsys):
    def run(processes, found, *_, out, progress, **__):
        out.mkdir()
        runs = {n: execution.Run(n, 0.1, "ZeroDivisionError: x" if n == "broken" else "") for n in found}
        for n, done in runs.items():
            (out / f"{n}.ipynb").write_bytes(found[n].read_bytes())
            progress(done)
        return runs

    monkeypatch.setattr(execution, "run", run)
    where = ["--out", str(tmp_path / "site"), "--store", str(tmp_path / "store")]
    plain = ["--engine", "rules", "--sentiment", "lexicon", "--notebook", str(FIXTURES / f"{name}.ipynb")]
    assert main(["report", str(corpus), *where, *plain, *extra]) == code
    assert (tmp_path / "site" / "index.html").is_file()
    again = main(["report", str(corpus), *where, *plain, *extra])
    assert again == code


def test_a_store_named_from_here_is_the_one_the_notebooks_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    name = "03-quote-attribution"
    made = sites.run(out="site", store="store", engine="rules", sentiment="lexicon", notebook=[name])
    assert [run.error for run in made.runs.values()] == [""]
    executed = json.loads((tmp_path / "site" / "notebooks" / f"{name}.ipynb").read_text(encoding="utf-8"))
    assert executed["metadata"]["papermill"]["parameters"]["store"] == str(tmp_path / "store")


@pytest.mark.parametrize(
    ("days", "value", "note"),
    [
        ([], "none", ""),
        ([None], "none", "1 article without one"),
        (["2024-05-01"], "2024-05-01", ""),
        (["2024-05-01", "2024-06-01", None], "2024", "2024-05-01 to 2024-06-01, 1 article without one"),
        (["2012-05-01", "2024-06-01"], "2012–2024", "2012-05-01 to 2024-06-01"),
    ],
)
def test_dates_at_a_glance(days, value, note):
    fact = index._dates(pd.Series(pd.to_datetime(days, utc=True)))
    assert (fact["value"], fact["note"]) == (value, note)
