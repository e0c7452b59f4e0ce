"""Reading: files in, articles and rejects out, nothing changed, nothing lost."""

import hashlib
import json
import zipfile
from pathlib import Path

import pandas as pd
import pytest

from analysis import corpus, tables


def write(path: Path, content: str | bytes) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def read(source, **options):
    articles, rejects = corpus.read(source, **options)
    tables.validate("articles", articles)
    tables.validate("rejects", rejects)
    assert all(
        len(row.text) == row.n_characters and 0 <= row.body_start < len(row.text)
        for row in articles.itertuples()
    )
    return articles, rejects


def reasons(rejects: pd.DataFrame) -> list[str]:
    return list(rejects["reason"])


def test_the_seeds_are_the_default_with_outlets_called_by_letters_and_dated_only_where_they_say_so():
    articles, rejects = read(None)
    assert list(articles["outlet"]) == ["Outlet A", "Outlet B"]
    assert articles["published"].iloc[0] == pd.Timestamp("2024-11-20", tz="UTC")
    assert pd.isna(articles["published"].iloc[1])
    assert articles["title"].isna().all()
    first = articles.iloc[0]
    assert first.text[: first.body_start] == " date 2024-11-20 "
    assert first.text[first.body_start :].startswith("Russia on Wednesday")
    assert articles["body_start"].iloc[1] == 0
    assert len(rejects) == 0


def test_the_text_of_a_seed_is_the_file_to_the_last_character():
    articles, _ = read(None)
    for path, text in zip(sorted(corpus.embedded().glob("*.txt")), articles["text"], strict=True):
        assert text.encode() == path.read_bytes()


@pytest.mark.parametrize(
    "text", ["a\r\nb\rc\nd\n", " \n x \u00a0\ufeff\u200b", "e\u0301 é ﬁ 👩‍👩‍👧", "שלום “x”\u2029"]
)
def test_line_ends_and_unicode_are_kept_as_they_are(tmp_path, text):
    write(tmp_path / "a.txt", text)
    write(tmp_path / "b.jsonl", json.dumps({"text": text}))
    frame = pd.DataFrame({"text": [text]})
    frame.to_parquet(tmp_path / "c.parquet")
    articles, _ = read(tmp_path)
    assert list(articles["text"]) == [text] * 3
    assert set(articles["sha256"]) == {hashlib.sha256(text.encode()).hexdigest()}


def test_every_kind_of_file_gives_the_same_article(tmp_path):
    row = {
        "id": "7",
        "text": "Rivers rose.",
        "outlet": "Gazette",
        "published": "2024-01-02",
        "desk": "weather",
    }
    frame = pd.DataFrame([row])
    frame.to_csv(tmp_path / "a.csv", index=False)
    frame.to_csv(tmp_path / "b.tsv", index=False, sep="\t")
    frame.to_csv(tmp_path / "c.csv", index=False, sep=";")
    frame.to_csv(tmp_path / "d.csv.gz", index=False)
    frame.to_excel(tmp_path / "e.xlsx", index=False)
    frame.to_parquet(tmp_path / "f.parquet")
    frame.to_json(tmp_path / "g.jsonl", orient="records", lines=True)
    frame.to_json(tmp_path / "h.ndjson.gz", orient="records", lines=True)
    with zipfile.ZipFile(tmp_path / "i.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        for path in sorted(tmp_path.glob("[a-h].*")):
            archive.write(path, f"inner/{path.name}")
    found = []
    for path in sorted(tmp_path.iterdir()):
        articles, rejects = read(path)
        expected = ["duplicate id"] * 7 if path.suffix == ".zip" else []
        assert reasons(rejects) == expected
        assert list(articles["desk"]) == ["weather"] * len(articles)
        found.append(articles.drop(columns=["origin"]).iloc[[0]])
    assert len(found) == 9
    for other in found[1:]:
        pd.testing.assert_frame_equal(other, found[0])


def test_metadata_beside_text_files_reaches_folders_below(tmp_path):
    write(
        tmp_path / "metadata.csv",
        "File,Newspaper,date,desk\na.txt,Gazette,2024-05-01,home\nsub/b.txt,Herald,,\n",
    )
    write(tmp_path / "a.txt", "One.")
    write(tmp_path / "sub" / "b.txt", "Two.")
    write(tmp_path / "sub" / "c.txt", "Three.")
    articles, rejects = read(tmp_path)
    assert articles["outlet"].fillna("-").tolist() == ["Gazette", "Herald", "-"]
    assert articles["desk"].fillna("-").tolist() == ["home", "-", "-"]
    assert articles["published"].notna().tolist() == [True, False, False]
    assert len(rejects) == 0


def test_metadata_that_names_no_file_or_one_twice_is_told(tmp_path):
    write(tmp_path / "metadata.csv", "file,outlet\na.txt,A\na.txt,B\nmissing.txt,C\n,D\n")
    write(tmp_path / "a.txt", "One.")
    articles, rejects = read(tmp_path)
    assert articles["outlet"].tolist() == ["A"]
    assert sorted(zip(rejects["origin"].str[-1], rejects["detail"].str[:12], strict=True)) == [
        ("3", "names a file"), ("4", "no such file"), ("5", "names no fil"),
    ]  # fmt: skip


def test_one_text_file_alone_still_has_its_metadata(tmp_path):
    write(tmp_path / "metadata.csv", "file,outlet\na.txt,A\nb.txt,B\n")
    write(tmp_path / "a.txt", "One.")
    write(tmp_path / "b.txt", "Two.")
    articles, rejects = read(tmp_path / "b.txt")
    assert articles["outlet"].tolist() == ["B"]
    assert len(rejects) == 0


def test_a_metadata_csv_with_texts_is_a_table_like_any_other(tmp_path):
    write(tmp_path / "metadata.csv", "file,text\na.txt,Snow fell.\n")
    assert read(tmp_path)[0]["text"].tolist() == ["Snow fell."]


@pytest.mark.parametrize(
    "header",
    [
        "body,source,date,headline",
        "Content,PUBLISHER,Published At,Title",
        "article,publication,publish_date,HEADLINE",
    ],
)
def test_common_names_are_recognised(tmp_path, header):
    articles, _ = read(write(tmp_path / "a.csv", f"{header}\nSnow fell.,Gazette,2024-01-02,Snow\n"))
    row = articles.iloc[0]
    assert (row.text, row.outlet, row.title) == ("Snow fell.", "Gazette", "Snow")
    assert row.published == pd.Timestamp("2024-01-02", tz="UTC")


def test_a_mapping_wins_over_common_names_and_the_displaced_column_is_kept(tmp_path):
    path = write(tmp_path / "a.csv", "text,Teaser,desk,origin\nlong,short,home,Rome\n")
    articles, _ = read(path, columns={"text": "teaser", "section": "desk"})
    row = articles.iloc[0]
    assert (row.text, row.section, row.given_text, row.given_origin) == ("short", "home", "long", "Rome")


def test_a_mapped_column_that_is_not_there_names_those_that_are(tmp_path):
    path = write(tmp_path / "a.csv", "body,outlet\nx,y\n")
    with pytest.raises(ValueError, match=r"no column story; there are: body, outlet"):
        corpus.read(path, columns={"text": "story"})
    with pytest.raises(ValueError, match="sha256"):
        corpus.read(path, columns={"sha256": "body"})


def test_columns_that_only_later_rows_have_are_recognised(tmp_path):
    rows = [{"text": f"Text {n}."} for n in range(60)] + [{"text": "Last.", "source": "Gazette", "desk": "x"}]
    articles, _ = read(write(tmp_path / "a.jsonl", "\n".join(map(json.dumps, rows))))
    assert articles["outlet"].iloc[-1] == "Gazette"
    assert articles["desk"].iloc[-1] == "x"


def test_values_that_are_not_text_become_text(tmp_path):
    row = {
        "text": "x",
        "id": 12.0,
        "author": ["A", "B"],
        "n": 3.0,
        "x": {"é": None},
        "url": float("nan"),
        "ok": True,
    }
    articles, _ = read(write(tmp_path / "a.jsonl", json.dumps(row)))
    row = articles.iloc[0]
    assert (row.article_id, row.author, row.n, row.x, row.ok) == (
        "12",
        "A and B",
        "3",
        '{"é": null}',
        "true",
    )
    assert pd.isna(row.url)


def test_numeric_ids_of_excel_and_parquet_have_no_decimals(tmp_path):
    frame = pd.DataFrame({"id": [1.0, None, 3.0], "text": ["a", "b", "c"]})
    frame.to_excel(tmp_path / "a.xlsx", index=False)
    frame.to_parquet(tmp_path / "a.parquet")
    for name in ("a.xlsx", "a.parquet"):
        ids = read(tmp_path / name)[0]["article_id"]
        assert [ids[0], ids[2]] == ["1", "3"]
        assert ids[1] == hashlib.sha256(b"b").hexdigest()[:16]


def test_ids_made_from_the_text_do_not_depend_on_the_place(tmp_path):
    write(tmp_path / "one" / "a.txt", "Snow fell.")
    write(tmp_path / "two" / "deep" / "b.csv", "text\nSnow fell.\n")
    one, two = read(tmp_path / "one")[0], read(tmp_path / "two")[0]
    assert (
        one["article_id"].tolist()
        == two["article_id"].tolist()
        == [hashlib.sha256(b"Snow fell.").hexdigest()[:16]]
    )


def test_the_same_text_again_is_another_article_and_an_exact_duplicate(tmp_path):
    for name in "abc":
        write(tmp_path / f"{name}.txt", "Snow fell.")
    articles, rejects = read(tmp_path)
    first = articles["article_id"].iloc[0]
    assert articles["article_id"].tolist() == [first, f"{first}-2", f"{first}-3"]
    assert len(rejects) == 0
    found = corpus.duplicates(articles)
    assert found["article_id"].tolist() == [f"{first}-2", f"{first}-3"]
    assert set(found["kind"]) == {"exact"}


def test_an_id_used_twice_costs_no_article(tmp_path):
    articles, rejects = read(write(tmp_path / "a.csv", "id,text\n1,One.\n1,Two.\n1,One.\n"))
    assert articles["text"].tolist() == ["One.", "Two.", "One."]
    assert articles["article_id"].is_unique
    assert reasons(rejects) == ["duplicate id"] * 2
    assert articles["article_id"].iloc[1] in rejects["detail"].iloc[0]


def test_batches_are_bounded_and_their_concatenation_is_read(tmp_path):
    path = write(tmp_path / "a.csv", "text\n" + "\n".join(f"Text {n}." for n in range(10)) + '\n""\n')
    batches = list(corpus.stream(path, batch_size=4))
    assert [len(articles) for articles, _ in batches] == [4, 4, 2]
    articles, rejects = read(path)
    pd.testing.assert_frame_equal(pd.concat([a for a, _ in batches], ignore_index=True), articles)
    assert reasons(rejects) == ["empty"]


def test_an_empty_folder_is_a_corpus_without_articles(tmp_path):
    articles, rejects = read(tmp_path)
    assert len(articles) == len(rejects) == 0
    assert corpus.describe(corpus.stream(tmp_path))["articles"] == 0
    assert len(corpus.duplicates(articles)) == 0


def test_several_paths_are_read_in_order_and_no_file_twice(tmp_path):
    a, b = write(tmp_path / "a" / "x.txt", "One."), write(tmp_path / "b" / "x.txt", "Two.")
    articles, _ = read([b, tmp_path / "a", a])
    assert articles["text"].tolist() == ["Two.", "One."]
    assert articles["origin"].is_unique


def test_a_path_that_does_not_exist_is_the_users_error(tmp_path):
    with pytest.raises(FileNotFoundError, match="nowhere"):
        corpus.stream(tmp_path / "nowhere")


def test_a_broken_date_costs_the_date_only(tmp_path):
    articles, rejects = read(write(tmp_path / "a.csv", "text,date\nOne.,2016-09-31\nTwo.,n/a\n"))
    assert articles["published"].isna().all()
    assert reasons(rejects) == ["bad date"]
    assert "2016-09-31" in rejects["detail"].iloc[0]


def test_a_date_in_the_text_counts_only_when_none_is_given(tmp_path):
    write(
        tmp_path / "a.csv",
        'text,date\n" date 2024-11-20 Snow fell.",2020-01-01\n" date 2024-11-20 Snow melted.",\n',
    )
    articles, _ = read(tmp_path)
    assert articles["published"].dt.year.tolist() == [2020, 2024]


def test_an_export_of_articles_reads_back_as_the_same_articles(tmp_path):
    articles, _ = read(None)
    articles.to_parquet(tmp_path / "a.parquet")
    again, _ = read(tmp_path / "a.parquet")
    columns = ["article_id", "outlet", "published", "text", "sha256", "body_start"]
    pd.testing.assert_frame_equal(again[columns], articles[columns])


def test_a_description_counts_what_is_there(tmp_path):
    long = " ".join(f"word{n}" for n in range(200))
    rows = [("1", "A", "2020-01-01", long), ("2", "B", "2021-01-01", long), ("3", "B", "", long + " more"),
            ("4", "", "2019-05-05", "Short."), ("5", "A", "soon", "Other."), ("6", "A", "", " ")]  # fmt: skip
    path = tmp_path / "a.csv"
    pd.DataFrame(rows, columns=["id", "outlet", "date", "text"]).to_csv(path, index=False)
    found = corpus.describe(corpus.stream(path, batch_size=2))
    assert found["articles"] == 5
    assert found["outlets"] == {"B": 2, "A": 2}
    assert found["without_outlet"] == 1
    assert (found["first"], found["last"], found["without_date"]) == ("2019-05-05", "2021-01-01", 2)
    assert found["duplicates"] == {"exact": 1, "near": 1}
    assert found["rejects"] == {"bad date": 1, "empty": 1}
    assert json.loads(json.dumps(found)) == found
    assert corpus.describe(corpus.stream(path), near=False)["duplicates"] == {"exact": 1, "near": None}


def test_a_fingerprint_changes_with_the_files_and_only_with_them(tmp_path):
    path = write(tmp_path / "a.txt", "One.")
    before = corpus.fingerprint(tmp_path)
    assert corpus.fingerprint(tmp_path) == before
    write(tmp_path / ".hidden", "x")
    assert corpus.fingerprint(tmp_path) == before
    write(path, "Two, longer.")
    assert corpus.fingerprint(tmp_path) != before
