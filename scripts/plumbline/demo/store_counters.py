"""Export of the door counters: one counter a store, one row an hour it is open (9 to 21), month by month.

The devices have codes of their own (CNT-0301), write the hour as an interval (2025/01/31 09:00-10:00) and count all
who pass; staff carry a tag that the device counts apart. Visitors = passages in less staff passages.

Visitors of a month are those of the driver table, split over dayparts 20% am (9 to 12), 40% pm (12 to 17) and 40% eve
(17 to 21), and inside a daypart evenly over the hours of the month: visitor n of N enters in hour (n - 1) × hours div
N.
S01 in 202509: 1,500 = 300 + 600 + 600. Each device counts two staff passages an hour.
"""

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal

from plumbline.demo.drivers import PERIODS, StoreMonth, day, month_end, store_months
from plumbline.demo.files import Delivery, Row

DAYPARTS = {"am": range(9, 12), "pm": range(12, 17), "eve": range(17, 21)}
DAYPART_SHARE = {"am": Decimal("0.2"), "pm": Decimal("0.4"), "eve": Decimal("0.4")}
STAFF_PASSAGES = 2
COLUMNS = ("device_no", "interval", "passages_in", "staff_passages", "state")


def device(store: str) -> str:
    return f"CNT-{store[1:]}01"


def days_of(period: int) -> tuple[date, ...]:
    first = day(period, 1)
    return tuple(first + timedelta(days=offset) for offset in range(month_end(period).day))


def hourly_visitors(month: StoreMonth) -> dict[tuple[date, int], int]:
    """Visitors of every hour the store is open in the month."""
    counts = {}
    for daypart, hours in DAYPARTS.items():
        visitors = int(month.visitors * DAYPART_SHARE[daypart])
        cells = [(when, hour) for when in days_of(month.period) for hour in hours]
        for position, cell in enumerate(cells):
            # Visitors n with (n - 1) × cells div visitors = position: those from one boundary, rounded up, to the next.
            start, end = (-(-edge * visitors // len(cells)) for edge in (position, position + 1))
            counts[cell] = end - start
    return counts


def _rows(month: StoreMonth) -> Iterator[Row]:
    for (when, hour), visitors in sorted(hourly_visitors(month).items()):
        interval = f"{when:%Y/%m/%d} {hour:02d}:00-{hour + 1:02d}:00"
        yield (device(month.store), interval, visitors + STAFF_PASSAGES, STAFF_PASSAGES, "OK")


def write(delivery: Delivery) -> None:
    """Write one file a month."""
    for period in PERIODS:
        rows = [row for month in store_months(period) for row in _rows(month)]
        delivery.csv(
            f"store_counters/passages_{period}.csv.gz", COLUMNS, rows, encoding="utf-8-sig", delimiter=";",
            control_column="passages_in", periods=(period, period),
        )  # fmt: skip
