"""Joins that no equality narrows, read from the engines' own plans of compiled SQL.

A join with an equality is hashed, and its cost is the sum of its inputs. Without one (a comparison of ranges, a
condition that looks at one side only, no condition at all) every row of one input meets every row of the other. Both
readers return such joins with the stored relations that the size of each side follows.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from plumbline.errors import PlumblineError

Plan = Mapping[str, Any]
Relations = frozenset[str]
NOTHING: Relations = frozenset()
AROUND = "the rows around a subquery"

DUCKDB_PAIRINGS = {
    "NESTED_LOOP_JOIN",
    "BLOCKWISE_NL_JOIN",
    "CROSS_PRODUCT",
    "PIECEWISE_MERGE_JOIN",
    "IE_JOIN",
    "POSITIONAL_JOIN",
}
# Leaves that read no stored table: literals, calendars of digits, what cannot have rows.
DUCKDB_LITERALS = {"DUMMY_SCAN", "EMPTY_RESULT", "COLUMN_DATA_SCAN"}
POSTGRES_LITERALS = {"Result", "Values Scan", "Function Scan"}
# What a correlated subquery knows of the rows around it, collected and read.
DUCKDB_CORRELATED = {"DELIM_SCAN", "HASH_GROUP_BY"}
# They return rows of one side, each once at most.
FILTERING_JOINS = {"SEMI", "ANTI", "MARK", "SINGLE"}
FILTERING_JOINS_OF_THE_RIGHT = {"RIGHT_SEMI", "RIGHT_ANTI", "RIGHT SEMI", "RIGHT ANTI"}


@dataclass(frozen=True)
class Pairing:
    """A join without an equality. A side that no stored relation feeds (a literal, a single row) is empty."""

    operator: str
    condition: str
    sides: tuple[Relations, Relations]


def duckdb_plan(connection: Any, sql: str) -> list[Plan]:
    """The plan of a query as it is written: joins keep their order, and statistics of the rows rule nothing out."""
    connection.execute("set disabled_optimizers = 'join_order,statistics_propagation'")
    try:
        ((_, text),) = connection.execute(f"explain (format json) {sql}").fetchall()
    finally:
        connection.execute("reset disabled_optimizers")
    plan: list[Plan] = json.loads(text)
    return plan


def scanned_tables(plan: Sequence[Plan]) -> Iterator[str]:
    """The stored tables that a DuckDB plan reads (`schema.table`), once for every time it reads them."""
    for step in plan:
        table = step.get("extra_info", {}).get("Table")
        if table:
            # The database stands before it, and a name that is also a word of SQL in quotes.
            yield ".".join(str(table).replace('"', "").split(".")[-2:])
        yield from scanned_tables(step.get("children", []))


def duckdb_pairings(plan: Sequence[Plan]) -> list[Pairing]:
    """Every join without an equality in a DuckDB plan; relations are named `schema.table`."""
    reader = _DuckDBReader()
    for step in plan:
        reader.read(step, {})
    return reader.found


def postgres_plan(cursor: Any, sql: str) -> Plan:
    """The plan of a query with nested loops only where no other join is possible.

    On small tables the planner likes them; switched off, they remain where there is no equality to hash or sort by.
    """
    cursor.execute("set enable_nestloop = off")
    try:
        cursor.execute("explain (format json, verbose) " + sql.replace("%", "%%"), ())
        ((steps,),) = cursor.fetchall()
    finally:
        cursor.execute("reset enable_nestloop")
    plan: Plan = steps[0]["Plan"]
    return plan


def postgres_pairings(plan: Plan) -> list[Pairing]:
    """Every join without an equality in a plan of `postgres_plan`; relations are named `schema.table`."""
    reader = _PostgresReader()
    reader.read(plan)
    return reader.found


@dataclass
class _DuckDBReader:
    found: list[Pairing] = field(default_factory=list)

    def read(self, step: Plan, ctes: Mapping[str, Relations]) -> Relations:
        """The relations that the size of a step's result follows; joins are noted on the way."""
        name, about = str(step["name"]).strip(), step.get("extra_info", {})
        children = step.get("children", [])
        if name == "CTE":
            definition, rest = children
            return self.read(rest, {**ctes, about["Table Index"]: self.read(definition, ctes)})
        if name == "CTE_SCAN":
            return ctes[about["CTE Index"]]
        if name in DUCKDB_CORRELATED and not children:
            return ctes[AROUND]
        if name.endswith("DELIM_JOIN"):
            # Which rows are meant, the plan leaves open: whatever is read here or came from a CTE.
            ctes = {**ctes, AROUND: frozenset(scanned_tables(children)).union(*ctes.values())}
        if not children:
            return self._leaf(name, step)
        inputs = [self.read(child, ctes) for child in children]
        if name in DUCKDB_PAIRINGS:
            condition = about.get("Conditions") or about.get("Condition") or "none"
            self.found.append(Pairing(name, str(condition), (inputs[0], inputs[1])))
        return NOTHING if name == "UNGROUPED_AGGREGATE" else _joined(str(about.get("Join Type", "")), inputs)

    @staticmethod
    def _leaf(name: str, step: Plan) -> Relations:
        if tables := frozenset(scanned_tables([step])):
            return tables
        if name in DUCKDB_LITERALS:
            return NOTHING
        raise PlumblineError(f"A plan of DuckDB has a step {name} that proof/plans.py cannot read: teach it.")


@dataclass
class _PostgresReader:
    found: list[Pairing] = field(default_factory=list)
    ctes: dict[str, Relations] = field(default_factory=dict)

    def read(self, step: Plan) -> Relations:
        """The relations that the size of a step's result follows; joins are noted on the way."""
        inputs = []
        for child in step.get("Plans", []):
            size = self.read(child)
            if child.get("Parent Relationship") == "InitPlan":
                self.ctes[str(child["Subplan Name"]).removeprefix("CTE ")] = size
            elif child.get("Parent Relationship") == "SubPlan":
                self._subplan(step, child, size)
            else:
                inputs.append(size)
        kind = step["Node Type"]
        if kind == "CTE Scan":
            return self.ctes[step["CTE Name"]]
        if "Relation Name" in step:
            return frozenset([f"{step['Schema']}.{step['Relation Name']}"])
        if not inputs and kind not in POSTGRES_LITERALS:
            raise PlumblineError(f"A plan of Postgres has a step {kind} that proof/plans.py cannot read: teach it.")
        if kind == "Nested Loop":
            self.found.append(Pairing(kind, str(step.get("Join Filter", "none")), (inputs[0], inputs[1])))
        if kind == "Aggregate" and step["Strategy"] == "Plain":
            return NOTHING
        return _joined(str(step.get("Join Type", "")).upper(), inputs)

    def _subplan(self, step: Plan, subplan: Plan, size: Relations) -> None:
        """A subquery in an expression: hashed once, or run again for every row of the step it stands in."""
        text = json.dumps({key: value for key, value in step.items() if key != "Plans"})
        if f"hashed {subplan['Subplan Name']}" not in text:
            self.found.append(Pairing("SubPlan", str(subplan["Subplan Name"]), (frozenset([AROUND]), size)))


def _joined(join_type: str, inputs: Sequence[Relations]) -> Relations:
    if join_type in FILTERING_JOINS:
        return inputs[0]
    if join_type in FILTERING_JOINS_OF_THE_RIGHT:
        return inputs[1]
    return NOTHING.union(*inputs)
