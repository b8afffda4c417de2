"""The template workbook for proposing indicators, with the lists of the project as it is now."""

from collections.abc import Sequence
from pathlib import Path

from openpyxl import Workbook  # type: ignore[import-untyped]
from openpyxl.styles import Alignment, Font, PatternFill  # type: ignore[import-untyped]
from openpyxl.utils import get_column_letter  # type: ignore[import-untyped]
from openpyxl.worksheet.datavalidation import DataValidation  # type: ignore[import-untyped]
from openpyxl.worksheet.worksheet import Worksheet  # type: ignore[import-untyped]

from plumbline.dictionary import words
from plumbline.dictionary.formulas import symbol_text, symbols
from plumbline.dictionary.registry import Registry
from plumbline.dictionary.workbook import HEADER_FILL, WRITTEN_AT, add_sheet
from plumbline.proposals.fields import (
    COMPONENTS_SHEET,
    FIELDS,
    FIRST_ROW,
    INSTRUCTIONS_SHEET,
    LISTS_SHEET,
    SHEET,
    choices,
)

ROWS_OFFERED = 50
REQUIRED_FILL = PatternFill("solid", fgColor="1F5F8B")
OPTIONAL_FILL = PatternFill("solid", fgColor="7D8B99")
HINT_FILL = PatternFill("solid", fgColor="EAF2F8")
EXAMPLE_FILL = PatternFill("solid", fgColor="F1F1EE")
INSTRUCTIONS = [
    (
        "One row is one proposed indicator. Columns with a dark header must be filled; grey ones may stay empty.",
        "每行一个拟新增指标。深色表头为必填，灰色可不填。",
    ),
    (
        "Row 3 is an example. It is not read as long as its first column says so.",
        "第 3 行为示例，首列标注“示例”时不读取。",
    ),
    (
        "Write the formula with codes of sheet Components: components, indicators and terms may be used.",
        "公式使用“组件”页中的代码，可引用组件、指标与公式项。",
    ),
    (
        "Divide freely: the ratio is taken apart, and sums are divided last.",
        "可直接写除法：系统将拆为分子分母，最后相除。",
    ),
    (
        "A stock comes as three components: _opening, _closing and _stock_months (monthly means added up).",
        "存量有三个组件：_opening 期初、_closing 期末、_stock_months 各月均值累计。",
    ),
    (
        "Then run: plumbline propose <this file>. Every problem is named with sheet, row and column, all at once.",
        "然后运行：plumbline propose <本文件>。所有问题一次列出，并注明页、行、列。",
    ),
    (
        "An accepted proposal becomes a YAML file for review, with the status proposed.",
        "通过的提案生成待评审的 YAML 文件，状态为“提议”。",
    ),
    (
        "Five principles: strategic link, data available, quantifiable, traceable, incentive-able.",
        "五项原则：战略关联性、数据可获得性、可量化性、可追踪性、可激励性。",
    ),
    (
        "SMART: specific meaning, measurable unit and polarity, numeric target, relevant anchor, time-bound window.",
        "SMART：含义具体、单位与方向可衡量、目标为数值、锚点相关、窗口有时限。",
    ),
    (
        "No duplicate: code, names, meaning and formula must not belong to another indicator.",
        "不重复：代码、名称、含义与公式不得与现有指标相同。",
    ),
]


def write_template(registry: Registry, path: Path) -> Path:
    """Write the template; returns its path."""
    book = Workbook()
    book.properties.creator = "plumbline"
    book.properties.created = book.properties.modified = WRITTEN_AT
    sheet = book.worksheets[0]
    sheet.title = SHEET
    _proposals(sheet)
    _components(book, registry)
    add_sheet(book, INSTRUCTIONS_SHEET, [("How to propose an indicator", 110), ("如何提出指标", 80)], INSTRUCTIONS, 0)
    _lists(book, registry)
    path.parent.mkdir(parents=True, exist_ok=True)
    book.save(path)
    return path


def _proposals(sheet: Worksheet) -> None:
    for number, field in enumerate(FIELDS, start=1):
        sheet.column_dimensions[get_column_letter(number)].width = field.width
        header = sheet.cell(row=1, column=number, value=field.title)
        header.font = Font(bold=True, color="FFFFFF")
        header.fill = REQUIRED_FILL if field.is_required else OPTIONAL_FILL
        hint = sheet.cell(row=2, column=number, value=f"{field.hint.en}\n{field.hint.zh}")
        hint.font = Font(italic=True, size=9, color="5B6776")
        hint.fill = HINT_FILL
        example = sheet.cell(row=FIRST_ROW, column=number, value=_typed(field.example))
        example.fill = EXAMPLE_FILL
        example.font = Font(color="5B6776")
        for row in range(1, FIRST_ROW + ROWS_OFFERED + 1):
            sheet.cell(row=row, column=number).alignment = Alignment(wrap_text=True, vertical="top")
    sheet.row_dimensions[1].height = 34
    sheet.row_dimensions[2].height = 52
    sheet.freeze_panes = sheet.cell(row=FIRST_ROW, column=3)


def _typed(text: str) -> str | float | None:
    try:
        return float(text)
    except ValueError:
        return text or None


def _components(book: Workbook, registry: Registry) -> None:
    """Everything a formula may name."""
    columns = [
        ("Code 代码", 32),
        ("Name", 36),
        ("名称", 28),
        ("Kind 类型", 24),
        ("Class 类别", 36),
        ("In symbols 符号", 44),
        ("Unit 单位", 18),
        ("What it counts", 56),
        ("口径", 42),
        ("Source tables 来源表", 34),
    ]
    rows: list[Sequence[object]] = []
    for metric in [*registry.components(), *registry.terms(), *registry.indicators()]:
        if metric.type == "simple" and any(row[0] == metric.code for row in rows):
            continue
        kind = words.word(words.KINDS, metric.kind)
        how = words.word(words.CLASSES, metric.component_class) if metric.type == "simple" else None
        text = metric.definition if metric.type == "simple" else metric.texts["meaning"]
        rows.append(
            [
                metric.code,
                metric.label.en,
                metric.label.zh,
                f"{kind.en} {kind.zh}",
                f"{how.en} {how.zh}" if how else "",
                symbol_text(metric) if metric.type == "simple" else symbols(registry, metric),
                metric.meta.get("unit"),
                text.en,
                text.zh,
                ", ".join(registry.contracts_of(metric.code)),
            ]
        )
    add_sheet(book, COMPONENTS_SHEET, columns, rows, 1)


def _lists(book: Workbook, registry: Registry) -> None:
    """The lists behind the columns that are chosen, and their validation on the first sheet."""
    sheet: Worksheet = book.create_sheet(LISTS_SHEET)
    proposals = book[SHEET]
    listed = [field for field in FIELDS if choices(registry, field.key)]
    for number, field in enumerate(listed, start=1):
        letter, options = get_column_letter(number), list(choices(registry, field.key))
        sheet.column_dimensions[letter].width = 34
        header = sheet.cell(row=1, column=number, value=f"{field.header.en} {field.header.zh}")
        header.font = Font(bold=True, color="FFFFFF")
        header.fill = HEADER_FILL
        for row, option in enumerate(options, start=2):
            sheet.cell(row=row, column=number, value=option)
        rule = DataValidation(
            type="list", formula1=f"'{LISTS_SHEET}'!${letter}$2:${letter}${len(options) + 1}", allow_blank=True
        )
        rule.errorTitle = f"{field.header.en} {field.header.zh}"
        rule.error = "Choose from the list. 请从列表中选择。"
        # Codes alone are accepted as well, so a value from elsewhere is a warning here and judged by `propose`.
        rule.errorStyle = "warning"
        column = get_column_letter(FIELDS.index(field) + 1)
        rule.add(f"{column}{FIRST_ROW}:{column}{FIRST_ROW + ROWS_OFFERED}")
        proposals.add_data_validation(rule)
    sheet.freeze_panes = "A2"
