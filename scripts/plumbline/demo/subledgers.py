"""The demo group's subledgers and master data: everything its systems export that is no ledger."""

from plumbline.demo import (
    clinic,
    clinic_service,
    group_audit,
    group_crm,
    group_hr,
    manufacturing,
    manufacturing_orders,
    membership,
    mfg_mes,
    planning,
    projects,
    retail,
    store_counters,
    store_wfm,
)
from plumbline.demo.files import Delivery


def write(delivery: Delivery) -> None:
    """Write every export that is no ledger."""
    retail.write(delivery)
    store_counters.write(delivery)
    store_wfm.write(delivery)
    manufacturing.write(delivery)
    mfg_mes.write(delivery)
    manufacturing_orders.write(delivery)
    clinic.write(delivery)
    clinic_service.write(delivery)
    membership.write(delivery)
    group_crm.write(delivery)
    group_hr.write(delivery)
    group_audit.write(delivery)
    planning.write(delivery)
    projects.write(delivery)
