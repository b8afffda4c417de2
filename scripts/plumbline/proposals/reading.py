"""Reads a filled workbook: its rows as texts, each value with the place it came from."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from pathlib import Path
from zipfile import BadZipFile

from openpyxl import load_workbook  # type: ignore[import-untyped]
from openpyxl.utils import get_column_letter  # type: ignore[import-untyped]
from openpyxl.utils.exceptions import InvalidFileException  # type: ignore[import-untyped]

from plumbline.errors import PlumblineError
from plumbline.proposals.fields import EXAMPLE, FIELDS, FIRST_ROW, SHEET


@dataclass(frozen=True)
class Proposal:
    """One filled row: {key of the column: text}, and in which columns of the sheet they stand."""

    row: int
    values: Mapping[str, str]
    columns: Mapping[str, str]

    def __getitem__(self, key: str) -> str:
        return self.values.get(key, "")


def read_proposals(path: Path) -> list[Proposal]:
    """The filled rows of the sheet, without the example.

    Raises PlumblineError when the file is no workbook, lacks the sheet or a column, or holds no proposal.
    """
    try:
        book = load_workbook(path, data_only=True)
    except (OSError, BadZipFile, InvalidFileException, KeyError) as error:
        raise PlumblineError(f"{path} cannot be read as an .xlsx workbook: {error}", exit_code=2) from error
    if SHEET not in book.sheetnames:
        raise PlumblineError(
            f"{path} has no sheet {SHEET!r}. Start from the template: plumbline propose --template <file>.", exit_code=2
        )
    sheet = book[SHEET]
    heads = {_first_line(cell.value): cell.column for cell in sheet[1]}
    missing = [field.header.en for field in FIELDS if field.header.en not in heads]
    if missing:
        raise PlumblineError(
            f"Sheet {SHEET!r} of {path} lacks the columns {', '.join(missing)}. Take its first row from the template: "
            "plumbline propose --template <file>.",
            exit_code=2,
        )
    numbers = {field.key: heads[field.header.en] for field in FIELDS}
    letters = {key: get_column_letter(number) for key, number in numbers.items()}
    found = []
    for row in range(FIRST_ROW, sheet.max_row + 1):
        values = {key: _text(sheet.cell(row=row, column=number).value) for key, number in numbers.items()}
        is_example = values["note"].casefold().startswith(EXAMPLE.split()[0])
        if not is_example and any(value for key, value in values.items() if key != "note"):
            found.append(Proposal(row, values, letters))
    if not found:
        raise PlumblineError(f"Sheet {SHEET!r} of {path} holds no proposal: fill a row below the example.", exit_code=2)
    return found


def _first_line(value: object) -> str:
    lines = str(value or "").splitlines()
    return lines[0].strip() if lines else ""


def _text(value: object) -> str:
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return "" if value is None else " ".join(str(value).split())


def number(text: str) -> Decimal | None:
    """A number as people type it; None when it is none. 10% is 0.10."""
    try:
        percent = text.endswith("%")
        value = Decimal(text.removesuffix("%").replace(",", "").strip())
    except InvalidOperation:
        return None
    return (value / 100 if percent else value) if value.is_finite() else None
