"""What the project asks of its joins: no equality, no large input on both sides.

Every relation grows with the rows that a company delivers unless `meta` says `grows: false` (calendar, organisation,
reference data). A model may pair large rows with such a relation where it gives the reason in `meta.pairs_with`.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from plumbline.project import NEXT_PREFIX
from plumbline.proof.plans import AROUND, Pairing, Relations

Node = Mapping[str, Any]
Nodes = Mapping[str, Node]


def relation_name(node: Node) -> str:
    """A node's relation as plans name it once it is published: `schema.table`."""
    return f"{str(node['schema']).removeprefix(NEXT_PREFIX)}.{node.get('alias') or node['name']}"


def is_bounded(node: Node) -> bool:
    """Whether the node is declared to stay small however many rows are delivered."""
    return node["config"].get("meta", {}).get("grows") is False


def pairs_with(node: Node) -> Mapping[str, str]:
    """The small relations, by name, that the model pairs large rows with, each with the reason."""
    reasons: Mapping[str, str] = node["config"].get("meta", {}).get("pairs_with", {})
    return reasons


def wrongly_bounded(nodes: Nodes) -> Iterator[str]:
    """Relations declared small that read one which grows. A contract is the start: what it is made of is delivered."""
    for node in nodes.values():
        if node["resource_type"] != "model" or not is_bounded(node) or str(node["name"]).startswith("stg_"):
            continue
        for parent in (nodes[name] for name in node["depends_on"]["nodes"] if name in nodes):
            if not is_bounded(parent):
                yield f"{node['name']} is declared not to grow, but reads {parent['name']}, which grows"


class JoinRules:
    """The rules, for the nodes of one manifest (unique id → node)."""

    def __init__(self, nodes: Nodes) -> None:
        self._nodes = nodes
        self._bounded = {relation_name(node): str(node["name"]) for node in nodes.values() if is_bounded(node)}

    def findings(self, node: Node, pairings: Sequence[Pairing]) -> Iterator[str]:
        """What is wrong with the joins of a model's plan, and reasons in it that nothing needs."""
        needed: set[str] = set()
        for pairing in pairings:
            large = [self._large(side) for side in pairing.sides]
            if large[0] and large[1]:
                yield self._sentence(node, pairing, "both inputs grow with the rows: give the join an equality")
            elif large[0] or large[1]:
                small = {self._bounded[name] for name in pairing.sides[1 if large[0] else 0]}
                needed |= small
                if unexplained := small - self._explained(node):
                    remedy = (
                        f"one input grows with the rows and meets all of {', '.join(sorted(unexplained))}: give the "
                        "join an equality (dates find their month in int_days and int_balance_days), or the model the "
                        "reason in meta.pairs_with"
                    )
                    yield self._sentence(node, pairing, remedy)
        for name in pairs_with(node).keys() - needed:
            yield f"{node['name']}: pairs_with explains a join with {name} that the plan does not have"

    def _large(self, side: Relations) -> Relations:
        return frozenset(name for name in side if name not in self._bounded)

    def _explained(self, node: Node) -> set[str]:
        """What the model, or a view whose text its plan takes in, gives a reason for."""
        explained = set(pairs_with(node))
        for parent in (self._nodes[name] for name in node["depends_on"]["nodes"] if name in self._nodes):
            if parent["config"].get("materialized") == "view":
                explained |= self._explained(parent)
        return explained

    @staticmethod
    def _sentence(node: Node, pairing: Pairing, verdict: str) -> str:
        first, second = (
            ", ".join(sorted("its own rows" if name == AROUND else name for name in side)) for side in pairing.sides
        )
        return f"{node['name']}: {pairing.operator} ({pairing.condition}) of [{first}] and [{second}]: {verdict}"
