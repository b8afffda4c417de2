{%- set markets = ['reference_value'] -%}
-- A market's size stands at the posting leaf of its unit; what the units below it sold of the same product lines in the
-- same months is compared with it. Months and sales without a published size are on neither side.
with

unit_months as (

    select * from {{ ref('int_unit_months') }}

),

market_sizes as (

    select * from {{ ref('int_market_sizes') }}

),

sizes as (

    select
        org_unit_id,
        month_end,
        coalesce(product_line, '-') as product_line,
        market_sales,
        0 as net_sales_mkt
    from market_sizes

),

sales as (

    select
        sales.org_unit_id,
        sales.month_end,
        sales.product_line,
        0 as market_sales,
        sales.net_sales as net_sales_mkt
    from {{ ref('components_sales') }} as sales
    inner join {{ ref('int_org_unit_ancestors') }} as ancestors
        on sales.org_unit_id = ancestors.org_unit_id
        and sales.month_end >= ancestors.valid_from
        and sales.month_end < ancestors.valid_to
        and ancestors.hierarchy_basis = 'as_was'
    inner join market_sizes
        on ancestors.ancestor_org_unit_id = market_sizes.scope_org_unit_id
        and sales.month_end = market_sizes.month_end
        and (market_sizes.product_line is null or sales.product_line = market_sizes.product_line)

),

flows as (

    select * from sizes
    union all
    select * from sales

),

sums as (

    select
        org_unit_id,
        month_end,
        product_line,
        sum(market_sales) as market_sales,
        sum(net_sales_mkt) as net_sales_mkt
    from flows
    group by org_unit_id, month_end, product_line

)

select
    unit_months.org_unit_id,
    unit_months.org_unit_version_id,
    unit_months.month_end,
    coalesce(sums.product_line, '-') as product_line,
    {{ if_delivered(markets, 'coalesce(sums.market_sales, 0)', 'decimal(18, 4)') }} as market_sales,
    {{ if_delivered(markets, 'coalesce(sums.net_sales_mkt, 0)', 'decimal(18, 4)') }} as net_sales_mkt
from unit_months
left join sums
    on unit_months.org_unit_id = sums.org_unit_id
    and unit_months.month_end = sums.month_end
