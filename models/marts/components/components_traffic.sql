with

unit_months as (

    select * from {{ ref('int_unit_months') }}

),

traffic as (

    select
        posting_units.org_unit_id,
        days.month_end,
        sum(store_traffic.visitors) as visitors
    from {{ ref('stg_store_traffic') }} as store_traffic
    inner join {{ ref('int_posting_units') }} as posting_units on store_traffic.org_id = posting_units.delivered_org_id
    inner join {{ ref('int_days') }} as days on store_traffic.traffic_date = days.date_day
    group by posting_units.org_unit_id, days.month_end

)

select
    unit_months.org_unit_id,
    unit_months.org_unit_version_id,
    unit_months.month_end,
    {{ if_delivered(['store_traffic'], 'coalesce(traffic.visitors, 0)', 'decimal(18, 2)') }} as visitors
from unit_months
left join traffic
    on unit_months.org_unit_id = traffic.org_unit_id
    and unit_months.month_end = traffic.month_end
