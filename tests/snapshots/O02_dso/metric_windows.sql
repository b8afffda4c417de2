with

components as (

    select * from "windows"."component_windows"

),

-- What is taken one year earlier, added up over the months of the window before.
prior_year as (

    select
        months.org_unit_id,
        months.stored_basis,
        windows.window_code,
        windows.period_end,
        cast(null as decimal(28, 6)) as prior_net_profit,
        cast(null as decimal(28, 6)) as prior_revenue
    from "windows"."unit_month_components" as months
    inner join "intermediate"."int_window_months" as window_months on months.month_end = window_months.month_end
    inner join "intermediate"."int_windows" as windows
        on window_months.window_code = windows.window_code
        and window_months.period_end = windows.prior_period_end
    group by
        months.org_unit_id,
        months.stored_basis,
        windows.window_code,
        windows.period_end

),

-- Components, and beside them those of the year before.
depth_0 as (

    select
        components.*,
        prior_year.prior_net_profit,
        prior_year.prior_revenue
    from components
    left join prior_year
        on components.window_code = prior_year.window_code
        and components.period_end = prior_year.period_end
        and components.org_unit_id = prior_year.org_unit_id
        and components.stored_basis = prior_year.stored_basis

),

-- Metrics whose inputs stand in depth_0.
depth_1 as (

    select
        *,
        -- Advertising spend ratio 广告投入占收入比
        cast(null as decimal(28, 10)) as ad_spend_ratio,
        -- Allowance to gross AR 坏账准备率
        cast(null as decimal(28, 10)) as allowance_ratio,
        -- Payables, stock-months × days of the year 应付账款月累计乘全年天数
        cast(null as decimal(38, 6)) as ap_stock_days,
        -- Receivables before allowance, stock-months × days of the year 应收账款月累计乘全年天数
        cast(null as decimal(38, 6)) as ar_gross_stock_days,
        -- Gross receivables, two-point mean × months 应收账款两点均值乘月数
        cast(null as decimal(38, 6)) as ar_gross_two_point_months,
        -- Open receivables, stock-months × days of the year 未清应收月累计乘全年天数
        cast(365 * ar_open_stock_months as decimal(38, 6)) as ar_open_stock_days,
        -- Monthly revenue per active customer 每客月均收入(ARPA)
        plumbline_divide(cust_sales, cust_months) as arpa,
        -- Compliance audits, score out of 100 合规得分(百分制)
        cast(null as decimal(38, 6)) as audit_points,
        -- Average headcount 平均人数
        cast(null as decimal(28, 10)) as avg_headcount,
        -- Average service time 平均服务时长
        cast(null as decimal(28, 10)) as avg_service_time,
        -- Average ticket 客单价
        plumbline_divide(net_sales, txn_cnt) as avg_ticket,
        -- Average waiting time 平均候诊时长
        cast(null as decimal(28, 10)) as avg_wait_time,
        -- Credit billings, annual pace × months 信用开票额(12倍)
        cast(12 * bill_credit as decimal(38, 6)) as bill_credit_annualised,
        -- Bonus accrual vs budget 奖金预算执行率
        cast(null as decimal(28, 10)) as bonus_budget_rate,
        -- Budget execution rate 预算执行率
        cast(null as decimal(28, 10)) as budget_execution_rate,
        -- Customer acquisition cost 获客成本(CAC)
        cast(null as decimal(28, 10)) as cac,
        -- Acquisition cost to revenue 获客成本占收入比
        cast(null as decimal(28, 10)) as cac_to_revenue,
        -- Cash cover of earnings 盈余现金保障倍数
        cast(null as decimal(28, 10)) as cash_profit_ratio,
        -- Channel expense ratio 渠道费用率
        cast(null as decimal(28, 10)) as channel_expense_ratio,
        -- Cost of sales, annual pace × months 营业成本(12倍)
        cast(null as decimal(38, 6)) as cogs_annualised,
        -- Collection rate of due receivables 回款率
        plumbline_divide(due_collected, due_amt) as collection_rate,
        -- Complaints, a thousandfold 投诉件数(千倍)
        cast(null as decimal(38, 6)) as complaints_per_mille,
        -- Conversion rate 客户转化率
        cast(null as decimal(28, 10)) as conversion_rate,
        -- Cost control rate (vs flexible standard) 成本控制率
        cast(null as decimal(28, 10)) as cost_control_rate,
        -- Cost-of-sales ratio 成本率
        cast(null as decimal(28, 10)) as cost_ratio,
        -- Customer satisfaction, score out of 100 客户满意得分(百分制)
        cast(null as decimal(38, 6)) as csat_points,
        -- Current ratio 流动比率
        cast(null as decimal(28, 10)) as current_ratio,
        -- Customers lost × 60, at least the customer-months 流失客户数(60倍，不低于客户月数)
        cast(greatest(60 * cust_churned, cust_months) as decimal(38, 6)) as customer_life_base,
        -- Customer-months × 60 有效客户月数(60倍)
        cast(60 * cust_months as decimal(38, 6)) as customer_life_months,
        -- Debt-to-assets ratio 资产负债率
        cast(null as decimal(28, 10)) as debt_ratio,
        -- Equipment utilisation 设备利用率
        cast(null as decimal(28, 10)) as equipment_utilization,
        -- Equity, two-point mean × months 所有者权益两点平均月数
        cast(null as decimal(38, 6)) as equity_two_point_months,
        -- Finance expense ratio 财务费用率
        cast(null as decimal(28, 10)) as finance_expense_ratio,
        -- Free cash flow 自由现金流
        cast(null as decimal(38, 6)) as free_cash_flow,
        -- Gross profit 毛利
        cast(null as decimal(38, 6)) as gross_profit,
        -- Stock on hand, stock-months × days of the year 库存月累计乘全年天数
        cast(null as decimal(38, 6)) as inventory_stock_days,
        -- Total labour cost 人工成本总额
        cast(null as decimal(38, 6)) as labor_cost,
        -- Order conversion (win) rate 订单转化率
        cast(null as decimal(28, 10)) as lead_conversion,
        -- Leavers, annual pace × months 离职人数(12倍)
        cast(null as decimal(38, 6)) as leavers_annualised,
        -- Customer-months, at sixty or fewer a customer lost 客户月数(留存封顶六十个月)
        cast(null as decimal(38, 6)) as ltv_customer_base,
        -- Market share 市场份额
        cast(null as decimal(28, 10)) as market_share,
        -- Marketing expense ratio 营销费用率
        cast(null as decimal(28, 10)) as marketing_expense_ratio,
        -- Net profit margin 净利率
        cast(null as decimal(28, 10)) as net_margin,
        -- Net profit, annual pace × months 净利润(12倍)
        cast(null as decimal(38, 6)) as net_profit_annualised,
        -- Net profit, change on prior year 净利润同比变动额
        cast(null as decimal(38, 6)) as net_profit_change,
        -- Net profit, prior year 上年同期净利润
        cast(null as decimal(38, 6)) as net_profit_prior_year,
        -- Write-offs net of recoveries 坏账净核销
        cast(writeoff - recovery as decimal(38, 6)) as net_writeoffs,
        -- New-product sales share 新品销售占比
        plumbline_divide(new_prod_sales, net_sales) as new_product_share,
        -- New-product development / delivery cycle 新产品开发周期(项目交付周期)
        cast(null as decimal(28, 10)) as npd_cycle,
        -- Net revenue retention 净收入留存率
        cast(null as decimal(28, 10)) as nrr,
        -- Overall equipment effectiveness 设备综合效率(OEE)
        cast(null as decimal(28, 10)) as oee,
        -- OEE availability 时间开动率
        cast(null as decimal(28, 10)) as oee_availability,
        -- OEE performance 性能开动率
        cast(null as decimal(28, 10)) as oee_performance,
        -- OEE quality (time-weighted) 合格率(工时加权)
        cast(null as decimal(28, 10)) as oee_quality_tw,
        -- Existing-customer repurchase rate 老客户复购率
        plumbline_divide(old_active, old_base) as old_customer_repurchase_rate,
        -- On-time delivery rate 订单交付及时率
        cast(null as decimal(28, 10)) as on_time_delivery,
        -- Operating cash ratio 营业现金比率
        cast(null as decimal(28, 10)) as operating_cash_ratio,
        -- Order completion rate 订单完成率
        cast(null as decimal(28, 10)) as order_fulfilment,
        -- Overdue receivable ratio 应收账款逾期率
        plumbline_divide(ar_overdue_closing, ar_open_closing) as overdue_ratio,
        -- Pass rate (yield) 合格率(良品率)
        cast(null as decimal(28, 10)) as pass_rate,
        -- Period expenses 期间费用
        cast(null as decimal(38, 6)) as period_expenses,
        -- Production (labour) efficiency 生产效率
        cast(null as decimal(28, 10)) as production_efficiency,
        -- Project completion 项目完成率
        cast(null as decimal(28, 10)) as project_completion,
        -- Cost of projects beyond earned value 项目成本偏差
        cast(null as decimal(38, 6)) as project_cost_variance,
        -- Cost performance index 成本绩效(CPI)
        cast(null as decimal(28, 10)) as project_cpi,
        -- Realised benefit less cost of projects 项目净收益
        cast(null as decimal(38, 6)) as project_net_benefit,
        -- Schedule performance index 项目进度(SPI)
        cast(null as decimal(28, 10)) as project_spi,
        -- Gain from promotions 促销净收益
        cast(null as decimal(38, 6)) as promo_gain,
        -- Promotions × months 晋升人数乘月数
        cast(null as decimal(38, 6)) as promotion_months,
        -- Patient satisfaction, score out of 100 患者满意得分(百分制)
        cast(null as decimal(38, 6)) as psat_points,
        -- Quick assets, closing 期末速动资产
        cast(null as decimal(38, 6)) as quick_assets_closing,
        -- R&D investment 研发投入
        cast(null as decimal(38, 6)) as rd_investment,
        -- Repurchase rate 复购率
        plumbline_divide(customers_repeat, active_customers) as repurchase_rate,
        -- Customer retention rate 客户留存率
        plumbline_divide(cust_kept, cust_at_open) as retention_rate,
        -- Sales return rate 退货率
        plumbline_divide(return_net, sales_before_returns) as return_rate,
        -- Operating revenue, annual pace × months 营业收入(12倍)
        cast(null as decimal(38, 6)) as revenue_annualised,
        -- Operating revenue, change on prior year 营业收入同比变动额
        cast(null as decimal(38, 6)) as revenue_change,
        -- Revenue per customer 单客贡献(单用户收入)
        plumbline_divide(net_sales_id, active_customers) as revenue_per_customer,
        -- Revenue per visit 次均费用
        cast(null as decimal(28, 10)) as revenue_per_visit,
        -- Revenue per visitor 每客流收入
        cast(null as decimal(28, 10)) as revenue_per_visitor,
        -- Operating revenue, prior year 上年同期营业收入
        cast(null as decimal(38, 6)) as revenue_prior_year,
        -- Same-store net sales, change 同店销售净额变动
        cast(net_sales_comp - net_sales_comp_prior as decimal(38, 6)) as same_store_change,
        -- Schedule adherence 排班执行率
        cast(null as decimal(28, 10)) as schedule_adherence,
        -- Selling expense ratio 销售费用率
        cast(null as decimal(28, 10)) as selling_expense_ratio,
        -- Slow-moving stock ratio 呆滞库存占比
        cast(null as decimal(28, 10)) as slow_inventory_ratio,
        -- Total assets, two-point mean × months 资产总额两点平均月数
        cast(null as decimal(38, 6)) as total_assets_two_point_months,
        -- Training hours × months 培训学时乘月数
        cast(null as decimal(38, 6)) as training_hour_months,
        -- Unit product cost 单位产品成本
        cast(null as decimal(28, 10)) as unit_cost,
        -- Hours worked × 100 出勤工时(100倍)
        cast(null as decimal(38, 6)) as worked_hours_times_100
    from depth_0

),

-- Metrics whose inputs stand in depth_1.
depth_2 as (

    select
        *,
        -- Payable days 应付账款周转天数
        cast(null as decimal(28, 10)) as ap_days,
        -- Receivable turnover days (statement basis) 应收账款周转天数
        cast(null as decimal(28, 10)) as ar_days,
        -- AR turnover, statutory two-point 应收账款周转率(两点平均)
        cast(null as decimal(28, 10)) as ar_turnover_statutory,
        -- Total asset turnover 总资产周转率
        cast(null as decimal(28, 10)) as asset_turnover,
        -- Bad-debt rate 坏账率
        plumbline_divide(net_writeoffs, bill_credit) as bad_debt_rate,
        -- Complaints per 1,000 service units 投诉率
        cast(null as decimal(28, 10)) as complaint_rate,
        -- Compliance score 合规评分
        cast(null as decimal(28, 10)) as compliance_score,
        -- Customer life 客户存续月数
        plumbline_divide(customer_life_months, customer_life_base) as customer_life,
        -- Customer satisfaction 客户满意度(含售后)
        cast(null as decimal(28, 10)) as customer_satisfaction,
        -- Days sales outstanding (credit billings) 信用销售回款天数(DSO)
        plumbline_divide(ar_open_stock_days, bill_credit_annualised) as dso,
        -- Equity multiplier (financial leverage) 权益乘数(财务杠杆率)
        cast(null as decimal(28, 10)) as equity_multiplier,
        -- Period expense ratio 费用率(期间费用率)
        cast(null as decimal(28, 10)) as expense_ratio,
        -- Gross margin 毛利率
        cast(null as decimal(28, 10)) as gross_margin,
        -- Gross profit × 10,000 毛利(一万倍)
        cast(null as decimal(38, 6)) as gross_profit_times_10000,
        -- Hourly labour rate 小时人工成本
        cast(null as decimal(28, 10)) as hourly_labor_rate,
        -- Inventory days 存货周转天数
        cast(null as decimal(28, 10)) as inventory_days,
        -- Inventory turnover 存货周转率
        cast(null as decimal(28, 10)) as inventory_turnover,
        -- Invested capital, two-point mean × months 投入资本两点平均月数
        cast(null as decimal(38, 6)) as invested_capital_two_point_months,
        -- Labour cost, annual pace × months 人工成本(12倍)
        cast(null as decimal(38, 6)) as labor_cost_annualised,
        -- Labour cost ratio 人工费用率(人事费用率)
        cast(null as decimal(28, 10)) as labor_cost_ratio,
        -- Labour hours per 100 visitors 百客排班工时
        cast(null as decimal(28, 10)) as labor_hours_per_100_visits,
        -- Net profit growth (YoY) 净利润增长率
        cast(null as decimal(28, 10)) as net_profit_growth,
        -- Total operating costs 经营成本费用合计
        cast(null as decimal(38, 6)) as operating_costs,
        -- Operating profit 营业利润
        cast(null as decimal(38, 6)) as operating_profit,
        -- Patient satisfaction 病人/患者满意度
        cast(null as decimal(28, 10)) as patient_satisfaction,
        -- Project cost overrun rate 项目成本超支率
        cast(null as decimal(28, 10)) as project_cost_overrun,
        -- Project ROI (realised) 项目ROI
        cast(null as decimal(28, 10)) as project_roi,
        -- Promotion ROI 促销投入ROI
        cast(null as decimal(28, 10)) as promo_roi,
        -- Promotion rate 晋升比例
        cast(null as decimal(28, 10)) as promotion_rate,
        -- Quick ratio 速动比率
        cast(null as decimal(28, 10)) as quick_ratio,
        -- R&D intensity 研发费用占比(研发投入强度)
        cast(null as decimal(28, 10)) as rd_ratio,
        -- R&D return 研发投入回报率
        cast(null as decimal(28, 10)) as rd_return,
        -- Revenue growth (YoY) 营业收入增长率
        cast(null as decimal(28, 10)) as revenue_growth,
        -- Revenue per head (annualised) 人均营收
        cast(null as decimal(28, 10)) as revenue_per_head,
        -- Return on assets 总资产净利率(ROA)
        cast(null as decimal(28, 10)) as roa,
        -- Return on equity 净资产收益率(ROE)
        cast(null as decimal(28, 10)) as roe,
        -- Same-store sales growth 同店增长率
        plumbline_divide(same_store_change, net_sales_comp_prior) as same_store_growth,
        -- Training hours per head 人均培训学时
        cast(null as decimal(28, 10)) as training_hours_per_head,
        -- Staff turnover rate (annualised) 离职率
        cast(null as decimal(28, 10)) as turnover_rate,
        -- Unit contribution 门店/单元贡献利润
        cast(null as decimal(38, 6)) as unit_contribution
    from depth_1

),

-- Metrics whose inputs stand in depth_2.
depth_3 as (

    select
        *,
        -- Cash conversion cycle 现金转换周期
        cast(null as decimal(38, 10)) as cash_conversion_cycle,
        -- Gross profit per 10,000 of revenue 每万元营收毛利
        cast(null as decimal(28, 10)) as gross_profit_per_10000,
        -- Labour cost per head (annualised) 人均人工成本
        cast(null as decimal(28, 10)) as labor_cost_per_head,
        -- Total operating cost ratio 运营成本率
        cast(null as decimal(28, 10)) as operating_cost_ratio,
        -- Profit before tax 利润总额
        cast(null as decimal(38, 6)) as total_profit,
        -- Unit contribution margin 门店贡献率
        cast(null as decimal(28, 10)) as unit_contribution_margin
    from depth_2

),

-- Metrics whose inputs stand in depth_3.
depth_4 as (

    select
        *,
        -- Profit before interest and tax 息税前利润
        cast(null as decimal(38, 6)) as ebit,
        -- Gross profit of sixty months’ sales to customers 有效客户六十个月毛利
        cast(null as decimal(38, 10)) as ltv_lifetime_gross_profit,
        -- Profit before tax and bonus 计提奖金前利润
        cast(null as decimal(38, 6)) as pre_bonus_profit
    from depth_3

),

-- Metrics whose inputs stand in depth_4.
depth_5 as (

    select
        *,
        -- Bonus accrual to pre-bonus profit 奖金计提占利润比
        cast(null as decimal(28, 10)) as bonus_profit_ratio,
        -- EBIT, annual pace × months 息税前利润(12倍)
        cast(null as decimal(38, 6)) as ebit_annualised,
        -- EBITDA 息税折旧摊销前利润
        cast(null as decimal(38, 6)) as ebitda,
        -- Interest cover 已获利息倍数
        cast(null as decimal(28, 10)) as interest_cover,
        -- Customer lifetime value 客户生命周期价值(LTV)
        cast(null as decimal(28, 10)) as ltv
    from depth_4

),

-- Metrics whose inputs stand in depth_5.
depth_6 as (

    select
        *,
        -- EBITDA margin EBITDA率
        cast(null as decimal(28, 10)) as ebitda_margin,
        -- LTV to CAC LTV/CAC(客户价值与获客成本比)
        cast(null as decimal(28, 10)) as ltv_to_cac,
        -- Pre-tax return on total assets 总资产报酬率
        cast(null as decimal(28, 10)) as roa_pretax,
        -- Return on invested capital (pre-tax) 投资回报率(ROI)
        cast(null as decimal(28, 10)) as roi
    from depth_5

),

computed as (

    select * from depth_6

)

select * from computed
