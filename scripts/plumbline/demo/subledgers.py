"""The demo group's subledgers and master data: everything its systems export that is no ledger."""

from plumbline.demo import (
    clinic,
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
    membership.write(delivery)
    group_hr.write(delivery)
    planning.write(delivery)
    projects.write(delivery)
