-- The company's variable `market_scopes` as a table, as far as the scopes are delivered: which unit and product line a
-- publisher's market is compared with.
with

configured as (

    {% for market in var('market_scopes') %}
    select
        {{ dbt.string_literal(market.scope) }} as scope,
        {{ dbt.string_literal(market.org_id) }} as org_id,
        {{ dbt.string_literal(market.product_line) if market.product_line else 'cast(null as ' ~ dbt.type_string() ~ ')' }} as product_line
    {{ 'union all' if not loop.last }}
    {% else %}
    select
        cast(null as {{ dbt.type_string() }}) as scope,
        cast(null as {{ dbt.type_string() }}) as org_id,
        cast(null as {{ dbt.type_string() }}) as product_line
    where 1 = 0
    {% endfor %}

),

delivered as (

    select distinct scope from {{ ref('stg_reference_value') }} where metric_key = 'market_sales'

)

select
    delivered.scope,
    configured.org_id,
    configured.product_line
from delivered
left join configured on delivered.scope = configured.scope
