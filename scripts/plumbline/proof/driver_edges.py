"""The driver tree as the guards see it: the edges of seeds/reference/driver_edges.csv and what must hold of them."""

import csv
import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from plumbline.proof.project import Project
from plumbline.texts import is_bilingual

EDGES_FILE = Path("seeds/reference/driver_edges.csv")
TERMS_FILE = Path("seeds/reference/driver_terms.csv")
ANY_SUM = "any_sum"
# Operator → the kinds of factors it is made of.
OPERATORS = {
    "product": {"metric", "rate"},
    "ratio": {"metric"},
    "sum": {"metric", "member"},
    "bridge": {"metric"},
    "sum_of_products": {"metric", "effect"},
    "rate_mix": {"effect"},
    "pvm": {"effect"},
    "pvm_cost": {"effect"},
}
SCALE = re.compile(r"(\d+(\.\d+)?|months|days_in_year)(/[1-9]\d*)?")
LEVEL = re.compile(r"L[1-6]")

Edge = dict[str, str]


def read_csv(path: Path) -> list[dict[str, str]]:
    """The rows of a seed; none where there is no such file."""
    if not path.is_file():
        return []
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def edges_of(root: Path) -> list[Edge]:
    """The edges as they stand in the seed, texts as written."""
    return read_csv(root / EDGES_FILE)


def factors_by_parent(root: Path) -> dict[str, set[str]]:
    """Parent metric → the metrics that some decomposition makes it of."""
    factors: dict[str, set[str]] = defaultdict(set)
    for edge in edges_of(root):
        if edge["factor_kind"] == "metric":
            factors[edge["parent"]].add(edge["factor"])
    return dict(factors)


def driver_tree_holds(project: Project) -> Iterator[str]:
    """Edges name what exists, their groups agree and are in order, and nothing is its own driver."""
    metrics = set(project.catalogue.metrics)
    terms = {(term["factor_kind"], term["factor"]) for term in read_csv(project.root / TERMS_FILE)}
    groups: dict[str, list[Edge]] = defaultdict(list)
    for edge in edges_of(project.root):
        groups[edge["decomposition"]].append(edge)
        yield from (f"{edge['decomposition']}: {text}" for text in _edge_problems(edge, metrics, terms))
    for name, edges in groups.items():
        for field in ("parent", "operator", "highest_level", "lowest_level", "industries", "note", "note_zh"):
            if len({edge[field] for edge in edges}) > 1:
                yield f"{name}: its edges differ in {field}"
        if [edge["position"] for edge in edges] != [str(number) for number in range(1, len(edges) + 1)]:
            yield f"{name}: the chain order does not count from 1 to {len(edges)}"
    factors = factors_by_parent(project.root)
    for cycle in cycles({parent: sorted(of) for parent, of in factors.items()}):
        yield f"drives itself: {' -> '.join(cycle)}"


def _edge_problems(edge: Edge, metrics: set[str], terms: set[tuple[str, str]]) -> Iterator[str]:
    operator, kind, factor = edge["operator"], edge["factor_kind"], edge["factor"]
    if edge["position"] == "1" and edge["parent"] not in metrics | {ANY_SUM}:
        yield f"its parent {edge['parent']} is not a metric"
    if operator not in OPERATORS:
        yield f"there is no operator {operator}"
    elif kind not in OPERATORS[operator]:
        yield f"a {operator} has no factor of kind {kind}"
    if kind == "metric" and factor not in metrics:
        yield f"its factor {factor} is not a metric"
    elif kind != "metric" and (kind, factor) not in terms:
        yield f"its factor {factor} is no {kind} of driver_terms"
    if (operator in {"sum", "bridge"}) != (edge["sign"] in {"1", "-1"}):
        yield f"{factor} needs a sign of 1 or -1 in a sum, and none elsewhere"
    if (operator in {"product", "ratio", "sum_of_products"}) != (edge["exponent"] in {"1", "-1"}):
        yield f"{factor} needs an exponent of 1 or -1 in a product or ratio, and none elsewhere"
    if kind == "metric" and not SCALE.fullmatch(edge["scale"]):
        yield f"{factor} has the scale {edge['scale']!r}"
    levels = (edge["highest_level"], edge["lowest_level"])
    if not all(LEVEL.fullmatch(level) for level in levels) or levels[0] > levels[1]:
        yield f"its levels {levels[0]} to {levels[1]} are no range"
    if not edge["note"] or not is_bilingual(f"{edge['note']} {edge['note_zh']}"):
        yield "its note is missing or not in both languages"


def cycles(successors: dict[str, list[str]]) -> Iterator[list[str]]:
    """Every cycle that a walk along the arrows meets, once each, written from its smallest name back to it."""
    found: set[tuple[str, ...]] = set()

    def walk(path: list[str]) -> None:
        for successor in successors.get(path[-1], []):
            if successor in path:
                ring = path[path.index(successor) :]
                start = ring.index(min(ring))
                found.add((*ring[start:], *ring[:start], ring[start]))
            else:
                walk([*path, successor])

    for name in successors:
        walk([name])
    yield from (list(ring) for ring in sorted(found))
