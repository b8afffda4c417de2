{{ config(materialized='view') }}
{{ member_component_windows('customer_segment') }}
