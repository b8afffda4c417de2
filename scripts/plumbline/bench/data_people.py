"""People of the measured company: who is where, what they are paid, when they worked and what they learned."""

from collections.abc import Iterator

from plumbline.bench.shape import DEPARTMENTS, EMPLOYEES, MONTHS, Size, spread_day

PAY_ITEMS = ["base", "overtime", "allowance", "bonus", "er_social", "er_housing"]
HIRED = "date '2020-01-01' + cast(range % 300 as integer)"


def rows(size: Size) -> Iterator[tuple[str, str]]:
    """Contract by contract, the query that makes its rows."""
    yield (
        "employee",
        f"""
        select
            'X' || range as employee_id, {HIRED} as hire_date,
            case when range % 10 = 0 then date '2023-06-01' + cast(range % 900 as integer) end as leave_date,
            case when range % 10 = 0 then 'voluntary' end as leave_type, 'regular' as employment_type,
            'group_hr' as source_system
        from range({EMPLOYEES})
    """,
    )
    yield (
        "employee_assignment",
        f"""
        select
            'X' || range as employee_id,
            case stage when 0 then {HIRED} else date '2023-03-01' end as valid_from,
            case when stage = 0 and is_moving then date '2023-03-01' else date '9999-12-31' end as valid_to,
            'D' || (range + case when stage = 1 and range % 20 = 7 then 5 else 0 end) % {DEPARTMENTS} as org_id,
            'post' as post_id, 1 as fte, true as is_primary,
            case when stage = 0 then 'hire' when range % 20 = 7 then 'transfer' else 'promotion' end as event_type,
            'group_hr' as source_system
        from (select *, range % 20 = 7 or range % 10 = 3 as is_moving from range({EMPLOYEES}))
        cross join (values (0), (1)) as stages (stage)
        where stage = 0 or is_moving
    """,
    )
    items = ", ".join(f"'{item}'" for item in PAY_ITEMS)
    yield (
        "payroll_line",
        f"""
        select
            'RUN' || months.period_id as payroll_run_id, months.period_id, 'X' || employee as employee_id,
            'D' || employee % {DEPARTMENTS} as org_id, list_extract([{items}], cast(1 + item as integer)) as pay_item,
            '1' as item_group, cast(1000 + hash(employee * 7 + item) % 500000 as decimal(18, 2)) / 100 as amount,
            'CNY' as currency, false as is_retro, false as is_capitalised, 'group_hr' as source_system
        from (
            select
                range % {EMPLOYEES} as employee, (range // {EMPLOYEES}) % {len(PAY_ITEMS)} as item,
                (range // {EMPLOYEES * len(PAY_ITEMS)}) % {MONTHS} as month_number
            from range({size.payroll_line})
        ) as lines
        inner join months on lines.month_number = months.number
    """,
    )
    yield (
        "timesheet",
        f"""
        select
            'X' || range % {EMPLOYEES} as employee_id, {spread_day(f"range // {EMPLOYEES}")} as work_date,
            'D' || range % {EMPLOYEES} % {DEPARTMENTS} as org_id, 8 as scheduled_hours,
            7 + hash(range) % 4 as worked_hours, greatest(hash(range) % 4, 1) - 1 as overtime_hours, 'am' as daypart,
            'store_wfm' as source_system
        from range({size.timesheet})
    """,
    )
    yield (
        "training_record",
        f"""
        select
            'X' || range % {EMPLOYEES} as employee_id, 'course ' || range // {EMPLOYEES} as course_id,
            {spread_day(f"range // {EMPLOYEES}")} as train_date, 4 as hours, 200 as cost_amount, true as passed,
            'group_hr' as source_system
        from range({size.training_record})
    """,
    )
