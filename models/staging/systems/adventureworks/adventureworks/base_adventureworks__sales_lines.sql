{{ feeds_from('adventureworks') }}
{%- set common_columns = [
    '"SalesOrderNumber"', '"SalesOrderLineNumber"', '"OrderDate"', '"ProductKey"', '"PromotionKey"',
    '"SalesTerritoryKey"', '"OrderQuantity"', '"ExtendedAmount"', '"SalesAmount"', '"TaxAmt"', '"TotalProductCost"',
    '_batch_id', '_row_number', '_loaded_at',
] %}
-- The two sales facts, which share their columns: resellers served by a salesperson, and internet customers.
select
    'R-' || cast("ResellerKey" as {{ dbt.type_string() }}) as customer_id,
    "EmployeeKey" as employee_key,
    {{ common_columns | join(',\n    ') }}
from {{ source('adventureworks', 'fact_reseller_sales') }}
union all
select
    'C-' || cast("CustomerKey" as {{ dbt.type_string() }}) as customer_id,
    cast(null as integer) as employee_key,
    {{ common_columns | join(',\n    ') }}
from {{ source('adventureworks', 'fact_internet_sales') }}
