"""The same quotations count on every page, in every file and list: those of the acts asked for, sure, outermost.

And none is lost on the way: every export holds all of them, and brings them back.
"""

import html
import json
import re
import shutil
from functools import partial
from pathlib import Path

import pandas as pd
import pytest

from analysis import annotate, quotation, segmentation, store, summaries
from analysis import site as sites
from analysis.cli import main
from analysis.quotation import Attribution

FAST = {"engine": "rules", "sentiment": "lexicon", "workers": 1}
LEE = (
    "Ann Lee said the bridge is shut. Ann Lee said Bob Ray claims the river is high. "
    "Ann Lee denied everything. Ann Lee believes in bridges. Ann Lee knew of the cracks."
)
RAY = "Bob Ray wants a ferry. Bob Ray promised to row. Bob Ray said it is late."
SAID, BELIEVED, KNOWN, WANTED = "communication", "belief", "knowledge", "intention"
# article, source, cue, content, act, confidence, the quotation it is inside
ROWS = {
    "lee": [
        ("Ann Lee", "said", "the bridge is shut", SAID, 0.9, None),
        ("Ann Lee", "said", "Bob Ray claims the river is high", SAID, 0.5, None),
        ("Bob Ray", "claims", "the river is high", SAID, 0.9, 1),
        ("Ann Lee", "denied", "everything", SAID, 0.49, None),
        ("Ann Lee", "believes", "in bridges", BELIEVED, 0.9, None),
        ("Ann Lee", "knew", "of the cracks", KNOWN, 0.2, None),
    ],
    "ray": [
        ("Bob Ray", "wants", "a ferry", WANTED, 0.9, None),
        ("Bob Ray", "promised", "to row", None, float("nan"), None),
        ("Bob Ray", "said", "it is late", SAID, 1.0, None),
    ],
}
CHOICES = {  # what is asked for, and how many quotations of each article and of each speaker count then
    ("communication", 0.5): ({"lee": 2, "ray": 2}, {"Ann Lee": 2, "Bob Ray": 2}),
    ("all", 0.0): ({"lee": 5, "ray": 3}, {"Ann Lee": 5, "Bob Ray": 3}),
    ("belief, intention", 0.5): ({"lee": 1, "ray": 1}, {"Ann Lee": 1, "Bob Ray": 1}),
}
TOLD = {
    (
        "communication",
        0.5,
    ): "4 quotations count: those of communication, with a confidence of 0.5 or more, not inside "
    "another. 5 others were found: 1 of belief, 1 of knowledge, 1 of intention, 1 less sure and 1 inside another.",
    (
        "all",
        0.0,
    ): "8 quotations count: those of every act, not inside another. 1 other was found: 1 inside another.",
    (
        "belief, intention",
        0.5,
    ): "2 quotations count: those of belief and intention, with a confidence of 0.5 or more, not "
    "inside another. 7 others were found: 6 of communication and 1 of knowledge.",
}


def attributions(text: str, rows: list[tuple]) -> list[Attribution]:
    """Rows as attributions; each stands behind the one before, but for those inside it."""
    found, low = [], 0
    for source, cue, content, act, confidence, parent in rows:
        sentence = text.index(f"{source} {cue} {content}", low)
        starts = (sentence, sentence + len(source) + 1, sentence + len(source) + len(cue) + 2)
        spans = [
            ((start, start + len(words)),)
            for start, words in zip(starts, (source, cue, content), strict=True)
        ]
        found.append(Attribution("indirect", *spans[::-1], parent, confidence, "made up", act))
        low = sentence
    return found


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two articles, and a store in which a person said which attributions they have, some without an act."""
    folder = tmp_path_factory.mktemp("counts")
    texts = {"lee": LEE, "ray": RAY}
    lines = [
        {"id": name, "outlet": name.title(), "text": text, "title": name} for name, text in texts.items()
    ]
    path = folder / "articles.jsonl"
    path.write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")
    found = annotate.run(path, store=folder / "store", **FAST)
    documents = [segmentation.segment(text) for text in texts.values()]
    made = [attributions(texts[name], rows) for name, rows in ROWS.items()]
    annotate.correct(found, *quotation.tables_of(list(texts), documents, made), by="Eve", at="now")
    return path


def report(corpus: Path, acts: str, confidence: float) -> tuple[Path, list[object]]:
    """The report of the corpus with notebook 03, and what annotating it told."""
    out = corpus.parent / f"report-{acts}-{confidence}"
    told: list[object] = []
    made = sites.run(
        corpus, out=out, notebook=["03"], store=corpus.parent / "store", acts=acts, confidence=confidence,
        annotated=told.append, **FAST,
    )  # fmt: skip
    assert not made.failed
    return out, told


@pytest.fixture(scope="module", params=list(CHOICES)[:2], ids=str)
def made(request: pytest.FixtureRequest, corpus: Path) -> tuple[Path, dict[str, int], dict[str, int], str]:
    out, _ = report(corpus, *request.param)
    return out, *CHOICES[request.param], TOLD[request.param]


def plain(page: Path) -> str:
    return html.unescape(re.sub(r"<[^>]*>", "", page.read_text(encoding="utf-8")))


def test_every_page_tells_how_many_count_and_how_many_others_there_are(made):
    out, *_, told = made
    for name in ("index", "quotations", "speakers", "03-quote-attribution"):
        assert told in plain(out / f"{name}.html"), name


def test_the_first_page_the_list_of_articles_and_the_search_count_alike(made):
    out, by_article, by_speaker, _ = made
    index = (out / "index.html").read_text(encoding="utf-8")
    n = sum(by_article.values())
    assert f"<dt>Quotations</dt><dd>{n}<" in index
    assert f"<dt>Speakers</dt><dd>{len(by_speaker)}<" in index
    known, said = (
        json.loads(re.match(r"newsbook\((.*)\);", (out / "search" / f"{part}.js").read_text())[1])
        for part in (0, 1)
    )
    assert [known["standings"][code] for code in said["s"]].count("counted") == n
    assert len(said["text"]) == 9
    rows = re.findall(r"<tr data-outlet.*?</tr>", (out / "articles.html").read_text(encoding="utf-8"))
    numbers = [re.findall(r'class="number">(\d+)<', row) for row in rows]
    found = {re.search(r'html">(\w+)<', row)[1]: n for row, n in zip(rows, numbers, strict=True)}
    assert {name: int(n) for name, (_, n, _, _) in found.items()} == by_article
    assert {name: int(n) + int(others) for name, (_, n, others, _) in found.items()} == {"lee": 6, "ray": 3}


def test_the_page_of_an_article_lists_those_that_count_and_the_others_behind_a_fold(made):
    out, by_article, *_ = made
    for page in (out / "articles").glob("*.html"):
        text = page.read_text(encoding="utf-8")
        name = re.search(r"<h1[^>]*>(\w+)</h1>", text)[1]
        shown, _, folded = text.partition('<details class="others">')
        all_of_it = len(ROWS[name])
        assert shown.count('<li value="') == by_article[name]
        assert folded.partition("</details>")[0].count('<li value="') == all_of_it - by_article[name]
        body = re.search(r'<div class="nb-article".*?</div>', text, re.DOTALL)[0]
        assert len(re.findall(r'data-number="\d+"', body)) == by_article[name]
        assert len(re.findall(r'data-other="\d+"', body)) == all_of_it - by_article[name]


def test_speakers_are_counted_alike_on_their_page_in_the_files_and_in_the_notebook(made):
    out, by_article, by_speaker, _ = made
    page = (out / "speakers.html").read_text(encoding="utf-8")
    rows = re.findall(
        r'<a href="speakers/\w+.html">(.*?)</a></td><td[^>]*>person</td><td class="number"[^>]*>(\d+)<', page
    )
    assert {name: int(n) for name, n in rows} == by_speaker
    listed = pd.read_csv(out / "data" / "speakers.csv")
    assert dict(zip(listed["name"], listed["n"], strict=True)) == by_speaker
    profiles = pd.read_csv(out / "data" / "03-quote-attribution" / "speaker-profiles.csv")
    assert dict(zip(profiles["speaker"], profiles["n"], strict=True)) == by_speaker
    quoted = pd.read_csv(out / "data" / "quotations.csv").query("standing == 'counted'")
    assert quoted["article_id"].value_counts().to_dict() == by_article
    assert quoted["speaker"].value_counts().to_dict() == by_speaker


def test_quotations_are_one_file_which_the_notebook_leads_to(made):
    out, *_ = made
    assert [p.parent.name for p in out.rglob("quotations.csv")] == ["data"]
    page = (out / "03-quote-attribution.html").read_text(encoding="utf-8")
    assert 'href="data/quotations.csv"' in page
    assert "data/03-quote-attribution/quotations.csv" not in page


def test_the_table_to_download_has_every_row(made):
    rows = pd.read_csv(made[0] / "data" / "quotations.csv")
    assert len(rows) == 9
    acts = rows["act"].value_counts().to_dict()
    assert acts == {"communication": 6, "belief": 1, "knowledge": 1, "intention": 1}


@pytest.mark.parametrize("choice", CHOICES, ids=str)
def test_the_command_speakers_counts_alike(corpus, choice, capsys):
    acts, confidence = choice
    options = ["--store", str(corpus.parent / "store"), "--engine", "rules", "--sentiment", "lexicon"]
    given = ["--acts", acts, "--confidence", str(confidence)]
    assert main(["speakers", str(corpus), *options, *given]) == 0
    _, *rows = capsys.readouterr().out.splitlines()
    assert {" ".join(row.split()[3:]): int(row.split()[0]) for row in rows} == CHOICES[choice][1]


def test_another_choice_annotates_nothing_and_leaves_the_store_as_it_is(corpus, monkeypatch):
    def nothing(*given: object, **more: object) -> None:
        raise AssertionError("annotated")

    folder = corpus.parent / "store"
    before = {p: p.read_bytes() for p in folder.rglob("*") if p.is_file()}
    monkeypatch.setattr(annotate, "annotate_part", nothing)
    out, told = report(corpus, "belief, intention", 0.5)
    assert TOLD["belief, intention", 0.5] in plain(out / "index.html")
    assert told == []
    assert {p: p.read_bytes() for p in folder.rglob("*") if p.is_file()} == before
    assert len(store.read(folder).quotations) == 9


def told_of(found: store.Store) -> list[tuple]:
    """What the store says of each quotation, in order."""
    rows = found.quotations.sort_values(["article_id", "quotation"])
    told = rows[["article_id", "source", "cue", "content", "act", "parent"]].astype(object)
    return list(told.where(told.notna(), None).itertuples(index=False, name=None))


@pytest.mark.parametrize(
    ("format", "read"),
    [
        ("csv", pd.read_csv),
        ("xlsx", pd.read_excel),
        ("parquet", pd.read_parquet),
        ("jsonl", partial(pd.read_json, lines=True)),
    ],
)
def test_every_export_holds_all_quotations_and_gives_them_back_with_their_acts(
    corpus, tmp_path, format, read
):
    place = Path(shutil.copytree(corpus.parent / "store", tmp_path / "store"))
    before = told_of(store.read(place))
    assert [row[4] for row in before].count("communication") == 6
    sheets = {}
    for table in ("quotations", "spans"):
        file = tmp_path / f"{table}.{format}"
        assert main(["export", str(place), "--table", table, "--format", format, "--out", str(file)]) == 0
        sheets[table] = read(file)
    assert len(sheets["quotations"]) == 9
    annotate.correct(store.read(place), sheets["quotations"], sheets["spans"], by="Eve", at="later")
    assert told_of(store.read(place)) == before
    altered = sheets["quotations"].assign(act="knowledge")
    annotate.correct(store.read(place), altered, sheets["spans"], by="Eve", at="later still")
    assert {row[4] for row in told_of(store.read(place))} == {"knowledge"}
    assert len(store.read(place).quotations) == 9


def test_brat_holds_all_quotations_and_gives_them_back_with_their_acts(corpus, tmp_path, capsys):
    place = Path(shutil.copytree(corpus.parent / "store", tmp_path / "store"))
    before = told_of(store.read(place))
    assert main(["export", str(place), "--format", "brat", "--out", str(tmp_path / "brat")]) == 0
    assert main(["correct", str(place), str(tmp_path / "brat"), "--by", "Ada"]) == 0
    assert "nothing differs" in capsys.readouterr().out
    file = tmp_path / "brat" / "lee.ann"
    lines = file.read_text(encoding="utf-8")
    assert lines.count("\tAct ") == 6
    file.write_text(lines.replace(" belief\n", " intention\n"), encoding="utf-8")
    assert main(["correct", str(place), str(tmp_path / "brat"), "--by", "Ada"]) == 0
    assert told_of(store.read(place)) == [
        (*row[:4], "intention" if row[4] == "belief" else row[4], row[5]) for row in before
    ]


def test_nested_quotations_are_listed_on_demand_and_never_counted(corpus):
    found = summaries.quotations(store.read(corpus.parent / "store"))
    listed = summaries.listed_quotations(summaries.counted(found, nested=True))
    assert listed["content"].tolist().count("the river is high") == 1
    assert len(listed) == 5
    assert "4 quotations in 2 articles" in summaries.described_quotations(found, 2)
    assert int(summaries.speaker_share(found)["n"].sum()) == 4


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        (["--acts", "dreams"], "expected one or more of communication, belief, knowledge, intention, all"),
        (["--acts", ""], "expected one or more of"),
        (["-p", "acts=dreams"], "parameter acts: 'dreams' is not allowed"),
        (["-p", "confidence=2"], "parameter confidence: '2' is not allowed"),
        (["-p", "since=May"], "a date as YYYY-MM-DD"),
    ],
)
def test_a_wrong_choice_is_refused_before_anything_runs(corpus, tmp_path, capsys, wrong, said):
    place = tmp_path / "store"
    assert main(["report", str(corpus), "--out", str(tmp_path / "site"), "--store", str(place), *wrong]) == 2
    assert said in capsys.readouterr().err
    if wrong[0] == "--acts":
        assert main(["speakers", str(corpus), "--store", str(place), *wrong]) == 2
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("share", ["1.01", "-0.1", "nan", "much", ""])
def test_a_confidence_is_a_number_from_0_to_1(share, tmp_path, capsys):
    with pytest.raises(SystemExit) as left:
        main(["report", "--out", str(tmp_path / "site"), f"--confidence={share}"])
    assert left.value.code == 2
    assert "is not a number from 0 to 1" in capsys.readouterr().err
