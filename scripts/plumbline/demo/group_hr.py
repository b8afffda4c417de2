"""The group's HR and payroll workbooks: Chinese headers, Chinese value lists, own department codes.

An open end is an empty cell. A pay sheet has one row per person, month and bearing department, with base pay and bonus
in columns of their own.
"""

import hashlib
from collections.abc import Iterator
from datetime import timedelta

from plumbline.demo.drivers import FAR_FUTURE, OPENING_PERIOD, PERIODS, month_of, year_of
from plumbline.demo.files import Delivery, Row
from plumbline.demo.payroll import payslips
from plumbline.demo.people import Assignment, manager_of, roster
from plumbline.demo.training import COLUMNS as TRAINING_COLUMNS
from plumbline.demo.training import training_rows

EMPLOYMENT = {"regular": "全日制", "part_time": "非全日制", "dispatch": "劳务派遣", "intern": "实习"}
LEAVING = {"voluntary": "主动离职", "involuntary": "辞退", "retirement": "退休", "contract_end": "合同到期"}
EVENT = {"hire": "入职", "transfer": "调动", "promotion": "晋升"}
COMPANY_CODE = {"S": "10", "L": "20", "M": "20", "H": "30", "C": "40", "Z": "90"}
UPPER_UNIT = {"L": "M10", "S": "R00", "H": "H00", "C": "G00", "Z": "Z00"}


def department_code(unit: str) -> str:
    """The HR system's own code of a unit, e.g. 10-S01."""
    return f"{COMPANY_CODE[unit[0]]}-{unit}"


def _superior(row: Assignment) -> str | None:
    """The unit's manager; for a manager, whoever runs the unit above."""
    manager = manager_of(row.unit)
    if manager == row.employee_id:
        above = {"M21": "M20", "M22": "M20", "M23": "M20", "M30": "M00"}.get(row.unit) or UPPER_UNIT[row.unit[0]]
        manager = manager_of(above)
    if manager == row.employee_id:
        manager = manager_of("G00")
    return None if manager == row.employee_id else manager


def _employee_rows() -> Iterator[Row]:
    for row in roster().employees.values():
        id_hash = hashlib.sha256(f"identity {row.employee_id}".encode()).hexdigest()
        reason = LEAVING[row.leave_type] if row.leave_type else None
        yield (row.employee_id, id_hash, row.hire_date, row.leave_date, reason, EMPLOYMENT[row.employment_type])


def _assignment_rows() -> Iterator[Row]:
    """The HR system prints the last day of an assignment, not the day after it."""
    for row in roster().assignments:
        last = None if row.valid_to == FAR_FUTURE else row.valid_to - timedelta(days=1)
        yield (
            row.employee_id, row.valid_from, last, department_code(row.unit), row.post, row.grade, row.fte,
            "是", EVENT[row.event], _superior(row),
        )  # fmt: skip


def _pay_rows(period: int) -> Iterator[Row]:
    month = f"{year_of(period)}年{month_of(period):02d}月"
    for row in payslips(period):
        yield (
            row.run_id, month, row.employee_id, department_code(row.unit), row.base, row.bonus, row.paid_date,
            row.bonus_paid_date, row.project,
        )  # fmt: skip


def write(delivery: Delivery) -> None:
    """Write the roster, the assignments, the training records and one pay workbook a year."""
    delivery.xlsx(
        "group_hr/roster.xlsx", "员工花名册",
        ("工号", "证件哈希", "入职日期", "离职日期", "离职原因", "用工形式"), _employee_rows(),
        periods=(OPENING_PERIOD, PERIODS[-1]),
    )  # fmt: skip
    delivery.xlsx(
        "group_hr/assignments.xlsx", "任职记录",
        ("工号", "开始日期", "结束日期", "部门编码", "岗位", "职级", "任职比例", "主岗", "异动类型", "直接上级"),
        _assignment_rows(), periods=(OPENING_PERIOD, PERIODS[-1]),
    )  # fmt: skip
    delivery.xlsx(
        "group_hr/training.xlsx", "培训记录", TRAINING_COLUMNS, training_rows(),
        control_column="学时", periods=(PERIODS[0], PERIODS[-1]),
    )  # fmt: skip
    for year in sorted({year_of(period) for period in PERIODS}):
        months = [period for period in PERIODS if year_of(period) == year]
        delivery.xlsx(
            f"group_hr/payroll_{year}.xlsx", "工资表",
            ("工资批次", "归属月份", "工号", "成本部门", "基本工资", "奖金", "发薪日期", "奖金发放日期", "研发项目"),
            (row for period in months for row in _pay_rows(period)),
            control_column="基本工资", periods=(months[0], months[-1]),
        )  # fmt: skip
