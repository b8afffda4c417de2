"""A published company at a glance: its main indicators, and those of its business units, with prior year and change.

Reads the public marts only; every figure shown is a stored one or a difference of two.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from plumbline.engines import published_rows
from plumbline.errors import PlumblineError
from plumbline.project import Company, Engine

DEFAULT_INDICATORS = (
    "revenue",
    "revenue_growth",
    "gross_margin",
    "operating_profit",
    "net_profit",
    "net_margin",
    "roe",
    "operating_cash_flow",
    "debt_ratio",
    "dso",
    "headcount",
    "labor_cost_ratio",
)
UNITS_PER_TABLE = 6
REASONS = {
    "not_applicable": "not applicable",
    "insufficient_history": "no history",
    "zero_denominator": "zero base",
    "non_positive_base": "base ≤ 0",
}
SCALES = ((Decimal(10) ** 9, "billion"), (Decimal(10) ** 6, "million"), (Decimal(10) ** 3, "thousand"))

# The company (L1) and its business units (L2), each with its last name, and the values at the last period end that its
# default window has, with those of the year before. Where an indicator does not apply to a unit, there is neither value
# nor reason.
SCORECARD_SQL = """
with

last_periods as (

    select window_code, max(period_end) as period_end
    from marts.periods
    where is_complete
    group by window_code

),

last_names as (

    select org_unit_id, max(valid_from) as valid_from
    from marts.org_units
    where org_level in ('L1', 'L2')
    group by org_unit_id

)

select
    indicators.indicator_code,
    indicators.label,
    indicators.label_zh,
    indicators.unit,
    indicators.polarity,
    org_units.org_unit_id,
    org_units.org_unit_name,
    org_units.org_level,
    last_periods.window_code,
    last_periods.period_end,
    indicator_values.value,
    indicator_values.null_reason,
    indicator_values.prior_year_value
from marts.indicators as indicators
inner join last_periods on indicators.default_window = last_periods.window_code
cross join last_names
inner join marts.org_units as org_units
    on last_names.org_unit_id = org_units.org_unit_id
    and last_names.valid_from = org_units.valid_from
left join marts.indicator_values as indicator_values
    on indicators.indicator_code = indicator_values.indicator_code
    and indicators.indicator_version = indicator_values.indicator_version
    and last_periods.window_code = indicator_values.window_code
    and last_periods.period_end = indicator_values.period_end
    and indicators.default_basis = indicator_values.hierarchy_basis
    and org_units.org_unit_id = indicator_values.org_unit_id
where indicators.indicator_code in ({codes})
"""


@dataclass(frozen=True)
class Indicator:
    code: str
    label: str
    label_zh: str
    unit: str
    polarity: str
    window: str


@dataclass(frozen=True)
class Unit:
    org_unit_id: str
    name: str
    level: str


@dataclass(frozen=True)
class Reading:
    """One indicator of one unit: its value and the one a year before, or why there is none."""

    value: Decimal | None
    reason: str | None
    before: Decimal | None

    @property
    def difference(self) -> Decimal | None:
        return None if self.value is None or self.before is None else self.value - self.before


@dataclass(frozen=True)
class Scorecard:
    """The figures of the last period end, ready to be shown."""

    company: str
    currency: str
    period_end: date
    indicators: tuple[Indicator, ...]
    units: tuple[Unit, ...]
    readings: dict[tuple[str, str], Reading]

    def has_figures(self, unit: Unit) -> bool:
        readings = (self.reading(indicator, unit) for indicator in self.indicators)
        return any(reading.value or reading.before for reading in readings)

    @property
    def scale(self) -> tuple[Decimal, str]:
        """One scale for all amounts, so that they can be compared at a glance."""
        money = {indicator.code for indicator in self.indicators if indicator.unit.startswith("money")}
        values = [reading.value for (code, _), reading in self.readings.items() if code in money and reading.value]
        largest = max((abs(value) for value in values), default=Decimal(0))
        return next(((factor, name) for factor, name in SCALES if largest >= 10 * factor), (Decimal(1), ""))

    def reading(self, indicator: Indicator, unit: Unit) -> Reading:
        return self.readings.get((indicator.code, unit.org_unit_id), Reading(None, None, None))


def read_scorecard(company: Company, engine: Engine, codes: Sequence[str] = DEFAULT_INDICATORS) -> Scorecard:
    """Read the published marts. Raises PlumblineError when nothing is published or an indicator is unknown."""
    literals = ", ".join("'" + code.replace("'", "''") + "'" for code in codes)
    rows = published_rows(company, engine, SCORECARD_SQL.replace("{codes}", literals))
    indicators: dict[str, Indicator] = {}
    units: dict[str, Unit] = {}
    readings: dict[tuple[str, str], Reading] = {}
    for row in rows:
        code, unit_id = row["indicator_code"], row["org_unit_id"]
        names = [str(row[name]) for name in ("label", "label_zh", "unit", "polarity", "window_code")]
        indicators[code] = Indicator(code, *names)
        units[unit_id] = Unit(unit_id, row["org_unit_name"] or unit_id, row["org_level"])
        readings[code, unit_id] = Reading(row["value"], row["null_reason"], row["prior_year_value"])
    if unknown := [code for code in codes if code not in indicators]:
        known = published_rows(company, engine, "select indicator_code from marts.indicators order by indicator_code")
        raise PlumblineError(
            f"No values are published for {', '.join(unknown)}. Published indicators: "
            f"{', '.join(row['indicator_code'] for row in known)}.",
            exit_code=2,
        )
    last = max(row["period_end"] for row in rows)
    ordered = sorted(units.values(), key=lambda unit: (unit.level, _rank(readings, unit), unit.org_unit_id))
    currency = str(company.variables.get("base_currency", ""))
    return Scorecard(company.name, currency, last, tuple(indicators[code] for code in codes), tuple(ordered), readings)


def _rank(readings: dict[tuple[str, str], Reading], unit: Unit) -> Decimal:
    revenue = readings.get(("revenue", unit.org_unit_id))
    return -(revenue.value or Decimal(0)) if revenue else Decimal(0)


def render(scorecard: Scorecard) -> RenderableType:
    """The company with value, prior year and change; then its business units side by side."""
    top = [unit for unit in scorecard.units if unit.level == "L1"]
    below = [unit for unit in scorecard.units if unit.level == "L2" and scorecard.has_figures(unit)]
    parts: list[RenderableType] = [_company_table(scorecard, unit) for unit in top]
    for start in range(0, len(below), UNITS_PER_TABLE):
        parts.append(_units_table(scorecard, below[start : start + UNITS_PER_TABLE]))
    empty = [unit.name for unit in scorecard.units if unit.level == "L2" and unit not in below]
    if empty:
        parts.append(Text(f"Units without any figure but zero: {', '.join(empty)}.", style="dim"))
    windows = dict.fromkeys(indicator.window for indicator in scorecard.indicators)
    meanings = {"M": "month", "Q": "quarter", "YTD": "year to date", "TTM": "twelve months", "FY": "fiscal year"}
    legend = ", ".join(f"{window} {meanings.get(window, '')}".strip() for window in windows)
    parts.append(Text(f"Windows: {legend}. Changes are in % of the prior year; pp = percentage points.", style="dim"))
    return Group(*parts)


def _table(title: str) -> Table:
    return Table(title=title, title_justify="left", title_style="bold", header_style="bold", pad_edge=False, box=None)


def _company_table(scorecard: Scorecard, unit: Unit) -> Table:
    factor, name = scorecard.scale
    money = f"{scorecard.currency} {name}".strip()
    table = _table(f"{unit.name} ({unit.org_unit_id}) at {scorecard.period_end:%Y-%m-%d}, money in {money}")
    table.add_column("Indicator", min_width=24, max_width=40)
    table.add_column("指标", min_width=16, max_width=24)
    table.add_column("Window")
    for heading in ("Value", "Prior year", "Change"):
        table.add_column(heading, justify="right", min_width=12, no_wrap=True)
    for indicator in scorecard.indicators:
        reading = scorecard.reading(indicator, unit)
        table.add_row(
            indicator.label,
            indicator.label_zh,
            indicator.window,
            shown_value(indicator, reading, factor),
            shown_value(indicator, Reading(reading.before, None, None), factor),
            change(indicator, reading),
        )
    table.add_row()
    return table


def _units_table(scorecard: Scorecard, units: Sequence[Unit]) -> RenderableType:
    """Value over change; an indicator that no unit has a value of is named below with the reason."""
    factor, _ = scorecard.scale
    table = _table("Business units: value, and change on the prior year")
    table.add_column("Indicator", min_width=18, max_width=24)
    for unit in units:
        table.add_column(f"{unit.name}\n{unit.org_unit_id}", justify="right", min_width=12)
    without: dict[str, list[str]] = {}
    for indicator in scorecard.indicators:
        readings = [scorecard.reading(indicator, unit) for unit in units]
        if all(reading.value is None for reading in readings):
            reasons = dict.fromkeys(
                reason_text(reading) if reading.reason else "does not apply" for reading in readings
            )
            without.setdefault(", ".join(reasons), []).append(short(indicator.label))
            continue
        cells = [
            Text("\n").join([shown_value(indicator, reading, factor), change(indicator, reading)])
            for reading in readings
        ]
        table.add_row(f"{short(indicator.label)}\n[dim]{short(indicator.label_zh)}[/dim]", *cells)
    lines = [f"No value in a business unit: {', '.join(labels)} ({reason})." for reason, labels in without.items()]
    return Group(table, *(Text(line, style="dim") for line in lines), Text())


def short(label: str) -> str:
    """A label without what stands in brackets."""
    return re.sub(r"\s*[(\uff08].*[)\uff09]\s*$", "", label)


def reason_text(reading: Reading) -> str:
    return REASONS.get(reading.reason or "", reading.reason or "–")


def shown_value(indicator: Indicator, reading: Reading, factor: Decimal) -> Text:
    """A value in its unit, or the reason why there is none; amounts are divided by `factor`."""
    value = reading.value
    if value is None:
        return Text(reason_text(reading), style="dim italic")
    if indicator.unit == "%":
        return Text(f"{value * 100:,.1f} %")
    if indicator.unit.startswith("money"):
        return Text(f"{value / factor:,.2f}")
    return Text(f"{value:,.0f}" if indicator.unit == "persons" else f"{value:,.1f} {indicator.unit}")


def change(indicator: Indicator, reading: Reading) -> Text:
    """The change on the prior year: percentage points of a share, else percent; coloured where more is good or bad."""
    difference = reading.difference
    if difference is None or reading.before is None:
        return Text("–", style="dim")
    if indicator.unit == "%":
        shown = f"{difference * 100:+,.1f} pp"
    elif indicator.unit.startswith("money"):
        # A percentage of nothing, or of a loss, says nothing.
        shown = f"{difference / reading.before * 100:+,.1f} %" if reading.before > 0 else "–"
    elif indicator.unit == "persons":
        shown = f"{difference:+,.0f}"
    else:
        shown = f"{difference:+,.1f} {indicator.unit}"
    good = {"up": difference > 0, "down": difference < 0}.get(indicator.polarity)
    style = "" if good is None or not difference else "green" if good else "red"
    return Text(shown, style=style)


def next_steps(company: Company, engine: Engine, place: str) -> str:
    """What to look at after the scorecard."""
    other = "" if engine is Engine.duckdb else f" --engine {engine}"
    return f"""[bold]Where to look next[/bold]
  Read it      {place}
               schema marts: org_units, periods, indicators, indicator_values, indicators_company, ...
  One number   select org_unit_id, period_end, value, numerator, denominator, null_reason from marts.indicator_values
               where indicator_code = 'gross_margin' and window_code = 'YTD' and hierarchy_basis = 'as_was'
  Explained    plumbline explain --company {company.name}{other} gross_margin UNIT   (or why a unit has none)
  Its meaning  select label, label_zh, formula, description from marts.indicators where indicator_code = 'gross_margin'
  Its lineage  plumbline docs --company {company.name}{other}   (one offline page: every model, column and metric)
  More figures plumbline scorecard --company {company.name}{other} --indicator asset_turnover --indicator return_rate"""
