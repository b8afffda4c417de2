{# A wide mart of one member: every indicator all of whose components are split by it. #}
{% macro member_mart(member) -%}
{{ config(
    post_hook="{{ comment_on_indicators(this, member='" ~ member ~ "') }}",
    indexes=indexes([
        {'columns': ['org_unit_id', member, 'window_code', 'hierarchy_basis', 'period_end'], 'unique': true},
        {'columns': ['period_end', 'window_code']},
    ])
) }}
with

metric_windows as (

    select * from {{ ref('metric_windows_by_' ~ member) }}

),

unit_bases as (

    select * from {{ ref('int_unit_bases') }}

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
    unit_bases.hierarchy_basis{% for indicator in published_indicators(catalog_by_member(metric_catalog(), member)) %},
    case when org_units.level_number <= {{ indicator.meta.lowest_level[1:] }} then {{ published_value(indicator) }} end as {{ indicator.name }}
    {%- endfor %}
from metric_windows
inner join unit_bases
    on metric_windows.org_unit_id = unit_bases.org_unit_id
    and metric_windows.stored_basis = unit_bases.stored_basis
inner join org_units on metric_windows.org_unit_id = org_units.org_unit_id
order by metric_windows.period_end, metric_windows.org_unit_id
{%- endmacro %}
