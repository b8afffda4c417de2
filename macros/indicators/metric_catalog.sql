{# What the compiled marts know of every metric, read from its one definition in metrics/.
   Returns {name: {name, type, class, expr, fact, members, inputs, offsets, depth, is_delivered, label, description, meta}}:
   - class of a simple metric: sum, opening, closing (on month facts), window (a set chosen for the whole window), counted
     (distinct counts, made for every unit and window), months (counted on the calendar);
   - members: {entity: column} that its fact is split by besides unit and time, such as product_line;
   - inputs: the metrics it is made of; offsets: {alias: metric} for inputs taken one year earlier;
   - depth: 0 for simple metrics, else one more than its deepest input: the CTE that can compute it;
   - is_delivered: whether the company delivers what it is made of: one of its contracts, or of those without which there is
     no figure (`decided_by`, where not each of them will do). What nobody delivers is NULL by name and costs nothing.
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
        'meta': node.config.meta, 'class': none, 'expr': none, 'fact': none, 'members': {}, 'inputs': [], 'offsets': {}, 'depth': none,
        'is_delivered': true,
    } %}
    {% if node.type == 'simple' %}
        {% do plumbline.place_simple_metric(node, entry) %}
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

{# Where the compiled marts find a simple metric. A distinct count names the column that counts it for every unit and window
   (`compiled_as: <fact>.<column>`), since neither days nor units of it add up. #}
{% macro place_simple_metric(node, entry) -%}
    {% set compiled_as = (node.config.meta.compiled_as or '').split('.') %}
    {% set semantic_model = plumbline.semantic_model_of(node.type_params.metric_aggregation_params.semantic_model) %}
    {% set is_counted = compiled_as | length == 2 %}
    {% set fact = compiled_as[0] if is_counted else semantic_model.node_relation.alias %}
    {% do entry.update({
        'expr': compiled_as[1] if is_counted else (node.type_params.expr or node.name),
        'fact': fact,
        'class': plumbline.simple_metric_class(node, fact),
        'members': plumbline.fact_members(semantic_model),
        'depth': 0,
        'is_delivered': plumbline.is_any_delivered(node.config.meta.decided_by or node.config.meta.contracts),
    }) %}
{%- endmacro %}

{% macro semantic_model_of(name) -%}
    {% for node in graph.semantic_models.values() if node.name == name %}
        {{ return(node) }}
    {% endfor %}
{%- endmacro %}

{# {entity: column} of what a fact is split by besides unit and time. #}
{% macro fact_members(semantic_model) -%}
    {% set members = {} %}
    {% for entity in semantic_model.entities if entity.name in member_entities() %}
        {% do members.update({entity.name: entity.expr or entity.name}) %}
    {% endfor %}
    {{ return(members) }}
{%- endmacro %}

{% macro simple_metric_class(node, fact) -%}
    {% set aggregation = node.type_params.metric_aggregation_params %}
    {% set limits = {'min': 'opening', 'max': 'closing'} %}
    {% if node.config.meta.compiled_as == 'calendar_months' %}
        {{ return('months') }}
    {% elif fact in counted_facts() %}
        {{ return('counted') }}
    {% elif aggregation.agg == 'sum' and fact in window_facts() %}
        {{ return('window') }}
    {% elif aggregation.agg == 'sum' and aggregation.non_additive_dimension %}
        {{ return(limits[aggregation.non_additive_dimension.window_choice]) }}
    {% elif aggregation.agg == 'sum' %}
        {{ return('sum') }}
    {% endif %}
    {% do plumbline.require(false, node.name ~ ': aggregation ' ~ aggregation.agg ~ ' cannot be compiled') %}
{%- endmacro %}

{% macro require(condition, message) -%}
    {% if not condition %}
        {{ exceptions.raise_compiler_error(message) }}
    {% endif %}
{%- endmacro %}
