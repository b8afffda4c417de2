{# Cuts of the catalogue, each in name order so that the compiled SQL never changes without a reason. #}

{% macro metrics_of_class(classes) -%}
    {{ return(metric_catalog().values() | selectattr('class', 'in', classes) | sort(attribute='name') | list) }}
{%- endmacro %}

{% macro metrics_of_depth(catalog, depth) -%}
    {{ return(catalog.values() | selectattr('depth', 'equalto', depth) | sort(attribute='name') | list) }}
{%- endmacro %}

{% macro published_indicators(lowest_level_from=1) -%}
    {% set indicators = [] %}
    {% for entry in metric_catalog().values() | sort(attribute='name') if entry.meta.kind in ['result', 'process', 'auxiliary'] %}
        {% if entry.meta.lowest_level[1:] | int >= lowest_level_from and plumbline.is_computed(entry) %}
            {% do indicators.append(entry) %}
        {% endif %}
    {% endfor %}
    {{ return(indicators) }}
{%- endmacro %}

{# {alias: metric} of every input that some metric takes one year earlier. #}
{% macro prior_year_inputs(catalog) -%}
    {% set aliases = {} %}
    {% for entry in catalog.values() %}
        {% for alias, metric in entry.offsets.items() %}
            {% do plumbline.require(
                aliases.get(alias, metric) == metric, 'alias ' ~ alias ~ ' stands for two metrics'
            ) %}
            {% do aliases.update({alias: metric}) %}
        {% endfor %}
    {% endfor %}
    {{ return(aliases) }}
{%- endmacro %}

{# The simple metrics an indicator is made of, and whether any of them is taken one year earlier. #}
{% macro metric_roots(catalog, name) -%}
    {% set roots = {'simple': [], 'uses_prior_year': false} %}
    {% do plumbline.collect_roots(catalog, name, roots) %}
    {{ return(roots) }}
{%- endmacro %}

{% macro collect_roots(catalog, name, roots) -%}
    {% set entry = catalog[name] %}
    {% if entry.type == 'simple' and name not in roots.simple %}
        {% do roots.simple.append(name) %}
    {% endif %}
    {% if entry.offsets %}
        {% do roots.update({'uses_prior_year': true}) %}
    {% endif %}
    {% for input in entry.inputs + entry.offsets.values() | list %}
        {% do plumbline.collect_roots(catalog, input, roots) %}
    {% endfor %}
{%- endmacro %}
