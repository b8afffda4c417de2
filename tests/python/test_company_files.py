"""A company is a file: what only it can say has no default, and the project keeps no company's values."""

from pathlib import Path

import pytest
import yaml
from typer.testing import CliRunner

from conftest import ROOT
from plumbline.cli import app
from plumbline.errors import PlumblineError
from plumbline.project import COMPANIES, REQUIRED, load_company
from plumbline.proof.model_checks import company_files

WHOLE = {
    "company": "acme",
    "base_currency": "EUR",
    "as_of_date": "2026-01-08",
    "source_systems": {"contract_files": ["org_unit"]},
}


def written(folder: Path, **variables: object) -> Path:
    path = folder / "acme.yml"
    path.write_text(yaml.safe_dump({"vars": variables}), encoding="utf-8")
    return path


@pytest.mark.parametrize("name", REQUIRED)
@pytest.mark.parametrize("empty", [None, "", {}], ids=["null", "blank", "empty"])
def test_what_only_a_company_can_say_is_asked_for(name: str, empty: object, tmp_path: Path) -> None:
    path = written(tmp_path, **{**WHOLE, name: empty})
    with pytest.raises(PlumblineError) as refused:
        load_company(str(path), tmp_path)
    assert str(refused.value) == f"acme.yml does not say {name}. Write under its `vars`:\n  {REQUIRED[name]}"
    assert refused.value.exit_code == 2


def test_everything_that_is_missing_is_named_at_once(tmp_path: Path) -> None:
    (tmp_path / "acme.yml").write_text("name: Acme\n", encoding="utf-8")
    result = CliRunner().invoke(app, ["run", "--company", str(tmp_path / "acme.yml"), "--data", str(tmp_path)])
    said = " ".join(result.output.split())
    assert result.exit_code == 2
    assert "does not say base_currency, as_of_date, source_systems. Write under its `vars`:" in said
    assert 'as_of_date: "2026-01-08"' in said


def test_what_to_write_is_what_is_read(tmp_path: Path) -> None:
    lines = "".join(f"  {line}\n" for line in REQUIRED.values())
    (tmp_path / "acme.yml").write_text(f"vars:\n{lines}", encoding="utf-8")
    assert set(load_company(str(tmp_path / "acme.yml"), tmp_path).overrides) == set(REQUIRED)


def test_the_project_keeps_no_company_s_values() -> None:
    """Each variable that some company sets differently is nobody's in dbt_project.yml, or a default of the field."""
    defaults = yaml.safe_load((ROOT / "dbt_project.yml").read_text(encoding="utf-8"))["vars"]
    for name in ("company", *REQUIRED, "home_units", "market_scopes"):
        assert not defaults[name], name
    for path in company_files(ROOT):
        company = load_company(str(path), ROOT)
        assert set(company.overrides) <= set(defaults), path


def test_every_sample_is_known_by_its_name() -> None:
    with pytest.raises(PlumblineError, match="Known companies: adventureworks, demo, xero"):
        load_company("nobody", ROOT)
    for path in (ROOT / COMPANIES).glob("*.yml"):
        assert load_company(path.stem, ROOT).file == COMPANIES / path.name
