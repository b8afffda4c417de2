with

unit_months as (

    select * from {{ ref('int_unit_months') }}

),

payroll as (

    select
        posting_units.org_unit_id,
        rates.month_end,
        sum({{ at_rate('lines.amount', 'rates.average_rate') }}) as payroll_cost
    from {{ ref('stg_payroll_line') }} as lines
    inner join {{ ref('int_posting_units') }} as posting_units on lines.org_id = posting_units.delivered_org_id
    inner join {{ ref('stg_fiscal_period') }} as periods on lines.period_id = periods.period_id
    inner join {{ ref('int_month_rates') }} as rates
        on periods.end_date = rates.month_end
        and lines.currency = rates.currency
    group by posting_units.org_unit_id, rates.month_end

)

select
    unit_months.org_unit_id,
    unit_months.org_unit_version_id,
    unit_months.month_end,
    {{ if_delivered(['payroll_line'], 'coalesce(payroll.payroll_cost, 0)', 'decimal(18, 4)') }} as payroll_cost
from unit_months
left join payroll
    on unit_months.org_unit_id = payroll.org_unit_id
    and unit_months.month_end = payroll.month_end
