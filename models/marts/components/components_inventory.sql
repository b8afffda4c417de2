with

unit_months as (

    select * from {{ ref('int_unit_months') }}

),

balances as (

    select
        posting_units.org_unit_id,
        periods.end_date as month_end,
        sum(inventory.opening_amount) as inventory_opening,
        sum(inventory.closing_amount) as inventory_closing,
        sum(inventory.slow_amount) as inventory_slow_closing
    from {{ ref('stg_inventory_balance') }} as inventory
    inner join {{ ref('int_posting_units') }} as posting_units on inventory.org_id = posting_units.delivered_org_id
    inner join {{ ref('stg_fiscal_period') }} as periods on inventory.period_id = periods.period_id
    group by posting_units.org_unit_id, periods.end_date

),

-- Slow stock is an optional column: of a unit whose system does not deliver it nothing is known, and nothing is said.
delivery as (

    select count(slow_amount) > 0 as is_slow_stock_delivered from {{ ref('stg_inventory_balance') }}

)

select
    unit_months.org_unit_id,
    unit_months.org_unit_version_id,
    unit_months.month_end,
    {%- for side in ['inventory_opening', 'inventory_closing'] %}
    {{ if_delivered(['inventory_balance'], 'coalesce(balances.' ~ side ~ ', 0)', 'decimal(18, 4)') }} as {{ side }},
    {%- endfor %}
    cast(case
        when balances.org_unit_id is not null then balances.inventory_slow_closing
        when delivery.is_slow_stock_delivered then 0
    end as decimal(18, 4)) as inventory_slow_closing,
    cast(case
        when balances.inventory_slow_closing is not null then balances.inventory_closing
        when delivery.is_slow_stock_delivered then 0
    end as decimal(18, 4)) as inventory_aged_closing
from unit_months
cross join delivery
left join balances
    on unit_months.org_unit_id = balances.org_unit_id
    and unit_months.month_end = balances.month_end
