{# Cuts of the catalogue, each in name order so that the compiled SQL never changes without a reason. #}

{% macro metrics_of_class(catalog, classes) -%}
    {{ return(catalog.values() | selectattr('class', 'in', classes) | sort(attribute='name') | list) }}
{%- endmacro %}

{% macro metrics_of_depth(catalog, depth) -%}
    {{ return(catalog.values() | selectattr('depth', 'equalto', depth) | sort(attribute='name') | list) }}
{%- endmacro %}

{% macro published_indicators(catalog, lowest_level_from=1) -%}
    {% set indicators = [] %}
    {% for entry in catalog.values() | sort(attribute='name') if entry.meta.kind in ['result', 'process', 'auxiliary'] %}
        {% if entry.meta.lowest_level[1:] | int >= lowest_level_from and plumbline.is_computed(entry) %}
            {% do indicators.append(entry) %}
        {% endif %}
    {% endfor %}
    {{ return(indicators) }}
{%- endmacro %}

{# {alias: metric} of every input that some metric takes one year earlier. #}
{% macro prior_year_inputs(catalog) -%}
    {% set aliases = {} %}
    {% for entry in catalog.values() | sort(attribute='name') %}
        {% for alias, metric in entry.offsets.items() %}
            {% do plumbline.require(
                aliases.get(alias, metric) == metric, 'alias ' ~ alias ~ ' stands for two metrics'
            ) %}
            {% do plumbline.require(
                catalog[metric].class == 'sum', metric ~ ': only what adds up over months can be taken one year earlier'
            ) %}
            {% do aliases.update({alias: metric}) %}
        {% endfor %}
    {% endfor %}
    {{ return(aliases) }}
{%- endmacro %}

{# What an indicator is made of, down to the simple metrics: those, the ratios on the way, and whether any needs a year
   before its window. #}
{% macro metric_roots(catalog, name) -%}
    {% set roots = {'simple': [], 'ratios': [], 'uses_prior_year': false} %}
    {% do plumbline.collect_roots(catalog, name, roots) %}
    {{ return(roots) }}
{%- endmacro %}

{% macro collect_roots(catalog, name, roots) -%}
    {% set entry = catalog[name] %}
    {% if entry.type == 'simple' and name not in roots.simple %}
        {% do roots.simple.append(name) %}
    {% elif entry.type == 'ratio' and name not in roots.ratios %}
        {% do roots.ratios.append(name) %}
    {% endif %}
    {% if entry.offsets or entry.meta.needs_prior_year %}
        {% do roots.update({'uses_prior_year': true}) %}
    {% endif %}
    {% for input in entry.inputs + entry.offsets.values() | list %}
        {% do plumbline.collect_roots(catalog, input, roots) %}
    {% endfor %}
{%- endmacro %}

{# The part of the catalogue that can be grouped by a member: metrics all of whose components are split by it. #}
{% macro catalog_by_member(catalog, member) -%}
    {% set part = {} %}
    {% for entry in catalog.values() | sort(attribute='depth,name') %}
        {% if entry.type == 'simple' %}
            {% set is_split = entry.class == 'months' or member in entry.members %}
        {% else %}
            {% set missing = [] %}
            {% for input in entry.inputs + entry.offsets.values() | list if input not in part %}
                {% do missing.append(input) %}
            {% endfor %}
            {% set is_split = missing | length == 0 %}
        {% endif %}
        {% if is_split %}
            {% do part.update({entry.name: entry}) %}
        {% endif %}
    {% endfor %}
    {{ return(part) }}
{%- endmacro %}
