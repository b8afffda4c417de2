"""The gate: one Great Expectations suite that every CSV and XLSX file must pass before it is landed.

Loaded only by landing: importing Great Expectations takes seconds.
"""

import logging
import os
import warnings
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal

import pandas as pd

from plumbline.landing.control import TOLERANCE, Promise, parse_amount
from plumbline.landing.files import META_COLUMNS, ROW_NUMBER
from plumbline.landing.refusals import (
    FileRefusedError,
    duplicate_key,
    empty_key,
    missing_columns,
    unknown_control,
    wrong_count,
    wrong_total,
)
from plumbline.landing.specs import Dataset

os.environ["GX_ANALYTICS_ENABLED"] = "false"
with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    import great_expectations as gx
    from great_expectations.expectations.core.expect_column_sum_to_be_between import ExpectColumnSumToBeBetween
    from great_expectations.expectations.core.expect_column_values_to_be_unique import ExpectColumnValuesToBeUnique
    from great_expectations.expectations.core.expect_column_values_to_not_be_null import ExpectColumnValuesToNotBeNull
    from great_expectations.expectations.core.expect_compound_columns_to_be_unique import (
        ExpectCompoundColumnsToBeUnique,
    )
    from great_expectations.expectations.core.expect_table_columns_to_match_set import ExpectTableColumnsToMatchSet
    from great_expectations.expectations.core.expect_table_row_count_to_equal import ExpectTableRowCountToEqual
    from great_expectations.expectations.expectation import Expectation
# Once dbt has opened the root logger, the library would tell of every temporary folder it makes.
logging.getLogger("great_expectations").setLevel(logging.ERROR)

CONTROL = "_control"


@dataclass(frozen=True)
class Control:
    """The amounts of the control column as whole numbers of 10^-places, so that their sum is exact."""

    column: str
    units: list[int]
    places: int

    @property
    def total(self) -> Decimal:
        return Decimal(sum(self.units)).scaleb(-self.places)


class Gate:
    """Validates delivered frames; one context for a whole run."""

    def __init__(self) -> None:
        context = gx.get_context(mode="ephemeral")
        context.variables.progress_bars = {"globally": False, "metric_calculations": False}  # type: ignore[assignment]
        asset = context.data_sources.add_pandas("landing").add_dataframe_asset("file")
        self._batches = asset.add_batch_definition_whole_dataframe("whole file")

    def check(self, dataset: Dataset, frame: pd.DataFrame, promise: Promise) -> Decimal | None:
        """The control total of an accepted frame (None without a control column). Raises FileRefusedError."""
        control = control_of(dataset, frame, promise)
        columns = [name for name in frame.columns if name not in META_COLUMNS]
        # An empty or blank key is no key.
        judged = pd.DataFrame({name: frame[name].where(frame[name].str.strip() != "", None) for name in dataset.key
                               if name in frame.columns})  # fmt: skip
        for name in columns:
            if name not in judged:
                judged[name] = frame[name]
        if control:
            judged[CONTROL] = pd.Series(control.units, dtype="int64")
        batch = self._batches.get_batch(batch_parameters={"dataframe": judged})
        result = batch.validate(suite(dataset, promise, control), result_format="BOOLEAN_ONLY")
        failed = {str(one.expectation_config.meta["check"]): one for one in result.results if not one.success}  # type: ignore[union-attr]
        for check, explain in EXPLANATIONS.items():
            if check in failed:
                raise explain(dataset, judged.assign(**{ROW_NUMBER: frame[ROW_NUMBER]}), promise, control)
        return control.total if control else None


def suite(dataset: Dataset, promise: Promise, control: Control | None) -> gx.ExpectationSuite:
    """What a delivered file must satisfy: its columns, count, control total, and a key that is filled and unique."""
    rules = gx.ExpectationSuite(name=dataset.label)
    expectations: list[Expectation] = [
        ExpectTableColumnsToMatchSet(column_set=list(dataset.columns), exact_match=False, meta={"check": "columns"})
    ]
    if promise.row_count is not None:
        expectations.append(ExpectTableRowCountToEqual(value=promise.row_count, meta={"check": "rows"}))
    if control and promise.control_total is not None:
        low, high = (int((promise.control_total + step).scaleb(control.places)) for step in (-TOLERANCE, TOLERANCE))
        expectations.append(
            ExpectColumnSumToBeBetween(column=CONTROL, min_value=low, max_value=high, meta={"check": "total"})
        )
    for column in dataset.key:
        expectations.append(ExpectColumnValuesToNotBeNull(column=column, meta={"check": "key filled"}))
    if len(dataset.key) == 1:
        expectations.append(ExpectColumnValuesToBeUnique(column=dataset.key[0], meta={"check": "key unique"}))
    elif dataset.key:
        expectations.append(
            ExpectCompoundColumnsToBeUnique(
                column_list=list(dataset.key), ignore_row_if="any_value_is_missing", meta={"check": "key unique"}
            )
        )
    for expectation in expectations:
        rules.add_expectation(expectation)
    return rules


def control_of(dataset: Dataset, frame: pd.DataFrame, promise: Promise) -> Control | None:
    """The control column's amounts; the control file's column wins over the declared one. Raises FileRefusedError."""
    column = promise.control_column or dataset.control_column
    if column is None or column not in frame.columns:
        if column and column != dataset.control_column:
            raise unknown_control(column)
        return None
    amounts = []
    for number, text in zip(frame[ROW_NUMBER], frame[column], strict=True):
        try:
            amounts.append(parse_amount(text, dataset.decimal))
        except ValueError as error:
            remedy = f"Column '{column}' carries the control total: write plain numbers."
            raise FileRefusedError("C-04", f"row {number}, column '{column}': {error}", remedy) from error
    places = max((-int(amount.as_tuple().exponent) for amount in amounts), default=0)
    places = max(places, 2)
    return Control(column, [int(amount.scaleb(places)) for amount in amounts], places)


def _columns(dataset: Dataset, frame: pd.DataFrame, _promise: Promise, _control: Control | None) -> FileRefusedError:
    return missing_columns(dataset, [name for name in frame.columns if name not in (*META_COLUMNS, CONTROL)])


def _rows(_dataset: Dataset, frame: pd.DataFrame, promise: Promise, _control: Control | None) -> FileRefusedError:
    return wrong_count(len(frame), promise.row_count)


def _total(_dataset: Dataset, _frame: pd.DataFrame, promise: Promise, control: Control | None) -> FileRefusedError:
    assert control is not None
    return wrong_total(control.column, control.total, promise.control_total)


def _key_filled(dataset: Dataset, frame: pd.DataFrame, _promise: Promise, _control: Control | None) -> FileRefusedError:
    column = next(name for name in dataset.key if frame[name].isna().any())
    rows = frame.loc[frame[column].isna(), ROW_NUMBER].tolist()
    return empty_key(column, rows, len(rows))


def _key_unique(dataset: Dataset, frame: pd.DataFrame, _promise: Promise, _control: Control | None) -> FileRefusedError:
    key = list(dataset.key)
    copies = frame[frame.duplicated(key, keep=False)]
    same = copies[(copies[key] == copies[key].iloc[0]).all(axis="columns")]
    rows = same[ROW_NUMBER].tolist()
    return duplicate_key(dataset.key, [str(value) for value in same[key].iloc[0]], rows, len(rows))


# In the order in which a reader wants to hear them; the first that fails is told.
EXPLANATIONS: dict[str, Callable[[Dataset, pd.DataFrame, Promise, Control | None], FileRefusedError]] = {
    "columns": _columns,
    "rows": _rows,
    "total": _total,
    "key filled": _key_filled,
    "key unique": _key_unique,
}
