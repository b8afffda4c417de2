-- A plan line is a statement line or one of the drivers HEADCOUNT, BONUS, QTY:<product>, PRICE:<product>.
-- 计划行为报表项目或驱动因素。
{{ needs_contracts('plan_line') }}
with

unknown_lines as (

    select
        plan_line.line_code,
        count(*) as row_count
    from {{ ref('stg_plan_line') }} as plan_line
    left join {{ ref('statement_lines') }} as statement_line
        on plan_line.line_code = statement_line.fs_line
    where
        statement_line.fs_line is null
        and plan_line.line_code not in ('HEADCOUNT', 'BONUS')
        and plan_line.line_code not like 'QTY:_%'
        and plan_line.line_code not like 'PRICE:_%'
    group by plan_line.line_code

)

select * from unknown_lines
