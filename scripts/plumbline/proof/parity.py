"""Two readers of one definition: every metric as the marts compiled it, against MetricFlow on the component facts.

By month, quarter and year, at every level of both trees; the last of the windows that are no calendar period (twelve
months rolling, a fiscal year) as a range of months. What can be added must be equal to the last digit, ratios to 1e-9.
A value that one reader has and the other has not is a difference, and so is a metric that was never compared.
"""

import argparse
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import NamedTuple

from plumbline.engines import open_duckdb
from plumbline.errors import PlumblineError
from plumbline.project import DEFAULT_COMPANY, Company, Engine, load_company, warehouse_root
from plumbline.proof.metricflow import MetricFlow
from plumbline.proof.parity_readers import (
    LEVELS,
    Marts,
    Metric,
    MetricFlowRows,
    Place,
    Reading,
    Span,
    Window,
    load_manifest,
    load_metrics,
    read_by_grain,
    read_marts,
    read_span,
)

RATIO_TOLERANCE = 1e-9
READINGS = {"exact": "sums, exactly", "distinct": "distinct counts, exactly", "ratio": "ratios, to 1e-9"}
RANGE = "range of months"
PARTIAL_YEARS = "partial_years"
SHORT_HISTORY = "short_history"
LOW_SAMPLE = "low_sample"

# What no metric can tell MetricFlow, with what covers it instead.
GENERAL_LIMITS = {
    "why a value is missing": "both readers must lack it; the reason itself is proved by O10 and O17",
    "a base that is not positive": "MetricFlow's own denominator decides whether its value counts as missing; O17",
    "year to date and twelve months as a grouping": "the last of them compared as a range of months; O1, O7, O10",
    "windows with missing months": "published as insufficient_history, not compared; O10",
    "fiscal years that are not calendar years": "compared as a range of months",
}


class Cell(NamedTuple):
    """Where a value stands: its window, its unit and the grain MetricFlow was asked for."""

    window: Window
    place: Place
    grain: str

    def __str__(self) -> str:
        level = LEVELS[self.place.level - 1]
        return f"{self.place.unit} ({level}, {self.place.tree}), {self.window.code} {self.window.period_end}"


@dataclass
class Parity:
    """The outcome: how much was compared, what differs, what MetricFlow cannot express.

    `compared` counts values by (reading, grain), `undefined` those both lack by the marts' reason, `excepted` those
    left out by (metric, declared exception); `met` counts what was compared or undefined by (metric, grain).
    """

    metrics: dict[str, Metric]
    compared: Counter[tuple[str, str]] = field(default_factory=Counter)
    undefined: Counter[str] = field(default_factory=Counter)
    excepted: Counter[tuple[str, str]] = field(default_factory=Counter)
    met: Counter[tuple[str, str]] = field(default_factory=Counter)
    valued: set[str] = field(default_factory=set)
    differences: list[str] = field(default_factory=list)

    @property
    def is_right(self) -> bool:
        return not self.differences and bool(self.compared)

    @property
    def without_value(self) -> list[str]:
        return sorted(set(self.metrics) - self.valued)


def agree(metric: Metric, published: Decimal | float | None, metricflow: Decimal | float | None) -> bool:
    """Whether the two readers say the same: to the last digit, or to 1e-9 where MetricFlow divides in doubles."""
    if published is None or metricflow is None:
        # Where nobody bought there is no row to count.
        return published == metricflow or (metric.reading == "distinct" and not published and not metricflow)
    if metric.reading == "ratio":
        return abs(float(published) - float(metricflow)) <= RATIO_TOLERANCE * max(1.0, abs(float(published)))
    return Decimal(str(published)) == Decimal(str(metricflow))


def blanked(metric: Metric, row: dict[str, Decimal | float | None]) -> Decimal | float | None:
    """MetricFlow's value, missing where the rule for the base applies to MetricFlow's own denominator."""
    base = row.get(metric.denominator) if metric.denominator else None
    return None if metric.needs_positive_base and base is not None and base <= 0 else row.get(metric.name)


def compare(parity: Parity, metrics: dict[str, Metric], marts: Marts, rows: MetricFlowRows, grain: str) -> None:
    """Every mart row whose window a MetricFlow row can have, and every MetricFlow row."""
    spans = {span for span, _ in rows}
    for (window, place), published in marts.readings.items():
        span = marts.spans[window]
        if span not in spans:
            continue
        row = rows.get((span, place), {})
        for metric in metrics.values():
            if place.level > metric.lowest_level:
                continue
            cell = Cell(window, place, grain)
            exception = _offset_exception(span, grain, marts.first_day) if metric.is_offset else None
            if metric.name in published and published[metric.name].null_reason == LOW_SAMPLE:
                exception = LOW_SAMPLE
            if exception not in metric.exceptions:
                _compare_one(parity, metric, published, row, cell)
                continue
            parity.excepted[metric.name, str(exception)] += 1
            if exception == SHORT_HISTORY and metric.is_indicator and published[metric.name].value is not None:
                parity.differences.append(f"{metric.name} of {cell}: a value although months of the prior year lack")
    windows = {span: window for window, span in marts.spans.items()}
    known = {(marts.spans[window], place) for window, place in marts.readings}
    for span, place in rows:
        if span in windows and (span, place) not in known:
            parity.differences.append(f"MetricFlow has {Cell(windows[span], place, grain)}, the marts have not")


def _compare_one(
    parity: Parity,
    metric: Metric,
    published: dict[str, Reading],
    row: dict[str, Decimal | float | None],
    cell: Cell,
) -> None:
    parity.met[metric.name, cell.grain] += 1
    if metric.name not in published:
        parity.differences.append(f"{metric.name} of {cell}: the marts have no row")
        return
    reading, value = published[metric.name], blanked(metric, row)
    if not agree(metric, reading.value, value):
        reason = f" ({reading.null_reason})" if reading.null_reason else ""
        parity.differences.append(f"{metric.name} of {cell}: marts {reading.value}{reason}, MetricFlow {value}")
    elif reading.value is None:
        parity.undefined[reading.null_reason or ("no prior year" if metric.is_offset else "not delivered")] += 1
    else:
        parity.compared[metric.reading, cell.grain] += 1
        parity.valued.add(metric.name)


def complete(parity: Parity, grains: list[str], *, with_values: bool) -> None:
    """A comparison that met no row is a failure; so is, on request, a metric that is undefined everywhere."""
    for metric in parity.metrics.values():
        for grain in grains:
            if not parity.met[metric.name, grain] and not (grain == RANGE and metric.is_offset):
                parity.differences.append(f"{metric.name} by {grain}: never compared")
    if with_values:
        parity.differences.extend(f"{name}: no value anywhere to compare" for name in parity.without_value)


def undeclared(metrics: dict[str, Metric], oracles: Path) -> list[str]:
    """Declared limits without a reason, or covered by an oracle that is not there."""
    known = {folder.name.split("_")[0].replace("O0", "O") for folder in oracles.glob("O*") if folder.is_dir()}
    found = []
    for metric in metrics.values():
        if metric.exceptions and not (metric.reason and metric.covered_by):
            found.append(f"{metric.name}: a limit of MetricFlow is declared without reason or cover")
        missing = [name for name in metric.covered_by if name.startswith("O") and name not in known]
        found.extend(f"{metric.name}: covered by {name}, which is not in {oracles}" for name in missing)
    return found


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
    manifest = load_manifest(target_path)
    metrics = load_metrics(manifest, only)
    metricflow = MetricFlow(target_path / "semantic_manifest.json", cache)
    parity = Parity(metrics, differences=undeclared(metrics, oracles))
    with open_duckdb(database, read_only=True) as connection:
        marts = read_marts(connection, manifest, metrics)
        grains = ["month", *(grain for grain in ("quarter", "year") if marts.has_windows(grain))]
        for grain in grains:
            rows = read_by_grain(connection, metricflow, list(metrics), grain, marts.last_day)
            compare(parity, metrics, marts, rows, grain)
        spans = marts.other_spans()
        for span in spans:
            fitting = [metric.name for metric in metrics.values() if not metric.is_offset]
            compare(parity, metrics, marts, read_span(connection, metricflow, fitting, span), RANGE)
    metricflow.save()
    complete(parity, [*grains, *([RANGE] if spans else [])], with_values=with_values)
    return parity


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
    lines = [f"MetricFlow parity: {len(parity.valued)} of {len(parity.metrics)} metrics have values to compare"]
    for (reading, grain), count in sorted(parity.compared.items()):
        lines.append(f"  {count:>8,} {READINGS[reading]} by {grain}")
    for reason, count in sorted(parity.undefined.items()):
        lines.append(f"  {count:>8,} undefined for both: {reason}")
    if parity.without_value:
        lines.append(f"  without a value here, in either reader: {', '.join(parity.without_value)}")
    lines.append("What MetricFlow cannot express, and what covers it")
    for limit, cover in GENERAL_LIMITS.items():
        lines.append(f"  {limit}: {cover}")
    lines += _declared_limits(parity)
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
