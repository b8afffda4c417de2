"""Leads of the factory's sales departments: who works on them, and how they end.

Each of the two sales people of M21, M22 and M23 gets ten leads 0-9 a month, from the month before the history on. Leads
0-7 are decided in the following month, on the 5th, 7th, ... 19th; 8 and 9 stay open. Of a person's eight decided leads
the first ones are won. The leads of 202509 are all open still.

| department | first person     | second person    | department, every month from 202401 |
| ---------- | ---------------- | ---------------- | ----------------------------------- |
| M21        | 2 of 8 = 25%     | 4 of 8 = 50%     | 6 of 16 = 37.5%                     |
| M22        | 4 of 8 = 50%     | 6 of 8 = 75%     | 10 of 16 = 62.5%                    |
| M23        | 4 of 8 = 50%     | 4 of 8 = 50%     | 8 of 16 = 50%                       |
| M20        |                  |                  | 24 of 48 = 50%                      |

Even leads come from exhibitions, odd ones from referrals; each channel wins half of a person's wins.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from plumbline.demo.drivers import LINE_DEPARTMENT, MAIN_CUSTOMERS, OPENING_PERIOD, PERIODS, day, shift
from plumbline.demo.people import sales_people

LEADS_A_MONTH = 10
DECIDED = 8
WON = {"M21": (2, 4), "M22": (4, 6), "M23": (4, 4)}


@dataclass(frozen=True)
class Lead:
    lead_id: str
    created: date
    unit: str
    channel: str
    owner: str
    outcome: str
    decided: date | None = None
    customer: str | None = None


def _lead(unit: str, position: int, period: int, number: int) -> Lead:
    lead_id = f"SJ-{unit}-{period}-{position * LEADS_A_MONTH + number + 1:02d}"
    channel = "referral" if number % 2 else "exhibition"
    owner = sales_people(unit)[position]
    created = day(period, 3 + 2 * number)
    decided = day(shift(period, 1), 5 + 2 * number)
    if number >= DECIDED or period == PERIODS[-1]:
        return Lead(lead_id, created, unit, channel, owner, "open")
    if number >= WON[unit][position]:
        return Lead(lead_id, created, unit, channel, owner, "lost", decided)
    customer = next(MAIN_CUSTOMERS[line] for line, department in LINE_DEPARTMENT.items() if department == unit)
    return Lead(lead_id, created, unit, channel, owner, "won", decided, customer)


def all_leads() -> Iterator[Lead]:
    for period in (OPENING_PERIOD, *PERIODS):
        for unit, wins in WON.items():
            for position in range(len(wins)):
                for number in range(LEADS_A_MONTH):
                    yield _lead(unit, position, period, number)
