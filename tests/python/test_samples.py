"""A sample company is its folders and its file: without them the others still stand, and so does the product alone."""

import shutil
from pathlib import Path

import pytest

from conftest import ROOT
from plumbline.building import run_dbt
from plumbline.engines import open_duckdb
from plumbline.errors import PlumblineError
from plumbline.project import COMPANIES, Company, Engine, load_company
from plumbline.proof.guards import findings, parse
from plumbline.proof.mutations import copy_project

SAMPLES = ("demo", "adventureworks", "xero")


def copy_without(folder: Path, *samples: str) -> Path:
    """A copy of the project in which these samples were never there."""
    copy = copy_project(ROOT, folder)
    for sample in samples:
        for place in (f"models/staging/systems/{sample}", f"seeds/{sample}"):
            shutil.rmtree(copy / place)
        (copy / COMPANIES / f"{sample}.yml").unlink()
    if "demo" in samples:
        shutil.rmtree(copy / "scripts/plumbline/demo")
    return copy


def test_the_others_keep_every_rule_without_two_samples(tmp_path: Path) -> None:
    project = parse(copy_without(tmp_path / "project", "adventureworks", "xero"))
    assert {rule.name: found for rule, found in findings(project) if found} == {}
    names = {node["name"] for node in project.models()}
    assert "base_retail_pos__product" in names
    assert not [name for name in names if name.startswith(("base_adventureworks", "base_xero"))]


def test_the_product_stands_without_any_sample(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PLUMBLINE_WAREHOUSE", str(tmp_path / "warehouse"))
    copy = copy_without(tmp_path / "project", *SAMPLES)
    oracle = load_company(str(copy / "tests/oracles/O01_roe/company.yml"), copy)
    parsed = run_dbt(oracle, Engine.duckdb, ["parse"])
    assert parsed.success, parsed.problem
    with pytest.raises(PlumblineError, match="Known companies: none"):
        load_company("demo", copy)

    # The project itself parses for nobody, but nothing is built for nobody: the hook asks before the first table.
    nobody = Company("nobody", copy)
    nobody.build_file.parent.mkdir(parents=True)
    open_duckdb(nobody.landing_file).close()
    refused = run_dbt(nobody, Engine.duckdb, ["seed", "--select", "statement_lines"], manifest=parsed.manifest)
    assert not refused.success
    assert "the variables base_currency and as_of_date are not set" in refused.problem
