-- The delivered units as of the reporting date, and one virtual leaf `<id>-UNALLOC` for every unit that has children:
-- what is posted on such a unit itself is kept there, so that children always sum to their parent.
with

delivered as (

    select * from {{ ref('stg_org_unit') }}
    where valid_from <= cast('{{ var("as_of_date") }}' as date)

),

parents as (

    select distinct parent_org_id as org_id from delivered where parent_org_id is not null

),

latest_parent_versions as (

    select
        delivered.*,
        min(delivered.valid_from) over (partition by delivered.org_id) as first_valid_from,
        max(delivered.valid_to) over (partition by delivered.org_id) as last_valid_to,
        row_number() over (partition by delivered.org_id order by delivered.valid_from desc) as recency
    from delivered
    inner join parents on delivered.org_id = parents.org_id

),

unallocated_leaves as (

    select
        org_id || '-UNALLOC' as org_unit_id,
        first_valid_from as valid_from,
        last_valid_to as valid_to,
        org_name || ' 未分配 (unallocated)' as org_unit_name,
        org_id as parent_org_unit_id,
        cast(substring(level_code from 2 for 1) as integer) + 1 as level_number,
        'unallocated' as org_type,
        industry,
        entity_id,
        functional_currency,
        is_profit_center,
        manager_employee_id,
        cast(null as {{ dbt.type_string() }}) as peer_group,
        cast(null as decimal(12, 2)) as area_sqm,
        cast(null as date) as open_date,
        cast(null as date) as close_date,
        true as is_leaf
    from latest_parent_versions
    where recency = 1

),

delivered_units as (

    select
        delivered.org_id as org_unit_id,
        delivered.valid_from,
        delivered.valid_to,
        delivered.org_name as org_unit_name,
        delivered.parent_org_id as parent_org_unit_id,
        cast(substring(delivered.level_code from 2 for 1) as integer) as level_number,
        delivered.org_type,
        delivered.industry,
        delivered.entity_id,
        delivered.functional_currency,
        delivered.is_profit_center,
        delivered.manager_employee_id,
        delivered.peer_group,
        delivered.area_sqm,
        delivered.open_date,
        delivered.close_date,
        parents.org_id is null as is_leaf
    from delivered
    left join parents on delivered.org_id = parents.org_id

)

select * from delivered_units
union all
select * from unallocated_leaves
