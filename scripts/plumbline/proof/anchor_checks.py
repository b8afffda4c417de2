"""What the guards ask of how indicators hang together: KPIs lead to financial results, and nothing stands alone."""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping

from plumbline.catalogue.metrics import INDICATOR_KINDS
from plumbline.proof.driver_edges import cycles, factors_by_parent
from plumbline.proof.project import Project
from plumbline.texts import is_bilingual

INDICATORS = {"result", "process"}
# A stock is one component in three forms; it is used when one of them is.
STOCK_FORMS = re.compile(r"_(opening|closing|stock_months)$")


def anchors_exist(project: Project) -> Iterator[str]:
    kinds = {metric.code: metric.kind for metric in project.metrics()}
    for metric in project.metrics():
        if not metric.is_indicator:
            continue
        name, anchors = metric.code, metric.anchors
        if metric.kind == "process" and not anchors:
            yield f"{name}: a process indicator without a financial anchor"
        for anchor in anchors:
            if anchor == name:
                yield f"{name} is its own anchor"
            elif kinds.get(anchor) not in INDICATORS:
                yield f"{name}: its anchor {anchor} is not an indicator"


def kpis_reach_results(project: Project) -> Iterator[str]:
    """A KPI leads to what it is anchored in and to what it is a driver of, and so on."""
    leads_to: dict[str, set[str]] = defaultdict(set)
    for metric in project.metrics():
        leads_to[metric.code].update(metric.anchors)
    for parent, factors in factors_by_parent(project.root).items():
        for factor in factors:
            leads_to[factor].add(parent)
    kinds = {metric.code: metric.kind for metric in project.metrics()}
    for name, kind in kinds.items():
        if kind == "process" and "result" not in {kinds.get(reached) for reached in _reached(name, leads_to)}:
            yield f"{name}: neither its anchors nor the driver tree ever reach a result indicator"


def anchors_run_one_way(project: Project) -> Iterator[str]:
    for cycle in cycles({metric.code: metric.anchors for metric in project.metrics()}):
        if len(cycle) > 2:
            yield f"anchors run in a circle: {' -> '.join(cycle)}"


def results_anchored(project: Project) -> Iterator[str]:
    anchors = {metric.code: set(metric.anchors) for metric in project.metrics()}
    supported: dict[str, list[str]] = defaultdict(list)
    for metric in project.metrics():
        if metric.kind == "process":
            for result in _reached(metric.code, anchors):
                supported[result].append(metric.code)
    for metric in project.metrics():
        name, reason = metric.code, metric.meta.get("no_kpi_because")
        if metric.kind != "result":
            if reason:
                yield f"{name}: no_kpi_because is for result indicators, this is a {metric.kind}"
        elif reason and supported[name]:
            yield f"{name} says why no KPI is anchored in it, but {', '.join(sorted(supported[name]))} lead to it"
        elif reason and not is_bilingual(str(reason)):
            yield f"{name}: no_kpi_because is not in both languages"
        elif not reason and not supported[name]:
            yield f"{name}: no KPI is anchored in it, and it does not say why"


def components_used(project: Project) -> Iterator[str]:
    """Components and terms that no indicator, auxiliary metric or driver edge is made of."""
    metrics = project.catalogue.metrics
    roots = {name for name, metric in metrics.items() if metric.kind in INDICATOR_KINDS}
    for parent, factors in factors_by_parent(project.root).items():
        roots |= {parent, *factors} & metrics.keys()
    inputs = {name: {*metric.made_of, *metric.judges} for name, metric in metrics.items()}
    used = roots.union(*(_reached(name, inputs) for name in roots))
    stocks_used = {_stock(name) for name in used} - {None}
    for name, metric in metrics.items():
        kind = metric.kind
        is_used = name in used or (kind == "component" and _stock(name) in stocks_used)
        if kind in {"component", "term"} and not is_used:
            yield f"{name} ({kind}): no indicator, auxiliary metric or driver edge uses it"


def _stock(name: str) -> str | None:
    return STOCK_FORMS.sub("", name) if STOCK_FORMS.search(name) else None


def _reached(name: str, arrows: Mapping[str, set[str]]) -> set[str]:
    """Everything the arrows lead to from a name; the name itself only where they run in a circle."""
    waiting, seen = [name], set[str]()
    while waiting:
        for successor in arrows.get(waiting.pop(), set()):
            if successor not in seen:
                seen.add(successor)
                waiting.append(successor)
    return seen
