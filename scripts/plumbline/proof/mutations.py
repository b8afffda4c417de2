"""Definitions broken on purpose: each must turn an oracle red, in a message that names the indicator.

`python -m plumbline.proof.mutations` works on scratch copies of the project and prints what every mutation did.
"""

import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from plumbline.project import Engine, project_root
from plumbline.proof.oracles import Outcome, parsed_for_oracles, run

NOT_COPIED = (".*", "warehouse", "target", "logs", "__pycache__")


@dataclass(frozen=True)
class Mutation:
    """One definition and how it is broken: the oracle that must notice, and the indicator it must name."""

    kind: str
    path: str
    right: str
    wrong: str
    oracle: str
    indicator: str


MUTATIONS = [
    Mutation(
        "sign",
        "metrics/profitability/indicators.yml",
        "expr: total_profit + int_exp",
        "expr: total_profit - int_exp",
        "O08",
        "interest_cover",
    ),
    Mutation(
        "average",
        "metrics/profitability/indicators.yml",
        "expr: months_in_window * (equity_opening + equity_closing) * 0.5",
        "expr: months_in_window * (equity_opening + equity_closing)",
        "O01",
        "roe",
    ),
    Mutation(
        "condition",
        "models/marts/components/components_ledger.sql",
        "case when not is_closing_entry and {{ condition }} else",
        "case when {{ condition }} else",
        "O24",
        "revenue",
    ),
    Mutation(
        "distinct count",
        "models/marts/components/components_customers.sql",
        "net_amount > 0",
        "net_amount <> 0",
        "O15_active_customers",
        "active_customers",
    ),
    Mutation(
        "window set",
        "models/marts/components/components_due_receivables.sql",
        "when monthly.event_type = 'billed' or monthly.event_month < unit_windows.first_month_number",
        "when monthly.event_type = 'billed'",
        "O21",
        "collection_rate",
    ),
    Mutation(
        "member split",
        "models/marts/components/components_due_receivables.sql",
        "coalesce(employee_id, '-') as employee_id,\n        event_type",
        "'-' as employee_id,\n        event_type",
        "O21",
        "collection_rate",
    ),
]


def copy_project(root: Path, folder: Path) -> Path:
    """A copy of the project without its products and tools."""
    return Path(shutil.copytree(root, folder, ignore=shutil.ignore_patterns(*NOT_COPIED)))


def apply(mutation: Mutation, root: Path) -> None:
    """Break the definition; raises ValueError when it is not there exactly once."""
    path = root / mutation.path
    text = path.read_text(encoding="utf-8")
    if (found := text.count(mutation.right)) != 1:
        raise ValueError(f"{mutation.path} has {mutation.right!r} {found} times, a mutation needs it once")
    path.write_text(text.replace(mutation.right, mutation.wrong), encoding="utf-8")


@contextmanager
def warehouse(folder: Path) -> Iterator[None]:
    """Products of the block go to this folder."""
    before = os.environ.get("PLUMBLINE_WAREHOUSE")
    os.environ["PLUMBLINE_WAREHOUSE"] = str(folder)
    try:
        yield
    finally:
        del os.environ["PLUMBLINE_WAREHOUSE"]
        if before is not None:
            os.environ["PLUMBLINE_WAREHOUSE"] = before


def outcome_of(mutation: Mutation, root: Path, scratch: Path, parsed: Path | None = None) -> Outcome:
    """Break a copy of the project and ask the oracle on DuckDB.

    `parsed` is the target path of the sound project's own parse for oracles: dbt then parses the broken file only.
    """
    copy = copy_project(root, scratch / "project")
    apply(mutation, copy)
    with warehouse(scratch / "warehouse"):
        (outcome,) = run([mutation.oracle], Engine.duckdb, copy, parsed)
    return outcome


def is_caught(mutation: Mutation, outcome: Outcome) -> bool:
    """The oracle ran to its end and says which indicator is wrong."""
    return not outcome.error and any(line.startswith(f"{mutation.indicator} of ") for line in outcome.wrong)


def main() -> int:
    """Try every mutation and print what the oracles say. Returns 0 when all are caught, else 1."""
    caught = 0
    parsed = parsed_for_oracles(project_root(), Engine.duckdb).target
    for mutation in MUTATIONS:
        with tempfile.TemporaryDirectory() as folder:
            outcome = outcome_of(mutation, project_root(), Path(folder), parsed)
        is_red = is_caught(mutation, outcome)
        caught += is_red
        print(f"{'red   ' if is_red else 'MISSED'} {mutation.kind} in {mutation.path}")
        print(f"       {mutation.right}  ->  {mutation.wrong}")
        for line in [*outcome.wrong[:3], *([outcome.error] if outcome.error else [])]:
            print(f"       {outcome.oracle}: {line}")
    print(f"{caught} of {len(MUTATIONS)} mutations caught")
    return int(caught < len(MUTATIONS))


if __name__ == "__main__":
    sys.exit(main())
