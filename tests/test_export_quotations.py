"""Quotations out of a store: wide tables with a codebook, networks keyed by ids, annotations on their texts."""

import json
import shutil
import tempfile
from pathlib import Path

import networkx as nx
import pandas as pd
import pytest

from analysis import annotate, export, review, show, site, store, summaries, tables
from analysis.cli import CODED, main
from analysis.site.said import Choice, Said
from analysis.store import pseudonyms

ARTICLES = [
    {
        "id": "a1", "outlet": "Quill Post", "published": "2024-05-01", "title": "Ana Cruz leaves", "url": "https://quill.example/a1",
        "text": "“We won,” Ana Cruz, the mayor of Lund, said, “and all is well.”\n\nOtto Falk said that it rained. "
        "“Go home,” a nurse said.",
    },
    {
        "id": "ana-cruz-again", "outlet": "Lund Times", "published": "2024-05-02", "title": "=Otto & Ana",
        "text": "😀 Otto Falk said that the pier fell. “It fell,” Ana Cruz said. A report said it cracked.",
    },
]  # fmt: skip
NAMES = ("Ana", "Cruz", "Otto", "Falk", "mayor", "Lund T", "We won", "pier fell", "quill.example")


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store of two articles."""
    folder = tmp_path_factory.mktemp("export")
    lines = "".join(json.dumps(a) + "\n" for a in ARTICLES)
    (folder / "articles.jsonl").write_text(lines, encoding="utf-8")
    kept = {"engine": "rules", "sentiment": "lexicon", "workers": 1}
    annotate.run(folder / "articles.jsonl", store=str(folder / "store"), **kept)
    return folder / "store"


def exported(place: Path, out: Path, *arguments: str) -> Path:
    assert main(["export", str(place), "--out", str(out), *arguments]) == 0
    return out


def test_a_quotation_is_a_row_with_its_article_its_speaker_and_its_offsets(place, tmp_path):
    found = pd.read_csv(exported(place, tmp_path / "quotations.csv"))
    assert list(found) == list(tables.WIDE["quotations"].columns)
    first = found.iloc[0]
    assert first[["outlet", "date", "title", "url"]].tolist() == [
        "Quill Post", "2024-05-01", "Ana Cruz leaves", "https://quill.example/a1"
    ]  # fmt: skip
    told = first[["speaker", "source_type", "speaker_title", "gender", "kind", "act"]].tolist()
    assert told == ["Ana Cruz", "named person", "the mayor of Lund", "female", "direct", "communication"]
    text = ARTICLES[0]["text"]
    pieces = [text[slice(*map(int, piece.split("-")))] for piece in first["content_spans"].split()]
    assert pieces == ["“We won,”", "“and all is well.”"]
    assert text[int(first["source_start"]) : int(first["source_end"])].startswith("Ana Cruz")
    assert text[int(first["cue_start"]) : int(first["cue_end"])] == "said"
    nurse = found[found["content"] == "“Go home,”"].iloc[0]
    assert nurse["source_type"] == "unnamed"
    assert pd.isna(nurse["speaker"])


def test_excel_has_the_wide_table_too_and_narrow_is_the_table(place, tmp_path):
    wide = pd.read_excel(exported(place, tmp_path / "q.xlsx", "--format", "xlsx"))
    assert list(wide) == list(tables.WIDE["quotations"].columns)
    assert "'=Otto & Ana" in set(wide["title"])
    narrow = pd.read_csv(exported(place, tmp_path / "n.csv", "--narrow"))
    assert list(narrow) == list(tables.TABLES["quotations"].columns)
    lines = pd.read_json(exported(place, tmp_path / "q.jsonl", "--format", "jsonl"), lines=True)
    assert list(lines) == list(narrow)


def test_a_codebook_lies_beside_it_with_every_column(place, tmp_path):
    exported(place, tmp_path / "quotations.csv")
    book = pd.read_csv(tmp_path / "quotations.codebook.csv", keep_default_na=False).set_index("column")
    assert list(book.index) == list(tables.WIDE["quotations"].columns)
    assert book.loc["source_type", "values"] == "; ".join(tables.SOURCE_TYPES)
    assert book.loc["content_start", ["dtype", "unit"]].tolist() == ["integer", "characters"]
    assert all(book["meaning"])


def test_a_byte_order_mark_is_written_on_request_and_in_csv_alone(place, tmp_path, capsys):
    assert exported(place, tmp_path / "q.csv", "--bom").read_bytes().startswith(b"\xef\xbb\xbfarticle_id,")
    assert not exported(place, tmp_path / "p.csv").read_bytes().startswith(b"\xef\xbb\xbf")
    assert main(["export", str(place), "--bom", "--format", "jsonl"]) == 2
    assert "byte-order mark" in capsys.readouterr().err


def test_sources_are_exported(place, tmp_path):
    found = pd.read_csv(exported(place, tmp_path / "sources.csv", "--table", "sources"))
    first = found[found["article_id"] == "a1"]
    assert first["source_type"].tolist() == ["named person", "named person", "unnamed"]
    assert first.loc[0, ["name", "title", "affiliation"]].tolist() == [
        "Ana Cruz",
        "the mayor of Lund",
        "Lund",
    ]
    assert first[["statements", "words", "direct", "first"]].values.tolist()[0] == [1, 6, 1, 0]


@pytest.mark.parametrize(("format", "read"), [("gexf", nx.read_gexf), ("graphml", nx.read_graphml)])
def test_networks_are_keyed_by_ids_and_read_again(place, tmp_path, format, read):
    path = exported(place, tmp_path / f"n.{format}", "--format", format)
    graph = read(path)
    speakers = store.read(place).speakers.set_index("name")["speaker_id"]
    ana, otto = speakers["Ana Cruz"], speakers["Otto Falk"]
    assert {ana, otto} <= set(graph)
    assert graph.nodes[ana]["name"] == "Ana Cruz"
    assert graph.nodes[ana]["quotations"] == 2
    assert graph.edges[ana, otto]["weight"] == 2
    again = exported(place, tmp_path / f"again.{format}", "--format", format)
    assert again.read_bytes() == path.read_bytes()


def test_label_studio_gets_tasks_whose_regions_are_spans_and_whose_relations_hold(place, tmp_path):
    tasks = json.loads(exported(place, tmp_path / "tasks.json", "--format", "labelstudio").read_text("utf-8"))
    assert [t["data"]["article_id"] for t in tasks] == ["a1", "ana-cruz-again"]
    assert "<Labels" in (tmp_path / "tasks.config.xml").read_text("utf-8")
    for task in tasks:
        for prediction in task["predictions"]:
            regions = {r["id"]: r for r in prediction["result"] if r["type"] == "labels"}
            relations = [r for r in prediction["result"] if r["type"] == "relation"]
            for region in regions.values():
                assert {"from_name", "to_name", "value"} <= region.keys()
                value = region["value"]
                assert task["data"]["text"][value["start"] : value["end"]] == value["text"]
            assert {r["from_id"] for r in relations} | {r["to_id"] for r in relations} <= regions.keys()
            assert {label for r in relations for label in r["labels"]} <= {"source of", "cue of", "goes on"}
    assert len([r for r in tasks[0]["predictions"][0]["result"] if r["type"] == "relation"]) == 7


def test_web_annotations_have_what_the_model_requires(place, tmp_path):
    page = json.loads(exported(place, tmp_path / "a.jsonld", "--format", "webannotation").read_text("utf-8"))
    assert (page["@context"], page["type"]) == ("http://www.w3.org/ns/anno.jsonld", "AnnotationPage")
    ids = [item["id"] for item in page["items"]]
    assert len(ids) == len(set(ids))
    texts = {"https://quill.example/a1": ARTICLES[0]["text"]}
    texts["urn:newsbook:article:ana-cruz-again"] = ARTICLES[1]["text"]
    tagged = [item for item in page["items"] if item["motivation"] == "tagging"]
    for item in tagged:
        position, exact = item["target"]["selector"]
        text = texts[item["target"]["source"]]
        assert text[position["start"] : position["end"]] == exact["exact"]
        assert text.index(exact["prefix"] + exact["exact"] + exact["suffix"]) <= position["start"]
    links = [item for item in page["items"] if item["motivation"] == "linking"]
    assert len(links) == len(store.read(place).quotations)
    assert all(part in ids for link in links for part in link["target"])
    assert all(part in ids for link in links for part in link["body"] if isinstance(part, str))


# ------------------------------------------------------------------------------------------------- pseudonyms


@pytest.mark.parametrize("table", list(pseudonyms.RULES))
def test_every_table_with_pseudonyms_holds_no_name_and_no_word_of_an_article(place, table):
    found = pseudonyms.of(store.read(place)).table(table)
    written = found.to_csv()
    assert not [name for name in NAMES if name in written.replace("Lund Times", "")]
    assert len(found) == len(store.read(place).table(table))


def test_every_column_of_what_was_coded_that_passes_is_one_of_the_table():
    for table, rules in pseudonyms.REVIEWED.items():
        assert set(rules) <= set(tables.REVIEW[table].columns), table
    assert set(CODED) == set(pseudonyms.REVIEWED)


def test_every_table_has_rules_and_every_rule_a_column():
    assert set(pseudonyms.RULES) == set(tables.TABLES)
    for table, rules in pseudonyms.RULES.items():
        further = {"gender"} if table == "speakers" else set()
        assert set(rules) <= set(tables.TABLES[table].columns) | further, table


def test_a_place_keeps_its_name_where_the_gazetteer_has_it_and_no_town_that_an_article_alone_names(place):
    rows = [
        ("a1", 0, 6, "DE", "Berlin", "city", ""),
        ("a1", 9, 13, "US-FL", "Cruz", "city", "before Florida"),
    ]
    coded = pseudonyms.Pseudonymous("x", (), real=store.read(place), secret=b"one")
    shown = coded._coded("places", tables.build("places", rows), None)
    assert shown["name"].tolist() == ["Berlin", pd.NA]
    assert shown["code"].tolist() == ["DE", "US-FL"]
    assert shown["evidence"].isna().all()
    assert list(coded.table("places", columns=["name"])) == ["name"]


def test_an_id_that_holds_the_name_of_who_is_only_named_is_a_code():
    """Nobody quotes Vera Holm."""
    with tempfile.TemporaryDirectory() as folder:
        text = "Vera Holm came to Lund on Monday. The pier was shut. Nobody knew why it was."
        row = {"id": "holm-in-lund", "outlet": "Quill Post", "text": text}
        Path(folder, "c.jsonl").write_text(json.dumps(row))
        kept = annotate.run(
            Path(folder, "c.jsonl"), store=f"{folder}/s", engine="rules", sentiment="lexicon", workers=1
        )
        assert not len(kept.speakers)
        coded = pseudonyms.of(kept)
        assert coded.table("named")["article_id"].str.startswith("A-").all()
        assert coded.table("named")["name"].isna().all()
        assert coded.table("named")["kind"].tolist().count("person") == 1


def test_codes_and_predictions_are_given_out_with_pseudonyms_without_words(tmp_path, place):
    copy = tmp_path / "store"
    shutil.copytree(place, copy)
    sample = review.draw(store.read(copy), 2, name="first", variables=["frame"], double=0)
    for unit, value in zip(sample.drawn["unit"], ("conflict", "Ana Cruz"), strict=True):
        told = {"name": "frame", "value": value}
        event = review.event(
            sample, unit, "variable", coder="Otto Falk", at="2024-06-01T00:00:00", after=told
        )
        review.append(sample, [event], coder="Otto Falk")
    given = ("--table", "codes", "--pseudonyms")
    found = pd.read_csv(exported(copy, tmp_path / "codes.csv", *given))
    assert set(found["coder"]) == {"coder 1"}
    assert sorted(v.partition("-")[0] for v in found["value"]) == ["V", "conflict"]
    assert not [
        n for n in NAMES if n in (tmp_path / "codes.csv").read_text("utf-8").replace("Lund Times", "")
    ]
    assert found["unit"].tolist() == found["article_id"].tolist()
    assert pd.read_csv(exported(copy, tmp_path / "p.csv", "--table", "predictions", "--pseudonyms")).empty
    for table in ("codings", "coded_spans", "coded_units"):
        exported(copy, tmp_path / "x.csv", "--table", table, "--pseudonyms")
        assert not [n for n in NAMES if n in (tmp_path / "x.csv").read_text("utf-8")], table


def test_a_unit_that_is_a_passage_is_called_by_its_article_s_code(place):
    coded = pseudonyms.of(store.read(place))
    code = coded._articles["ana-cruz-again"]
    assert [coded._unit(u) for u in ("a1", "ana-cruz-again", "ana-cruz-again#2", "a1#0")] == [
        "a1", code, f"{code}#2", "a1#0"
    ]  # fmt: skip


def test_a_code_is_the_same_in_all_exports_of_one_store_and_another_in_another(place, tmp_path):
    wide = pd.read_csv(exported(place, tmp_path / "q.csv", "--pseudonyms"))
    sources = pd.read_csv(exported(place, tmp_path / "s.csv", "--pseudonyms", "--table", "sources"))
    code = wide.loc[0, "speaker"]
    assert code.startswith("P-")
    assert wide.loc[0, "speaker_id"] == wide.loc[0, "source"] == code
    assert (wide["speaker"] == code).sum() == 2
    assert (sources["name"] == code).sum() == 2
    assert wide["content"].isna().all()
    assert wide["title"].isna().all()
    graph = nx.read_gexf(exported(place, tmp_path / "n.gexf", "--pseudonyms", "--format", "gexf"))
    assert graph.nodes[code]["name"] == code
    one, other = (
        pseudonyms.Pseudonymous("x", (), real=store.read(place), secret=s) for s in (b"one", b"two")
    )
    assert one.code("ana-cruz") != other.code("ana-cruz")


def test_the_key_is_its_owner_s_alone_and_made_once(place):
    made = pseudonyms.key(store.read(place).place)
    assert len(made) == 64
    assert pseudonyms.key(store.read(place).place) == made
    assert (place / pseudonyms.FILE).stat().st_mode & 0o077 == 0


def test_an_id_that_holds_a_name_is_a_code_by_which_rows_are_found(place):
    coded = pseudonyms.of(store.read(place))
    ids = coded.table("articles", columns=["article_id"])["article_id"].tolist()
    assert ids[0] == "a1"
    assert ids[1].startswith("A-")
    assert len(coded.table("quotations", where={"article_id": ids[1:]})) == 3


def test_institutions_keep_their_names_and_what_may_be_a_person_s_does_not():
    people = frozenset(["cruz", "brown"])
    kept = ("Interior Ministry", "FBI", "House Democrats", "Danish government")
    assert all(pseudonyms._is_institution(name, people) for name in kept)
    coded = ("Cruz campaign", "Brown University", "Quillby", "Quillby Foundation", "JANE")
    assert not any(pseudonyms._is_institution(name, people) for name in coded)


@pytest.mark.parametrize("format", [name for name, f in export.FORMATS.items() if f.texts])
def test_formats_that_hold_texts_are_refused_with_pseudonyms(place, tmp_path, format, capsys):
    assert main(["export", str(place), "--format", format, "--out", str(tmp_path / "x"), "--pseudonyms"]) == 2
    assert "holds the words of the articles" in capsys.readouterr().err
    assert not (tmp_path / "x").exists()


def test_terms_are_not_counted_and_texts_not_compared_with_pseudonyms(place, capsys):
    coded = pseudonyms.of(store.read(place))
    with pytest.raises(ValueError, match="names are among them"):
        coded.counts()
    with pytest.raises(ValueError, match="not made with pseudonyms"):
        coded.derived("events", lambda whole: whole.articles, version="1")
    assert main(["export", str(place), "--table", "term_counts", "--pseudonyms"]) == 2


def test_the_site_shows_codes_and_no_texts_with_pseudonyms(place, tmp_path):
    coded = pseudonyms.of(store.read(place))
    said = Said.of(coded, Choice(confidence=0.0))
    site._site(tmp_path, coded, said, [], amount=None, title="T", given={})
    code, _ = said.speakers["name"]
    assert code.startswith("P-")
    assert not list((tmp_path / "articles").iterdir())
    assert not list((tmp_path / "speakers").iterdir())
    pages = {path.name: path.read_text("utf-8") for path in tmp_path.rglob("*.*")}
    assert set(pages) >= {"index.html", "speakers.html", "quotations.html", "articles.csv", "quotations.csv"}
    for page in pages.values():
        assert not [name for name in NAMES if name in page.replace("Lund Times", "")]
    assert code in pages["speakers.html"]
    assert "Codes stand in place" in pages["speakers.html"]
    assert "Codes stand in place" in pages["quotations.html"]


def test_only_notebooks_that_show_no_words_run_with_pseudonyms(tmp_path):
    found, _ = site.check((), {}, tmp_path / "out", pseudonyms=True)
    assert list(found) == ["03-quote-attribution"]
    with pytest.raises(ValueError, match="05-review shows words"):
        site.check(["03", "05"], {}, tmp_path / "out", pseudonyms=True)
    with pytest.raises(ValueError, match="01-corpus-statistics shows words"):
        site.check(["01", "03"], {}, tmp_path / "out", pseudonyms=True)


def test_a_report_calls_coders_by_number_with_names_of_speakers_too(tmp_path):
    found, _ = site.check(["03", "05"], {}, tmp_path / "out")
    common = {"pseudonyms": False}
    own = {name: site._own(path, common, tmp_path) for name, path in found.items()}
    assert own["03-quote-attribution"]["pseudonyms"] is False
    assert "pseudonyms" not in own["05-review"]  # by number unless it is told otherwise


def test_a_notebook_shows_no_text_with_pseudonyms(place):
    coded = pseudonyms.of(store.read(place))
    found = summaries.quotations(coded, confidence=0.0)
    shown = show.quotations(summaries.context(coded, found)[0], found, coded.spans, speakers=coded.speakers)
    assert shown.plain == show.NO_TEXT
    assert not [name for name in NAMES if name in found.to_csv().replace("Lund Times", "")]


def test_the_page_of_speakers_says_what_naming_people_may_do(place, tmp_path):
    known = store.read(place)
    site._site(tmp_path, known, Said.of(known, Choice()), [], amount=None, title="T", given={})
    assert "a neighbour, a victim" in (tmp_path / "speakers.html").read_text("utf-8")
