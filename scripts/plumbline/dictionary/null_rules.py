"""When an indicator has no value, in words: the conditions that its metric and those below it declare.

In the order in which the marts ask them. A window that is not complete never has a value; that is said once for all.
"""

from fractions import Fraction

from plumbline.catalogue.expressions import Formula, Name, Number, Product, Sum, flat_sum
from plumbline.catalogue.metrics import Metric
from plumbline.catalogue.null_rules import Asks, NullRule
from plumbline.dictionary.formulas import TextWriter, spaced
from plumbline.dictionary.registry import Registry
from plumbline.texts import Both, in_sentence

EVERY_WINDOW = Both(
    "A window that is not complete, or begins before the company's data, has no value of any indicator.",
    "窗口尚未完整，或早于公司数据的起始月份时，任何指标均不给值。",
)


def null_rules(registry: Registry, metric: Metric) -> list[tuple[str, Both]]:
    """What is special to the indicator, as (reason, words)."""
    rules = registry.null_rules(metric.code)
    guarded = {rule.of for rule in rules if rule.asks is Asks.positive}
    told = [
        (rule.reason, text)
        for rule in rules
        # A base that must be positive is not zero either.
        if not (rule.asks is Asks.not_zero and rule.of in guarded) and (text := _words(registry, rule))
    ]
    # Two ratios over the same denominator are one rule.
    return list(dict.fromkeys(told))


def _words(registry: Registry, rule: NullRule) -> Both | None:  # noqa: PLR0911  one return for each kind
    """A rule in words; None for what is said of every indicator, or follows from the other rules."""

    def label(code: str) -> Both:
        known = registry.metrics[code].label
        return Both(in_sentence(known.en), known.zh)

    match rule.asks:
        case Asks.prior_year:
            return Both("The same window one year earlier is not complete.", "上年同期窗口数据不完整。")
        case Asks.delivered:
            contracts = ", ".join(registry.metrics[rule.of].deciding_contracts)
            # A component that names no contract is refused by the guards.
            if not contracts:
                return None
            return Both(f"The company delivers none of {contracts}.", f"公司未交付以下任一来源表：{contracts}。")
        case Asks.positive | Asks.not_zero:
            base = _base(registry, registry.metrics[rule.of])
            if base is None:
                return None
            if rule.asks is Asks.positive:
                return Both(f"Zero or negative: {base.en}.", f"{base.zh}为零或为负。")
            return Both(f"Zero: {base.en}.", f"{base.zh}为零。")
        case Asks.coverage:
            part, whole = label(rule.of), label(rule.beside)
            return Both(
                f"No source of the unit reports it: {part.en} is 0 beside {whole.en}.",
                f"该单元没有来源系统提供此数据：{whole.zh}有余额，而{part.zh}为零。",
            )
        case Asks.only_one:
            kinds = label(rule.of)
            return Both(
                f"It means something only within one kind; the unit has several: {kinds.en} is more than 1.",
                f"该指标仅在同一种类内有意义，而该单元有多种：{kinds.zh}大于 1。",
            )
        case Asks.sample:
            counted = registry.metrics[rule.of].label
            return Both(
                f"{counted.en} in the window: fewer than {rule.least}.", f"窗口内{counted.zh}少于 {rule.least}。"
            )
    return None


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
        return registry.metrics[formula.code].counts_months
    return isinstance(formula, Number) and formula.value > 0
