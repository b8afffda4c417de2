{{ feeds_from('xero') }}
-- No invoice line names an item, so what is sold is the revenue account it is booked on: one service each. No sales
-- line carries tax.
select
    account_code as product_id,
    account_name as product_name,
    account_name as product_line,
    'UNIT' as uom,
    true as is_service,
    0 as tax_rate,
    batch_id,
    source_row_no,
    loaded_at
from {{ ref('base_xero__gl_account') }}
where fs_line in ('REV_MAIN', 'REV_OTHER')
