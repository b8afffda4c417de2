{{ feeds_from('xero') }}
-- A contact is a customer once it was sent an invoice; the others are suppliers. Names come hashed. The ledger begins
-- with the company, so nobody bought before it.
with

contacts as (

    select * from {{ source('xero', 'contact') }}

),

invoiced as (

    select distinct contact_id
    from {{ ref('base_xero__documents') }}
    where document_type = 'ACCREC' and is_in_force

)

select
    trim(contacts.contact_id) as customer_id,
    trim(contacts.name) as customer_name,
    'b2b' as customer_type,
    contacts._batch_id as batch_id,
    contacts._row_number as source_row_no,
    contacts._loaded_at as loaded_at
from contacts
inner join invoiced on trim(contacts.contact_id) = invoiced.contact_id
