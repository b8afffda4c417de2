{{ config(materialized='view') }}
{#- The same for posts: a leaf unit and an employee. -#}
{%- set catalog = catalog_by_member(metric_catalog(), 'employee') -%}
with

posts as (

    select * from {{ ref('metric_windows_of_posts') }}

),

unit_bases as (

    select * from {{ ref('int_unit_bases') }} where hierarchy_basis = stored_basis

),

indicator_starts as (

    select * from {{ ref('post_indicator_starts') }}

),

windows as (

    select * from {{ ref('int_windows') }}

)

select
    {{ post_id('posts') }} as post_id,
    6 as level_number,
    'L6' as org_level,
    unit_bases.stored_for,
    posts.*{% for indicator in published_indicators(catalog) %},
    indicator_starts.{{ indicator.name }}__since
    {%- endfor %}
from posts
inner join unit_bases
    on posts.org_unit_id = unit_bases.org_unit_id
    and posts.stored_basis = unit_bases.stored_basis
inner join indicator_starts
    on posts.org_unit_id = indicator_starts.org_unit_id
    and posts.stored_basis = indicator_starts.stored_basis
    and posts.employee_id = indicator_starts.employee_id
inner join windows
    on posts.window_code = windows.window_code
    and posts.period_end = windows.period_end
where
    {{ published_window('windows', 'indicator_starts') }}
