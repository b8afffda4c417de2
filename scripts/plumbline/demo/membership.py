"""Subscription platform export: members, plans, one bill a member and month, and the subscriptions of each month.

UTF-8, ISO dates, no tax in prices.

Members are numbered in the order in which they joined. 10,000 are there when 202401 begins; in every month the 200 who
have been there longest leave without another bill, and 200 join and are billed. With t = 0 for 202401, the members
billed in month t are the numbers 200 (t + 1) + 1 to 200 (t + 1) + 10,000. Hence active members: 10,000 a month, 10,400
a quarter, 11,600 in nine months, 12,200 in twelve; new customers 200 a month, 150 through channel X and 50 through Y.

The list of subscriptions of month t has the members who were there at its start or at its end: the numbers 200 t + 1 to
200 t + 10,200. The first 200 of them leave (price at the start only), the last 200 join (price at the end only), 9,800
stay; in 150 of every 200 they came through X. So 10,000 members pay 200,000 a month at every month start and end, and
those billed in a month are exactly those with a price at its end. Of the members at a month start 98% are there at its
end; of those of n months before, 10,000 - 200 n.
"""

import hashlib
from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal

from plumbline.demo.drivers import MEMBERSHIP, PERIODS, cents, day
from plumbline.demo.files import Delivery, Row

PLAN = "STD-M"
SOURCE_OF_CHANNEL = {"X": "search_ads", "Y": "partner_app"}
BILLING_DAYS = 28


def billed_members(position: int) -> range:
    """The members billed in the history's month `position` (from 0)."""
    first = MEMBERSHIP.churned * (position + 1) + 1
    return range(first, first + MEMBERSHIP.members)


def channel_of(member: int) -> str:
    """In every 200 who join, the first 150 come through X, the others through Y."""
    joined = (member - 1) % MEMBERSHIP.churned
    for channel, count in MEMBERSHIP.joined_by_channel:
        if joined < count:
            return channel
        joined -= count
    raise ValueError(member)


def _number(member: int) -> str:
    return f"{member:07d}"


def _bill_rows(position: int, period: int) -> Iterator[Row]:
    price = cents(MEMBERSHIP.monthly_price)
    tax = cents(price * MEMBERSHIP.vat_rate)
    days = [day(period, number + 1).isoformat() for number in range(BILLING_DAYS)]
    for member in billed_members(position):
        number = _number(member)
        yield (f"{period}-{number}", number, PLAN, days[member % BILLING_DAYS], price, tax)


def subscription_states(position: int) -> Iterator[tuple[int, str]]:
    """The members there at the start or end of the history's month `position`, and what became of them in it."""
    billed = billed_members(position)
    first = billed[0] - MEMBERSHIP.churned
    for member in range(first, billed[0]):
        yield member, "canceled"
    for member in billed:
        yield member, "active" if member < first + MEMBERSHIP.members else "new"


def _subscription_rows(position: int, period: int) -> Iterator[Row]:
    """A member who leaves has no price at the end, one who joins none at the start: the cell is empty, not 0."""
    month = f"{period // 100}-{period % 100:02d}"
    price = cents(MEMBERSHIP.monthly_price)
    for member, state in subscription_states(position):
        start = None if state == "new" else price
        end = None if state == "canceled" else price
        yield (month, _number(member), PLAN, state, start, end)


def _member_rows() -> Iterator[Row]:
    """Members of before the history carry the date of their first bill."""
    last = billed_members(len(PERIODS) - 1)[-1]
    for member in range(1, last + 1):
        number = _number(member)
        name = hashlib.sha256(f"subscriber {number}".encode()).hexdigest()[:20]
        before = member <= MEMBERSHIP.members
        first = date(2019, 11, 1) + timedelta(days=member * 1500 // MEMBERSHIP.members) if before else None
        yield (number, name, SOURCE_OF_CHANNEL[channel_of(member)], first.isoformat() if first else None)


def write(delivery: Delivery) -> None:
    """Write the platform's export."""
    for position, period in enumerate(PERIODS):
        delivery.csv(
            f"member_sub/bills_{period}.csv.gz",
            ("bill_id", "member_id", "plan", "billed_on", "amount", "vat"),
            _bill_rows(position, period),
            control_column="amount",
            periods=(period, period),
        )
        delivery.csv(
            f"member_sub/subscriptions_{period}.csv.gz",
            ("month", "member_id", "plan", "state", "mrr_start", "mrr_end"),
            _subscription_rows(position, period),
            control_column="mrr_end",
            periods=(period, period),
        )
    delivery.csv(
        "member_sub/members.csv", ("member_id", "name_hash", "signup_source", "first_billed_on"), _member_rows()
    )
    delivery.csv(
        "member_sub/plans.csv",
        ("plan", "plan_name", "brand", "price", "vat_rate", "cost_of_service"),
        [
            (
                PLAN, "标准会员(月付)", "digital-club", MEMBERSHIP.monthly_price, MEMBERSHIP.vat_rate,
                MEMBERSHIP.service_cost / Decimal(MEMBERSHIP.members),
            )
        ],
    )  # fmt: skip
