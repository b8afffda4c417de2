"""The dictionary says of every indicator what its metric says, and nothing that is typed elsewhere."""

import ast
import re
from collections import Counter
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook  # type: ignore[import-untyped]
from typer.testing import CliRunner

from plumbline.cli import app
from plumbline.dictionary import DictionaryReport, words, write_dictionary
from plumbline.dictionary.drivers import read_tree
from plumbline.dictionary.formulas import symbols
from plumbline.dictionary.marts import LEVEL_MARTS, MEMBER_MARTS, marts_of, queries
from plumbline.dictionary.registry import Registry
from plumbline.errors import PlumblineError
from plumbline.texts import Both, halves
from small_registry import INDICATOR, ratio, simple, small_registry

ROOT = Path(__file__).parents[2]
PACKAGE = ROOT / "scripts/plumbline/dictionary"


class Links(HTMLParser):
    """The links, anchors and outside references of a page."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.ids: Counter[str] = Counter()
        self.links: list[str] = []
        self.loaded: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        named = {key: value or "" for key, value in attrs}
        if "id" in named:
            self.ids[named["id"]] += 1
        if tag == "a":
            self.links.append(named["href"])
        self.loaded += [named[key] for key in ("src", "srcset", "data") if key in named]
        if tag == "link":
            self.loaded.append(named.get("href", ""))


@pytest.fixture(scope="module")
def written(registry: Registry, tmp_path_factory: pytest.TempPathFactory) -> DictionaryReport:
    return write_dictionary(registry.company, tmp_path_factory.mktemp("dictionary"), registry)


@pytest.fixture(scope="module")
def pages(written: DictionaryReport) -> dict[str, str]:
    return {path.name: path.read_text(encoding="utf-8") for path in written.index.parent.glob("*.html")}


@pytest.fixture(scope="module")
def sheets(written: DictionaryReport) -> dict[str, list[dict[str, Any]]]:
    book = load_workbook(written.workbook)
    found = {}
    for sheet in book.worksheets:
        header, *rows = sheet.iter_rows(values_only=True)
        found[sheet.title] = [dict(zip(header, row, strict=True)) for row in rows]
    return found


def test_every_indicator_has_a_page_and_a_row(
    registry: Registry, pages: dict[str, str], sheets: dict[str, list[dict[str, Any]]]
) -> None:
    codes = [metric.code for metric in registry.indicators()]
    assert set(pages) == {"index.html", "components.html", *(f"{code}.html" for code in codes)}
    rows = {row["Defined in 定义文件"]: row for row in sheets["Indicators 指标"]}
    assert rows.keys() == {registry.metrics[code].path for code in codes}
    assert [row["Code 代码"] for row in sheets["Indicators 指标"]] == [
        registry.metrics[code].indicator_code for code in codes
    ]
    for code in codes:
        metric, page = registry.metrics[code], pages[f"{code}.html"]
        # What is escaped in HTML is not in these texts but for & and '.
        for text in (metric.label.zh, symbols(registry, metric), metric.path):
            assert text in page, (code, text)
        assert f'href="{code}.html"' in pages["index.html"]
        for component in registry.components_of(code):
            assert f'id="component-{component.code}"' in page


def test_every_component_term_and_contract_has_a_row(
    registry: Registry, sheets: dict[str, list[dict[str, Any]]]
) -> None:
    def column(sheet: str, header: str) -> list[str]:
        return [row[header] for row in sheets[sheet]]

    assert column("Components 组件", "Code 代码") == [one.code for one in registry.components()]
    assert column("Formula terms 公式项", "Code 代码") == [one.code for one in registry.terms()]
    assert column("Source tables 来源表", "Table 来源表") == sorted(registry.contracts)
    named = {name for one in registry.components() for name in one.meta["contracts"]}
    assert named <= set(registry.contracts)


def test_rows_say_what_the_metrics_say(sheets: dict[str, list[dict[str, Any]]]) -> None:
    rows = {row["Code 代码"]: row for row in sheets["Indicators 指标"]}
    margin = rows["gross_margin"]
    assert margin["Formula in words"] == "gross profit ÷ operating revenue"
    assert margin["Formula in symbols 符号公式"] == "(S(revenue) − S(cogs)) ÷ S(revenue)"
    assert margin["Components 组件"] == "revenue, cogs"
    assert margin["Source tables 来源表"] == "gl_account, gl_voucher_line"
    assert margin["Levels 层级"] == "L1, L2, L3, L4"
    assert margin["Includes and excludes"].startswith("Both without VAT")
    assert rows["return_rate"]["Anchors 财务锚点"] == "revenue"
    assert "return_rate" in rows["revenue"]["Anchored here 以其为锚点"]
    assert "non_positive_base" in rows["roe"]["No value when 不给值情形"]


def test_the_workbook_is_frozen_filtered_and_plain(written: DictionaryReport) -> None:
    book = load_workbook(written.workbook)
    assert book.sheetnames == [
        "Indicators 指标", "Components 组件", "Formula terms 公式项", "Source tables 来源表", "Driver tree 驱动树",
        "No value 空值原因", "Changes 版本",
    ]  # fmt: skip
    for sheet in book.worksheets:
        assert sheet.freeze_panes.endswith("2")
        assert sheet.auto_filter.ref.startswith("A1:")
        assert all(column.width >= 10 for column in sheet.column_dimensions.values())
        assert not any(cell.data_type == "f" for row in sheet.iter_rows() for cell in row)
    assert written.workbook.suffix == ".xlsx"
    assert book.vba_archive is None


def test_links_lead_somewhere_and_nothing_is_loaded(pages: dict[str, str]) -> None:
    read = {name: Links(page) for name, page in pages.items()}
    for name, page in read.items():
        assert not page.loaded, name
        assert not re.search(r"https?://", pages[name]), name
        assert max(page.ids.values()) == 1, name
        for link in page.links:
            target, _, anchor = link.partition("#")
            assert (target or name) in read, (name, link)
            assert not anchor or anchor in read[target or name].ids, (name, link)


def test_both_languages_stand_beside_each_other(pages: dict[str, str]) -> None:
    for name, page in pages.items():
        if name not in ("index.html", "components.html"):
            assert 'class="formula" lang="en"' in page
            assert 'class="formula" lang="zh"' in page
        # What is the same in both languages belongs to neither: no choice of language may hide it.
        assert '<span lang="en">CNY</span>' not in page


def test_the_same_metrics_give_the_same_pages(registry: Registry, pages: dict[str, str], tmp_path: Path) -> None:
    again = write_dictionary(registry.company, tmp_path / "again", registry)
    assert {path.name: path.read_text(encoding="utf-8") for path in again.index.parent.glob("*.html")} == pages


def test_a_changed_expression_changes_the_page(registry: Registry, pages: dict[str, str], tmp_path: Path) -> None:
    changed = replace(registry.metrics["gross_profit"], expr="revenue - 2 * cogs")
    other = replace(registry, metrics={**registry.metrics, "gross_profit": changed}, _expanded={}, _rational={})
    report = write_dictionary(registry.company, tmp_path / "changed", other)
    for code in ("gross_profit", "gross_margin"):
        page = (report.index.parent / f"{code}.html").read_text(encoding="utf-8")
        assert "S(revenue) − 2 × S(cogs)" in page
        assert "S(revenue) − 2 × S(cogs)" not in pages[f"{code}.html"]


def test_no_indicator_is_known_to_the_code(registry: Registry) -> None:
    """Neither a formula nor the code of a metric stands in the package: all of it is read."""
    codes = {code for code in registry.metrics if "_" in code} - set(words.CLASSES) - set(words.CATEGORIES)
    pattern = re.compile(r"\b(" + "|".join(sorted(codes, key=len, reverse=True)) + r")\b")
    for path in PACKAGE.rglob("*.html"):
        assert not pattern.findall(path.read_text(encoding="utf-8")), path
    for path in PACKAGE.rglob("*.py"):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        documented = (ast.Module, ast.ClassDef, ast.FunctionDef)
        docstrings = {ast.get_docstring(node, clean=False) for node in ast.walk(tree) if isinstance(node, documented)}
        texts = [node.value for node in ast.walk(tree) if isinstance(node, ast.Constant)]
        found = [text for text in texts if isinstance(text, str) and text not in docstrings and pattern.search(text)]
        assert not found, (path, found)


def test_every_code_in_the_metrics_has_words(registry: Registry) -> None:
    spoken = {
        "kind": words.KINDS, "category": words.CATEGORIES, "polarity": words.POLARITIES, "lowest_level": words.LEVELS,
        "default_window": words.WINDOWS, "default_basis": words.BASES, "org_additivity": words.ORG_ADDITIVITY,
        "time_additivity": words.TIME_ADDITIVITY, "component_class": words.CLASSES,
    }  # fmt: skip
    for metric in registry.metrics.values():
        for key, known in spoken.items():
            assert metric.meta.get(key, next(iter(known))) in known, (metric.code, key)
        unit = str(metric.meta["unit"])
        assert unit.startswith("money") or unit in words.UNITS, (metric.code, unit)
    for metric in registry.indicators():
        assert registry.owners[str(metric.meta["owner"])].name.zh, metric.code


def test_descriptions_are_taken_apart() -> None:
    assert halves("One row per unit. Answers: what? 每行一个单元。回答：何事？") == Both(
        "One row per unit. Answers: what?", "每行一个单元。回答：何事？"
    )
    assert halves("In English.\n\n中文。") == Both("In English.", "中文。")


def test_a_component_that_is_an_indicator_is_defined_by_its_formula(registry: Registry) -> None:
    definition = registry.metrics["revenue"].definition
    assert definition.en.startswith("Credit less debit")
    assert definition.zh.startswith("主营与其他业务收入")


def test_the_queries_of_a_page_give_the_same_figures(registry: Registry, demo_duckdb: Any) -> None:
    """Each query runs as it stands, and the long and the wide mart agree; a column is in the marts that are named."""
    with demo_duckdb.connect() as connection:
        held = {
            mart: {row[0] for row in connection.execute(f"describe marts.{mart}").fetchall()}
            for mart in (*LEVEL_MARTS, *MEMBER_MARTS.values())
        }
        for metric in registry.indicators():
            assert {mart for mart, columns in held.items() if metric.code in columns} == set(
                marts_of(registry, metric)
            ), metric.code
            texts = queries(registry, metric)
            long, wide = (connection.execute(text).fetchall() for text in texts.values())
            answers = {(unit, end): value for unit, end, value, *_ in long}
            columns = {(unit, end): value for unit, end, value in wide}
            assert answers == {place: columns[place] for place in answers}, metric.code


def test_life_and_driver_tree(tmp_path: Path) -> None:
    life = [
        {"status": "active", "from": "2024-01-01"},
        {"status": "deprecated", "from": "2025-07-01", "reason": "Little", "replaced_by": "b", "approved_by": "CFO"},
    ]  # fmt: skip
    registry = small_registry(
        tmp_path,
        simple("x", "Cost", "成本"),
        simple("y", "Income", "收入"),
        ratio("a", "Old share", "旧占比", "x", "y", **INDICATOR, lifecycle=life, code="share", org_additivity="ROS"),
        ratio("b", "New share", "新占比", "y", "x", **INDICATOR),
    )
    edges, terms = tmp_path / "edges.csv", tmp_path / "terms.csv"
    edges.write_text(
        "decomposition,parent,operator,position,factor_kind,factor,term,sign,exponent,scale,member_dimension,"
        "highest_level,lowest_level,industries,note,note_zh\n"
        "d,a,product,2,metric,b,,,-1,1,,L1,L2,,Second,其二\n"
        "d,a,product,1,effect,mix,,,1,12,,L1,L2,,First,其一\n",
        encoding="utf-8",
    )
    terms.write_text("factor_kind,factor,label,label_zh\neffect,mix,Mix of members,成员结构\n", encoding="utf-8")
    registry.tree = read_tree(edges, terms)
    report = write_dictionary(registry.company, tmp_path / "out", registry)
    page = re.sub(r"<[^>]+>|\s+", " ", (report.index.parent / "a.html").read_text(encoding="utf-8"))
    page = " ".join(page.split())
    assert registry.status_of(registry.metrics["a"]) == "deprecated"
    assert "2024-01-01 – 2025-07-01" in page
    assert "Little CFO New share 新占比" in page
    assert "12 × Mix of members 成员结构 × New share 新占比 −1" in page
    driven = re.sub(r"<[^>]+>", "", (report.index.parent / "b.html").read_text(encoding="utf-8"))
    assert "Old share 旧占比 (product of" in driven


def test_a_folder_with_other_things_is_left_alone(registry: Registry, tmp_path: Path) -> None:
    (tmp_path / "thesis.docx").write_text("years of work", encoding="utf-8")
    with pytest.raises(PlumblineError, match="not a dictionary"):
        write_dictionary(registry.company, tmp_path, registry)
    assert [path.name for path in tmp_path.iterdir()] == ["thesis.docx"]


def test_the_command_writes_it(tmp_path: Path) -> None:
    result = CliRunner().invoke(app, ["dictionary", "--out", str(tmp_path / "out")])
    assert result.exit_code == 0, result.output
    assert (tmp_path / "out/pages/index.html").exists()
    assert 'href="pages/index.html"' in (tmp_path / "out/index.html").read_text(encoding="utf-8")
    assert (tmp_path / "out/dictionary.xlsx").exists()
