"""The two readers of a metric's one definition: the compiled marts, and MetricFlow on the component facts."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any, NamedTuple

import duckdb

from plumbline.errors import PlumblineError
from plumbline.proof.metricflow import MetricFlow, Request, batches

LEVELS = ["company", "business_unit", "region", "department", "team"]
TREES = {"as_is": "org_unit", "as_was": "org_unit_version"}
GRAINS = {"month": 1, "quarter": 3, "year": 12}
PROJECT = "plumbline"


@dataclass(frozen=True)
class Metric:
    """What parity needs to know of a metric; `exceptions` are the cases its meta declares MetricFlow cannot express."""

    name: str
    reading: str  # exact, distinct or ratio
    facts: tuple[str, ...]  # the semantic models it is made from
    is_indicator: bool
    lowest_level: int
    denominator: str | None
    needs_positive_base: bool
    is_offset: bool
    exceptions: frozenset[str]
    reason: str
    covered_by: tuple[str, ...]


class Window(NamedTuple):
    code: str
    period_end: date


class Place(NamedTuple):
    """A unit of a level in one of the two trees."""

    tree: str
    level: int
    unit: str


class Span(NamedTuple):
    """The days a window covers: how a mart's window and a MetricFlow row find each other."""

    first: date
    last: date


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

    def other_spans(self) -> list[Span]:
        """Of each window code the last window that is no calendar period: only a range of months can express it."""
        spans = {}
        for window, span in sorted(self.spans.items()):
            if all(calendar_span(span.last, months, self.last_day) != span for months in GRAINS.values()):
                spans[window.code] = span
        return sorted(set(spans.values()))


def load_metrics(manifest: Mapping[str, Any], only: Sequence[str] = ()) -> dict[str, Metric]:
    """The metrics of the dbt manifest (all, or some with what they are made of); those over the same facts in a row."""
    nodes = {node["name"]: node for node in manifest["metrics"].values() if node["package_name"] == PROJECT}
    if unknown := set(only) - set(nodes):
        raise PlumblineError(f"There is no metric {', '.join(sorted(unknown))}.", exit_code=2)
    chosen = {part["name"] for name in only or nodes for part in _family(nodes[name], nodes)}
    metrics = [_metric(nodes[name], nodes) for name in chosen]
    return {metric.name: metric for metric in sorted(metrics, key=lambda metric: (metric.facts, metric.name))}


def _metric(node: Mapping[str, Any], nodes: Mapping[str, Mapping[str, Any]]) -> Metric:
    meta = node["config"]["meta"]
    params = node["type_params"]
    family = list(_family(node, nodes))
    aggregation = params.get("metric_aggregation_params") or {}
    is_distinct = aggregation.get("agg") == "count_distinct" and meta.get("compiled_as") != "calendar_months"
    limits = meta.get("metricflow") or {}
    models = {(one["type_params"].get("metric_aggregation_params") or {}).get("semantic_model") for one in family}
    return Metric(
        name=node["name"],
        facts=tuple(sorted(model for model in models if model)),
        reading="ratio" if any(one["type"] == "ratio" for one in family) else "distinct" if is_distinct else "exact",
        is_indicator=meta["kind"] in ("result", "process"),
        lowest_level=int(meta["lowest_level"][1:]) if meta["kind"] in ("result", "process") else len(LEVELS),
        denominator=(params.get("denominator") or {}).get("name"),
        needs_positive_base=bool(meta.get("null_when_denominator_not_positive")),
        is_offset=any(one.get("offset_window") for part in family for one in part["type_params"].get("metrics") or []),
        exceptions=frozenset(limits.get("except") or []),
        reason=str(limits.get("reason") or ""),
        covered_by=tuple(limits.get("covered_by") or []),
    )


def _family(node: Mapping[str, Any], nodes: Mapping[str, Mapping[str, Any]]) -> Iterable[Mapping[str, Any]]:
    """A metric and all that it is made of."""
    yield node
    params = node["type_params"]
    for one in [params.get("numerator"), params.get("denominator"), *(params.get("metrics") or [])]:
        if one:
            yield from _family(nodes[one["name"]], nodes)


def relation(manifest: Mapping[str, Any], model: str) -> str:
    return str(manifest["nodes"][f"model.{PROJECT}.{model}"]["relation_name"])


def read_marts(
    connection: duckdb.DuckDBPyConnection, manifest: Mapping[str, Any], metrics: Mapping[str, Metric]
) -> Marts:
    """Indicators from the public mart, components and auxiliary metrics from the table behind it."""
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
    others = [metric.name for metric in metrics.values() if not metric.is_indicator]
    rows = connection.execute(
        f"""
        select window_code, period_end, hierarchy_basis, level_number, org_unit_id, {", ".join(others)}
        from {relation(manifest, "metric_windows_both_trees")}
        where level_number <= {len(LEVELS)} and is_complete
        """
    ).fetchall()
    for code, period_end, tree, level, unit, *values in rows:
        marts.readings[Window(code, period_end), Place(tree, level, unit)] = dict(
            zip(others, map(Reading, values), strict=True)
        )
    rows = connection.execute(
        f"""
        select window_code, period_end, hierarchy_basis, org_level, org_unit_id, indicator_code, value, null_reason
        from {relation(manifest, "indicator_values")}
        """
    ).fetchall()
    for code, period_end, tree, org_level, unit, name, value, null_reason in rows:
        place = Place(tree, int(org_level[1:]), unit)
        if (Window(code, period_end), place) in marts.readings:
            marts.readings[Window(code, period_end), place][name] = Reading(value, null_reason)
    return marts


MetricFlowRows = dict[tuple[Span, Place], dict[str, Decimal | float | None]]


def read_by_grain(
    connection: duckdb.DuckDBPyConnection, metricflow: MetricFlow, names: list[str], grain: str, last_day: date
) -> MetricFlowRows:
    """One row per unit and calendar month, quarter or year."""
    rows: MetricFlowRows = {}
    time = f"metric_time__{grain}"
    for tree, level, dimension in _levels():
        for batch in batches(names):
            for row in _fetch(connection, metricflow.sql(Request(batch, (time, dimension)))):
                span, unit = calendar_span(row.pop(time), GRAINS[grain], last_day), row.pop(dimension)
                if unit is not None:
                    rows.setdefault((span, Place(tree, level, unit)), {}).update(row)
    return rows


def read_span(
    connection: duckdb.DuckDBPyConnection, metricflow: MetricFlow, names: list[str], span: Span
) -> MetricFlowRows:
    """One row per unit for a range of months that is no calendar month, quarter or year."""
    rows: MetricFlowRows = {}
    for tree, level, dimension in _levels():
        for batch in batches(names):
            for row in _fetch(connection, metricflow.sql(Request(batch, (dimension,), span))):
                if (unit := row.pop(dimension)) is not None:
                    rows.setdefault((span, Place(tree, level, unit)), {}).update(row)
    return rows


def _fetch(connection: duckdb.DuckDBPyConnection, sql: str) -> Iterable[dict[str, Any]]:
    """Rows by column name: MetricFlow orders the columns as it likes."""
    cursor = connection.execute(sql)
    names = [column[0] for column in cursor.description or []]
    return (dict(zip(names, row, strict=True)) for row in cursor.fetchall())


def _levels() -> Iterable[tuple[str, int, str]]:
    for tree, entity in TREES.items():
        for number, level in enumerate(LEVELS, start=1):
            yield tree, number, f"{entity}__{level}"


def calendar_span(day: date, months: int, last_day: date) -> Span:
    """The calendar month, quarter or year around a day; a running one ends with the last reported month."""
    month = (day.month - 1) // months * months
    years, next_month = divmod(month + months, 12)
    end = date(day.year + years, next_month + 1, 1) - timedelta(days=1)
    return Span(date(day.year, month + 1, 1), min(end, last_day))


def load_manifest(target_path: Path) -> Mapping[str, Any]:
    manifest: Mapping[str, Any] = json.loads((target_path / "manifest.json").read_text(encoding="utf-8"))
    return manifest
