"""Writes the demo group's raw files: what its source systems would export for 202401-202509."""

import shutil
from pathlib import Path

from plumbline.demo import clinic_ledger, cn_gl, mfg_erp_ledger, subledgers
from plumbline.demo.files import Delivery
from plumbline.demo.ledger import group_books


def generate(out: Path) -> Path:
    """Replace the folder `out` by a fresh delivery; returns the path of its control file."""
    shutil.rmtree(out, ignore_errors=True)
    out.mkdir(parents=True)
    delivery = Delivery(out)
    books = group_books()
    cn_gl.write(books, delivery)
    mfg_erp_ledger.write(books, delivery)
    clinic_ledger.write(books, delivery)
    subledgers.write(delivery)
    return delivery.close()
