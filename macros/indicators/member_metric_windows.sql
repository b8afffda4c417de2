{# The metrics of every unit, window and period end, split by a member: formulas over the components, computed when somebody
   asks for them. #}
{% macro member_metric_windows(member) -%}
{%- set catalog = catalog_by_member(metric_catalog(), member) -%}
with

{{ metric_depths(
    catalog,
    ref(member_relation('component_windows', member)),
    ref(member_relation('month_components', member)),
    member_column(member)
) }}

select
    *{{ ',' if published_indicators(catalog) }}
    {{- null_reasons(catalog) }}
from computed
{%- endmacro %}

{# The column of a member, and the name of what is split by it: an employee at a leaf unit is a post. #}
{% macro member_column(member) -%}
    {{ return('employee_id' if member == 'employee' else member) }}
{%- endmacro %}

{% macro member_relation(name, member) -%}
    {{ return(name ~ ('_of_posts' if member == 'employee' else '_by_' ~ member)) }}
{%- endmacro %}
