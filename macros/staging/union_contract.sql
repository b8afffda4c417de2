{# The contract, united over the source systems that deliver it. Names, order and types come from the contract itself
   (the model's YAML): each system's base model must offer every column, `null` where the system lacks it. Without a
   system that delivers the contract it is an empty relation of the same shape. dbt fills `model.columns` after parsing;
   while parsing only the references count. #}
{% macro union_contract(contract) -%}
{%- set systems = systems_delivering(contract) -%}
{%- for system in systems %}
select
    {{ contract_columns(model.columns.values(), system) }}
from {{ ref('base_' ~ system ~ '__' ~ contract) }}
{{ 'union all' if not loop.last }}
{%- else %}
select
    {{ contract_columns(model.columns.values()) }}
where 1 = 0
{%- endfor %}
{%- endmacro %}

{% macro contract_columns(columns, system=none) -%}
{%- for column in columns -%}
{%- set value = 'null' if not system else ("'" ~ system ~ "'" if column.name == 'source_system' else column.name) -%}
cast({{ value }} as {{ column.data_type }}) as {{ column.name }}{{ ',\n    ' if not loop.last }}
{%- endfor -%}
{%- endmacro %}
