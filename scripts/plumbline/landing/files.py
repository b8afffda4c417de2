"""Reads a CSV or XLSX file as delivered: every value as text, nothing judged but its shape."""

import csv
import gzip
import io
import re
import sys
import unicodedata
import zipfile
import zlib
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from pathlib import Path
from typing import Any

import pandas as pd
from openpyxl import load_workbook  # type: ignore[import-untyped]
from openpyxl.utils.exceptions import InvalidFileException  # type: ignore[import-untyped]

from plumbline.landing.refusals import FileRefusedError
from plumbline.landing.specs import Dataset

ROW_NUMBER = "_row_number"
# A cell of a sheet's XML that ends with its formula instead of a value.
UNCOMPUTED = re.compile(rb'<c r="([A-Z]+[0-9]+)"[^>]*><f(?:[^>]*/>|[^>]*>[^<]*</f>)(?:<v ?/>|<v></v>)?</c>')
META_COLUMNS = ("_batch_id", "_file_name", ROW_NUMBER, "_loaded_at")


@dataclass(frozen=True)
class Delivered:
    """A file's rows as text, with `_row_number` (1 = the first row under the header), and the encoding found."""

    frame: pd.DataFrame
    encoding: str | None


def read_file(dataset: Dataset, path: Path) -> Delivered:
    """The rows of a CSV or XLSX file; required columns carry their declared names. Raises FileRefusedError."""
    if dataset.format == "xlsx":
        return Delivered(_named(dataset, _read_sheet(dataset, path)), None)
    text, encoding = _decode(dataset, path)
    return Delivered(_named(dataset, _read_csv(dataset, text)), encoding)


def match_columns(dataset: Dataset, header: Sequence[str]) -> list[str]:
    """The names of the columns found: the declared name where a header equals it after trim and NFKC (rule C-02)."""
    declared = {_normal(column): column for column in dataset.columns}
    names = [declared.get(_normal(found), found.strip()) for found in header]
    counts = Counter(name.casefold() for name in names if name)
    if twice := [name for name in names if counts[name.casefold()] > 1]:
        raise FileRefusedError("C-02", f"the header has column '{twice[0]}' twice", "Remove or rename one of them.")
    if reserved := [name for name in names if name in META_COLUMNS]:
        raise FileRefusedError("C-02", f"column '{reserved[0]}' has a name that landing uses itself", "Rename it.")
    return names


def _normal(header: str) -> str:
    return unicodedata.normalize("NFKC", header).strip()


def _named(dataset: Dataset, records: pd.DataFrame) -> pd.DataFrame:
    """Records (header first, index = row number) turned into named columns; a column without a header must be empty."""
    header = [str(cell) for cell in records.iloc[0]]
    names = match_columns(dataset, header)
    frame = records.iloc[1:]
    for position, name in enumerate(names):
        if not name and (filled := frame.index[frame.iloc[:, position] != ""]).size:
            raise FileRefusedError(
                "C-02",
                f"column {position + 1} has no header but holds values, first in row {filled[0]}",
                "Give the column a header or remove its values.",
            )
    kept = [position for position, name in enumerate(names) if name]
    frame = frame.iloc[:, kept].set_axis([names[position] for position in kept], axis="columns")
    frame = frame[(frame != "").any(axis="columns")] if len(frame) else frame
    return frame.assign(**{ROW_NUMBER: frame.index.astype("int64")}).reset_index(drop=True)


def _decode(dataset: Dataset, path: Path) -> tuple[str, str]:
    """The text and the encoding found: strict UTF-8 first, then strict GB18030, whatever was declared (rule C-01)."""
    data = path.read_bytes()
    if path.suffix == ".gz":
        try:
            data = gzip.decompress(data)
        except (OSError, EOFError, zlib.error) as error:
            remedy = "It was cut off or is no gzip file: deliver it again."
            raise FileRefusedError("C-01", f"the file cannot be unpacked: {error}", remedy) from error
    failures: dict[str, UnicodeDecodeError] = {}
    for encoding in ("utf-8-sig" if data.startswith(b"\xef\xbb\xbf") else "utf-8", "gb18030"):
        try:
            return data.decode(encoding), encoding
        except UnicodeDecodeError as error:
            failures[encoding[:5]] = error
    failure = failures.get(dataset.encoding[:5]) or next(iter(failures.values()))
    line = data.count(b"\n", 0, failure.start) + 1
    hint = "It looks like UTF-16. " if data[:2] in (b"\xff\xfe", b"\xfe\xff") else ""
    raise FileRefusedError(
        "C-01",
        f"the bytes are neither UTF-8 nor GB18030: read as {dataset.encoding}, byte {failure.start} (line {line}, "
        f"0x{data[failure.start]:02X}) cannot be decoded",
        f"{hint}Export the file again as {dataset.encoding}, or save it as UTF-8.",
    )


def _read_csv(dataset: Dataset, text: str) -> pd.DataFrame:
    """All records as text, the header first; the index is the row number (header 0). Blank lines keep their number.

    pandas fills a short record in silence, so the widths are checked before it reads.
    """
    csv.field_size_limit(sys.maxsize)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=dataset.delimiter, strict=True)
    width, records = 0, 0
    try:
        for number, record in enumerate(reader):
            records += 1
            width = width or len(record)
            if len(record) not in (0, width):
                raise FileRefusedError(
                    "C-02",
                    f"row {number} (line {reader.line_num}) has {len(record)} values, the header has {width} columns",
                    "A delimiter or a quote is missing or too many there: correct the line and deliver the file again.",
                )
    except csv.Error as error:
        remedy = "Look for a quote that is not closed or not doubled."
        raise FileRefusedError("C-02", f"line {reader.line_num} is not readable as CSV: {error}", remedy) from error
    if not width:
        raise FileRefusedError("C-02", "the file is empty, not even a header", "Deliver it again.")
    frame = pd.read_csv(
        io.StringIO(text),
        sep=dataset.delimiter,
        header=None,
        dtype=str,
        keep_default_na=False,
        na_filter=False,
        skip_blank_lines=False,
    )
    if len(frame) != records:
        raise FileRefusedError(
            "C-02", f"{records} records were counted but {len(frame)} read", "Check the quotes in the file."
        )
    return frame


def _read_sheet(dataset: Dataset, path: Path) -> pd.DataFrame:
    """The rows of a sheet from its header row on, as text; the index is the row number (header 0)."""
    try:
        workbook = load_workbook(path, read_only=True, data_only=True)
    except (zipfile.BadZipFile, InvalidFileException, KeyError, OSError, ValueError) as error:
        remedy = "Open it in a spreadsheet program and save it as .xlsx (not .xls), without a password."
        raise FileRefusedError("C-01", f"the file is not a readable XLSX workbook: {error}", remedy) from error
    try:
        if dataset.sheet and dataset.sheet not in workbook.sheetnames:
            found = ", ".join(f"'{name}'" for name in workbook.sheetnames)
            problem = f"there is no sheet '{dataset.sheet}'; the workbook has {found}"
            raise FileRefusedError("C-02", problem, "Rename the sheet at the source, or correct `sheet`.")
        sheet = workbook[dataset.sheet] if dataset.sheet else workbook.worksheets[0]
        _refuse_uncomputed(path, sheet)
        sheet.reset_dimensions()
        rows = [[_cell_text(cell) for cell in row] for row in sheet.iter_rows(dataset.header_row, values_only=True)]
    finally:
        workbook.close()
    while rows and not any(rows[-1]):
        rows.pop()
    if not rows:
        raise FileRefusedError(
            "C-02", f"sheet '{sheet.title}' has no header in row {dataset.header_row}", "Deliver it again."
        )
    width = max(len(row) for row in rows)
    return pd.DataFrame([row + [""] * (width - len(row)) for row in rows], dtype=str)


def _refuse_uncomputed(path: Path, sheet: Any) -> None:
    """A formula that no program has computed would be read as an empty cell."""
    with zipfile.ZipFile(path) as package:
        cells = package.read(sheet._worksheet_path.lstrip("/"))
    if found := UNCOMPUTED.search(cells):
        problem = f"sheet '{sheet.title}', cell {found[1].decode()} holds a formula without a stored result"
        raise FileRefusedError("C-02", problem, "Open and save the workbook in a spreadsheet program first.")


def _cell_text(value: Any) -> str:
    """A cell as a reader of the sheet would write it down: ISO dates, numbers plain and with Excel's 15 digits."""
    match value:
        case None:
            return ""
        case bool():
            return "true" if value else "false"
        case float():
            plain = f"{Decimal(f'{value:.15g}'):f}"
            return plain.rstrip("0").rstrip(".") if "." in plain else plain
        case datetime():
            is_day = value.time() == time()
            return value.date().isoformat() if is_day else value.isoformat(sep=" ", timespec="seconds")
        case date() | time():
            return value.isoformat()
        case _:
            return str(value)
