"""dbt's unit tests pass on both engines, away from any company."""

from collections.abc import Callable

import pytest
import yaml

from conftest import ROOT
from plumbline.project import Engine
from plumbline.proof.shared_parse import SharedParse
from plumbline.proof.unit_tests import report, run


@pytest.mark.parametrize("engine", list(Engine))
def test_every_unit_test_passes(
    engine: Engine, oracle_parse: Callable[[Engine], SharedParse], show: Callable[[str], None]
) -> None:
    outcome = run(engine, ROOT, oracle_parse(engine))
    show(report(outcome, engine))
    assert outcome.success, report(outcome, engine)
    written = [
        unit["name"]
        for path in (ROOT / "models").rglob("*.yml")
        for unit in (yaml.safe_load(path.read_text(encoding="utf-8")) or {}).get("unit_tests", [])
    ]
    assert sorted(one.node.name for one in outcome.results) == sorted(written)
