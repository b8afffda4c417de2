"""Writes delivered files and their control file, byte for byte the same on every run.

One `Delivery` per data folder: every written file adds its row count and control total, and `close` writes them to
`manifest.csv`. Cells are text as the source system would print it; Decimal, date and None are printed plainly.
"""

import csv
import gzip
import io
import re
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import TypeAlias

import pyarrow as pa  # type: ignore[import-untyped]
import pyarrow.parquet as pq  # type: ignore[import-untyped]
from openpyxl import Workbook  # type: ignore[import-untyped]

from plumbline.demo.periods import EXTRACTED_AT, LAST_PERIOD, PERIODS

Cell: TypeAlias = str | int | Decimal | date | datetime | bool | None
Row: TypeAlias = Sequence[Cell]

MANIFEST = "manifest.csv"
MANIFEST_COLUMNS = (
    "file_name",
    "row_count",
    "control_column",
    "control_total",
    "period_from",
    "period_to",
    "encoding",
    "extracted_at",
)
HISTORY = (PERIODS[0], LAST_PERIOD)
_ZIP_TIME = (2025, 10, 8, 6, 0, 0)


def text(value: Cell) -> str:
    """A cell as plain text: empty for None, ISO dates, decimals without exponent."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.isoformat(sep=" ")
    if isinstance(value, Decimal):
        return f"{value:f}"
    return str(value)


def _control(columns: Sequence[str], rows: Iterable[Row], column: str | None) -> tuple[Cell, Cell]:
    """The control column and its sum; empty cells count as zero, others have a decimal point."""
    if column is None:
        return None, None
    position = columns.index(column)
    return column, sum((Decimal(text(row[position]).replace(",", "") or "0") for row in rows), Decimal(0))


@dataclass
class Delivery:
    """The data folder being written. `file_name` is always relative to it and uses forward slashes."""

    folder: Path
    _lines: list[Row] = field(default_factory=list)

    def csv(
        self,
        file_name: str,
        columns: Sequence[str],
        rows: Iterable[Row],
        *,
        encoding: str = "utf-8",
        delimiter: str = ",",
        control_column: str | None = None,
        periods: tuple[int, int] = HISTORY,
    ) -> None:
        """A delimited text file with a header; gzip when the name ends in .gz."""
        content = list(rows)
        buffer = io.StringIO()
        writer = csv.writer(buffer, delimiter=delimiter, lineterminator="\r\n")
        writer.writerow(columns)
        writer.writerows([text(cell) for cell in row] for row in content)
        data = buffer.getvalue().encode(encoding)
        if file_name.endswith(".gz"):
            packed = io.BytesIO()
            with gzip.GzipFile(filename="", mode="wb", fileobj=packed, mtime=0) as stream:
                stream.write(data)
            data = packed.getvalue()
        self._write(file_name, data)
        self._record(file_name, len(content), _control(columns, content, control_column), periods, encoding)

    def xlsx(
        self,
        file_name: str,
        sheet: str,
        columns: Sequence[str],
        rows: Iterable[Row],
        *,
        control_column: str | None = None,
        periods: tuple[int, int] = HISTORY,
    ) -> None:
        """A workbook with one sheet, header in its first row. Decimals become numbers, dates become dates."""
        content = list(rows)
        self._write(file_name, workbook_bytes({sheet: (columns, content)}))
        self._record(file_name, len(content), _control(columns, content, control_column), periods, "")

    def workbook(
        self,
        file_name: str,
        sheets: Mapping[str, tuple[Sequence[str], Iterable[Row]]],
        *,
        control_columns: Mapping[str, str],
        periods: tuple[int, int] = HISTORY,
    ) -> None:
        """A workbook with several sheets; the control file promises each of them as `file#sheet`."""
        contents = {name: (columns, list(rows)) for name, (columns, rows) in sheets.items()}
        self._write(file_name, workbook_bytes(contents))
        for name, (columns, content) in contents.items():
            control = _control(columns, content, control_columns.get(name))
            self._record(f"{file_name}#{name}", len(content), control, periods, "")

    def parquet(
        self,
        file_name: str,
        columns: Mapping[str, pa.DataType],
        rows: Iterable[Row],
        *,
        control_column: str | None = None,
        periods: tuple[int, int] = HISTORY,
    ) -> None:
        """A Parquet file with the given column types."""
        content = list(rows)
        schema = pa.schema(list(columns.items()))
        table = pa.Table.from_pylist([dict(zip(columns, row, strict=True)) for row in content], schema=schema)
        buffer = io.BytesIO()
        pq.write_table(table, buffer, compression="zstd")
        self._write(file_name, buffer.getvalue())
        self._record(file_name, len(content), _control(list(columns), content, control_column), periods, "")

    def close(self) -> Path:
        """Write the control file: one line per delivered file."""
        path = self.folder / MANIFEST
        with path.open("w", encoding="utf-8", newline="") as stream:
            writer = csv.writer(stream, lineterminator="\n")
            writer.writerow(MANIFEST_COLUMNS)
            writer.writerows(
                [text(cell) for cell in line] for line in sorted(self._lines, key=lambda line: str(line[0]))
            )
        return path

    def _record(
        self, file_name: str, rows: int, control: tuple[Cell, Cell], periods: tuple[int, int], encoding: str
    ) -> None:
        self._lines.append((file_name, rows, *control, *periods, encoding, EXTRACTED_AT))

    def _write(self, file_name: str, data: bytes) -> None:
        path = self.folder / file_name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)


def workbook_bytes(sheets: Mapping[str, tuple[Sequence[str], Iterable[Row]]]) -> bytes:
    """An XLSX file without a trace of the time it was written at."""
    workbook = Workbook(write_only=True)
    workbook.properties.creator = "plumbline"
    workbook.properties.created = EXTRACTED_AT
    for name, (columns, rows) in sheets.items():
        sheet = workbook.create_sheet(name)
        sheet.append(list(columns))
        for row in rows:
            sheet.append(list(row))
    written = io.BytesIO()
    workbook.save(written)
    result = io.BytesIO()
    stamp = EXTRACTED_AT.strftime("%Y-%m-%dT%H:%M:%SZ").encode()
    with zipfile.ZipFile(written) as source, zipfile.ZipFile(result, "w", zipfile.ZIP_DEFLATED) as target:
        for name in sorted(source.namelist()):
            data = source.read(name)
            if name == "docProps/core.xml":
                data = re.sub(rb"(<dcterms:modified[^>]*>)[^<]*", rb"\g<1>" + stamp, data)
            entry = zipfile.ZipInfo(name, date_time=_ZIP_TIME)
            entry.compress_type = zipfile.ZIP_DEFLATED
            target.writestr(entry, data)
    return result.getvalue()
