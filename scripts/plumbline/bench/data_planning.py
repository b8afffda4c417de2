"""Plans of the measured company: budgets, targets, scorecards, reference values, and what was delivered when."""

from collections.abc import Iterator

from plumbline.bench.shape import BUSINESS_UNITS, DEPARTMENTS, MARKET, Size, spread_month

PLAN_LINES = ["REV_MAIN", "COGS_MAIN", "SELL_EXP", "ADM_EXP", "RD_EXP", "BONUS"]
TARGETS = ["revenue", "gross_margin", "net_margin", "collection_rate"]
TIERS = ["excellent", "good", "average", "low", "poor"]


def rows(size: Size) -> Iterator[tuple[str, str]]:
    """Contract by contract, the query that makes its rows."""
    lines, codes, tiers = (", ".join(f"'{one}'" for one in names) for names in (PLAN_LINES, TARGETS, TIERS))
    yield (
        "plan_line",
        f"""
        select
            'budget' as scenario, months.period_id // 100 || 'B0' as version, months.period_id,
            'D' || range // {len(PLAN_LINES)} % {DEPARTMENTS} as org_id,
            list_extract([{lines}], cast(1 + range % {len(PLAN_LINES)} as integer)) as line_code,
            1000 + hash(range) % 9000 as amount, 'group_planning' as source_system
        from range({size.plan_line}) as lines
        inner join months on {spread_month(f"range // {len(PLAN_LINES) * DEPARTMENTS}")} = months.number
    """,
    )
    yield (
        "indicator_target",
        f"""
        select
            list_extract([{codes}], cast(1 + range % {len(TARGETS)} as integer)) as indicator_code,
            'D' || range // {len(TARGETS)} % {DEPARTMENTS} as org_id, 'M' as period_type, months.period_id,
            1 as version,
            0.8 as floor_value, 1 as target_value, 1.2 as stretch_value, 'topdown' as method,
            'group_planning' as source_system
        from range({size.indicator_target}) as targets
        inner join months on {spread_month(f"range // {len(TARGETS) * DEPARTMENTS}")} = months.number
    """,
    )
    units = f"(select 'B' || range as org_id, range as number from range({BUSINESS_UNITS}))"
    yield (
        "scorecard_item",
        f"""
        select
            'SC-' || org_id as scorecard_id, org_id, indicator_code, date '2021-01-01' as valid_from,
            date '9999-12-31' as valid_to, 0.25 as weight, 'L3' as curve, 120 as score_cap, 'ahp' as weight_method,
            'group_planning' as source_system
        from {units} cross join (select unnest([{codes}]) as indicator_code)
    """,
    )
    yield (
        "ahp_judgement",
        f"""
        select
            'SC-' || org_id as scorecard_id, 'expert' as expert_id, 'revenue' as indicator_i,
            'gross_margin' as indicator_j, 2 as judgement, 'group_planning' as source_system
        from {units}
    """,
    )
    yield (
        "bonus_scheme",
        f"""
        select
            'BS-' || org_id as scheme_id, org_id, 2025 as fiscal_year, 'SC-' || org_id as scorecard_id,
            100000 as base_pool, 120000 as budget_pool, 500000 as hurdle_profit, 0.1 as sharing_rate,
            1.4 as max_multiplier, 'group_planning' as source_system
        from {units}
    """,
    )
    yield (
        "reference_value",
        f"""
        select
            'market_sales' as metric_key, '{MARKET}' as scope, period_id, 'value' as tier, 900000000 as value,
            'bench' as source_note, 'group_planning' as source_system
        from months
        union all
        select 'roe', 'group', 202512, tier, 0.05, 'bench', 'group_planning' from (select unnest([{tiers}]) as tier)
    """,
    )
    yield (
        "load_manifest",
        """
        select
            'batch ' || number as batch_id, 'gl_voucher_line' as dataset, 'vouchers ' || period_id as file_name,
            period_id as period_from, period_id as period_to, 1 as row_count, end_date as extracted_at,
            'landing' as source_system
        from months
    """,
    )
