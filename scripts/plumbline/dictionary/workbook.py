"""The dictionary as an Excel workbook: one sheet per kind of thing, each filtered and frozen at its header."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from pathlib import Path

from openpyxl import Workbook  # type: ignore[import-untyped]
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side  # type: ignore[import-untyped]
from openpyxl.utils import get_column_letter  # type: ignore[import-untyped]
from openpyxl.worksheet.worksheet import Worksheet  # type: ignore[import-untyped]

from plumbline.catalogue.metrics import Metric
from plumbline.dictionary import words
from plumbline.dictionary.formulas import symbol_text, symbols
from plumbline.dictionary.marts import marts_of, queries
from plumbline.dictionary.null_rules import EVERY_WINDOW, null_rules
from plumbline.dictionary.pages import both_words, currency, owner_words
from plumbline.dictionary.registry import Registry
from plumbline.texts import Both, sentence

# Same definitions, same file: Excel wants a time of writing.
WRITTEN_AT = datetime(2024, 1, 1)
HEADER_FILL = PatternFill("solid", fgColor="1F5F8B")
STRIPE_FILL = PatternFill("solid", fgColor="F3F7FA")
LINE = Border(bottom=Side(style="thin", color="DFE4EA"))

Row = Sequence[object]


def write_workbook(registry: Registry, path: Path) -> Path:
    """Write the workbook; returns its path."""
    book = Workbook()
    book.remove(book.worksheets[0])
    book.properties.creator = "plumbline"
    book.properties.created = book.properties.modified = WRITTEN_AT
    add_sheet(
        book, "Indicators 指标", INDICATOR_COLUMNS, [_indicator(registry, one) for one in registry.indicators()], 3
    )
    add_sheet(
        book, "Components 组件", COMPONENT_COLUMNS, [_component(registry, one) for one in registry.components()], 3
    )
    add_sheet(book, "Formula terms 公式项", TERM_COLUMNS, [_term(registry, one) for one in registry.terms()], 3)
    add_sheet(book, "Source tables 来源表", SOURCE_COLUMNS, list(_sources(registry)), 1)
    add_sheet(book, "Driver tree 驱动树", DRIVER_COLUMNS, list(_drivers(registry)), 1)
    add_sheet(book, "No value 空值原因", REASON_COLUMNS, list(_reasons()), 1)
    add_sheet(book, "Changes 版本", CHANGE_COLUMNS, list(_changes(registry)), 3)
    path.parent.mkdir(parents=True, exist_ok=True)
    book.save(path)
    return path


INDICATOR_COLUMNS = [
    ("Code 代码", 24),
    ("Name", 26),
    ("名称", 22),
    ("Kind 类型", 20),
    ("Category 类别", 22),
    ("Status 状态", 14),
    ("Meaning", 42),
    ("含义", 34),
    ("Formula in words", 50),
    ("公式（文字）", 40),
    ("Formula in symbols 符号公式", 44),
    ("Includes and excludes", 44),
    ("口径", 34),
    ("Unit 单位", 14),
    ("Polarity 方向", 22),
    ("Default window 默认窗口", 20),
    ("Windows 窗口", 20),
    ("Levels 层级", 20),
    ("Basis 组织口径", 24),
    ("Over units 跨组织", 34),
    ("Over time 跨期间", 34),
    ("Owner 负责部门", 26),
    ("Anchors 财务锚点", 28),
    ("Anchored here 以其为锚点", 28),
    ("Components 组件", 34),
    ("Source tables 来源表", 30),
    ("No value when 不给值情形", 50),
    ("Column of 所在宽表", 30),
    ("Query 查询", 60),
    ("Version 版本", 10),
    ("Valid from 生效日", 14),
    ("Valid to 失效日", 14),
    ("Defined in 定义文件", 34),
]
REASON_COLUMNS = [("Reason 原因代码", 26), ("What it means", 64), ("含义", 44)]
COMPONENT_COLUMNS = [
    ("Code 代码", 26),
    ("Name", 30),
    ("名称", 24),
    ("Symbol 符号", 24),
    ("Class 类别", 34),
    ("What it counts", 56),
    ("口径", 42),
    ("Unit 单位", 16),
    ("Source tables 来源表", 30),
    ("Component fact 组件事实表", 26),
    ("Owner 负责部门", 24),
    ("Used by 用于", 46),
    ("Defined in 定义文件", 40),
]
TERM_COLUMNS = [
    ("Code 代码", 30),
    ("Name", 36),
    ("名称", 28),
    ("What it is", 46),
    ("说明", 34),
    ("Formula in words", 50),
    ("公式（文字）", 40),
    ("Formula in symbols 符号公式", 44),
    ("Unit 单位", 16),
    ("Used by 用于", 40),
    ("Defined in 定义文件", 30),
]
SOURCE_COLUMNS = [
    ("Table 来源表", 24),
    ("What it holds", 60),
    ("内容", 46),
    ("Delivered by 来源系统", 30),
    ("Components 组件", 60),
    ("Staging model 模型文件", 46),
]
DRIVER_COLUMNS = [
    ("Parent 上级指标", 24),
    ("Name", 26),
    ("名称", 22),
    ("Decomposition 分解", 26),
    ("Operator 关系", 26),
    ("Scope 适用范围", 22),
    ("Position 顺序", 12),
    ("Factor 因子", 26),
    ("Factor name", 28),
    ("因子名称", 24),
    ("Sign, exponent 符号与指数", 16),
    ("Note", 40),
    ("备注", 30),
]
CHANGE_COLUMNS = [
    ("Code 代码", 26),
    ("Name", 28),
    ("名称", 24),
    ("Version 版本", 10),
    ("Status 状态", 22),
    ("From 自", 14),
    ("To 至", 14),
    ("Reason 原因", 56),
    ("Approved by 批准", 24),
    ("Replaced by 替代指标", 24),
]


def _line(text: Both) -> str:
    return text.en if text.en == text.zh else f"{text.en} {text.zh}"


def _listed(names: Sequence[str]) -> str:
    return ", ".join(names)


def _indicator(registry: Registry, metric: Metric) -> Row:
    meta, formula = metric.meta, both_words(registry, metric)
    meaning, scope = metric.texts["meaning"], metric.texts["scope"]
    levels = words.levels_offered(metric)
    rules = [f"{reason}: {text.en} {text.zh}" for reason, text in null_rules(registry, metric)]
    return [
        metric.indicator_code,
        metric.label.en,
        metric.label.zh,
        _line(words.word(words.KINDS, metric.kind)),
        _line(words.word(words.CATEGORIES, registry.category_of(metric))),
        _line(words.word(words.STATUSES, registry.status_of(metric))),
        sentence(meaning.en),
        sentence(meaning.zh),
        formula.en,
        formula.zh,
        symbols(registry, metric),
        sentence(scope.en),
        sentence(scope.zh),
        _line(words.unit(meta.get("unit"), currency(registry))),
        _line(words.word(words.POLARITIES, meta.get("polarity"))),
        meta.get("default_window"),
        _listed(words.windows_offered(metric)),
        _listed(levels),
        _line(words.word(words.BASES, meta.get("default_basis"))),
        _line(words.word(words.ORG_ADDITIVITY, meta.get("org_additivity"))),
        _line(words.word(words.TIME_ADDITIVITY, meta.get("time_additivity"))),
        _line(owner_words(registry, metric)),
        _listed(meta.get("anchors") or []),
        _listed([one.code for one in registry.anchored_by(metric.code)]),
        _listed([one.code for one in registry.components_of(metric.code)]),
        _listed(registry.contracts_of(metric.code)),
        "\n".join(rules),
        _listed([f"marts.{one}" for one in marts_of(registry, metric)]),
        queries(registry, metric).get("indicator_values"),
        meta.get("version"),
        str(meta.get("valid_from") or ""),
        str(meta.get("valid_to") or ""),
        metric.path,
    ]


def _component(registry: Registry, metric: Metric) -> Row:
    definition = metric.definition
    return [
        metric.code,
        metric.label.en,
        metric.label.zh,
        symbol_text(metric),
        _line(words.word(words.CLASSES, metric.component_class)),
        definition.en,
        definition.zh,
        _line(words.unit(metric.meta.get("unit"), currency(registry))),
        _listed(metric.contracts),
        metric.fact.relation if metric.fact else "",
        _line(owner_words(registry, metric)),
        _listed([one.code for one in registry.users_of(metric.code)]),
        metric.path,
    ]


def _term(registry: Registry, metric: Metric) -> Row:
    formula, meaning = both_words(registry, metric), metric.texts["meaning"]
    return [
        metric.code,
        metric.label.en,
        metric.label.zh,
        meaning.en,
        meaning.zh,
        formula.en,
        formula.zh,
        symbols(registry, metric),
        _line(words.unit(metric.meta.get("unit"), currency(registry))),
        _listed([one.code for one in registry.users_of(metric.code)]),
        metric.path,
    ]


def _sources(registry: Registry) -> Iterator[Row]:
    for contract in sorted(registry.contracts.values(), key=lambda one: one.name):
        fed = [one.code for one in registry.components() if contract.name in (one.contracts)]
        systems = _listed(contract.systems) or "not delivered 未提供"
        yield [contract.name, contract.description.en, contract.description.zh, systems, _listed(fed), contract.path]


def _drivers(registry: Registry) -> Iterator[Row]:
    def named(code: str, kind: str = "") -> Both:
        metric = registry.metrics.get(code)
        return metric.label if metric else registry.tree.terms.get((kind, code)) or Both("", "")

    for edge in sorted(registry.tree.edges, key=lambda one: (one.parent, one.decomposition, one.position)):
        parent, factor = named(edge.parent), named(edge.factor, edge.factor_kind)
        power = f"{edge.sign}{edge.power or 1}" if edge.operator in ("sum", "product") else ""
        yield [
            edge.parent,
            parent.en,
            parent.zh,
            edge.decomposition,
            _line(words.word(words.OPERATORS, edge.operator)),
            edge.scope,
            edge.position,
            edge.factor,
            factor.en,
            factor.zh,
            power,
            edge.note.en,
            edge.note.zh,
        ]


def _reasons() -> Iterator[Row]:
    for reason, name in words.NULL_REASONS.items():
        yield [reason, name.en, name.zh]
    yield ["", EVERY_WINDOW.en, EVERY_WINDOW.zh]


def _changes(registry: Registry) -> Iterator[Row]:
    for metric in registry.indicators():
        for stage in metric.lifecycle:
            yield [
                metric.code,
                metric.label.en,
                metric.label.zh,
                stage.version,
                _line(words.word(words.STATUSES, stage.status)),
                stage.start,
                stage.end,
                stage.reason,
                stage.approved_by,
                stage.replaced_by,
            ]


def add_sheet(book: Workbook, title: str, columns: Sequence[tuple[str, int]], rows: Sequence[Row], frozen: int) -> None:
    """A sheet with its header frozen and filtered; the first `frozen` columns stay in sight."""
    sheet: Worksheet = book.create_sheet(title)
    sheet.append([name for name, _ in columns])
    for row in rows:
        sheet.append([value if isinstance(value, int) else str(value or "") for value in row])
    for number, (_, width) in enumerate(columns, start=1):
        sheet.column_dimensions[get_column_letter(number)].width = width
        header = sheet.cell(row=1, column=number)
        header.font = Font(bold=True, color="FFFFFF")
        header.fill = HEADER_FILL
        header.alignment = Alignment(wrap_text=True, vertical="center")
    sheet.row_dimensions[1].height = 32
    for line in range(2, sheet.max_row + 1):
        for cell in sheet[line]:
            cell.alignment = Alignment(wrap_text=True, vertical="top")
            cell.border = LINE
            # Text stays text, whatever it begins with.
            if isinstance(cell.value, str):
                cell.data_type = "s"
            if line % 2:
                cell.fill = STRIPE_FILL
    sheet.freeze_panes = sheet.cell(row=2, column=frozen + 1)
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(columns))}{max(sheet.max_row, 1)}"
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.print_title_rows = "1:1"
