"""MetricFlow as a compiler only: SQL for metrics, from a project's semantic manifest, without a database or a profile.

About 20 ms a metric, and a comparison asks for every metric by ten levels, three grains and some ranges of months. What
differs between these requests are names and dates, in the SQL as in the request: MetricFlow compiles the first of its
kind, the others are that text with their own names, and one of them is compiled as well and must come out the same. SQL
is kept in a file beside the products: it depends on the semantic manifest alone.
"""

import hashlib
import json
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from pathlib import Path
from typing import TYPE_CHECKING, cast

from plumbline.errors import PlumblineError
from plumbline.proof.parity_metrics import LEVELS

if TYPE_CHECKING:
    from metricflow.engine.metricflow_engine import MetricFlowEngine

METRIC_TIME = "metric_time"
GRAINS = ("month", "quarter", "year")
# Dates that are in no definition, within those that MetricFlow takes.
PATTERN_MONTHS = (date(2001, 2, 1), date(2002, 11, 30))


@dataclass(frozen=True)
class Request:
    """Metrics by dimensions; `months` (first day, last day) limits them to a window."""

    metrics: tuple[str, ...]
    group_by: tuple[str, ...]
    months: tuple[date, date] | None = None

    @property
    def key(self) -> str:
        return json.dumps([self.metrics, self.group_by, [str(day) for day in self.months or ()]])

    @property
    def pattern(self) -> "Request":
        """The request of this kind that MetricFlow compiles: by the first level and by month, for a range of months."""
        months = PATTERN_MONTHS if self.months else None
        return replace(self, group_by=tuple(_in_pattern(name) for name in self.group_by), months=months)

    def in_own_names(self, sql: str) -> str:
        """The pattern's SQL with this request's level, grain and months."""
        for ours, patterns in zip(self.group_by, self.pattern.group_by, strict=True):
            if ours != patterns:
                (_, own), (entity, general) = ours.rsplit("__", 1), patterns.rsplit("__", 1)
                if entity == METRIC_TIME:
                    sql = re.sub(rf"__{general}\b", f"__{own}", sql).replace(f"('{general}'", f"('{own}'")
                else:
                    # The column of the tree, alone and behind its entity.
                    sql = re.sub(rf"(\b|__){general}\b", rf"\g<1>{own}", sql)
        for day, known in zip(self.months or (), self.pattern.months or (), strict=True):
            sql = sql.replace(str(known), str(day))
        return sql


def _in_pattern(name: str) -> str:
    entity, _, detail = name.rpartition("__")
    if entity == METRIC_TIME and detail in GRAINS:
        return f"{METRIC_TIME}__{GRAINS[0]}"
    return f"{entity}__{LEVELS[0]}" if entity and detail in LEVELS else name


class MetricFlow:
    """Compiles requests to DuckDB SQL; `save` keeps what was compiled for the next run."""

    def __init__(self, semantic_manifest: Path, cache: Path | None = None) -> None:
        self._manifest = semantic_manifest.read_text(encoding="utf-8")
        self._engine: MetricFlowEngine | None = None
        digest = hashlib.sha256(self._manifest.encode()).hexdigest()[:16]
        self._cache_file = cache / f"{digest}.json" if cache else None
        known = self._cache_file and self._cache_file.is_file()
        self._sql: dict[str, str] = (
            json.loads(self._cache_file.read_text(encoding="utf-8")) if self._cache_file and known else {}
        )
        self.compiled = 0

    def sql(self, request: Request) -> str:
        """SQL of a request. Raises PlumblineError where MetricFlow's own text is another."""
        pattern = request.pattern
        sql = request.in_own_names(self._kept(pattern))
        # The words of a definition decide whether names can be put in, not the tree that is asked for.
        kind = json.dumps([request.metrics, len(request.group_by), request.months is not None])
        if request != pattern and kind not in self._sql:
            if _renumbered(self._compile(request)) != _renumbered(sql):
                asked, known = ", ".join(request.group_by), ", ".join(pattern.group_by)
                raise PlumblineError(
                    f"MetricFlow's SQL for {', '.join(request.metrics)} by {asked} is not that by {known} with other "
                    "names. Is a column or metric called like a level or a grain? Rename it, or compile such requests "
                    "one by one."
                )
            self._sql[kind] = "as put together"
        return sql

    def _kept(self, request: Request) -> str:
        if request.key not in self._sql:
            self._sql[request.key] = self._compile(request)
        return self._sql[request.key]

    def compiled_anew(self, request: Request) -> str:
        """The SQL of a request, whether it was compiled before or not."""
        return self._compile(request)

    def save(self) -> None:
        """Keep the SQL of this semantic manifest and drop that of earlier ones."""
        if self._cache_file and self.compiled:
            self._cache_file.parent.mkdir(parents=True, exist_ok=True)
            for stale in self._cache_file.parent.glob("*.json"):
                stale.unlink()
            self._cache_file.write_text(json.dumps(self._sql), encoding="utf-8")

    def _compile(self, request: Request) -> str:
        from metricflow.engine.metricflow_engine import MetricFlowQueryRequest  # noqa: PLC0415

        self.compiled += 1
        if self._engine is None:
            self._engine = _engine(self._manifest)
        first, last = request.months or (None, None)
        query = MetricFlowQueryRequest.create(
            metric_names=list(request.metrics),
            group_by_names=list(request.group_by),
            time_constraint_start=datetime.combine(first, time()) if first else None,
            time_constraint_end=datetime.combine(last, time()) if last else None,
        )
        return self._engine.explain(query).sql_statement.sql


def _renumbered(sql: str) -> str:
    """SQL with its subqueries numbered as they appear: MetricFlow counts on when it compiles a thing again."""
    numbers: dict[str, str] = {}
    return re.sub(r"\bsubq_\d+", lambda found: numbers.setdefault(found.group(), f"subq_{len(numbers)}"), sql)


def batches(names: Sequence[str], size: int = 25) -> list[tuple[str, ...]]:
    """Neighbours over the same fact share a scan, but the time to run a query grows faster than its metrics."""
    return [tuple(names[start : start + size]) for start in range(0, len(names), size)]


def _engine(semantic_manifest: str) -> "MetricFlowEngine":
    from metricflow.engine.metricflow_engine import MetricFlowEngine  # noqa: PLC0415  takes seconds to import
    from metricflow.protocols.sql_client import SqlClient, SqlEngine  # noqa: PLC0415
    from metricflow.sql.render.duckdb_renderer import DuckDbSqlPlanRenderer  # noqa: PLC0415
    from metricflow_semantics.model.dbt_manifest_parser import (  # noqa: PLC0415
        parse_manifest_from_dbt_generated_manifest,
    )
    from metricflow_semantics.model.semantic_manifest_lookup import SemanticManifestLookup  # noqa: PLC0415

    class DuckDbDialect:
        """Compiling asks a client for its dialect only."""

        sql_engine_type = SqlEngine.DUCKDB
        sql_plan_renderer = DuckDbSqlPlanRenderer()

    manifest = parse_manifest_from_dbt_generated_manifest(manifest_json_string=semantic_manifest)
    return MetricFlowEngine(
        semantic_manifest_lookup=SemanticManifestLookup(manifest), sql_client=cast(SqlClient, DuckDbDialect())
    )
