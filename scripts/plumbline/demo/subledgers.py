"""The demo group's subledgers and master data: stores, factory sales, clinic, membership, staff and pay, planning."""

from pathlib import Path

from plumbline.demo import clinic, group_hr, manufacturing, membership, planning, retail
from plumbline.demo.files import Delivery


def write(out: Path, delivery: Delivery) -> None:
    """Write every export that is no ledger into the data folder `out`."""
    retail.write(delivery)
    manufacturing.write(delivery)
    clinic.write(delivery)
    membership.write(delivery)
    group_hr.write(delivery)
    planning.write(out)
