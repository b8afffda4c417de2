{# A base model over a delivered table whose columns are already the contract's, as text. Their types come from the
   contract (the YAML of its stg_ model); optional columns may be missing. A column that the contract does not know is an
   error, most likely a misspelt one. `source_system` always names the system that delivers, so a delivered one is not
   read. #}
{% macro contract_from_text(system, contract) -%}
{%- set raw_table = source(system, contract) -%}
{%- set delivered = [] -%}
{%- if execute -%}
    {%- set known = {} -%}
    {%- for column in graph.nodes['model.plumbline.stg_' ~ contract].columns.values()
        if column.name not in ['source_system', 'batch_id', 'source_row_no', 'loaded_at'] -%}
        {%- do known.update({column.name: column}) -%}
    {%- endfor -%}
    {%- for column in adapter.get_columns_in_relation(raw_table)
        if column.name != 'source_system' and not column.name.startswith('_') -%}
        {%- if column.name not in known -%}
            {{ exceptions.raise_compiler_error(raw_table ~ " has a column '" ~ column.name ~ "' that the contract " ~ contract ~ " does not know. Its columns: " ~ known.keys() | join(', ')) }}
        {%- endif -%}
        {%- do delivered.append(known[column.name]) -%}
    {%- endfor -%}
{%- endif -%}
select
    {%- for column in delivered %}
    {{ text_to(column.name, column.data_type) }} as {{ column.name }},
    {%- endfor %}
    _batch_id as batch_id,
    _row_number as source_row_no,
    _loaded_at as loaded_at
from {{ raw_table }}
{%- endmacro %}
