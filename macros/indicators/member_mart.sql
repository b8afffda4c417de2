{# What a wide mart of one member publishes, once where the trees agree: every indicator all of whose components are split by
   it. #}
{% macro stored_member_windows(member) -%}
{{ config(indexes=indexes([
    {'columns': ['org_unit_id', member, 'window_code', 'stored_for', 'period_end'], 'unique': true},
    {'columns': ['period_end', 'window_code']},
])) }}
with

metric_windows as (

    select * from {{ ref('metric_windows_by_' ~ member) }}

),

unit_bases as (

    select * from {{ ref('int_unit_bases') }} where hierarchy_basis = stored_basis

),

org_units as (

    select * from {{ ref('dim_org_units') }}

)

select
    metric_windows.org_unit_id,
    'L' || cast(org_units.level_number as {{ dbt.type_string() }}) as org_level,
    metric_windows.{{ member }},
    metric_windows.window_code,
    metric_windows.period_end,
    unit_bases.stored_for{% for indicator in published_indicators(catalog_by_member(metric_catalog(), member)) %},
    case when org_units.level_number <= {{ indicator.meta.lowest_level[1:] }} then {{ published_value(indicator) }} end as {{ indicator.name }}
    {%- endfor %}
from metric_windows
inner join unit_bases
    on metric_windows.org_unit_id = unit_bases.org_unit_id
    and metric_windows.stored_basis = unit_bases.stored_basis
inner join org_units on metric_windows.org_unit_id = org_units.org_unit_id
order by metric_windows.window_code, metric_windows.period_end, metric_windows.org_unit_id
{%- endmacro %}

{# A wide mart of one member, on every tree. #}
{% macro member_mart(member) -%}
{{ config(materialized='view', post_hook="{{ comment_on_indicators(this, member='" ~ member ~ "') }}") }}
with

metric_windows as (

    select * from {{ ref('stored_by_' ~ member) }}

),

trees as (
    {{ trees() }}
)

select
    metric_windows.org_unit_id,
    metric_windows.org_level,
    metric_windows.{{ member }},
    metric_windows.window_code,
    metric_windows.period_end,
    trees.hierarchy_basis{% for indicator in published_indicators(catalog_by_member(metric_catalog(), member)) %},
    metric_windows.{{ indicator.name }}
    {%- endfor %}
from metric_windows
inner join trees on metric_windows.stored_for = trees.stored_for
{%- endmacro %}
