"""One published figure and what it is made of, or the reason why there is none, down to the first missing component.

Reads the public marts; the words for components and contracts come from the manifest that the build left.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches
from typing import Any

from plumbline.catalogue.metrics import Metric
from plumbline.catalogue.reading import has_manifest, read_manifest
from plumbline.dictionary.registry import Registry, load_registry, registry_of
from plumbline.engines import published_rows
from plumbline.errors import PlumblineError
from plumbline.project import Company, Engine

NEAREST = 5
BASES = ("as_was", "as_is")

# Each unit and post with its last name.
UNITS_SQL = """
select org_units.org_unit_id, org_units.org_unit_name, org_units.org_level
from marts.org_units as org_units
where not exists (
    select 1 from marts.org_units as later
    where later.org_unit_id = org_units.org_unit_id and later.valid_from > org_units.valid_from
)
"""
# The version that is in force last is the one that is explained.
INDICATORS_SQL = """
select indicator_code, indicator_version, label, label_zh, unit, polarity, lowest_level, default_window, default_basis
from marts.indicators
order by indicator_code, indicator_version
"""
PERIODS_SQL = """
select window_code, period_end, period_id, months_in_window, is_complete, has_prior_year
from marts.periods
order by window_code, period_end
"""
READING_SQL = """
select value, numerator, denominator, null_reason, prior_year_value, change, change_kind
from marts.indicator_values
where indicator_code = {indicator_code} and indicator_version = {indicator_version} and org_unit_id = {org_unit_id}
    and window_code = {window_code} and period_end = {period_end} and hierarchy_basis = {hierarchy_basis}
"""
APPLICABILITY_SQL = """
select applies, applies_since, reason, component, contracts
from marts.indicator_applicability
where indicator_code = {indicator_code} and indicator_version = {indicator_version} and org_unit_id = {org_unit_id}
    and hierarchy_basis = {hierarchy_basis}
"""

Row = Mapping[str, Any]


@dataclass(frozen=True)
class Call:
    """What somebody wants explained, as it was typed; what is left out has a default."""

    indicator: str
    unit: str
    window: str | None = None
    period: str | None = None
    basis: str | None = None


@dataclass(frozen=True)
class Question:
    """One cell of the marts: an indicator of a unit, in a window that ends on a day, on one of the two trees."""

    indicator: Row
    unit: Row
    period: Row
    basis: str
    # The first month end that the company reports.
    first_month_end: date


@dataclass(frozen=True)
class Explanation:
    """The cell, where there is one; and whether and since when the indicator applies to the unit."""

    company: Company
    registry: Registry
    metric: Metric
    question: Question
    reading: Row | None
    applicability: Row | None


def explain(company: Company, engine: Engine, call: Call) -> Explanation:
    """Look one figure up; without a window, period or tree, the indicator's own and the last complete period.

    Raises PlumblineError (exit code 2) for a name that is not published, with the nearest ones.
    """
    question = asked(company, engine, call)
    cell = {
        "indicator_code": question.indicator["indicator_code"],
        "indicator_version": question.indicator["indicator_version"],
        "org_unit_id": question.unit["org_unit_id"],
        "window_code": question.period["window_code"],
        "period_end": question.period["period_end"],
        "hierarchy_basis": question.basis,
    }
    literals = {name: _literal(value) for name, value in cell.items()}
    readings = published_rows(company, engine, READING_SQL.format(**literals))
    answers = published_rows(company, engine, APPLICABILITY_SQL.format(**literals))
    registry = published_registry(company, engine)
    metric = _metric(registry, cell["indicator_code"], cell["indicator_version"])
    return Explanation(
        company,
        registry,
        metric,
        question,
        readings[0] if readings else None,
        answers[0] if answers else None,
    )


def asked(company: Company, engine: Engine, call: Call) -> Question:
    """The names of a call as rows of the marts."""
    indicators = {row["indicator_code"]: row for row in published_rows(company, engine, INDICATORS_SQL)}
    indicator = _named("indicator", call.indicator, indicators, labels=("label", "label_zh"))
    periods = published_rows(company, engine, PERIODS_SQL)
    windows = {row["window_code"]: row for row in periods}
    window = _named("window", call.window or indicator["default_window"], windows)["window_code"]
    trees = {basis: {"basis": basis} for basis in BASES}
    return Question(
        indicator=indicator,
        unit=_unit(company, engine, call.unit),
        period=_period(window, call.period, [row for row in periods if row["window_code"] == window]),
        basis=_named("tree", call.basis or indicator["default_basis"], trees)["basis"],
        first_month_end=min(row["period_end"] for row in periods),
    )


def published_registry(company: Company, engine: Engine) -> Registry:
    """The metrics as the last build on this engine saw them; where it left nothing, the project is parsed (slower)."""
    target = company.target_path(engine)
    if not has_manifest(target):
        return load_registry(company, engine)
    return registry_of(company, read_manifest(target))


def _metric(registry: Registry, code: str, version: int) -> Metric:
    for metric in registry.indicators():
        if metric.indicator_code == code and str(metric.meta.get("version")) == str(version):
            return metric
    raise PlumblineError(
        f"{code}, version {version}, is published, but the project no longer defines it. "
        f"Build again: plumbline build --company {registry.company.name}, then plumbline publish."
    )


def _unit(company: Company, engine: Engine, name: str) -> Row:
    units = published_rows(company, engine, UNITS_SQL)
    return _named("unit", name, {row["org_unit_id"]: row for row in units}, labels=("org_unit_name",))


def _period(window_code: str, name: str | None, periods: list[dict[str, Any]]) -> Row:
    """A period by its last day (2025-09-30), its month (2025-09) or its number (202509)."""
    if name is None:
        return max(periods, key=lambda row: (row["is_complete"], row["period_end"]))
    ends = {str(row["period_end"]): row for row in periods}
    for end, row in ends.items():
        if name in (end, end[:7], str(row["period_id"])):
            return row
    near = get_close_matches(name, ends, NEAREST, cutoff=0.0)
    raise PlumblineError(
        f"No {window_code} window ends at '{name}'. Nearest: {', '.join(sorted(near))}. "
        f"The first ends at {min(ends)}, the last at {max(ends)}.",
        exit_code=2,
    )


def _named(kind: str, name: str, known: Mapping[str, Row], labels: Iterable[str] = ()) -> Row:
    """The row of a code in any case, or of a label that only one row has; else the nearest names are told."""
    by_case = {code.casefold(): code for code in known}
    if (code := by_case.get(name.casefold())) is not None:
        return known[code]
    called: dict[str, list[str]] = {}
    for code, row in known.items():
        for label in labels:
            called.setdefault(str(row[label]).casefold(), []).append(code)
    if len(found := set(called.get(name.casefold(), []))) == 1:
        return known[found.pop()]
    nearest = get_close_matches(name.casefold(), [*by_case, *called], NEAREST, cutoff=0.4)
    codes = dict.fromkeys(code for one in nearest for code in [by_case.get(one), *called.get(one, [])] if code)
    shown = [f"{code} ({known[code][label]})" for code in codes for label in list(labels)[:1]] or list(codes)
    told = f"Nearest: {', '.join(shown)}." if shown else f"Known: {', '.join(sorted(known)[:20])}."
    raise PlumblineError(f"There is no {kind} '{name}'. {told}", exit_code=2)


def _literal(value: object) -> str:
    if isinstance(value, date):
        return f"date '{value.isoformat()}'"
    return str(value) if isinstance(value, int) else "'" + str(value).replace("'", "''") + "'"
