-- The leaf that keeps an entity's ledger lines without a unit: its highest unit, unless the company names another one
-- (variable home_units).
with

versions as (

    select * from {{ ref('int_org_unit_versions') }} where org_type <> 'unallocated'

),

posting_units as (

    select * from {{ ref('int_posting_units') }}

),

ranked as (

    select
        entity_id,
        org_unit_id as delivered_org_id,
        row_number() over (
            partition by entity_id
            order by
                {%- for entity, unit in var('home_units').items() %}
                case when entity_id = '{{ entity }}' and org_unit_id = '{{ unit }}' then 0 else 1 end,
                {%- endfor %}
                -- The company node carries an entity id too; the books' home is the business unit, where there is one.
                case level_number when 2 then 0 else level_number end,
                org_unit_id
        ) as place
    from versions

)

select
    ranked.entity_id,
    posting_units.org_unit_id
from ranked
inner join posting_units on ranked.delivered_org_id = posting_units.delivered_org_id
where ranked.place = 1
