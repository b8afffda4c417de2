"""The driver tree as its seeds hold it: which factors make an indicator, in which order."""

import csv
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from plumbline.texts import Both

# Stands for every indicator that adds up over units.
ANY_SUM = "any_sum"


@dataclass(frozen=True)
class Edge:
    """One factor in a decomposition of a parent. `power` is its exponent in a product, `sign` that in a sum.

    `term` tells the products of a sum of products apart; `scale` is a number that the factor is multiplied by.
    """

    decomposition: str
    parent: str
    operator: str
    position: int
    factor: str
    factor_kind: str
    term: str
    scale: str
    sign: str
    power: str
    scope: str
    note: Both


@dataclass(frozen=True)
class DriverTree:
    """All edges, and the names of the factors that are no metrics."""

    edges: Sequence[Edge] = ()
    terms: Mapping[tuple[str, str], Both] = field(default_factory=dict)

    def below(self, parent: str, *, adds_up: bool = False) -> list[list[Edge]]:
        """The decompositions of a parent, each with its edges in the registered order.

        One that adds up over units has those of ANY_SUM as well.
        """
        groups: dict[str, list[Edge]] = {}
        parents = (parent, ANY_SUM) if adds_up else (parent,)
        for edge in sorted((one for one in self.edges if one.parent in parents), key=lambda one: one.position):
            groups.setdefault(edge.decomposition, []).append(edge)
        return list(groups.values())

    def above(self, factor: str) -> list[Edge]:
        """The edges in which something is a factor."""
        return sorted(
            (one for one in self.edges if one.factor == factor), key=lambda one: (one.parent, one.decomposition)
        )


def read_rows(path: Path | None) -> list[dict[str, str]]:
    """The rows of a seed; none where the project has no such seed."""
    if path is None or not path.is_file():
        return []
    with path.open(encoding="utf-8", newline="") as file:
        return [{key: value or "" for key, value in row.items()} for row in csv.DictReader(file)]


def read_tree(edges: Path | None, terms: Path | None) -> DriverTree:
    """The tree in the seeds driver_edges and driver_terms."""
    named = {(row["factor_kind"], row["factor"]): Both(row["label"], row["label_zh"]) for row in read_rows(terms)}
    return DriverTree([_edge(row) for row in read_rows(edges)], named)


def _edge(row: Mapping[str, str]) -> Edge:
    top, bottom = row.get("highest_level", ""), row.get("lowest_level", "")
    levels = top if top == bottom else f"{top}–{bottom}"
    scope = [levels.strip("–"), row.get("industries", ""), row.get("member_dimension", "")]
    return Edge(
        decomposition=row.get("decomposition") or f"{row['parent']} {row['operator']}",
        parent=row["parent"],
        operator=row["operator"],
        position=int(row["position"]),
        factor=row["factor"],
        factor_kind=row.get("factor_kind", ""),
        term=row.get("term", ""),
        scale="" if row.get("scale", "") == "1" else row.get("scale", ""),
        sign="-" if row.get("sign", "").startswith("-") else "",
        power=row.get("exponent", ""),
        scope=", ".join(one for one in scope if one),
        note=Both(row.get("note", ""), row.get("note_zh", "")),
    )
