{# A post as a unit: its leaf unit and the employee who holds it. #}
{% macro post_id(relation) -%}
{{ relation }}.org_unit_id || '/' || {{ relation }}.employee_id
{%- endmacro %}
