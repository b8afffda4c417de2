{{ feeds_from('mfg_erp') }}
-- Goods taken back (LR) come with positive quantities and amounts, as deliveries (LF) do.
with

deliveries as (

    select * from {{ source('mfg_erp', 'deliveries') }}

),

dated as (

    select
        *,
        case trim("LFART") when 'LF' then 1 when 'LR' then -1 end as direction,
        case
            when trim("WADAT_IST") <> ''
                then
                    substr("WADAT_IST", 7) || '-' || substr("WADAT_IST", 4, 2) || '-'
                    || substr("WADAT_IST", 1, 2)
        end as left_on,
        case
            when trim("ABNAHME") <> ''
                then
                    substr("ABNAHME", 7) || '-' || substr("ABNAHME", 4, 2) || '-'
                    || substr("ABNAHME", 1, 2)
        end as taken_on
    from deliveries

),

renamed as (

    select
        nullif(trim("VBELN"), '') as shipment_id,
        {{ text_to('"POSNR"', 'integer') }} as line_no,
        nullif(trim("VGBEL"), '') as order_id,
        {{ text_to('"VGPOS"', 'integer') }} as order_line_no,
        {{ text_to('left_on', 'date') }} as ship_date,
        {{ text_to('taken_on', 'date') }} as control_transfer_date,
        direction * {{ text_to('"LFIMG"', 'decimal(18, 4)') }} as quantity,
        direction * {{ text_to('"NETWR"', 'decimal(18, 2)') }} as net_amount,
        _batch_id as batch_id,
        _row_number as source_row_no,
        _loaded_at as loaded_at
    from dated

)

select * from renamed
