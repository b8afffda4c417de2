"""SQL that is put together from MetricFlow's own is what MetricFlow itself compiles, and is refused where it is not."""

from datetime import date
from pathlib import Path

import pytest

from plumbline.errors import PlumblineError
from plumbline.proof.metricflow import MetricFlow, Request

HALF_A_YEAR = date(2025, 1, 1), date(2025, 6, 30)


class Compiler(MetricFlow):
    """Compiles to a text of its own, and counts."""

    def __init__(self, folder: Path, text: str) -> None:
        manifest = folder / "semantic_manifest.json"
        manifest.write_text("{}", encoding="utf-8")
        super().__init__(manifest, folder / "cache")
        self.text = text

    def _compile(self, request: Request) -> str:
        self.compiled += 1
        names = dict(name.split("__") for name in request.group_by if "__" in name)
        months = request.months or ("", "")
        return self.text.format(
            level=names.get("org_unit", ""),
            grain=names.get("metric_time", ""),
            first=months[0],
            last=months[1],
            number=self.compiled,
        )


TEXT = (
    "select date_trunc('{grain}', subq_{number}.day) as metric_time__{grain}, {level} as org_unit__{level}, "
    "months_in_all from subq_{number} where day between '{first}' and '{last}'"
)
BY_YEAR = Request(("revenue",), ("metric_time__year", "org_unit__region"))
IN_MONTHS = Request(("revenue",), ("org_unit__region",), HALF_A_YEAR)


@pytest.mark.parametrize("request_", [BY_YEAR, IN_MONTHS])
def test_names_and_dates_are_put_in(request_: Request, tmp_path: Path) -> None:
    metricflow = Compiler(tmp_path, TEXT)
    own = Compiler(tmp_path, TEXT)._compile(request_)
    assert metricflow.sql(request_) == own
    assert metricflow.compiled == 2


def test_each_kind_is_compiled_twice_however_many_levels_it_is_asked_for(tmp_path: Path) -> None:
    metricflow = Compiler(tmp_path, TEXT)
    levels = ["business_unit", "region", "department", "team", "post"]
    texts = {metricflow.sql(Request(("revenue",), (f"org_unit__{level}",), HALF_A_YEAR)) for level in levels}
    assert len(texts) == len(levels)
    assert metricflow.compiled == 2


def test_what_is_no_level_and_no_grain_is_compiled_as_it_is(tmp_path: Path) -> None:
    metricflow = Compiler(tmp_path, TEXT)
    request = Request(("revenue",), ("due__window_code", "metric_time__day", "product_line"))
    assert request.pattern == request
    metricflow.sql(request)
    assert metricflow.compiled == 1


@pytest.mark.parametrize("word", ["company", "'company'", "closed__month", "company_name"])
def test_a_word_that_only_looks_like_a_name_is_noticed(word: str, tmp_path: Path) -> None:
    metricflow = Compiler(tmp_path, f"{TEXT}, {word}")
    if word == "company_name":
        assert "company_name" in metricflow.sql(BY_YEAR)
        return
    with pytest.raises(PlumblineError, match="not that by metric_time__month, org_unit__company"):
        metricflow.sql(BY_YEAR)


def test_comments_may_be_broken_in_another_way(tmp_path: Path) -> None:
    metricflow = Compiler(tmp_path, TEXT.replace("from subq", "\n  -- of {level}, asked for {number} times\nfrom subq"))
    assert "of region" in metricflow.sql(BY_YEAR)


def test_what_was_compiled_is_kept_for_the_next_run(tmp_path: Path) -> None:
    first = Compiler(tmp_path, TEXT)
    kept = first.sql(BY_YEAR)
    first.save()
    second = Compiler(tmp_path, TEXT)
    assert second.sql(BY_YEAR) == kept
    assert second.compiled == 0
