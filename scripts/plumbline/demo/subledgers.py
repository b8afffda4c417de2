"""The demo group's subledgers and master data: stores, factory, clinic, membership, staff and pay, planning."""

from plumbline.demo import clinic, group_hr, manufacturing, membership, mfg_mes, planning, retail
from plumbline.demo.files import Delivery


def write(delivery: Delivery) -> None:
    """Write every export that is no ledger."""
    retail.write(delivery)
    manufacturing.write(delivery)
    mfg_mes.write(delivery)
    clinic.write(delivery)
    membership.write(delivery)
    group_hr.write(delivery)
    planning.write(delivery)
