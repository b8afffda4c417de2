"""The demo group's subledgers and master data.

Stores, factory sales and orders, clinic, membership, customer system, staff, internal audit, planning, projects.
"""

from plumbline.demo import (
    clinic,
    clinic_service,
    group_audit,
    group_crm,
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
    clinic_service.write(delivery)
    membership.write(delivery)
    group_crm.write(delivery)
    group_hr.write(delivery)
    group_audit.write(delivery)
    planning.write(delivery)
    projects.write(delivery)
