"""The demo group's paid membership and its other customers: who stays, and what one is worth, worked by hand (F9).

10,000 members pay 20 a month; in every month the 200 who have been there longest leave and 200 join, 150 of them by
channel X; the gross margin is 80%. So after n months 10,000 - 200 n of 10,000 members are left.
"""

from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from typing import Any

import pytest

SEPTEMBER, Q3, YTD, TTM, YEAR_2024 = (
    ("M", "2025-09-30"),
    ("Q", "2025-09-30"),
    ("YTD", "2025-09-30"),
    ("TTM", "2025-09-30"),
    ("FY", "2024-12-31"),
)
MONTHS = {SEPTEMBER: 1, Q3: 3, YTD: 9, TTM: 12, YEAR_2024: 12}

Values = dict[tuple[str, str, str, str], Decimal | None]


def rounded(value: Fraction, places: int = 10) -> Decimal:
    """Half up to `places` decimals, as published values are."""
    exact = Decimal(value.numerator) / Decimal(value.denominator)
    return exact.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)


@pytest.fixture(scope="module")
def values(demo_duckdb: Any) -> Values:
    """The values of this area by indicator, unit, window and period end, on the tree as it was."""
    sql = """
        select indicator_code, org_unit_id, window_code, cast(period_end as varchar) as period_end, value
        from marts.indicator_values
        where hierarchy_basis = 'as_was' and indicator_code in ('retention_rate', 'nrr', 'ltv', 'ltv_to_cac')
    """
    return {tuple(row.values())[:4]: row["value"] for row in demo_duckdb.rows(sql)}


@pytest.mark.parametrize("window", MONTHS)
def test_a_member_is_worth_800(window: tuple[str, str], values: Values) -> None:
    """20 x 80% / 2%: neither 1,000 (revenue) nor 960 (sixty months)."""
    assert values["ltv", "C00", *window] == 800


@pytest.mark.parametrize(("window", "months"), MONTHS.items())
@pytest.mark.parametrize("indicator", ["retention_rate", "nrr"])
def test_members_stay_and_pay_the_same(indicator: str, window: tuple[str, str], months: int, values: Values) -> None:
    """98% in one month, not 100% (as many join as leave); the price never moves, so revenue stays as members do."""
    assert values[indicator, "C00", *window] == rounded(Fraction(10000 - 200 * months, 10000))


def test_the_group_s_recurring_revenue_is_the_membership_s(values: Values) -> None:
    assert values["nrr", "G00", *TTM] == values["nrr", "C00", *TTM] == rounded(Fraction(7600, 10000))


@pytest.mark.parametrize("channel", ["X", "Y"])
def test_both_channels_keep_their_members_alike(channel: str, demo_duckdb: Any) -> None:
    """F9: what differs is what a member costs, not how long they stay."""
    rows = demo_duckdb.rows(
        f"""
        select window_code, retention_rate from marts.indicators_by_channel
        where org_unit_id = 'C00' and channel = '{channel}' and hierarchy_basis = 'as_was'
            and period_end = date '2025-09-30' and window_code in ('M', 'Q', 'YTD')
        order by window_code
        """
    )
    assert [row["retention_rate"] for row in rows] == [Decimal("0.98"), Decimal("0.94"), Decimal("0.82")]


@pytest.mark.parametrize("window", [Q3, YTD, TTM])
def test_a_member_brings_back_less_than_twice_the_cost(window: tuple[str, str], values: Values) -> None:
    """F9, blended: 800 over 95,000 / 200 = 475."""
    assert values["ltv_to_cac", "C00", *window] == rounded(Fraction(800, 475))


@pytest.mark.parametrize(("channel", "cost", "times"), [("X", 300, "2.67"), ("Y", 1000, "0.80")])
def test_channel_y_does_not_bring_back_its_cost(
    channel: str, cost: int, times: str, values: Values, demo_duckdb: Any
) -> None:
    """F9 by channel: members of both are worth the same, so what they cost decides."""
    (row,) = demo_duckdb.rows(
        f"""
        select cac from marts.indicators_by_channel
        where org_unit_id = 'C00' and channel = '{channel}' and hierarchy_basis = 'as_was'
            and period_end = date '2025-09-30' and window_code = 'YTD'
        """
    )
    value = values["ltv", "C00", *YTD]
    assert value is not None
    assert row["cac"] == cost
    assert rounded(Fraction(value) / cost, 2) == Decimal(times)


def test_members_of_a_channel_are_counted_in_months(demo_duckdb: Any) -> None:
    rows = demo_duckdb.rows(
        """
        select channel, sum(cust_months) as months, sum(cust_churned) as lost, sum(cust_sales) as sales
        from components.components_subscriptions
        where org_unit_id = 'C00' and month_end between date '2025-01-31' and date '2025-09-30'
        group by channel order by channel
        """
    )
    assert [tuple(row.values()) for row in rows] == [
        ("X", Decimal(67500), Decimal(1350), Decimal(1350000)),
        ("Y", Decimal(22500), Decimal(450), Decimal(450000)),
    ]


def test_the_factory_loses_nobody(values: Values) -> None:
    """M21 has two customers, M22 and M23 one each, who buy every month; thirty new ones come to M22 in the quarter."""
    for window in (SEPTEMBER, Q3, YTD, TTM):
        assert values["retention_rate", "M00", *window] == 1


def test_a_customer_of_the_factory_is_kept_for_sixty_months(values: Values) -> None:
    """Customers who buy lapse after twelve months without a purchase; where none does, a life is sixty months."""
    fourth_quarter_2024 = 3 * (1000 * 1000 + 800 * 1250 + 500 * 230 * Fraction("7.10"))
    sales = fourth_quarter_2024 + 26352000  # and the nine months of 2025: F5
    revenue = sales + 12 * 100000  # the service charged to the retailer, no sales document
    cost_of_a = 3 * 1000 * 700 + 6 * 1120 * 700 + 3 * 1120 * 780
    cost_of_b = 10 * 800 * 875 + 2 * 800 * Fraction("922.043011")
    cost_of_c = 12 * 500 * 1120
    margin = (revenue - cost_of_a - cost_of_b - cost_of_c) / revenue
    customer_months = 12 * 4 + 10 + 20  # ten new customers of M22 in July, August and September each
    value = values["ltv", "M00", *TTM]
    assert value is not None
    assert rounded(Fraction(value), 2) == rounded(60 * sales / customer_months * margin, 2)


def test_the_clinic_loses_whom_it_saw_once(values: Values, demo_duckdb: Any) -> None:
    """Core patients come every quarter; 100, 30 and 75 new ones a month in 2024 come once, and lapse a year later.

    Core: 5,700, 1,710 and 4,275, of whom 300 are the same; when September 2025 ends, the new ones of the last quarter
    of 2024 are still within their twelve months.
    """
    rows = demo_duckdb.rows(
        """
        select org_unit_id, sum(cust_churned) as lost from components.components_subscriptions
        where org_unit_id in ('H10', 'H20', 'H30') and month_end between date '2025-01-31' and date '2025-09-30'
        group by org_unit_id order by org_unit_id
        """
    )
    assert [row["lost"] for row in rows] == [9 * 100, 9 * 30, 9 * 75]
    core = 5700 + 1710 + 4275 - 300
    new_a_month = 100 + 30 + 75
    stayed = Fraction(core + 3 * new_a_month, core + 12 * new_a_month)
    assert values["retention_rate", "H00", *YTD] == rounded(stayed)
