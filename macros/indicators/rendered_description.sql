{# An indicator's description as the registry shows it: what its metric says, then the levels and the owner, which stand in
   its meta and are called as the seeds have it, so that nobody types them twice. #}
{% macro rendered_description() -%}
registered.description_en
        || '{{ '\nGrain: ' }}' || grains.label
        || '{{ '.\nOwner: ' }}' || registered.owner
        || '{{ '.\n\n' }}' || registered.description_zh
        || '{{ '\n粒度：' }}' || grains.label_zh
        || '{{ '。\n负责：' }}' || owners.owner_zh || '。'
{%- endmacro %}

{# The English (0) or Chinese (1) half of a description; they are a blank line apart. #}
{% macro description_half(indicator, number) -%}
    {% set halves = (indicator.description | trim).split('\n\n', 1) %}
    {{ return((halves + [''])[number] | trim) }}
{%- endmacro %}
