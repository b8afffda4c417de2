"""`plumbline bench`: makes the data, measures B, builds the indicators; says what each stage costs in units of B."""

import json
import shutil
from collections import defaultdict
from pathlib import Path
from typing import Any

import duckdb

from plumbline import console
from plumbline.bench.copying import copy_marts
from plumbline.bench.data import contracts, create
from plumbline.bench.measure import FIRST_TABLES, Cost, NodeCosts, Sampler, bare_group_bys, mean, one_period_end
from plumbline.bench.reading import marts_read
from plumbline.bench.reading import read as ask_questions
from plumbline.bench.shape import AS_OF_DATE, MARKET, MONTHS, Size
from plumbline.building import run_dbt
from plumbline.errors import PlumblineError
from plumbline.locking import LOCK_NAME, company_lock
from plumbline.project import Company, Engine, project_root

# Folders of models/ in the order of the build, and what each stage does. A folder below one of them belongs to it,
# unless it is named itself; one that is nowhere here is a stage of its own.
STAGES = {
    "intermediate": "calendar, units, the pass over the ledger",
    "marts/core": "documents, products, people: the passes over sales and staff",
    "marts/components": "component facts at leaf and month",
    "marts/indicators/windows": "roll-up and windows",
    "marts/indicators/applicability": "since when each indicator applies",
    "marts/indicators/stored": "the long table and the splits, as they are published",
    "marts/indicators": "the other public marts",
    "marts/indicators/members": "by product line, segment, channel, post",
}


def bench_company() -> Company:
    """A company whose contracts, every one of them, are made in the engine instead of being landed."""
    root = project_root()
    delivered = [contract for contract in contracts(root) if contract != "load_manifest"]
    overrides = {
        "company": "bench",
        "base_currency": "CNY",
        "as_of_date": AS_OF_DATE,
        "home_units": {},
        "market_scopes": [{"scope": MARKET, "org_id": "B0"}],
        "source_systems": {"landing": ["load_manifest"], "contract_files": delivered},
    }
    return Company("bench", root, overrides)


def stage_of(path: str) -> str:
    """The stage a model belongs to: the longest of STAGES that its folder fits, else its folder."""
    folder = Path(path).relative_to("models").parent.as_posix()
    return max((stage for stage in STAGES if (folder + "/").startswith(stage + "/")), key=len, default=folder)


def run(scale: float, *, keep: bool = False, details: bool = False, read: bool = False) -> None:
    """Measure one size, and with `read` the questions of a dashboard at it.

    The database is removed afterwards unless it is to be kept.
    """
    company = bench_company()
    with company_lock(company, "bench"):
        _empty(company.folder)
        try:
            _measure(company, scale, details=details)
            if read:
                copy_marts(company, company.build_file, marts_read())
                ask_questions(company, {Engine.duckdb: company.build_file, Engine.postgres: None})
        finally:
            if not keep:
                _empty(company.folder)


def _empty(folder: Path) -> None:
    """Remove what an earlier measurement left, but not the lock that keeps others out."""
    for path in folder.iterdir():
        if path.is_dir():
            shutil.rmtree(path, ignore_errors=True)
        elif path.name != LOCK_NAME:
            path.unlink(missing_ok=True)


def _measure(company: Company, scale: float, *, details: bool) -> None:
    company.build_file.parent.mkdir(parents=True)
    # The profile attaches a landing database; nothing is landed here.
    duckdb.connect(company.landing_file).close()
    _dbt(company, ["parse"])
    manifest_path = company.target_path(Engine.duckdb) / "manifest.json"
    # The seeds come first, so that dbt makes the file as it makes any other.
    _dbt(company, ["seed", "--select", "path:seeds/reference"])
    counts = create(company.build_file, manifest_path, Size.of(scale))
    _say_size(scale, counts)
    with Sampler() as sampler:
        bare = bare_group_bys(company.build_file, sampler)
        listener = NodeCosts(sampler)
        _dbt(
            company,
            ["run", "--select", "path:models/intermediate", "path:models/marts", "--threads", "1"],
            listener,
        )
        reading = one_period_end(company.build_file, sampler)
        # Before and after the build, since a machine's speed drifts over the minutes in between.
        bare = mean(bare, bare_group_bys(company.build_file, sampler))
    manifest = json.loads(manifest_path.read_text(encoding="utf-8"))
    _report(bare, listener, reading, manifest, details=details)


def _say_size(scale: float, counts: dict[str, int]) -> None:
    largest = sorted(counts.items(), key=lambda one: -one[1])
    console.out.print(f"Scale {scale:g}: {sum(counts.values()):,} rows of {len(counts)} contracts over {MONTHS} months")
    console.out.print("  " + ", ".join(f"{contract} {count:,}" for contract, count in largest if count >= 1000))


def _dbt(company: Company, command: list[str], listener: NodeCosts | None = None) -> None:
    outcome = run_dbt(company, Engine.duckdb, command, listener=listener)
    if not outcome.success:
        failures = "; ".join(f"{one.name}: {one.message}" for one in outcome.failures[:3])
        raise PlumblineError(f"dbt {command[0]} failed: {failures or outcome.problem}")


def _report(
    bare: dict[str, Cost], listener: NodeCosts, reading: dict[str, Cost], manifest: dict[str, Any], *, details: bool
) -> None:
    unit, memory = sum(cost.cpu for cost in bare.values()), max(cost.memory for cost in bare.values())
    paths = {
        node["name"]: node["original_file_path"]
        for node in manifest["nodes"].values()
        if node["resource_type"] == "model"
    }
    stages: defaultdict[str, Cost] = defaultdict(Cost)
    for name, cost in listener.costs.items():
        if name in paths:
            stages[stage_of(paths[name])].add(cost)
    first = sum(bare[table].cpu for table in FIRST_TABLES)
    console.out.print(
        f"B, one bare aggregation per table: {unit:.1f} s of CPU, {memory / 2**30:.2f} GiB; "
        f"{first:.1f} s of it for vouchers, invoices and pay"
    )
    for table, cost in bare.items():
        console.out.print(f"  {table:<28}{cost.cpu:>8.1f} s{cost.cpu / unit:>8.2f} B")
    console.out.print("The indicator build")
    total = Cost()
    for stage in [*STAGES, *sorted(stages.keys() - STAGES.keys())]:
        cost, meaning = stages[stage], STAGES.get(stage, "")
        total.add(cost)
        console.out.print(
            f"  {stage:<28}{cost.cpu:>8.1f} s{cost.cpu / unit:>8.2f} B{cost.memory / memory:>7.2f} x memory   {meaning}"
        )
    console.out.print(
        f"  {'together':<28}{total.cpu:>8.1f} s{total.cpu / unit:>8.2f} B{total.memory / memory:>7.2f} x memory"
    )
    console.out.print("Reading one period end of a mart, every unit, window and member (not in the sum)")
    for mart, cost in reading.items():
        console.out.print(f"  {mart:<28}{cost.cpu:>8.1f} s{cost.cpu / unit:>8.2f} B")
    console.out.print(f"dbt itself (parsing, rendering; not in the sum): {listener.dbt.cpu:.1f} s of CPU")
    if details:
        console.out.print("The dearest models")
        for name, cost in sorted(listener.costs.items(), key=lambda one: -one[1].cpu)[:20]:
            console.out.print(f"  {name:<44}{cost.cpu:>8.1f} s{cost.cpu / unit:>8.2f} B")
