"""Two readers of one definition: every metric as the marts compiled it, against MetricFlow on the component facts.

By month, quarter and year, at every level of both trees; the last of the windows that are no calendar period (twelve
months rolling, a fiscal year) as a range of months; sets chosen for whole windows by window code and period end. By
product line, customer segment, channel and employee besides, where the facts are split by them. What can be added must
be equal to the last digit, ratios to 1e-9. A value that one reader has and the other has not is a difference, and so is
a metric that was never compared, unless its meta says what MetricFlow cannot express, why, and which oracle proves it.
"""

import argparse
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any, NamedTuple

from plumbline.catalogue.catalogue import catalogue_of
from plumbline.catalogue.reading import read_manifest
from plumbline.engines import open_duckdb
from plumbline.errors import PlumblineError
from plumbline.project import DEFAULT_COMPANY, Company, Engine, load_company, warehouse_root
from plumbline.proof.metricflow import MetricFlow
from plumbline.proof.parity_metrics import (
    LEVELS,
    PARTIAL_YEARS,
    SHORT_HISTORY,
    WINDOW_SET,
    Clock,
    Metric,
    load_metrics,
    of_clock,
    undeclared,
)
from plumbline.proof.parity_readers import (
    MEMBER_MARTS,
    Facts,
    Marts,
    MetricFlowRows,
    Months,
    Place,
    Reading,
    Span,
    Window,
    open_facts,
    read_by_grain,
    read_marts,
    read_member_mart,
    read_span,
    read_windows,
)

RATIO_TOLERANCE = 1e-9
READINGS = {"exact": "sums, exactly", "distinct": "distinct counts, exactly", "ratio": "ratios, to 1e-9"}
RANGE = "range of months"
WINDOWS = "window code"
MEMBER_GRAINS = ["month", "year"]
NOT_BY_MEMBER = "over a prior year, per calendar month, or made of what cannot be grouped by it"
NO_PART = "a part of it has no row for the member"

# What no metric can tell MetricFlow, with what covers it instead.
GENERAL_LIMITS = {
    "why a value is missing": "both readers must lack it; the reason itself is proved by O10_reorganisation and "
    "O17_growth_edge_cases",
    "a base that is not positive": "MetricFlow's own denominators decide whether its value counts as missing; "
    "O17_growth_edge_cases",
    "a source that no unit below delivers": "MetricFlow's own share of what reports decides as well",
    "year to date and twelve months as a grouping": "the last of them compared as a range of months; O01_roe, "
    "O07_headcount, O10_reorganisation",
    "windows with missing months": "published as insufficient_history, not compared; O10_reorganisation",
    "which documents qualify for a window set": "its roll-up is compared by window code and period end",
    "a member without a row": "published as 0 where its unit has a value: compared as 0",
}


class Cell(NamedTuple):
    """Where a value stands: its window, its unit and the grain MetricFlow was asked for."""

    window: Window
    place: Place
    grain: str

    def __str__(self) -> str:
        level = LEVELS[self.place.level - 1]
        unit = f"{self.place.unit} / {self.place.member}" if self.place.member else self.place.unit
        return f"{unit} ({level}, {self.place.tree}), {self.window.code} {self.window.period_end}"


@dataclass
class Parity:
    """The outcome: how much was compared, what differs, what MetricFlow cannot express.

    `compared` counts values by (reading, grain), `undefined` those both lack by the marts' reason, `excepted` those
    left out by (metric, declared exception); `met` counts what was compared, undefined or excepted by (metric, grain).
    """

    metrics: dict[str, Metric]
    compared: Counter[tuple[str, str]] = field(default_factory=Counter)
    undefined: Counter[str] = field(default_factory=Counter)
    excepted: Counter[tuple[str, str]] = field(default_factory=Counter)
    met: Counter[tuple[str, str]] = field(default_factory=Counter)
    valued: set[str] = field(default_factory=set)
    differences: list[str] = field(default_factory=list)
    not_by_member: dict[str, list[str]] = field(default_factory=dict)
    without_grouping: list[str] = field(default_factory=list)

    @property
    def is_right(self) -> bool:
        return not self.differences and bool(self.compared)

    @property
    def expressible(self) -> list[Metric]:
        return [metric for metric in self.metrics.values() if metric.clock is not Clock.none]

    @property
    def without_value(self) -> list[str]:
        return sorted({metric.name for metric in self.expressible} - self.valued)


Value = Decimal | float | None
Row = Mapping[str, Value]


def agree(metric: Metric, published: Value, metricflow: Value, *, of_member: bool = False) -> bool:
    """Whether the two readers say the same: to the last digit, or to 1e-9 where MetricFlow divides in doubles."""
    if published is None or metricflow is None:
        # Where nobody bought there is no row to count, and where a member had no part there is none to add.
        is_nothing = not published and not metricflow
        return published == metricflow or (is_nothing and (of_member or metric.reading == "distinct"))
    if metric.reading == "ratio":
        return abs(float(published) - float(metricflow)) <= RATIO_TOLERANCE * max(1.0, abs(float(published)))
    return Decimal(str(published)) == Decimal(str(metricflow))


def blanked(metric: Metric, row: Row) -> Value:
    """MetricFlow's value, missing where a rule for a base or its coverage applies to MetricFlow's own values."""
    if metric.coverage:
        reporting, base = (row.get(name) for name in metric.coverage)
        if reporting == 0 and base:
            return None
    bases = [row.get(name) for name in metric.positive_bases]
    return None if any(base is not None and base <= 0 for base in bases) else row.get(metric.name)


def compare(parity: Parity, metrics: Mapping[str, Metric], marts: Marts, rows: MetricFlowRows, grain: str) -> None:
    """Every mart row whose window MetricFlow was asked for, and every MetricFlow row.

    A grain is asked for the periods that it has; by window code every window is asked for, whether it has rows or not.
    """
    keys: dict[Window, Span | Window]
    if grain.startswith(WINDOWS):
        keys = {window: window for window in marts.spans}
        asked = set(keys.values())
    else:
        keys = dict(marts.spans)
        asked = {key for key, _ in rows}
    for (window, place), published in marts.readings.items():
        if keys[window] not in asked:
            continue
        row = rows.get((keys[window], place), {})
        for metric in metrics.values():
            if place.level > metric.lowest_level:
                continue
            cell = Cell(window, place, grain)
            parity.met[metric.name, grain] += 1
            exception, because = _exception(metric, published, row, cell, marts)
            if exception in metric.exceptions:
                _leave_out(parity, metric, published, cell, because)
                parity.excepted[metric.name, str(exception)] += 1
            else:
                _compare_one(parity, metric, published, row, cell)
    windows = {key: window for window, key in keys.items()}
    known = {(keys[window], place) for window, place in marts.readings}
    for key, place in rows:
        if key in windows and (key, place) not in known:
            parity.differences.append(f"MetricFlow has {Cell(windows[key], place, grain)}, the marts have not")


def _exception(
    metric: Metric, published: Mapping[str, Reading], row: Row, cell: Cell, marts: Marts
) -> tuple[str | None, str]:
    """The case of a value that MetricFlow may not be able to express, and why the marts must then have none."""
    if metric.rule and metric.rule.withholds(count := _count(metric.rule.component, published, row)):
        return metric.rule.exception, f"{metric.rule.component} is {count}"
    if not metric.is_offset:
        return None, ""
    exception = _offset_exception(marts.spans[cell.window], cell.grain, marts.first_day)
    return exception, "months of the prior year lack" if exception == SHORT_HISTORY else ""


def _leave_out(parity: Parity, metric: Metric, published: Mapping[str, Reading], cell: Cell, because: str) -> None:
    reading = published.get(metric.name)
    if because and metric.is_published and reading and reading.value is not None:
        parity.differences.append(f"{metric.name} of {cell}: a value although {because}")


def _count(name: str, published: Mapping[str, Reading], row: Row) -> Value:
    """A count as MetricFlow has it; the marts' where MetricFlow cannot be asked for it."""
    return row[name] if name in row else published[name].value if name in published else None


def _compare_one(parity: Parity, metric: Metric, published: Mapping[str, Reading], row: Row, cell: Cell) -> None:
    if metric.name not in published:
        parity.differences.append(f"{metric.name} of {cell}: the marts have no row")
        return
    of_member = bool(cell.place.member)
    if of_member and metric.parts != (metric.name,) and any(row.get(part) is None for part in metric.parts):
        parity.undefined[NO_PART] += 1
        return
    reading, value = published[metric.name], blanked(metric, row)
    if not agree(metric, reading.value, value, of_member=of_member):
        reason = f" ({reading.null_reason})" if reading.null_reason else ""
        parity.differences.append(f"{metric.name} of {cell}: marts {reading.value}{reason}, MetricFlow {value}")
    elif reading.value is None:
        parity.undefined[reading.null_reason or ("no prior year" if metric.is_offset else "not delivered")] += 1
    else:
        parity.compared[metric.reading, cell.grain] += 1
        parity.valued.add(metric.name)


def complete(parity: Parity, grains: Mapping[Clock, Sequence[str]], *, with_values: bool) -> None:
    """A comparison that met no row is a failure; so is, on request, a metric that is undefined everywhere."""
    for metric in parity.expressible:
        for grain in grains.get(metric.clock, []):
            if not parity.met[metric.name, grain] and not (grain == RANGE and metric.is_offset):
                parity.differences.append(f"{metric.name} by {grain}: never compared")
    if with_values:
        parity.differences.extend(f"{name}: no value anywhere to compare" for name in parity.without_value)


def _offset_exception(span: Span, grain: str, first_day: date) -> str | None:
    """Why a metric of the prior year cannot be compared on a span: its exception's name in the metric's meta."""
    whole_year = (span.first.month, span.first.day, span.last.month, span.last.day) == (1, 1, 12, 31)
    if grain == RANGE or (grain == "year" and not whole_year):
        return PARTIAL_YEARS
    before = span.first.replace(year=span.first.year - 1), span.last.replace(day=28, year=span.last.year - 1)
    return SHORT_HISTORY if before[0] < first_day <= before[1] else None


def check(
    database: Path,
    target_path: Path,
    oracles: Path,
    *,
    cache: Path | None = None,
    with_values: bool = False,
    only: Sequence[str] = (),
) -> Parity:
    """Compare the metrics of a built DuckDB database: all, or `only` some with what they are made of.

    `target_path` holds the manifests of the build, `oracles` the folders of the oracle companies, `cache` compiled SQL;
    `with_values` is for a company that delivers every contract: each metric must have a value somewhere.
    """
    manifest = read_manifest(target_path)
    metrics = load_metrics(catalogue_of(manifest), only)
    metricflow = MetricFlow(target_path / "semantic_manifest.json", cache)
    parity = Parity(metrics, differences=undeclared(metrics, oracles))
    with open_duckdb(database, read_only=True) as connection:
        marts = read_marts(connection, manifest, metrics)
        facts = open_facts(connection, manifest, metricflow)
        complete(parity, _compare_all(parity, marts, facts), with_values=with_values)
        for member in MEMBER_MARTS:
            _compare_by_member(parity, member, manifest, facts)
    metricflow.save()
    return parity


def _compare_all(parity: Parity, marts: Marts, facts: Facts) -> dict[Clock, list[str]]:
    """Every metric at every level. Returns by which grains metrics of each clock are compared."""
    monthly, windowed = of_clock(parity.expressible, Clock.month), of_clock(parity.expressible, Clock.window)
    grains = ["month", *(grain for grain in ("quarter", "year") if marts.has_windows(grain))]
    for grain in grains:
        rows = read_by_grain(facts, list(monthly), Months(grain, marts.last_day))
        compare(parity, monthly, marts, rows, grain)
    spans = marts.other_spans()
    for span in spans:
        fitting = [metric.name for metric in monthly.values() if not metric.is_offset]
        compare(parity, monthly, marts, read_span(facts, fitting, span), RANGE)
    compare(parity, windowed, marts, read_windows(facts, list(windowed.values())), WINDOWS)
    parity.without_grouping = marts.codes_without_grouping()
    return {Clock.month: [*grains, *([RANGE] if spans else [])], Clock.window: [WINDOWS]}


def _compare_by_member(parity: Parity, member: str, manifest: Mapping[str, Any], facts: Facts) -> None:
    """The metrics that a member's mart has and whose facts are all split by it."""
    marts, names = read_member_mart(facts.connection, manifest, member)
    shown = [metric for metric in parity.metrics.values() if metric.name in names]
    split = [
        replace(metric, lowest_level=len(LEVELS))
        for metric in shown
        if member in metric.members and metric.clock is not Clock.none
        if not metric.is_offset and not metric.counts_months
    ]
    left_out = {metric.name for metric in shown} - {metric.name for metric in split}
    if left_out:
        parity.not_by_member[member] = sorted(left_out)
    if not split:
        return
    monthly, windowed = of_clock(split, Clock.month), of_clock(split, Clock.window)
    grains = [grain for grain in MEMBER_GRAINS if marts.has_windows(grain)] if monthly else []
    for grain in grains:
        rows = read_by_grain(facts, list(monthly), Months(grain, marts.last_day), member)
        compare(parity, monthly, marts, rows, f"{grain} and {member}")
    if windowed:
        rows = read_windows(facts, list(windowed.values()), member)
        compare(parity, windowed, marts, rows, f"{WINDOWS} and {member}")
    if marts.readings:
        by_clock = {Clock.month: grains, Clock.window: [WINDOWS]}
        named = {clock: [f"{grain} and {member}" for grain in found] for clock, found in by_clock.items()}
        complete(replace(parity, metrics={metric.name: metric for metric in split}), named, with_values=False)


def check_company(company: Company, database: Path | None = None, only: Sequence[str] = ()) -> Parity:
    """Compare what is built (else published, or in `database`) for a company on DuckDB."""
    built = database or (company.build_file if company.build_file.is_file() else company.published_file)
    if not built.is_file():
        raise PlumblineError(f"{company.name} is not built yet: there is no {built}.")
    return check(
        built,
        company.target_path(Engine.duckdb),
        company.root / "tests/oracles",
        cache=warehouse_root(company.root) / "metricflow",
        with_values=company.name == DEFAULT_COMPANY and not only,
        only=only,
    )


def report(parity: Parity, shown: int = 40) -> str:
    """What was compared, what MetricFlow cannot express and what covers it, and the differences."""
    expressible = len(parity.expressible)
    lines = [
        f"MetricFlow parity: {len(parity.valued)} of {len(parity.metrics)} metrics have values to compare, "
        f"{len(parity.metrics) - expressible} MetricFlow cannot be asked for"
    ]
    for (reading, grain), count in sorted(parity.compared.items()):
        lines.append(f"  {count:>9,} {READINGS[reading]} by {grain}")
    for reason, count in sorted(parity.undefined.items()):
        lines.append(f"  {count:>9,} undefined for both: {reason}")
    if parity.without_value:
        lines.append(f"  without a value here, in either reader: {', '.join(parity.without_value)}")
    lines.append("What MetricFlow cannot express, and what covers it")
    for limit, cover in GENERAL_LIMITS.items():
        lines.append(f"  {limit}: {cover}")
    if parity.without_grouping:
        codes = ", ".join(parity.without_grouping)
        lines.append(f"  windows {codes} here, which are never a calendar month, quarter or year: the last as a range")
    lines += _declared_limits(parity)
    for member, names in parity.not_by_member.items():
        lines.append(f"  not compared by {member} ({NOT_BY_MEMBER}): {', '.join(names)}")
    if parity.differences:
        lines.append(f"{len(parity.differences):,} DIFFERENCES")
        lines += [f"  {difference}" for difference in parity.differences[:shown]]
        if len(parity.differences) > shown:
            lines.append(f"  ... and {len(parity.differences) - shown:,} more")
    else:
        lines.append("No differences.")
    return "\n".join(lines)


def _declared_limits(parity: Parity) -> Iterator[str]:
    """The exceptions that metrics declare in their meta, those with the same reason and cover in one line."""
    groups: defaultdict[tuple[str, tuple[str, ...]], list[Metric]] = defaultdict(list)
    for metric in parity.metrics.values():
        if metric.exceptions:
            groups[metric.reason, metric.covered_by].append(metric)
    for (reason, covered_by), metrics in groups.items():
        left_out = Counter[str]()
        for (name, exception), count in parity.excepted.items():
            left_out[exception] += count if parity.metrics[name] in metrics else 0
        counts = ", ".join(
            f"{count:,} of {exception.replace('_', ' ')}" for exception, count in left_out.items() if count
        )
        if any(WINDOW_SET in metric.exceptions for metric in metrics):
            counts = "any value"
        names = ", ".join(metric.name for metric in metrics)
        yield f"  {names}: {reason} Not compared: {counts or 'nothing'}. Covered by {', '.join(covered_by)}."


def main(arguments: list[str] | None = None) -> int:
    """Command line: returns 0 when both readers agree, else 1."""
    parser = argparse.ArgumentParser(prog="python -m plumbline.proof.parity", description=__doc__)
    parser.add_argument("--company", default="demo", help="whose build to compare")
    parser.add_argument("--metrics", nargs="+", default=[], help="only these, with what they are made of")
    parser.add_argument("--database", type=Path, help="another DuckDB file")
    parser.add_argument("--target-path", type=Path, help="the folder of that build's manifests")
    chosen = parser.parse_args(arguments)
    company = load_company(chosen.company)
    if chosen.database and chosen.target_path:
        oracles = company.root / "tests/oracles"
        parity = check(chosen.database, chosen.target_path, oracles, only=chosen.metrics)
    else:
        parity = check_company(company, chosen.database, chosen.metrics)
    print(report(parity))
    return int(not parity.is_right)


if __name__ == "__main__":
    sys.exit(main())
