-- A unit's day is counted by the hour or as a whole (hour -1), never both, or its visitors would count twice.
-- 同一单元同一天的客流按小时或按全天计数,不可并存。
{{ needs_contracts('store_traffic') }}
with

days as (

    select
        org_id,
        traffic_date,
        count(*) as row_count,
        sum(case when hour = -1 then 1 else 0 end) as whole_day_rows
    from {{ ref('stg_store_traffic') }}
    group by org_id, traffic_date

)

select * from days
where whole_day_rows > 0 and row_count > whole_day_rows
