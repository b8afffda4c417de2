{{ feeds_from('adventureworks') }}
-- Three pieces of the source in one tree: organisations, the corporate departments beside them, and the sales posts.
-- Everything is in US dollars and in full, because the published totals are plain sums: the source's currencies and
-- ownership shares (Canada and Pacific 75 %, France and Australia 50 %, Germany 25 %) are not applied.
with

source_units as (

    select * from {{ ref('base_adventureworks__source_units') }}

),

placements as (

    select * from {{ ref('adventureworks__units') }}

),

posts as (

    select * from {{ ref('base_adventureworks__sales_posts') }}

),

employee_rows as (

    select * from {{ ref('base_adventureworks__employee_rows') }}

),

units as (

    select
        placements.org_id,
        source_units.org_name,
        placements.parent_org_id,
        placements.level_code,
        placements.org_type,
        placements.industry,
        case placements.source_kind when 'organization' then placements.org_id else 'AW01' end as entity_id,
        placements.is_profit_center,
        managers.employee_id as manager_employee_id,
        placements.peer_group,
        source_units.batch_id,
        source_units.source_row_no,
        source_units.loaded_at
    from source_units
    left join placements
        on source_units.source_kind = placements.source_kind
        and source_units.source_key = placements.source_key
    left join employee_rows as managers on placements.manager_employee_key = managers.employee_key

),

post_units as (

    select
        posts.org_id,
        posts.org_name,
        posts.parent_org_id,
        'L6' as level_code,
        'post' as org_type,
        units.industry,
        units.entity_id,
        false as is_profit_center,
        posts.employee_id as manager_employee_id,
        cast(null as {{ dbt.type_string() }}) as peer_group,
        posts.batch_id,
        posts.source_row_no,
        posts.loaded_at
    from posts
    left join units on posts.parent_org_id = units.org_id

),

all_units as (

    select * from units
    union all
    select * from post_units

)

select
    org_id,
    cast('2006-01-01' as date) as valid_from,
    cast('9999-12-31' as date) as valid_to,
    org_name,
    parent_org_id,
    level_code,
    org_type,
    industry,
    entity_id,
    'USD' as functional_currency,
    is_profit_center,
    manager_employee_id,
    peer_group,
    batch_id,
    source_row_no,
    loaded_at
from all_units
