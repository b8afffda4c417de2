"""The one division of the project: half-up to ten places, exact, the same on both engines."""

import random
from collections.abc import Iterator
from decimal import ROUND_HALF_UP, Decimal, localcontext
from typing import Any

PLACES = Decimal("0.0000000001")
SMALLEST = Decimal("0.00000001")


def divided(numerator: Decimal, denominator: Decimal) -> Decimal:
    """By Python's own decimals, away from zero at a half."""
    with localcontext() as context:
        context.prec = 80
        magnitude = (abs(numerator) / abs(denominator)).quantize(PLACES, ROUND_HALF_UP)
    return magnitude if (numerator < 0) == (denominator < 0) else -magnitude


def operands(count: int) -> Iterator[tuple[Decimal, Decimal]]:
    """Amounts, counts, halves and powers of two (whose quotients end in a five at the eleventh place)."""
    numbers = random.Random(20251008)
    while count:
        numerator = Decimal(numbers.randint(-(10**14), 10**14)).scaleb(-numbers.choice([0, 2, 4, 6]))
        small = Decimal(numbers.randint(-40, 40)) / 2
        denominator = numbers.choice(
            [
                Decimal(numbers.randint(-(10**12), 10**12)).scaleb(-numbers.choice([0, 2, 6])),
                Decimal(2) ** numbers.randint(1, 24),
                Decimal(numbers.randint(-9, 9)),
                Decimal(numbers.randint(1, 999)).scaleb(-6),
            ]
        )
        if denominator and abs(numerator / denominator) < Decimal(10) ** 16:
            yield numbers.choice([numerator, small]), denominator
            count -= 1


def near_halves(count: int) -> Iterator[tuple[Decimal, Decimal]]:
    """Quotients at a half of the tenth place and the closest that eight places can come to one, on either side."""
    numbers = random.Random(20251009)
    while count:
        denominator = Decimal(numbers.randint(1, 10**12)).scaleb(-numbers.choice([0, 2, 4]))
        quotient = (numbers.randint(0, 10 ** numbers.randint(1, 16)) + Decimal("0.5")).scaleb(-10)
        numerator = (quotient * denominator).quantize(SMALLEST) + numbers.choice([-1, 0, 1]) * SMALLEST
        if numerator < 10**20:
            yield numerator * numbers.choice([1, -1]), denominator
            count -= 1


def test_division_is_exact_and_the_same_on_both_engines(demo_duckdb: Any, demo_postgres: Any) -> None:
    pairs = [*operands(10_000), *near_halves(10_000)]
    values = ", ".join(f"({place}, {n:f}, {d:f})" for place, (n, d) in enumerate(pairs))
    sql = f"""
        select plumbline_divide(cast(n as decimal(38, 8)), cast(d as decimal(38, 8)))
        from (values {values}) as pairs (place, n, d)
        order by place
    """
    expected = [divided(numerator, denominator) for numerator, denominator in pairs]
    for published in (demo_duckdb, demo_postgres):
        connection = published.connect()
        try:
            cursor = connection.cursor()
            cursor.execute(sql)
            assert [value for (value,) in cursor.fetchall()] == expected
            cursor.execute("select plumbline_divide(1, 0), plumbline_divide(cast(null as decimal(18, 2)), 2)")
            assert cursor.fetchall() == [(None, None)]
        finally:
            connection.close()
