"""Broken, odd and malicious input: a row of rejects, never a traceback, never a lost neighbour."""

import csv
import gzip
import io
import json
import os
import zipfile

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from test_corpus import read, reasons, write

from analysis import corpus, tables

STORABLE = st.text(
    st.characters(blacklist_categories=["Cs", "Cc"]) | st.sampled_from("\r\n\t\"',;|"), max_size=60
)
ENGLISH = "“It isn’t over,” the mayor said – and left the café. " * 3
POLISH = "Zażółć gęślą jaźń. Burmistrz powiedział, że remont mostu rozpocznie się w przyszłym roku. " * 4
RUSSIAN = "Мэр заявил, что ремонт моста начнётся в следующем году. " * 4
NAMES = ["a.txt", "a.csv", "a.tsv", "a.jsonl", "a.xlsx", "a.parquet", "a.zip", "a.csv.gz", "metadata.csv"]
HEADS = [b"", b"text\n", b"text,outlet,date\n", b"file,outlet\n", b'{"text": "x"}\n', b"PK\x03\x04"]
JAPANESE = "市長は橋の修理が来年始まると述べた。" * 6


@pytest.mark.parametrize(
    ("text", "codec"),
    [(ENGLISH, "utf-8"), (ENGLISH, "utf-8-sig"), (ENGLISH, "utf-16"), (ENGLISH, "utf-16-le"),
     (ENGLISH, "utf-16-be"), (ENGLISH, "utf-32"), (ENGLISH, "cp1252"), ("Le café n’est pas là.", "cp1252"),
     (POLISH, "cp1250"), (RUSSIAN, "cp1251"), (JAPANESE, "shift_jis"), (RUSSIAN, "utf-8"),
     ("plain", "ascii")],
)  # fmt: skip
def test_encodings_are_told_apart(tmp_path, text, codec):
    write(tmp_path / "a.txt", text.encode(codec))
    write(tmp_path / "b.csv", f'text\n"{text}"\n'.encode(codec))
    articles, rejects = read(tmp_path)
    assert articles["text"].tolist() == [text, text]
    assert len(rejects) == 0


def test_one_row_in_another_encoding_does_not_garble_the_rest(tmp_path):
    rows = [f"Café number {n}." for n in range(50)]
    lines = [r.encode("cp1252" if n == 20 else "utf-8") for n, r in enumerate(rows)]
    articles, rejects = read(write(tmp_path / "a.csv", b"text\n" + b"\n".join(lines)))
    assert articles["text"].tolist() == rows[:20] + rows[21:]
    assert reasons(rejects) == ["encoding"]
    assert rejects["origin"].tolist() == ["a.csv:22"]


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("a.txt", b"", "empty"),
        ("a.txt", b" \r\n\t", "empty"),
        ("a.txt", b"\xef\xbb\xbf", "empty"),
        ("a.txt", b"text\0with\0zeros and more than that", "encoding"),
        ("a.txt", bytes(range(256)) * 40, "encoding"),
        ("a.txt", b"%PDF-1.7\nstream", "unsupported"),
        ("a.docx", b"PK", "unsupported"),
        ("a.json", b"[]", "empty"),
        ("README", b"About these files", "unsupported"),
        ("a.tar.gz", b"\x1f\x8b", "unsupported"),
        ("a.parquet", b"PAR1 but not really", "unreadable"),
        ("a.parquet", b"", "unreadable"),
        ("a.xlsx", b"PK\x03\x04 no workbook", "unreadable"),
        ("a.zip", b"PK\x03\x04 no archive", "unreadable"),
        ("a.txt.gz", b"not gzip at all", "unreadable"),
        ("a.csv.gz", gzip.compress(b"text\n" + os.urandom(5000).hex().encode())[:-1000], "unreadable"),
        ("a.csv", b"title,outlet\na,b\n", "no text column"),
        ("a.jsonl", b'{"title": "x"}\n', "no text column"),
        ("a.jsonl", b"{broken\n", "bad row"),
        ("a.jsonl", b"[1, 2]\n", "bad row"),
        ("a.jsonl", b'"text"\n', "bad row"),
        ("a.jsonl", b"[" * 100_000, "bad row"),
        ("a.jsonl", b'{"text": ' + b"9" * 5000 + b"}", "bad row"),
        ("a.jsonl", b'{"text": 5}', "bad row"),
        ("a.jsonl", b'{"text": ["a"]}', "bad row"),
        ("a.jsonl", b'{"text": null}', "empty"),
        ("a.jsonl", b'{"text": NaN}', "empty"),
        ("a.jsonl", b'{"text": "half \\ud83d a pair"}', "encoding"),
        ("a.jsonl", b'{"text": "zero \\u0000"}', "encoding"),
        ("a.csv", b'text,outlet\n"never closed,A\nmore\n', "bad row"),
        ("a.csv", b'text,outlet\n"a" b,A\n', "bad row"),
        ("a.csv", b"text,outlet\na,b,c\n", "bad row"),
        ("a.csv", b"text,outlet\na\n", "bad row"),
    ],
)  # fmt: skip
def test_what_is_no_article_is_one_reject_with_its_reason(tmp_path, name, content, reason):
    articles, rejects = read(write(tmp_path / name, content))
    assert len(articles) == 0
    assert reasons(rejects) == [reason]
    assert rejects["origin"].iloc[0].startswith(name)


def test_rows_round_about_a_broken_one_survive(tmp_path):
    write(tmp_path / "a.csv", 'text,outlet\nOne.,A\n"x"y,B\nTwo.,C\na,b,c,d\nThree.,D,,\n')
    write(tmp_path / "b.jsonl", '{"text": "Four."}\n\n{oops}\n{"text": "Five."}')
    articles, rejects = read(tmp_path)
    assert articles["text"].tolist() == ["One.", "Two.", "Three.", "Four.", "Five."]
    assert rejects["origin"].str.rpartition(":")[2].tolist() == ["3", "5", "3"]


def test_rows_before_a_file_breaks_off_are_kept(tmp_path):
    body = "\n".join(json.dumps({"text": os.urandom(300).hex()}) for _ in range(200))
    path = write(tmp_path / "a.jsonl.gz", gzip.compress(body.encode())[:-20_000])
    articles, rejects = read(path)
    assert len(articles) == 0
    assert "unreadable" in reasons(rejects)


def test_origins_are_the_lines_that_a_reader_would_count(tmp_path):
    path = write(tmp_path / "a.csv", 'text,outlet\n"two\nlines",A\nThree.,B\n')
    assert read(path)[0]["origin"].tolist() == ["a.csv:2", "a.csv:4"]


def test_a_text_longer_than_the_csv_module_likes_is_read(tmp_path):
    long = "word " * 60_000
    before = csv.field_size_limit()
    assert read(write(tmp_path / "a.csv", f"text\n{long}\n"))[0]["n_characters"].tolist() == [300_000]
    assert csv.field_size_limit() == before


@pytest.mark.parametrize("name", ["a.txt", "a.csv", "a.jsonl"])
def test_an_endless_text_is_too_large(tmp_path, name, monkeypatch):
    monkeypatch.setattr("analysis.corpus.limits.LONGEST", 1000)
    monkeypatch.setattr("analysis.corpus.limits.LINE", 2000)
    text = "word " * 2000
    content = {
        "a.txt": text,
        "a.csv": f"text\n{text}\nOne.\n",
        "a.jsonl": json.dumps({"text": text}) + '\n{"text": "One."}',
    }
    articles, rejects = read(write(tmp_path / name, content[name]))
    assert "too large" in reasons(rejects)
    assert articles["text"].tolist() == ([] if name == "a.txt" else ["One."])


def test_a_gzip_bomb_is_not_unpacked(tmp_path, monkeypatch):
    monkeypatch.setattr("analysis.corpus.files.BOMB_BYTES", 1 << 16)
    articles, rejects = read(write(tmp_path / "a.jsonl.gz", gzip.compress(b" " * (16 << 20))))
    assert (len(articles), reasons(rejects)) == (0, ["too large"])


def test_archives_are_read_in_place_whatever_their_names_say(tmp_path, monkeypatch):
    monkeypatch.setattr("analysis.corpus.files.BOMB_BYTES", 1 << 16)
    with zipfile.ZipFile(tmp_path / "a.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("../../escape.txt", "Outside.")
        archive.writestr("/absolute.txt", "Rooted.")
        archive.writestr("news/metadata.csv", "file,outlet\nb.txt,B\n")
        archive.writestr("news/b.txt", "Inside.")
        archive.writestr("__MACOSX/news/._b.txt", "clutter")
        archive.writestr("inner.zip", b"PK")
        archive.writestr("bomb.txt", " " * (64 << 20))
    before = sorted(p for p in tmp_path.parent.rglob("*"))
    articles, rejects = read(tmp_path / "a.zip")
    assert sorted(p for p in tmp_path.parent.rglob("*")) == before
    assert dict(zip(articles["text"], articles["outlet"].fillna("-"), strict=True)) == {
        "Outside.": "-", "Rooted.": "-", "Inside.": "B",
    }  # fmt: skip
    assert sorted(reasons(rejects)) == ["too large", "unsupported"]


def test_an_encrypted_archive_is_told(tmp_path):
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("a.txt", "Secret.")
    data = bytearray(path.read_bytes())
    for mark, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.index(mark) + at] |= 1
    articles, rejects = read(write(path, bytes(data)))
    assert (len(articles), reasons(rejects)) == (0, ["unreadable"])


def test_odd_things_in_a_folder_are_told_and_hidden_ones_passed_over(tmp_path):
    write(tmp_path / ".DS_Store", b"\0")
    write(tmp_path / ".git" / "a.txt", "Hidden.")
    write(tmp_path / "~$lock.xlsx", b"x")
    os.mkfifo(tmp_path / "pipe.txt")
    (tmp_path / "gone.txt").symlink_to(tmp_path / "nowhere")
    (tmp_path / "round").symlink_to(tmp_path)
    write(tmp_path / "a.txt", "Seen.")
    articles, rejects = read(tmp_path)
    assert articles["text"].tolist() == ["Seen."]
    assert set(reasons(rejects)) == {"unsupported"}
    assert len(corpus.fingerprint(tmp_path)) == 64


def test_names_that_are_not_unicode_can_be_stored(tmp_path):
    (tmp_path / os.fsdecode(b"caf\xe9.txt")).write_text("One.")
    (tmp_path / os.fsdecode(b"caf\xe9.doc")).write_text("Two.")
    articles, rejects = read(tmp_path)
    assert articles["origin"].str.contains(r"caf\\udce9.txt").all()
    assert len(rejects) == 1


def test_metadata_that_cannot_be_stored_costs_its_value_only(tmp_path):
    row = '{"text": "One.", "title": "half \\ud83d", "author": "\\u0000", "outlet": "A", "k\\ud83d": "v"}'
    articles, rejects = read(write(tmp_path / "a.jsonl", row))
    assert articles["title"].isna().all()
    assert articles["author"].isna().all()
    assert articles["outlet"].tolist() == ["A"]
    assert reasons(rejects) == ["encoding"]
    assert rejects["detail"].tolist() == ["kept without its title, author"]


def test_headers_that_repeat_or_are_blank_get_names(tmp_path):
    articles, _ = read(write(tmp_path / "a.csv", "text,,desk,desk\na,b,c,d\n"))
    assert articles[["column 2", "desk", "desk column 4"]].iloc[0].tolist() == ["b", "c", "d"]


def test_a_workbook_is_read_sheet_by_sheet(tmp_path):
    path = tmp_path / "a.xlsx"
    with pd.ExcelWriter(path) as book:
        pd.DataFrame({"text": ["One.\nx", None], "date": [pd.Timestamp("2024-05-06"), None]}).to_excel(
            book, sheet_name="A", index=False
        )
        pd.DataFrame({"note": ["nothing"]}).to_excel(book, sheet_name="Notes", index=False)
        pd.DataFrame().to_excel(book, sheet_name="Blank")
    articles, rejects = read(path)
    assert articles["text"].tolist() == ["One.\nx"]
    assert articles["published"].tolist() == [pd.Timestamp("2024-05-06", tz="UTC")]
    assert rejects["origin"].tolist() == ["a.xlsx[Notes]"]
    assert reasons(rejects) == ["no text column"]


def test_a_cell_that_excel_has_cut_off_is_kept_and_told(tmp_path):
    pd.DataFrame({"text": ["x" * 32_767, "y" * 100]}).to_excel(tmp_path / "a.xlsx", index=False)
    articles, rejects = read(tmp_path / "a.xlsx")
    assert len(articles) == 2
    assert (reasons(rejects), rejects["origin"].tolist()) == (["too large"], ["a.xlsx[Sheet1]:2"])


def test_excels_escapes_are_characters_again(tmp_path):
    pd.DataFrame({"text": ["One._x000D_\nTwo _x005F_x000D_"]}).to_excel(tmp_path / "a.xlsx", index=False)
    assert read(tmp_path)[0]["text"].tolist() == ["One.\r\nTwo _x000D_"]


def test_texts_that_are_bytes_in_parquet_are_decoded(tmp_path):
    pd.DataFrame({"text": ["Café.".encode(), "Café.".encode("cp1252")]}).to_parquet(tmp_path / "a.parquet")
    articles, rejects = read(tmp_path)
    assert articles["text"].tolist() == ["Café."]
    assert reasons(rejects) == ["encoding"]


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=st.lists(st.tuples(STORABLE, STORABLE), min_size=1, max_size=5))
def test_whatever_csv_and_json_lines_can_hold_comes_back(tmp_path, rows):
    buffer = io.StringIO(newline="")
    csv.writer(buffer, quoting=csv.QUOTE_ALL).writerows([("text", "desk"), *rows])
    one = write(tmp_path / "a.csv", buffer.getvalue())
    two = write(tmp_path / "a.jsonl", "\n".join(json.dumps({"text": t, "desk": h}) for t, h in rows))
    for path in (one, two):
        articles, rejects = read(path)
        expected = [(text, title or None) for text, title in rows if text.strip()]
        titles = [None if pd.isna(title) else title for title in articles.get("desk", [])]
        assert list(zip(articles["text"], titles, strict=True)) == expected
        assert len(rejects) == len(rows) - len(expected)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    data=st.binary(max_size=200) | st.text(max_size=200).map(lambda s: s.encode("utf-8", "surrogatepass")),
    name=st.sampled_from(NAMES),
    head=st.sampled_from(HEADS),
)
def test_no_bytes_stop_a_run(tmp_path, data, name, head):
    for path in tmp_path.iterdir():
        path.unlink()
    write(tmp_path / name, head + data)
    articles, rejects = corpus.read(tmp_path)
    tables.validate("articles", articles)
    assert len(articles) + len(rejects) or not (head + data).strip() or name != "a.txt"


def test_rows_with_names_of_their_own_do_not_make_endless_columns(tmp_path):
    rows = [{"text": f"Text {n}.", f"key {n}": n} for n in range(400)]
    articles, _ = read(write(tmp_path / "a.jsonl", "\n".join(map(json.dumps, rows))))
    assert len(articles.columns) < 220
    assert articles["key 5"].iloc[5] == "5"
    assert json.loads(articles["further"].iloc[399]) == {"key 399": 399}


def test_a_wide_table_keeps_its_text_and_every_value(tmp_path):
    frame = pd.DataFrame({**{f"c{n}": [n] for n in range(500)}, "body": ["Snow fell."], "outlet": ["A"]})
    articles, _ = read(write(tmp_path / "a.csv", frame.to_csv(index=False)))
    assert articles[["text", "outlet", "c7"]].iloc[0].tolist() == ["Snow fell.", "A", "7"]
    assert json.loads(articles["further"].iloc[0])["c499"] == "499"


def test_white_space_round_an_outlet_makes_no_other_outlet(tmp_path):
    articles, _ = read(write(tmp_path / "a.csv", "text,outlet,desk\n One. ,A , x\nTwo.,  A,\n"))
    assert articles["outlet"].tolist() == ["A", "A"]
    assert (articles["text"].iloc[0], articles["desk"].iloc[0]) == (" One. ", " x")


def test_links_out_of_the_corpus_are_followed_only_when_asked(tmp_path):
    write(tmp_path / "else" / "secret.txt", "Elsewhere.")
    write(tmp_path / "else" / "folder" / "b.txt", "In a folder.")
    home = write(tmp_path / "corpus" / "a.txt", "At home.").parent
    (home / "link.txt").symlink_to(tmp_path / "else" / "secret.txt")
    (home / "more").symlink_to(tmp_path / "else" / "folder")
    (home / "again.txt").symlink_to(home / "a.txt")
    (tmp_path / "else" / "folder" / "round").symlink_to(tmp_path / "else" / "folder")
    articles, rejects = read(home)
    assert articles["text"].tolist() == ["At home."]
    assert sorted(rejects["origin"]) == ["corpus/link.txt", "corpus/more"]
    assert set(reasons(rejects)) == {"unsupported"}
    assert rejects["detail"].str.contains("--follow-links").all()
    articles, rejects = read(home, follow_links=True)
    assert sorted(articles["text"]) == ["At home.", "Elsewhere.", "In a folder."]
    assert len(rejects) == 0
    assert corpus.fingerprint(home) != corpus.fingerprint(home, follow_links=True)


def test_a_link_that_is_named_itself_is_followed(tmp_path):
    write(tmp_path / "else" / "a.txt", "Elsewhere.")
    (tmp_path / "corpus").symlink_to(tmp_path / "else")
    (tmp_path / "b.txt").symlink_to(tmp_path / "else" / "a.txt")
    assert [read(tmp_path / name)[0]["text"].tolist() for name in ("corpus", "b.txt")] == [["Elsewhere."]] * 2


def test_a_text_changed_within_its_size_and_time_is_another_corpus(tmp_path):
    path = write(tmp_path / "a.txt", "Bridge 7.")
    before, stat = corpus.fingerprint(tmp_path), path.stat()
    write(path, "Bridge 8.")
    os.utime(path, ns=(stat.st_atime_ns, stat.st_mtime_ns))
    assert path.stat().st_mtime_ns == stat.st_mtime_ns
    assert corpus.fingerprint(tmp_path) != before


def test_members_of_archives_are_read_or_told_however_they_are_named(tmp_path):
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        for number, name in enumerate(("..\\..\\up.txt", "C:\\x.txt", "/root.txt", "news\\b.txt")):
            archive.writestr(name, f"Text {number}.")
        archive.writestr("news\\metadata.csv", "file,outlet\nb.txt,B\n")
        archive.writestr("..", "Nameless.")
        link = zipfile.ZipInfo("link.txt")
        link.create_system, link.external_attr = 3, 0o120777 << 16
        archive.writestr(link, "/etc/passwd")
    articles, rejects = read(tmp_path / "a.zip")
    assert sorted(articles["text"]) == [f"Text {number}." for number in range(4)]
    assert articles.set_index("text")["outlet"]["Text 3."] == "B"
    assert reasons(rejects) == ["unsupported", "unsupported"]


def test_a_zip_of_blanks_is_refused_beyond_what_one_file_may_be(tmp_path, monkeypatch):
    monkeypatch.setattr("analysis.corpus.files.BOMB_BYTES", 3 << 20)
    with zipfile.ZipFile(tmp_path / "a.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        for number in range(6):
            archive.writestr(f"{number}.jsonl", b" " * (1 << 20))
        archive.writestr("z.txt", "An article.")
    articles, rejects = read(tmp_path / "a.zip")
    assert articles["text"].tolist() == ["An article."]
    assert reasons(rejects) == ["too large"] * 3


@pytest.mark.parametrize("codec", ["utf-16", "utf-32", "cp1252"])
@pytest.mark.parametrize("name", ["a.jsonl.gz", "a.csv.gz"])
def test_a_gzip_bomb_is_refused_in_any_encoding(tmp_path, monkeypatch, name, codec):
    monkeypatch.setattr("analysis.corpus.files.BOMB_BYTES", 1 << 18)
    write(tmp_path / name, gzip.compress(("é\n" + "\n" * (1 << 20)).encode(codec)))
    articles, rejects = read(tmp_path)
    assert len(articles) == 0
    assert "too large" in reasons(rejects)


def test_a_gzip_bomb_inside_an_archive_is_measured_by_what_lies_on_disk(tmp_path, monkeypatch):
    monkeypatch.setattr("analysis.corpus.files.BOMB_BYTES", 1 << 16)
    with zipfile.ZipFile(tmp_path / "a.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.jsonl.gz", gzip.compress(b" " * (1 << 24), mtime=0))
    assert reasons(read(tmp_path)[1]) == ["too large"]


def test_a_date_that_no_calendar_has_costs_the_date_and_not_the_file(tmp_path):
    import pyarrow as pa
    import pyarrow.parquet

    days = pa.array([2**62, -(2**62), 1_700_000_000_000_000], pa.timestamp("us"))
    pyarrow.parquet.write_table(
        pa.table({"text": ["One.", "Two.", "Three."], "date": days}), tmp_path / "a.parquet"
    )
    articles, rejects = read(tmp_path / "a.parquet")
    assert articles["text"].tolist() == ["One.", "Two.", "Three."]
    assert articles["published"].isna().tolist() == [True, True, False]
    assert reasons(rejects) == ["bad date", "bad date"]


def test_a_text_in_parquet_that_is_no_utf8_costs_its_row(tmp_path):
    import pyarrow as pa
    import pyarrow.parquet

    data = pa.array([b"caf\xe9 here", b"Good text."], pa.binary())
    text = pa.Array.from_buffers(pa.string(), 2, data.buffers())
    pyarrow.parquet.write_table(pa.table({"text": text}), tmp_path / "a.parquet")
    articles, rejects = read(tmp_path / "a.parquet")
    assert articles["text"].tolist() == ["Good text."]
    assert reasons(rejects) == ["encoding"]


@pytest.mark.parametrize("nested", [False, True])
def test_a_parquet_dictionary_that_unpacks_to_gigabytes_is_refused(tmp_path, monkeypatch, nested):
    import pyarrow as pa
    import pyarrow.parquet

    monkeypatch.setattr("analysis.corpus.files.BOMB_BYTES", 1 << 22)
    indices = pa.array([0] * 1000, pa.int32())
    texts = pa.DictionaryArray.from_arrays(indices, pa.array(["word " * 100_000]))
    if nested:
        lists = pa.ListArray.from_arrays(pa.array(range(1001), pa.int32()), texts)
        table = pa.table({"text": ["Good."] * 1000, "notes": lists})
    else:
        table = pa.table({"text": texts})
    pyarrow.parquet.write_table(table, tmp_path / "a.parquet", compression="zstd")
    write(tmp_path / "b.txt", "The rest goes on.")
    articles, rejects = read(tmp_path)
    assert "The rest goes on." in set(articles["text"])
    assert len(articles) < 12
    assert reasons(rejects).count("too large") == 1


def test_a_parquet_file_of_a_million_rows_in_nothing_is_refused(tmp_path, monkeypatch):
    import pyarrow as pa
    import pyarrow.parquet

    monkeypatch.setattr("analysis.corpus.files.BOMB_BYTES", 1 << 16)
    pyarrow.parquet.write_table(pa.table({"text": pa.array(["x"] * 500_000)}), tmp_path / "a.parquet")
    articles, rejects = read(tmp_path)
    assert (len(articles), reasons(rejects)) == (0, ["too large"])


def test_batches_are_small_where_other_columns_than_the_text_are_long(tmp_path):
    rows = [{"text": f"Text {number}.", "title": "word " * 1_000_000} for number in range(8)]
    path = write(tmp_path / "a.jsonl", "\n".join(map(json.dumps, rows)))
    assert [len(articles) for articles, _ in corpus.stream(path)] == [4, 4]


@pytest.mark.parametrize("large", [False, True])
def test_an_archive_of_a_million_members_is_refused_before_its_list_is_read(tmp_path, large, monkeypatch):
    monkeypatch.setattr("analysis.corpus.files._LIST_BYTES", 1 << 12)
    if large:
        monkeypatch.setattr(zipfile, "ZIP_FILECOUNT_LIMIT", 10)
    with zipfile.ZipFile(tmp_path / "many.zip", "w") as archive:
        archive.comment = b"of a test"
        for number in range(100):
            archive.writestr(f"{number}.txt", "Snow.")
    with zipfile.ZipFile(tmp_path / "few.zip", "w") as archive:
        archive.writestr("a.txt", "Rain.")
    articles, rejects = read(tmp_path)
    assert (articles["text"].tolist(), reasons(rejects)) == (["Rain."], ["too large"])
