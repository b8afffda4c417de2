{{ feeds_from('xero') }}
with

organizations as (

    select * from {{ source('xero', 'organization') }}

),

units as (

    select * from {{ ref('xero__units') }}

)

select
    units.org_id,
    cast('2019-03-01' as date) as valid_from,
    cast('9999-12-31' as date) as valid_to,
    units.org_name,
    units.parent_org_id,
    units.level_code,
    units.org_type,
    units.industry,
    'XR01' as entity_id,
    '{{ var("base_currency") }}' as functional_currency,
    units.is_profit_center,
    organizations._batch_id as batch_id,
    organizations._row_number as source_row_no,
    organizations._loaded_at as loaded_at
from units
cross join organizations
