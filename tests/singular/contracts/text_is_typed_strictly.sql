-- Delivered text becomes a number, date or flag only in its one canonical form, alike on every engine. Each row is a
-- case that came out otherwise. 文本只按唯一规范格式转换类型,各引擎一致。
{% set cases = [
    ('integer', '12', true), ('integer', '-7', true), ('integer', '1.5', false), ('integer', '1,000', false),
    ('decimal(18, 2)', '-12.50', true), ('decimal(18, 2)', '12', true), ('decimal(18, 2)', '12.500', true),
    ('decimal(18, 2)', '12.505', false), ('decimal(18, 2)', '1.23457E+17', false), ('decimal(18, 2)', '13%', false),
    ('boolean', 'true', true), ('boolean', 'yes', false), ('boolean', '1', false),
    ('date', '2025-01-31', true), ('date', '31/01/2025', false), ('date', '20250131', false), ('date', '45717', false),
    ('timestamp', '2025-01-31 08:30:00', true), ('timestamp', '2025-01-31T08:30:00', true), ('timestamp', '2025-01-31', false)
] %}
with

refused_or_taken as (

    {% for data_type, text, is_canonical in cases %}
    select
        '{{ data_type }}' as data_type,
        '{{ text }}' as delivered_text,
        {{ matches("'" ~ text ~ "'", canonical_pattern(data_type)) }} as is_taken,
        {{ is_canonical | lower }} as is_canonical
    {{ 'union all' if not loop.last }}
    {% endfor %}

),

delivered as (

    select
        ' -12.50 ' as amount,
        ' S01 ' as code,
        '  ' as blank_date

),

typed as (

    select
        {{ text_to('amount', 'decimal(18, 2)') }} as amount,
        {{ text_to('code', 'varchar') }} as code,
        {{ text_to('blank_date', 'date') }} as blank_date
    from delivered

),

problems as (

    select delivered_text || ' as ' || data_type as problem
    from refused_or_taken
    where is_taken <> is_canonical
    union all
    select 'trimmed text or blank' as problem
    from typed
    where (amount = -12.50 and code = 'S01' and blank_date is null) is not true

)

select * from problems
