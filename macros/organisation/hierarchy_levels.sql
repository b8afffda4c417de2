{# The named levels of the organisation tree, top down: {name: level number}. The sixth is a post that a company
    delivers as a unit; every other post is an employee at a leaf and hangs below the tree (post_units). #}
{% macro hierarchy_levels() -%}
    {{ return({'company': 1, 'business_unit': 2, 'region': 3, 'department': 4, 'team': 5, 'post': 6}) }}
{%- endmacro %}
