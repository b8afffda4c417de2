{# The contract, united over the source systems that deliver it. Names, order and types come from the contract itself
   (the model's YAML). A base model offers what its system has; the rest is NULL. Without a system that delivers the
   contract it is an empty relation of the same shape. dbt fills `model.columns` after parsing; while parsing only the
   references count. #}
{% macro union_contract(contract) -%}
{%- set systems = systems_delivering(contract) -%}
{%- for system in systems %}
{%- set base = ref('base_' ~ system ~ '__' ~ contract) %}
select
    {{ contract_columns(model.columns.values(), offered_columns(base, contract), system) }}
from {{ base }}
{{ 'union all' if not loop.last }}
{%- else %}
select
    {{ contract_columns(model.columns.values(), []) }}
where 1 = 0
{%- endfor %}
{%- endmacro %}

{% macro contract_columns(columns, offered, system=none) -%}
{%- for column in columns -%}
{%- if system and column.name == 'source_system' -%}
    {%- set value = "'" ~ system ~ "'" -%}
{%- else -%}
    {%- set value = column.name if column.name in offered else 'null' -%}
{%- endif -%}
cast({{ value }} as {{ column.data_type }}) as {{ column.name }}{{ ',\n    ' if not loop.last }}
{%- endfor -%}
{%- endmacro %}

{# Which of the contract's columns a base model offers. What the contract does not know would be lost, and decimals that
   it does not keep would be rounded: both are refused. Where nothing is built yet (`dbt compile` before the first
   build) every column counts as offered. #}
{% macro offered_columns(base, contract) -%}
    {%- set known = model.columns -%}
    {%- set offered = [] -%}
    {%- set built = load_relation(base) if execute else none -%}
    {%- for column in (adapter.get_columns_in_relation(built) if built else []) -%}
        {%- if column.name not in known -%}
            {{ refuse_column(
                base, column.name, 'which the contract ' ~ contract ~ ' does not know',
                'Take it out of that model or add it to the contract, whose columns are: ' ~ known.keys() | join(', ')
            ) }}
        {%- elif not is_kept(column.data_type, known[column.name].data_type) -%}
            {{ refuse_column(
                base, column.name, 'of type ' ~ column.data_type ~ ', which the contract ' ~ contract
                ~ ' would change in silence into ' ~ known[column.name].data_type,
                'Convert it in that model, where everybody can see it, or widen the contract'
            ) }}
        {%- endif -%}
        {%- do offered.append(column.name) -%}
    {%- endfor -%}
    {{ return(offered or known.keys() | list) }}
{%- endmacro %}

{% macro refuse_column(base, column, problem, remedy) -%}
    {{ exceptions.raise_compiler_error(
        base.identifier ~ " as it was last built offers a column '" ~ column ~ "' " ~ problem ~ '. ' ~ remedy
        ~ '. The contract stands in ' ~ model.patch_path.split('://')[-1] ~ '.'
    ) }}
{%- endmacro %}

{# Whether a number of the one type is kept whole by the other; types that are no numbers are the engine's affair. #}
{% macro is_kept(offered_type, contract_type) -%}
    {%- set kept = decimals_of(contract_type) -%}
    {%- set offered = decimals_of(offered_type) -%}
    {{ return(kept is none or (offered is not none and offered <= kept)) }}
{%- endmacro %}

{# How many decimals a type has; none where it is not an exact number. Postgres does not say it of a calculated number
   (`numeric`): there the engines that do have judged the same model. #}
{% macro decimals_of(data_type) -%}
    {%- set scale = modules.re.search('[(] *[0-9]+ *, *([0-9]+) *[)]', data_type) -%}
    {%- if scale -%}
        {{ return(scale.group(1) | int) }}
    {%- endif -%}
    {{ return(0 if modules.re.search('int$|integer$|^numeric$', data_type | lower) else none) }}
{%- endmacro %}
