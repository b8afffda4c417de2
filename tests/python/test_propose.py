"""A proposal is admitted only when no rule refuses it; every refusal says where, why and what to do."""

import shutil
from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import pytest
import yaml
from openpyxl import load_workbook  # type: ignore[import-untyped]
from typer.testing import CliRunner

from plumbline.building import run_dbt
from plumbline.catalogue.expressions import FormulaError, parse, sql
from plumbline.cli import app
from plumbline.dictionary.algebra import rational
from plumbline.dictionary.registry import Registry
from plumbline.errors import PlumblineError
from plumbline.project import Company, Engine, load_company
from plumbline.proof import guards
from plumbline.proof.mutations import copy_project, warehouse
from plumbline.proof.shared_parse import warm
from plumbline.proposals import Admission, admit, rules, write_template
from plumbline.proposals.fields import BY_KEY, COMPONENTS_SHEET, FIELDS, FIRST_ROW, SHEET
from plumbline.proposals.formula_text import as_ratio, read_formula
from small_registry import derived, ratio, simple, small_registry

ROOT = Path(__file__).parents[2]
EXAMPLE = {field.key: field.example for field in FIELDS} | {"note": ""}


@pytest.fixture(scope="module")
def template(registry: Registry, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_template(registry, tmp_path_factory.mktemp("template") / "template.xlsx")


@pytest.fixture
def bare(registry: Registry, tmp_path: Path) -> Registry:
    """The demo group's metrics for a company of which nothing is published."""
    company = load_company("demo", ROOT)
    object.__setattr__(company, "folder", tmp_path / "nothing")
    return replace(registry, company=company)


def fill(template: Path, path: Path, *proposals: Mapping[str, object]) -> Path:
    """The template with these rows below its example."""
    book = load_workbook(template)
    for row, proposal in enumerate(proposals, start=FIRST_ROW + 1):
        for column, field in enumerate(FIELDS, start=1):
            book[SHEET].cell(row=row, column=column).value = proposal.get(field.key, "") or None
    book.save(path)
    return path


def asked(registry: Registry, template: Path, folder: Path, *changes: Mapping[str, object]) -> Admission:
    """What becomes of the example with these changes, one row each."""
    rows = [{**EXAMPLE, **change} for change in changes or [{}]]
    return admit(registry, fill(template, folder / "filled.xlsx", *rows), folder / "out")


def test_the_example_is_admitted(bare: Registry, template: Path, tmp_path: Path) -> None:
    admission = asked(bare, template, tmp_path)
    assert [str(one) for one in admission.problems] == []
    assert "nothing is published" in admission.notes[0]
    (path,) = admission.written
    (metric,) = yaml.safe_load(path.read_text(encoding="utf-8"))["metrics"]
    assert (metric["type"], metric["numerator"], metric["denominator"]) == ("ratio", "dep_amort", "revenue")
    meta = metric["config"]["meta"]
    assert meta["lifecycle"][0]["status"] == "proposed"
    assert (meta["org_additivity"], meta["time_additivity"], meta["lowest_level"]) == ("ROS", "ROS", "L4")
    assert meta["proposal"]["target"] == {"value": 0.02}
    assert "Formula: depreciation and amortisation / operating revenue." in metric["description"]
    assert "公式：折旧摊销 / 营业收入。" in metric["description"]


# What is changed, the rule that refuses it, the column it is found in, and a word of the reason.
REFUSED = [
    ({"kind": "process", "anchors": ""}, rules.STRATEGIC, "anchors", "without a financial anchor"),
    ({"anchors": "no_such"}, rules.RELEVANT, "anchors", "'no_such' is not an indicator"),
    ({"anchors": "cogs"}, rules.RELEVANT, "anchors", "'cogs' is not an indicator"),
    ({"formula": "dep_amorts / revenue"}, rules.AVAILABLE, "formula", "'dep_amorts' is neither"),
    ({"formula": "sum(dep_amort)"}, rules.QUANTIFIABLE, "formula", "not allowed"),
    ({"formula": "dep_amort / / revenue"}, rules.QUANTIFIABLE, "formula", "cannot be used"),
    ({"formula": "case when revenue > 0 then revenue end"}, rules.QUANTIFIABLE, "formula", "case is not allowed"),
    ({"formula": "12 * 3"}, rules.QUANTIFIABLE, "formula", "names no component"),
    ({"formula": "dep_amort / 7"}, rules.QUANTIFIABLE, "formula", "no exact decimal"),
    ({"formula": ""}, rules.QUANTIFIABLE, "formula", "empty"),
    ({"planned_months": "some"}, rules.TRACEABLE, "planned_months", "not a number of months"),
    ({"owner": "Nobody"}, rules.INCENTIVE, "owner", "not known"),
    ({"owner": "Treasury"}, rules.INCENTIVE, "lowest_level", "controls no unit below L2"),
    ({"meaning": "labour share"}, rules.SPECIFIC, "meaning", "too short"),
    ({"meaning_zh": "a share"}, rules.SPECIFIC, "meaning_zh", "not in Chinese"),
    ({"label": "占比"}, rules.SPECIFIC, "label", "not in English"),
    ({"reason_zh": "because"}, rules.SPECIFIC, "reason_zh", "not in Chinese"),
    ({"code": "Agency Share"}, rules.SPECIFIC, "code", "is no code"),
    ({"unit": "bananas"}, rules.MEASURABLE, "unit", "not known"),
    ({"polarity": ""}, rules.MEASURABLE, "polarity", "empty"),
    ({"target": "much lower"}, rules.ACHIEVABLE, "target", "not a number"),
    ({"polarity": "band"}, rules.ACHIEVABLE, "target_high", "upper end"),
    ({"polarity": "band", "target_high": "0.01"}, rules.ACHIEVABLE, "target_high", "before it begins"),
    ({"default_window": "daily"}, rules.TIME_BOUND, "default_window", "not known"),
    ({"code": "gross_margin"}, rules.UNIQUE, "code", "gross_margin"),
    ({"label": "gross MARGIN"}, rules.UNIQUE, "label", "Gross margin 毛利率"),
    ({"label_zh": "毛利率"}, rules.UNIQUE, "label_zh", "gross_margin"),
    ({"meaning": "share of revenue spent on work"}, rules.UNIQUE, "meaning", "labor_cost_ratio"),
    ({"formula": "（revenue − cogs）÷ revenue"}, rules.UNIQUE, "formula", "gross_margin"),
    ({"formula": "100 * gross_profit / revenue"}, rules.UNIQUE, "formula", "times 100"),
]  # fmt: skip


@pytest.mark.parametrize(("change", "rule", "key", "reason"), REFUSED)
def test_each_rule_refuses(  # noqa: PLR0917
    bare: Registry, template: Path, tmp_path: Path, change: dict[str, str], rule: Any, key: str, reason: str
) -> None:
    admission = asked(bare, template, tmp_path, change)
    found = [one for one in admission.problems if one.rule == rule and BY_KEY[key].header.zh in one.column]
    assert any(reason in one.wrong for one in found), [str(one) for one in admission.problems]
    assert all(f"sheet {SHEET}, row 4, column " in str(one) and one.remedy for one in found)
    assert not admission.written
    assert not (tmp_path / "out").exists()


def test_every_rule_is_tried() -> None:
    assert {rule for _, rule, _, _ in REFUSED} == set(rules.RULES)


def test_all_problems_at_once_and_nothing_written(bare: Registry, template: Path, tmp_path: Path) -> None:
    changes = [{}, {"code": "other_share", "formula": "revenu / sum(x)", "owner": "Nobody", "target": "high"}]
    admission = asked(bare, template, tmp_path, *changes)
    assert {one.row for one in admission.problems} == {5}
    assert {one.rule for one in admission.problems} >= {
        rules.UNIQUE, rules.QUANTIFIABLE, rules.AVAILABLE, rules.INCENTIVE, rules.ACHIEVABLE,
    }  # fmt: skip
    assert not (tmp_path / "out").exists()


def test_an_undelivered_contract_refuses(bare: Registry, template: Path, tmp_path: Path) -> None:
    contracts = {name: replace(one, systems=()) for name, one in bare.contracts.items()}
    admission = asked(replace(bare, contracts=contracts), template, tmp_path)
    assert {one.rule for one in admission.problems} == {rules.AVAILABLE}
    assert "does not deliver" in admission.problems[0].wrong


def _facts(folder: Path, filled: int, months: int) -> Company:
    """A published build in which x is there for some of 100 units in each of some months."""
    company = Company("small", folder)
    company.published_file.parent.mkdir(parents=True, exist_ok=True)
    with duckdb.connect(company.published_file) as connection:
        connection.execute("create schema components")
        connection.execute(
            "create table components.components_facts as "
            "select units.unit, last_day(date '2025-09-30' - to_months(cast(months.back as integer))) as month_end, "
            f"case when units.unit < {filled} then 1 end as x, 1 as y "
            f"from range(100) as units (unit), range({months}) as months (back)"
        )
    return company


@pytest.mark.parametrize(
    ("filled", "months", "planned", "refusing"),
    [
        (98, 12, "", None),
        (97, 12, "", rules.AVAILABLE),
        (100, 11, "", rules.TRACEABLE),
        (100, 11, "12", None),
        (100, 11, "6", rules.TRACEABLE),
    ],
)
def test_a_build_is_asked_for_completeness_and_history(  # noqa: PLR0917
    tmp_path: Path, filled: int, months: int, planned: str, refusing: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PLUMBLINE_WAREHOUSE", str(tmp_path / "warehouse"))
    governed = {"category": "people", "polarity": "up", "lowest_level": "L4", "default_window": "M", "anchors": []}
    small = small_registry(
        tmp_path,
        simple("x", "Cost", "成本"),
        simple("y", "Income", "收入"),
        derived("profit", "Profit", "利润", "y - x", ["y", "x"], **{**governed, "kind": "result", "unit": "%"}),
    )
    registry = replace(small, company=_facts(tmp_path, filled, months))
    template = write_template(registry, tmp_path / "template.xlsx")
    change = {"category": "people", "formula": "x / y", "anchors": "profit", "owner": "CFO", "planned_months": planned}
    admission = asked(registry, template, tmp_path, change)
    assert {one.rule for one in admission.problems} == ({refusing} if refusing else set())
    assert not admission.notes


def test_anchors_must_reach_a_result(tmp_path: Path) -> None:
    governed = {"category": "people", "lowest_level": "L4", "default_window": "M", "unit": "%"}
    registry = small_registry(
        tmp_path,
        simple("x", "Cost", "成本"),
        simple("y", "Income", "收入"),
        ratio("a", "Share", "占比", "x", "y", **governed, kind="process", anchors=["b"]),
        ratio("b", "Multiple", "倍数", "y", "x", **governed, kind="process", anchors=["a"]),
    )
    template = write_template(registry, tmp_path / "template.xlsx")
    admission = asked(
        registry,
        template,
        tmp_path,
        {"kind": "process", "category": "people", "formula": "x * y", "anchors": "a", "owner": "CFO"},
    )
    assert [one.rule for one in admission.problems] == [rules.STRATEGIC], [str(one) for one in admission.problems]


@pytest.mark.parametrize(
    ("text", "over", "under"),
    [
        ("a / b + c / d", "a * d + c * b", "b * d"),
        ("a / b - c / b", "a - c", "b"),
        ("a / (b / c)", "a * c", "b"),
        ("a ÷ 4", "0.25 * a", "1"),
        ("100 * (a - b) / (12 * c)", "100 * (a - b)", "12 * c"),
        ("greatest(a, b) / c", "greatest(a, b)", "c"),
        ("a / b - 1", "a - b", "b"),
    ],
)
def test_division_is_taken_out(text: str, over: str, under: str) -> None:
    top, bottom = as_ratio(read_formula(text))
    assert rational(top).same_as(rational(parse(over)))
    assert (sql(bottom), "/" in sql(top)) == (under, False)


@pytest.mark.parametrize("text", ["greatest(a / b, c)", "a / 0", "a / 3"])
def test_division_that_cannot_be_taken_out(text: str) -> None:
    with pytest.raises(FormulaError):
        as_ratio(read_formula(text))


def test_the_template_lists_what_can_be_chosen(registry: Registry, template: Path) -> None:
    book = load_workbook(template)
    assert book.sheetnames[:2] == [SHEET, COMPONENTS_SHEET]
    listed = {row[0] for row in book[COMPONENTS_SHEET].iter_rows(min_row=2, values_only=True)}
    assert listed == set(registry.metrics)
    validated = {str(rule.sqref)[0] for rule in book[SHEET].data_validations.dataValidation}
    keys = ("kind", "category", "unit", "polarity", "lowest_level", "default_window", "owner", "positive_base")
    assert validated == {book[SHEET].cell(row=1, column=list(BY_KEY).index(key) + 1).column_letter for key in keys}


def test_a_workbook_that_is_none_is_explained(bare: Registry, template: Path, tmp_path: Path) -> None:
    (tmp_path / "notes.xlsx").write_text("no workbook", encoding="utf-8")
    with pytest.raises(PlumblineError, match="cannot be read"):
        admit(bare, tmp_path / "notes.xlsx", tmp_path / "out")
    with pytest.raises(PlumblineError, match="holds no proposal"):
        admit(bare, template, tmp_path / "out")
    book = load_workbook(template)
    book[SHEET].delete_cols(2)
    book.save(tmp_path / "short.xlsx")
    with pytest.raises(PlumblineError, match="lacks the columns Code"):
        admit(bare, tmp_path / "short.xlsx", tmp_path / "out")


def test_the_command(template: Path, tmp_path: Path) -> None:
    filled = fill(template, tmp_path / "filled.xlsx", {**EXAMPLE, "target": "low", "unit": ""})
    result = CliRunner().invoke(app, ["propose", str(filled), "--out", str(tmp_path / "out")])
    assert result.exit_code == 1
    assert "column N (Target value 目标值)" in " ".join(result.output.split())
    assert CliRunner().invoke(app, ["propose"]).exit_code == 2


# A numerator and a denominator of its own.
CODE = "margin_before_depreciation"
PROPOSED = {
    **EXAMPLE,
    "code": CODE,
    "label": "Margin before depreciation",
    "label_zh": "折旧前毛利率",
    "meaning": "gross profit that would be left without any depreciation",
    "meaning_zh": "不计折旧摊销时的毛利率",
    "formula": "(gross_profit + dep_amort) / (revenue - 0.5 * dep_amort)",
    "category": "profitability",
    "anchors": "gross_margin",
}
# Store S01 writes off 10,000 a month.
DEPRECIATION = Decimal(9 * 10_000)


def test_the_yaml_passes_the_guards_and_is_computed(
    registry: Registry, demo_duckdb: Any, template: Path, tmp_path: Path
) -> None:
    """A copy of the project gets the file: the guards pass as proposed, and the values are right once it is active."""
    admission = admit(registry, fill(template, tmp_path / "filled.xlsx", PROPOSED), tmp_path / "out")
    assert [str(one) for one in admission.problems] == []
    assert not admission.notes
    (path,) = admission.written
    text = path.read_text(encoding="utf-8")
    root = copy_project(ROOT, tmp_path / "project")
    place = root / "metrics" / path.name
    place.write_text(text, encoding="utf-8")
    found = {rule.name: found for rule, found in guards.findings(guards.parse(root))}
    assert [(rule, one) for rule, listed in found.items() for one in listed if CODE in one] == []
    place.write_text(text.replace("status: proposed", "status: active"), encoding="utf-8")
    with warehouse(tmp_path / "warehouse"):
        company = load_company("demo", root)
        company.build_file.parent.mkdir(parents=True)
        shutil.copyfile(demo_duckdb.company.landing_file, company.landing_file)
        shutil.copyfile(demo_duckdb.company.published_file, company.build_file)
        warm(company.target_path(Engine.duckdb), demo_duckdb.target_path)
        outcome = run_dbt(company, Engine.duckdb, ["run", "--select", "metric_windows+,+indicator_values"])
    assert outcome.success, [*outcome.failures, outcome.problem]
    sql_text = (
        "select value from marts.indicator_values where indicator_code = ? and org_unit_id = 'S01' "
        "and window_code = 'YTD' and period_end = date '2025-09-30' and hierarchy_basis = 'as_was'"
    )
    with duckdb.connect(company.build_file, read_only=True) as connection:

        def value(code: str) -> Decimal:
            row = connection.execute(sql_text, [code]).fetchone()
            assert row is not None
            return Decimal(row[0])

        expected = (value("gross_profit") + DEPRECIATION) / (value("revenue") - DEPRECIATION / 2)
        assert round(value(CODE), 8) == round(expected, 8)
