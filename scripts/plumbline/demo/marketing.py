"""What the group spends on marketing, and the promotions of its stores.

Every month: members are won through channel X for 45,000 (two campaigns, 30,000 and 15,000) and through channel Y for
50,000; head office spends 30,000 on the brand. In the last month of a quarter 10,000 of these 30,000 go to a promotion
of double-door refrigerators (article 10001) in S03 and in S05, 5,000 each: head office pays, the stores answer for the
result. So every month adds up to the 125,000 that the ledgers post on marketing accounts.

A promotion's actual gross profit is that of the month's receipts for the article: n = ceil(receipts / 4), each at the
store's ticket less 1,750. Without it S03 would have sold 15 fewer and S05 4 fewer. Hence

| store            | gross profit each | increment | promotion ROI                    |
| ---------------- | ----------------- | --------- | -------------------------------- |
| S03              | 750               | 11,250    | (11,250 - 5,000) / 5,000 = 125%  |
| S05 to 202503    | 750               | 3,000     | -40%                             |
| S05 from 202504  | 600               | 2,400     | -52%                             |
| both, Q3 2025    |                   | 13,650    | 3,650 / 10,000 = 36.5%           |
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from plumbline.demo.drivers import (
    COST_PER_RECEIPT,
    HEAD_OFFICE,
    MEMBERSHIP,
    PERIODS,
    Money,
    day,
    month_of,
    store_month,
)
from plumbline.demo.retail import ARTICLES

PROMOTION_COST = Decimal(5000)
PROMOTED_EXTRA = {"S03": 15, "S05": 4}
CAMPAIGN_SHARES = {"X": (("SEM", Decimal(2) / 3), ("FEED", Decimal(1) / 3)), "Y": (("APP", Decimal(1)),)}


@dataclass(frozen=True)
class Spend:
    """One amount spent, in CNY without VAT; gross profits only on promotions."""

    spent_on: date
    unit: str
    channel: str
    campaign: str
    purpose: str
    amount: Money
    baseline: Money | None = None
    actual: Money | None = None


def _promotions(period: int) -> Iterator[Spend]:
    if month_of(period) % 3:
        return
    for store, extra in PROMOTED_EXTRA.items():
        month = store_month(store, period)
        if month is None:
            continue
        sold = -(-month.receipts // len(ARTICLES))
        each = month.ticket - COST_PER_RECEIPT
        yield Spend(
            day(period, 18), store, "store", f"PR-{store}-{period}", "promotion", PROMOTION_COST,
            baseline=(sold - extra) * each, actual=sold * each,
        )  # fmt: skip


def spending(period: int) -> Iterator[Spend]:
    """The month's amounts: channels, promotions, and the brand with what they leave."""
    for channel, total in MEMBERSHIP.marketing_by_channel:
        for name, share in CAMPAIGN_SHARES[channel]:
            amount = (total * share).quantize(Decimal("0.01"))
            yield Spend(day(period, 25), "C00", channel, f"{name}-{period}", "acquisition", amount)
    promotions = tuple(_promotions(period))
    yield from promotions
    brand = HEAD_OFFICE.brand_marketing - sum(row.amount for row in promotions)
    yield Spend(day(period, 28), "Z30", "outdoor", f"BRAND-{period}", "brand", brand)


def all_spending() -> Iterator[Spend]:
    for period in PERIODS:
        yield from spending(period)
