{#- The lines promised in a window that were wholly delivered by its end. Months are not enough: a line promised in
    March and delivered in April is not filled in March, but it is in the year to April. -#}
with

fills as (

    select * from {{ ref('fct_order_line_fills') }} where is_due

),

unit_windows as (

    select * from {{ ref('int_unit_windows') }}

),

monthly as (

    select
        org_unit_id,
        product_line,
        customer_segment,
        promised_month_number,
        month_number,
        sum(lines_change) as lines_change
    from fills
    group by org_unit_id, product_line, customer_segment, promised_month_number, month_number

),

filled as (

    select
        monthly.org_unit_id,
        monthly.product_line,
        monthly.customer_segment,
        unit_windows.window_code,
        unit_windows.period_end,
        sum(monthly.lines_change) as lines_filled
    from monthly
    inner join unit_windows
        on monthly.org_unit_id = unit_windows.org_unit_id
        and monthly.promised_month_number >= unit_windows.first_month_number
        and monthly.promised_month_number <= unit_windows.last_month_number
        and monthly.month_number <= unit_windows.last_month_number
    group by
        monthly.org_unit_id,
        monthly.product_line,
        monthly.customer_segment,
        unit_windows.window_code,
        unit_windows.period_end

)

select
    unit_windows.org_unit_id,
    unit_windows.org_unit_version_id,
    unit_windows.window_code,
    unit_windows.period_end,
    coalesce(filled.product_line, '-') as product_line,
    coalesce(filled.customer_segment, '-') as customer_segment,
    {{ if_delivered(['sales_order_line'], 'coalesce(filled.lines_filled, 0)', 'decimal(18, 2)') }} as lines_filled
from unit_windows
left join filled
    on unit_windows.org_unit_id = filled.org_unit_id
    and unit_windows.window_code = filled.window_code
    and unit_windows.period_end = filled.period_end
