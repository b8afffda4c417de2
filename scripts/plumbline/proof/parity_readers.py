"""The two readers of a metric's one definition: the compiled marts, and MetricFlow on the component facts."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any, NamedTuple

import duckdb

from plumbline.catalogue.catalogue import catalogue_of
from plumbline.catalogue.reading import PROJECT
from plumbline.proof.metricflow import MetricFlow, Request, batches
from plumbline.proof.parity_metrics import LEVELS, Metric

TREES = {"as_is": "org_unit", "as_was": "org_unit_version"}
GRAINS = {"month": 1, "quarter": 3, "year": 12}
POST = len(LEVELS)
EMPLOYEE = "employee"
NOBODY = "-"
# Whose marts show metrics by a member, and how far down they are compared; a post is compared where it is.
MEMBER_MARTS = {
    "product_line": "metric_windows_by_product_line",
    "customer_segment": "metric_windows_by_customer_segment",
    "channel": "metric_windows_by_channel",
    EMPLOYEE: "metric_windows_of_posts",
}
MEMBER_LEVELS = 2


class Window(NamedTuple):
    code: str
    period_end: date


class Place(NamedTuple):
    """A unit of a level in one of the two trees, or the part of it that belongs to a member such as a product line."""

    tree: str
    level: int
    unit: str
    member: str = ""


class Span(NamedTuple):
    """The days a window covers: how a mart's window and a MetricFlow row find each other."""

    first: date
    last: date


class Months(NamedTuple):
    """A calendar grain, and the last reported day, on which a running period ends."""

    grain: str
    last_day: date


class Reading(NamedTuple):
    value: Decimal | float | None
    null_reason: str | None = None


@dataclass
class Marts:
    """The compiled marts: first reported day, days of every complete window, every metric by window and place."""

    first_day: date
    spans: dict[Window, Span] = field(default_factory=dict)
    readings: dict[tuple[Window, Place], dict[str, Reading]] = field(default_factory=dict)

    @property
    def last_day(self) -> date:
        return max(span.last for span in self.spans.values())

    def has_windows(self, grain: str) -> bool:
        """Whether some window is a calendar month, quarter or (whole or running) year."""
        return any(calendar_span(span.last, GRAINS[grain], self.last_day) == span for span in self.spans.values())

    def codes_without_grouping(self) -> list[str]:
        """The window codes none of whose windows is a calendar month, quarter or year, such as a fiscal year's."""
        grouped = {
            window.code
            for window, span in self.spans.items()
            if any(calendar_span(span.last, months, self.last_day) == span for months in GRAINS.values())
        }
        return sorted({window.code for window in self.spans} - grouped)

    def other_spans(self) -> list[Span]:
        """Of each window code the last window that is no calendar period: only a range of months can express it."""
        spans = {}
        for window, span in sorted(self.spans.items()):
            if all(calendar_span(span.last, months, self.last_day) != span for months in GRAINS.values()):
                spans[window.code] = span
        return sorted(set(spans.values()))


def relation(manifest: Mapping[str, Any], model: str) -> str:
    return str(manifest["nodes"][f"model.{PROJECT}.{model}"]["relation_name"])


def read_marts(
    connection: duckdb.DuckDBPyConnection, manifest: Mapping[str, Any], metrics: Mapping[str, Metric]
) -> Marts:
    """Indicators from the public mart; from the table behind it components, definitions that are not computed, and
    indicators where they do not apply: what is not published is compared all the same.
    """
    marts = _empty_marts(connection, manifest)
    computed = connection.execute(
        f"""
        select indicator_code, indicator_version from {relation(manifest, "indicators")}
        where status in ('active', 'under_review', 'deprecated')
        """
    ).fetchall()
    indicators = {
        (metric.code, metric.version): metric.name
        for metric in metrics.values()
        if metric.is_published and (metric.code, metric.version) in computed
    }
    judged = list(indicators.values())
    others = [name for name in metrics if name not in judged]
    columns = [
        *(f"cast({name} as decimal(28, 10))" for name in judged),
        *(f"{name}__null_reason" for name in judged),
        *others,
    ]
    rows = connection.execute(
        f"""
        select window_code, period_end, hierarchy_basis, level_number, org_unit_id, {", ".join(columns) or "null"}
        from {relation(manifest, "metric_windows_both_trees")}
        where is_complete
        """
    ).fetchall()
    for code, period_end, tree, level, unit, *cells in rows:
        values, reasons, rest = cells[: len(judged)], cells[len(judged) : 2 * len(judged)], cells[2 * len(judged) :]
        readings = dict(zip(others, map(Reading, rest), strict=False))
        for name, value, reason in zip(judged, values, reasons, strict=True):
            if level <= metrics[name].lowest_level:
                readings[name] = Reading(None if reason else value, reason)
        marts.readings[Window(code, period_end), Place(tree, level, unit)] = readings
    rows = connection.execute(
        f"""
        select
            window_code, period_end, hierarchy_basis, org_level, org_unit_id,
            indicator_code, indicator_version, value, null_reason
        from {relation(manifest, "indicator_values")}
        """
    ).fetchall()
    for code, period_end, tree, org_level, unit, indicator, version, value, null_reason in rows:
        key = Window(code, period_end), Place(tree, int(org_level[1:]), unit)
        if key in marts.readings and (indicator, version) in indicators:
            marts.readings[key][indicators[indicator, version]] = Reading(value, null_reason)
    return marts


def _empty_marts(connection: duckdb.DuckDBPyConnection, manifest: Mapping[str, Any]) -> Marts:
    """The first reported day and the days of every complete window."""
    months = relation(manifest, "int_months")
    first_days = connection.execute(f"select min(month_start) from {months}").fetchall()
    marts = Marts(first_day=first_days[0][0])
    windows = connection.execute(
        f"""
        select windows.window_code, windows.period_end, min(months.month_start), max(months.month_end)
        from {relation(manifest, "int_windows")} as windows
        inner join {relation(manifest, "int_window_months")} as window_months using (window_code, period_end)
        inner join {months} as months using (month_end)
        where windows.is_complete
        group by 1, 2
        order by 1, 2
        """
    ).fetchall()
    for code, period_end, first, last in windows:
        marts.spans[Window(code, period_end)] = Span(first, last)
    return marts


def read_member_mart(
    connection: duckdb.DuckDBPyConnection, manifest: Mapping[str, Any], member: str
) -> tuple[Marts, set[str]]:
    """The mart of one member, and the names of the metrics that it has."""
    marts = _empty_marts(connection, manifest)
    mart, column = relation(manifest, MEMBER_MARTS[member]), "employee_id" if member == EMPLOYEE else member
    columns = [name for (name, *_) in connection.execute(f"describe {mart}").fetchall()]
    known = catalogue_of(manifest).metrics
    names = [name for name in columns if name in known]
    judged = {name for name in names if f"{name}__null_reason" in columns}
    reasons = [f"mart.{name}__null_reason" if name in judged else "null" for name in names]
    level = str(POST) if member == EMPLOYEE else "units.level_number"
    cursor = connection.execute(
        f"""
        select mart.window_code, mart.period_end, bases.hierarchy_basis, {level}, mart.org_unit_id, mart.{column},
            {", ".join([*(f"mart.{name}" for name in names), *reasons])}
        from {mart} as mart
        inner join {relation(manifest, "int_unit_bases")} as bases
            on mart.org_unit_id = bases.org_unit_id and mart.stored_basis = bases.stored_basis
        inner join {relation(manifest, "dim_org_units")} as units on mart.org_unit_id = units.org_unit_id
        where mart.is_complete and ({level} <= {MEMBER_LEVELS} or {level} = {POST})
        """
    )
    while batch := cursor.fetchmany(10_000):
        for code, period_end, tree, depth, unit, part, *cells in batch:
            values, why = cells[: len(names)], cells[len(names) :]
            marts.readings[Window(code, period_end), Place(tree, depth, unit, part)] = {
                name: Reading(None if reason else value, reason)
                for name, value, reason in zip(names, values, why, strict=True)
            }
    return marts, set(names)


MetricFlowRows = dict[tuple[Span | Window, Place], dict[str, Decimal | float | None]]


class Facts(NamedTuple):
    """The component facts of a built database as MetricFlow reads them, at the levels that the company's tree has."""

    connection: duckdb.DuckDBPyConnection
    metricflow: MetricFlow
    levels: frozenset[int]


def open_facts(connection: duckdb.DuckDBPyConnection, manifest: Mapping[str, Any], metricflow: MetricFlow) -> Facts:
    levels = connection.execute(f"select distinct level_number from {relation(manifest, 'dim_org_units')}").fetchall()
    return Facts(connection, metricflow, frozenset(level for (level,) in levels))


def read_by_grain(facts: Facts, names: Sequence[str], months: Months, member: str = "") -> MetricFlowRows:
    """One row per unit (and member) and calendar month, quarter or year."""
    rows: MetricFlowRows = {}
    time = f"metric_time__{months.grain}"
    for batch in batches(names):
        for place, row in _places(facts, Request(batch, (time,)), member):
            span = calendar_span(row.pop(time), GRAINS[months.grain], months.last_day)
            rows.setdefault((span, place), {}).update(row)
    return rows


def read_windows(facts: Facts, metrics: Sequence[Metric], member: str = "") -> MetricFlowRows:
    """One row per unit (and member), window code and period end: window sets, which MetricFlow can only roll up."""
    rows: MetricFlowRows = {}
    for entity in sorted({metric.window_entity for metric in metrics}):
        code = f"{entity}__window_code"
        names = [metric.name for metric in metrics if metric.window_entity == entity]
        for place, row in _places(facts, Request(tuple(names), (code, "metric_time__day")), member):
            day = row.pop("metric_time__day")
            window = Window(row.pop(code), day.date() if isinstance(day, datetime) else day)
            rows.setdefault((window, place), {}).update(row)
    return rows


def read_span(facts: Facts, names: Sequence[str], span: Span) -> MetricFlowRows:
    """One row per unit for a range of months that is no calendar month, quarter or year."""
    rows: MetricFlowRows = {}
    for batch in batches(names):
        for place, row in _places(facts, Request(batch, (), span), ""):
            rows.setdefault((span, place), {}).update(row)
    return rows


def _places(facts: Facts, request: Request, member: str) -> Iterator[tuple[Place, dict[str, Any]]]:
    """The rows of a request at every level of both trees, without units outside the tree and posts of nobody."""
    parts = (member,) if member else ()
    for tree, level, dimension in _levels(facts.levels, member):
        asked = replace(request, group_by=(*request.group_by, dimension, *parts))
        for row in _fetch(facts.connection, facts.metricflow.sql(asked)):
            unit, part = row.pop(dimension), row.pop(member) if member else ""
            if unit is not None and not (member == EMPLOYEE and part == NOBODY):
                yield Place(tree, level, unit, part), row


def _fetch(connection: duckdb.DuckDBPyConnection, sql: str) -> Iterable[dict[str, Any]]:
    """Rows by column name: MetricFlow orders the columns as it likes."""
    cursor = connection.execute(sql)
    names = [column[0] for column in cursor.description or []]
    return (dict(zip(names, row, strict=True)) for row in cursor.fetchall())


def _levels(levels: frozenset[int], member: str) -> Iterator[tuple[str, int, str]]:
    """Tree, level and what MetricFlow calls it. A post stands at its leaf unit, which is the same in both trees."""
    for tree, entity in TREES.items():
        if member == EMPLOYEE:
            yield tree, POST, TREES["as_is"]
            continue
        for number, level in enumerate(LEVELS[: MEMBER_LEVELS if member else POST], start=1):
            if number in levels:
                yield tree, number, f"{entity}__{level}"


def calendar_span(day: date, months: int, last_day: date) -> Span:
    """The calendar month, quarter or year around a day; a running one ends with the last reported month."""
    month = (day.month - 1) // months * months
    years, next_month = divmod(month + months, 12)
    end = date(day.year + years, next_month + 1, 1) - timedelta(days=1)
    return Span(date(day.year, month + 1, 1), min(end, last_day))
