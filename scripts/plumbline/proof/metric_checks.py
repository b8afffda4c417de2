"""What the guards ask of metrics: one meaning per text, governance, known codes, no filters, division in ratios."""

import re
from collections import defaultdict
from collections.abc import Iterator

from plumbline.catalogue.metrics import Metric
from plumbline.catalogue.vocabulary import CODED, read_vocabulary
from plumbline.proof.project import Project, layer_of
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

# Lines of a description that the registry writes by itself.
RENDERED = re.compile(r"^\s*(Grain|Owner|粒度|负责)[:：]", flags=re.MULTILINE)


def first_line(text: str | None, *, chinese: bool) -> str:
    """The first line of a bilingual text in one language: what the metric means, before formula and grain."""
    lines = (line.strip() for line in (text or "").splitlines())
    return next((line for line in lines if line and bool(CHINESE.search(line)) == chinese), "")


def one_meaning_per_text(project: Project) -> Iterator[str]:
    def texts(metric: Metric) -> dict[str, str]:
        return {
            "label": metric.label.en.strip(),
            "label_zh": str(metric.meta.get("label_zh") or "").strip(),
            "description": first_line(metric.description, chinese=False),
            "Chinese description": first_line(metric.description, chinese=True),
        }

    for field in ("label", "label_zh", "description", "Chinese description"):
        names = defaultdict(list)
        for metric in project.metrics():
            names[texts(metric)[field].casefold()].append(metric.code)
        for text, sharing in sorted(names.items()):
            if text and len(sharing) > 1:
                yield f"{', '.join(sorted(sharing))} share the {field} {text!r}"


def metrics_governed(project: Project) -> Iterator[str]:
    contracts = {node["name"].removeprefix("stg_") for node in project.models() if layer_of(node) == "staging"}
    for metric in project.metrics():
        meta, kind = metric.meta, metric.kind
        if kind not in REQUIRED_FIELDS:
            yield f"{metric.code}: config.meta.kind is {kind}, not one of {', '.join(REQUIRED_FIELDS)}"
            continue
        # An empty list of anchors says "none"; an empty text says nothing.
        missing = [field for field in REQUIRED_FIELDS[kind] if meta.get(field) is None or meta.get(field) == ""]
        if missing:
            yield f"{metric.code} ({kind}) lacks {', '.join(missing)}"
        if not is_bilingual(metric.description):
            yield f"{metric.code}: the description is missing or not in both languages"
        if RENDERED.search(metric.description):
            yield f"{metric.code}: the description types the grain or owner, which are rendered from its meta"
        if metric.label.en == metric.code:
            yield f"{metric.code}: the label is missing or repeats the code"
        if (label_zh := meta.get("label_zh")) and not CHINESE.search(str(label_zh)):
            yield f"{metric.code}: label_zh {label_zh!r} has no Chinese in it"
        for contract in metric.contracts:
            if contract not in contracts:
                yield f"{metric.code}: there is no contract {contract}"


def codes_known(project: Project) -> Iterator[str]:
    vocabulary = read_vocabulary(project.root)
    for metric in project.metrics():
        for field, kind_of_code in CODED.items():
            value, allowed = metric.meta.get(field), vocabulary.get(kind_of_code, {})
            if value is not None and str(value) not in allowed:
                yield (f"{metric.path}: {metric.code} has the {field} {value!r}, which is none of {', '.join(allowed)}")


def metrics_unfiltered(project: Project) -> Iterator[str]:
    for metric in project.metrics():
        if metric.is_filtered:
            yield f"{metric.code} has a filter"


def division_in_ratios(project: Project) -> Iterator[str]:
    for metric in project.metrics():
        if "/" in re.sub(r"/\*.*?\*/", "", metric.expr):
            yield f"{metric.code} ({metric.type}) divides in its expression: {metric.expr}"
