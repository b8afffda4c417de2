-- Net sales of the units that traded in every month of a window and of the same window a year before: one set of units,
-- measured in both.
with

unit_windows as (

    select * from {{ ref('int_unit_windows') }}

),

months as (

    select * from {{ ref('int_months') }}

),

units as (

    select
        org_unit_id,
        min(open_date) as open_date,
        max(close_date) as close_date
    from {{ ref('int_org_unit_versions') }}
    group by org_unit_id

),

unit_sales as (

    select
        org_unit_id,
        month_end,
        sum(net_base_amount) as net_sales,
        sum(before_returns_base_amount) as sales_before_returns
    from {{ ref('fct_product_sales') }}
    group by org_unit_id, month_end

),

-- A unit trades in a month when it sold something, and was not opened or closed within it.
trading_months as (

    select
        sales.org_unit_id,
        months.month_number,
        sales.net_sales
    from unit_sales as sales
    inner join months on sales.month_end = months.month_end
    inner join units on sales.org_unit_id = units.org_unit_id
    where
        sales.sales_before_returns > 0
        and (units.open_date is null or units.open_date <= months.month_start)
        and (units.close_date is null or units.close_date >= months.month_end)

),

windows as (

    select
        unit_windows.org_unit_id,
        unit_windows.window_code,
        unit_windows.period_end,
        unit_windows.last_month_number - unit_windows.first_month_number + 1 as months_in_window,
        sum(
            case when trading_months.month_number >= unit_windows.first_month_number then 1 else 0 end
        ) as months_traded,
        sum(
            case when trading_months.month_number <= unit_windows.last_month_number - 12 then 1 else 0 end
        ) as prior_months_traded,
        sum(
            case when trading_months.month_number >= unit_windows.first_month_number then trading_months.net_sales end
        ) as net_sales,
        sum(
            case
                when trading_months.month_number <= unit_windows.last_month_number - 12 then trading_months.net_sales
            end
        ) as prior_net_sales
    from unit_windows
    inner join trading_months
        on unit_windows.org_unit_id = trading_months.org_unit_id
        and trading_months.month_number between unit_windows.first_month_number - 12 and unit_windows.last_month_number
    group by
        unit_windows.org_unit_id,
        unit_windows.window_code,
        unit_windows.period_end,
        unit_windows.first_month_number,
        unit_windows.last_month_number

),

comparable as (

    select * from windows
    where months_traded = months_in_window and prior_months_traded = months_in_window

)

select
    unit_windows.org_unit_id,
    unit_windows.org_unit_version_id,
    unit_windows.window_code,
    unit_windows.period_end,
    {{ if_delivered(['sales_invoice_line'], 'coalesce(comparable.net_sales, 0)', 'decimal(18, 4)') }} as net_sales_comp,
    {{ if_delivered(['sales_invoice_line'], 'coalesce(comparable.prior_net_sales, 0)', 'decimal(18, 4)') }}
        as net_sales_comp_prior
from unit_windows
left join comparable
    on unit_windows.org_unit_id = comparable.org_unit_id
    and unit_windows.window_code = comparable.window_code
    and unit_windows.period_end = comparable.period_end
