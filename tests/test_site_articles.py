"""The reading room of the site: which articles are shown, in which order."""

import hashlib

import pandas as pd

from analysis.site import articles as room


def listed(*published: str | None) -> pd.DataFrame:
    ids = [f"a{n}" for n in range(len(published))]
    return pd.DataFrame({"article_id": ids, "published": pd.to_datetime(list(published), utc=True)})


def test_articles_are_shown_latest_first_and_undated_ones_last():
    found = room.sample(listed("2024-01-01", None, "2024-03-01", "2024-02-01"))
    assert found["article_id"].tolist() == ["a2", "a3", "a0", "a1"]


def test_of_many_articles_those_with_the_lowest_hashes_are_shown_everywhere():
    articles = listed(*["2024-01-01"] * 9)
    lowest = sorted(articles["article_id"], key=lambda i: hashlib.sha256(i.encode()).hexdigest())[:3]
    assert room.sample(articles, 3)["article_id"].tolist() == sorted(lowest, reverse=True)
    assert set(room.sample(articles[::-1], 3)["article_id"]) == set(lowest)


def voice(**given) -> dict:
    base = {"source": None, "speaker_id": None, "confidence": float("nan"), "quotation": 0, "kind": "direct"}
    base |= {"act": None, "parent": None, "standing": "counted"}
    speaker = "Ada Byron" if given.pop("speaker_id", None) == "s" else None
    return room._in_margin({**base, "content": "x", "speaker": speaker, **given})


def test_who_speaks_is_the_name_with_the_words_of_the_text():
    assert voice(source="she", speaker_id="s")["who"] == "Ada Byron (“she”)"
    assert voice(source="Ada Byron", speaker_id="s")["who"] == "Ada Byron"
    assert voice(speaker_id="s")["who"] == "Ada Byron"
    assert voice(source="she")["who"] == voice(source="she", speaker_id="unknown")["who"] == "she"
    assert voice()["who"] == "nobody named"


def test_a_line_of_the_margin_tells_number_kind_act_and_confidence():
    assert (voice(quotation=2)["number"], voice()["about"]) == (3, "direct")
    assert voice(confidence=0.956, act="communication")["about"] == "direct · confidence 96\u00a0%"
    assert voice(kind="indirect", act="belief", parent=2)["about"] == "indirect belief · inside another"
    long = voice(content="word " * 60)["content"]
    assert long.endswith(" …")
    assert len(long) <= room.EXCERPT + 2
