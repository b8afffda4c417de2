"""The demo group's subledgers and master data: stores, factory sales, clinic, membership, staff, planning, projects."""

from plumbline.demo import (
    clinic,
    group_hr,
    manufacturing,
    manufacturing_orders,
    membership,
    planning,
    projects,
    retail,
)
from plumbline.demo.files import Delivery


def write(delivery: Delivery) -> None:
    """Write every export that is no ledger."""
    retail.write(delivery)
    manufacturing.write(delivery)
    manufacturing_orders.write(delivery)
    clinic.write(delivery)
    membership.write(delivery)
    group_hr.write(delivery)
    planning.write(delivery)
    projects.write(delivery)
