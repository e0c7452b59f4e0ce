"""Pages from their templates: what each carries in itself, and what those share of which there are thousands."""

import re

import pytest
from markupsafe import Markup

from analysis.site import pages

COMMON = {"navigation": [], "pages": [], "version": "1", "root": "../", "chosen": ""}
NOTHING = {"html": Markup(""), "total": 0, "left": 0}


def test_the_page_of_an_event_is_made_of_what_it_is_given_and_shares_style_and_script():
    about = {
        "event": {"title": "The <bridge>"},
        "id": "e1",
        "lead": "Two articles.",
        "articles": [],
        "space": "",
    }
    html = pages.render("event.html", **about, told=NOTHING, alone=NOTHING, here="events.html", **COMMON)
    assert "<h1" in html
    assert "The &lt;bridge&gt;" in html
    assert "No saying was found in one of them alone." in html
    assert '<link rel="stylesheet" href="../shared/event.css">' in html
    assert "<style>" not in html
    assert "style-src 'self' file:;" in html
    assert "'strict-dynamic'" in html


def test_a_page_of_few_carries_its_style_and_works_alone():
    html = pages.render(
        "speakers.html", note="n", others="o", people="p", table="", here="speakers.html", **COMMON
    )
    assert re.search(r"style-src 'sha256-[^' ]+';", html)
    assert "<style>" in html
    assert "<link" not in html
    assert "save it, send it" in html


def test_the_page_of_a_speaker_has_no_script_that_could_load_others():
    about = {"name": "Ada", "kind": "person", "note": "n", "people": "p", "everything": "x", "said": []}
    html = pages.render("speaker.html", **about, here="speakers.html", **COMMON)
    assert "strict-dynamic" not in html
    assert "<script></script>" in html


@pytest.mark.parametrize("name", ["article.css", "article.js", "event.css", "event.js", "speaker.css"])
def test_what_is_shared_is_written_once(name, tmp_path):
    pages.write_shared(tmp_path)
    assert len((tmp_path / "shared" / name).read_text(encoding="utf-8")) > 500
    assert len(list(tmp_path.rglob("*.*"))) == 5
