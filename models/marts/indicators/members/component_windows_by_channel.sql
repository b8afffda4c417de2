{{ config(materialized='view') }}
{{ member_component_windows('channel') }}
