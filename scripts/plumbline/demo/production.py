"""What the three lines of the plant report every day: output, minutes, hours, costs and the material they draw.

A line reports once a day, in the day shift, on the first twenty weekdays of a month: twenty equal shares of the month's
drivers (what does not divide goes to the first days, in the smallest unit). Operators are the holders of the line's
seats 2 to 11 in turn, two reports a month each.

Rules, per good piece
---------------------
|                                    | A         | B                    | C        |
| ---------------------------------- | --------- | -------------------- | -------- |
| planned busy minutes (PBT)         | 8         | 12.4                 | 20       |
| ideal cycle = 0.8379 of them       | 6.7032    | 10.38996             | 16.758   |
| material standard                  | 10 kg x 50 | 8 kg x 50, 1 pc x 240 | 16 kg x 50 |
| direct labour hours, at 50 an hour | 2         | 2.4                  | 3.2      |
| standard hours = 0.9 of them       | 1.8       | 2.16                 | 2.88     |
| standard unit cost, both years     | 700       | 875                  | 1,120    |

0.8379 is availability 90% x performance 95% x pass rate 98%; with line B at 80% and 93% in 202508-09 a piece needs
12.4 x 0.882 / 0.744 = 14.7 busy minutes. A fifth of the shift calendar is planned downtime (an hour's break, the rest
maintenance). Unplanned downtime is half equipment failure, half waiting for material; in 202508-09 of line B the whole
increase is equipment failure. 95% of the good pieces are good at the first pass. The price of steel (line A) is 58 from
202507. At a lower pass rate all material, hours and costs of a good piece rise by 98% / pass rate.

Worked answers, per month
-------------------------
| indicator                 | A                      | B          | B 202508-09 | C       |
| ------------------------- | ---------------------- | ---------- | ----------- | ------- |
| unit cost                 | 700, 780 from 202507   | 875        | 922.0430    | 1,120   |
| cost control rate         | 100%, 111.4286%        | 100%       | 105.3763%   | 100%    |
| pass rate                 | 98%                    | 98%        | 93%         | 98%     |
| OEE                       | 83.79%                 | 83.79%     | 70.68%      | 83.79%  |
| equipment utilisation     | 72%                    | 72%        | 64%         | 72%     |
| production efficiency     | 90%                    | 90%        | 85.4082%    | 90%     |
| material price variance   | 0, 89,600 from 202507  | 0          | 0           | 0       |
| material usage variance   | 0                      | 0          | 27,526.89   | 0       |
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_DOWN, Decimal

from plumbline.demo.drivers import CENT, LineMonth, Money, cents, day, line_month
from plumbline.demo.manufacturing_drivers import NORMAL_AVAILABILITY, NORMAL_PASS_RATE, PERFORMANCE
from plumbline.demo.people import roster

REPORTING_DAYS = 20
OPERATOR_SEATS = range(2, 12)
BUSY_MINUTES = {"A": Decimal(8), "B": Decimal("12.4"), "C": Decimal(20)}
PLANNED_SHARE = Decimal("0.8")
BREAK_MINUTES = Decimal(60)
FIRST_PASS_SHARE = Decimal("0.95")
WAGE_PER_HOUR = Decimal(50)
STANDARD_HOURS_SHARE = Decimal("0.9")
STANDARD_PERIOD = 202401
PIECE = Decimal(1)
TEN_THOUSANDTH = Decimal("0.0001")


@dataclass(frozen=True)
class Component:
    """A material of a product's bill of materials: quantity per good piece and price, both standard."""

    material: str
    name: str
    unit: str
    quantity: Decimal
    price: Decimal


BILL_OF_MATERIALS = {
    "A": (Component("RM-STEEL", "钢材", "KG", Decimal(10), Decimal(50)),),
    "B": (
        Component("RM-CAST", "铸件", "KG", Decimal(8), Decimal(50)),
        Component("RM-MOTOR", "电机", "ST", Decimal(1), Decimal(240)),
    ),
    "C": (Component("RM-ALLOY", "合金钢", "KG", Decimal(16), Decimal(50)),),
}


@dataclass(frozen=True)
class Issue:
    """Material drawn for one report, at its actual price."""

    component: Component
    quantity: Decimal
    price: Decimal


@dataclass(frozen=True)
class Report:
    """What a line reports of one day. Minutes of the shift; money in CNY."""

    line: str
    period: int
    report_date: date
    operator: str
    output: Decimal
    good: Decimal
    first_pass: Decimal
    calendar: Decimal
    planned_stops: Decimal
    failures: Decimal
    waiting: Decimal
    hours: Decimal
    material: Money
    labour: Money
    overhead: Money
    issues: tuple[Issue, ...]


def ideal_cycle(line: str) -> Decimal:
    """Minutes a piece takes at the ideal speed."""
    return BUSY_MINUTES[line] * NORMAL_AVAILABILITY * PERFORMANCE * NORMAL_PASS_RATE


def standard_hours(line: str) -> Decimal:
    return line_month(line, STANDARD_PERIOD).labour_unit / WAGE_PER_HOUR * STANDARD_HOURS_SHARE


def standard_cost(line: str) -> Decimal:
    """Frozen when the year starts; the drivers of both years start alike."""
    row = line_month(line, STANDARD_PERIOD)
    return row.material_unit + row.labour_unit + row.overhead_unit


def reporting_days(period: int) -> tuple[date, ...]:
    """The first twenty weekdays of the month."""
    first = day(period, 1)
    days = (first + timedelta(days=number) for number in range(28))
    return tuple(one for one in days if one.weekday() < 5)[:REPORTING_DAYS]


def spread(total: Decimal, unit: Decimal) -> tuple[Decimal, ...]:
    """Equal daily shares of a month in whole units; what is left over goes to the first days, one unit each."""
    share = (total / REPORTING_DAYS).quantize(unit, ROUND_DOWN)
    left = int((total - share * REPORTING_DAYS) / unit)
    return tuple(share + unit if number < left else share for number in range(REPORTING_DAYS))


def actual_price(row: LineMonth, component: Component) -> Decimal:
    """The standard price, but for the line with one material: what its good piece costs more or less is the price."""
    if len(BILL_OF_MATERIALS[row.line]) > 1:
        return component.price
    return row.material_unit / row.extra_cost / component.quantity


def month_quantity(row: LineMonth, component: Component) -> Decimal:
    """Material used in the month, to four decimals: more per good piece when fewer pieces pass."""
    return (component.quantity * row.quantity * row.extra_cost).quantize(TEN_THOUSANDTH)


def component_costs(row: LineMonth) -> dict[str, Money]:
    """What each material cost in the month: whole cents that add up to the line's material."""
    costs = {
        one.material: cents(month_quantity(row, one) * actual_price(row, one)) for one in BILL_OF_MATERIALS[row.line]
    }
    first = BILL_OF_MATERIALS[row.line][0].material
    costs[first] += row.material - sum(costs.values())
    return costs


def _minutes(row: LineMonth) -> dict[str, Decimal]:
    """A day's calendar, planned stops, equipment failures and waiting for material."""
    normal = NORMAL_AVAILABILITY * NORMAL_PASS_RATE
    busy = BUSY_MINUTES[row.line] * row.quantity * normal / (row.availability * row.pass_rate) / REPORTING_DAYS
    standard_busy = BUSY_MINUTES[row.line] * row.quantity / REPORTING_DAYS
    waiting = standard_busy * (1 - NORMAL_AVAILABILITY) / 2
    calendar = busy / PLANNED_SHARE
    minutes = {
        "calendar": calendar,
        "planned_stops": calendar - busy,
        "failures": busy * (1 - row.availability) - waiting,
        "waiting": waiting,
    }
    return {name: value.quantize(CENT) for name, value in minutes.items()}


def reports(line: str, period: int) -> Iterator[Report]:
    """The twenty reports of a line's month; they add up to its drivers exactly."""
    row = line_month(line, period)
    minutes = _minutes(row)
    outputs, hours = spread(row.output, TEN_THOUSANDTH), spread(cents(row.labour / WAGE_PER_HOUR), CENT)
    good, first_pass = spread(Decimal(row.quantity), PIECE), spread(row.quantity * FIRST_PASS_SHARE, PIECE)
    costs = [spread(amount, CENT) for amount in (row.material, row.labour, row.overhead)]
    components = BILL_OF_MATERIALS[line]
    drawn = [spread(month_quantity(row, one), TEN_THOUSANDTH) for one in components]
    for number, report_date in enumerate(reporting_days(period)):
        yield Report(
            line=line,
            period=period,
            report_date=report_date,
            operator=roster().holder(row.unit, OPERATOR_SEATS[number % len(OPERATOR_SEATS)]),
            output=outputs[number],
            good=good[number],
            first_pass=first_pass[number],
            **minutes,
            hours=hours[number],
            material=costs[0][number],
            labour=costs[1][number],
            overhead=costs[2][number],
            issues=tuple(
                Issue(one, quantities[number], actual_price(row, one))
                for one, quantities in zip(components, drawn, strict=True)
            ),
        )
