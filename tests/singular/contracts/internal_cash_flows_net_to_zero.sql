-- Cash moved between an entity's own accounts nets to zero per entity and period. 内部资金划转按主体与期间净额为零。
{{ needs_contracts('gl_voucher_line') }}
with

internal_flows as (

    select
        entity_id,
        period_id,
        sum(credit_amount - debit_amount) as net_flow
    from {{ ref('stg_gl_voucher_line') }}
    where cash_flow_item = 'CF_INTERNAL'
    group by entity_id, period_id

)

select *
from internal_flows
where net_flow <> 0
