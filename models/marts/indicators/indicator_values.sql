{%- set catalog = metric_catalog() -%}
{%- set by_employee = catalog_by_member(catalog, 'employee') -%}
with

metric_windows as (

    select * from {{ ref('metric_windows_both_trees') }}

),

posts as (

    select * from {{ ref('metric_windows_of_posts') }}

),

unit_bases as (

    select * from {{ ref('int_unit_bases') }}

),

post_windows as (

    select
        {{ post_id('posts') }} as post_id,
        'L6' as org_level,
        unit_bases.hierarchy_basis,
        posts.*
    from posts
    inner join unit_bases
        on posts.org_unit_id = unit_bases.org_unit_id
        and posts.stored_basis = unit_bases.stored_basis

)
{% for indicator in published_indicators(catalog) %}
{{ indicator_value_rows(indicator, 'metric_windows', 'org_unit_id') }}
where level_number <= {{ indicator.meta.lowest_level[1:] }}
{{ 'union all' if not loop.last }}
{%- endfor %}
{%- for indicator in published_indicators(by_employee, lowest_level_from=6) %}
union all
{{ indicator_value_rows(indicator, 'post_windows', 'post_id') }}
{%- endfor %}
