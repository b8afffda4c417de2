"""When an indicator has no value, in words: the conditions that its metric and those below it declare.

In the order in which the marts ask them. A window that is not complete never has a value; that is said once for all.
"""

from collections.abc import Iterator
from fractions import Fraction

from plumbline.dictionary.expressions import Formula, Name, Number, Product, Sum, flat_sum
from plumbline.dictionary.formulas import TextWriter, spaced
from plumbline.dictionary.registry import Metric, Registry
from plumbline.texts import Both, in_sentence

EVERY_WINDOW = Both(
    "A window that is not complete, or begins before the company's data, has no value of any indicator.",
    "窗口尚未完整，或早于公司数据的起始月份时，任何指标均不给值。",
)


def null_rules(registry: Registry, metric: Metric) -> list[tuple[str, Both]]:
    """What is special to the indicator, as (reason, words)."""
    # Two ratios over the same denominator are one rule.
    return list(dict.fromkeys(_rules(registry, metric)))


def _rules(registry: Registry, metric: Metric) -> Iterator[tuple[str, Both]]:
    if registry.uses_prior_year(metric.code):
        text = Both("The same window one year earlier is not complete.", "上年同期窗口数据不完整。")
        yield "insufficient_history", text
    for component in registry.components_of(metric.code):
        if contracts := ", ".join(component.meta.get("decided_by") or component.meta.get("contracts") or []):
            text = Both(f"The company delivers none of {contracts}.", f"公司未交付以下任一来源表：{contracts}。")
            yield "not_applicable", text
    ratios = registry.ratios_of(metric.code)
    guarded = [one for one in ratios if one.meta.get("null_when_denominator_not_positive")]
    for ratio in guarded:
        if base := _base(registry, registry.denominator_of(ratio)):
            yield "non_positive_base", Both(f"Zero or negative: {base.en}.", f"{base.zh}为零或为负。")
    for ratio in ratios:
        if ratio not in guarded and (base := _base(registry, registry.denominator_of(ratio))):
            yield "zero_denominator", Both(f"Zero: {base.en}.", f"{base.zh}为零。")
    yield from _judged_by_counts(registry, metric)


def _judged_by_counts(registry: Registry, metric: Metric) -> Iterator[tuple[str, Both]]:
    """The rules of the indicator's own meta: coverage, one kind only, a sample that is large enough."""

    def label(code: object) -> Both:
        known = registry.metrics.get(str(code))
        return known.label if known else Both(str(code), str(code))

    if coverage := metric.meta.get("coverage"):
        part, whole = label(coverage["reporting"]), label(coverage["of"])
        text = Both(
            f"No source of the unit reports it: {in_sentence(part.en)} is 0 beside {in_sentence(whole.en)}.",
            f"该单元没有来源系统提供此数据：{whole.zh}有余额，而{part.zh}为零。",
        )
        yield "source_missing", text
    if counted := metric.meta.get("only_one"):
        kinds = label(counted)
        text = Both(
            f"It means something only within one kind; the unit has several: {in_sentence(kinds.en)} is more than 1.",
            f"该指标仅在同一种类内有意义，而该单元有多种：{kinds.zh}大于 1。",
        )
        yield "not_applicable", text
    if sample := metric.meta.get("low_sample"):
        named, least = label(sample["component"]), sample["minimum"]
        text = Both(f"{named.en} in the window: fewer than {least}.", f"窗口内{named.zh}少于 {least}。")
        yield "low_sample", text


def _base(registry: Registry, denominator: Metric) -> Both | None:
    """What decides whether a denominator is zero or negative: a term is written out, without what is always positive.

    None where all of it is, as the months of the window are.
    """
    formula: Formula | None = Name(denominator.code)
    if not denominator.is_indicator:
        formula = _deciding(registry, registry.shown(denominator))
    if formula is None:
        return None
    english, chinese = (TextWriter(registry, language).write(formula) for language in ("en", "zh"))
    return Both(english, spaced(chinese, "zh"))


def _deciding(registry: Registry, formula: Formula) -> Formula | None:
    """A formula without its positive factors and those of all its terms: 12 × revenue is zero when revenue is."""
    _, left = _taken_apart(registry, formula)
    if isinstance(left, Sum):
        parts = [(sign, *_taken_apart(registry, term)) for sign, term in left.terms]
        if all(factors == parts[0][1] for _, factors, _ in parts):
            return flat_sum([(sign, rest or Number(Fraction(1))) for sign, _, rest in parts])
    return left


def _taken_apart(registry: Registry, formula: Formula) -> tuple[list[Formula], Formula | None]:
    """(positive factors, the product of the others or None)."""
    factors = formula.factors if isinstance(formula, Product) else (formula,)
    positive = [one for one in factors if _is_positive(registry, one)]
    others = [one for one in factors if not _is_positive(registry, one)]
    if len(others) > 1:
        return positive, Product(tuple(others))
    return positive, others[0] if others else None


def _is_positive(registry: Registry, formula: Formula) -> bool:
    if isinstance(formula, Name):
        return registry.metrics[formula.code].component_class == "calendar_months"
    return isinstance(formula, Number) and formula.value > 0
