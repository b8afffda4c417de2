"""How an explained figure is told: English and Chinese side by side, within 120 columns."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from plumbline.catalogue.expressions import Name, Quotient
from plumbline.catalogue.metrics import Metric
from plumbline.dictionary import words
from plumbline.dictionary.formulas import words as formula_words
from plumbline.dictionary.null_rules import null_rules
from plumbline.dictionary.registry import Contract
from plumbline.explaining import Explanation, Row
from plumbline.scorecard import Indicator, Reading, shown_value
from plumbline.texts import Both, sentence


@dataclass(frozen=True)
class Part:
    """A heading, and lines that stand beside it."""

    heading: Both
    lines: list[str] = field(default_factory=list)


def render(explanation: Explanation) -> RenderableType:
    """The figure with what it is made of, or why there is none."""
    table = Table.grid(padding=(0, 2, 0, 0))
    table.add_column(no_wrap=True, style="bold")
    table.add_column(no_wrap=True)
    table.add_column()
    for part in parts(explanation):
        for number, line in enumerate(part.lines):
            first = number == 0
            table.add_row(part.heading.en if first else "", part.heading.zh if first else "", Text(line))
    return Group(Text(heading(explanation), style="bold"), table)


def heading(explanation: Explanation) -> str:
    """Which cell it is: indicator, unit, window, period end and tree."""
    asked = explanation.question
    window, basis = asked.period["window_code"], asked.basis
    window_words, basis_words = words.word(words.WINDOWS, window), words.word(words.BASES, basis)
    unit_id, name = asked.unit["org_unit_id"], asked.unit["org_unit_name"] or asked.unit["org_unit_id"]
    unit = unit_id if name == unit_id else f"{name} ({unit_id})"
    return (
        f"{asked.indicator['label']} {asked.indicator['label_zh']} ({asked.indicator['indicator_code']})\n"
        f"{unit} at {asked.period['period_end']}, {window} {window_words.en} {window_words.zh}, "
        f"{basis} {basis_words.en} {basis_words.zh}"
    )


def parts(explanation: Explanation) -> Iterator[Part]:
    """Everything below the heading, from the figure to where its definition stands."""
    reading = explanation.reading
    if reading is None:
        yield from _absent(explanation)
    elif reading["value"] is None:
        yield Part(Both("Value", "数值"), [f"none 无值 ({reading['null_reason']})"])
        yield _both(Both("Why", "原因"), *reasons(explanation, reading))
        yield from _sides(explanation, reading)
    else:
        yield Part(Both("Value", "数值"), [_value(explanation, reading["value"])])
        yield from _sides(explanation, reading)
        yield from _prior_year(explanation, reading)
    formula = (formula_words(explanation.registry, explanation.metric, language) for language in ("en", "zh"))
    yield Part(Both("Formula", "公式"), list(formula))
    yield _both(Both("Meaning", "含义"), explanation.metric.texts["meaning"])
    yield Part(Both("Definition", "定义"), [explanation.metric.path])


def _both(name: Both, *texts: Both) -> Part:
    return Part(name, [sentence(line) for text in texts for line in (text.en, text.zh) if line])


def _value(explanation: Explanation, value: Decimal | None) -> str:
    """A value in the indicator's unit; money in full, with its currency."""
    asked = explanation.question
    names = [asked.indicator[name] for name in ("indicator_code", "label", "label_zh", "unit", "polarity")]
    code, label, label_zh, unit, polarity = map(str, names)
    indicator = Indicator(code, label, label_zh, unit, polarity, asked.period["window_code"])
    shown = shown_value(indicator, Reading(value, None, None), Decimal(1)).plain
    return f"{shown} {words.unit_of_amount(unit, _currency(explanation)).en}" if unit.startswith("money") else shown


def _currency(explanation: Explanation) -> str:
    return str(explanation.company.variables.get("base_currency", ""))


def _sides(explanation: Explanation, reading: Row) -> Iterator[Part]:
    """Numerator and denominator of a ratio: the stored sums, and what they are."""
    formula = explanation.metric.formula
    if not isinstance(formula, Quotient) or (reading["numerator"] is None and reading["denominator"] is None):
        return
    for name, column, side in (
        (Both("Numerator", "分子"), "numerator", formula.numerator),
        (Both("Denominator", "分母"), "denominator", formula.denominator),
    ):
        if not isinstance(side, Name):
            raise ValueError(f"{explanation.metric.code}: the {column} of a ratio must be a metric")
        metric = explanation.registry.metrics[side.code]
        amount = reading[column]
        unit = words.unit_of_amount(metric.meta.get("unit"), _currency(explanation)).en
        shown = "–" if amount is None else f"{amount:,.2f} {unit}"
        lines = [f"{shown}   {_named(metric)}"]
        if metric.formula is not None:
            lines += [f"= {formula_words(explanation.registry, metric, language)}" for language in ("en", "zh")]
        yield Part(name, lines)


def _named(metric: Metric) -> str:
    return f"{metric.label.en} {metric.label.zh} ({metric.code})"


def _prior_year(explanation: Explanation, reading: Row) -> Iterator[Part]:
    before, change = reading["prior_year_value"], reading["change"]
    yield Part(Both("Prior year", "上年同期"), ["–" if before is None else _value(explanation, before)])
    if change is None:
        shown = "–"
    elif reading["change_kind"] == "percent" or explanation.question.indicator["unit"] == "%":
        shown = f"{change * 100:+,.1f} {'%' if reading['change_kind'] == 'percent' else 'pp'}"
    else:
        shown = f"{change:+,.1f} {explanation.question.indicator['unit']}"
    yield Part(Both("Change", "变化"), [shown])


def reasons(explanation: Explanation, reading: Row) -> list[Both]:
    """Why a row has no value, in words for this indicator, unit and window."""
    reason = str(reading["null_reason"])
    if reason == "insufficient_history":
        return [_history(explanation)]
    rules = [text for name, text in null_rules(explanation.registry, explanation.metric) if name == reason]
    if reason == "not_applicable" and "only_one" in explanation.metric.meta:
        # There is a row, so what it is made of is delivered.
        return rules[-1:]
    formula = explanation.metric.formula
    # Where the ratio's own denominator is the culprit, those of the ratios inside it need no mention.
    if isinstance(formula, Quotient) and reading["denominator"] is not None and reading["denominator"] <= 0:
        return rules[:1]
    return rules or [Both(reason, reason)]


def _history(explanation: Explanation) -> Both:
    asked = explanation.question
    number, end, first = asked.period["months_in_window"], asked.period["period_end"], asked.first_month_end
    months = f"{number} month{'' if number == 1 else 's'}"
    if asked.period["is_complete"]:
        return Both(
            f"It compares {months} up to {end} with the same a year earlier; the company's first month ends at {first}",
            f"该指标将截至 {end} 的 {number} 个月与上年同期比较；公司首个月份截至 {first}",
        )
    return Both(
        f"The window needs {months} up to {end}; the company's first month ends at {first}",
        f"该窗口需要截至 {end} 的 {number} 个月数据；公司首个月份截至 {first}",
    )


def _absent(explanation: Explanation) -> Iterator[Part]:
    """No row: the indicator does not apply to the unit, or not yet, or no longer."""
    answer, asked = explanation.applicability, explanation.question
    value, why = Both("Value", "数值"), Both("Why", "原因")
    if answer is None:
        yield Part(value, ["none: the unit is not in this tree 无值：该单元不在此组织口径中"])
        return
    if answer["applies"]:
        yield Part(value, ["none 无值"])
        since, end = answer["applies_since"], asked.period["period_end"]
        if end < since:
            yield _both(why, Both(f"It applies to this unit from {since} on", f"该指标自 {since} 起适用于该单元"))
        else:
            yield _both(why, Both("The unit had ended before this window", "该窗口开始前该单元已终止"))
        return
    yield Part(value, [f"none: it does not apply to this unit 无值：不适用于该单元 ({answer['reason']})"])
    yield _both(why, _why_not(explanation, str(answer["reason"])))
    if answer["component"]:
        yield from _missing(explanation, answer)


def _why_not(explanation: Explanation, reason: str) -> Both:
    lowest = str(explanation.question.indicator["lowest_level"])
    level, own = words.word(words.LEVELS, lowest), str(explanation.question.unit["org_level"])
    texts = {
        "level": Both(
            f"It is offered down to {lowest} ({level.en}); this unit is {own}",
            f"该指标最低层级为 {lowest}（{level.zh}），该单元为 {own}",
        ),
        "elimination": Both(
            "An elimination unit holds adjustments; only what adds up is said of it",
            "抵销单元只含调整数，仅适用可加指标",
        ),
        "not_delivered": Both("No source system of the company delivers what it needs", "公司没有来源系统交付所需数据"),
        "no_rows": Both(
            "What it needs is delivered, but never held anything of this unit or below it",
            "所需数据已交付，但从未包含该单元或其下级",
        ),
    }
    return texts.get(reason, Both(reason, reason))


def _missing(explanation: Explanation, answer: Row) -> Iterator[Part]:
    """The first component that is missing, the contracts it comes from, and the file that lists their systems."""
    component = explanation.registry.metrics[str(answer["component"])]
    names = [name.strip() for name in str(answer["contracts"] or "").split(",") if name.strip()]
    yield Part(Both("Missing", "缺少"), [_named(component), *_both(Both("", ""), component.definition).lines])
    lines: list[str] = []
    for name in names:
        contract = explanation.registry.contracts.get(name)
        systems = [system for system, given in explanation.company.source_systems.items() if name in given]
        by = f"delivered by 交付系统 {', '.join(systems)}" if systems else "no system delivers it 无系统交付"
        lines.append(f"{name}: {by}")
        lines += _described(contract)
    yield Part(Both("Contract", "契约"), lines)
    file = explanation.company.file.as_posix()
    yield Part(
        Both("Company file", "公司文件"),
        [
            f"{file}: its variable source_systems lists each system and the contracts that it delivers.",
            f"{file}：变量 source_systems 列出各系统及其交付的契约。",
        ],
    )


def _described(contract: Contract | None) -> list[str]:
    if contract is None:
        return []
    return [f"  {line}" for line in (contract.description.en, contract.description.zh) if line]
