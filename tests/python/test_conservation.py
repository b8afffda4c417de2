"""The conservation tests (tests/singular/conservation) hold for the demo group, and each of them can fail.

`dbt build` has run them when the demo group is published. Here a copy of the published database is tampered with, one
wrong amount per test, and every test must turn red.
"""

import json
import shutil
from pathlib import Path
from typing import Any

import duckdb

from plumbline.building import run_dbt
from plumbline.project import Engine
from plumbline.proof.shared_parse import warm

ROOT = Path(__file__).parents[2]
TESTS = sorted(path.stem for path in (ROOT / "tests/singular/conservation").glob("*.sql"))

TAMPERING = {
    "assert_children_sum_to_parent": """
        update windows.metric_windows set cogs = cogs + 0.01
        where org_unit_id = 'R00' and stored_basis = 'as_was' and window_code = 'M' and period_end = date '2025-03-31'
    """,
    "assert_members_sum_to_unit": """
        update windows.month_components_by_product_line set revenue = revenue + 0.01
        where org_unit_id = 'M00' and product_line = 'A' and month_end = date '2025-03-31'
    """,
    "assert_traffic_and_hours_reach_the_components": """
        update components.components_traffic set visitors = visitors + 1
        where org_unit_id = 'S01' and month_end = date '2025-03-31'
    """,
    "assert_months_sum_to_windows": """
        update windows.metric_windows set tax_sur = tax_sur + 0.01
        where org_unit_id = 'G00' and window_code = 'Q' and period_end = date '2025-03-31'
    """,
    "assert_company_holds_every_leaf": """
        update components.components_payroll set payroll_cost = payroll_cost + 0.01
        where org_unit_id = 'S01' and month_end = date '2025-03-31'
    """,
    "assert_balance_sheets_balance": """
        update components.components_balance_sheet set total_assets_closing = total_assets_closing + 0.01
        where org_unit_id = 'H10' and month_end = date '2025-03-31'
    """,
    "assert_net_profit_follows_from_the_statement": """
        update windows.metric_windows set net_profit = net_profit - 0.01
        where org_unit_id = 'C00' and window_code = 'YTD' and period_end = date '2025-03-31'
    """,
    "assert_company_is_the_same_in_both_trees": """
        insert into windows.stored_indicator_values
        select * replace ('as_is' as stored_for, value + 0.01 as value) from windows.stored_indicator_values
        where org_unit_id = 'G00' and stored_for = 'both' and indicator_code = 'roe' and value is not null;
        update windows.stored_indicator_values set stored_for = 'as_was'
        where org_unit_id = 'G00' and stored_for = 'both' and indicator_code = 'roe' and value is not null
    """,
}


def test_a_wrong_amount_turns_each_of_them_red(demo_duckdb: Any, tmp_path: Path) -> None:
    assert sorted(TAMPERING) == TESTS
    copy = tmp_path / "plumbline.duckdb"
    shutil.copyfile(demo_duckdb.company.published_file, copy)
    with duckdb.connect(copy) as connection:
        for tampering in TAMPERING.values():
            connection.execute(tampering)
    warm(tmp_path / "target", demo_duckdb.target_path)
    run_dbt(
        demo_duckdb.company,
        Engine.duckdb,
        ["test", "--select", "path:tests/singular/conservation"],
        target=tmp_path / "target",
        database=copy,
    )
    results = json.loads((tmp_path / "target/run_results.json").read_text(encoding="utf-8"))["results"]
    found = {one["unique_id"].split(".")[2]: one["status"] for one in results if one["unique_id"].startswith("test.")}
    assert found == dict.fromkeys(TESTS, "fail")
