"""Rows of tables lead to their texts."""

import json

import pandas as pd
from markupsafe import Markup

from analysis import tables
from analysis.show import leads, tabular
from analysis.site import themed
from analysis.site.places import Places, listed, slug


def places() -> Places:
    return Places(
        ["a/1"],
        outlets=["The Gazette"],
        speakers={"ada": "Ada Byron"},
        paged=["ada"],
        events=["e1"],
    )


def test_a_row_leads_to_the_narrowest_place_that_it_names():
    found, page = places(), f"articles/{slug('a/1')}.html"
    assert found.of({"article_id": "a/1", "quotation": 2, "outlet": "The Gazette"}) == f"{page}#q3"
    assert found.of({"article_id": "a/1", "start": 5, "end": 9}) == f"{page}#c5-9"
    assert found.ranges == {"a/1": {(5, 9)}}
    assert found.of({"article_id": "a/1"}) == page
    assert found.of({"event": "e1"}) == f"events/{slug('e1')}.html"
    assert found.of({"speaker_id": "ada"}) == f"speakers/{slug('ada')}.html"


def test_a_row_that_counts_leads_to_the_list_of_what_it_counts():
    of = places().of
    direct = "quotations.html#outlet=The%20Gazette&kind=direct&standing=counted"
    assert of({"outlet": "The Gazette", "kind": "direct"}) == direct
    assert of({"outlet": "The Gazette", "measure": "direct"}) == direct
    assert of({"outlet": "The Gazette", "measure": "loaded"}) == direct.replace("&kind=direct", "")
    assert of({"speaker": "Ada Byron"}) == "quotations.html#speaker=Ada%20Byron&standing=counted"
    assert of({"content": "It rains"}) == "quotations.html#q=It%20rains"
    assert of({"month": "2024-02"}) == "articles.html#since=2024-02-01&until=2024-02-29"
    assert of({"term": "sea & sand"}) == "words.html#w=sea%20%26%20sand"
    assert of({"outlet": "The Gazette", "from": "2024-05-01"}) == (
        "articles.html#outlet=The%20Gazette&since=2024-05-01"
    )
    assert of({"outlet": "3 others"}) == "articles.html"


def test_a_theme_leads_to_its_articles_and_a_name_to_where_it_stands():
    of = Places(["a/1"], outlets=["The Gazette"], speakers={"ada": "Ada Byron"}, themes=[0, 1]).of
    assert of({"theme": 0}) == "articles.html#theme=0"
    assert of({"theme": 1, "outlet": "The Gazette"}) == "articles.html#theme=1&outlet=The%20Gazette"
    assert of({"theme": 7}) == "articles.html"
    assert of({"theme": 1, "article_id": "a/1"}) == f"articles/{slug('a/1')}.html"
    assert of({"name": "Otto Falk", "gender": "male"}) == "words.html#w=Otto%20Falk"
    assert "ada" in of({"name": "Ada Byron", "gender": "female", "speaker_id": "ada"})
    assert of({"gender": "male"}) == "quotations.html#gender=male&standing=counted"


def test_themes_are_read_from_what_a_notebook_wrote_and_names_as_they_were(tmp_path):
    assert themed.of(tmp_path) == {}
    rows = pd.DataFrame({"theme": [0, 3], "words": ["sea, sand", "=1"], "article_id": ["a1", "=a2"]})
    (tmp_path / "06-themes").mkdir()
    tables.write_csv(rows, tmp_path / "06-themes" / "theme-articles.csv")
    assert themed.of(tmp_path) == {"a1": (0, "sea, sand"), "=a2": (3, "=1")}


def test_what_has_no_page_has_no_place():
    found = places()
    assert found.quotation("nowhere", 1) == ""
    assert "nowhere" not in found.of({"article_id": "nowhere", "quotation": 1})
    assert listed("words.html", w="", outlet=None) == "words.html"


def test_every_row_gets_one_link_and_nothing_of_it_is_lost():
    frame = pd.DataFrame(
        {"outlet": ["The Gazette", '"><script>'], "kind": ["direct", "mixed"], "article_id": ["a/1", None]}
    )
    html = tabular.table(frame, leads=leads.of(frame), keys=leads.KEYS)
    assert json.loads(Markup(html.split('data-lead="')[1].split('"')[0]).unescape())["article_id"] == "a/1"
    linked = places().linked(html)
    assert linked.count("<a href=") == 2
    assert "data-lead" not in linked
    assert "<script" not in linked
    assert '<td class="key" dir="auto">a/1</td>' in linked


def test_the_link_stands_in_the_first_cell_that_a_page_shows_and_leads_there_from_a_folder():
    frame = pd.DataFrame({"event": ["e1"], "article_id": ["a/1"], "title": ["<b>Rain</b>"], "n": [2]})
    html = tabular.table(frame, leads=leads.of(frame), keys=leads.KEYS)
    linked = places().linked(html, root="../")
    assert '<td class="key" dir="auto">e1</td><td class="key" dir="auto">a/1</td>' in linked
    url = places().of({"article_id": "a/1"})
    assert f'<td class="short" dir="auto"><a href="../{url}">&lt;b&gt;Rain&lt;/b&gt;</a></td>' in linked


def test_labels_of_a_figure_lead_to_the_texts_of_what_they_name():
    below = places().below(Markup("<text x='1'>The Gaz…</text><text>Ada Byron</text><text>0.5</text>"))
    assert "quotations.html#outlet=The%20Gazette" in below
    assert "quotations.html#speaker=Ada%20Byron" in below
    assert below.count("<a ") == 2
    assert 'href="articles.html"' in places().below(Markup("<text>0.5</text>"))


def test_labels_with_a_count_lead_there_too_and_verbs_and_words_where_a_figure_has_these():
    labels = Markup(
        "<text>Ada Byron (1,204)</text><text>said (9)</text><text>share</text><text>7 others (3)</text>"
    )
    below = places().below(labels)
    assert below.count("<a ") == 1
    assert 'href="quotations.html#speaker=Ada%20Byron">Ada Byron (1,204)</a>' in below
    assert "quotations.html#cue=said" in places().below(labels, "verbs")
    assert "words.html#w=said" in places().below(labels, "frequency")
    assert places().below(labels, "verbs").count("<a ") == 2


def test_a_column_has_one_precision_and_what_is_no_zero_is_not_shown_as_one():
    html = tabular.table(pd.DataFrame({"p": [0.5, 0.25, 0.00001]}))
    assert [cell.split("<")[0] for cell in html.split('">')[1:] if cell[:1].isdigit()] == ["0.500", "0.250"]
    assert "&lt;0.001<" in html
