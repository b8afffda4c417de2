"""Findings of the demo group about marketing, leads and service: F9, F11 and F18, and what the sources add up to.

Expected figures are those of the demo's description, or worked in the first lines of the modules that write the files.
"""

from decimal import Decimal
from typing import Any

import pytest

SEPTEMBER, AUGUST, APRIL, MARCH = (("M", f"2025-{day}") for day in ("09-30", "08-31", "04-30", "03-31"))
Q3, YTD = ("Q", "2025-09-30"), ("YTD", "2025-09-30")
JANUARY_2024, FEBRUARY_2024, MAY_2025 = ("M", "2024-01-31"), ("M", "2024-02-29"), ("M", "2025-05-31")

Window = tuple[str, str]
# What does not apply to a unit, or not yet: no row, rather than a value of nothing.
NO_ROW = "does not apply"
# Indicator, unit, window, value rounded to the digits given, or the reason why there is none.
ANSWERS: list[tuple[str, str, Window, str]] = [
    # F9: 95,000 for 200 new members a month; 95,000 and, with brand and promotions, 125,000 on 200,000 of revenue.
    ("cac", "C00", SEPTEMBER, "475"),
    ("cac", "C00", Q3, "475"),
    ("cac", "C00", YTD, "475"),
    ("cac_to_revenue", "C00", Q3, "0.475"),
    ("ad_spend_ratio", "C00", Q3, "0.475"),
    ("cac_to_revenue", "R00", Q3, NO_ROW),
    # F11: what the paediatricians changed in April 2025; the consultation takes 15 minutes before and after.
    ("patient_satisfaction", "H30", JANUARY_2024, "78.0000000000"),
    ("patient_satisfaction", "H30", MARCH, "78.0000000000"),
    ("patient_satisfaction", "H30", APRIL, "89.7000000000"),
    ("patient_satisfaction", "H30", SEPTEMBER, "89.7000000000"),
    ("patient_satisfaction", "H10", SEPTEMBER, "90.0000000000"),
    ("patient_satisfaction", "H20", SEPTEMBER, "90.0000000000"),
    ("avg_service_time", "H30", MARCH, "70.0000000000"),
    ("avg_service_time", "H30", APRIL, "43.0000000000"),
    ("avg_wait_time", "H30", MARCH, "55.0000000000"),
    ("avg_wait_time", "H30", APRIL, "28.0000000000"),
    ("avg_service_time", "H10", SEPTEMBER, "37.0000000000"),
    ("avg_service_time", "H20", SEPTEMBER, "55.0000000000"),
    # 2000 x 37 + 600 x 55 + 1800 x 43 minutes on 4400 visits.
    ("avg_service_time", "H00", SEPTEMBER, "41.9090909091"),
    ("outpatient_revenue", "H30", MARCH, "270000"),
    ("outpatient_revenue", "H30", APRIL, "324000"),
    ("outpatient_revenue", "H00", ("YTD", "2024-09-30"), "10350000"),
    ("outpatient_revenue", "H00", YTD, "10674000"),
    ("revenue_per_visit", "H30", MARCH, "180"),
    ("revenue_per_visit", "H20", SEPTEMBER, "800"),
    # Promotions: a good one, a bad one, a worse one after the markdown.
    ("promo_roi", "S03", Q3, "1.25"),
    ("promo_roi", "S05", ("Q", "2025-03-31"), "-0.40"),
    ("promo_roi", "S05", Q3, "-0.52"),
    ("promo_roi", "R00", Q3, "0.365"),
    ("promo_roi", "S03", AUGUST, "zero_denominator"),
    # Leads, by the day of the decision.
    ("lead_conversion", "M21", Q3, "0.375"),
    ("lead_conversion", "M22", Q3, "0.625"),
    ("lead_conversion", "M23", JANUARY_2024, "0.5"),
    ("lead_conversion", "M00", YTD, "0.5"),
    # Surveys: fewer than 30 answers say nothing in the month, enough of them do in the quarter.
    ("customer_satisfaction", "S01", SEPTEMBER, "94.0000000000"),
    ("customer_satisfaction", "M21", SEPTEMBER, "90.0000000000"),
    ("customer_satisfaction", "M22", SEPTEMBER, "88.0000000000"),
    ("customer_satisfaction", "G00", SEPTEMBER, "93.2273"),
    ("customer_satisfaction", "M23", SEPTEMBER, "low_sample"),
    ("customer_satisfaction", "M23", Q3, "92.0000000000"),
    ("customer_satisfaction", "S07", FEBRUARY_2024, "low_sample"),
    ("customer_satisfaction", "S09", MAY_2025, "low_sample"),
    ("customer_satisfaction", "H10", SEPTEMBER, NO_ROW),
    # Complaints on 300 receipts; 10, 18 and 5 order lines delivered; 2000, 600 and 1800 visits.
    ("complaint_rate", "S01", SEPTEMBER, "10"),
    ("complaint_rate", "S09", SEPTEMBER, "5"),
    ("complaint_rate", "M21", SEPTEMBER, "100"),
    ("complaint_rate", "M22", SEPTEMBER, "55.5555555556"),
    ("complaint_rate", "M23", SEPTEMBER, "200"),
    ("complaint_rate", "H10", SEPTEMBER, "1"),
    ("complaint_rate", "H20", SEPTEMBER, "1.6666666667"),
    ("complaint_rate", "H30", MARCH, "4"),
    ("complaint_rate", "H30", APRIL, "1.6666666667"),
]

# What the units audited from the start are; M10 and the departments above the stores have their checks too.
AUDITED = {
    *(f"S0{number}" for number in range(1, 9)), "M10", "M21", "M22", "M23", "M30", "H10", "H20", "H30", "C00",
    "Z10", "Z20", "Z30", "Z40",
}  # fmt: skip

Values = dict[tuple[str, str, str, str], tuple[Decimal | None, str | None]]


@pytest.fixture(scope="module")
def values(demo_duckdb: Any) -> Values:
    """Every value of this file's indicators on the tree as it was, with the reason where there is none."""
    codes = ", ".join(f"'{code}'" for code in sorted({answer[0] for answer in ANSWERS} | {"compliance_score"}))
    sql = (
        "select indicator_code, org_unit_id, window_code, cast(period_end as varchar) as period_end, value, "
        f"null_reason from marts.indicator_values where hierarchy_basis = 'as_was' and indicator_code in ({codes})"
    )
    rows = (tuple(row.values()) for row in demo_duckdb.rows(sql))
    return {(code, unit, window, end): (value, reason) for code, unit, window, end, value, reason in rows}


@pytest.mark.parametrize("answer", ANSWERS, ids=[" ".join([*answer[:2], *answer[2]]) for answer in ANSWERS])
def test_known_answer(answer: tuple[str, str, Window, str], values: Values) -> None:
    indicator, unit, window, stated = answer
    value, reason = values.get((indicator, unit, *window), (None, NO_ROW))
    if reason:
        assert reason == stated
    else:
        assert value is not None
        assert value.quantize(Decimal(stated)) == Decimal(stated)


@pytest.mark.parametrize("window", ["M", "Q", "YTD", "TTM"])
def test_channel_y_costs_more_than_a_member_is_worth(window: str, demo_duckdb: Any) -> None:
    """F9: 45,000 for 150 members through X, 50,000 for 50 through Y."""
    sql = (
        "select channel, cac from marts.indicators_by_channel where org_unit_id = 'C00' and hierarchy_basis = 'as_was' "
        f"and window_code = '{window}' and period_end = date '2025-09-30' and channel in ('X', 'Y')"
    )
    assert {row["channel"]: row["cac"] for row in demo_duckdb.rows(sql)} == {"X": Decimal(300), "Y": Decimal(1000)}


def test_satisfaction_of_children_rises_by_fifteen_per_cent(values: Values) -> None:
    """F11: from 78.0 to 89.7, and monthly outpatient revenue by a fifth."""
    for indicator, growth in (("patient_satisfaction", "0.15"), ("outpatient_revenue", "0.2")):
        (before, _), (after, _) = (values[indicator, "H30", *window] for window in (MARCH, APRIL))
        assert before is not None
        assert after is not None
        assert after / before - 1 == Decimal(growth)


def test_compliance_is_perfect_everywhere(values: Values) -> None:
    """F18: 100 in every unit and month; the audited units have twelve months and more of it."""
    scores: dict[str, list[Decimal]] = {}
    for (indicator, unit, window, _), (value, reason) in values.items():
        if indicator == "compliance_score" and window == "M" and reason is None:
            assert value is not None
            scores.setdefault(unit, []).append(value)
    assert all(value == 100 for unit_scores in scores.values() for value in unit_scores)
    assert {unit for unit in AUDITED if len(scores.get(unit, ())) == 21} == AUDITED
    assert len(scores["S09"]) == 5
    groups = {"G00", "R00", "R10", "R20", "M00", "M20", "H00", "Z00"}
    unallocated = {unit for unit in scores if unit.endswith("-UNALLOC")}
    assert set(scores) - unallocated == AUDITED | groups | {"S09"}


def test_marketing_records_add_up_to_the_ledger(demo_duckdb: Any) -> None:
    """Month by month, what the customer system records is what the ledgers post on marketing accounts: 125,000."""
    sql = (
        "select period_end, ad_spend, mkt_exp from windows.metric_windows_both_trees "
        "where org_unit_id = 'G00' and hierarchy_basis = 'as_was' and window_code = 'M'"
    )
    rows = demo_duckdb.rows(sql)
    assert len(rows) == 21
    assert {(row["ad_spend"], row["mkt_exp"]) for row in rows} == {(Decimal(125000), Decimal(125000))}


def test_every_visit_has_its_bill(demo_duckdb: Any) -> None:
    """A visit and a bill of the same day, unit, patient and doctor: 4,100 a month, 4,400 from April 2025."""
    sql = (
        "select count(*) as visits, count(bills.invoice_id) as billed, count(distinct bills.invoice_id) as bills "
        "from staging.stg_service_event as visits left join staging.stg_sales_invoice_line as bills "
        "on visits.event_id = replace(bills.invoice_id, 'HIS-', 'HIS-JZ') and visits.event_date = bills.invoice_date "
        "and visits.org_id = bills.org_id and visits.customer_id = bills.customer_id "
        "and visits.employee_id = bills.salesperson_id where visits.event_type = 'visit'"
    )
    assert demo_duckdb.rows(sql) == [{"visits": 87900, "billed": 87900, "bills": 87900}]
