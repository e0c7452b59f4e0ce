import pytest

from analysis.execution import parameters
from analysis.execution.parameters import ParameterError

CELL = """
corpus: str = ""  # path of the corpus; empty = the embedded example
engine: str = "tagger"  # one of: tagger, rules
acts: str = "said"  # some of: said, known, all: separated by commas
tone: str = ""  # one of: calm, cross or empty: what to look for
top: int = 20  # from 1 to 200: rows and bars shown
share: float = 0.5  # from 0 to 1
since: str = ""  # date YYYY-MM-DD or empty
folded: bool = True
"""
KNOWN = {parameter.name: parameter for parameter in parameters.parse(CELL)}


def test_a_cell_says_names_types_defaults_and_rules():
    assert list(KNOWN) == ["corpus", "engine", "acts", "tone", "top", "share", "since", "folded"]
    assert KNOWN["engine"].allowed == ("tagger", "rules")
    assert KNOWN["tone"].allowed == ("calm", "cross", "")
    assert KNOWN["tone"].meaning == "what to look for"
    assert (KNOWN["top"].low, KNOWN["top"].high, KNOWN["top"].meaning) == (1, 200, "rows and bars shown")
    assert KNOWN["corpus"].rule == "text"


@pytest.mark.parametrize(
    ("name", "given", "value"),
    [
        ("top", "7", 7),
        ("top", 7, 7),
        ("share", "1", 1.0),
        ("folded", "no", False),
        ("engine", "rules", "rules"),
        ("acts", "said, known", "said, known"),
        ("acts", "all", "all"),
        ("acts", ["said", "known"], "said, known"),
        ("since", "2024-02-29", "2024-02-29"),
        ("since", "", ""),
        ("tone", "", ""),
        ("corpus", "x y", "x y"),
    ],
)
def test_good_values_get_the_type_of_the_parameter(name, given, value):
    found = parameters.check(KNOWN[name], given)
    assert found == value
    assert type(found) is type(value)


@pytest.mark.parametrize(
    ("name", "given", "allowed"),
    [
        ("engine", "magic", "one of: tagger, rules"),
        ("engine", "tagger,rules", "one of: tagger, rules"),
        ("acts", "said,dreamt", "one or more of: said, known, all; separated by commas"),
        ("acts", "said,", "one or more of"),
        ("acts", ["said", "dreamt"], "one or more of"),
        ("top", [7], "a whole number"),
        ("corpus", ["x", "y"], "text"),
        ("acts", "", "one or more of"),
        ("top", "many", "a whole number from 1 to 200"),
        ("top", "0", "from 1 to 200"),
        ("top", "201", "from 1 to 200"),
        ("top", "1.5", "a whole number"),
        ("top", True, "a whole number"),
        ("share", "nan", "from 0 to 1"),
        ("share", "inf", "from 0 to 1"),
        ("folded", "perhaps", "true or false"),
        ("since", "2024-02-30", "YYYY-MM-DD"),
        ("since", "20240229", "YYYY-MM-DD"),
        ("corpus", 7, "text"),
    ],
)
def test_bad_values_are_refused_with_what_is_allowed(name, given, allowed):
    with pytest.raises(ParameterError, match=allowed):
        parameters.check(KNOWN[name], given)


@pytest.mark.parametrize(
    "cell", ["x = 1", "x: int", "x: list = []", "x: int = len('')", "import os", "x: int = ", "def f(): pass"]
)
def test_a_cell_that_is_more_than_annotated_literals_is_refused(cell):
    with pytest.raises(ParameterError):
        parameters.parse(cell)


def test_each_notebook_gets_what_it_takes():
    given = {"top": "3"}
    assert parameters.assign(given, {"a": [KNOWN["top"]], "b": [KNOWN["since"]]}) == {
        "a": {"top": 3},
        "b": {},
    }


def test_a_name_that_no_notebook_takes_is_refused_and_the_others_listed():
    with pytest.raises(ParameterError, match=r"topp: no such name; there are: since, top"):
        parameters.assign({"topp": "3"}, {"a": [KNOWN["top"], KNOWN["since"]]})


@pytest.mark.parametrize("arguments", [["top"], ["=3"], ["a-b=3"], ["top=1", "top=2"]])
def test_arguments_are_name_equals_value_once(arguments):
    with pytest.raises(ParameterError):
        parameters.split(arguments)


def test_a_value_may_hold_equals_signs():
    assert parameters.split(["corpus=a=b"]) == {"corpus": "a=b"}


def test_a_file_that_is_no_notebook_is_refused(tmp_path):
    (tmp_path / "x.ipynb").write_text("[]")
    with pytest.raises(ParameterError, match="not a notebook"):
        parameters.read(tmp_path / "x.ipynb")


def test_a_list_is_as_good_as_names_separated_by_commas_unless_one_of_them_has_a_comma():
    (outlets,) = parameters.parse('outlets: str = ""  # names separated by commas; empty: all')
    assert parameters.check(outlets, ["The Post", "The Sun"]) == "The Post, The Sun"
    assert parameters.check(outlets, []) == ""
    with pytest.raises(ParameterError, match="takes text"):
        parameters.check(outlets, ["Post, The", "Sun"])
