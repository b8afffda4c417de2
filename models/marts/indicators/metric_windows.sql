{{ config(materialized='table') }}
{#- The one physical table behind the indicator marts: every metric for every unit, window and period end. -#}
with

components as (

    select * from {{ ref('component_windows') }}

),

{{ metric_depths(metric_catalog()) }}

select * from judged
