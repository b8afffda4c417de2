{# When an indicator applies to a unit (DECISIONS.md, "Applicability"). #}

{# What must have been there: a list of groups of components, at least one of each group. A ratio needs what both its sides
   need, a sum of amounts one of its terms, a sum or product of ratios all of them. Where less will do, the metric says by
   which input it applies (`applies_by`): its denominator where a numerator of nothing is a figure (no return, no leaver),
   or one by name (a cash conversion cycle wherever there is stock). A component whose 0 is a figure says beside what it
   stands: a variance of nothing where there is production. The calendar is always there. #}
{% macro needed_components(catalog, name) -%}
    {% set entry, groups = catalog[name], [] %}
    {% if entry.type == 'simple' %}
        {% if entry.class != 'months' %}
            {% set beside = plumbline.needed_components(catalog, entry.meta.applies_by) if entry.meta.applies_by in catalog else [] %}
            {% do groups.append([name] + beside | sum(start=[])) %}
        {% endif %}
        {{ return(groups) }}
    {% endif %}
    {% set roots = plumbline.metric_roots(catalog, name) %}
    {% if entry.type == 'derived' and not roots.ratios %}
        {% set terms = [] %}
        {% for component in roots.simple if catalog[component].class != 'months' %}
            {% do terms.append(component) %}
        {% endfor %}
        {% do groups.append(terms) %}
        {{ return(groups) }}
    {% endif %}
    {% set inputs = entry.inputs + entry.offsets.values() | list %}
    {% set deciding = entry.inputs[1] if entry.meta.applies_by == 'denominator' else entry.meta.applies_by %}
    {% do plumbline.require(
        not deciding or deciding in inputs, name ~ ': applies_by must be denominator or one of ' ~ inputs | join(', ')
    ) %}
    {% for input in ([deciding] if deciding else inputs) %}
        {% for group in plumbline.needed_components(catalog, input) if group not in groups %}
            {% do groups.append(group) %}
        {% endfor %}
    {% endfor %}
    {{ return(groups) }}
{%- endmacro %}

{# The components that applicability is judged by, in name order. #}
{% macro judged_components(catalog) -%}
    {% set judged = [] %}
    {% for indicator in plumbline.published_indicators(catalog) %}
        {% for component in plumbline.needed_components(catalog, indicator.name) | sum(start=[]) %}
            {% if component not in judged %}
                {% do judged.append(component) %}
            {% endif %}
        {% endfor %}
    {% endfor %}
    {{ return(judged | sort) }}
{%- endmacro %}

{# The month end from which on a group of components is there: the earliest of them. #}
{% macro group_since(group) -%}
    {{ group[0] ~ '__since' if group | length == 1 else 'least(' ~ group | join('__since, ') ~ '__since)' }}
{%- endmacro %}

{# The month end from which on an indicator applies to a unit, NULL where it does not: the latest of its groups. An elimination
   unit holds adjustments, so that only what adds up is said of it. #}
{% macro applies_since(catalog, indicator) -%}
{%- if not indicator.is_delivered -%}
    {{ plumbline.typed_null('date') }}
{%- else -%}
{%- set dates = [] -%}
{%- for group in needed_components(catalog, indicator.name) -%}
    {%- do dates.append(group_since(group)) -%}
{%- endfor -%}
case
        {%- if indicator.meta.org_additivity != 'SUM' %}
        when is_elimination then null
        {%- endif %}
        {%- for date in dates %}
        when {{ date }} is null then null
        {%- endfor %}
        else {{ dates[0] if dates | length == 1 else 'greatest(' ~ dates | join(', ') ~ ')' }}
    end
{%- endif -%}
{%- endmacro %}

{# True where a row of published windows belongs to an indicator: at its levels, from the month on in which it applies. #}
{% macro applies(indicator) -%}
period_end >= {{ indicator.name }}__since
{%- endmacro %}
