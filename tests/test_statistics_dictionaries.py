import sys

import pytest

from analysis.statistics.dictionaries import Entry, dictionaries, paths

LIWC = "%\n1\tmoral\n\t2\tcare\n\t3\tharm\n4\tplace\n%\nkind*\t2\nkill*\t3\t4\nwhite house\t4\n"


def written(tmp_path, name: str, text: str, encoding: str = "utf-8"):
    path = tmp_path / name
    path.write_text(text, encoding=encoding)
    return path


def entries(path) -> list[tuple[str, str]]:
    (found,) = dictionaries([path])
    return [("/".join(entry.category), entry.pattern) for entry in found.entries]


def test_liwc_has_numbers_for_categories_and_tabs_for_those_inside(tmp_path):
    assert entries(written(tmp_path, "a.dic", LIWC)) == [
        ("moral/care", "kind*"),
        ("moral/harm", "kill*"),
        ("place", "kill*"),
        ("place", "white house"),
    ]


def test_liwc_may_have_blanks_for_tabs_and_the_letters_of_windows(tmp_path):
    path = written(tmp_path, "a.dic", "%\n1 posh\n%\ncliché  1\nin vogue 1\n", "windows-1252")
    assert entries(path) == [("posh", "cliché"), ("posh", "in vogue")]


def test_what_liwc_decides_by_the_words_near_by_is_left_out_and_told(tmp_path):
    path = written(
        tmp_path, "a.dic", "%\n125\taffect\n%\nlike\t(02 134)125/464\nkind <of>131/125\nlove\t125\n"
    )
    (found,) = dictionaries([path])
    assert found.entries == (Entry(("affect",), "love"),)
    assert len(found.left_out) == 2


def test_quanteda_has_keys_for_categories_and_every_value_is_text(tmp_path):
    text = "people:\n  elite: [ELIT*, ruling  class]\n  many: citizen’s\nnegation:\n- no\n- not: [never]\n"
    text += "empty: []\n1: [on]\n"
    assert entries(written(tmp_path, "a.yml", text)) == [
        ("people/elite", "elit*"),
        ("people/elite", "ruling class"),
        ("people/many", "citizen's"),
        ("negation", "no"),
        ("negation/not", "never"),
        ("1", "on"),
    ]


@pytest.mark.parametrize("mark", [",", ";", "\t"])
def test_a_table_has_the_columns_category_and_pattern_in_any_order(tmp_path, mark):
    rows = [
        ["Pattern", "note", "Category"],
        ["job*", "x", "economy/work"],
        ['"gross domestic"', "", "economy"],
    ]
    path = written(tmp_path, "a.csv", "\ufeff" + "\n".join(mark.join(row) for row in rows))
    assert entries(path) == [("economy/work", "job*"), ("economy", "gross domestic")]


@pytest.mark.parametrize(
    ("name", "text", "says"),
    [
        ("a.txt", "war", "ends in none of .dic"),
        ("a.dic", "war\t1", "between two lines"),
        ("a.dic", "%\n1\twar\n", "between two lines"),
        ("a.dic", "%\n1\twar\n1\tpeace\n%\nwar\t1", "two categories have the number 1"),
        ("a.dic", "%\nwar\n%\nwar\t1", "is not a number and a name"),
        ("a.dic", "%\n1\twar\n%\nwar\t2", "category 2, which is not among"),
        ("a.dic", "%\n1\twar\n%\nwar", "no category's number"),
        ("a.dic", "%\n1\twar\n%\n", "no pattern"),
        ("a.yml", "a: [b", "no YAML"),
        ("a.yml", "- a\n- b", "no category"),
        ("a.yml", "just words", "no category"),
        ("a.yml", "war: [tank]\npeace: [truce]\nwar: [drone]", "'war' stands there twice"),
        ("a.yml", "war:\n  sea: [ship]\n  sea: [mine]", "'sea' stands there twice"),
        ("a.yml", "war:\n- sea: [ship]\n  sea: [mine]", "'sea' stands there twice"),
        ("a.yml", "a: ['*']", "says nothing"),
        ("a.yml", "[" * 1000, "YAML|inside each other"),
        ("a.csv", "word,category\nwar,x", "no column pattern"),
        ("a.csv", "pattern,category\nwar\n", "row 2"),
        ("a.csv", "pattern,category\nwar,a//b\n", "no category"),
        ("a.csv", "", "no column category"),
    ],
)
def test_a_broken_file_is_refused_with_its_name_and_what_is_wrong(tmp_path, name, text, says):
    path = written(tmp_path, name, text)
    with pytest.raises(ValueError, match=says) as refused:
        dictionaries([path])
    assert str(path) in str(refused.value)


def test_yaml_that_repeats_itself_without_end_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(sys.modules[Entry.__module__], "MOST", 1000)
    lines = ["a0: &a0 [x, x]", *(f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 12))]
    with pytest.raises(ValueError, match="more than"):
        dictionaries([written(tmp_path, "a.yml", "\n".join(lines))])


def test_files_are_named_in_a_text_and_a_comma_may_be_in_a_name(tmp_path):
    one, two = written(tmp_path, "a, b.dic", LIWC), written(tmp_path, "c.yml", "x: y")
    assert paths(f"{one}, {two}") == [str(one), str(two)]
    assert [d.name for d in dictionaries(f"{one},{two}")] == ["a, b", "c"]
    assert dictionaries("") == []


def test_a_file_that_is_not_there_and_two_of_one_name_are_refused(tmp_path):
    with pytest.raises(FileNotFoundError, match="no such file"):
        dictionaries(str(tmp_path / "none.dic"))
    with pytest.raises(ValueError, match="two dictionaries are called a"):
        dictionaries([written(tmp_path, "a.dic", LIWC), written(tmp_path, "a.yml", "x: y")])
