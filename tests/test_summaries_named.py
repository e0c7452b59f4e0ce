"""Who is in the news and who gets to speak: shares over articles, unknown gender told, bylines left out."""

import pandas as pd
import pytest

from analysis import annotate, figures, summaries
from analysis.figures import style


def named(rows: list[tuple]) -> pd.DataFrame:
    columns = ["article_id", "name", "kind", "gender", "outlet", "quoted"]
    found = pd.DataFrame(rows, columns=columns)
    return found.assign(cluster=found["article_id"], count=1, speaker_id=None, month="2020-01")


NEWS = named(
    [
        (f"a{n}", name, kind, gender, "The Pier" if n < 8 else "The Gull", quoted)
        for n in range(12)
        for name, kind, gender, quoted in (
            ("Ada Lund", "person", "female", n % 3 == 0),
            ("Ben Roe", "person", "male", n % 3 != 0),
            ("Kim Moe", "person", "unknown", False),
            ("Harbour Commission", "organisation", "unknown", n < 3),
        )
    ]
)


def test_the_share_who_speak_is_of_those_named_with_an_interval_over_articles():
    by = summaries.speaking(NEWS, by="kind").set_index("kind")
    assert by.loc["person", ["n", "total", "articles"]].tolist() == [12, 36, 12]
    assert by.loc["person", "share"] == pytest.approx(1 / 3)
    assert by.loc["organisation", "share"] == pytest.approx(1 / 4)
    assert by.loc["organisation", "low"] < 1 / 4 < by.loc["organisation", "high"]
    assert by.loc["person", "why"]  # every article has one of three: no variation


def test_groups_are_the_largest_first():
    by = summaries.speaking(NEWS, by="outlet", top=5)
    assert by["outlet"].tolist() == ["The Pier", "The Gull"]
    assert by["total"].tolist() == [32, 16]


def test_unknown_gender_is_in_no_share_and_is_told():
    found = summaries.genders_named_and_quoted(NEWS).set_index("among")
    assert found.loc["named", ["n", "total", "unknown"]].tolist() == [12, 24, 12]
    assert found.loc["quoted", ["n", "total", "unknown"]].tolist() == [4, 12, 0]
    assert found.loc["named", "share"] == pytest.approx(1 / 2)
    assert found.loc["quoted", "share"] == pytest.approx(1 / 3)
    assert "gender of 12 (33 %)" in summaries.described_named(NEWS)


def test_who_is_named_most_counts_articles_and_those_that_quote():
    most = summaries.most_named(NEWS, top=2)
    assert most["name"].tolist() == ["Ada Lund", "Ben Roe"]
    assert most["articles"].tolist() == [12, 12]
    assert most["quoted"].tolist() == [4, 8]


def test_nobody_named_is_a_sentence():
    assert "No person" in summaries.described_named(NEWS.head(0))
    assert style.sentence_of(figures.speaking(summaries.speaking(NEWS.head(0), by="outlet", top=3)))
    assert not len(summaries.most_named(NEWS.head(0)))


def test_the_figure_says_of_how_many():
    drawing = figures.speaking(summaries.speaking(summaries.people(NEWS), by="outlet", top=5))
    assert "36" in drawing.get_title(loc="left") + drawing.get_title()


def test_a_store_tells_who_is_named_and_quoted_but_not_who_wrote(tmp_path):
    (tmp_path / "a.csv").write_text(
        "id,outlet,author,text\n"
        '1,The Pier,Eve Moe,"Eve Moe met Ada Lund in Oslo, Norway. “We are late,” Lund said. Ben Roe waved."\n',
        encoding="utf-8",
    )
    store = annotate.run(
        tmp_path / "a.csv", store=str(tmp_path / "store"), engine="rules", sentiment="lexicon", workers=1
    )
    articles = summaries.selection(store)
    news = summaries.in_the_news(store, articles).set_index("name")
    assert news["quoted"].to_dict() == {"Ada Lund": True, "Oslo": False, "Norway": False, "Ben Roe": False}
    assert news.loc["Ada Lund", "speaker_id"] == store.speakers["speaker_id"].iloc[0]
    assert pd.isna(news.loc["Ben Roe", "speaker_id"])
    assert summaries.named_places(store, articles)["code"].tolist() == ["NO", "NO"]
