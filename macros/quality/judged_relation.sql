{# What the project knows of a relation that a test judges: its columns, those that lead back to the delivered file and row,
   and whether it is a view, which is better computed once. #}
{% macro judged_relation(relation) -%}
    {# Found by name first: dbt makes up each node when it is asked for, and there are hundreds. #}
    {% set pattern = '\\S+\\.' ~ modules.re.escape(relation.identifier | string) ~ '(?=\\s|$)' %}
    {% set found = [] %}
    {% for unique_id in modules.re.findall(pattern, graph.nodes | join(' ')) %}
        {% set node = graph.nodes[unique_id] %}
        {# A relation is named without its database. #}
        {% if node.relation_name.endswith(relation | string) %}
            {% do found.append(node) %}
        {% endif %}
    {% endfor %}
    {% if not found %}
        {% do exceptions.raise_compiler_error(
            'keeps_its_rules judges a model or seed as a whole, not ' ~ relation
            ~ '. Take `where` out of the test and put the condition into its rules.'
        ) %}
    {% endif %}
    {% set columns = found[0].columns.keys() | list %}
    {{ return({
        'columns': columns,
        'origin': ['batch_id', 'source_row_no'] if 'batch_id' in columns and 'source_row_no' in columns else [],
        'is_view': found[0].config.materialized == 'view',
    }) }}
{%- endmacro %}
