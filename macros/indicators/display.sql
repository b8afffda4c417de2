{# How a value is shown: a number format as spreadsheets and BI tools take it, and what the value is multiplied by to read in its
   unit. A share is stored as a fraction (0.255 is 25.5 %), a rate per thousand in thousandths (2.4 is 2.4 per thousand). #}
{% macro display_format(indicator) -%}
    {% set unit = indicator.meta.unit %}
    {% if unit == '%' %}
        {{ return('0.0%') }}
    {% elif unit == '‰' %}
        {{ return('0.0"‰"') }}
    {% elif unit.startswith('money') %}
        {{ return('#,##0.00') }}
    {% elif unit == 'persons' and indicator.type == 'simple' %}
        {{ return('#,##0') }}
    {% endif %}
    {{ return('#,##0.0') }}
{%- endmacro %}

{% macro display_factor(indicator) -%}
    {{ return(100 if indicator.meta.unit == '%' else 1) }}
{%- endmacro %}
