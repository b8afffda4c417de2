{# Every value that is given exists in the other contract. Not applicable, and so not run, where no source system of the
   company delivers that contract. #}
{% test refers_to(model, column_name, contract, field) %}
{{ config(enabled=is_delivered(contract)) }}
with

given as (

    select
        {{ column_name }} as missing_value,
        count(*) as row_count
    from {{ model }}
    where {{ column_name }} is not null
    group by {{ column_name }}

),

known as (

    select distinct {{ field }} as known_value
    from {{ ref('stg_' ~ contract) }}

)

select given.*
from given
left join known on given.missing_value = known.known_value
where known.known_value is null
{% endtest %}
