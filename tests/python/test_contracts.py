"""A contract is stated once: what its YAML says holds for every base model and for files in its shape."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from plumbline.building import DbtOutcome, run_dbt
from plumbline.engines import open_duckdb
from plumbline.landing import land
from plumbline.landing.contracts import contract_shape
from plumbline.landing.run import open_store
from plumbline.landing.specs import read_datasets
from plumbline.project import Company, Engine
from plumbline.proof.model_checks import systems_delivered
from plumbline.proof.mutations import copy_project, warehouse

ROOT = Path(__file__).parents[2]
# One optional column of the contract `product`: the two files that it costs.
CONTRACT = "models/staging/sales/stg_product.yml"
COLUMN = """      - name: shelf_life_days
        data_type: integer
        description: "{{ doc('col_shelf_life_days') }}"
"""
MEANING = """
{% docs col_shelf_life_days %}
Days for which the product can be sold.
可售天数。
{% enddocs %}
"""
DELIVERED = (
    "product_id,product_name,product_line,uom,is_service,tax_rate,shelf_life_days\nP1,Milk,DAIRY,EA,false,0.09,7\n"
)
# What base models of one system might offer, and what is said of it: contract, right, wrong, message.
REFUSED = [
    (
        "product",
        "tax_codes.tax_rate,",
        "tax_codes.tax_rate, 12 as pack_size,",
        "'pack_size' which the contract product does not know. Take it out of that model or add it to the contract",
    ),
    (
        "inventory_balance",
        "text_to('stock.slow_cost', 'decimal(18, 2)')",
        "text_to('stock.slow_cost', 'decimal(18, 4)')",
        "'slow_amount' of type DECIMAL(18,4), which the contract inventory_balance would change in silence",
    ),
    (
        "sales_invoice_line",
        "receipts.goods_cost as",
        "receipts.goods_cost / 1 as",
        "'cost_amount' of type DOUBLE, which the contract sales_invoice_line would change in silence",
    ),
]


@dataclass(frozen=True)
class Widened:
    """A copy of the project with the wider contract, and every system that delivers it, without rows."""

    company: Company
    folder: Path

    def run(self, *arguments: str) -> DbtOutcome:
        with warehouse(self.folder / "warehouse"):
            return run_dbt(self.company, Engine.duckdb, arguments)

    def compiled(self) -> str:
        path = "compiled/plumbline/models/staging/sales/stg_product.sql"
        return (self.company.target_path(Engine.duckdb) / path).read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def widened(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Widened]:
    folder = tmp_path_factory.mktemp("contracts")
    root = copy_project(ROOT, folder / "project")
    contract = root / CONTRACT
    before = "      - name: source_system\n"
    text = contract.read_text(encoding="utf-8")
    contract.write_text(text.replace(before, COLUMN + before), encoding="utf-8")
    with (root / "models/staging/docs/columns_sales.md").open("a", encoding="utf-8") as words:
        words.write(MEANING)
    (folder / "data").mkdir()
    (folder / "data/product.csv").write_text(DELIVERED, encoding="utf-8")
    with warehouse(folder / "warehouse"):
        # The types of a Parquet file stand in the file itself, and there is none here.
        systems = {system for system, contracts in systems_delivered(root).items() if "product" in contracts}
        delivered = {system: ["product"] for system in sorted(systems - {"adventureworks"})}
        delivered["retail_pos"] = [contract for contract, *_ in REFUSED]
        own = {"base_currency": "CNY", "as_of_date": "2025-10-08"}
        company = Company("widened", root, {**own, "source_systems": delivered})
        land(company, folder / "data")
        with open_store(company, Engine.duckdb) as store:
            for dataset in read_datasets(company):
                store.create(dataset.table, dict.fromkeys(dataset.columns, "VARCHAR"))
        company.build_file.parent.mkdir(parents=True, exist_ok=True)
    yield Widened(company, folder)


def test_nothing_needs_to_be_built_to_compile(widened: Widened) -> None:
    """Before the first build nobody can say what a base model offers: it is taken to offer everything."""
    outcome = widened.run("compile", "--select", "stg_product")
    assert outcome.success, outcome.problem
    assert widened.compiled().count("cast(launch_date as date) as launch_date") == len(widened.company.source_systems)


def test_an_optional_column_is_stated_in_the_contract_only(widened: Widened) -> None:
    """Every system's rows have it, typed: NULL where the system lacks it, the value where a file brings it."""
    kinds = ["--resource-type", "seed", "--resource-type", "model"]
    outcome = widened.run("build", *kinds, "--select", "+stg_product")
    assert outcome.success, [failure.message for failure in outcome.failures] or outcome.problem
    others = len(widened.company.source_systems) - 1
    assert others == 5
    assert widened.compiled().count("cast(null as integer) as shelf_life_days") == others
    with open_duckdb(widened.company.build_file, read_only=True) as connection:
        rows = connection.execute(
            "select product_id, shelf_life_days, launch_date, source_system from staging.stg_product"
        )
        assert rows.fetchall() == [("P1", 7, None, "contract_files")]


def test_what_a_contract_would_lose_is_refused(widened: Widened) -> None:
    sound = {}
    for contract, right, wrong, _ in REFUSED:
        (model,) = widened.company.root.glob(f"models/staging/**/base_retail_pos__{contract}.sql")
        sound[model] = model.read_text(encoding="utf-8")
        assert sound[model].count(right) == 1
        model.write_text(sound[model].replace(right, wrong), encoding="utf-8")
    contracts = [f"+stg_{contract}" for contract, *_ in REFUSED]
    outcome = widened.run("build", "--resource-type", "seed", "--resource-type", "model", "--select", *contracts)
    for model, text in sound.items():
        model.write_text(text, encoding="utf-8")
    said = {failure.name: " ".join(failure.message.split()) for failure in outcome.failures}
    assert set(said) == {f"stg_{contract}" for contract, *_ in REFUSED}
    for contract, _, _, problem in REFUSED:
        message = said[f"stg_{contract}"]
        assert f"base_retail_pos__{contract} as it was last built offers a column {problem}" in message
        assert f"/stg_{contract}.yml" in message


def test_a_file_in_the_shape_of_a_contract_must_have_what_the_contract_requires() -> None:
    shape = contract_shape(ROOT, "gl_balance")
    assert shape.key == ("entity_id", "period_id", "account_code", "org_id")
    assert shape.required == (*shape.key, "opening_dr", "period_debit", "period_credit", "closing_dr")
    assert shape.control_column == "closing_dr"


def test_every_contract_can_be_delivered_as_a_file() -> None:
    contracts = {path.stem.removeprefix("stg_") for path in (ROOT / "models/staging").glob("*/stg_*.sql")}
    company = Company("files", ROOT, {"source_systems": {"contract_files": []}})
    datasets = {dataset.name for dataset in read_datasets(company)}
    # What landing writes about its own work is nobody's file.
    assert datasets == systems_delivered(ROOT)["contract_files"] == contracts - {"load_manifest"}
