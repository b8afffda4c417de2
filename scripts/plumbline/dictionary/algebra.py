"""When two formulas mean the same: both as a quotient of polynomials over components, compared exactly."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from plumbline.catalogue.expressions import Cases, Choice, Formula, Name, Number, Product, Quotient, Sum, sql

# A product of atoms as sorted (atom, exponent) pairs; the empty one is the number 1.
Monomial = tuple[tuple[str, int], ...]
Polynomial = Mapping[Monomial, Fraction]

ONE: Polynomial = {(): Fraction(1)}


@dataclass(frozen=True)
class Rational:
    """A quotient of two polynomials."""

    numerator: Polynomial
    denominator: Polynomial

    def same_as(self, other: "Rational") -> bool:
        return self.factor_to(other) == 1

    def factor_to(self, other: "Rational") -> Fraction | None:
        """The number by which `other` must be multiplied to give this one; None when there is none."""
        left = _product(self.numerator, other.denominator)
        right = _product(other.numerator, self.denominator)
        if not left or left.keys() != right.keys():
            return None
        factors = {left[monomial] / right[monomial] for monomial in left}
        return factors.pop() if len(factors) == 1 else None

    @property
    def is_linear(self) -> bool:
        """A sum of components with numbers before them, and no division."""
        has_no_division = set(self.denominator) == {()}
        return has_no_division and all(sum(power for _, power in term) <= 1 for term in self.numerator)


def rational(formula: Formula) -> Rational:
    """The formula in normal form. Greatest, least and case are atoms of their own, compared as written."""
    match formula:
        case Number():
            return Rational(_clean({(): formula.value}), ONE)
        case Sum():
            total = Rational({}, ONE)
            for sign, term in formula.terms:
                total = _added(total, rational(term), sign)
            return total
        case Product():
            result = Rational(ONE, ONE)
            for factor in formula.factors:
                one = rational(factor)
                result = Rational(
                    _product(result.numerator, one.numerator), _product(result.denominator, one.denominator)
                )
            return result
        case Quotient():
            top, bottom = rational(formula.numerator), rational(formula.denominator)
            return Rational(_product(top.numerator, bottom.denominator), _product(top.denominator, bottom.numerator))
        case Name() | Choice() | Cases():
            return Rational({((sql(formula), 1),): Fraction(1)}, ONE)


def _added(left: Rational, right: Rational, sign: int) -> Rational:
    if left.denominator == right.denominator:
        return Rational(_plus(left.numerator, right.numerator, sign), left.denominator)
    numerator = _plus(_product(left.numerator, right.denominator), _product(right.numerator, left.denominator), sign)
    return Rational(numerator, _product(left.denominator, right.denominator))


def _plus(left: Polynomial, right: Polynomial, sign: int) -> Polynomial:
    total = dict(left)
    for monomial, factor in right.items():
        total[monomial] = total.get(monomial, Fraction(0)) + sign * factor
    return _clean(total)


def _product(left: Polynomial, right: Polynomial) -> Polynomial:
    total: dict[Monomial, Fraction] = {}
    for one, factor in left.items():
        for other, second in right.items():
            powers = dict(one)
            for atom, power in other:
                powers[atom] = powers.get(atom, 0) + power
            monomial = tuple(sorted(powers.items()))
            total[monomial] = total.get(monomial, Fraction(0)) + factor * second
    return _clean(total)


def _clean(polynomial: Mapping[Monomial, Fraction]) -> Polynomial:
    return {monomial: factor for monomial, factor in polynomial.items() if factor}
