{{ config(materialized='table') }}
{#- A merge may point to a customer that was merged itself; eight hops are followed, and a test fails on a longer
    chain. -#}
{%- set hops = 8 -%}
with

customers as (

    select * from {{ ref('stg_customer') }}

),

merged_customers as (

    select
        customer_id,
        merged_into_customer_id
    from customers
    where merged_into_customer_id is not null

),

hop_1 as (

    select
        customer_id,
        merged_into_customer_id as surviving_customer_id
    from merged_customers

),
{% for hop in range(2, hops + 1) %}
hop_{{ hop }} as (

    select
        before.customer_id,
        coalesce(merged_customers.merged_into_customer_id, before.surviving_customer_id) as surviving_customer_id
    from hop_{{ hop - 1 }} as before
    left join merged_customers on before.surviving_customer_id = merged_customers.customer_id

),
{% endfor %}
survivors as (

    select
        customers.customer_id,
        coalesce(merged.surviving_customer_id, customers.customer_id) as surviving_customer_id
    from customers
    left join hop_{{ hops }} as merged on customers.customer_id = merged.customer_id

),

resolved as (

    select
        customers.customer_id,
        survivors.surviving_customer_id,
        customers.customer_name,
        customers.customer_type,
        surviving.segment,
        surviving.region,
        surviving.acquisition_channel,
        min(customers.first_purchase_date) over (
            partition by survivors.surviving_customer_id
        ) as first_purchase_date,
        customers.source_system
    from customers
    inner join survivors on customers.customer_id = survivors.customer_id
    inner join customers as surviving on survivors.surviving_customer_id = surviving.customer_id

)

select * from resolved
