-- Merge pointers lead to a survivor; following them never comes back (control C-40). 客户合并指针不成环。
{{ needs_contracts('customer') }}
with recursive

pointers as (

    select
        customer_id,
        merged_into_customer_id
    from {{ ref('stg_customer') }}
    where merged_into_customer_id is not null

),

walked as (

    select
        customer_id,
        merged_into_customer_id as reached_customer_id
    from pointers
    union
    select
        walked.customer_id,
        pointers.merged_into_customer_id as reached_customer_id
    from walked
    inner join pointers
        on walked.reached_customer_id = pointers.customer_id

)

select customer_id
from walked
where customer_id = reached_customer_id
