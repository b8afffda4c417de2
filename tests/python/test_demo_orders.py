"""The order book and the deliveries of the demo's manufacturer agree with what it bills, month by month."""

import csv
from collections import defaultdict
from decimal import Decimal
from pathlib import Path

import pytest

from plumbline.demo import manufacturing, manufacturing_orders
from plumbline.demo.files import Delivery

Rows = list[dict[str, str]]


@pytest.fixture(scope="module")
def delivered(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Rows]:
    folder = tmp_path_factory.mktemp("orders")
    delivery = Delivery(folder)
    manufacturing.write(delivery)
    manufacturing_orders.write(delivery)
    delivery.close()
    return {name: _rows(folder / f"mfg_erp/{name}.csv") for name in ("billing", "orders", "deliveries")}


def _rows(path: Path) -> Rows:
    with path.open(encoding="utf-8-sig", newline="") as lines:
        return list(csv.DictReader(lines, delimiter=";"))


def _month(german: str) -> str:
    return german[6:] + german[3:5]


def test_what_is_handed_over_in_a_month_is_what_is_billed_in_it(delivered: dict[str, Rows]) -> None:
    """In pieces and in money, for every department: nothing is billed ahead of delivery and nothing left unbilled."""
    billed: dict[tuple[str, str], Decimal] = defaultdict(Decimal)
    handed_over: dict[tuple[str, str], Decimal] = defaultdict(Decimal)
    for row in delivered["billing"]:
        if row["AUBEL"]:
            billed[row["VKBUR"], _month(row["FKDAT"])] += Decimal(row["NETWR"])
            billed[f"{row['VKBUR']} pieces", _month(row["FKDAT"])] += Decimal(row["FKIMG"])
    office = {row["VBELN"]: row["VKBUR"] for row in delivered["orders"]}
    for row in delivered["deliveries"]:
        sign = 1 if row["LFART"] == "LF" else -1
        handed_over[office[row["VGBEL"]], _month(row["ABNAHME"])] += sign * Decimal(row["NETWR"])
        handed_over[f"{office[row['VGBEL']]} pieces", _month(row["ABNAHME"])] += sign * Decimal(row["LFIMG"])
    assert len(billed) == 2 * 3 * 21
    assert handed_over == billed


def test_invoices_name_orders_that_exist(delivered: dict[str, Rows]) -> None:
    orders = {row["VBELN"] for row in delivered["orders"]}
    named = [row["AUBEL"] for row in delivered["billing"] if row["AUBEL"]]
    assert set(named) <= orders
    assert len(named) == len(set(named)) == 3 * 21 + 30


def test_an_item_is_complete_when_all_of_it_was_handed_over(delivered: dict[str, Rows]) -> None:
    received: dict[tuple[str, str], Decimal] = defaultdict(Decimal)
    for row in delivered["deliveries"]:
        received[row["VGBEL"], row["VGPOS"]] += Decimal(row["LFIMG"]) * (1 if row["LFART"] == "LF" else -1)
    states: dict[str, int] = defaultdict(int)
    for row in delivered["orders"]:
        assert (row["GBSTA"] == "C") == (received[row["VBELN"], row["POSNR"]] == Decimal(row["KWMENG"]))
        assert bool(row["ABGRU"]) == bool(row["ABGDATUM"])
        states[row["ABGRU"] or row["GBSTA"]] += 1
    # Cancelled by the customer: M21 in ten even months, M22 in two Junes; by us: M21 in seven months.
    assert (states["01"], states["02"]) == (10 + 2, 7)
