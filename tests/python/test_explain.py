"""`plumbline explain` tells a published figure, or why there is none, down to the first missing component.

A small published database with every kind of answer, on both engines; the words come from a small manifest.
"""

import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from rich.console import Console
from typer.testing import CliRunner

from plumbline.cli import app
from plumbline.engines import PostgresServer, company_postgres, open_duckdb, postgres_database
from plumbline.project import COMPANIES, Company, Engine, load_company
from plumbline.scorecard import read_scorecard, render
from small_registry import derived as derived_node
from small_registry import prior, small_manifest
from small_registry import ratio as ratio_node
from small_registry import simple as simple_node

ROOT = Path(__file__).parents[2]
VOCABULARY = "seeds/reference/vocabulary.csv"
ENGINES = pytest.mark.parametrize("engine", list(Engine))
INDICATOR = {"kind": "result", "lowest_level": "L4"}
METRICS = [
    simple_node("revenue", "Operating revenue", "营业收入", **INDICATOR, contracts=["gl_balance"]),
    simple_node("cogs", "Cost of sales", "营业成本", contracts=["gl_balance"]),
    simple_node("heads", "Heads", "人数", "stock_months", contracts=["employee"], unit="persons"),
    simple_node("answers", "Answers", "答卷数", contracts=["survey"], unit="responses"),
    derived_node("profit", "Gross profit", "毛利", "revenue - cogs", ["revenue", "cogs"]),
    ratio_node("margin", "Gross margin", "毛利率", "profit", "revenue", **INDICATOR, unit="%"),
    ratio_node("output", "Revenue per head", "人均收入", "revenue", "heads", **INDICATOR, unit="money"),
    ratio_node(
        "satisfaction", "Satisfaction", "满意度", "answers", "heads", **INDICATOR,
        unit="pts", low_sample={"component": "answers", "minimum": 30},
    ),
    derived_node("growth", "Growth", "增长额", "revenue - prior_revenue", ["revenue", prior("revenue")], **INDICATOR),
]  # fmt: skip
CONTRACTS = {
    "gl_balance": "One row per account. Answers: what was its balance?\n\n每行一个科目。",
    "employee": "One row per employee.\n\n每行一名员工。",
    "survey": "One row per answer.\n\n每行一份答卷。",
}
SMALL = """
vars:
  company: small
  base_currency: CNY
  as_of_date: "2025-10-08"
  source_systems:
    books: [gl_balance]
    hr: [employee]
"""
TABLES = """
create schema marts;
create table marts.org_units (
    org_unit_id varchar(9), valid_from date, org_unit_name varchar(99), org_level varchar(9)
);
insert into marts.org_units values
    ('G', date '2020-01-01', 'Group', 'L1'), ('S1', date '2020-01-01', 'Old shop', 'L4'),
    ('S1', date '2025-01-01', '一店', 'L4'), ('S2', date '2020-01-01', '二店', 'L4'),
    ('X', date '2020-01-01', '抵销', 'L2'), ('S1/E1', date '2020-01-01', '一店 / E1', 'L6');
create table marts.periods (
    window_code varchar(9), period_end date, period_id integer, months_in_window integer,
    is_complete boolean, has_prior_year boolean
);
insert into marts.periods values
    ('M', date '2025-08-31', 202508, 1, true, false), ('M', date '2025-09-30', 202509, 1, true, false),
    ('M', date '2025-10-31', 202510, 1, false, false), ('TTM', date '2025-09-30', 202509, 12, false, false);
create table marts.indicators (
    indicator_code varchar(99), indicator_version integer, label varchar(99), label_zh varchar(99), unit varchar(9),
    polarity varchar(9), lowest_level varchar(9), default_window varchar(9), default_basis varchar(9)
);
insert into marts.indicators values
    ('revenue', 1, 'Operating revenue', '营业收入', 'money', 'up', 'L4', 'M', 'as_was'),
    ('margin', 1, 'Gross margin', '毛利率', '%', 'up', 'L4', 'M', 'as_was'),
    ('output', 1, 'Revenue per head', '人均收入', 'money', 'up', 'L3', 'M', 'as_was'),
    ('satisfaction', 1, 'Satisfaction', '满意度', 'pts', 'up', 'L4', 'M', 'as_was'),
    ('growth', 1, 'Growth', '增长额', 'money', 'up', 'L4', 'M', 'as_is');
create table marts.indicator_values (
    indicator_code varchar(99), indicator_version integer, org_unit_id varchar(9), window_code varchar(9),
    period_end date, hierarchy_basis varchar(9), value decimal(28, 10), numerator decimal(38, 4),
    denominator decimal(38, 4), null_reason varchar(99), prior_year_value decimal(28, 10), change decimal(28, 10),
    change_kind varchar(9)
);
insert into marts.indicator_values values
    ('margin', 1, 'S1', 'M', '2025-09-30', 'as_was', 0.25, 250, 1000, null, 0.2, 0.05, 'points'),
    ('margin', 1, 'S1', 'M', '2025-08-31', 'as_was', null, 0, 0, 'zero_denominator', null, null, 'points'),
    ('margin', 1, 'S1', 'TTM', '2025-09-30', 'as_was', null, null, null, 'insufficient_history', null, null, 'points'),
    ('growth', 1, 'S1', 'M', '2025-09-30', 'as_is', null, null, null, 'insufficient_history', null, null, 'percent'),
    ('revenue', 1, 'G', 'M', '2025-09-30', 'as_was', 1234567.89, 1234567.89, null, null, 1000000, 0.2346, 'percent'),
    ('satisfaction', 1, 'S1', 'M', '2025-09-30', 'as_was', null, 5, 2, 'low_sample', null, null, 'points');
create table marts.indicator_applicability (
    indicator_code varchar(99), indicator_version integer, org_unit_id varchar(99), org_level varchar(9),
    hierarchy_basis varchar(9), applies boolean, applies_since date, reason varchar(99), component varchar(99),
    contracts varchar(99)
);
insert into marts.indicator_applicability values
    ('margin', 1, 'S1', 'L4', 'as_was', true, date '2025-08-31', null, null, null),
    ('margin', 1, 'S2', 'L4', 'as_was', true, date '2025-09-30', null, null, null),
    ('margin', 1, 'X', 'L2', 'as_was', false, null, 'elimination', null, null),
    ('margin', 1, 'S1/E1', 'L6', 'as_was', false, null, 'no_rows', 'revenue', 'gl_balance'),
    ('output', 1, 'S1', 'L4', 'as_was', false, null, 'level', null, null),
    ('output', 1, 'G', 'L1', 'as_was', false, null, 'no_rows', 'heads', 'employee'),
    ('satisfaction', 1, 'G', 'L1', 'as_was', false, null, 'not_delivered', 'answers', 'survey, employee');
"""


@pytest.fixture
def company(
    engine: Engine, tmp_path: Path, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Company]:
    """A company whose marts were written by hand, published on the engine."""
    monkeypatch.setenv("PLUMBLINE_PROJECT", str(tmp_path))
    monkeypatch.setenv("PLUMBLINE_WAREHOUSE", str(tmp_path / "warehouse"))
    (tmp_path / "dbt_project.yml").touch()
    (tmp_path / COMPANIES).mkdir(parents=True)
    (tmp_path / COMPANIES / "small.yml").write_text(SMALL, encoding="utf-8")
    (tmp_path / VOCABULARY).parent.mkdir(parents=True)
    shutil.copyfile(ROOT / VOCABULARY, tmp_path / VOCABULARY)
    small = load_company("small", tmp_path)
    target = small.target_path(engine)
    target.mkdir(parents=True)
    manifest = small_manifest(*METRICS, contracts=CONTRACTS)
    (target / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
    if engine is Engine.duckdb:
        with open_duckdb(small.published_file) as connection:
            connection.execute(TABLES)
    else:
        server: PostgresServer = request.getfixturevalue("postgres")
        for name in ("host", "port", "user", "password"):
            monkeypatch.setenv(f"PLUMBLINE_PG_{name.upper()}", str(getattr(server, name)))
        session = company_postgres(small).connect(postgres_database(small))
        with session, session.cursor() as cursor:
            cursor.execute("drop schema if exists marts cascade")
            cursor.execute(TABLES)
        session.close()
    yield small


def said(engine: Engine, *arguments: str) -> str:
    """What the command prints, white space made even."""
    result = CliRunner().invoke(app, ["explain", *arguments, "--company", "small", "--engine", engine.value])
    assert result.exit_code == 0, result.output
    assert max(len(line) for line in result.output.splitlines()) <= 120
    return " ".join(result.output.split())


def refused(engine: Engine, *arguments: str) -> str:
    result = CliRunner().invoke(app, ["explain", *arguments, "--company", "small", "--engine", engine.value])
    assert result.exit_code == 2, result.output
    return " ".join(result.output.split())


@ENGINES
@pytest.mark.usefixtures("company")
class TestAnswers:
    def test_a_ratio_with_its_sides_and_the_year_before(self, engine: Engine) -> None:
        text = said(engine, "margin", "S1")
        assert "Gross margin 毛利率 (margin) 一店 (S1) at 2025-09-30, M month 月度, as_was" in text
        assert "Value 数值 25.0 %" in text
        assert "Numerator 分子 250.00 CNY Gross profit 毛利 (profit)" in text
        assert "= operating revenue − cost of sales = 营业收入 − 营业成本" in text
        assert "Denominator 分母 1,000.00 CNY Operating revenue 营业收入 (revenue)" in text
        assert "Prior year 上年同期 20.0 % Change 变化 +5.0 pp" in text
        assert (
            "Formula 公式 (operating revenue − cost of sales) ÷ operating revenue （营业收入 − 营业成本）÷ 营业收入"
            in text
        )

    def test_an_amount_in_full_with_its_change_in_percent(self, engine: Engine) -> None:
        text = said(engine, "revenue", "G")
        assert "Value 数值 1,234,567.89 CNY" in text
        assert "Prior year 上年同期 1,000,000.00 CNY Change 变化 +23.5 %" in text
        assert "Numerator" not in text

    @pytest.mark.parametrize("period", ["2025-08", "2025-08-31", "202508"])
    def test_a_period_by_its_month_day_or_number(self, engine: Engine, period: str) -> None:
        text = said(engine, "margin", "s1", "m", period)
        assert "none 无值 (zero_denominator) Why 原因 Zero: operating revenue. 营业收入为零。" in text
        assert "Denominator 分母 0.00 CNY" in text

    def test_a_window_that_begins_before_the_data(self, engine: Engine) -> None:
        text = said(engine, "margin", "S1", "TTM")
        assert "The window needs 12 months up to 2025-09-30; the company's first month ends at 2025-08-31." in text
        assert "需要截至 2025-09-30 的 12 个月数据" in text

    def test_a_year_before_that_is_not_there(self, engine: Engine) -> None:
        text = said(engine, "增长额", "一店")
        assert "as_is tree of today" in text
        assert "It compares 1 month up to 2025-09-30 with the same a year earlier" in text

    def test_a_small_sample(self, engine: Engine) -> None:
        assert "Answers in the window: fewer than 30. 窗口内答卷数少于 30。" in said(engine, "satisfaction", "S1")


@ENGINES
@pytest.mark.usefixtures("company")
class TestWhatDoesNotApply:
    def test_a_contract_that_no_system_delivers(self, engine: Engine) -> None:
        text = said(engine, "satisfaction", "G")
        assert "it does not apply to this unit 无值：不适用于该单元 (not_delivered)" in text
        assert "Missing 缺少 Answers 答卷数 (answers) What answers is. 答卷数的说明。" in text
        assert "survey: no system delivers it 无系统交付 One row per answer. 每行一份答卷。" in text
        assert "employee: delivered by 交付系统 hr" in text
        assert "companies/small.yml: its variable source_systems lists each system" in text

    def test_rows_that_never_came(self, engine: Engine) -> None:
        text = said(engine, "output", "G")
        assert "(no_rows) Why 原因 What it needs is delivered, but never held anything of this unit" in text
        assert "Missing 缺少 Heads 人数 (heads)" in text

    def test_a_level_below_the_lowest(self, engine: Engine) -> None:
        assert "It is offered down to L3 (region); this unit is L4. 该指标最低层级为 L3" in said(engine, "output", "S1")

    def test_a_ratio_of_an_elimination_unit(self, engine: Engine) -> None:
        assert "An elimination unit holds adjustments" in said(engine, "margin", "X")

    def test_a_period_before_it_applies(self, engine: Engine) -> None:
        assert "It applies to this unit from 2025-09-30 on" in said(engine, "margin", "S2", "M", "2025-08")

    def test_a_window_after_the_unit_ended(self, engine: Engine) -> None:
        assert "The unit had ended before this window" in said(engine, "margin", "S2")

    def test_a_post(self, engine: Engine) -> None:
        assert "一店 / E1 (S1/E1) at 2025-09-30" in said(engine, "margin", "S1/E1")

    def test_a_tree_without_the_unit(self, engine: Engine) -> None:
        assert "the unit is not in this tree" in said(engine, "margin", "S1", "--basis", "as_is")


@ENGINES
@pytest.mark.usefixtures("company")
def test_unknown_names_are_refused_with_the_nearest(engine: Engine) -> None:
    assert "There is no indicator 'margn'. Nearest: margin (Gross margin)" in refused(engine, "margn", "S1")
    assert "There is no unit 'S3'. Nearest: " in refused(engine, "margin", "S3")
    assert "There is no window 'TTN'. Nearest: TTM" in refused(engine, "margin", "S1", "TTN")
    assert "No M window ends at '2025-11'. Nearest: 2025-08-31, 2025-09-30" in refused(
        engine, "margin", "S1", "M", "2025-11"
    )
    assert "There is no tree 'as_iss'. Nearest: as_is" in refused(engine, "margin", "S1", "--basis", "as_iss")


@ENGINES
def test_the_scorecard_shows_a_dash_for_what_does_not_apply(engine: Engine, company: Company) -> None:
    card = read_scorecard(company, engine, ["revenue", "output"])
    console = Console(width=120)
    with console.capture() as captured:
        console.print(render(card))
    lines = [line.split() for line in captured.get().splitlines()]
    assert ["Revenue", "per", "head", "人均收入", "M", "–", "–", "–"] in lines


def test_a_company_knows_its_file(tmp_path: Path) -> None:
    (tmp_path / COMPANIES).mkdir(parents=True)
    for path in (COMPANIES / "named.yml", Path("apart.yml")):
        (tmp_path / path).write_text(SMALL, encoding="utf-8")
    assert load_company("named", tmp_path).file == COMPANIES / "named.yml"
    assert load_company(str(tmp_path / "apart.yml"), tmp_path).file == Path("apart.yml")
