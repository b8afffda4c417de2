-- An amount in another currency needs the month's rate: without one it would be missing from the components. Deliver
-- the rate in fx_rate (average for flows, closing for balances); none is ever assumed.
with

rates as (

    select * from {{ ref('int_month_rates') }}

),

amounts as (

    select
        'sales document' as what,
        invoice_id as which,
        currency,
        month_end
    from {{ ref('fct_sales_documents') }}
    where month_end is not null
    union all
    select
        'cash application' as what,
        application_id as which,
        currency,
        month_end
    from {{ ref('fct_cash_applications') }}
    where month_end is not null
    union all
    select
        'receivable balance' as what,
        org_unit_id as which,
        currency,
        month_end
    from {{ ref('fct_receivable_balances') }}
    union all
    select
        'payroll line' as what,
        payroll.employee_id as which,
        payroll.currency,
        months.month_end
    from {{ ref('stg_payroll_line') }} as payroll
    inner join {{ ref('int_months') }} as months on payroll.period_id = months.period_id

)

select amounts.*
from amounts
left join rates
    on amounts.currency = rates.currency
    and amounts.month_end = rates.month_end
where rates.average_rate is null or rates.closing_rate is null
