{# A rule that every row keeps. A rule that comes out NULL is broken, so rules on optional columns say what NULL means. #}
{% test row_rule(model, rule) %}
select *
from {{ model }}
where ({{ rule }}) is not true
{% endtest %}
