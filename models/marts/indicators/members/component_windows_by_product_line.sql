{{ config(materialized='view') }}
{{ member_component_windows('product_line') }}
