{#- A post is a unit of its own: the leaf unit it belongs to and the employee who holds it. -#}
{%- set catalog = catalog_by_member(metric_catalog(), 'employee') -%}
{{ config(post_hook="{{ comment_on_indicators(this, lowest_level_from=6, member='employee') }}") }}
with

posts as (

    select * from {{ ref('metric_windows_of_posts') }}

),

unit_bases as (

    select * from {{ ref('int_unit_bases') }}

)

select
    {{ post_id('posts') }} as org_unit_id,
    'L6' as org_level,
    posts.org_unit_id as leaf_org_unit_id,
    posts.employee_id,
    posts.window_code,
    posts.period_end,
    unit_bases.hierarchy_basis{% for indicator in published_indicators(catalog, lowest_level_from=6) %},
    {{ published_value(indicator) }} as {{ indicator.name }}
    {%- endfor %}
from posts
inner join unit_bases
    on posts.org_unit_id = unit_bases.org_unit_id
    and posts.stored_basis = unit_bases.stored_basis
