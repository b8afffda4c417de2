"""Formulas and the rules of missing values are put into words and symbols from what the metrics say."""

from pathlib import Path

import pytest

from plumbline.catalogue.expressions import FormulaError, parse, sql
from plumbline.dictionary.formulas import mathml, symbols
from plumbline.dictionary.formulas import words as in_words
from plumbline.dictionary.null_rules import null_rules
from plumbline.dictionary.registry import Registry
from plumbline.texts import Both
from small_registry import INDICATOR, derived, prior, ratio, simple, small_registry

# Written from DOMAIN 2.1 and 2.3 and the labels: English, Chinese, symbols.
RENDERED = {
    "roe": (
        "12 × net profit ÷ (months in the window × ((total equity, opening + total equity, closing) ÷ 2))",
        "12 × 净利润 ÷（窗口月数 ×（（期初所有者权益 + 期末所有者权益）÷ 2））",
        "12 × S(net_profit) ÷ (N × ((O(equity) + C(equity)) ÷ 2))",
    ),
    "labor_cost_ratio": (
        "total labour cost ÷ operating revenue",
        "人工成本总额 ÷ 营业收入",
        "(S(payroll_cost) + S(agency_labor)) ÷ S(revenue)",
    ),
    "revenue_growth": (
        "(operating revenue − operating revenue of the same window one year earlier) ÷ operating revenue of the same "
        "window one year earlier",
        "（营业收入 − 上年同期营业收入）÷ 上年同期营业收入",
        "(S(revenue) − LY(revenue)) ÷ LY(revenue)",
    ),
    "headcount": (
        "headcount (period end) (stock: balance at the end of the window)",
        "期末人数（存量：窗口期末余额）",
        "C(hc)",
    ),
    "collection_rate": (
        "receivables due and collected ÷ receivables due",
        "到期回款额 ÷ 应到期回款额",
        "W(due_collected) ÷ W(due_amt)",
    ),
    "promotion_rate": (
        "promotions × months in the window ÷ headcount, stock-months",
        "晋升人数 × 窗口月数 ÷ 人数月累计",
        "S(promotions) × N ÷ SM(hc)",
    ),
}


@pytest.mark.parametrize("code", RENDERED)
def test_formulas_are_rendered_from_expressions(registry: Registry, code: str) -> None:
    metric = registry.metrics[code]
    rendered = in_words(registry, metric, "en"), in_words(registry, metric, "zh"), symbols(registry, metric)
    assert rendered == RENDERED[code]


@pytest.fixture
def nested(tmp_path: Path) -> Registry:
    """Lifetime value as DOMAIN 2.9 writes it, over acquisition cost: ratios of ratios, with a cap."""
    return small_registry(
        tmp_path,
        simple("rev", "Revenue", "收入"),
        simple("cogs", "Cost of sales", "成本"),
        simple("cust_sales", "Customer sales", "客户销售额"),
        simple("cust_months", "Customer months", "客户月数"),
        simple("cust_churned", "Customers lost", "流失客户数"),
        simple("spend", "Acquisition spend", "获客投入"),
        simple("won", "New customers", "新客户数", "window_set"),
        derived("gp", "Gross profit", "毛利", "rev - cogs", ["rev", "cogs"], **INDICATOR),
        derived("over", "Over", "分子", "60 * cust_sales * gp", ["cust_sales", "gp"]),
        derived(
            "under", "Under", "分母", "greatest(60 * cust_churned, cust_months) * rev",
            ["cust_churned", "cust_months", "rev"],
        ),
        ratio("ltv", "LTV", "客户生命周期价值", "over", "under", **INDICATOR),
        ratio("cac", "Acquisition cost", "获客成本", "spend", "won", **INDICATOR),
        ratio("ltv_to_cac", "LTV to CAC", "价值成本比", "ltv", "cac", **INDICATOR),
        derived("bounded", "Bounded", "有界", "case when rev > 0 then rev else prior_rev end", ["rev", prior("rev")],
                **INDICATOR),
    )  # fmt: skip


def test_nested_formulas(nested: Registry) -> None:
    ltv, whole = nested.metrics["ltv"], nested.metrics["ltv_to_cac"]
    assert in_words(nested, ltv, "en") == (
        "60 × customer sales × gross profit ÷ (the greater of (60 × customers lost and customer months) × revenue)"
    )
    assert in_words(nested, ltv, "zh") == "60 × 客户销售额 × 毛利 ÷（（60 × 流失客户数、客户月数）中的较大者 × 收入）"
    in_symbols = "60 × S(cust_sales) × (S(rev) − S(cogs)) ÷ (max(60 × S(cust_churned), S(cust_months)) × S(rev))"
    assert symbols(nested, ltv) == in_symbols
    assert in_words(nested, whole, "en") == "LTV ÷ acquisition cost"
    assert symbols(nested, whole) == f"({in_symbols}) ÷ (S(spend) ÷ W(won))"
    assert mathml(nested, whole).count("<mfrac>") == 3


def test_cases_and_prior_year(nested: Registry) -> None:
    bounded = nested.metrics["bounded"]
    assert symbols(nested, bounded) == "(S(rev) if S(rev) > 0, otherwise LY(rev))"
    assert in_words(nested, bounded, "zh") == "（若 收入 > 0，取 收入；否则取 上年同期收入）"
    assert null_rules(nested, bounded) == [
        ("insufficient_history", Both("The same window one year earlier is not complete.", "上年同期窗口数据不完整。"))
    ]


# Written from DOMAIN 2.5 and the labels: what each rule that a metric can declare says of it.
NO_VALUE = {
    "roe": ("non_positive_base", "期初所有者权益 + 期末所有者权益为零或为负。"),
    "roi": ("non_positive_base", "期初所有者权益 + 期末所有者权益 + 期初带息负债 + 期末带息负债为零或为负。"),
    "dso": ("zero_denominator", "信用开票额(含税)为零。"),
    "slow_inventory_ratio": (
        "source_missing",
        "该单元没有来源系统提供此数据：期末库存(明细账)有余额，而期末已知库龄库存为零。",
    ),
    "unit_cost": ("not_applicable", "该指标仅在同一种类内有意义，而该单元有多种：所产产品数大于 1。"),
    "old_customer_repurchase_rate": ("insufficient_history", "上年同期窗口数据不完整。"),
    "patient_satisfaction": ("low_sample", "窗口内患者问卷份数少于 30。"),
}


@pytest.mark.parametrize("code", NO_VALUE)
def test_every_rule_of_a_missing_value_has_words(registry: Registry, code: str) -> None:
    rules = null_rules(registry, registry.metrics[code])
    assert NO_VALUE[code] in [(reason, text.zh) for reason, text in rules]
    # That a window is complete is asked of every indicator, and said once.
    assert ("insufficient_history" in dict(rules)) == registry.uses_prior_year(code)


@pytest.mark.parametrize(
    ("text", "back"),
    [
        ("a - (b - c)", "a - (b - c)"),
        ("(a + b) * 0.5", "(a + b) * 0.5"),
        ("a / (b / c)", "a / (b / c)"),
        ("-1 * a", "(-1) * a"),
        ("case when a >= b then 1 end", "case when a >= b then 1 end"),
        ("least(a, b, 60)", "least(a, b, 60)"),
    ],
)  # fmt: skip
def test_expressions_are_read_and_written(text: str, back: str) -> None:
    assert sql(parse(text)) == back


@pytest.mark.parametrize("text", ["sum(a)", "a +", "'a'", "a || b", "t.a", "select 1", "a and b"])
def test_other_expressions_are_refused(text: str) -> None:
    with pytest.raises(FormulaError):
        parse(text)
