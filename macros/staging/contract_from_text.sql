{# A base model over a delivered table that already has the contract's columns, as text. Names and types come from the
   contract (the YAML of its stg_ model). Columns that the file leaves out are NULL, which the contract's tests allow for
   optional ones only; a column that the contract does not know is an error, most likely a misspelt one. `source_system`
   always names the system that delivers, so a delivered one is not read. #}
{% macro contract_from_text(system, contract) -%}
{%- set raw_table = source(system, contract) -%}
{%- if execute -%}
    {%- set delivered = adapter.get_columns_in_relation(raw_table) | map(attribute='name') | list -%}
    {%- set columns = graph.nodes['model.' ~ project_name ~ '.stg_' ~ contract].columns.values()
        | rejectattr('name', 'in', ['source_system', 'batch_id', 'source_row_no', 'loaded_at']) | list -%}
    {%- set known = columns | map(attribute='name') | list -%}
    {%- for name in delivered if name not in known + ['source_system'] and not name.startswith('_') -%}
        {{ exceptions.raise_compiler_error(raw_table ~ " has a column '" ~ name ~ "' that the contract " ~ contract ~ " does not know. Its columns: " ~ known | join(', ')) }}
    {%- endfor -%}
{%- endif -%}
select
    {%- for column in columns | default([]) %}
    {{ text_to(column.name, column.data_type) if column.name in delivered else 'cast(null as ' ~ column.data_type ~ ')' }} as {{ column.name }},
    {%- endfor %}
    _batch_id as batch_id,
    _row_number as source_row_no,
    _loaded_at as loaded_at
from {{ raw_table }}
{%- endmacro %}
