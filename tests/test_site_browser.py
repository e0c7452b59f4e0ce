"""The site in a browser, from a folder: a number leads to its text in two clicks, and every quotation is found."""

import json
from pathlib import Path

import browser
import pandas as pd
import pytest

from analysis import annotate, show
from analysis import site as sites
from analysis.execution import Run
from analysis.show import tabular
from analysis.site.places import slug
from analysis.site.said import Choice, Said

pytestmark = pytest.mark.skipif(not browser.is_there(), reason="no browser here")
TEXT = (
    "A first line.\r\n\r\n“It rains in É{0}, </script> and on,” said Ada Byron. "
    "Bob Ray believes in \U0001f6a2 boat {0}."
)
LEADS = ({"outlet": "The Gazette", "kind": "direct"}, {"term": "boat 2"})
FAST = {"engine": "rules", "sentiment": "lexicon", "workers": 1}


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("browser")
    outlets, path = ("The Gazette", "The Herald"), folder / "articles.jsonl"
    rows = [
        {"id": f"a{n}", "outlet": outlets[n % 2], "title": "T", "published": f"2024-05-0{n + 1}"}
        | {"text": TEXT.format(n)}
        for n in range(4)
    ]
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    store = annotate.run(path, store=folder / "store", **FAST)
    table = tabular.table(pd.DataFrame({"what": ["a", "b"]}), leads=[json.dumps(lead) for lead in LEADS])
    output = {"output_type": "display_data", "data": {"text/html": str(table)}}
    output["metadata"] = {"newsbook": {"kind": "table", "name": "kinds"}}
    cell = {"cell_type": "code", "source": "x", "metadata": {}, "outputs": [output]}
    made = folder / "report"
    (made / "notebooks").mkdir(parents=True)
    beside = {**cell, "outputs": [_side_by_side()]}
    runs = [({"cells": [one]}, Run(name, 1.0)) for name, one in (("kinds", cell), ("beside", beside))]
    sites._site(made, store, Said.of(store, Choice()), runs, amount=None, title="T", given={})
    return made


def _side_by_side() -> dict:
    """Two outlets on one thing said: "bridge is" and "is shut" are in both, "today" in one."""
    frame = pd.DataFrame(
        [
            (0, "Ada", "", "North", "the bridge is shut", "said", "a0", 0),
            (0, "Ada", "", "South", "bridge is shut today", "said", "a1", 0),
        ],
        columns=["number", "heading", "note", "outlet", "content", "told", "article_id", "quotation"],
    )
    spans = [
        (0, 4, 13, "same", 1), (0, 11, 18, "same", 2), (1, 0, 9, "same", 1), (1, 7, 14, "same", 2),
        (1, 15, 20, "differs", -1),
    ]  # fmt: skip
    shown = show.side_by_side(
        frame, pd.DataFrame(spans, columns=["row", "start", "end", "role", "group"]), "told"
    )
    return {
        "output_type": "display_data",
        "data": {"text/html": str(shown.html)},
        "metadata": {"newsbook": {"kind": "table", "name": "told"}},
    }


@pytest.fixture(scope="module")
def window():
    with browser.opened() as found:
        yield found


DONE = "return document.getElementById('results').dataset.milliseconds"
FOUND = "return document.getElementById('found').textContent"
TYPE = (
    "const box = document.getElementById('query'); box.value = arguments[0];"
    "box.dispatchEvent(new Event('input', {bubbles: true}));"
)
COLOUR = "getComputedStyle(document.querySelector('mark.place')).backgroundColor"
ROWS = "return [...document.querySelectorAll('#results tr')].map(row => row.textContent)"


def test_from_a_number_to_its_text_in_two_clicks(site, window):
    window.go(site / "kinds.html")
    window.run("document.querySelector('td a').click()")
    window.wait("return document.getElementById('results')?.dataset.milliseconds")
    assert window.run(FOUND).startswith("2 quotations found")
    window.run("document.querySelector('#results td.long a').click()")
    shown = window.wait("return document.querySelector('mark:target')?.textContent")
    assert shown.startswith("“It rains in É") or shown.startswith("It rains in É")


def test_a_word_leads_to_its_place_whatever_characters_stand_before_it(site, window):
    window.go(site / "kinds.html")
    window.run("document.querySelectorAll('td a')[1].click()")
    window.wait("return document.getElementById('results')?.dataset.milliseconds")
    assert window.run(FOUND).startswith("1 places in 1 articles")
    window.run("document.querySelector('#results a').click()")
    assert window.wait("return document.querySelector('mark.place')?.textContent") == "boat 2"


def test_what_is_no_quotation_has_the_colour_of_none_until_it_is_sought(site, window):
    page = next((site / "articles").glob("*.html"))
    window.go(page)
    plain = "return getComputedStyle(document.body).backgroundColor && " + COLOUR
    window.run(
        "document.querySelector('.nb-article p').innerHTML = '<mark class=\"place\" id=\"c0-2\">It rains</mark>'"
    )
    assert window.run(plain) == "rgba(0, 0, 0, 0)"
    window.run("location.hash = '#c0-2'")
    assert window.wait("return document.querySelector('mark.place.found')?.textContent") == "It"
    assert window.run(plain) != "rgba(0, 0, 0, 0)"


LIT = "return [...document.querySelectorAll('mark.lit')].map(mark => mark.textContent)"
POINT = (
    "document.querySelectorAll('.nb-column')[arguments[0]].querySelectorAll('mark')[arguments[1]]"
    ".dispatchEvent(new PointerEvent('pointerover', {bubbles: true}))"
)


def test_what_is_pointed_at_is_lit_in_both_columns_and_nothing_else_is(site, window):
    window.go(site / "beside.html")
    assert window.run(LIT) == []
    window.run(POINT, 0, 0)
    assert window.run(LIT) == ["bridge ", "is", "bridge ", "is"]
    window.run(POINT, 1, 2)  # a piece of a mark that another cuts in two
    assert window.run(LIT) == [" shut", " shut"]
    window.run(POINT, 1, 3)  # what differs
    assert window.run(LIT) == []


def test_the_script_of_events_runs_where_a_heading_is_called_articles(site, window):
    window.go(site / "beside.html")
    window.run(
        "document.querySelector('main').prepend(Object.assign(document.createElement('h2'), {id: 'articles'}))"
    )
    window.run((site / "shared" / "event.js").read_text(encoding="utf-8"))  # fails where the script does


def test_by_keyboard_what_both_have_is_lit_too_and_leads_to_the_other_column(site, window):
    window.go(site / "beside.html")
    window.run("document.querySelector('.nb-column mark.same a').focus()")
    assert window.run(LIT) == ["bridge ", "is", "bridge ", "is"]
    window.run("document.activeElement.click()")
    there = "return document.querySelector('.nb-column:nth-child(2) mark:target')?.textContent"
    assert window.wait(there) == "bridge "
    window.run("document.activeElement.blur()")
    assert window.run(LIT) == []


def test_a_mark_that_is_pointed_at_says_whose_it_is(site, window):
    window.go(site / "articles" / f"{slug('a0')}.html")
    window.run(
        "document.querySelector('.nb-article mark[data-of^=s]')"
        ".dispatchEvent(new PointerEvent('pointerover', {bubbles: true}))"
    )
    assert (
        window.run("return document.querySelector('.nb-article mark[data-of^=s]').title")
        == "source of 1, Ada Byron"
    )


LOOKS = (
    "return [...document.querySelectorAll('.nb-article mark')].map(mark => [mark.dataset.of, "
    "getComputedStyle(mark).fontWeight, getComputedStyle(mark).borderBottomStyle, "
    "getComputedStyle(mark).backgroundColor !== 'rgba(0, 0, 0, 0)', "
    "getComputedStyle(mark).textDecorationStyle])"
)


def test_each_role_looks_its_own_way_and_what_does_not_count_only_when_asked_for(site, window):
    window.go(site / "articles" / f"{slug('a0')}.html")
    said = [["t1", "400", "none", True, "solid"], ["c1", "400", "dotted", False, "solid"]]
    said.append(["s1", "700", "solid", False, "solid"])
    others = ["S2", "C2", "T2"]
    assert window.run(LOOKS) == said + [[of, "400", "none", False, "solid"] for of in others]
    window.run("document.querySelector('details.others').open = true")
    assert window.run(LOOKS) == said + [[of, "400", "none", False, "dashed"] for of in others]


def test_every_quotation_is_found_and_what_is_not_there_is_not(site, window):
    for number in range(4):
        window.go(site / "quotations.html", f"#q=%C3%A9{number}%20%3C%2Fscript%3E")
        window.wait(DONE)
        assert len(window.run(ROWS)) == 1
    window.go(site / "quotations.html", "#q=nowhere")
    window.wait(DONE)
    assert window.run(FOUND) == "Nothing found in all 8 quotations."


def test_what_is_chosen_stands_in_the_address_and_sorts_all_rows(site, window):
    window.go(site / "quotations.html", "#outlet=The%20Herald&act=communication&sort=date")
    window.wait(DONE)
    rows = window.run(ROWS)
    assert [row[:10] for row in rows] == ["2024-05-02", "2024-05-04"]
    window.run(TYPE, "É3")
    assert len(window.run(ROWS)) == 1
    assert "q=%C3%893" in window.run("return location.hash")
    assert int(window.run(DONE)) < 200


def test_the_first_page_finds_them_too(site, window):
    window.go(site / "index.html")
    window.run(TYPE, "r")
    window.wait(DONE)
    assert "quotations found" in window.run(FOUND)
    assert window.run(
        "return [...document.querySelectorAll('#results a')].every(a => a.getAttribute('href'))"
    )
