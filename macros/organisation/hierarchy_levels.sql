{# The named levels of the organisation tree, top down: {name: level number}. The sixth, the post, is an employee's. #}
{% macro hierarchy_levels() -%}
    {{ return({'company': 1, 'business_unit': 2, 'region': 3, 'department': 4, 'team': 5}) }}
{%- endmacro %}
