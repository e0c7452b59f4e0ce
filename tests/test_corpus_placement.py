"""What paths say: folders `outlet=X`, and patterns of our own."""

from pathlib import PurePosixPath

import pandas as pd
import pytest
from test_corpus import read, reasons, write

from analysis.corpus import placement

VALE = {"outlet": "vale", "published": "2020-05-06"}


@pytest.mark.parametrize(
    ("pattern", "path", "found"),
    [
        ("{outlet}/{published}*.txt", "c/vale-post/2020-05-06_mill.txt", VALE | {"outlet": "vale-post"}),
        ("{outlet}/{published}*.txt", "vale/20200506.TXT", {"outlet": "vale", "published": "20200506"}),
        ("{outlet}/{date} {title}", "vale/2020_05_06-The mill.txt", VALE | {"title": "The mill"}),
        ("{outlet}_{published}_*", "the-vale 6 May 2020 x.txt.gz", {"outlet": "the-vale", "published": "6 May 2020"}),
        ("{newspaper}/{year}/{month}/{day}/*", "V/2020/5/6/mill.txt", {"outlet": "V", "published": "2020-05-06"}),
        ("./{outlet} - {section}/*.csv", "Vale_Sport/a.csv", {"outlet": "Vale", "section": "Sport"}),
        ("news {desk}.csv", "NEWS-home desk.csv", {"desk": "home desk"}),
        ("*/{outlet}*.txt", None, None),
        ("{outlet}/{published}*.txt", "vale-post/mill.txt", None),
        ("{outlet}/{published}*.txt", "2020-05-06.txt", None),
        ("{outlet}/*.csv", "vale/a.txt", None),
        ("{published}.txt", "2020-05-061.txt", None),
    ],
)  # fmt: skip
def test_patterns_find_fields_in_paths(pattern, path, found):
    if path is None:
        with pytest.raises(ValueError, match="nothing stands between"):
            placement.pattern(pattern, {})
    else:
        assert placement.said(PurePosixPath(path), placement.pattern(pattern, {})) == found


@pytest.mark.parametrize(
    "pattern",
    ["", "*.txt", "{outlet}{title}", "{outlet}/{outlet}", "{outlet}/{newspaper}", "{text}/*", "{sha256}/*", "{}/*",
     "{outlet/*", "outlet}/*", "**/{outlet}", "{title}*", "{desk}/*"],
)  # fmt: skip
def test_what_is_no_pattern_is_refused_before_anything_is_read(tmp_path, pattern):
    write(tmp_path / "a.txt", "The mill closed.")
    with pytest.raises(ValueError, match=r"path pattern|computed"):
        read(
            tmp_path, path_pattern=pattern or " ", columns={"desk": "section"} if "desk" in pattern else None
        )


@pytest.mark.parametrize("name", ["-" * 400, "a-" * 200, "2020-05-06" * 40, "_" * 499 + ".txt"])
def test_no_name_makes_a_pattern_slow(name):
    by = placement.pattern("{a}-{b}-{c}-{d} {published}_{e} *-{f}.txt", {})
    for _ in range(200):
        placement.said(PurePosixPath(name), by)


def test_articles_have_what_their_path_says_and_the_rest_is_told(tmp_path):
    write(tmp_path / "vale-post" / "2020-05-06_mill.txt", "The mill closed.")
    write(tmp_path / "vale-post" / "notes.txt", "The mill opened.")
    articles, rejects = read(tmp_path, path_pattern="{outlet}/{published}*.txt")
    assert articles["outlet"].fillna("-").tolist() == ["vale-post", "-"]
    assert articles["published"].dt.day.tolist()[0] == 6
    assert reasons(rejects) == ["bad path"]
    assert rejects["origin"].iloc[0].endswith("notes.txt")
    with pytest.raises(ValueError, match=r"no file is of that form; the first is .*mill\.txt"):
        read(tmp_path, path_pattern="{outlet}/{published}.csv")


def test_one_file_alone_is_seen_with_its_folders(tmp_path):
    path = write(tmp_path / "vale" / "2020-05-06.txt", "The mill closed.")
    assert read(path, path_pattern="{outlet}/{published}.txt")[0]["outlet"].tolist() == ["vale"]


def test_a_path_wins_over_a_column_that_is_kept(tmp_path):
    write(tmp_path / "vale" / "a.csv", "text,source,desk\nThe mill closed.,rss,home\n")
    articles, _ = read(tmp_path, path_pattern="{outlet}/*")
    assert articles[["outlet", "given_outlet", "desk"]].iloc[0].tolist() == ["vale", "rss", "home"]


def test_dates_of_paths_have_one_order(tmp_path):
    for name in ("03-04-2020", "05-25-2020"):
        write(tmp_path / f"{name}.txt", f"The mill closed on {name}.")
    articles, rejects = read(tmp_path, path_pattern="{published}.txt")
    assert articles["published"].dt.month.tolist() == [3, 5]
    assert len(rejects) == 0
    articles, rejects = read(tmp_path / "03-04-2020.txt", path_pattern="{published}.txt")
    assert reasons(rejects) == ["ambiguous date"]
    assert read(tmp_path, path_pattern="{published}.txt", dates="dayfirst")[0][
        "published"
    ].dt.month.tolist() == [4, 5]


def test_folders_that_are_partitions_are_columns(tmp_path):
    place = tmp_path / "outlet=Vale%20Post" / "year=2020" / "desk=__HIVE_DEFAULT_PARTITION__"
    place.mkdir(parents=True)
    pd.DataFrame({"body": ["The mill closed."], "desk": ["home"]}).to_parquet(place / "a.parquet")
    write(place / "b.txt", "The mill opened.")
    articles, rejects = read(tmp_path)
    assert articles["outlet"].tolist() == ["Vale Post"] * 2
    assert articles["year"].tolist() == ["2020"] * 2
    assert articles["desk"].fillna("-").tolist() == ["home", "-"]
    assert len(rejects) == 0
