"""An admitted proposal as YAML, in the form in which the project writes its metrics."""

import json
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any

import yaml

from plumbline.catalogue.expressions import Formula, Name, Product, Sum, replaced, sql
from plumbline.dictionary.algebra import rational
from plumbline.dictionary.formulas import TextWriter, spaced
from plumbline.proposals.candidate import Candidate
from plumbline.proposals.formula_text import ONE, as_ratio, input_names
from plumbline.proposals.reading import number
from plumbline.texts import sentence

ENGLISH = ("Meaning", "Formula", "Includes and excludes")
CHINESE = ("含义", "公式", "口径")


# A result that is only proposed can be nobody's anchor yet.
NO_KPI = "Proposed; a process KPI can name it as its anchor once it is active. 尚为提议，生效后方可作为过程指标的锚点。"


def description(one: Candidate) -> str:
    """Meaning, formula and scope, in English and in Chinese; the formula is written from its tree."""
    english = (one["meaning"], _in_words(one, "en"), one["scope"])
    chinese = (one["meaning_zh"], _in_words(one, "zh"), one["scope_zh"])
    lines = [f"{word}: {_closed(text, '.')}" for word, text in zip(ENGLISH, english, strict=True)]
    lines_zh = [f"{word}：{_closed(text, '。')}" for word, text in zip(CHINESE, chinese, strict=True)]
    return "\n".join([*lines, "", *lines_zh])


def _closed(text: str, stop: str) -> str:
    return text.rstrip(".。 ") + stop


def _in_words(one: Candidate, language: str) -> str:
    if one.formula is None or one.unknown:
        return one["formula"]
    text = TextWriter(one.registry, language).write(one.formula)
    # The descriptions write division and subtraction as the metrics' own expressions do.
    return spaced(text, language).replace("÷", "/").replace("−", "-")


def definition(one: Candidate) -> str:
    """The YAML file of an admitted proposal: the indicator, and the numerator and denominator it needs."""
    if one.formula is None:
        raise ValueError(f"{one['code']} has no formula; it was not admitted")
    over, under = as_ratio(one.formula)
    sides = {"numerator": over, "denominator": under}
    terms: list[str] = []
    if under == ONE:
        body = _derived(over)
    else:
        names = {side: _existing(one, formula) or f"{one['code']}_{side}" for side, formula in sides.items()}
        body = ["type: ratio", *(f"{side}: {name}" for side, name in names.items())]
        terms = [
            line
            for side, formula in sides.items()
            if names[side] == f"{one['code']}_{side}"
            for line in _term(one, names[side], side, formula)
        ]
    lines = [
        f"# Proposed by {one['proposed_by']}, for review; once approved it moves to its category's folder in metrics/.",
        "# 提案待评审；批准后移入 metrics/ 中所属类别的目录。",
        "metrics:",
        *_metric(one["code"], one["label"], description(one), body, _meta(one, under != ONE)),
        *terms,
    ]
    return "\n".join(lines) + "\n"


def _existing(one: Candidate, formula: Formula) -> str:
    """A metric that is this side already: named, or with the same formula."""
    if isinstance(formula, Name):
        return formula.code
    wanted = rational(replaced(formula, lambda name: one.registry.expanded(name.code)))
    found = [code for code in sorted(one.registry.metrics) if one.registry.normal_form(code).same_as(wanted)]
    return found[0] if found else ""


def _derived(formula: Formula) -> list[str]:
    return ["type: derived", f"expr: {_scalar(sql(formula))}", f"input_metrics: [{', '.join(input_names(formula))}]"]


def _metric(code: str, label: str, text: str, body: Sequence[str], meta: Mapping[str, Any]) -> Iterator[str]:
    yield f"  - name: {code}"
    yield f"    label: {_scalar(label)}"
    yield "    description: |-"
    yield from (f"      {line}" if line else "" for line in text.splitlines())
    yield from (f"    {line}" for line in body)
    yield "    config:"
    yield "      meta:"
    yield from (f"        {line}" for line in _mapping(meta))


def _term(one: Candidate, name: str, side: str, formula: Formula) -> Iterator[str]:
    chinese = {"numerator": "分子", "denominator": "分母"}[side]
    writer = {language: TextWriter(one.registry, language).write(formula) for language in ("en", "zh")}
    text = f"{sentence(writer['en'])}\n\n{sentence(spaced(writer['zh'], 'zh'))}"
    meta: dict[str, Any] = {
        "kind": "term",
        "label_zh": f"{one['label_zh']}{chinese}",
        "unit": _side_unit(one, formula),
        "owner": one["owner"],
        "version": 1,
        "valid_from": _day(one),
        **_exceptions(one, input_names(formula)),
    }
    yield from _metric(name, f"{one['label']}, {side}", text, _derived(formula), meta)


def _side_unit(one: Candidate, formula: Formula) -> str:
    """The unit of a sum is that of its parts; anything else is a number of its own."""
    units = {str(one.registry.metrics[name].meta.get("unit")) for name in input_names(formula)}
    is_plain = isinstance(formula, Sum) or (isinstance(formula, Product) and len(input_names(formula)) == 1)
    return units.pop() if is_plain and len(units) == 1 else "composite"


def _meta(one: Candidate, is_ratio: bool) -> dict[str, Any]:
    org, time = _additivity(one)
    meta: dict[str, Any] = {
        "kind": one["kind"],
        "label_zh": one["label_zh"],
        "category": one["category"],
        "unit": one["unit"],
        "polarity": one["polarity"],
        "lowest_level": one["lowest_level"],
        "default_window": one["default_window"],
        "default_basis": "as_is" if any(one.registry.uses_prior_year(name) for name in one.inputs) else "as_was",
        "owner": one["owner"],
        "anchors": one.anchors,
        "org_additivity": org,
        "time_additivity": time,
    }
    if is_ratio and one.codes.get("positive_base") == "yes":
        meta["null_when_denominator_not_positive"] = True
    target = {"value": number(one["target"])}
    if one["target_high"]:
        target["upper"] = number(one["target_high"])
    return {
        **meta,
        "version": 1,
        "valid_from": _day(one),
        **({"no_kpi_because": NO_KPI} if one["kind"] == "result" else {}),
        "lifecycle": [
            {
                "status": "proposed",
                "from": _day(one),
                "reason": f"{sentence(one['reason'])} {sentence(one['reason_zh'])}",
            }
        ],
        "proposal": {"proposed_by": one["proposed_by"], "target": target},
        **_exceptions(one, one.inputs),
    }


def _day(one: Candidate) -> str:
    # Every "now" of the project is its as-of date.
    return str(one.registry.company.variables["as_of_date"])


def _additivity(one: Candidate) -> tuple[str, str]:
    """How it goes up the tree and along time, as its components do (DOMAIN 2.1)."""
    classes = {component.component_class for component in one.components}
    is_sum = one.normal_form is not None and one.normal_form.is_linear
    if "distinct_count" in classes:
        return "DC", "DC"
    if "window_set" in classes:
        return ("SUM" if is_sum else "ROS"), "LOCK"
    if classes == {"closing"}:
        return ("SUM" if is_sum else "ROS"), "LAST"
    return ("SUM", "SUM") if is_sum and classes == {"flow"} else ("SUM" if is_sum else "ROS", "ROS")


def _exceptions(one: Candidate, inputs: Sequence[str]) -> dict[str, Any]:
    """What MetricFlow cannot express of the inputs it cannot express of the whole."""
    found = [meta for name in inputs if (meta := one.registry.metrics[name].meta.get("metricflow"))]
    if not found:
        return {}
    merged: dict[str, Any] = {}
    for key in ("except", "covered_by"):
        if values := sorted({value for meta in found for value in meta.get(key) or []}):
            merged[key] = values
    first = {key: value for key, value in found[0].items() if key not in merged}
    return {"metricflow": {**first, **merged}}


def _mapping(values: Mapping[str, Any], indent: str = "") -> Iterator[str]:
    for key, value in values.items():
        if isinstance(value, Mapping):
            yield f"{indent}{key}:"
            yield from _mapping(value, indent + "  ")
        elif isinstance(value, list) and value and isinstance(value[0], Mapping):
            yield f"{indent}{key}:"
            for item in value:
                first, *rest = _mapping(item)
                yield f"{indent}  - {first}"
                yield from (f"{indent}    {line}" for line in rest)
        elif isinstance(value, list):
            yield f"{indent}{key}: [{', '.join(_scalar(item) for item in value)}]"
        else:
            yield f"{indent}{key}: {_scalar(value)}"


def _scalar(value: object) -> str:
    """A value as YAML: plain where it reads back as the same text, else in quotes."""
    if isinstance(value, Decimal):
        return f"{value:f}"
    if not isinstance(value, str):
        return json.dumps(value)
    try:
        is_plain = yaml.safe_load(f"k: {value}") == {"k": value} and yaml.safe_load(f"[{value}]") == [value]
    except yaml.YAMLError:
        is_plain = False
    return value if is_plain else json.dumps(value, ensure_ascii=False)
