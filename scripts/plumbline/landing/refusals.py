"""Why a file is not accepted: each refusal names the rule, the place and what to do."""

import difflib
from decimal import Decimal

from plumbline.landing.specs import Dataset

SHOWN = 5


class FileRefusedError(Exception):
    """A file is not accepted: the rule it breaks (C-01 to C-05, or `key`), where, and what to do about it."""

    def __init__(self, rule: str, problem: str, remedy: str) -> None:
        super().__init__(f"[{rule}] {problem}. {remedy}")
        self.rule = rule


def missing_columns(dataset: Dataset, found: list[str]) -> FileRefusedError:
    """The refusal of a file that lacks required columns, with the closest header it has instead (C-02)."""
    lacking = [column for column in dataset.columns if column not in found]
    extra = [name for name in found if name not in dataset.columns]
    hints = []
    for column in lacking:
        close = difflib.get_close_matches(column, extra, n=1, cutoff=0.4)
        hints.append(f"'{column}'" + (f" (closest header: '{close[0]}')" if close else ""))
    if len(found) == 1 and len(dataset.columns) > 1 and dataset.format == "csv":
        remedy = f"The header is a single column, '{found[0]}': is the delimiter really '{dataset.delimiter}'?"
    else:
        remedy = f"Name it as declared; the file has: {', '.join(found)}."
    return FileRefusedError("C-02", f"required column {', '.join(hints)} is missing", remedy)


def wrong_count(found: int, promised: int | None) -> FileRefusedError:
    return FileRefusedError(
        "C-03",
        f"the file has {found:,} rows, the control file promises {promised:,}",
        "Rows were lost or added on the way: export the file and its control file together again.",
    )


def wrong_total(column: str, found: Decimal, promised: Decimal | None) -> FileRefusedError:
    assert promised is not None
    return FileRefusedError(
        "C-04",
        f"column '{column}' sums to {found:,f}, the control file promises {promised:,f} "
        f"(difference {found - promised:,f})",
        "Values were lost or changed on the way: export the file and its control file together again.",
    )


def unknown_control(column: str) -> FileRefusedError:
    remedy = "Correct the column's name in one of the two."
    return FileRefusedError("C-04", f"the control file sums column '{column}', which the file has not", remedy)


def empty_key(column: str, rows: list[int], count: int) -> FileRefusedError:
    return FileRefusedError(
        "key", f"key column '{column}' is empty in {row_list(rows, count)}", "Fill it at the source and deliver again."
    )


def duplicate_key(key: tuple[str, ...], values: list[str], rows: list[int], count: int) -> FileRefusedError:
    example = ", ".join(f"{column}={value}" for column, value in zip(key, values, strict=True))
    remedy = "Remove the copies at the source, or correct the dataset's `key` if it is not the file's grain."
    return FileRefusedError(
        "key", f"the key ({', '.join(key)}) is not unique: {example} is in {row_list(rows, count)}", remedy
    )


def row_list(rows: list[int], count: int) -> str:
    """'row 3', 'rows 3 and 7', 'rows 3, 7, 9 and 12 more'."""
    shown = [str(row) for row in rows[:SHOWN]]
    if count > len(shown):
        return f"rows {', '.join(shown)} and {count - len(shown):,} more"
    return f"rows {', '.join(shown[:-1])} and {shown[-1]}" if len(shown) > 1 else f"row {shown[0]}"
