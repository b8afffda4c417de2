{{ config(materialized='view') }}
{%- set catalog = metric_catalog() -%}
with

metric_windows as (

    select * from {{ ref('metric_windows') }}

),

unit_bases as (

    select * from {{ ref('int_unit_bases') }} where hierarchy_basis = stored_basis

),

org_units as (

    select * from {{ ref('dim_org_units') }}

)

select
    unit_bases.stored_for,
    org_units.level_number,
    'L' || cast(org_units.level_number as {{ dbt.type_string() }}) as org_level,
    metric_windows.*{{ ',' if published_indicators(catalog) }}
    {{- null_reasons(catalog) }}
from metric_windows
inner join unit_bases
    on metric_windows.org_unit_id = unit_bases.org_unit_id
    and metric_windows.stored_basis = unit_bases.stored_basis
inner join org_units on metric_windows.org_unit_id = org_units.org_unit_id
