{#- The one physical table behind the indicator marts: every metric for every unit, window and period end. -#}
with

{{ metric_depths(metric_catalog(), ref('component_windows'), ref('unit_month_components')) }}

select * from computed
