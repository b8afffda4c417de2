-- Distinct customers cannot be added up: they are counted for every unit, window and tree.
with

active as (

    select * from {{ ref('active_customer_counts') }}

),

old as (

    select * from {{ ref('old_customer_counts') }}

),

windows as (

    select * from {{ ref('int_windows') }}

),

groups as (

    select distinct
        group_number,
        org_unit_id,
        stored_basis,
        customer_segment,
        channel
    from {{ ref('alike_customer_months') }}

),

counts as (

    select
        coalesce(active.group_number, old.group_number) as group_number,
        coalesce(active.window_number, old.window_number) as window_number,
        active.customers_active,
        active.customers_repeat,
        old.old_base,
        old.old_active
    from active
    full outer join old
        on active.group_number = old.group_number
        and active.window_number = old.window_number

)

select
    groups.org_unit_id,
    groups.stored_basis,
    windows.window_code,
    windows.period_end,
    groups.customer_segment,
    groups.channel,
    {%- for count in ['customers_active', 'customers_repeat', 'old_base', 'old_active'] %}
    cast(coalesce(counts.{{ count }}, 0) as decimal(18, 2)) as {{ count }}
    {{- ',' if not loop.last }}
    {%- endfor %}
from counts
inner join groups on counts.group_number = groups.group_number
inner join windows on counts.window_number = windows.window_number
