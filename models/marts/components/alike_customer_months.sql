-- Rows of customers' months that no window can tell apart, counted: a window is at most twelve months long, so what is
-- further off makes no difference. They meet the windows together.
with

customer_months as (

    select * from {{ ref('unit_customer_months') }}

),

-- For windows that end from a row's month on (up to 12 months later) and windows that begin within 12 months after it.
alike as (

    select
        org_unit_id,
        stored_basis,
        customer_segment,
        channel,
        month_number,
        least(next_month, month_number + 24) as next_month,
        is_kept,
        is_kept_twice,
        least(next_kept_month, month_number + 12) as next_kept_month,
        case when kept_month_before > month_number - 12 then kept_month_before end as kept_month_before,
        count(*) as customers
    from customer_months
    group by
        org_unit_id,
        stored_basis,
        customer_segment,
        channel,
        month_number,
        least(next_month, month_number + 24),
        is_kept,
        is_kept_twice,
        least(next_kept_month, month_number + 12),
        case when kept_month_before > month_number - 12 then kept_month_before end

),

-- A number stands for a unit, tree, segment and channel: four texts make the counting twice as dear.
groups as (

    select
        org_unit_id,
        stored_basis,
        customer_segment,
        channel,
        row_number() over (order by org_unit_id, stored_basis, customer_segment, channel) as group_number
    from alike
    group by org_unit_id, stored_basis, customer_segment, channel

)

select
    alike.*,
    groups.group_number
from alike
inner join groups
    on alike.org_unit_id = groups.org_unit_id
    and alike.stored_basis = groups.stored_basis
    and alike.customer_segment = groups.customer_segment
    and alike.channel = groups.channel
