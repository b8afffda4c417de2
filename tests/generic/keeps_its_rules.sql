{# What every row of a relation must keep, asked in one query. It finds one row per broken rule: how many rows break it, and
   one of them.

     key         columns that together tell the rows apart, and are never missing; where one may be, an expression says what
                 stands for it: "coalesce(org_id, '')"
     other_keys  columns, or lists of columns, that tell the rows apart as well
     required    columns that are never missing
     accepted    column: the values it may have, where it has one
     codes       column: the field of the vocabulary whose codes it may have, where it has one
     rules       name: a condition over a row; one that comes out NULL is broken, so it says what NULL means
     no_overlap  columns of which, at any time, one row is valid: from valid_from up to, not including, valid_to
     no_overlap_among  a condition: only such rows are looked at for overlaps #}
{% test keeps_its_rules(
    model, key, other_keys=[], required=[], accepted={}, codes={}, rules={}, no_overlap=[], no_overlap_among='true'
) %}
{#- Asked of before the relation is there, so that the test waits for it. -#}
{%- if codes -%}{%- do ref('vocabulary') -%}{%- endif -%}
{%- if execute -%}
{%- set relation = judged_relation(model) -%}
{%- set keys = [key] + as_keys(other_keys) -%}
{%- set conditions = row_conditions(relation, keys, required, accepted, rules, codes) -%}
{%- set given = 'given' if relation.is_view else model | string -%}
{%- set findings = [] -%}
{%- for condition in conditions -%}
    {%- do findings.append(finding(
        condition.rule, condition.columns, condition.asks,
        text_with(condition.shown), 'broken where ' ~ condition.broken_when
    )) -%}
{%- endfor -%}
{%- for columns in keys -%}
    {%- do findings.append(repeated_keys(columns, given)) -%}
{%- endfor -%}
{%- if no_overlap -%}
    {%- do findings.append(overlaps(no_overlap, no_overlap_among, given)) -%}
{%- endif -%}
with
{% if relation.is_view %}
-- A view is computed once.
given as (

    select *
    from {{ model }}

),
{% endif %}
{%- if conditions %}
broken as (

    select
        *,
        {{ row_as_text(relation.origin + key) }} as row_text
    from {{ given }}
    where
        {{ conditions | map(attribute='broken_when') | join('\n        or ') }}

),
{% endif %}
findings as (

    {{ findings | join('\n    union all\n    ') }}

)

select *
from findings
where row_count > 0
{%- endif -%}
{% endtest %}
