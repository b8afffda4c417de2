"""Calendar and money of the demo group."""

from calendar import monthrange
from collections.abc import Mapping
from datetime import date, datetime, time
from decimal import ROUND_DOWN, ROUND_HALF_EVEN, Decimal

Money = Decimal
CENT = Decimal("0.01")
ZERO = Decimal(0)

OPENING_PERIOD = 202312
PERIODS: tuple[int, ...] = tuple(year * 100 + month for year in (2024, 2025) for month in range(1, 13))[:21]
LAST_PERIOD = PERIODS[-1]
EXTRACTED_AT = datetime(2025, 10, 8, 6, 0)
FAR_FUTURE = date(9999, 12, 31)


def year_of(period: int) -> int:
    return period // 100


def month_of(period: int) -> int:
    return period % 100


def shift(period: int, months: int) -> int:
    """The period `months` later (earlier when negative)."""
    count = year_of(period) * 12 + month_of(period) - 1 + months
    return count // 12 * 100 + count % 12 + 1


def day(period: int, day_of_month: int) -> date:
    """A day of the period; a day past the month's end becomes its last day."""
    last = monthrange(year_of(period), month_of(period))[1]
    return date(year_of(period), month_of(period), min(day_of_month, last))


def month_end(period: int) -> date:
    return day(period, 31)


def close_instant(period: int) -> datetime:
    """Hard close: the 8th of the next month at 18:00 (202509: in the morning of the as-of date)."""
    hour = 5 if period == LAST_PERIOD else 18
    return datetime.combine(day(shift(period, 1), 8), time(hour))


def cents(amount: Decimal) -> Money:
    """Two decimals, ties to the even cent: the rounding of every ledger of the group."""
    return amount.quantize(CENT, ROUND_HALF_EVEN)


def largest_remainder(total: Money, weights: Mapping[str, Decimal]) -> dict[str, Money]:
    """Split `total` into whole cents in proportion to `weights`; the cents left over go to the largest remainders."""
    whole = sum(weights.values())
    exact = {key: total * weight / whole for key, weight in weights.items()}
    shares = {key: value.quantize(CENT, ROUND_DOWN) for key, value in exact.items()}
    left = int((total - sum(shares.values())) / CENT)
    for key in sorted(exact, key=lambda name: (shares[name] - exact[name], name))[:left]:
        shares[key] += CENT
    return shares
