"""What the commands print and write, and what they do when nothing else is said."""

import json

import pytest

from analysis.cli import main, parser

TEXT = "“We won,” said Ada Byron. “We lost,” said Otto Falk. “We won again,” Byron said. Ana Cruz said it rained."


@pytest.fixture(scope="module")
def place(tmp_path_factory):
    folder = tmp_path_factory.mktemp("corpus")
    (folder / "articles.csv").write_text(
        f'text,outlet,published\n"{TEXT}",Émile,2024-01-02\n"It rained.",Post,2024-03-04\n"",Post,\n',
        encoding="utf-8",
    )
    return folder


def options(place) -> list[str]:
    return [
        str(place / "articles.csv"),
        "--store",
        str(place / "store"),
        "--engine",
        "rules",
        "--sentiment",
        "lexicon",
    ]


@pytest.fixture(scope="module")
def store(place):
    assert main(["annotate", *options(place)]) == 0
    return place / "store"


@pytest.mark.parametrize(
    ("arguments", "defaults"),
    [
        ("report", {"corpus": [], "column": [], "strict": False, "out": "newsbook-report", "parameter": []}),
        ("report", {"notebook": [], "timeout": 1800, "store": "", "engine": "tagger", "sentiment": "target"}),
        ("report", {"speakers": None, "workers": None, "scheduler": None}),
        ("check", {"corpus": [], "json": False, "strict": False}),
        ("export S", {"store": "S", "table": "quotations", "format": "csv", "out": None}),
        ("speakers", {"top": 25, "why": None, "store": "", "engine": "tagger"}),
        ("evaluate speakers --gold G", {"engine": None, "limit": None, "json": False, "predictions": None}),
        ("notebooks", {"copy": None}),
    ],
)  # fmt: skip
def test_what_a_command_does_when_nothing_else_is_said(arguments, defaults):
    given = vars(parser().parse_args(arguments.split()))
    assert {name: given[name] for name in defaults} == defaults


@pytest.mark.parametrize("number", ["0", "-1", "x", "1.5", ""])
def test_counts_are_whole_numbers_from_one_up(number, capsys):
    with pytest.raises(SystemExit):
        parser().parse_args(["speakers", f"--top={number}"])
    assert "is not a whole number from 1 up" in capsys.readouterr().err
    assert parser().parse_args(["speakers", "--top=1"]).top == 1


def test_annotate_tells_what_the_store_holds(store, place, capsys):
    assert main(["annotate", *options(place)]) == 0
    assert capsys.readouterr().out == f"{store}: 2 articles, 4 quotations, 1 rejects\n"
    assert main(["annotate", *options(place), "--strict"]) == 3
    assert "1 rejects, and --strict was given" in capsys.readouterr().err


def test_speakers_are_listed_by_quotations_and_name(store, place, capsys):
    assert main(["speakers", *options(place)]) == 0
    head, *rows = capsys.readouterr().out.splitlines()
    assert head.split() == ["quotations", "id", "kind", "name"]
    assert [(row.split()[0], row.split()[2], " ".join(row.split()[3:])) for row in rows] == [
        ("2", "person", "Ada Byron"), ("1", "person", "Ana Cruz"), ("1", "person", "Otto Falk")
    ]  # fmt: skip
    assert main(["speakers", *options(place), "--top", "1"]) == 0
    assert len(capsys.readouterr().out.splitlines()) == 2


def test_a_speaker_is_explained_and_an_unknown_one_refused(store, place, capsys):
    main(["speakers", *options(place)])
    byron = capsys.readouterr().out.splitlines()[1].split()[1]
    assert main(["speakers", *options(place), "--why", byron]) == 0
    said = capsys.readouterr().out
    assert said.startswith(f"Ada Byron ({byron}): person, 2 quotations in 1 articles")
    assert main(["speakers", *options(place), "--why", "nobody"]) == 2
    assert "no speaker 'nobody'" in capsys.readouterr().err


def test_check_tells_articles_outlets_dates_and_rejects(place, capsys):
    assert main(["check", str(place / "articles.csv")]) == 0
    rows = dict(
        line.split(None, 1) for line in capsys.readouterr().out.replace("without ", "without_").splitlines()
    )
    assert rows["articles"] == f"2 ({len(TEXT) + 10:,} characters)"
    assert rows["outlets"] == "2: Émile 1, Post 1"
    assert rows["dates"] == "2024-01-02 to 2024-03-04"
    assert (rows["without_date"], rows["duplicates"], rows["rejects"]) == ("0", "0 exact, 0 near", "1")
    assert rows["empty"] == "1"
    assert main(["check", str(place / "articles.csv"), "--json"]) == 0
    printed = capsys.readouterr().out
    assert json.loads(printed)["outlets"] == {"Émile": 1, "Post": 1}
    assert "Émile" in printed


def test_of_many_outlets_five_are_told(tmp_path, capsys):
    path = tmp_path / "a.csv"
    path.write_text("text,outlet\n" + "".join(f"Text {n}.,O{n}\n" for n in range(6)), encoding="utf-8")
    main(["check", str(path)])
    assert "outlets         6: O0 1, O1 1, O2 1, O3 1, O4 1, …" in capsys.readouterr().out.splitlines()


def test_export_writes_to_the_terminal_or_a_file(store, tmp_path, capsys):
    assert main(["export", str(store), "--table", "speakers"]) == 0
    assert capsys.readouterr().out.startswith("speaker_id,name,")
    path = tmp_path / "q.jsonl"
    assert main(["export", str(store), "--format", "jsonl", "--out", str(path)]) == 0
    assert capsys.readouterr().out == f"{path}: 4 rows\n"
    assert len(path.read_text(encoding="utf-8").splitlines()) == 4
    assert main(["export", str(store), "--format", "xlsx"]) == 2
    assert "--format xlsx needs --out PATH" in capsys.readouterr().err
    assert main(["export", str(store), "--format", "brat", "--out", str(tmp_path / "brat")]) == 0
    assert capsys.readouterr().out == f"{tmp_path / 'brat'}: 2 articles\n"
    assert main(["correct", str(store), str(tmp_path / "brat"), "--by", "Ada"]) == 0
    assert "nothing differs from the store" in capsys.readouterr().out


def test_notebooks_are_listed_with_their_parameters(capsys):
    assert main(["notebooks"]) == 0
    printed = capsys.readouterr().out.splitlines()
    assert "corpus-statistics" in " ".join(line for line in printed if not line.startswith(" "))
    assert any(line.startswith("  top ") and "(default: " in line for line in printed)
    assert any("(default: empty)" in line for line in printed)


def test_notebooks_are_copied(tmp_path, capsys):
    assert main(["notebooks", "--copy", str(tmp_path / "mine")]) == 0
    copied = capsys.readouterr().out.split()
    assert copied == sorted(map(str, (tmp_path / "mine").glob("*.ipynb")))
    assert copied


def test_evaluation_prints_scores_and_writes_predictions(tmp_path, capsys):
    gold = tmp_path / "gold.jsonl"
    same, other = (
        {"a": "the bridge at Évry shut", "b": "the bridge at Évry shut"},
        {"a": "it rained", "b": "taxes rose"},
    )
    pairs = [same | {"label": 1}, other | {"label": 0}]
    gold.write_text("\n".join(map(json.dumps, pairs)), encoding="utf-8")
    out = tmp_path / "predictions.jsonl"
    given = ["evaluate", "alignment", "--gold", str(gold), "--engine", "given"]
    assert main([*given, "--json", "--predictions", str(out)]) == 0
    assert json.loads(capsys.readouterr().out)["f1"]["value"] == 1.0
    written = out.read_text(encoding="utf-8")
    assert [json.loads(line)["predicted"] for line in written.splitlines()] == [1, 0]
    assert "Évry" in written
    assert main([*given, "--limit", "1"]) == 0
    assert not capsys.readouterr().out.startswith("{")


def test_evaluation_refuses_what_it_does_not_take(tmp_path, capsys):
    assert main(["evaluate", "sentiment", "--gold", str(tmp_path / "none"), "--limit", "1"]) == 2
    assert str(tmp_path / "none") in capsys.readouterr().err


@pytest.mark.parametrize("how", [["--dictionary"], ["-p"]])
def test_a_broken_dictionary_is_refused_before_anything_runs(place, tmp_path, capsys, how):
    broken = tmp_path / "broken.csv"
    broken.write_text("word,meaning\nwar,bad\n", encoding="utf-8")
    given = [*how, f"dictionary={broken}" if how == ["-p"] else str(broken)]
    asked = [
        "report",
        *options(place),
        "--out",
        str(tmp_path / "site"),
        "--store",
        str(tmp_path / "store"),
        *given,
    ]
    assert main(asked) == 2
    assert "broken.csv: it has no column category" in capsys.readouterr().err
    assert not (tmp_path / "store").exists()
    assert not (tmp_path / "site").exists()


def test_a_dictionary_that_no_notebook_asks_for_is_refused(place, tmp_path, capsys):
    good = tmp_path / "good.csv"
    good.write_text("category,pattern\nrain,rain*\n", encoding="utf-8")
    asked = [
        "report",
        *options(place),
        "--out",
        str(tmp_path / "site"),
        "--notebook",
        "03",
        "--dictionary",
        str(good),
    ]
    assert main(asked) == 2
    assert "parameter dictionary: no such name" in capsys.readouterr().err


@pytest.mark.parametrize("number", ["0", "-3", "some", ""])
def test_targets_are_a_number_or_all(number, capsys):
    assert parser().parse_args(["annotate", "--targets", "12"]).targets == 12
    assert parser().parse_args(["annotate", "--targets", "all"]).targets == "all"
    with pytest.raises(SystemExit):
        parser().parse_args(["annotate", "--targets", number])
    assert "--targets" in capsys.readouterr().err


def test_what_a_command_tells_can_be_told_to_a_machine(store, place, tmp_path, capsys):
    def told(*arguments: object) -> object:
        assert main(list(map(str, arguments))) == 0
        return json.loads(capsys.readouterr().out)

    found = told("annotate", *options(place), "--json")
    assert {k: v for k, v in found.items() if k != "seconds"} == {
        **{"store": str(store), "articles": 2, "new": 0, "changed": 0, "gone": 0},
        **{"quotations": 4, "rejects": {"empty": 1}, "warnings": 0},
    }
    assert told("verify", store, "--json") == {"store": str(store), "hurt": [], "repaired": False}
    assert [row["name"] for row in told("speakers", *options(place), "--json", "--top", 1)] == ["Ada Byron"]
    out = tmp_path / "q.csv"
    assert told("export", store, "--out", out, "--json") == {"out": str(out), "format": "csv", "rows": 4}
    top = next(p for p in told("notebooks", "--json")["03-quote-attribution"] if p["name"] == "top")
    assert top == {
        **{"name": "top", "type": "int", "default": 20},
        **{"allowed": "a whole number from 1 to 200", "meaning": "rows and bars shown"},
    }
    assert main(["export", str(store), "--json"]) == 2


def test_quiet_leaves_only_what_was_asked_for(store, place, tmp_path, capsys):
    assert main(["annotate", *options(place), "--quiet"]) == 0
    assert main(["export", str(store), "--out", str(tmp_path / "q.csv"), "--quiet"]) == 0
    assert capsys.readouterr() == ("", "")
    assert main(["speakers", *options(place), "--quiet"]) == 0
    assert "Ada Byron" in capsys.readouterr().out
    assert main(["speakers", *options(place), "--why", "nobody", "--quiet"]) == 2
    assert "no speaker 'nobody'" in capsys.readouterr().err
