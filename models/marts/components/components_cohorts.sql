{{ config(meta={'pairs_with': {'int_windows': 'a stretch is counted in every window that opens in it'}}) }}
-- Who is a customer at a window's start, and who of them is one at its end: active in the same unbroken stretch, or
-- back in a later one. Customers with the same stretches are counted together before the windows are laid over
-- them.
with

states as (

    select * from {{ ref('fct_unit_customer_states') }}

),

customers as (

    select * from {{ ref('dim_surviving_customers') }}

),

windows as (

    select * from {{ ref('int_windows') }}

),

stretches as (

    select
        opening.stored_basis,
        opening.org_unit_id,
        opening.valid_from,
        opening.valid_to,
        customers.customer_segment,
        customers.channel,
        opening.first_instant,
        opening.last_instant,
        closing.first_instant as closing_first_instant,
        closing.last_instant as closing_last_instant,
        count(*) as customer_count
    from states as opening
    inner join states as closing
        on opening.stored_basis = closing.stored_basis
        and opening.org_unit_id = closing.org_unit_id
        and opening.valid_from = closing.valid_from
        and opening.customer_id = closing.customer_id
        and opening.first_instant <= closing.first_instant
    inner join customers on opening.customer_id = customers.customer_id
    group by
        opening.stored_basis,
        opening.org_unit_id,
        opening.valid_from,
        opening.valid_to,
        customers.customer_segment,
        customers.channel,
        opening.first_instant,
        opening.last_instant,
        closing.first_instant,
        closing.last_instant

)

select
    stretches.org_unit_id,
    stretches.stored_basis,
    windows.window_code,
    windows.period_end,
    stretches.customer_segment,
    stretches.channel,
    cast(
        sum(
            case when stretches.closing_first_instant = stretches.first_instant then stretches.customer_count else 0 end
        ) as decimal(18, 2)
    ) as cust_at_open,
    cast(
        sum(
            case
                when windows.last_month_number
                    between stretches.closing_first_instant and stretches.closing_last_instant
                    then stretches.customer_count
                else 0
            end
        ) as decimal(18, 2)
    ) as cust_kept
from stretches
inner join windows
    on stretches.valid_from <= windows.period_end
    and stretches.valid_to > windows.period_end
    and stretches.first_instant < windows.first_month_number
    and stretches.last_instant >= windows.first_month_number - 1
group by
    stretches.org_unit_id,
    stretches.stored_basis,
    windows.window_code,
    windows.period_end,
    stretches.customer_segment,
    stretches.channel
