{# For one value of the columns, at most one row is valid on a day. Validity is half-open: [valid_from, valid_to). #}
{% test no_overlap(model, columns) %}
with

validities as (

    select
        {{ columns | join(',\n        ') }},
        valid_from,
        valid_to,
        lead(valid_from) over (
            partition by {{ columns | join(', ') }}
            order by valid_from, valid_to
        ) as next_valid_from
    from {{ model }}

)

select *
from validities
where next_valid_from < valid_to
{% endtest %}
