"""Measures B and the stages of the indicator build, in one process: CPU time and the most memory held."""

import resource
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import duckdb

# One bare aggregation per input table that grows with the rows: unit, account or product or kind, month (as far as the
# contract has them), and what is added up.
BARE_GROUP_BYS = {
    "gl_voucher_line": ("org_id, account_code, period_id", "debit_amount", "credit_amount"),
    "sales_invoice_line": ("org_id, product_id, date_trunc('month', invoice_date)", "net_amount"),
    "payroll_line": ("org_id, pay_item, period_id", "amount"),
    "cash_application": ("org_id, apply_type, date_trunc('month', apply_date)", "amount"),
    "sales_order_line": ("org_id, product_id, date_trunc('month', order_date)", "net_amount"),
    "shipment_line": ("date_trunc('month', control_transfer_date)", "quantity"),
    "subscription_month": ("org_id, product_id, period_id", "mrr_close"),
    "service_event": ("org_id, event_type, date_trunc('month', event_date)", "score"),
    "timesheet": ("org_id, date_trunc('month', work_date)", "worked_hours"),
    "store_traffic": ("org_id, date_trunc('month', traffic_date)", "visitors"),
    "production_order": ("org_id, product_id, date_trunc('month', report_date)", "good_qty"),
    "material_consumption": ("material_id", "quantity"),
    "inventory_balance": ("org_id, product_id, period_id", "closing_amount"),
    "lead": ("org_id, channel, date_trunc('month', decided_date)", "1"),
    "marketing_spend": ("org_id, channel, date_trunc('month', spend_date)", "amount"),
    "training_record": ("employee_id, date_trunc('month', train_date)", "hours"),
    "plan_line": ("org_id, line_code, period_id", "amount"),
    "indicator_target": ("org_id, indicator_code, period_id", "target_value"),
    "project_month": ("org_id, project_type, period_id", "actual_cost"),
}
# What B was before every contract had rows; the report says how much of B it is.
FIRST_TABLES = ("gl_voucher_line", "sales_invoice_line", "payroll_line")
# The marts that reports read; those by member are computed while they are read.
READ_MARTS = [
    "indicators_department",
    "indicators_by_product_line",
    "indicators_by_customer_segment",
    "indicators_by_channel",
    "indicators_post",
]
SAMPLE_SECONDS = 0.05
PAGE = resource.getpagesize()


def cpu_seconds() -> float:
    """CPU time of this process, all its threads, user and system."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


def resident_bytes() -> int:
    return int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1]) * PAGE


@dataclass
class Cost:
    """CPU seconds, and the most resident memory (bytes) seen meanwhile."""

    cpu: float = 0.0
    memory: int = 0

    def add(self, other: "Cost") -> None:
        self.cpu += other.cpu
        self.memory = max(self.memory, other.memory)


class Sampler:
    """Watches the memory of this process from a thread of its own; `peak` takes the most since it was last asked."""

    def __init__(self) -> None:
        self._peak = 0
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True)

    def __enter__(self) -> "Sampler":
        self._thread.start()
        return self

    def __exit__(self, *error: object) -> None:
        self._stop.set()
        self._thread.join()

    def _run(self) -> None:
        while not self._stop.is_set():
            self._peak = max(self._peak, resident_bytes())
            time.sleep(SAMPLE_SECONDS)

    def peak(self) -> int:
        peak, self._peak = max(self._peak, resident_bytes()), 0
        return peak


@contextmanager
def measured(sampler: Sampler) -> Iterator[Cost]:
    cost = Cost()
    sampler.peak()
    before = cpu_seconds()
    yield cost
    cost.cpu = cpu_seconds() - before
    cost.memory = sampler.peak()


def bare_group_bys(database: Path, sampler: Sampler) -> dict[str, Cost]:
    """What B is made of: one bare aggregation per input table, the result kept, each measured by itself."""
    costs = {}
    with duckdb.connect(database) as connection:
        connection.execute("create schema bare")
        for table, (keys, *amounts) in BARE_GROUP_BYS.items():
            sums = ", ".join(f"sum({amount}) as sum_{place}" for place, amount in enumerate(amounts))
            with measured(sampler) as cost:
                connection.execute(
                    f"create table bare.{table} as select {keys}, {sums} from staging.stg_{table} group by all"
                )
            costs[table] = cost
        connection.execute("drop schema bare cascade")
    return costs


def mean(first: dict[str, Cost], second: dict[str, Cost]) -> dict[str, Cost]:
    """Two measurements of the same tables: the mean of their CPU times, the larger memory."""
    return {
        table: Cost((cost.cpu + second[table].cpu) / 2, max(cost.memory, second[table].memory))
        for table, cost in first.items()
    }


def one_period_end(database: Path, sampler: Sampler) -> dict[str, Cost]:
    """What it costs to read the last period end of a mart: every unit, window, member and indicator."""
    costs = {}
    with duckdb.connect(database) as connection:
        ((last,),) = connection.execute("select max(period_end) from marts.periods").fetchall()
        for mart in READ_MARTS:
            with measured(sampler) as cost:
                connection.execute(f"create temp table read as select * from marts.{mart} where period_end = ?", [last])
            costs[mart] = cost
            connection.execute("drop table read")
    return costs


@dataclass
class NodeCosts:
    """A dbt event listener: CPU and memory of the SQL of each model, and what dbt itself spends in between.

    Right only while dbt works on one model at a time (`--threads 1`).
    """

    sampler: Sampler
    costs: dict[str, Cost] = field(default_factory=dict)
    dbt: Cost = field(default_factory=Cost)
    _mark: float = field(default_factory=cpu_seconds)

    def __call__(self, event: Any) -> None:
        if event.info.name == "SQLQuery":
            self.dbt.add(self._since())
        elif event.info.name == "SQLQueryStatus":
            name = event.data.node_info.node_name
            (self.costs.setdefault(name, Cost()) if name else self.dbt).add(self._since())

    def _since(self) -> Cost:
        now = cpu_seconds()
        cost = Cost(now - self._mark, self.sampler.peak())
        self._mark = now
        return cost
