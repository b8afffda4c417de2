"""The dictionary as HTML pages: one per indicator, an index, and the components. Each works alone and offline."""

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from plumbline.catalogue.expressions import names
from plumbline.catalogue.metrics import Metric
from plumbline.dictionary import words
from plumbline.dictionary.drivers import Edge
from plumbline.dictionary.formulas import mathml, symbol, symbol_text, symbols, words_html
from plumbline.dictionary.formulas import words as formula_words
from plumbline.dictionary.marts import marts_of, queries
from plumbline.dictionary.null_rules import EVERY_WINDOW, null_rules
from plumbline.dictionary.registry import Registry
from plumbline.texts import Both, halves, sentence

TEMPLATES = Path(__file__).parent / "templates"


def rendered_pages(registry: Registry) -> dict[str, str]:
    """All pages by file name."""
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES, encoding="utf-8"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    shared = {
        "company": registry.company.name,
        "style": Markup((TEMPLATES / "style.css").read_text(encoding="utf-8").rstrip()),
    }
    views: dict[str, tuple[str, Mapping[str, Any]]] = {
        "index": ("index.html", index_view(registry)),
        "components": ("components.html", components_view(registry)),
    }
    for metric in registry.indicators():
        views[metric.code] = ("indicator.html", indicator_view(registry, metric))
    return {
        f"{name}.html": environment.get_template(template).render(**shared, **view) + "\n"
        for name, (template, view) in views.items()
    }


def currency(registry: Registry) -> str:
    return str(registry.company.variables.get("base_currency") or "money")


def owner_words(registry: Registry, metric: Metric) -> Both:
    owner = str(metric.meta.get("owner") or "")
    known = registry.owners.get(owner)
    return known.name if known else Both(owner, owner)


def both_words(registry: Registry, metric: Metric) -> Both:
    """The formula in one line of each language."""
    return Both(formula_words(registry, metric, "en"), formula_words(registry, metric, "zh"))


def index_view(registry: Registry) -> dict[str, Any]:
    """The indicators by category, in the order of the catalogue."""
    groups: dict[str, list[Metric]] = {code: [] for code in words.CATEGORIES}
    for metric in registry.indicators():
        groups.setdefault(registry.category_of(metric), []).append(metric)
    kinds = [metric.kind for metric in registry.indicators()]
    results, processes, auxiliary = (kinds.count(kind) for kind in ("result", "process", "auxiliary"))
    return {
        "counts": Both(
            f"{results} financial results, {processes} process KPIs and {auxiliary} auxiliary metrics; each is defined "
            "once. What every number means, how it is computed, where it comes from and who answers for it.",
            f"{results} 个财务结果指标、{processes} 个过程指标、{auxiliary} 个辅助指标，每个只定义一次："
            "含义、公式、数据来源与负责部门。",
        ),
        "every_window": EVERY_WINDOW,
        "null_reasons": words.NULL_REASONS,
        "groups": [
            {
                "code": code,
                "name": words.word(words.CATEGORIES, code),
                "indicators": [_index_row(registry, metric) for metric in metrics],
            }
            for code, metrics in groups.items()
            if metrics
        ],
    }


def _index_row(registry: Registry, metric: Metric) -> dict[str, Any]:
    formula, owner = both_words(registry, metric), owner_words(registry, metric)
    texts = (metric.code, metric.label.en, metric.label.zh, formula.en, formula.zh, owner.en, owner.zh)
    return {
        "code": metric.code,
        "label": metric.label,
        "kind": words.word(words.KINDS, metric.kind),
        "status": registry.status_of(metric),
        "status_words": words.word(words.STATUSES, registry.status_of(metric)),
        "words": formula,
        "owner": owner,
        "unit": words.unit(metric.meta.get("unit"), currency(registry)),
        "window": metric.meta.get("default_window"),
        "search": " ".join(texts).casefold(),
    }


def components_view(registry: Registry) -> dict[str, Any]:
    """All components with their sources and users, and all source tables."""
    used = {name for component in registry.components() for name in component.contracts}
    return {
        "components": [
            {**_component_row(component), "users": registry.users_of(component.code)}
            for component in registry.components()
        ],
        "contracts": [
            {
                "contract": contract,
                "components": [one.code for one in registry.components() if contract.name in (one.contracts)],
            }
            for contract in sorted(registry.contracts.values(), key=lambda one: (one.name not in used, one.name))
        ],
    }


def _component_row(component: Metric) -> dict[str, Any]:
    return {
        "metric": component,
        "symbol": symbol_text(component),
        "class_words": words.short_class(component.component_class),
        "definition": component.definition,
        "contracts": sorted(component.contracts),
    }


def indicator_view(registry: Registry, metric: Metric) -> dict[str, Any]:
    """Everything one page shows."""
    meta, texts = metric.meta, metric.texts
    shown = [registry.metrics[name.code] for name in names(registry.shown(metric))]
    below = [one for one in dict.fromkeys(one.code for one in shown) if registry.metrics[one].formula is not None]
    known_chains = [[registry.metrics[one] for one in way] for way in registry.anchor_chains(metric.code)]
    return {
        "metric": metric,
        "kind": words.word(words.KINDS, metric.kind),
        "category": words.word(words.CATEGORIES, registry.category_of(metric)),
        "category_code": registry.category_of(metric),
        "status_code": registry.status_of(metric),
        "status": words.word(words.STATUSES, registry.status_of(metric)),
        "meaning": Both(sentence(texts["meaning"].en), sentence(texts["meaning"].zh)),
        "scope": Both(sentence(texts["scope"].en), sentence(texts["scope"].zh)),
        "formula": Both(words_html(registry, metric, "en"), words_html(registry, metric, "zh")),
        "where": [
            {"metric": one, "words": both_words(registry, one)} for one in map(registry.metrics.__getitem__, below)
        ],
        "mathml": mathml(registry, metric),
        "symbols": symbols(registry, metric),
        "notation": list(_notation(registry, metric)),
        "unit": words.unit(meta.get("unit"), currency(registry)),
        "polarity": words.word(words.POLARITIES, meta.get("polarity")),
        "windows": [
            {"code": one, "name": words.word(words.WINDOWS, one), "is_main": one == meta.get("default_window")}
            for one in words.windows_offered(metric)
        ],
        "levels": [{"code": one, "name": words.LEVELS[one]} for one in words.levels_offered(metric)],
        "basis": words.word(words.BASES, meta.get("default_basis")),
        "org_additivity": words.word(words.ORG_ADDITIVITY, meta.get("org_additivity")),
        "time_additivity": words.word(words.TIME_ADDITIVITY, meta.get("time_additivity")),
        "owner": owner_words(registry, metric),
        "components": [_component_row(one) for one in registry.components_of(metric.code)],
        "null_rules": null_rules(registry, metric),
        "marts": marts_of(registry, metric),
        "queries": queries(registry, metric),
        "chains": known_chains,
        "anchored_by": registry.anchored_by(metric.code),
        "no_kpi": halves(str(meta.get("no_kpi_because") or "")),
        "users": registry.users_of(metric.code),
        "factors": list(_factor_groups(registry, metric)),
        "drives": [
            {
                **_metric_named(registry, edge.parent),
                "operator": words.word(words.OPERATORS, edge.operator),
                "scope": edge.scope,
            }
            for edge in registry.tree.above(metric.code)
        ],
        "stages": [
            {
                **vars(one),
                "words": words.word(words.STATUSES, one.status),
                "replacement": _page_of(registry, one.replaced_by),
            }
            for one in metric.lifecycle
        ],
    }


def _page_of(registry: Registry, code: str) -> Metric | None:
    metric = registry.metrics.get(code)
    return metric if metric is not None and metric.is_indicator else None


def _notation(registry: Registry, metric: Metric) -> Iterator[dict[str, Any]]:
    """The letters that the formula in symbols uses, in the order of the notation."""
    used: set[str] = set()
    for name in names(registry.expanded(metric.code)):
        used |= set(re.findall(r"[A-Z]+", symbol(registry.metrics[name.code], name.is_prior)[0]))
    for letter, text in words.NOTATION.items():
        if letter in used:
            yield {"letter": letter if letter == "N" else f"{letter}(x)", "words": text}


def _factor_groups(registry: Registry, metric: Metric) -> Iterator[dict[str, Any]]:
    for edges in registry.tree.below(metric.code, adds_up=metric.meta.get("org_additivity") == "SUM"):
        first = edges[0]
        pairs = zip([None, *edges], edges, strict=False)
        yield {
            "operator": words.word(words.OPERATORS, first.operator),
            "scope": first.scope,
            "note": first.note,
            "factors": [{**_named(registry, edge), **_glue(before, edge)} for before, edge in pairs],
        }


def _glue(before: Edge | None, edge: Edge) -> dict[str, str]:
    """What stands before and above a factor: signs in a sum, exponents in a product, arrows in a chain of effects."""
    plus = "− " if edge.sign == "-" else "+ "
    is_new_term = before is None or before.term != edge.term
    if edge.operator == "sum" or (edge.operator == "sum_of_products" and is_new_term):
        glue = plus if before is not None or edge.sign else ""
    elif before is None:
        glue = ""
    else:
        glue = {"product": "× ", "ratio": "× ", "sum_of_products": "× "}.get(edge.operator, "→ ")
    scale = f"{edge.scale} × " if edge.scale else ""
    return {"glue": glue + scale, "power": "" if edge.power in ("", "1") else edge.power.replace("-", "−")}


def _named(registry: Registry, edge: Edge) -> dict[str, Any]:
    return _metric_named(registry, edge.factor, registry.tree.terms.get((edge.factor_kind, edge.factor)))


def _metric_named(registry: Registry, code: str, otherwise: Both | None = None) -> dict[str, Any]:
    metric = registry.metrics.get(code)
    if metric is None:
        return {"name": otherwise or Both(code, code), "page": ""}
    return {
        "name": metric.label,
        "page": f"{code}.html" if metric.is_indicator else f"components.html#component-{code}",
    }
