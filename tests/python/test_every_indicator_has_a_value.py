"""Every indicator says something: a value where its contracts are delivered, a reason where they are not.

The demo group delivers every pack, so each of its indicators must have a value at the lowest level it is meant for. The
two real companies lack packs: what needs those applies to none of their units (`not_delivered`), and nothing else is
said to be missing.
"""

from typing import Any, NamedTuple

import pytest

from conftest import Published

# Where no unit of the demo group is at an indicator's lowest level with something to measure: the lowest that has it.
HIGHER_LEVEL = {
    # Products are developed by M30 only, a department right below the division M00: no region has projects.
    "npd_cycle": "L2",
    # Only the membership platform, a business unit, buys new customers.
    "cac": "L2",
}
# What the demo group's books never hold: nobody has an allowance for bad debts, nobody pays a channel.
NOWHERE = {"allowance_ratio", "channel_expense_ratio"}

# What cannot be said without a contract. Left out are contracts that another one can stand in for: the ledger from
# vouchers or from balances, customers kept and lost by subscription or by purchase.
NEEDS = {
    "sales_order_line": {"on_time_delivery", "order_fulfilment"},
    "shipment_line": {"on_time_delivery", "order_fulfilment"},
    "store_traffic": {"traffic", "conversion_rate", "labor_hours_per_100_visits", "revenue_per_visitor"},
    "production_order": {
        "cost_control_rate", "unit_cost", "pass_rate", "oee", "oee_availability", "oee_performance", "oee_quality_tw",
        "equipment_utilization", "production_efficiency", "output_value", "material_usage_variance",
    },
    "material_consumption": {"material_price_variance", "material_usage_variance"},
    "service_event": {
        "customer_satisfaction", "patient_satisfaction", "complaint_rate", "avg_service_time", "avg_wait_time",
        "revenue_per_visit", "compliance_score",
    },
    "timesheet": {"labor_hours_per_100_visits", "hourly_labor_rate", "schedule_adherence"},
    "training_record": {"training_hours_per_head"},
    "marketing_spend": {"cac", "cac_to_revenue", "ad_spend_ratio", "ltv_to_cac", "promo_roi"},
    "lead": {"lead_conversion"},
    "subscription_month": {"nrr", "recurring_revenue"},
    "project_month": {
        "project_roi", "project_spi", "project_cpi", "project_completion", "project_cost_overrun", "npd_cycle",
    },
    "reference_value": {"market_share"},
    "payroll_line": {"labor_cost", "labor_cost_ratio", "labor_cost_per_head", "hourly_labor_rate"},
    "employee": {
        "headcount", "avg_headcount", "revenue_per_head", "turnover_rate", "promotion_rate", "training_hours_per_head",
        "labor_cost_per_head",
    },
    "cash_application": {"bad_debt_rate", "overdue_ratio", "dso", "collection_rate", "cash_collected"},
    "inventory_balance": {"inventory_turnover", "inventory_days", "slow_inventory_ratio", "cash_conversion_cycle"},
    "plan_line": {"bonus_budget_rate", "budget_execution_rate"},
    # Cash flows are on the lines of vouchers; balances cannot stand in for them.
    "gl_voucher_line": {"operating_cash_flow", "operating_cash_ratio", "cash_profit_ratio", "free_cash_flow"},
}  # fmt: skip
# An optional column that nobody delivers is like a pack: AdventureWorks knows no age of its stock.
NOT_DELIVERED_BY_COLUMN = {"adventureworks": {"slow_inventory_ratio"}, "xero": set[str]()}


class Tally(NamedTuple):
    """How many rows of an indicator have a value, and the reasons that the others give."""

    level: str
    values: int
    reasons: frozenset[str]


def tallies(company: Published, where: str = "true") -> dict[str, list[Tally]]:
    """By indicator, one tally per level."""
    found: dict[str, list[Tally]] = {}
    for row in company.rows(
        "select indicator_code, org_level, count(value) as values_given, "
        "string_agg(distinct null_reason, ' ') as reasons from marts.indicator_values as answers "
        "inner join marts.periods as periods on answers.window_code = periods.window_code "
        f"and answers.period_end = periods.period_end where {where} group by indicator_code, org_level"
    ):
        tally = Tally(row["org_level"], row["values_given"], frozenset((row["reasons"] or "").split()))
        found.setdefault(row["indicator_code"], []).append(tally)
    return found


def undelivered(company: Published) -> set[str]:
    delivered = {contract for contracts in company.company.source_systems.values() for contract in contracts}
    return {code for contract, codes in NEEDS.items() if contract not in delivered for code in codes}


def test_every_indicator_of_the_demo_group_has_a_value(demo_duckdb: Published) -> None:
    levels = {
        row["indicator_code"]: row["lowest_level"]
        for row in demo_duckdb.rows("select indicator_code, lowest_level from marts.indicators")
    }
    given = {(code, one.level): one.values for code, found in tallies(demo_duckdb).items() for one in found}
    expected = {code: HIGHER_LEVEL.get(code, level) for code, level in levels.items() if code not in NOWHERE}
    assert not NOWHERE & set(tallies(demo_duckdb))
    silent = {code: level for code, level in expected.items() if not given.get((code, level))}
    assert not silent
    # A reason to look higher up is given up once the lowest level has a value.
    assert not {code for code in HIGHER_LEVEL if given.get((code, levels[code]))}


def test_every_indicator_of_the_demo_group_has_a_value_in_its_own_window(demo_duckdb: Published) -> None:
    found = demo_duckdb.rows(
        "select indicators.indicator_code, indicators.indicator_version, count(answers.value) as values_given "
        "from marts.indicators as indicators left join marts.indicator_values as answers "
        "on indicators.indicator_code = answers.indicator_code "
        "and indicators.indicator_version = answers.indicator_version "
        "and indicators.default_window = answers.window_code "
        "and indicators.default_basis = answers.hierarchy_basis "
        "group by indicators.indicator_code, indicators.indicator_version"
    )
    assert {row["indicator_code"] for row in found if not row["values_given"]} == NOWHERE


def test_the_demo_group_delivers_all_that_is_needed(demo_duckdb: Published) -> None:
    known = {row["indicator_code"] for row in demo_duckdb.rows("select indicator_code from marts.indicators")}
    assert set[str]().union(*NEEDS.values()) <= known
    assert undelivered(demo_duckdb) == set()
    assert not [code for code, found in tallies(demo_duckdb).items() if all(not one.values for one in found)]


@pytest.mark.parametrize("name", ["adventureworks", "xero"])
def test_what_needs_an_undelivered_pack_does_not_apply(name: str, request: pytest.FixtureRequest) -> None:
    company: Any = request.getfixturevalue(name)
    found = tallies(company, "periods.is_complete and periods.has_prior_year")
    for code in sorted(NOT_DELIVERED_BY_COLUMN[name]):
        assert {one.values for one in found[code]} == {0}, f"{code} of {name} has a value"
        assert {one.reasons for one in found[code]} == {frozenset({"not_applicable"})}, f"{code} of {name}"
    silent = undelivered(company)
    assert not silent & set(found)
    reasons: dict[str, set[str]] = {}
    for row in company.rows("select distinct indicator_code, reason from marts.indicator_applicability"):
        reasons.setdefault(row["indicator_code"], set()).add(row["reason"])
    for code in sorted(silent):
        assert "not_delivered" in reasons[code] <= {"not_delivered", "level"}, f"{code} of {name}: {reasons[code]}"
    # Nothing else is said to be undelivered, unless another contract that it needs is.
    delivered = {contract for contracts in company.company.source_systems.values() for contract in contracts}
    blamed = company.rows(
        "select distinct indicator_code, contracts from marts.indicator_applicability where reason = 'not_delivered'"
    )
    assert blamed
    assert not [row for row in blamed if set(row["contracts"].split(", ")) <= delivered]


@pytest.mark.parametrize("name", ["adventureworks", "xero"])
def test_what_is_delivered_is_not_said_to_be_missing(name: str, request: pytest.FixtureRequest) -> None:
    """An indicator whose contracts are there has a value, or a reason in its figures."""
    company: Any = request.getfixturevalue(name)
    silent = undelivered(company) | NOT_DELIVERED_BY_COLUMN[name]
    missing = {
        code
        for code, found in tallies(company).items()
        if code not in silent and all("not_applicable" in one.reasons and not one.values for one in found)
    }
    assert not missing
