"""Where an indicator's figures stand in the marts, and queries for them to copy."""

from collections.abc import Mapping, Sequence
from typing import Any

from plumbline.catalogue.metrics import Metric
from plumbline.dictionary import words
from plumbline.dictionary.registry import Registry

# The wide marts by the levels of which they hold rows; an indicator is a column of those that show one of its levels.
LEVEL_MARTS: Mapping[str, Sequence[str]] = {
    "indicators_company": ("L1",),
    "indicators_business_unit": ("L2",),
    "indicators_department": ("L3", "L4", "L5"),
    "indicators_post": ("L6",),
}
MEMBER_MARTS: Mapping[str, str] = {
    "product_line": "indicators_by_product_line",
    "customer_segment": "indicators_by_customer_segment",
    "channel": "indicators_by_channel",
}
# States in which an indicator is computed.
COMPUTED = ("active", "under_review", "deprecated")


def marts_of(registry: Registry, metric: Metric) -> list[str]:
    """The wide marts that have the indicator as a column, named like the metric; none where it is not computed."""
    if registry.status_of(metric) not in COMPUTED:
        return []
    levels = set(words.levels_offered(metric))
    members = registry.members_of(metric.code)
    return [
        *(mart for mart, shown in LEVEL_MARTS.items() if levels & set(shown)),
        *(mart for member, mart in MEMBER_MARTS.items() if member in members),
    ]


def queries(registry: Registry, metric: Metric) -> dict[str, str]:
    """{mart: query} for the company's figures in the indicator's own window and tree, ready to run."""
    if not marts_of(registry, metric):
        return {}
    meta: Mapping[str, Any] = metric.meta
    cut = f"where window_code = '{meta['default_window']}' and hierarchy_basis = '{meta['default_basis']}'"
    code, version = metric.indicator_code, meta["version"]
    return {
        "indicator_values": (
            "select org_unit_id, period_end, value, numerator, denominator, null_reason\n"
            "from marts.indicator_values\n"
            f"{cut}\n"
            f"    and indicator_code = '{code}' and indicator_version = {version} and org_level = 'L1'\n"
            "order by org_unit_id, period_end"
        ),
        "indicators_company": (
            f"select org_unit_id, period_end, {metric.code}\n"
            "from marts.indicators_company\n"
            f"{cut}\n"
            "order by org_unit_id, period_end"
        ),
    }
