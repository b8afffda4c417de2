-- The functional currency is constant inside an entity. 同一主体的记账本位币不变。
{{ needs_contracts('org_unit') }}
with

entities as (

    select
        entity_id,
        min(functional_currency) as one_currency,
        max(functional_currency) as another_currency
    from {{ ref('stg_org_unit') }}
    group by entity_id

)

select *
from entities
where one_currency <> another_currency
