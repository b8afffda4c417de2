"""What `make bench` measures is a company that delivers every contract, and every model counts in some stage."""

from pathlib import Path

import duckdb
import pytest

from conftest import ROOT
from plumbline.bench.data import contracts, create
from plumbline.bench.measure import BARE_GROUP_BYS
from plumbline.bench.run import STAGES, bench_company, stage_of
from plumbline.bench.shape import Size
from plumbline.building import run_dbt
from plumbline.project import Engine

# Delivered once, or as often as there are months: nothing that a group-by is needed to see.
SMALL = {
    "ahp_judgement", "bonus_scheme", "customer", "employee", "employee_assignment", "fiscal_period", "fx_rate",
    "gl_account", "gl_balance", "load_manifest", "org_unit", "product", "reference_value", "scorecard_item",
}  # fmt: skip


@pytest.fixture(scope="module")
def measured(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, int]]:
    """The data at a thousandth of the reference size, and its rows by contract."""
    folder = tmp_path_factory.mktemp("bench")
    outcome = run_dbt(bench_company(), Engine.duckdb, ["parse"], target=folder)
    assert outcome.success, outcome
    database = folder / "bench.duckdb"
    return database, create(database, folder / "manifest.json", Size.of(0.001))


def test_every_contract_has_rows(measured: tuple[Path, dict[str, int]]) -> None:
    _, counts = measured
    assert sorted(counts) == contracts(ROOT)
    assert all(counts.values())
    assert set(counts) - SMALL == set(BARE_GROUP_BYS)


def test_the_group_is_mixed(measured: tuple[Path, dict[str, int]]) -> None:
    database, _ = measured
    wanted = {
        "kinds of documents": ("select count(distinct doc_type) from staging.stg_sales_invoice_line", 5),
        "credit notes of clinic bills": (
            """
            select count(*) > 0 from staging.stg_sales_invoice_line as notes
            inner join staging.stg_sales_invoice_line as bills on notes.original_invoice_id = bills.invoice_id
            where bills.doc_type = 'clinic_bill'
            """,
            True,
        ),
        "merges": ("select count(merged_into_customer_id) > 0 from staging.stg_customer", True),
        "documents of unknown customers": (
            """
            select count(*) from staging.stg_sales_invoice_line
            where customer_id is not null and customer_id not in (select customer_id from staging.stg_customer)
            """,
            0,
        ),
        "subscribers who are not customers": (
            """
            select count(*) from staging.stg_subscription_month
            where customer_id not in (select customer_id from staging.stg_customer)
            """,
            0,
        ),
        "credit notes of other signs": (
            "select count(*) from staging.stg_sales_invoice_line where (doc_type = 'credit_note') = (net_amount > 0)",
            0,
        ),
        "vouchers that do not balance": (
            """
            select count(*) from (
                select voucher_id from staging.stg_gl_voucher_line
                group by voucher_id having sum(debit_amount) <> sum(credit_amount)
            )
            """,
            0,
        ),
    }
    with duckdb.connect(database, read_only=True) as connection:
        found = {what: connection.execute(sql).fetchall()[0][0] for what, (sql, _) in wanted.items()}
    assert found == {what: value for what, (_, value) in wanted.items()}


def test_every_model_has_a_stage() -> None:
    assert stage_of("models/marts/indicators/members/x.sql") == "marts/indicators/members"
    assert stage_of("models/marts/indicators/anything/new/x.sql") == "marts/indicators"
    assert stage_of("models/marts/new/x.sql") == "marts/new"
    assert all((ROOT / "models" / stage).is_dir() for stage in STAGES)
