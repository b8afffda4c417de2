{#- A post is a unit of its own: the leaf unit it belongs to and the employee who holds it. -#}
{%- set catalog = catalog_by_member(metric_catalog(), 'employee') -%}
{{ config(
    post_hook="{{ comment_on_indicators(this, lowest_level_from=6, member='employee') }}",
    indexes=indexes([{'columns': ['org_unit_id', 'window_code', 'hierarchy_basis', 'period_end'], 'unique': true}, {'columns': ['period_end']}])
) }}
with

post_windows as (

    select * from {{ ref('applicable_post_windows') }}

),

trees as (
    {{ trees() }}
)

select
    post_id as org_unit_id,
    org_level,
    org_unit_id as leaf_org_unit_id,
    employee_id,
    window_code,
    period_end,
    trees.hierarchy_basis{% for indicator in published_indicators(catalog, lowest_level_from=6) %},
    case when {{ applies(indicator) }} then {{ published_value(indicator) }} end as {{ indicator.name }}
    {%- endfor %}
from post_windows
inner join trees on post_windows.stored_for = trees.stored_for
order by period_end, post_id
