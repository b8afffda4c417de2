{{ config(materialized='table') }}
{#- A merge may point to a customer that was merged itself; eight hops are followed, and a test fails on a longer
    chain. -#}
{%- set hops = 8 -%}
with

customers as (

    select * from {{ ref('stg_customer') }}

),

survivors_0 as (

    select
        customer_id,
        customer_id as surviving_customer_id
    from customers

),
{% for hop in range(1, hops + 1) %}
survivors_{{ hop }} as (

    select
        before.customer_id,
        coalesce(customers.merged_into_customer_id, before.surviving_customer_id) as surviving_customer_id
    from survivors_{{ hop - 1 }} as before
    inner join customers on before.surviving_customer_id = customers.customer_id

),
{% endfor %}
resolved as (

    select
        customers.customer_id,
        survivors_{{ hops }}.surviving_customer_id,
        customers.customer_name,
        customers.customer_type,
        survivors.segment,
        survivors.region,
        survivors.acquisition_channel,
        min(customers.first_purchase_date) over (
            partition by survivors_{{ hops }}.surviving_customer_id
        ) as first_purchase_date,
        customers.source_system
    from customers
    inner join survivors_{{ hops }} on customers.customer_id = survivors_{{ hops }}.customer_id
    inner join customers as survivors on survivors_{{ hops }}.surviving_customer_id = survivors.customer_id

)

select * from resolved
