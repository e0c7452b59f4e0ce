"""No command is silent: a word within a second, and never two seconds without one (minutes; `make exhaustive`)."""

import json
import os
import random
from pathlib import Path

import pytest
from heard import hear

pytestmark = [
    pytest.mark.exhaustive,
    pytest.mark.skipif(os.name != "posix", reason="no terminal of its own here"),
]
FIRST, SILENCE = 1.0, 2.0  # seconds
FAST = ["--engine", "rules", "--sentiment", "lexicon", "--workers", "1"]
NAMES = ("Ada Byron", "Otto Falk", "Mary Shaw", "Paul Reed", "Lena Voss", "Tom Hale")
WORDS = "bridge river council budget school winter market harbour strike vote storm road train museum"
ARTICLES, SENTENCES = 600, 40


@pytest.fixture(scope="module")
def here(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder, chance = tmp_path_factory.mktemp("silence"), random.Random(0)
    with (folder / "articles.jsonl").open("w", encoding="utf-8") as written:
        for number in range(ARTICLES):
            date = f"2024-{1 + number % 12:02}-{1 + number % 28:02}"
            row = {
                "id": f"a{number}",
                "outlet": f"Outlet {number % 5}",
                "published": date,
                "title": f"T{number}",
            }
            print(
                json.dumps({**row, "text": " ".join(_sentence(chance) for _ in range(SENTENCES))}),
                file=written,
            )
    heard = hear(["annotate", "articles.jsonl", "--store", "store", *FAST], folder)
    assert (heard.code, heard.first <= FIRST, heard.silence <= SILENCE) == (0, True, True), heard
    return folder


def _sentence(chance: random.Random) -> str:
    words = " ".join(chance.choices(WORDS.split(), k=9))
    name = chance.choice(NAMES)
    return chance.choice((f"“The {words},” said {name}.", f"{name} said that the {words}.", f"The {words}."))


@pytest.mark.parametrize(
    "command",
    [
        "annotate articles.jsonl --store store --fresh --engine rules --sentiment lexicon --workers 1",
        "check articles.jsonl",
        "report articles.jsonl --store store --out report --engine rules --sentiment lexicon --workers 1",
        "report articles.jsonl --store store --out report --engine rules --sentiment lexicon --log log.txt",
        "export store --table quotations --format xlsx --out quotations.xlsx",
        "export store --format labelstudio --out tasks.json",
        "export store --format gexf --out speakers.gexf",
        "speakers articles.jsonl --store store --engine rules --sentiment lexicon",
        "themes store --k 5",
        "new store --since 2020-01-01",
        "verify store",
        "review plan store",
        "review draw store one -n 20",
        "review sheet store one --coder ada --out one.xlsx",
        "review status store one",
        "review agreement store one",
        "review quality store one",
        "notebooks --json",
    ],
)
def test_every_command_says_what_it_does(command: str, here: Path):
    heard = hear(command.split(), here)
    uncoded = command.startswith("review agreement")  # nothing was coded yet, which it says
    assert heard.code == (2 if uncoded else 0), heard
    assert heard.first <= FIRST, heard
    assert heard.silence <= SILENCE, heard
