"""What was promised and what was found: the delivered control file `manifest.csv`, and amounts."""

import csv
import io
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from pathlib import Path

from plumbline.errors import PlumblineError

CONTROL_FILE = "manifest.csv"
TOLERANCE = Decimal("0.01")
# A delivery that does not state its periods may hold any.
ANY_PERIOD = (190001, 999912)


@dataclass(frozen=True)
class Promise:
    """What the control file says about one delivered file; None where it says nothing."""

    row_count: int | None = None
    control_column: str | None = None
    control_total: Decimal | None = None
    period_from: int | None = None
    period_to: int | None = None
    extracted_at: datetime | None = None


def read_promises(folder: Path) -> Mapping[str, Promise]:
    """The promises of `manifest.csv` by file name, relative to the data folder; sheets are `file#sheet`."""
    path = folder / CONTROL_FILE
    if not path.is_file():
        return {}
    promises = {}
    reader = csv.DictReader(io.StringIO(path.read_bytes().decode("utf-8-sig"), newline=""))
    if "file_name" not in (reader.fieldnames or []):
        raise PlumblineError(f"{path} has no column file_name: it names each delivered file, its row_count and totals.")
    for number, line in enumerate(reader, start=1):
        cells = {name: (value or "").strip() for name, value in line.items() if name}
        try:
            promises[cells["file_name"]] = Promise(
                row_count=int(cells["row_count"]) if cells.get("row_count") else None,
                control_column=cells.get("control_column") or None,
                control_total=parse_amount(cells["control_total"]) if cells.get("control_total") else None,
                period_from=int(cells["period_from"]) if cells.get("period_from") else None,
                period_to=int(cells["period_to"]) if cells.get("period_to") else None,
                extracted_at=parse_instant(cells["extracted_at"]) if cells.get("extracted_at") else None,
            )
        except ValueError as error:
            place = f"{path}, row {number} ({cells['file_name']})"
            raise PlumblineError(f"{place}: {error}. Correct the control file.") from error
    return promises


def parse_instant(text: str) -> datetime:
    """An ISO date and time; one with a time zone is turned into UTC."""
    instant = datetime.fromisoformat(text)
    return instant.astimezone(UTC).replace(tzinfo=None) if instant.tzinfo else instant


def parse_amount(text: str, decimal: str = ".") -> Decimal:
    """An amount as systems write it: 1,234.50 · ¥1234.5 · (12.00) · 12.00- · full-width digits; empty counts as zero.

    Scales (万, 亿) are never guessed. Raises ValueError.
    """
    plain = unicodedata.normalize("NFKC", text).strip() if not text.isascii() else text.strip()
    if not plain:
        return Decimal(0)
    thousands = "." if decimal == "," else ","
    plain = re.sub(r"^([-+(]?)[¥$€]|元$", r"\1", plain.replace(thousands, "").replace(decimal, ".")).replace(" ", "")
    if plain.startswith("(") and plain.endswith(")"):
        plain = "-" + plain[1:-1]
    elif plain.endswith("-"):
        plain = "-" + plain[:-1]
    try:
        amount = Decimal(plain)
    except InvalidOperation:
        raise ValueError(f"'{text}' is not an amount") from None
    if not amount.is_finite() or "_" in plain:
        raise ValueError(f"'{text}' is not an amount")
    return amount


def stored_total(total: Decimal) -> Decimal:
    """A control total as the manifest keeps it."""
    return total.quantize(Decimal("0.01"), rounding=ROUND_HALF_UP)


def periods_of(file_name: str, promise: Promise) -> tuple[int, int]:
    """The first and last period of a file: as promised, else a YYYYMM in its name, else any period."""
    found = [int(text) for text in re.findall(r"(?<!\d)((?:19|20)\d{2}(?:0[1-9]|1[0-2]))(?!\d)", Path(file_name).name)]
    named = (min(found), max(found)) if found else ANY_PERIOD
    first = promise.period_from if promise.period_from is not None else named[0]
    return first, promise.period_to if promise.period_to is not None else max(named[1], first)
