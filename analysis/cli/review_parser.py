"""The parser of the commands `newsbook review …`; what each does is in `reviews`."""

from __future__ import annotations

from collections.abc import Callable

from analysis.cli.arguments import Parser
from analysis.cli.options import add_json, positive, share

UNITS = ("article", "passage")
DESIGNS = ("random", "outlet", "uncertain", "find")

Made = Callable[[str, str, str], Parser]


def add(made: Made) -> None:
    """Give the parser its commands; `made` makes one of a name, its meaning and an example."""
    _plan(made)
    _draw(made)
    _sheet(made)
    _read(made)
    for name, meaning in (
        ("status", "say how much of a sample is coded, and by how many"),
        ("agreement", "say how far coders agree, beyond chance"),
        ("quality", "say how good the machine's rows are, by what was coded"),
    ):
        command = _of_sample(made, name, meaning, f"newsbook review {name} annotations first")
        add_json(command, "the rows")
        if name == "agreement":
            command.add_argument(
                "--disagreements", action="store_true", help="list what coders did not see alike"
            )
        if name != "quality":
            _pseudonyms(command)
    _classify(made)
    _estimate(made)
    apply = _of_sample(
        made,
        "apply",
        "put what a coder decided into the store; later runs keep it",
        "newsbook review apply annotations first --coder Ada",
    )
    _coder(apply)
    tune = _of_sample(
        made,
        "tune",
        "say from which confidence on quotations should count, by a sample that no estimate uses",
        "newsbook review tune annotations examples",
    )
    add_json(tune, "the rows")


def _of_sample(made: Made, name: str, meaning: str, example: str) -> Parser:
    command = made(name, meaning, example)
    command.add_argument("store", metavar="STORE", help="a folder that `newsbook annotate` wrote")
    command.add_argument("name", metavar="NAME", help="the sample")
    return command


def _coder(command: Parser) -> None:
    command.add_argument("--coder", required=True, metavar="WHO", help="whose decisions")


def _pseudonyms(command: Parser) -> None:
    command.add_argument("--pseudonyms", action="store_true", help="call coders by number, not by name")


def _plan(made: Made) -> None:
    command = made(
        "plan",
        "say how many units which width of an interval needs",
        "newsbook review plan annotations --by outlet",
    )
    command.add_argument("store", metavar="STORE", help="a folder that `newsbook annotate` wrote")
    command.add_argument("--by", choices=("outlet", "month"), default="", help="for each group")
    command.add_argument(
        "--unit", choices=UNITS, default="article", help="what is coded (default: %(default)s)"
    )
    add_json(command, "the rows")


def _draw(made: Made) -> None:
    command = _of_sample(
        made,
        "draw",
        "draw a sample to code, with known chances, and freeze the machine's rows",
        "newsbook review draw annotations first -n 50 --design outlet",
    )
    command.add_argument(
        "-n", type=positive, default=50, metavar="UNITS", help="how many units (default: %(default)s)"
    )
    command.add_argument(
        "--unit", choices=UNITS, default="article", help="what is drawn (default: %(default)s)"
    )
    command.add_argument(
        "--design",
        choices=DESIGNS,
        default="random",
        help="the same chance for all, as many of each outlet, more where the machine doubts, or the most doubtful, "
        "for examples only (default: %(default)s)",
    )
    command.add_argument(
        "--double",
        type=share,
        default=0.2,
        metavar="SHARE",
        help="the share of units that every coder gets (default: %(default)s)",
    )
    command.add_argument(
        "--seed",
        type=int,
        default=0,
        metavar="N",
        help="the same draws the same units (default: %(default)s)",
    )
    command.add_argument(
        "--variable",
        action="append",
        default=[],
        metavar="VARIABLE",
        help="a variable of your own, coded once a unit (repeatable)",
    )
    for name, meaning in (
        ("outlets", "names separated by commas"),
        ("since", "date YYYY-MM-DD"),
        ("until", "date YYYY-MM-DD"),
    ):
        command.add_argument(f"--{name}", default="", metavar=name.upper(), help=f"only of these: {meaning}")


def _sheet(made: Made) -> None:
    command = _of_sample(
        made,
        "sheet",
        "write a coder's units to code in, for Excel or for Label Studio",
        "newsbook review sheet annotations first --coder Ada --out ada.xlsx",
    )
    _coder(command)
    command.add_argument(
        "--out",
        required=True,
        metavar="FILE",
        help="the file to write: .xlsx for Excel, .json for Label Studio",
    )
    command.add_argument(
        "--adjudicate", action="store_true", help="a third look: only units where coders differ, and how"
    )
    command.add_argument(
        "--among",
        default="",
        metavar="WHO,WHO",
        help="the coders who share the units that not everybody gets: each has as many, in turn",
    )


def _read(made: Made) -> None:
    command = _of_sample(
        made,
        "read",
        "read what a coder decided, from Excel, Label Studio or brat",
        "newsbook review read annotations first ada.xlsx --coder Ada",
    )
    command.add_argument(
        "file",
        metavar="FILE",
        help="an .xlsx file, an export of Label Studio (.json), or a folder of .ann files",
    )
    command.add_argument(
        "--annotator",
        default="",
        metavar="ID",
        help="of several people in an export of Label Studio the one, by number or address, who is the coder",
    )
    _coder(command)
    command.add_argument("--adjudicate", action="store_true", help="it is the third look")


def _classify(made: Made) -> None:
    command = _of_sample(
        made,
        "classify",
        "predict a variable of your own in all articles, from those that are coded",
        "newsbook review classify annotations first --variable frame",
    )
    command.add_argument(
        "--variable", required=True, metavar="VARIABLE", help="one of those that the sample was drawn with"
    )
    add_json(command, "the rows")


def _estimate(made: Made) -> None:
    command = _of_sample(
        made,
        "estimate",
        "estimate a share or mean by machine, by hand, and by both",
        'newsbook review estimate annotations first "share indirect" --by outlet',
    )
    command.add_argument(
        "what",
        metavar="WHAT",
        help='such as share-indirect, "share named Ada Lovelace", or a variable of your own; a strange one lists all',
    )
    command.add_argument("--by", choices=("outlet", "month", "speaker"), default="", help="for each group")
    add_json(command, "the rows")
