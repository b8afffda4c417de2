{# What the compiled marts know of every metric, read from its one definition in metrics/.
   Returns {name: {name, type, class, expr, fact, inputs, offsets, depth, label, description, meta}}:
   - class of a simple metric: sum, opening, closing, distinct (count distinct), months (counted on the calendar);
   - inputs: the metrics it is made of; offsets: {alias: metric} for inputs taken one year earlier;
   - depth: 0 for simple metrics, else one more than its deepest input: the CTE that can compute it.
   `graph` is empty while dbt parses; the catalogue is then empty too. #}
{% macro metric_catalog() -%}
    {% set catalog = {} %}
    {% if execute %}
        {% for node in graph.metrics.values() if node.package_name == project_name %}
            {% do catalog.update({node.name: plumbline.catalog_entry(node)}) %}
        {% endfor %}
        {% do plumbline.set_metric_depths(catalog) %}
    {% endif %}
    {{ return(catalog) }}
{%- endmacro %}

{% macro catalog_entry(node) -%}
    {% set params = node.type_params %}
    {% set entry = {
        'name': node.name, 'type': node.type, 'label': node.label, 'description': node.description,
        'meta': node.config.meta, 'class': none, 'expr': none, 'fact': none, 'inputs': [], 'offsets': {}, 'depth': none,
    } %}
    {% if node.type == 'simple' %}
        {% do entry.update({
            'expr': params.expr or node.name,
            'class': plumbline.simple_metric_class(node),
            'fact': plumbline.semantic_model_relation(params.metric_aggregation_params.semantic_model),
            'depth': 0,
        }) %}
    {% elif node.type == 'ratio' %}
        {% do entry.update({'inputs': [params.numerator.name, params.denominator.name]}) %}
    {% elif node.type == 'derived' %}
        {% do entry.update({'expr': params.expr}) %}
        {% for input in params.metrics %}
            {% if input.offset_window %}
                {% do plumbline.require(
                    input.offset_window.count == 1 and input.offset_window.granularity == 'year' and input.alias,
                    node.name ~ ': only an aliased offset_window of 1 year can be compiled'
                ) %}
                {% do entry.offsets.update({input.alias: input.name}) %}
            {% else %}
                {% do plumbline.require(not input.alias, node.name ~ ': only an offset input may have an alias') %}
                {% do entry.inputs.append(input.name) %}
            {% endif %}
        {% endfor %}
    {% else %}
        {% do plumbline.require(false, node.name ~ ': metrics of type ' ~ node.type ~ ' cannot be compiled') %}
    {% endif %}
    {{ return(entry) }}
{%- endmacro %}

{# The component fact behind a semantic model. #}
{% macro semantic_model_relation(semantic_model) -%}
    {% for node in graph.semantic_models.values() if node.name == semantic_model %}
        {{ return(node.node_relation.alias) }}
    {% endfor %}
{%- endmacro %}

{% macro simple_metric_class(node) -%}
    {% set aggregation = node.type_params.metric_aggregation_params %}
    {% set limits = {'min': 'opening', 'max': 'closing'} %}
    {% if node.config.meta.compiled_as == 'calendar_months' %}
        {{ return('months') }}
    {% elif aggregation.agg == 'count_distinct' %}
        {{ return('distinct') }}
    {% elif aggregation.agg == 'sum' and aggregation.non_additive_dimension %}
        {{ return(limits[aggregation.non_additive_dimension.window_choice]) }}
    {% elif aggregation.agg == 'sum' %}
        {{ return('sum') }}
    {% endif %}
    {% do plumbline.require(false, node.name ~ ': aggregation ' ~ aggregation.agg ~ ' cannot be compiled') %}
{%- endmacro %}

{% macro set_metric_depths(catalog) -%}
    {# Metrics stand on metrics a few steps deep; each round places those whose inputs are placed. #}
    {% for round in range(8) %}
        {% for entry in catalog.values() if entry.depth is none %}
            {% set depths = [0] %}
            {% for input in entry.inputs %}
                {% do depths.append(catalog[input].depth) %}
            {% endfor %}
            {% if none not in depths %}
                {% do entry.update({'depth': 1 + (depths | max)}) %}
            {% endif %}
        {% endfor %}
    {% endfor %}
    {% for entry in catalog.values() %}
        {% do plumbline.require(entry.depth is not none, entry.name ~ ': its inputs are circular or too deep') %}
    {% endfor %}
{%- endmacro %}

{% macro require(condition, message) -%}
    {% if not condition %}
        {{ exceptions.raise_compiler_error(message) }}
    {% endif %}
{%- endmacro %}
