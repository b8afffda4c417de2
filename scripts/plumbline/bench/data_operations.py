"""Operations of the measured company: visits and surveys, traffic, production, stock, projects."""

from collections.abc import Iterator

from plumbline.bench.shape import (
    DAYS,
    DEPARTMENTS,
    EMPLOYEES,
    MANUFACTURING,
    MONTHS,
    PRODUCTS,
    RETAIL,
    Size,
    department_at,
    departments_of,
    spread_day,
    spread_month,
)

MONTHS_OF_A_PROJECT = 24


def rows(size: Size) -> Iterator[tuple[str, str]]:
    """Contract by contract, the query that makes its rows; visits follow from the clinic bills."""
    yield "service_event", _visits()
    yield "service_event", _answers()
    stores = len(departments_of(*RETAIL))
    yield (
        "store_traffic",
        f"""
        select
            'D' || {department_at(f"range % {stores}", *RETAIL)} as org_id,
            {spread_day(f"range // {stores}")} as traffic_date, 9 + range // {stores * DAYS} % 12 as hour,
            5 + hash(range) % 60 as visitors, 'store_counters' as source_system
        from range({size.store_traffic})
    """,
    )
    lines = len(departments_of(MANUFACTURING))
    yield (
        "production_order",
        f"""
        select
            'W' || range as report_id, 'W' || range // 10 as order_no, {spread_day(f"range // {lines}")} as report_date,
            'D' || {department_at(f"range % {lines}", MANUFACTURING)} as org_id,
            'P' || range % {PRODUCTS} as product_id,
            'X' || range % {EMPLOYEES} as operator_id, 320 as planned_qty, 300 + hash(range) % 20 as output_qty,
            295 + hash(range) % 20 as good_qty, 290 + hash(range) % 20 as first_pass_qty, 480 as calendar_min,
            30 as planned_down_min, hash(range) % 40 as unplanned_down_min, 1.25 as ideal_cycle_min,
            40 as direct_labor_hours, 0.12 as std_labor_hours_per_unit, 3000 as material_cost, 1200 as labor_cost,
            800 as overhead_cost, 16.5 as std_unit_cost, 'mfg_mes' as source_system
        from range({size.production_order})
    """,
    )
    yield (
        "material_consumption",
        f"""
        select
            'W' || range // 2 as report_id, 'P' || (range % 2) as material_id, 600 + hash(range) % 50 as quantity,
            2.45 as actual_price, 2 as std_qty_per_unit, 2.4 as std_price, 'mfg_mes' as source_system
        from range({2 * size.production_order})
    """,
    )
    yield (
        "inventory_balance",
        f"""
        select
            'D' || department as org_id,
            'P' || (department * 7 + range // {DEPARTMENTS * MONTHS}) % {PRODUCTS} as product_id,
            months.period_id, 100 as opening_qty, 1000 as opening_amount, moved as in_qty, moved * 10 as in_amount,
            moved as out_qty, moved * 10 as out_amount, 100 as closing_qty, 1000 as closing_amount,
            hash(range) % 100 as slow_amount, 'bench' as source_system
        from (
            select
                range, range % {DEPARTMENTS} as department, 5 + hash(range) % 20 as moved,
                {spread_month(f"range // {DEPARTMENTS}")} as month_number
            from range({size.inventory_balance})
        ) as stocks
        inner join months on stocks.month_number = months.number
    """,
    )
    yield "project_month", _projects(size)


def _visits() -> str:
    return """
        select
            'V' || invoice_id as event_id, 'visit' as event_type, invoice_date as event_date, org_id, customer_id,
            salesperson_id as employee_id, registered_at, registered_at + interval 20 minute as started_at,
            registered_at + interval 35 minute as ended_at, source_system
        from (
            select *, invoice_date + to_minutes(480 + cast(hash(invoice_id) % 480 as integer)) as registered_at
            from staging.stg_sales_invoice_line
            where doc_type = 'clinic_bill' and line_no = 1
        )
    """


def _answers() -> str:
    """An eighth of the visits leaves a survey, a complaint or an audit, one after the other."""
    return """
        select
            'Q' || event_id as event_id,
            list_extract(['survey', 'complaint', 'survey', 'audit'], kind) as event_type,
            list_extract(['patient', null, 'customer', 'compliance'], kind) as survey_subject,
            event_date, org_id, customer_id, employee_id,
            case when kind <> 2 then 8 + hash(event_id) % 3 end as score,
            case when kind <> 2 then 10 end as scale_max,
            case when kind = 2 then true end as is_justified, source_system
        from (
            select *, cast(1 + hash(event_id) // 8 % 4 as integer) as kind
            from staging.stg_service_event
            where event_type = 'visit' and hash(event_id) % 8 = 0
        )
    """


def _projects(size: Size) -> str:
    """Projects of 24 months, a new one of a department every few months; new products are launched after twenty."""
    return f"""
        select
            'J' || project as project_id, months.period_id, 'D' || project % {DEPARTMENTS} as org_id,
            list_extract(['rd', 'npd', 'capex', 'delivery'], cast(1 + project % 4 as integer)) as project_type,
            240000 as budget_at_completion, 10000 * (turn + 1) as planned_value, 9500 * (turn + 1) as earned_value,
            9800 * (turn + 1) as actual_cost, 500 * (turn + 1) as realised_benefit, starts.start_date,
            starts.start_date + 730 as planned_end,
            case when project % 4 = 1 and turn >= 20 then starts.start_date + 600 end as launch_date,
            'group_pmo' as source_system
        from (
            select
                range // {MONTHS_OF_A_PROJECT} as project, range % {MONTHS_OF_A_PROJECT} as turn,
                range // {MONTHS_OF_A_PROJECT} * 7 % {MONTHS - MONTHS_OF_A_PROJECT} as first_month
            from range({size.project_month})
        ) as stages
        inner join months on stages.first_month + stages.turn = months.number
        inner join months as starts on stages.first_month = starts.number
    """
