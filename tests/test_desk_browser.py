"""The desk in Chromium: ten quotations by keys alone, nothing lost to killed kernels, words selected by mouse."""

import json
import random
import time

import pytest

from analysis import review
from analysis.desk.session import Session
from analysis.review.codings import coded
from tests.chromium import CHROMIUM, Browser, Kernel, Process
from tests.reviewed import run

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="no Chromium here")

WHAT = ("bridge", "harbour", "ferry", "school", "market", "tower", "station", "museum", "garden", "library")
WHO = (
    "Ida Quill",
    "Bob Ray",
    "Ann Lee",
    "Joe Fox",
    "Eve Hill",
    "Tom Reed",
    "Zoe Park",
    "Max Bell",
    "Una Fell",
)
SAID = [f"“The {what} is closed,” said {who}." for what, who in zip(WHAT, (*WHO, "Roy Dale"), strict=True)]
TEXT = "\n\n".join([*SAID, "Rain fell 😀 so the drivers yesterday evening."])


@pytest.fixture(scope="module")
def browser():
    opened = Browser()
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def annotated(tmp_path_factory):
    folder = tmp_path_factory.mktemp("browser")
    row = {"id": "ten", "outlet": "Post", "text": TEXT}
    (folder / "corpus.jsonl").write_text(json.dumps(row), encoding="utf-8")
    return run(folder)


@pytest.fixture
def desk(browser, annotated, request):
    """Shows a fresh sample's desk; gives the kernel behind it, and the sample."""
    sample = review.draw(annotated, 1, name=request.node.name.replace("_", "-")[5:60], variables=["topic"])
    kernel = Kernel(Session(sample, "ADA"))
    kernel.sample = sample
    show(browser, kernel)
    yield kernel
    kernel.close()


def show(browser, kernel):
    browser.go(kernel.address, "document.querySelectorAll('.nbd-list li').length > 1")
    browser.js("document.querySelector('.nbd').focus()")


def status(browser):
    return browser.js("document.querySelector('.nbd-status').textContent")


def press(browser, kernel, *keys, more=1):
    """Press keys of which the last decides; it has to be on the disk within 0.2 seconds (more on a busy machine)."""
    before = len(review.read(kernel.sample, "ADA"))
    browser.press(*keys[:-1])
    begin = time.perf_counter()
    browser.press(keys[-1])
    while len(review.read(kernel.sample, "ADA")) < before + more:
        assert time.perf_counter() - begin < 5, f"{keys}: {status(browser)}"
        time.sleep(0.002)
    taken = time.perf_counter() - begin
    browser.wait("document.querySelector('.nbd-unsaved').hidden")
    return taken


def test_ten_quotations_are_coded_by_keys_alone_and_each_decision_is_on_the_disk(browser, desk):
    assert browser.js("document.querySelectorAll('.nbd-list li').length") == 11
    taken = [press(browser, desk, *keys) for keys in (
        ["a"], ["r"], ["2"], ["j", "5"], ["j", "u"], ["j", "g", "x"], ["j", "i"], ["j", "a"], ["a"],
        ["e", "ArrowLeft", "ArrowLeft", "Ctrl+Enter"], ["Home", "p"], ["End", "k", "d", "Enter"],
    )]  # fmt: skip
    browser.press("End", "s")
    browser.type("Uma Stone")
    taken.append(press(browser, desk, "Enter"))
    browser.press("m")
    browser.type("Una Fell")
    taken.append(press(browser, desk, "Enter"))
    browser.press("t")
    browser.type("who is <b>this</b>?")
    taken.append(press(browser, desk, "Enter"))
    browser.press("y")
    browser.type("transport")
    taken.append(press(browser, desk, "Enter"))
    # what was missed: to the end of the text with a caret, back over the sentence, then its source and cue
    browser.press("v", "End", *["ArrowLeft"] * 7, *["Shift+ArrowLeft"] * 2)
    taken.append(press(browser, desk, "n"))
    browser.press("v", *["ArrowRight"] * 4, *["Shift+ArrowRight"] * 2)
    taken.append(press(browser, desk, "w"))
    assert TEXT[slice(*review.read(desk.sample)[-1]["after"]["spans"][0])] == "the drivers"
    taken.append(press(browser, desk, "z"))
    taken.append(press(browser, desk, "Ctrl+Enter"))
    (unit,) = coded(desk.sample)
    states = [c.verdict for c in unit.codings]
    assert states[:2] == ["right", "wrong"]
    assert states.count("missed") == 1
    _, _, third, fourth, fifth, sixth, seventh, *_, tenth, missed = unit.codings
    assert (third.kind, fourth.act, fifth.unsure, sixth.gender, seventh.sentiment) == (
        "mixed", "belief", True, "unknown", -1
    )  # fmt: skip
    assert TEXT[slice(*missed.content[0])] == "Rain fell"
    assert missed.source == ()  # undone
    assert (unit.sentiment, unit.done, unit.variables) == (1, True, {"topic": "transport"})
    assert tenth.speaker == "Una Fell"
    assert tenth.note == "who is <b>this</b>?"
    assert not browser.js(
        "[...document.querySelectorAll('.nbd b')].some((one) => one.textContent === 'this')"
    )
    assert sorted(taken)[len(taken) // 2] < 0.2
    assert [r for r in browser.requests if not r.startswith("http://127.0.0.1:")] == []
    assert browser.errors == []


def test_words_selected_by_mouse_are_whole_words_counted_in_code_points(browser, desk):
    where = browser.js(
        """(() => { const runs = [...document.querySelectorAll('.nbd-text span')];
        const run = runs.findLast((one) => one.textContent.includes('yesterday'));
        const at = run.textContent.indexOf('yesterday');
        run.scrollIntoView(); const range = document.createRange();
        range.setStart(run.firstChild, at + 2); range.setEnd(run.firstChild, at + 14);
        const box = range.getBoundingClientRect();
        return [[box.left, box.top + 5], [box.right, box.top + 5]]; })()"""
    )
    browser.drag(*where)
    browser.wait("document.querySelector('.nbd-status').textContent.endsWith('yesterday evening')")
    browser.js("document.querySelector('.nbd').focus()")
    press(browser, desk, "n")
    (one,) = review.read(desk.sample, "ADA")
    assert TEXT[slice(*one["target"][0])] == "yesterday evening"


def test_nothing_is_lost_or_kept_twice_when_kernels_are_killed_and_pages_loaded_again(browser, desk):
    chance, sent = random.Random(1), 0
    desk.session = Process(lambda: Session(desk.sample, "ADA"))
    for number in range(5):
        for _ in range(chance.randint(1, 3)):
            browser.press(chance.choice("ar123u"))
            sent += 1
        desk.session.kill()
        other = Session(desk.sample, "BEA")
        message = {
            "ask": "keep",
            "id": f"beabea-{number}",
            "unit": "ten",
            "action": "note",
            "after": {"text": "n"},
        }
        assert other.answer(message, at=desk.at)[0]["is"] == "kept"
        desk.session = Process(lambda: Session(desk.sample, "ADA"))
        if number % 3 == 1:
            show(browser, desk)
        browser.wait("document.querySelector('.nbd-unsaved').hidden", 60)
    desk.session.kill()
    ids = [e["id"] for e in review.read(desk.sample, "ADA")]
    assert len(ids) == len(set(ids)) == sent
    assert len(review.read(desk.sample, "BEA")) == 5


def test_what_is_not_saved_is_told_and_after_twenty_nothing_more_is_taken(browser, desk):
    session, desk.session = desk.session, None
    browser.press(*"12" * 12)
    assert "NOT SAVED: 20 decisions wait" in browser.js("document.querySelector('.nbd-unsaved').textContent")
    assert "nothing more is taken" in status(browser)
    assert review.read(desk.sample) == []
    desk.session = session
    show(browser, desk)
    browser.wait("document.querySelector('.nbd-unsaved').hidden")
    assert len(review.read(desk.sample, "ADA")) == 20
