"""A spreadsheet to code in, for those who have no desk: an Excel file of a coder's units, and the decisions in it.

Three sheets: `attributions`, a row for each that the machine found, with empty rows for those it missed; `units`,
with their text; `codebook`. A coder changes cells: `verdict` right or wrong, or any other cell but the grey ones.
An attribution that was missed is a new row with its unit and its content, copied from the text. `done` in `units`
says that a unit is read.
"""

from __future__ import annotations

import io
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from analysis import tables
from analysis.quotation import joined
from analysis.review import codebook, thirdlook
from analysis.review import events as decided
from analysis.review.codings import CodedUnit, Coding, Frozen, coded_unit, frozen
from analysis.review.events import Event
from analysis.review.samples import Sample

FIXED = ("unit", "coding", "differs")
CELLS = ("verdict", "content", "cue", "source", "kind", "act", "speaker", "source_type", "gender")
MORE = ("sentiment", "towards", "unsure", "note")
COLUMNS = (*FIXED, *CELLS, *MORE)
UNITS = ("unit", "done", "skip", "sentiment", "note")
ABOUT = ("outlet", "published", "title")
EMPTY_ROWS = 40
PIECE = 30_000  # characters of a cell; a longer text goes on in the next
LONGEST_LIST = 250  # characters of the values that a cell can offer
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u202a-\u202e\u2066-\u2069]")


def write(
    sample: Sample, path: Path, *, coder: str, adjudicate: bool = False, among: Sequence[str] = ()
) -> int:
    """Write the units that a coder still has to code, or of `adjudicate` those where coders differ; returns how many.

    `among` are the coders who share the units that not everybody gets (see `events.queue`).

    Nobody sees what another decided, but for the third look, whose rows say where coders `differ`. ValueError when
    the file is there already, or is no .xlsx.
    """
    from openpyxl import Workbook
    from openpyxl.styles import Alignment, Font, PatternFill

    if path.suffix.lower() != ".xlsx":
        raise ValueError(f"{path}: write to a file that ends in .xlsx")
    if path.exists():
        raise ValueError(f"{path} is there already; what somebody coded is not overwritten")
    known = frozen(sample)
    states, differing = to_code(known, coder=coder, adjudicate=adjudicate, among=among)
    units = list(states)
    book = Workbook()
    rows = book.active
    rows.title = "attributions"
    rows.append(list(COLUMNS))
    for unit in units:
        for one in states[unit].codings:
            told = differing.get(unit, {}).get(one.coding, "")
            rows.append([unit, one.coding, told, *row_of(known.texts[states[unit].article_id], one).values()])
    for _ in range(EMPTY_ROWS):
        rows.append([None] * len(COLUMNS))
    texts = book.create_sheet("units")
    variables = tuple(sample.about["variables"])
    texts.append([*UNITS, *variables, *ABOUT, "text"])
    for unit in units:
        texts.append(_cells_of_unit(sample, known, states[unit], variables))
    _offer(texts, sample, variables, len(units))
    guide = book.create_sheet("codebook")
    for line in sample.codebook().splitlines():
        guide.append([_safe(line)])
    for sheet in (rows, texts):
        sheet.freeze_panes = "A2"
        for cell in sheet[1]:
            cell.font = Font(bold=True)
            cell.fill = PatternFill("solid", fgColor="DDDDDD")
    for name, width in (("E", 60), ("F", 16), ("G", 24), ("J", 24)):
        rows.column_dimensions[name].width = width
    for line in rows.iter_rows(min_row=2, min_col=5, max_col=7):
        for cell in line:
            cell.alignment = Alignment(wrap_text=True, vertical="top")
    buffer = io.BytesIO()
    book.save(buffer)
    path.write_bytes(buffer.getvalue())
    return len(units)


def _offer(sheet: Any, sample: Sample, variables: Sequence[str], rows: int) -> None:
    """Let the cells of variables offer the values that the codebook lists, where Excel can hold the list."""
    from openpyxl.utils import get_column_letter
    from openpyxl.worksheet.datavalidation import DataValidation

    for number, name in enumerate(variables, len(UNITS) + 1):
        listed = codebook.values(sample.codebook(), name)
        joined_ = ",".join(listed)
        if rows and listed and len(joined_) <= LONGEST_LIST and not any(c in v for v in listed for c in ',"'):
            offered = DataValidation(type="list", formula1=f'"{joined_}"', allow_blank=True)
            letter = get_column_letter(number)
            offered.add(f"{letter}2:{letter}{rows + 1}")
            sheet.add_data_validation(offered)


def to_code(
    known: Frozen, *, coder: str, adjudicate: bool, among: Sequence[str] = ()
) -> tuple[dict[str, CodedUnit], dict[str, dict[str, str]]]:
    """The units that a coder still has to code, in order: as the coder left them, or of the third look as those who
    agree have them; and for the third look where coders differ, by unit and attribution.
    """
    sample = known.sample
    differing = thirdlook.differing(sample) if adjudicate else {}
    differ = [u for u in sample.drawn["unit"] if u in differing]
    units = differ if adjudicate else decided.queue(sample, coder, among=among)
    own: dict[str, list[Event]] = {u: [] for u in units}
    for one in decided.live(decided.read(sample, coder)):
        if one["unit"] in own:
            own[one["unit"]].append(one)
    found = {u: coded_unit(known, u, coder, own[u]) for u in units}
    if adjudicate:
        theirs = thirdlook.of_coders(known)
        found |= {u: thirdlook.proposed(found[u], theirs) for u in units if not own[u]}
    return found, differing


def row_of(text: str, one: Coding) -> dict[str, Any]:
    """The cells of an attribution."""
    tone = {-1: "negative", 0: "neutral", 1: "positive"}
    cells = {
        "verdict": "wrong" if one.wrong else "right" if one.decided_at and one.machine is not None else None,
        **{role: joined(text, getattr(one, role)) for role in ("content", "cue", "source")},
        **{name: getattr(one, name) for name in ("kind", "act", "speaker", "source_type", "gender")},
        "sentiment": None if one.sentiment is None else tone[int(one.sentiment)],
        "towards": one.target,
        "unsure": "yes" if one.unsure else None,
        "note": one.note,
    }
    return {name: _safe(cell) for name, cell in cells.items()}


def _cells_of_unit(sample: Sample, known: Frozen, unit: CodedUnit, variables: Sequence[str]) -> list[Any]:
    row = sample.units[sample.units["unit"] == unit.unit].iloc[0]
    articles = sample.frozen("articles").set_index("article_id").loc[unit.article_id]
    text = known.texts[unit.article_id][int(row["start"]) : int(row["end"])]
    pieces = [text[i : i + PIECE] for i in range(0, len(text), PIECE)] or [""]
    published = (
        ""
        if articles["published"] is None or str(articles["published"]) == "NaT"
        else str(articles["published"])[:10]
    )
    title = articles["title"] if isinstance(articles["title"], str) else ""
    told = [unit.unit, "yes" if unit.done else None, unit.skipped, None, unit.note]
    own = [unit.variables.get(v) for v in variables]
    return [_safe(cell) for cell in (*told, *own, str(row["outlet"]), published, title, *pieces)]


def _safe(cell: Any) -> Any:
    """A cell that Excel takes and does not run."""
    return tables.neutralise(_CONTROL.sub("\ufffd", cell)) if isinstance(cell, str) else cell
