"""Formulas for readers: in words of both languages and in symbols, as text, as HTML and as MathML.

All of them are made from the tree of the metric's own expression; nothing here knows an indicator.
"""

import html
from abc import ABC, abstractmethod
from collections.abc import Sequence
from fractions import Fraction

from plumbline.catalogue.expressions import (
    HALF,
    Cases,
    Choice,
    Condition,
    Formula,
    Name,
    Number,
    Product,
    Quotient,
    Sum,
    decimal_text,
)
from plumbline.catalogue.metrics import Metric
from plumbline.dictionary.registry import Registry
from plumbline.dictionary.words import CLASSES, word
from plumbline.texts import in_sentence

LETTERS = {
    "flow": "S", "opening": "O", "closing": "C", "stock_months": "SM", "distinct_count": "DC", "window_set": "W",
}  # fmt: skip
SIGNS = {">=": "≥", "<=": "≤", "<>": "≠"}
LANGUAGES = ("en", "zh")
# How tightly the parts of a formula hold together: what stands inside something tighter needs brackets.
LOOSE, TERM, FACTOR = 0, 1, 2


def symbol(metric: Metric, is_prior: bool = False) -> tuple[str, str]:
    """A component in symbols, as (letter, name): ("S", "revenue"); a metric of several parts has I."""
    if metric.counts_months:
        return ("N", "")
    letter = LETTERS.get(metric.component_class, "S" if metric.type == "simple" else "I")
    if is_prior:
        return ({"S": "LY", "W": "LYW"}.get(letter, f"LY {letter}"), metric.base)
    return (letter, metric.base)


def symbol_text(metric: Metric, is_prior: bool = False) -> str:
    letter, name = symbol(metric, is_prior)
    return f"{letter}({name})" if name else letter


class Writer(ABC):
    """Writes a formula; the classes below say how its parts look."""

    # Whether a quotient is set as a fraction, which needs no brackets around its parts.
    has_fractions = True

    def write(self, formula: Formula, around: int = LOOSE) -> str:  # noqa: PLR0911  one return for each kind
        match formula:
            case Number():
                text = self.number(decimal_text(formula.value))
                return self.brackets(text) if formula.value < 0 and around else text
            case Name():
                return self.name(formula)
            case Sum():
                parts = [
                    (sign, self.write(term, TERM if sign > 0 or not isinstance(term, Sum) else FACTOR))
                    for sign, term in formula.terms
                ]
                text = self.sum(parts)
                return self.brackets(text) if around >= FACTOR else text
            case Product():
                return self.product([self.write(factor, FACTOR) for factor in _halves_as_quotients(formula)])
            case Quotient() if self.has_fractions:
                return self.quotient(self.write(formula.numerator), self.write(formula.denominator))
            case Quotient():
                bottom = self.write(formula.denominator, FACTOR)
                if isinstance(formula.denominator, Product | Quotient):
                    bottom = self.brackets(self.write(formula.denominator))
                text = self.quotient(self.write(formula.numerator, FACTOR), bottom)
                return self.brackets(text) if around >= FACTOR else text
            case Choice():
                return self.choice(formula.which, [self.write(option) for option in formula.options])
            case Cases():
                branches = [(self.condition(test), self.write(value)) for test, value in formula.branches]
                otherwise = None if formula.otherwise is None else self.write(formula.otherwise)
                return self.brackets(self.cases(branches, otherwise))

    def condition(self, test: Condition) -> str:
        sign = self.operator(SIGNS.get(test.operator, test.operator))
        return f"{self.write(test.left)}{sign}{self.write(test.right)}"

    def sum(self, parts: Sequence[tuple[int, str]]) -> str:
        text = ""
        for sign, part in parts:
            if text:
                text += self.operator("+" if sign > 0 else "−") + part
            else:
                text = part if sign > 0 else self.operator("−").strip() + part
        return text

    def product(self, factors: Sequence[str]) -> str:
        return self.operator("×").join(factors)

    @abstractmethod
    def number(self, text: str) -> str: ...

    @abstractmethod
    def name(self, name: Name) -> str: ...

    @abstractmethod
    def operator(self, sign: str) -> str: ...

    @abstractmethod
    def brackets(self, text: str) -> str: ...

    @abstractmethod
    def quotient(self, numerator: str, denominator: str) -> str: ...

    @abstractmethod
    def choice(self, which: str, options: Sequence[str]) -> str: ...

    @abstractmethod
    def cases(self, branches: Sequence[tuple[str, str]], otherwise: str | None) -> str: ...


def _halves_as_quotients(product: Product) -> list[Formula]:
    """The factors, with `x * 0.5` as x over 2: metrics may not divide, readers expect it."""
    factors: list[Formula] = []
    for factor in product.factors:
        if factor == Number(HALF) and factors:
            factors[-1] = Quotient(factors[-1], Number(Fraction(2)))
        else:
            factors.append(factor)
    return factors


class TextWriter(Writer):
    """One line of text: in words of a language, or in symbols where the language is empty."""

    has_fractions = False

    def __init__(self, registry: Registry, language: str = "") -> None:
        self.registry = registry
        self.language = language

    def number(self, text: str) -> str:
        return text

    def name(self, name: Name) -> str:
        metric = self.registry.metrics[name.code]
        if not self.language:
            return symbol_text(metric, name.is_prior)
        if self.language == "zh":
            return ("上年同期" if name.is_prior else "") + metric.label.zh
        return in_sentence(metric.label.en) + (" of the same window one year earlier" if name.is_prior else "")

    def operator(self, sign: str) -> str:
        return f" {sign} "

    def brackets(self, text: str) -> str:
        return f"（{text}）" if self.language == "zh" else f"({text})"

    def quotient(self, numerator: str, denominator: str) -> str:
        return f"{numerator} ÷ {denominator}"

    def choice(self, which: str, options: Sequence[str]) -> str:
        return choice_words(self.language, which, options)

    def cases(self, branches: Sequence[tuple[str, str]], otherwise: str | None) -> str:
        return cases_words(self.language, branches, otherwise)


def choice_words(language: str, which: str, options: Sequence[str]) -> str:
    if language == "zh":
        return f"（{'、'.join(options)}）中的{'较大' if which == 'greatest' else '较小'}者"
    if language == "en":
        return f"the {'greater' if which == 'greatest' else 'smaller'} of ({' and '.join(options)})"
    return f"{'max' if which == 'greatest' else 'min'}({', '.join(options)})"


def cases_words(language: str, branches: Sequence[tuple[str, str]], otherwise: str | None) -> str:
    if language == "zh":
        texts = [f"若 {test}，取 {value}" for test, value in branches]
        return "；".join([*texts, "否则不计算" if otherwise is None else f"否则取 {otherwise}"])
    texts = [f"{value} if {test}" for test, value in branches]
    return ", ".join([*texts, "otherwise undefined" if otherwise is None else f"otherwise {otherwise}"])


class HtmlWriter(TextWriter):
    """In words as HTML, with fractions that are set as such and names that lead to where they are defined."""

    has_fractions = True

    def __init__(self, registry: Registry, language: str, own: str = "") -> None:
        super().__init__(registry, language)
        self.own = own

    def name(self, name: Name) -> str:
        text = html.escape(super().name(name))
        return f'<a class="name" href="{self._place(name.code)}">{text}</a>'

    def _place(self, code: str) -> str:
        metric = self.registry.metrics[code]
        if metric.is_indicator and code != self.own:
            return f"{code}.html"
        # The months of the window are no component of the page's own table.
        page = "components.html" if metric.counts_months else ""
        return f"{page}#component-{code}"

    def operator(self, sign: str) -> str:
        return f' <span class="op">{html.escape(sign)}</span> '

    def quotient(self, numerator: str, denominator: str) -> str:
        return (
            f'<span class="fraction"><span class="over">{numerator}</span><span class="sr"> ÷ </span>'
            f'<span class="under">{denominator}</span></span>'
        )


class MathWriter(Writer):
    """In symbols as MathML, which browsers set by themselves."""

    def __init__(self, registry: Registry) -> None:
        self.registry = registry

    def number(self, text: str) -> str:
        return f"<mn>{html.escape(text)}</mn>"

    def name(self, name: Name) -> str:
        letter, stem = symbol(self.registry.metrics[name.code], name.is_prior)
        head = f'<mi mathvariant="normal">{html.escape(letter)}</mi>'
        if not stem:
            return head
        left, right = (f'<mo stretchy="false">{bracket}</mo>' for bracket in "()")
        return f"<mrow>{head}{left}<mtext>{html.escape(stem)}</mtext>{right}</mrow>"

    def operator(self, sign: str) -> str:
        return f"<mo>{html.escape(sign)}</mo>"

    def brackets(self, text: str) -> str:
        return f"<mrow><mo>(</mo>{text}<mo>)</mo></mrow>"

    def quotient(self, numerator: str, denominator: str) -> str:
        return f"<mfrac><mrow>{numerator}</mrow><mrow>{denominator}</mrow></mfrac>"

    def choice(self, which: str, options: Sequence[str]) -> str:
        listed = "<mo>,</mo>".join(options)
        return f"<mrow><mi>{'max' if which == 'greatest' else 'min'}</mi><mo>(</mo>{listed}<mo>)</mo></mrow>"

    def cases(self, branches: Sequence[tuple[str, str]], otherwise: str | None) -> str:
        texts = [f"{value}<mtext>&#160;if&#160;</mtext>{test}" for test, value in branches]
        rest = "<mtext>undefined</mtext>" if otherwise is None else otherwise
        return "<mo>,</mo><mspace width='0.4em'/>".join([*texts, f"{rest}<mtext>&#160;otherwise</mtext>"])


def words(registry: Registry, metric: Metric, language: str) -> str:
    """The formula in one line of words, down to the next indicators and components."""
    text = TextWriter(registry, language).write(registry.shown(metric))
    return spaced(text + rolled_up(metric, language), language)


def rolled_up(metric: Metric, language: str) -> str:
    """How a component becomes the value of a window, in brackets; nothing for a metric with a formula of its own."""
    if metric.formula is not None:
        return ""
    how = word(CLASSES, metric.component_class)
    return f"（{how.zh}）" if language == "zh" else f" ({how.en})"


def spaced(text: str, language: str) -> str:
    """Full-width brackets bring their own space."""
    return text.replace(" （", "（").replace("） ", "）") if language == "zh" else text


def symbols(registry: Registry, metric: Metric) -> str:
    """The formula in one line of symbols, down to the components: (S(revenue) − S(cogs)) ÷ S(revenue)."""
    return TextWriter(registry).write(registry.expanded(metric.code))


def words_html(registry: Registry, metric: Metric, language: str) -> str:
    """The formula in words as HTML, with linked names and fractions."""
    text = HtmlWriter(registry, language, metric.code).write(registry.shown(metric))
    how = html.escape(rolled_up(metric, language))
    return text + (f'<span class="how">{how}</span>' if how else "")


def mathml(registry: Registry, metric: Metric) -> str:
    """The formula in symbols as MathML, down to the components."""
    inner = MathWriter(registry).write(registry.expanded(metric.code))
    return f'<math display="block"><mrow>{inner}</mrow></math>'
