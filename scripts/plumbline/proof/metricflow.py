"""MetricFlow as a compiler only: SQL for metrics, from a project's semantic manifest, without a database or a profile.

About 10 ms a metric, so that SQL is kept in a file beside the products: it depends on the semantic manifest alone.
"""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from pathlib import Path
from typing import TYPE_CHECKING, cast

if TYPE_CHECKING:
    from metricflow.engine.metricflow_engine import MetricFlowEngine


@dataclass(frozen=True)
class Request:
    """Metrics by dimensions; `months` (first day, last day) limits them to a window."""

    metrics: tuple[str, ...]
    group_by: tuple[str, ...]
    months: tuple[date, date] | None = None

    @property
    def key(self) -> str:
        return json.dumps([self.metrics, self.group_by, [str(day) for day in self.months or ()]])


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
        if request.key not in self._sql:
            self._sql[request.key] = self._compile(request)
            self.compiled += 1
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
