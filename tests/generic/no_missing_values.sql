{# The columns a row cannot do without, checked in one pass; the row found counts what is missing in each. #}
{% test no_missing_values(model, columns) %}
select
    {%- for column in columns %}
    sum(case when {{ column }} is null then 1 else 0 end) as {{ column }}{{ ',' if not loop.last }}
    {%- endfor %}
from {{ model }}
having
    {%- for column in columns %}
    {{ 'or ' if not loop.first }}sum(case when {{ column }} is null then 1 else 0 end) > 0
    {%- endfor %}
{% endtest %}
