{{ config(materialized='view') }}
{#- A customer's months at a unit of any level, in a row: which comes next, which kept one before and after. Nobody asks
    for distinct customers below L4. -#}
{%- set kept_month = 'case when first_kept_date is not null then month_number end' -%}
{%- set customer = 'partition by org_unit_id, stored_basis, customer_id order by month_number' -%}
with

customer_months as (

    select * from {{ ref('components_customers') }}

),

roll_up_paths as (

    select paths.*
    from {{ ref('int_roll_up_paths') }} as paths
    inner join {{ ref('dim_org_units') }} as units on paths.ancestor_org_unit_id = units.org_unit_id
    where units.level_number <= 4

),

unit_customer_months as (

    select
        roll_up_paths.ancestor_org_unit_id as org_unit_id,
        roll_up_paths.hierarchy_basis as stored_basis,
        customer_months.customer_segment,
        customer_months.channel,
        customer_months.customer_id,
        customer_months.month_number,
        min(customer_months.first_kept_date) as first_kept_date,
        max(customer_months.last_kept_date) as last_kept_date
    from customer_months
    inner join roll_up_paths
        on customer_months.org_unit_id = roll_up_paths.org_unit_id
        and customer_months.month_end >= roll_up_paths.valid_from
        and customer_months.month_end < roll_up_paths.valid_to
    group by
        roll_up_paths.ancestor_org_unit_id,
        roll_up_paths.hierarchy_basis,
        customer_months.customer_segment,
        customer_months.channel,
        customer_months.customer_id,
        customer_months.month_number

)

select
    org_unit_id,
    stored_basis,
    customer_segment,
    channel,
    customer_id,
    month_number,
    first_kept_date is not null as is_kept,
    coalesce(first_kept_date < last_kept_date, false) as is_kept_twice,
    coalesce(lead(month_number) over ({{ customer }}), 9999) as next_month,
    coalesce(
        min({{ kept_month }}) over ({{ customer }} rows between 1 following and unbounded following), 9999
    ) as next_kept_month,
    max({{ kept_month }}) over ({{ customer }} rows between unbounded preceding and 1 preceding) as kept_month_before
from unit_customer_months
