"""Organisation, fiscal calendar and capital consolidation of the group, as its planning workbook keeps them.

S08 moves from R10 to R20 on 2025-07-01, so it has two rows. S09 exists from its opening on. The entity ELIM keeps no
vouchers: it takes HG's investments of 28.5 million against the subsidiaries' capital.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from plumbline.demo.drivers import FAR_FUTURE, LAST_PERIOD, OPENING_PERIOD, PERIODS, ZERO, close_instant, day, month_end
from plumbline.demo.files import Row
from plumbline.demo.people import manager_of

FOUNDED = date(2020, 1, 1)
REORGANISED = date(2025, 7, 1)
S09_OPENED = date(2025, 5, 1)
INVESTMENTS = Decimal("28500000.00")
LEVELS = {"公司": "L1", "事业部": "L2", "区域": "L3", "部门": "L4", "班组": "L5"}


@dataclass(frozen=True)
class Unit:
    """A unit with one place in the tree, or one of its places."""

    unit: str
    name: str
    parent: str | None
    level: str
    kind: str
    industry: str
    entity: str
    is_profit_center: bool = True
    valid_from: date = FOUNDED
    valid_to: date = FAR_FUTURE
    opened: date | None = None
    area: Decimal | None = None

    @property
    def peer_group(self) -> str | None:
        return "STORE_STD" if self.kind == "门店" else None


def _store(number: int, parent: str, **rest: date) -> Unit:
    opened = S09_OPENED if number == 9 else date(2014 + number, 3, 1)
    area = Decimal(800 if number == 9 else 1200)
    start = rest.get("valid_from", S09_OPENED if number == 9 else FOUNDED)
    name = f"华衡家电{'一二三四五六七八九'[number - 1]}店"
    end = rest.get("valid_to", FAR_FUTURE)
    return Unit(
        f"S{number:02d}", name, parent, "部门", "门店", "零售", "HR",
        valid_from=start, valid_to=end, opened=opened, area=area,
    )  # fmt: skip


UNITS = (
    Unit("G00", "华衡集团", None, "公司", "集团公司", "共享", "HG"),
    Unit("R00", "零售事业部", "G00", "事业部", "事业部", "零售", "HR"),
    Unit("R10", "华东区", "R00", "区域", "区域", "零售", "HR"),
    Unit("R20", "华西区", "R00", "区域", "区域", "零售", "HR"),
    *(_store(number, "R10" if number <= 4 else "R20") for number in range(1, 8)),
    _store(8, "R10", valid_to=REORGANISED),
    _store(8, "R20", valid_from=REORGANISED),
    _store(9, "R20"),
    Unit("M00", "制造事业部", "G00", "事业部", "事业部", "制造", "HM"),
    Unit("M10", "一厂", "M00", "部门", "工厂", "制造", "HM", is_profit_center=False),
    Unit("LA", "A产线", "M10", "班组", "产线", "制造", "HM", is_profit_center=False),
    Unit("LB", "B产线", "M10", "班组", "产线", "制造", "HM", is_profit_center=False),
    Unit("LC", "C产线", "M10", "班组", "产线", "制造", "HM", is_profit_center=False),
    Unit("M20", "销售中心", "M00", "区域", "部门", "制造", "HM"),
    Unit("M21", "华东销售部", "M20", "部门", "部门", "制造", "HM"),
    Unit("M22", "华南销售部", "M20", "部门", "部门", "制造", "HM"),
    Unit("M23", "海外销售部", "M20", "部门", "部门", "制造", "HM"),
    Unit("M30", "研发部", "M00", "部门", "部门", "制造", "HM", is_profit_center=False),
    Unit("H00", "医疗事业部", "G00", "事业部", "事业部", "医疗", "HH"),
    Unit("H10", "内科", "H00", "部门", "诊疗科室", "医疗", "HH"),
    Unit("H20", "口腔科", "H00", "部门", "诊疗科室", "医疗", "HH"),
    Unit("H30", "儿科", "H00", "部门", "诊疗科室", "医疗", "HH"),
    Unit("C00", "数字会员事业部", "G00", "事业部", "事业部", "会员", "HC"),
    Unit("Z00", "总部", "G00", "事业部", "共享服务", "共享", "HG", is_profit_center=False),
    Unit("Z10", "财务部", "Z00", "部门", "部门", "共享", "HG", is_profit_center=False),
    Unit("Z20", "人力资源部", "Z00", "部门", "部门", "共享", "HG", is_profit_center=False),
    Unit("Z30", "市场部", "Z00", "部门", "部门", "共享", "HG", is_profit_center=False),
    Unit("Z40", "内审部", "Z00", "部门", "部门", "共享", "HG", is_profit_center=False),
    Unit("ELIM", "合并抵销", "G00", "事业部", "合并抵销", "共享", "ELIM"),
)

UNIT_COLUMNS = (
    "组织编码", "生效日期", "失效日期", "组织名称", "上级编码", "层级", "类型", "行业", "账套", "本位币",
    "是否利润中心", "负责人工号", "对标组", "营业面积", "开业日期", "关闭日期",
)  # fmt: skip
PERIOD_COLUMNS = ("期间", "开始日期", "结束日期", "会计年度", "季度", "状态", "关账时间")
ACCOUNT_COLUMNS = ("科目编码", "科目名称", "类别", "方向", "报表项目")
BALANCE_COLUMNS = ("账套", "期间", "科目编码", "组织编码", "期初借方余额", "本期借方", "本期贷方", "期末借方余额")


def _iso(value: date | None) -> str | None:
    return value.isoformat() if value else None


def unit_rows() -> Iterator[Row]:
    for row in UNITS:
        yield (
            row.unit, _iso(row.valid_from), _iso(row.valid_to), row.name, row.parent, row.level, row.kind, row.industry,
            row.entity, "CNY", "是" if row.is_profit_center else "否", manager_of(row.unit), row.peer_group, row.area,
            _iso(row.opened), None,
        )  # fmt: skip


def period_rows() -> Iterator[Row]:
    """Two fiscal years of calendar months; closed up to the last delivered one."""
    for year in (2024, 2025):
        for month in range(1, 13):
            period = year * 100 + month
            closed = period <= LAST_PERIOD
            yield (
                period, _iso(day(period, 1)), _iso(month_end(period)), year, (month + 2) // 3,
                "已关账" if closed else "未关账", close_instant(period).isoformat(sep=" ") if closed else None,
            )  # fmt: skip


def account_rows() -> Iterator[Row]:
    yield ("EL-1511", "长期股权投资(合并抵销)", "资产", "借", "OTHER_NCA")
    yield ("EL-4001", "实收资本(合并抵销)", "权益", "贷", "CAPITAL")


def balance_rows() -> Iterator[Row]:
    """Investments against capital: the same standing entry at every month end, the opening included."""
    for period in (OPENING_PERIOD, *PERIODS):
        yield ("ELIM", period, "EL-1511", "ELIM", -INVESTMENTS, ZERO, ZERO, -INVESTMENTS)
        yield ("ELIM", period, "EL-4001", "ELIM", INVESTMENTS, ZERO, ZERO, INVESTMENTS)
