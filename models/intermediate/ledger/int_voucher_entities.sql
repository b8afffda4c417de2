-- The entities that deliver vouchers, found once and not by every reader of the movements.
select distinct entity_id from {{ ref('int_voucher_movements') }}
