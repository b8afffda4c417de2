-- The ledger components read every entity's books as base-currency amounts. An entity with another functional currency
-- needs translation first (average rate for profit and loss, closing rate for the balance sheet, CTA in equity).
select distinct
    entity_id,
    functional_currency
from {{ ref('stg_org_unit') }}
where functional_currency <> '{{ var("base_currency") }}'
