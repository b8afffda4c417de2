-- Distinct customers cannot be added up: they are counted for every unit, window and tree.
with

counts as (

    select * from {{ ref('numbered_customer_counts') }}

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

)

select
    groups.org_unit_id,
    groups.stored_basis,
    windows.window_code,
    windows.period_end,
    groups.customer_segment,
    groups.channel,
    cast(counts.customers_active as decimal(18, 2)) as customers_active,
    cast(counts.customers_repeat as decimal(18, 2)) as customers_repeat,
    cast(counts.old_base as decimal(18, 2)) as old_base,
    cast(counts.old_active as decimal(18, 2)) as old_active
from counts
inner join groups on counts.group_number = groups.group_number
inner join windows on counts.window_number = windows.window_number
