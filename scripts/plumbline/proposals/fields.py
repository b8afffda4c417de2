"""The columns of a proposal, and what may stand in those that are chosen from a list."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from plumbline.dictionary import words
from plumbline.dictionary.registry import Registry
from plumbline.texts import Both

SHEET = "Proposals 提案"
COMPONENTS_SHEET = "Components 组件"
INSTRUCTIONS_SHEET = "Instructions 说明"
LISTS_SHEET = "Lists 列表"
EXAMPLE = "example 示例"
# Row 1 names the columns, row 2 says what to write, and the proposals follow.
FIRST_ROW = 3


@dataclass(frozen=True)
class Field:
    """One column: its header and hint in both languages, its width, and a value for the example row."""

    key: str
    header: Both
    hint: Both
    width: int
    example: str
    is_required: bool = True

    @property
    def title(self) -> str:
        return f"{self.header.en}\n{self.header.zh}"


FIELDS = [
    Field(
        "note", Both("Note", "备注"), Both("Rows marked example are not read", "标为示例的行不读取"), 13, EXAMPLE, False
    ),
    Field(
        "code", Both("Code", "代码"), Both("lower case, a-z 0-9 _", "小写字母、数字、下划线"), 24, "depreciation_share"
    ),
    Field(
        "label",
        Both("Name in English", "英文名称"),
        Both("no other metric has it", "不得与现有重名"),
        28,
        "Depreciation share of revenue",
    ),
    Field(
        "label_zh",
        Both("Name in Chinese", "中文名称"),
        Both("no other metric has it", "不得与现有重名"),
        22,
        "折旧摊销占收入比",
    ),
    Field("kind", Both("Kind", "类型"), Both("result or process", "财务结果或过程"), 20, "result"),
    Field("category", Both("Category", "类别"), Both("choose", "请选择"), 24, "cost_risk"),
    Field(
        "meaning",
        Both("Meaning", "含义（英文）"),
        Both("one sentence: what it tells", "一句话说明其含义"),
        40,
        "share of revenue that depreciation and amortisation take",
    ),
    Field(
        "meaning_zh",
        Both("Meaning in Chinese", "含义"),
        Both("the same in Chinese", "中文一句话"),
        34,
        "折旧与摊销占营业收入的比例",
    ),
    Field(
        "formula",
        Both("Formula", "公式"),
        Both(
            "codes of sheet Components, numbers, + - * / ( ), greatest(), least()",
            "“组件”页中的代码、数字、+ - * / ( )、greatest()、least()",
        ),
        44,
        "dep_amort / revenue",
    ),
    Field(
        "scope",
        Both("Includes and excludes", "口径（英文）"),
        Both("what counts, what does not", "含什么、不含什么"),
        40,
        "all depreciation and amortisation charged to profit; impairment stays out",
    ),
    Field(
        "scope_zh",
        Both("Includes and excludes in Chinese", "口径"),
        Both("the same in Chinese", "中文口径"),
        34,
        "计入损益的全部折旧与摊销；不含减值损失",
    ),
    Field("unit", Both("Unit", "单位"), Both("choose", "请选择"), 14, "%"),
    Field("polarity", Both("Polarity", "方向"), Both("which way is good", "何为更好"), 22, "down"),
    Field(
        "target",
        Both("Target value", "目标值"),
        Both("a number; of a band its lower end", "数值；区间填下限"),
        14,
        "0.02",
    ),
    Field(
        "target_high",
        Both("Upper end of the band", "区间上限"),
        Both("only for polarity band", "仅方向为区间时填写"),
        14,
        "",
        False,
    ),
    Field(
        "lowest_level", Both("Lowest level", "最低层级"), Both("the owner must control it", "负责部门须可控"), 26, "L4"
    ),
    Field(
        "default_window", Both("Default window", "默认窗口"), Both("the period it is judged by", "考核周期"), 22, "YTD"
    ),
    Field("owner", Both("Owner", "负责部门"), Both("who answers for it", "由谁负责"), 26, "FP&A"),
    Field(
        "anchors",
        Both("Financial anchors", "财务锚点"),
        Both("indicator codes, comma between; a process KPI needs one", "指标代码，逗号分隔；过程指标必填"),
        28,
        "operating_profit",
        False,
    ),
    Field(
        "positive_base",
        Both("Denominator must be positive", "分母须为正"),
        Both("yes: no value on a base of 0 or less", "是：基数不为正时不给值"),
        18,
        "",
        False,
    ),
    Field(
        "planned_months",
        Both("Months of plan", "计划月数"),
        Both("where there is no history of 12 months yet", "历史不足 12 个月时填写"),
        14,
        "",
        False,
    ),
    Field(
        "reason",
        Both("Reason", "提出原因（英文）"),
        Both("why it is needed", "为何需要"),
        40,
        "New stores bring equipment whose cost is not seen in any indicator",
    ),
    Field(
        "reason_zh",
        Both("Reason in Chinese", "提出原因"),
        Both("the same in Chinese", "中文原因"),
        34,
        "新店设备成本未体现在任何指标中",
    ),
    Field(
        "proposed_by", Both("Proposed by", "提出人"), Both("name or department", "姓名或部门"), 22, "Store controlling"
    ),
]
BY_KEY: Mapping[str, Field] = {field.key: field for field in FIELDS}


def _named(codes: list[str], names: Mapping[str, Both]) -> dict[str, str]:
    """{what the list shows: the code}."""
    return {f"{code} {words.word(names, code).zh}" if code in names else code: code for code in codes}


def _owners(registry: Registry) -> dict[str, str]:
    return {f"{name} {owner.name.zh}": name for name, owner in registry.owners.items()}


CHOICES: Mapping[str, Callable[[Registry], dict[str, str]]] = {
    "kind": lambda _: _named(["result", "process"], words.KINDS),
    "category": lambda _: _named(list(words.CATEGORIES), words.CATEGORIES),
    "unit": lambda _: {unit: unit for unit in words.UNITS},
    "polarity": lambda _: _named(list(words.POLARITIES), words.POLARITIES),
    "lowest_level": lambda _: _named(list(words.LEVELS), words.LEVELS),
    "default_window": lambda _: _named([one for one in words.WINDOWS if one != "FY"], words.WINDOWS),
    "owner": _owners,
    "positive_base": lambda _: {"yes 是": "yes", "no 否": "no"},
}


def choices(registry: Registry, key: str) -> dict[str, str]:
    """What a column may hold, as {what the list shows: the code}; empty for columns that are written freely."""
    return CHOICES[key](registry) if key in CHOICES else {}
