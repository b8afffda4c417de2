{{ feeds_from('adventureworks') }}
-- An order line is its own invoice line, dated on the order. Amounts are US dollars whatever the order's currency key
-- says: internet prices equal the dollar list price in every currency. No receipts are delivered, so no line is a
-- credit sale. Freight belongs to neither net nor gross here.
with

sales_lines as (

    select * from {{ ref('base_adventureworks__sales_lines') }}

),

products as (

    select * from {{ source('adventureworks', 'dim_product') }}

),

areas as (

    select * from {{ ref('adventureworks__sales_areas') }}

),

employee_rows as (

    select * from {{ ref('base_adventureworks__employee_rows') }}

)

select
    sales_lines."SalesOrderNumber" as invoice_id,
    cast(sales_lines."SalesOrderLineNumber" as integer) as line_no,
    'invoice' as doc_type,
    cast(sales_lines."OrderDate" as date) as invoice_date,
    sales_lines."SalesOrderNumber" as order_id,
    cast(sales_lines."SalesOrderLineNumber" as integer) as order_line_no,
    sales_lines.customer_id,
    trim(products."ProductAlternateKey") as product_id,
    areas.org_id,
    employee_rows.employee_id as salesperson_id,
    sales_lines."OrderQuantity" as quantity,
    sales_lines."ExtendedAmount" as list_amount,
    sales_lines."ExtendedAmount" - sales_lines."SalesAmount" as discount_amount,
    sales_lines."SalesAmount" as net_amount,
    sales_lines."TaxAmt" as tax_amount,
    sales_lines."SalesAmount" + sales_lines."TaxAmt" as gross_amount,
    sales_lines."TotalProductCost" as cost_amount,
    'USD' as currency,
    false as is_credit_sale,
    cast(sales_lines."PromotionKey" as {{ dbt.type_string() }}) as promotion_id,
    sales_lines._batch_id as batch_id,
    sales_lines._row_number as source_row_no,
    sales_lines._loaded_at as loaded_at
from sales_lines
left join products on sales_lines."ProductKey" = products."ProductKey"
left join areas on sales_lines."SalesTerritoryKey" = areas.sales_territory_key
left join employee_rows on sales_lines.employee_key = employee_rows.employee_key
