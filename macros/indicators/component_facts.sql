{# The component facts, one row per leaf unit and month (and member, where a fact is split further). A metric added to one of
   them becomes a column of the marts by itself; a new fact is added to this list. #}
{% macro component_facts() -%}
    {{ return([
        'components_balance_sheet',
        'components_documents',
        'components_inventory',
        'components_leads',
        'components_ledger',
        'components_market',
        'components_marketing',
        'components_orders',
        'components_payroll',
        'components_people',
        'components_plan',
        'components_production',
        'components_projects',
        'components_receivables',
        'components_sales',
        'components_service',
        'components_subscriptions',
        'components_traffic',
        'components_workforce',
    ]) }}
{%- endmacro %}

{# The facts of window sets, one row per leaf unit, window and period end (and member). #}
{% macro window_facts() -%}
    {{ return([
        'components_due_receivables',
        'components_order_windows',
        'components_recurring_revenue',
        'components_same_store',
    ]) }}
{%- endmacro %}

{# The facts of distinct counts, one row per unit of any level, stored tree, window and period end (and member). #}
{% macro counted_facts() -%}
    {{ return([
        'components_cohorts',
        'components_customer_counts',
        'components_output_counts',
    ]) }}
{%- endmacro %}

{# What a fact may be split by besides unit and time: the entities that metrics can be grouped by. #}
{% macro member_entities() -%}
    {{ return(['product_line', 'customer_segment', 'channel', 'employee', 'project']) }}
{%- endmacro %}
