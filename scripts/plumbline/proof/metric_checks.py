"""What the guards ask of metrics: one meaning per text, governance, known codes, no filters, division in ratios."""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping

from plumbline.catalogue.vocabulary import CODED, read_vocabulary
from plumbline.proof.project import Node, Project, kind_of, layer_of, meta_of
from plumbline.texts import CHINESE, is_bilingual

# What every metric says of itself under config.meta, and what components and indicators say besides.
COMMON_FIELDS = ["label_zh", "unit", "owner", "version", "valid_from"]
INDICATOR_FIELDS = [
    "category", "polarity", "lowest_level", "default_window", "default_basis", "anchors", "org_additivity",
    "time_additivity",
]  # fmt: skip
REQUIRED_FIELDS = {
    "component": [*COMMON_FIELDS, "component_class", "contracts"],
    "term": COMMON_FIELDS,
    "auxiliary": [*COMMON_FIELDS, *INDICATOR_FIELDS],
    "result": [*COMMON_FIELDS, *INDICATOR_FIELDS],
    "process": [*COMMON_FIELDS, *INDICATOR_FIELDS],
}


def first_line(text: str | None, *, chinese: bool) -> str:
    """The first line of a bilingual text in one language: what the metric means, before formula and grain."""
    lines = (line.strip() for line in (text or "").splitlines())
    return next((line for line in lines if line and bool(CHINESE.search(line)) == chinese), "")


def one_meaning_per_text(project: Project) -> Iterator[str]:
    def texts(metric: Node) -> dict[str, str]:
        return {
            "label": str(metric.get("label") or "").strip(),
            "label_zh": str(meta_of(metric).get("label_zh") or "").strip(),
            "description": first_line(metric.get("description"), chinese=False),
            "Chinese description": first_line(metric.get("description"), chinese=True),
        }

    for field in ("label", "label_zh", "description", "Chinese description"):
        names = defaultdict(list)
        for metric in project.metrics():
            names[texts(metric)[field].casefold()].append(metric["name"])
        for text, sharing in sorted(names.items()):
            if text and len(sharing) > 1:
                yield f"{', '.join(sorted(sharing))} share the {field} {text!r}"


def metrics_governed(project: Project) -> Iterator[str]:
    contracts = {node["name"].removeprefix("stg_") for node in project.models() if layer_of(node) == "staging"}
    for metric in project.metrics():
        meta, kind = meta_of(metric), kind_of(metric)
        if kind not in REQUIRED_FIELDS:
            yield f"{metric['name']}: config.meta.kind is {kind}, not one of {', '.join(REQUIRED_FIELDS)}"
            continue
        # An empty list of anchors says "none"; an empty text says nothing.
        missing = [field for field in REQUIRED_FIELDS[kind] if meta.get(field) is None or meta.get(field) == ""]
        if missing:
            yield f"{metric['name']} ({kind}) lacks {', '.join(missing)}"
        if not is_bilingual(metric.get("description")):
            yield f"{metric['name']}: the description is missing or not in both languages"
        if str(metric.get("label") or metric["name"]) == metric["name"]:
            yield f"{metric['name']}: the label is missing or repeats the code"
        if (label_zh := meta.get("label_zh")) and not CHINESE.search(str(label_zh)):
            yield f"{metric['name']}: label_zh {label_zh!r} has no Chinese in it"
        for contract in meta.get("contracts") or []:
            if contract not in contracts:
                yield f"{metric['name']}: there is no contract {contract}"


def codes_known(project: Project) -> Iterator[str]:
    vocabulary = read_vocabulary(project.root)
    for metric in project.metrics():
        for field, kind_of_code in CODED.items():
            value, allowed = meta_of(metric).get(field), vocabulary.get(kind_of_code, {})
            if value is not None and str(value) not in allowed:
                yield (
                    f"{metric['original_file_path']}: {metric['name']} has the {field} {value!r}, which is none of "
                    f"{', '.join(allowed)}"
                )


def metrics_unfiltered(project: Project) -> Iterator[str]:
    for metric in project.metrics():
        params = metric.get("type_params") or {}
        inputs = [
            params.get("numerator"),
            params.get("denominator"),
            params.get("measure"),
            *(params.get("metrics") or []),
        ]
        if metric.get("filter") or any(one.get("filter") for one in inputs if isinstance(one, Mapping)):
            yield f"{metric['name']} has a filter"


def division_in_ratios(project: Project) -> Iterator[str]:
    for metric in project.metrics():
        expression = str((metric.get("type_params") or {}).get("expr") or "")
        if "/" in re.sub(r"/\*.*?\*/", "", expression):
            yield f"{metric['name']} ({metric['type']}) divides in its expression: {expression}"
