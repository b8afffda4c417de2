"""A metric's expression as a tree: read with an SQL parser, and written back as SQL."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction

import sqlglot
from sqlglot import exp
from sqlglot.errors import SqlglotError

# Multiplying by this is how the metrics halve, because division belongs to ratios.
HALF = Fraction(1, 2)


class FormulaError(ValueError):
    """An expression that cannot be read, and why."""


@dataclass(frozen=True)
class Number:
    value: Fraction


@dataclass(frozen=True)
class Name:
    """A metric, or in a simple metric's expression a column; `is_prior`: of the same window one year earlier."""

    code: str
    is_prior: bool = False


@dataclass(frozen=True)
class Sum:
    """Terms, each with +1 or -1."""

    terms: tuple[tuple[int, "Formula"], ...]


@dataclass(frozen=True)
class Product:
    factors: tuple["Formula", ...]


@dataclass(frozen=True)
class Quotient:
    numerator: "Formula"
    denominator: "Formula"


@dataclass(frozen=True)
class Choice:
    """The greatest or the least of some values."""

    which: str
    options: tuple["Formula", ...]


@dataclass(frozen=True)
class Condition:
    """A comparison of two values."""

    left: "Formula"
    operator: str
    right: "Formula"


@dataclass(frozen=True)
class Cases:
    """The value of the first condition that holds, else the last value (nothing, where it is missing)."""

    branches: tuple[tuple[Condition, "Formula"], ...]
    otherwise: "Formula | None"


Formula = Number | Name | Sum | Product | Quotient | Choice | Cases

COMPARISONS: Mapping[type[exp.Expr], str] = {
    exp.GT: ">", exp.GTE: ">=", exp.LT: "<", exp.LTE: "<=", exp.EQ: "=", exp.NEQ: "<>",
}  # fmt: skip


def parse(text: str) -> Formula:
    """The tree of an SQL expression of names, numbers, + - * /, greatest, least and case.

    Raises FormulaError when it is anything else.
    """
    try:
        tree = sqlglot.parse_one(text, dialect="postgres")
    except SqlglotError as error:
        raise FormulaError(f"{text!r} is not an expression: {str(error).splitlines()[0]}") from error
    return _formula(tree)


def _formula(node: exp.Expr) -> Formula:  # noqa: PLR0911  one return for each kind of expression
    match node:
        case exp.Paren():
            return _formula(node.this)
        case exp.Column() if not node.args.get("table"):
            return Name(node.name)
        case exp.Literal() if not node.is_string:
            return Number(Fraction(node.name))
        case exp.Neg():
            return _negated(_formula(node.this))
        case exp.Add() | exp.Sub():
            left, right = _formula(node.left), _formula(node.right)
            return Sum((*_terms(left), (1 if isinstance(node, exp.Add) else -1, right)))
        case exp.Mul():
            left, right = _formula(node.left), _formula(node.right)
            return Product((*(left.factors if isinstance(left, Product) else (left,)), right))
        case exp.Div():
            return Quotient(_formula(node.left), _formula(node.right))
        case exp.Greatest() | exp.Least():
            options = (_formula(node.this), *(_formula(one) for one in node.expressions))
            return Choice("greatest" if isinstance(node, exp.Greatest) else "least", options)
        case exp.Case() if not node.this:
            branches = tuple((_condition(one.this), _formula(one.args["true"])) for one in node.args["ifs"])
            default = node.args.get("default")
            missing = default is None or isinstance(default, exp.Null)
            return Cases(branches, None if default is None or missing else _formula(default))
    raise FormulaError(f"{node.sql(dialect='postgres')!r} is not allowed in a formula")


def _condition(node: exp.Expr) -> Condition:
    if isinstance(node, exp.Paren):
        return _condition(node.this)
    operator = COMPARISONS.get(type(node))
    if operator and isinstance(node, exp.Binary):
        return Condition(_formula(node.left), operator, _formula(node.right))
    raise FormulaError(f"{node.sql(dialect='postgres')!r} is not a comparison of two values")


def _terms(formula: Formula) -> tuple[tuple[int, Formula], ...]:
    return formula.terms if isinstance(formula, Sum) else ((1, formula),)


def _negated(formula: Formula) -> Formula:
    return Number(-formula.value) if isinstance(formula, Number) else Sum(((-1, formula),))


def children(formula: Formula) -> tuple[Formula, ...]:
    """What a formula is directly made of."""
    match formula:
        case Sum():
            return tuple(term for _, term in formula.terms)
        case Product():
            return formula.factors
        case Quotient():
            return (formula.numerator, formula.denominator)
        case Choice():
            return formula.options
        case Cases():
            tests = [side for condition, _ in formula.branches for side in (condition.left, condition.right)]
            values = [value for _, value in formula.branches]
            return (*tests, *values, *([formula.otherwise] if formula.otherwise is not None else []))
    return ()


def names(formula: Formula) -> Iterator[Name]:
    """Every name in a formula, in reading order, each once."""
    seen: dict[Name, None] = {}
    waiting = [formula]
    while waiting:
        one = waiting.pop(0)
        if isinstance(one, Name):
            seen[one] = None
        waiting = [*children(one), *waiting]
    yield from seen


def replaced(formula: Formula, by: Callable[[Name], Formula]) -> Formula:  # noqa: PLR0911  as above
    """The formula with each name replaced by what `by` gives for it."""
    match formula:
        case Name():
            return by(formula)
        case Sum():
            return flat_sum([(sign, replaced(term, by)) for sign, term in formula.terms])
        case Product():
            return Product(tuple(replaced(factor, by) for factor in formula.factors))
        case Quotient():
            return Quotient(replaced(formula.numerator, by), replaced(formula.denominator, by))
        case Choice():
            return Choice(formula.which, tuple(replaced(option, by) for option in formula.options))
        case Cases():
            branches = tuple(
                (Condition(replaced(test.left, by), test.operator, replaced(test.right, by)), replaced(value, by))
                for test, value in formula.branches
            )
            return Cases(branches, None if formula.otherwise is None else replaced(formula.otherwise, by))
    return formula


def flat_sum(terms: list[tuple[int, Formula]]) -> Formula:
    """A sum without sums directly inside it: a + (b - c) is a + b - c."""
    flat: list[tuple[int, Formula]] = []
    for sign, term in terms:
        flat += [(sign * inner, one) for inner, one in term.terms] if isinstance(term, Sum) else [(sign, term)]
    return flat[0][1] if len(flat) == 1 and flat[0][0] == 1 else Sum(tuple(flat))


def decimal_text(value: Fraction) -> str:
    """A number in the fewest digits: 12, 0.5, -3; a fraction where no decimal is exact."""
    if value.denominator == 1:
        return str(value.numerator)
    for digits in range(1, 13):
        scaled = value * 10**digits
        if scaled.denominator == 1:
            sign = "-" if value < 0 else ""
            whole, part = divmod(abs(scaled.numerator), 10**digits)
            return f"{sign}{whole}.{part:0{digits}d}"
    return f"{value.numerator} / {value.denominator}"


def sql(formula: Formula, level: int = 0) -> str:  # noqa: PLR0911  as above
    """The formula as SQL, with as few brackets as it needs (level 1 inside a sum, 2 inside a product)."""
    match formula:
        case Number():
            text = decimal_text(formula.value)
            return f"({text})" if formula.value < 0 and level else text
        case Name():
            return f"prior_{formula.code}" if formula.is_prior else formula.code
        case Sum():
            text = ""
            for sign, term in formula.terms:
                glue = (" + " if sign > 0 else " - ") if text else ("" if sign > 0 else "-")
                text += glue + sql(term, 1 if sign > 0 else 2)
            return f"({text})" if level > 1 else text
        case Product():
            return " * ".join(sql(factor, 2) for factor in formula.factors)
        case Quotient():
            text = f"{sql(formula.numerator, 2)} / {sql(formula.denominator, 3)}"
            return f"({text})" if level > 1 else text
        case Choice():
            return f"{formula.which}({', '.join(sql(option) for option in formula.options)})"
        case Cases():
            branches = " ".join(
                f"when {sql(test.left)} {test.operator} {sql(test.right)} then {sql(value)}"
                for test, value in formula.branches
            )
            otherwise = "" if formula.otherwise is None else f" else {sql(formula.otherwise)}"
            return f"case {branches}{otherwise} end"
