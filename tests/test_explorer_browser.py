"""The explorer in Chromium: a letter filters, a row shows its text, code can be copied, nothing of a text is HTML."""

import json
from pathlib import Path

import pytest

from analysis import explorer
from analysis.explorer.session import Session
from tests.chromium import CHROMIUM, Browser, Kernel
from tests.reviewed import run

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="no Chromium here")

TEXT = "“The bridge is shut,” said Ann Lee. 😀 It was raining.\n\n“<img src=x onerror=alert(1)> waits,” Bob Ray said."


class Answering:
    """A session as the test's page asks it: each answer in a list."""

    def __init__(self, session):
        self.session = session

    def answer(self, message, *, at):
        return [self.session.answer(message)]


@pytest.fixture(scope="module")
def browser(tmp_path_factory):
    folder = tmp_path_factory.mktemp("explored")
    row = {"id": "one", "outlet": "Post", "date": "2024-01-03", "text": TEXT}
    (folder / "corpus.jsonl").write_text(json.dumps(row), encoding="utf-8")
    kernel = Kernel(Answering(Session(run(folder))), Path(explorer.__file__).parent)
    opened = Browser()
    opened.go(kernel.address, "document.querySelectorAll('.nbx tbody tr').length === 2")
    yield opened
    opened.close()
    kernel.close()


def test_what_is_typed_filters_and_the_code_follows(browser):
    browser.js("document.querySelector('.nbx input').focus()")
    browser.type("Bridge")
    browser.wait("document.querySelectorAll('.nbx tbody tr').length === 1")
    assert browser.js("document.querySelector('.nbx-told').textContent") == "1 quotation in 1 article"
    assert "word='Bridge'" in browser.js("document.querySelector('.nbx-code pre').textContent")
    browser.js(
        "(i => { i.value = ''; i.dispatchEvent(new Event('input')); })(document.querySelector('.nbx input'))"
    )
    browser.wait("document.querySelectorAll('.nbx tbody tr').length === 2")


def test_a_row_opened_by_keyboard_shows_its_article_with_the_quotation_marked(browser):
    browser.js("document.querySelectorAll('.nbx tbody button')[1].focus()")
    browser.press("Enter")
    browser.wait("document.querySelector('.nbx-text .nbx-chosen')")
    assert browser.js("document.querySelector('.nbx-text p:last-child').textContent") == TEXT
    assert browser.js("document.querySelector('.nbx-chosen.nbx-source').textContent") == "Bob Ray"
    assert browser.js("document.querySelectorAll('.nbx img').length") == 0


def test_a_head_sorts_up_down_and_not_at_all(browser):
    states = []
    for _ in range(3):
        browser.js(
            "[...document.querySelectorAll('.nbx th button')].find(b => b.textContent.startsWith('speaker')).click()"
        )
        states.append(browser.js("document.querySelectorAll('.nbx th')[2].getAttribute('aria-sort')"))
    assert states == ["ascending", "descending", "none"]


def test_it_asks_nobody_else_and_breaks_nothing(browser):
    assert not [
        url for url in browser.requests if not url.startswith(("http://127.0.0.1:", "about:", "data:"))
    ]
    assert browser.errors == []
