"""Metrics as exact fractions, read from the columns of the wide table: a ratio is not rounded."""

import ast
import operator
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from plumbline.catalogue.metrics import Metric

Row = Mapping[str, Any]
OPERATIONS: dict[type[ast.operator], Callable[[Fraction, Fraction], Fraction]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
}
STORED_PLACE = Fraction(1, 10**10)


@dataclass(frozen=True)
class ExactMetrics:
    """Reads metrics by their definitions in the catalogue."""

    metrics: Mapping[str, Metric]

    def value(self, name: str, row: Row) -> Fraction | None:
        """The exact value of a metric in a row of metric_windows; None where it is undefined or not there."""
        metric = self.metrics[name]
        if metric.type == "ratio":
            numerator, denominator = (self.value(side, row) for side in metric.inputs)
            return numerator / denominator if numerator is not None and denominator else None
        if metric.type == "derived" and self._rests_on_ratios(name):
            return self._evaluate(ast.parse(metric.expr, mode="eval").body, row)
        return None if row.get(name) is None else Fraction(row[name])

    def published(self, name: str, row: Row) -> Fraction | None:
        """The same, but None where the marts publish a reason instead of a value."""
        return None if row.get(f"{name}__null_reason") is not None else self.value(name, row)

    def is_rounded_once(self, name: str) -> bool:
        """Whether the stored value is the exact one rounded, and not made of values that were rounded before."""
        return not self._rests_on_ratios(name)

    def _rests_on_ratios(self, name: str) -> bool:
        made_of = self.metrics[name].made_of
        return any(self.metrics[one].type == "ratio" or self._rests_on_ratios(one) for one in made_of)

    def _evaluate(self, node: ast.expr, row: Row) -> Fraction | None:
        """Sums, differences and products of metrics and numbers; None as soon as one of them is."""
        if isinstance(node, ast.Name):
            return self.value(node.id, row)
        if isinstance(node, ast.Constant) and isinstance(node.value, int | float):
            return Fraction(str(node.value))
        if isinstance(node, ast.BinOp) and type(node.op) in OPERATIONS:
            left, right = self._evaluate(node.left, row), self._evaluate(node.right, row)
            return None if left is None or right is None else OPERATIONS[type(node.op)](left, right)
        raise ValueError(f"cannot evaluate {ast.unparse(node)}")


def as_stored(value: Fraction) -> Fraction:
    """A fraction as the marts store it: rounded half up to ten places, away from zero."""
    rounded = Fraction(int(abs(value) / STORED_PLACE + Fraction(1, 2))) * STORED_PLACE
    return -rounded if value < 0 else rounded
