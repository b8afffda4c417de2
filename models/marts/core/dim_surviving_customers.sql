-- The customers that remain after all merges, with what their facts are split by, '-' for none.
select
    customer_id,
    coalesce(segment, '-') as customer_segment,
    coalesce(acquisition_channel, '-') as channel
from {{ ref('dim_customers') }}
where customer_id = surviving_customer_id
