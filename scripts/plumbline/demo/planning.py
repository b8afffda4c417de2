"""The planning and consolidation workbook: organisation, calendar, eliminations, budget, targets, incentives."""

from plumbline.demo import budget, incentives, organisation, targets
from plumbline.demo.files import Delivery

FILE = "group_planning/planning.xlsx"


def write(delivery: Delivery) -> None:
    """Write the workbook, one sheet a subject."""
    delivery.workbook(
        FILE,
        {
            "组织架构": (organisation.UNIT_COLUMNS, organisation.unit_rows()),
            "会计期间": (organisation.PERIOD_COLUMNS, organisation.period_rows()),
            "抵销科目": (organisation.ACCOUNT_COLUMNS, organisation.account_rows()),
            "抵销余额": (organisation.BALANCE_COLUMNS, organisation.balance_rows()),
            "预算": (budget.COLUMNS, budget.plan_rows()),
            "指标目标": (targets.TARGET_COLUMNS, targets.target_rows()),
            "考核表": (targets.SCORECARD_COLUMNS, targets.scorecard_rows()),
            "奖金方案": (incentives.SCHEME_COLUMNS, incentives.scheme_rows()),
            "层次分析": (incentives.JUDGEMENT_COLUMNS, incentives.judgement_rows()),
            "外部参照": (incentives.REFERENCE_COLUMNS, incentives.reference_rows()),
        },
        control_columns={"抵销余额": "期末借方余额", "预算": "金额", "奖金方案": "基准奖金"},
        periods=(202312, 202512),
    )
