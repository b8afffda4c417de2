"""Exports of the group's customer system: marketing spend, leads, surveys and complaints.

Text files with Chinese headers and value lists and the system's own department codes. Marketing spend is GB18030 with
thousands separators and dates like 2025/01/31; leads and surveys are UTF-8; a score is printed with its scale (4/5).
"""

from collections.abc import Iterator

from plumbline.demo.customer_voice import TOP_SCORE, all_complaints, all_surveys
from plumbline.demo.drivers import OPENING_PERIOD, PERIODS, Money
from plumbline.demo.files import Delivery, Row
from plumbline.demo.leads import all_leads
from plumbline.demo.marketing import all_spending

DEPARTMENT = {f"S0{number}": f"MD-{number:02d}" for number in range(1, 10)} | {
    "M21": "XS-HD", "M22": "XS-HN", "M23": "XS-HW", "H10": "ZS-NK", "H20": "ZS-KQ", "H30": "ZS-EK",
    "C00": "HY-00", "Z30": "ZB-SC",
}  # fmt: skip
CHANNEL = {
    "X": "搜索投放", "Y": "伙伴应用", "outdoor": "户外广告", "store": "门店",
    "exhibition": "展会", "referral": "转介绍",
}  # fmt: skip
PURPOSE = {"acquisition": "获客", "brand": "品牌", "promotion": "促销"}
OUTCOME = {"won": "赢单", "lost": "输单", "open": "跟进中"}
SUBJECT = {"customer": "购买回访", "aftersales": "售后回访"}
UPHELD = {True: "属实", False: "不属实", None: "核查中"}


def _amount(value: Money | None) -> str | None:
    return None if value is None else f"{value:,.2f}"


def _spend_rows() -> Iterator[Row]:
    for number, row in enumerate(all_spending(), start=1):
        yield (
            f"FY{number:06d}", f"{row.spent_on:%Y/%m/%d}", DEPARTMENT[row.unit], CHANNEL[row.channel], row.campaign,
            PURPOSE[row.purpose], _amount(row.amount), _amount(row.baseline), _amount(row.actual),
        )  # fmt: skip


def _lead_rows() -> Iterator[Row]:
    for row in all_leads():
        yield (
            row.lead_id, row.created, DEPARTMENT[row.unit], CHANNEL[row.channel], row.owner, OUTCOME[row.outcome],
            row.decided, row.customer,
        )  # fmt: skip


def _survey_rows() -> Iterator[Row]:
    for row in all_surveys():
        score = f"{row.score}/{TOP_SCORE}"
        yield (row.survey_id, row.answered, DEPARTMENT[row.unit], SUBJECT[row.subject], row.customer, score)


def _complaint_rows() -> Iterator[Row]:
    for row in all_complaints():
        yield (row.complaint_id, row.received, DEPARTMENT[row.unit], UPHELD[row.is_justified])


def write(delivery: Delivery) -> None:
    """Write the customer system's exports."""
    delivery.csv(
        "group_crm/marketing_spend.csv",
        ("费用单号", "发生日期", "部门编码", "渠道", "活动编号", "用途", "金额", "预期毛利", "实际毛利"),
        _spend_rows(), encoding="gb18030", control_column="金额",
    )  # fmt: skip
    delivery.csv(
        "group_crm/leads.csv",
        ("商机编号", "创建日期", "部门编码", "来源渠道", "负责人工号", "状态", "关闭日期", "客户编码"),
        _lead_rows(), periods=(OPENING_PERIOD, PERIODS[-1]),
    )  # fmt: skip
    delivery.csv(
        "group_crm/surveys.csv.gz", ("问卷编号", "填写日期", "部门编码", "问卷类型", "客户编码", "评分"), _survey_rows()
    )
    delivery.csv("group_crm/complaints.csv", ("投诉单号", "受理时间", "部门编码", "核查结果"), _complaint_rows())
