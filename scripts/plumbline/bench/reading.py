"""`plumbline bench --read`: how long the questions of a dashboard take, asked of what is published, in milliseconds.

Each question is asked over an open connection as a BI tool would hold one, its rows fetched, many times in a row.
MetricFlow is asked the same where it can answer, in this process: its SQL is made and run anew each time.
"""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from statistics import quantiles
from typing import Any

from rich.table import Table

from plumbline import console
from plumbline.engines import company_postgres, open_duckdb, postgres_database
from plumbline.errors import PlumblineError
from plumbline.project import Company, Engine

TIMES = 60
KPIS = (
    "revenue", "gross_margin", "net_profit", "operating_profit", "labor_cost_ratio", "headcount", "expense_ratio",
    "cost_ratio", "gross_profit", "revenue_growth",
)  # fmt: skip
QUESTIONS = {
    "one KPI of a unit, 24 months (indicator_values)": """
        select period_end, value from marts.indicator_values
        where indicator_code = '{kpi}' and org_unit_id = '{unit}' and window_code = 'M' and hierarchy_basis = 'as_was'
        order by period_end desc limit 24""",
    "one KPI of a unit, 24 months (wide mart)": """
        select period_end, {kpi} from marts.indicators_department
        where org_unit_id = '{unit}' and window_code = 'M' and hierarchy_basis = 'as_was'
        order by period_end desc limit 24""",
    "all indicators of a unit, one period end": """
        select * from marts.indicator_values
        where org_unit_id = '{unit}' and period_end = date '{day}' and hierarchy_basis = 'as_was'""",
    "10 KPIs x all units, one period end": """
        select org_unit_id, indicator_code, value from marts.indicator_values
        where indicator_code in ({kpis}) and period_end = date '{day}' and window_code = 'YTD'
        and hierarchy_basis = 'as_was'""",
    "one period end by product line": """
        select * from marts.indicators_by_product_line
        where period_end = date '{day}' and window_code = 'YTD' and hierarchy_basis = 'as_was'""",
    "one KPI of all units, latest (indicators_for_bi)": """
        select org_unit_name, value, prior_year_value, change from marts.indicators_for_bi
        where indicator_code = '{kpi}' and is_latest""",
    "the registry": "select * from marts.indicators",
}
# The question that MetricFlow can answer from the same definitions.
METRICFLOW_QUESTION = "one KPI of a unit, 24 months (indicator_values)"


@dataclass(frozen=True)
class Answered:
    """How long a question took, in milliseconds, and how many rows it gave."""

    question: str
    reader: str
    rows: int
    p50: float
    p95: float


def read(companies: dict[Engine, Company], times: int = TIMES) -> list[Answered]:
    """Ask every question of each engine that has the company published; prints and returns the times."""
    answered = []
    for engine, company in companies.items():
        with _asking(company, engine) as ask:
            known = _known(ask)
            for question, template in QUESTIONS.items():
                sql = template.format(**known)
                answered.append(_timed(question, str(engine), lambda sql=sql: ask(sql), times))  # type: ignore[misc]
            if engine is Engine.duckdb:
                answered.append(_metricflow(company, known, ask, times))
    console.out.print(_table(answered))
    return answered


def _known(ask: Callable[[str], list[tuple[Any, ...]]]) -> dict[str, Any]:
    """What the questions name: the last period end, an indicator, and the department with most rows of it."""
    found = ask(
        "select org_unit_id, indicator_code, max(period_end) from marts.indicator_values "
        "where org_level in ('L3', 'L4', 'L5') and indicator_code in ('gross_margin', 'revenue', 'headcount') "
        "and value is not null group by org_unit_id, indicator_code order by count(*) desc, 2, 1 limit 1"
    )
    if not found:
        raise PlumblineError("Nothing to read: no department has revenue, a gross margin or heads.")
    [(unit, kpi, day)] = found
    return {"unit": unit, "kpi": kpi, "day": day, "kpis": ", ".join(f"'{code}'" for code in KPIS)}


@contextmanager
def _asking(company: Company, engine: Engine) -> Iterator[Callable[[str], list[tuple[Any, ...]]]]:
    if engine is Engine.duckdb:
        if not company.published_file.exists():
            raise PlumblineError(
                f"Nothing is published for {company.name} on {engine}: {company.published_file} is missing."
            )
        with open_duckdb(company.published_file, read_only=True) as database:
            yield lambda sql: database.execute(sql).fetchall()
        return
    session = company_postgres(company).connect(postgres_database(company))
    session.autocommit = True
    try:
        with session.cursor() as cursor:

            def ask(sql: str) -> list[tuple[Any, ...]]:
                cursor.execute(sql)
                return list(cursor.fetchall())

            yield ask
    finally:
        session.close()


def _metricflow(
    company: Company, known: dict[str, Any], ask: Callable[[str], list[tuple[Any, ...]]], times: int
) -> Answered:
    """The first question, its SQL written by MetricFlow each time anew."""
    from plumbline.proof.metricflow import MetricFlow, Request  # noqa: PLC0415  takes seconds to import

    manifest = company.target_path(Engine.duckdb) / "semantic_manifest.json"
    flow = MetricFlow(manifest)
    last: date = known["day"]
    months = (date(last.year - 2, last.month, 1), last)

    def answer() -> list[tuple[Any, ...]]:
        inner = flow.compiled_anew(Request((str(known["kpi"]),), ("metric_time__month", "org_unit"), months))
        return ask(f"select * from ({inner}) as answers where org_unit = '{known['unit']}'")

    return _timed(METRICFLOW_QUESTION, "MetricFlow", answer, times)


def _timed(question: str, reader: str, ask: Callable[[], list[tuple[Any, ...]]], times: int) -> Answered:
    rows = len(ask())
    if not rows:
        raise PlumblineError(f"{reader} has no row to answer '{question}' with.")
    spent = []
    for _ in range(times):
        started = time.perf_counter()
        ask()
        spent.append((time.perf_counter() - started) * 1000)
    cuts = quantiles(spent, n=20, method="inclusive")
    return Answered(question, reader, rows, cuts[9], cuts[18])


def _table(answered: list[Answered]) -> Table:
    bases = {one.question: one.p50 for one in answered if one.reader == "MetricFlow"}
    table = Table("question", "asked of", box=None, pad_edge=False)
    for heading in ("rows", "p50, ms", "p95, ms", "p50 / MetricFlow"):
        table.add_column(heading, justify="right")
    for one in answered:
        ratio = f"{one.p50 / bases[one.question]:.2f}" if one.question in bases else ""
        table.add_row(one.question, one.reader, f"{one.rows:,}", f"{one.p50:.1f}", f"{one.p95:.1f}", ratio)
    return table
