"""What stands between the `plumbline` command and dbt."""

import os
from pathlib import Path

import pytest

from plumbline.building import forget_old_macros


@pytest.mark.parametrize(("changed", "is_kept"), [(False, True), (True, False)])
def test_the_parse_cache_goes_when_a_macro_went(tmp_path: Path, changed: bool, is_kept: bool) -> None:
    target, folder = tmp_path / "target", tmp_path / "macros/indicators"
    target.mkdir()
    folder.mkdir(parents=True)
    macro, cache = folder / "old.sql", target / "partial_parse.msgpack"
    macro.touch()
    cache.touch()
    for path in (macro, folder, folder.parent):
        os.utime(path, (1_000, 1_000))
    os.utime(cache, (2_000, 2_000))
    if changed:
        macro.unlink()
    forget_old_macros(tmp_path, target)
    assert cache.exists() is is_kept
