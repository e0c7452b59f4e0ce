"""Day or month first: what the dates of a column prove holds for all of it, and nothing is guessed."""

import json

import pandas as pd
import pytest
from test_corpus import read, reasons, write

from analysis import corpus
from analysis.corpus import dates

DAYS = pd.date_range("2019-01-01", periods=336)


def table(path, written):
    rows = [f'"The mill closed, {n}.",{day}' for n, day in enumerate(written)]
    return write(path, "text,date\n" + "\n".join(rows) + "\n")


@pytest.mark.parametrize("form", ["%m/%d/%Y", "%d/%m/%Y", "%d.%m.%Y", "%m-%d-%Y", "%d/%m/%y", "%m/%d/%y", "%m.%d.%Y",
                                  "%m/%d/%Y %H:%M", "%d/%m/%Y, %H:%M Uhr"])  # fmt: skip
def test_of_a_column_with_one_order_no_date_is_lost(tmp_path, form):
    articles, rejects = read(table(tmp_path / "a.csv", [f'"{day}"' for day in DAYS.strftime(form)]))
    assert articles["published"].dt.date.tolist() == DAYS.date.tolist()
    assert len(rejects) == 0


def test_every_kind_of_table_is_a_column(tmp_path):
    frame = pd.DataFrame({"text": ["One.", "Two."], "date": ["03/04/2020", "12/25/2020"]})
    frame.to_json(tmp_path / "a.jsonl", orient="records", lines=True)
    frame.to_json(tmp_path / "b.json", orient="records")
    frame.to_parquet(tmp_path / "c.parquet")
    frame.to_excel(tmp_path / "d.xlsx", index=False)
    frame.to_csv(tmp_path / "e.csv.gz", index=False)
    articles, rejects = read(tmp_path)
    assert articles["published"].dt.month.tolist() == [3, 12] * 5
    assert len(rejects) == 0


def test_files_of_one_article_each_are_one_column(tmp_path):
    for n, day in enumerate(["03/04/2020", "12/25/2020"]):
        write(tmp_path / f"{n}.json", json.dumps({"text": f"Article {n}.", "date": day}))
    assert read(tmp_path)[0]["published"].dt.month.tolist() == [3, 12]
    assert reasons(read(tmp_path / "0.json")[1]) == []


def test_metadata_beside_texts_is_a_column(tmp_path):
    write(tmp_path / "metadata.csv", "file,date\na.txt,03/04/2020\nb.txt,25/12/2020\n")
    write(tmp_path / "a.txt", "One.")
    write(tmp_path / "b.txt", "Two.")
    assert read(tmp_path)[0]["published"].dt.month.tolist() == [4, 12]


def test_one_file_proves_nothing_for_another(tmp_path):
    table(tmp_path / "a.csv", ["25/12/2020", "03/04/2020"])
    table(tmp_path / "b.csv", ["03/04/2020"])
    articles, rejects = read(tmp_path)
    assert articles["published"].isna().tolist() == [False, False, True]
    assert rejects[["origin", "reason"]].values.tolist()[0][1] == "ambiguous date"


@pytest.mark.parametrize(
    "written", [["03/04/2020", "05/06/2020"], ["03/04/2020", "25/12/2020", "12/25/2020"]]
)
def test_what_nothing_or_both_orders_prove_is_kept_without_a_date_and_counted_apart(tmp_path, written):
    path = table(tmp_path / "a.csv", [*written, "soon"])
    found = corpus.describe(corpus.stream(path))
    assert found["articles"] == len(written) + 1
    assert found["ambiguous_dates"]["examples"][0] == "03/04/2020"
    assert found["rejects"] == {"ambiguous date": found["ambiguous_dates"]["n"], "bad date": 1}


def test_the_order_that_is_given_wins_but_not_over_what_can_be_read_in_one_way(tmp_path):
    path = table(tmp_path / "a.csv", ["03/04/2020", "12/25/2020", "05.06.2020"])
    assert read(path, dates="dayfirst")[0]["published"].dt.month.tolist() == [4, 12, 6]
    assert read(path, dates="monthfirst")[0]["published"].dt.month.tolist() == [3, 12, 5]
    short = table(tmp_path / "b.csv", ["20/05/06", "05/06/07"])
    assert read(short, dates="ymd")[0]["published"].dt.strftime("%Y%m%d").tolist() == ["20200506", "20050607"]
    with pytest.raises(ValueError, match="dayfirst, monthfirst, ymd"):
        corpus.stream(path, dates="american")


def test_a_broken_row_does_not_hide_what_the_others_prove(tmp_path):
    path = write(tmp_path / "a.csv", 'text,date\nOne.,03/04/2020\n"Tw"o,x\nThree.,12/25/2020\n')
    articles, rejects = read(path)
    assert articles["published"].dt.month.tolist() == [3, 12]
    assert reasons(rejects) == ["bad row"]


@pytest.mark.parametrize(
    ("values", "order"),
    [(["12/25/2017"], "monthfirst"), (["25.12.2017", None, 5, "x"], "dayfirst"), (["99/05/06"], "ymd"),
     (["2017-12-25", "25 Dec 2017", "40/05/2017", "13/13/2017"], None), ([], None),
     (["Sat 12/31/16"], "monthfirst"), (["12/25/2017", "25/12/2017"], None)],
)  # fmt: skip
def test_what_proves_an_order(values, order):
    assert dates.proven(values) == order
