"""Tellings side by side: what differs is marked, what is the same leads from one outlet to the other and back."""

import re

import pandas as pd

from analysis import show

HOSTILE = '<script>alert(1)</script> "x"'
COLUMNS = ["number", "heading", "note", "outlet", "content", "told", "article_id", "quotation"]
SPANS = ["row", "start", "end", "role", "group"]


def shown(tellings: list[tuple], spans: list[tuple], **options) -> str:
    frame, marks = pd.DataFrame(tellings, columns=COLUMNS), pd.DataFrame(spans, columns=SPANS)
    return str(show.side_by_side(frame, marks, "told", **options).html)


TWO = [
    (0, "Ada", "told differently: said / alleged", "North", "the bridge is shut", "said (neutral)", "a", 3),
    (0, "Ada", "told differently: said / alleged", "South", "it is closed", "alleged", "b", 0),
    (1, "Bo", "", "South", "more", "said", "b", 1),
]


def test_a_section_for_each_thing_said_and_a_column_for_each_outlet():
    html = shown(TWO, [])
    assert html.count('<section class="nb-told">') == 2
    assert re.findall(r'class="nb-outlet" dir="auto">(\w+)<', html) == ["North", "South", "South"]
    assert "told differently: said / alleged" in html
    assert "n = 2" in html


def test_what_is_the_same_leads_to_the_other_outlet_and_back():
    html = shown(TWO, [(0, 14, 18, "same", 0), (1, 6, 12, "same", 0), (0, 4, 10, "differs", -1)])
    links = re.findall(r'<mark class="same" id="([^"]+)"><a href="#([^"]+)">(\w+)</a>', html)
    (one, to_two, first), (two, to_one, second) = links
    assert (first, second) == ("shut", "closed")
    assert (to_two, to_one) == (two, one)
    assert '<mark class="differs">bridge</mark>' in html


def test_a_second_telling_of_one_outlet_leads_to_the_other_outlet():
    rows = [
        (0, "Ada", "", outlet, "rain", "said", "a", n) for n, outlet in enumerate(["North", "North", "South"])
    ]
    html = shown(rows, [(row, 0, 4, "same", 7) for row in range(3)])
    assert re.findall(r'id="told-7-(\d)"><a href="#told-7-(\d)"', html) == [
        ("0", "2"),
        ("1", "2"),
        ("2", "0"),
    ]


def test_everything_is_escaped_and_each_telling_says_where_it_stands():
    html = shown([(0, HOSTILE, HOSTILE, HOSTILE, HOSTILE, HOSTILE, "a", 3)], [])
    assert "<script" not in html
    assert '<footer data-lead="{&#34;article_id&#34;: &#34;a&#34;, &#34;quotation&#34;: 3' in html


def test_the_first_are_shown_all_are_written_and_nothing_is_told(tmp_path):
    html = shown(TWO, [(2, 0, 4, "differs", -1)], rows=1, downloads=tmp_path)
    assert html.count("<section") == 1
    assert "1 of 2" in html
    assert len(pd.read_csv(tmp_path / "told.csv")) == 3
    assert "nothing to show (n = 0)" in shown([], [])
