"""DuckDB and Postgres must store the same rows, to the last digit, in every component fact and public mart."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from plumbline.proof.readers import Cursor, rows

PUBLIC_MARTS = [
    "org_units",
    "org_unit_ancestors",
    "periods",
    "indicators",
    "indicator_states",
    "indicator_coverage",
    "driver_tree",
    "indicator_values",
    "indicator_applicability",
    "indicators_for_bi",
    "indicators_company",
    "indicators_business_unit",
    "indicators_department",
    "indicators_post",
    "indicators_by_product_line",
    "indicators_by_customer_segment",
    "indicators_by_channel",
]
# What the public marts are cut from: it holds what does not apply, too.
BEHIND_THE_MARTS = ["windows.metric_windows"]
SHOWN = 5
LISTING = "select table_name from information_schema.tables where table_schema = '{schema}' order by table_name"

Row = tuple[tuple[str, str], ...]


@dataclass
class Comparison:
    """One relation on both engines: its rows, and those that only one engine has."""

    relation: str
    row_count: int
    only_duckdb: list[Row] = field(default_factory=list)
    only_postgres: list[Row] = field(default_factory=list)

    @property
    def is_equal(self) -> bool:
        return not self.only_duckdb and not self.only_postgres

    def differences(self) -> Iterator[str]:
        """The rows that differ, side by side as far as they have the same key (the leading equal columns)."""
        for engine, found in (("DuckDB", self.only_duckdb), ("Postgres", self.only_postgres)):
            for row in found[:SHOWN]:
                yield f"only {engine}: " + ", ".join(f"{name}={value or 'NULL'}" for name, value in row)
            if len(found) > SHOWN:
                yield f"only {engine}: {len(found) - SHOWN} more rows"


def relations(cursor: Cursor) -> list[str]:
    """Every component fact that the database holds, the table behind the public marts, and these."""
    facts = [row["table_name"] for row in rows(cursor, LISTING.format(schema="components"))]
    public = [f"marts.{name}" for name in PUBLIC_MARTS]
    return [*(f"components.{name}" for name in facts), *BEHIND_THE_MARTS, *public]


def compare_rows(
    relation: str, duckdb_rows: Iterable[dict[str, str]], postgres_rows: Iterable[dict[str, str]]
) -> Comparison:
    """Row by row as exact text; a row that occurs twice must occur twice on the other engine too."""
    ours = Counter(tuple(row.items()) for row in duckdb_rows)
    theirs = Counter(tuple(row.items()) for row in postgres_rows)
    return Comparison(
        relation,
        ours.total(),
        sorted((ours - theirs).elements()),
        sorted((theirs - ours).elements()),
    )


def compare(duckdb_cursor: Cursor, postgres_cursor: Cursor) -> list[Comparison]:
    """Compare every relation; one that is missing on Postgres is an error of the database driver."""
    found = []
    for relation in relations(duckdb_cursor):
        sql = f"select * from {relation}"
        found.append(compare_rows(relation, rows(duckdb_cursor, sql), rows(postgres_cursor, sql)))
    return found


def table(comparisons: list[Comparison]) -> str:
    """What was compared, as a table for people, with the rows that differ."""
    lines = [f"{'relation':<45}{'rows':>10}  equal"]
    for one in comparisons:
        lines.append(f"{one.relation:<45}{one.row_count:>10,}  {'yes' if one.is_equal else 'NO'}")
        lines += [f"    {line}" for line in one.differences()]
    lines.append(f"{'together':<45}{sum(one.row_count for one in comparisons):>10,}")
    return "\n".join(lines)
