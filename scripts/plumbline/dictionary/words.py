"""The words for the codes in a metric's meta, in both languages. Indicators and components bring their own."""

from collections.abc import Mapping

from plumbline.catalogue.metrics import Metric
from plumbline.catalogue.vocabulary import read_vocabulary
from plumbline.project import project_root
from plumbline.texts import Both

_VOCABULARY = read_vocabulary(project_root())
KINDS = _VOCABULARY["kind"]
CATEGORIES = _VOCABULARY["category"]
LEVELS = _VOCABULARY["org_level"]
WINDOWS = _VOCABULARY["window"]
POLARITIES = _VOCABULARY["polarity"]
BASES = _VOCABULARY["basis"]
ORG_ADDITIVITY = _VOCABULARY["org_additivity"]
TIME_ADDITIVITY = _VOCABULARY["time_additivity"]
CLASSES = _VOCABULARY["component_class"]
STATUSES = _VOCABULARY["status"]
OPERATORS = _VOCABULARY["operator"]
UNITS = _VOCABULARY["unit"]
NULL_REASONS = _VOCABULARY["null_reason"]
# How the codes of amounts in the company's currency begin.
MONEY = "money"
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
    """A unit in words; money says in which currency: money a year (CNY)."""
    text = word(UNITS, code)
    return Both(f"{text.en} ({currency})", f"{text.zh}（{currency}）") if str(code).startswith(MONEY) else text


def unit_of_amount(code: object, currency: str) -> Both:
    """A unit as it stands beside a number: 12.50 CNY/unit, 12.50 persons."""
    text = str(code)
    return Both(currency + text.removeprefix(MONEY), "") if text.startswith(MONEY) else word(UNITS, code)


def levels_offered(metric: Metric) -> list[str]:
    """The levels an indicator is computed at: from the company down to its lowest."""
    codes = list(LEVELS)
    lowest = str(metric.meta.get("lowest_level") or codes[-1])
    return codes[: codes.index(lowest) + 1] if lowest in codes else codes


def windows_offered(metric: Metric) -> list[str]:
    """The windows an indicator is computed for; a metric may name fewer."""
    return [str(one) for one in metric.meta.get("windows") or WINDOWS]
