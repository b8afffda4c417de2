-- A project keeps its kind, its start and, once launched, its launch date in every later month: each is counted once.
-- 项目类型、立项日期不变；上市日期一经确定不再改变，也不再消失。
{{ needs_contracts('project_month') }}
with

months as (

    select
        project_id,
        period_id,
        launch_date,
        max(launch_date) over (partition by project_id order by period_id) as latest_launch_date,
        min(launch_date) over (partition by project_id) as first_launch_date,
        min(start_date) over (partition by project_id) as first_start_date,
        max(start_date) over (partition by project_id) as last_start_date,
        min(project_type) over (partition by project_id) as first_project_type,
        max(project_type) over (partition by project_id) as last_project_type
    from {{ ref('stg_project_month') }}

)

select * from months
where
    launch_date is distinct from latest_launch_date
    or launch_date <> first_launch_date
    or first_start_date <> last_start_date
    or first_project_type <> last_project_type
