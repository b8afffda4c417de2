"""The words for the codes in a metric's meta, in both languages. Indicators and components bring their own."""

import csv
from collections.abc import Mapping
from pathlib import Path

from plumbline.dictionary.registry import Metric, Registry
from plumbline.dictionary.texts import Both, in_sentence
from plumbline.project import project_root

KINDS = {
    "result": Both("Financial result", "财务结果指标"),
    "process": Both("Process KPI", "过程指标"),
    "auxiliary": Both("Auxiliary metric", "辅助指标"),
    "component": Both("Component", "组件"),
    "term": Both("Formula term", "公式项"),
}
VOCABULARY = Path("seeds/reference/vocabulary.csv")


def vocabulary(field: str) -> dict[str, Both]:
    """The words for the codes of a field (`category`, `org_level`) in their order, as the marts have them."""
    with (project_root() / VOCABULARY).open(encoding="utf-8", newline="") as lines:
        rows = [row for row in csv.DictReader(lines) if row["field"] == field]
    return {
        row["code"]: Both(row["label"], row["label_zh"]) for row in sorted(rows, key=lambda row: int(row["position"]))
    }


CATEGORIES = vocabulary("category")
LEVELS = vocabulary("org_level")
WINDOWS = {
    "M": Both("month", "月度"),
    "Q": Both("quarter", "季度"),
    "YTD": Both("year to date", "年初至今"),
    "TTM": Both("last twelve months", "滚动十二个月"),
    "FY": Both("fiscal year", "会计年度"),
}
POLARITIES = {
    "up": Both("higher is better", "越高越好"),
    "down": Both("lower is better", "越低越好"),
    "band": Both("best inside a band", "区间为宜"),
}
BASES = {
    "as_was": Both("tree of the time", "当时组织口径"),
    "as_is": Both("tree of today", "现行组织口径"),
}
ORG_ADDITIVITY = {
    "SUM": Both("a parent is the sum of its children", "上级等于下级之和"),
    "ROS": Both("a parent is recomputed from its sums, never a mean of children", "上级由合计数重新计算，不取下级均值"),
    "DC": Both("a parent counts again, each one once", "上级重新去重计数"),
}
TIME_ADDITIVITY = {
    "SUM": Both("months add up", "各月可相加"),
    "ROS": Both("recomputed from the sums of the window", "由窗口合计数重新计算"),
    "LAST": Both("the value at the end of the window", "取窗口期末值"),
    "AVGM": Both("mean of the monthly averages", "取各月平均值的均值"),
    "DC": Both("counted again for each window, never added", "每个窗口重新去重计数，不可相加"),
    "LOCK": Both("computed for each window as a whole; months cannot be combined", "按窗口整体计算，各月不可合并"),
}
CLASSES = {
    "flow": Both("flow: added up over the months of the window", "流量：窗口内各月相加"),
    "opening": Both("stock: balance before the window", "存量：窗口期初余额"),
    "closing": Both("stock: balance at the end of the window", "存量：窗口期末余额"),
    "stock_months": Both("stock-months: monthly means added up", "存量月：各月均值累计"),
    "distinct_count": Both("distinct count over window and units", "去重计数：在窗口与单元内各计一次"),
    "window_set": Both("window set: chosen for the whole window", "窗口集：按整个窗口选取"),
    "calendar_months": Both("months of the window", "窗口月数"),
}
STATUSES = {
    "proposed": Both("proposed", "提议"),
    "approved": Both("approved", "已批准"),
    "active": Both("active", "生效"),
    "under_review": Both("under review", "复核中"),
    "deprecated": Both("deprecated", "停止推荐"),
    "retired": Both("retired", "退役"),
}
OPERATORS = {
    "product": Both("product of", "等于以下因子之积"),
    "sum": Both("sum of", "等于以下各项之和"),
    "ratio": Both("ratio of", "等于以下之比"),
    "sum_of_products": Both("sum of the products of", "等于以下乘积之和"),
    "rate_mix": Both("rate and mix of", "率与结构影响"),
    "pvm": Both("price, volume and mix", "量价结构影响"),
    "pvm_cost": Both("price, volume and cost", "量价与成本影响"),
    "bridge": Both("tied by a bridge to", "经勾稽对应"),
}
UNITS = {
    "%": Both("%", "%"),
    "‰": Both("per thousand", "‰"),
    "x": Both("times", "倍"),
    "x/yr": Both("times a year", "次/年"),
    "days": Both("days", "天"),
    "persons": Both("persons", "人"),
    "person-months": Both("person-months", "人月"),
    "months": Both("months", "月"),
    "pts": Both("points", "分"),
    "points": Both("points", "分"),
    "h-months": Both("hour-months", "小时·月"),
    "units": Both("units", "件"),
    "units of measure": Both("units of measure", "计量单位"),
    "documents": Both("documents", "单"),
    "lines": Both("lines", "行"),
    "leads": Both("leads", "条商机"),
    "visits": Both("visits", "人次"),
    "responses": Both("responses", "份"),
    "complaints": Both("complaints", "件投诉"),
    "projects": Both("projects", "个项目"),
    "products": Both("products", "个产品"),
    "composite": Both("composite", "复合单位"),
    "h": Both("hours", "小时"),
    "hours": Both("hours", "小时"),
    "min": Both("minutes", "分钟"),
    "minutes": Both("minutes", "分钟"),
}
# What a letter before brackets means in a formula in symbols.
NOTATION = {
    "S": Both("sum of a flow over the months of the window and the units below", "窗口各月及下属单元的流量合计"),
    "O": Both("opening balance: the closing balance of the month before the window", "期初余额：窗口前一月末的余额"),
    "C": Both("closing balance of the window", "窗口期末余额"),
    "SM": Both(
        "stock-months: of each month the mean of its opening and closing, added up", "存量月：各月期初期末均值之和"
    ),
    "DC": Both("distinct count over the window and the units below", "在窗口与下属单元内去重计数"),
    "W": Both("of documents chosen for the whole window", "按整个窗口选取单据"),
    "LY": Both("the same window one year earlier", "上年同期（同一窗口）"),
    "LYW": Both("the same, of documents chosen for the whole window", "上年同期，按整个窗口选取单据"),
    "N": Both("calendar months of the window", "窗口的日历月数"),
}


def word(words: Mapping[str, Both], code: object) -> Both:
    """The words for a code; the code itself where there are none."""
    return words.get(str(code), Both(str(code), str(code)))


def short_class(code: str) -> Both:
    """A component's class in a word or two."""
    text = word(CLASSES, code)
    return Both(text.en.split(":")[0], text.zh.split("：")[0])


def unit(code: object, currency: str) -> Both:
    """A unit in words; money is in the company's currency: money/yr is CNY a year."""
    text = str(code)
    if text in UNITS:
        return UNITS[text]
    if text.startswith("money"):
        rest = text.removeprefix("money")
        chinese = {"/yr": "/年", "/unit": "/件", "-months": "·月", "-days": "·天"}.get(rest, rest)
        return Both(currency + rest, currency + chinese)
    return Both(text, text)


def levels_offered(metric: Metric) -> list[str]:
    """The levels an indicator is computed at: from the company down to its lowest."""
    codes = list(LEVELS)
    lowest = str(metric.meta.get("lowest_level") or codes[-1])
    return codes[: codes.index(lowest) + 1] if lowest in codes else codes


def grain(lowest_level: str) -> Both:
    """The levels and windows of an indicator in a sentence, as the descriptions have it."""
    level = word(LEVELS, lowest_level)
    lowest = Both(level.en.split(",")[0], level.zh.split("/")[0])
    if lowest_level == "L1":
        return Both("company, every window", "公司，全部窗口")
    if lowest_level == "L2":
        return Both(f"company and {lowest.en}, every window", f"公司与{lowest.zh}，全部窗口")
    return Both(f"company to {lowest.en}, every window", f"公司至{lowest.zh}，全部窗口")


def windows_offered(metric: Metric) -> list[str]:
    """The windows an indicator is computed for; a metric may name fewer."""
    return [str(one) for one in metric.meta.get("windows") or WINDOWS]


def null_rules(registry: Registry, metric: Metric) -> list[tuple[str, Both]]:
    """Why the indicator can have no value, as its own meta and formula tell: (reason, words)."""
    rules = [
        (
            "insufficient_history",
            Both("The window begins before the company's data.", "窗口早于公司数据的起始月份。"),
        )
    ]
    if registry.uses_prior_year(metric.code):
        rules.append(
            (
                "insufficient_history",
                Both("The same window one year earlier is not complete.", "上年同期窗口数据不完整。"),
            )
        )
    contracts = ", ".join(registry.contracts_of(metric.code))
    if contracts:
        rules.append(
            (
                "not_applicable",
                Both(f"The company does not deliver one of {contracts}.", f"公司未提供以下任一来源表：{contracts}。"),
            )
        )
    for ratio in registry.ratios_of(metric.code):
        base = registry.denominator_of(ratio).label
        if ratio.meta.get("null_when_denominator_not_positive"):
            text = Both(f"Zero or negative: {in_sentence(base.en)}.", f"{base.zh}为零或为负。")
            rules.append(("non_positive_base", text))
        else:
            rules.append(("zero_denominator", Both(f"Zero: {in_sentence(base.en)}.", f"{base.zh}为零。")))
    if sample := metric.meta.get("low_sample"):
        counted = registry.metrics.get(str(sample["component"]))
        named = counted.label if counted else Both(str(sample["component"]), str(sample["component"]))
        least = sample["minimum"]
        rules.append(
            (
                "low_sample",
                Both(f"{named.en} in the window: fewer than {least}.", f"窗口内{named.zh}少于 {least}。"),
            )
        )
    # Two ratios over the same denominator are one rule.
    return list(dict.fromkeys(rules))
