"""The driver tree on real values: every product, ratio and sum must give back its parent, to the last digit.

`python -m plumbline.proof.driver_tree [company]` reads a published company on DuckDB and prints, for every
decomposition, how many units, windows and period ends were checked and every one that differs. Values are exact
fractions of the numerators and denominators in the marts. Bridges are counted, not judged: where ledger and subledger
differ, the bridge itself has to say why. Effects of attribution are no metrics; they have nothing to be checked here.
"""

import sys
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from itertools import groupby
from math import prod
from typing import Any

import yaml

from plumbline.catalogue.catalogue import catalogue_of
from plumbline.catalogue.reading import read_manifest
from plumbline.engines import open_duckdb
from plumbline.project import Company, Engine, load_company, project_root
from plumbline.proof.exact_metrics import ExactMetrics, Row, as_stored
from plumbline.proof.readers import Cursor

PROVEN = {"product", "sum", "ratio", "bridge"}
# A unit that moves leaves its early months behind, so on the tree of the time only months add up.
CHILDREN = """
    select parents.hierarchy_basis, parents.org_unit_id, parents.window_code, parents.period_end,
        ancestors.org_unit_id as child_org_unit_id
    from windows.metric_windows_both_trees as parents
    inner join marts.org_unit_ancestors as ancestors
        on parents.org_unit_id = ancestors.ancestor_org_unit_id
        and parents.hierarchy_basis = ancestors.hierarchy_basis
        and ancestors.distance = 1
        and parents.period_end >= ancestors.valid_from
        and parents.period_end < ancestors.valid_to
    where parents.hierarchy_basis = 'as_is' or parents.window_code = 'M'
"""
CASH_FLOW_ITEMS = """
    select paths.hierarchy_basis as stored_basis, paths.ancestor_org_unit_id as org_unit_id, months.window_code,
        months.period_end, postings.cash_flow_item, sum(-postings.debit_less_credit) as amount
    from core.fct_ledger_postings as postings
    inner join intermediate.int_roll_up_paths as paths
        on postings.org_unit_id = paths.org_unit_id
        and postings.month_end >= paths.valid_from
        and postings.month_end < paths.valid_to
    inner join intermediate.int_window_months as months on postings.month_end = months.month_end
    where postings.cash_flow_item like 'CF_OP_%'
    group by all
"""
POST_LEVEL = 6
SHOWN = 5

Place = tuple[str, str, str, date]


@dataclass
class Proof:
    """What a decomposition gave: rows that were checked, those among them that are equal, and the others."""

    decomposition: str
    operator: str
    formula: str
    checked: int = 0
    remark: str = ""
    differences: list[str] = field(default_factory=list)

    @property
    def holds(self) -> bool:
        return self.operator == "bridge" or not self.differences

    def __str__(self) -> str:
        head = f"{'ok  ' if self.holds else 'FAIL'} {self.decomposition}: {self.formula}"
        counted = self.remark or f"{self.checked} checked, {len(self.differences)} differ"
        return "\n".join([f"{head}  [{counted}]", *(f"       {text}" for text in self.differences[:SHOWN])])


class Marts:
    """What is read of a published company: the wide table, the tree, the industries, the cash-flow items."""

    def __init__(self, cursor: Cursor, days_in_year: int) -> None:
        self.days_in_year = days_in_year
        self.edges = _read(cursor, "select * from marts.driver_tree order by decomposition, position")
        units = _read(cursor, "select org_unit_id, industry from marts.org_units order by valid_from")
        self.industries = {str(unit["org_unit_id"]): str(unit["industry"]) for unit in units}
        wide = _read(cursor, "select * from windows.metric_windows_both_trees where is_complete")
        self.rows = {_place(row, row["hierarchy_basis"]): row for row in wide}
        for post in _read(cursor, "select * from windows.metric_windows_of_posts where is_complete"):
            unit = f"{post['org_unit_id']}/{post['employee_id']}"
            self.industries[unit] = self.industries[str(post["org_unit_id"])]
            post |= {"org_unit_id": unit, "hierarchy_basis": post["stored_basis"], "level_number": POST_LEVEL}
            self.rows[_place(post, post["hierarchy_basis"])] = post
        self.children: dict[Place, list[Row]] = defaultdict(list)
        for found in _read(cursor, CHILDREN):
            basis, _, window, period_end = place = _place(found, found["hierarchy_basis"])
            if child := self.rows.get((basis, str(found["child_org_unit_id"]), window, period_end)):
                self.children[place].append(child)
        self.product_lines: dict[Place, list[Row]] = defaultdict(list)
        for row in _read(cursor, "select * from windows.metric_windows_by_product_line where is_complete"):
            self.product_lines[_place(row, row["stored_basis"])].append(row)
        self.split_columns = {name for rows in self.product_lines.values() for name in rows[0]}
        self.cash_flow_items: dict[Place, list[Fraction]] = defaultdict(list)
        for item in _read(cursor, CASH_FLOW_ITEMS):
            self.cash_flow_items[_place(item, item["stored_basis"])].append(Fraction(item["amount"]))

    def in_scope(self, edge: Row) -> list[Row]:
        industries = str(edge["industries"] or "").split()
        levels = range(int(edge["highest_level"][1:]), int(edge["lowest_level"][1:]) + 1)
        return [
            row
            for row in self.rows.values()
            if row["level_number"] in levels and (not industries or self.industries[row["org_unit_id"]] in industries)
        ]

    def scale(self, text: str, row: Row) -> Fraction:
        """The constant of a factor: a number, or the months of the window or the days of the year by a number."""
        above, _, below = text.partition("/")
        named = {"months": row["months_in_window"], "days_in_year": self.days_in_year}
        return Fraction(named.get(above, above)) / Fraction(below or 1)


def prove(marts: Marts, metrics: Mapping[str, Any]) -> list[Proof]:
    """Check every decomposition that claims to give back its parent."""
    exact = ExactMetrics(metrics)
    return [
        _prove(list(edges), marts, exact) for _, edges in groupby(marts.edges, lambda edge: str(edge["decomposition"]))
    ]


def _prove(edges: Sequence[Row], marts: Marts, exact: ExactMetrics) -> Proof:
    first = edges[0]
    proof = Proof(str(first["decomposition"]), str(first["operator"]), _formula(edges))
    proof.remark = _why_not_proven(edges, marts)
    if proof.remark:
        return proof
    for row in marts.in_scope(first):
        parent, made_of = exact.value(str(first["parent"]), row), _made_of(edges, row, marts, exact)
        if parent is None or made_of is None:
            continue
        proof.checked += 1
        shown = row[str(first["parent"])]
        is_shown = as_stored(made_of) == as_stored(Fraction(shown)) or not exact.is_rounded_once(str(first["parent"]))
        if parent != made_of or not is_shown:
            where = f"{row['org_unit_id']} {row['window_code']} {row['period_end']} {row['hierarchy_basis']}"
            proof.differences.append(f"{where}: {first['parent']} is {shown}, its factors give {float(made_of)}")
    if not proof.checked:
        proof.remark = "no unit in scope has a value of every factor"
    return proof


def _why_not_proven(edges: Sequence[Row], marts: Marts) -> str:
    first = edges[0]
    if first["operator"] not in PROVEN:
        return "its effects are computed by attribution"
    if any(edge["factor_kind"] == "rate" for edge in edges):
        return "holds by definition: the rate is the parent per unit of the driver"
    if first["factor"] == "product_line" and first["parent"] not in marts.split_columns:
        return "its documents name no product"
    if first["factor"] == "customer_or_employee":
        return "a share of the documents names no person: see the marts by member and of posts"
    return ""


def _made_of(edges: Sequence[Row], row: Row, marts: Marts, exact: ExactMetrics) -> Fraction | None:
    """What the factors give in a row; None unless every one of them has a published value."""
    first = edges[0]
    if first["factor_kind"] == "member":
        return _sum_of_members(first, row, marts, exact)
    factors = [exact.published(str(edge["factor"]), row) for edge in edges]
    scales = [marts.scale(str(edge["scale"]), row) for edge in edges]
    scaled = [factor * scale for factor, scale in zip(factors, scales, strict=True) if factor is not None]
    if len(scaled) < len(edges):
        return None
    if first["operator"] in {"sum", "bridge"}:
        return sum((edge["sign"] * factor for edge, factor in zip(edges, scaled, strict=True)), Fraction(0))
    if any(factor == 0 and edge["exponent"] < 0 for edge, factor in zip(edges, scaled, strict=True)):
        return None
    return prod((factor ** edge["exponent"] for edge, factor in zip(edges, scaled, strict=True)), start=Fraction(1))


def _sum_of_members(edge: Row, row: Row, marts: Marts, exact: ExactMetrics) -> Fraction | None:
    if edge["factor"] == "cash_flow_item":
        return sum(marts.cash_flow_items.get(_place(row, row["stored_basis"]), []), Fraction(0))
    if edge["factor"] == "product_line":
        members = marts.product_lines.get(_place(row, row["stored_basis"]), [])
    else:
        members = marts.children.get(_place(row, row["hierarchy_basis"]), [])
    values = [exact.value(str(edge["parent"]), member) for member in members]
    known = [value for value in values if value is not None]
    return sum(known, Fraction(0)) if known and len(known) == len(values) else None


def _formula(edges: Sequence[Row]) -> str:
    first = edges[0]
    texts = []
    for edge in edges:
        sign = {1: "+ ", -1: "- "}.get(edge["sign"], {1: "x ", -1: "/ "}.get(edge["exponent"], ""))
        scale = f"{edge['scale']} x " if edge["scale"] not in {None, "1"} else ""
        texts.append(f"{sign}{scale}{edge['factor']}")
    return f"{first['parent']} = {' '.join(texts).removeprefix('+ ').removeprefix('x ')} ({first['operator']})"


def _place(row: Row, basis: str) -> Place:
    return basis, str(row["org_unit_id"]), str(row["window_code"]), row["period_end"]


def _read(cursor: Cursor, sql: str) -> list[dict[str, Any]]:
    cursor.execute(sql)
    names = [column[0] for column in cursor.description]
    return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def days_in_year(company: Company) -> int:
    """The company's own value, else the project's."""
    project = yaml.safe_load((company.root / "dbt_project.yml").read_text(encoding="utf-8"))
    return int(company.overrides.get("days_in_year", project["vars"]["days_in_year"]))


def main(name: str = "demo") -> int:
    """Prove the tree of a published company and print what was checked. Returns 1 if anything differs, else 0."""
    company = load_company(name, project_root())
    with open_duckdb(company.published_file, read_only=True) as connection:
        marts = Marts(connection.cursor(), days_in_year(company))
    proofs = prove(marts, catalogue_of(read_manifest(company.target_path(Engine.duckdb))).metrics)
    for proof in proofs:
        print(proof)
    checked = sum(proof.checked for proof in proofs)
    broken = sum(not proof.holds for proof in proofs)
    print(f"{len(proofs)} decompositions, {checked} values checked, {broken} decompositions do not hold")
    return int(broken > 0)


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
