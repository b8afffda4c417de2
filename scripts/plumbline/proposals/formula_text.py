"""A proposer's formula: read as typed, in Chinese punctuation too, and brought into the form that metrics have."""

import re
from fractions import Fraction

from plumbline.catalogue.expressions import (
    Cases,
    Choice,
    Formula,
    FormulaError,
    Name,
    Number,
    Product,
    Quotient,
    Sum,
    children,
    decimal_text,
    flat_sum,
    parse,
    sql,
)

TYPED = str.maketrans({
    "×": "*", "÷": "/", "−": "-", "–": "-", "（": "(", "）": ")", "，": ",", "＋": "+", "－": "-", "＊": "*", "／": "/",
})  # fmt: skip
ONE = Number(Fraction(1))


def read_formula(text: str) -> Formula:
    """The formula as a tree; raises FormulaError when it is more than names, numbers, + - * /, greatest and least."""
    formula = parse(text.translate(TYPED).removeprefix("=").strip())
    if _has(formula, Cases):
        raise FormulaError("case is not allowed in a proposal; a condition belongs into a component's column")
    return formula


def _has(formula: Formula, kind: type[Cases] | type[Quotient]) -> bool:
    return isinstance(formula, kind) or any(_has(one, kind) for one in children(formula))


def as_ratio(formula: Formula) -> tuple[Formula, Formula]:
    """(numerator, denominator) without any division inside them: sums are divided last.

    The denominator is the number 1 where nothing is divided. Raises FormulaError when division cannot be taken out.
    """
    top, bottom = _split(formula)
    if isinstance(bottom, Number):
        if bottom.value == 0:
            raise FormulaError("it divides by zero")
        factor = 1 / bottom.value
        if "/" in decimal_text(factor):
            raise FormulaError(f"1 / {decimal_text(bottom.value)} has no exact decimal; divide by a component instead")
        return _times(Number(factor), top), ONE
    return top, bottom


def _split(formula: Formula) -> tuple[Formula, Formula]:
    match formula:
        case Quotient():
            top, bottom = _split(formula.numerator), _split(formula.denominator)
            return _times(top[0], bottom[1]), _times(top[1], bottom[0])
        case Product():
            over: Formula = ONE
            under: Formula = ONE
            for factor in formula.factors:
                top_part, bottom_part = _split(factor)
                over, under = _times(over, top_part), _times(under, bottom_part)
            return over, under
        case Sum():
            parts = [(sign, *_split(term)) for sign, term in formula.terms]
            unders = {sql(under): under for _, _, under in parts}
            common: Formula = ONE
            for under in unders.values():
                common = _times(common, under)
            terms = []
            for sign, over, under in parts:
                for text, other in unders.items():
                    if text != sql(under):
                        over = _times(over, other)  # noqa: PLW2901  the term brought to the common denominator
                terms.append((sign, over))
            return flat_sum(terms), common
        case Choice() if _has(formula, Quotient):
            raise FormulaError("greatest and least cannot hold a division; multiply both sides out")
    return formula, ONE


def _times(left: Formula, right: Formula) -> Formula:
    """A product without products inside it, its numbers multiplied and in front."""
    factors: list[Formula] = []
    number = Fraction(1)
    for side in (left, right):
        for factor in side.factors if isinstance(side, Product) else (side,):
            if isinstance(factor, Number):
                number *= factor.value
            else:
                factors.append(factor)
    if number != 1 or not factors:
        factors.insert(0, Number(number))
    return factors[0] if len(factors) == 1 else Product(tuple(factors))


def input_names(formula: Formula) -> list[str]:
    """The metrics a formula names, each once."""
    found: dict[str, None] = {}
    waiting = [formula]
    while waiting:
        one = waiting.pop(0)
        if isinstance(one, Name):
            found[one.code] = None
        waiting = [*children(one), *waiting]
    return list(found)


def names_in(text: str) -> list[str]:
    """What looks like a metric's name in a formula that cannot be read; names of functions do not."""
    return list(dict.fromkeys(re.findall(r"\b[a-z_][a-z0-9_]*\b(?!\s*\()", text.translate(TYPED))))
