{# The component facts, one row per leaf unit and month (and member, where a fact is split further). A metric added to one of
   them becomes a column of the marts by itself; a new fact is added to this list. #}
{% macro component_facts() -%}
    {{ return([
        'components_inventory',
        'components_ledger',
        'components_payroll',
        'components_people',
        'components_plan',
        'components_receivables',
        'components_sales',
        'components_subscriptions',
    ]) }}
{%- endmacro %}

{# The facts of window sets, one row per leaf unit, window and period end (and member). #}
{% macro window_facts() -%}
    {{ return([
        'components_recurring_revenue',
    ]) }}
{%- endmacro %}
