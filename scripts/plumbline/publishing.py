"""Swaps a tested build in, at once: readers see the last published database or the new one, never anything between."""

import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from plumbline import publications
from plumbline.build_place import PUBLISHED_CATALOG, Place, Run, built_schemas, open_place, passed_run
from plumbline.disk import full_disk_explained
from plumbline.engines import company_postgres, postgres_database, quoted
from plumbline.errors import PlumblineError
from plumbline.locking import company_lock
from plumbline.project import Company, Engine

OLD_PREFIX = "old_"
# A company without units, periods or indicators is no company, and without values nothing was measured.
NEVER_EMPTY = ("indicator_values", "indicators", "org_units", "periods")
# Every reading privilege on the old schema and on those of its relations that the new one has, except its owner's own.
GRANTS_SQL = """
select privilege.privilege_type, null as relation, roles.rolname
from pg_namespace as namespace
cross join lateral aclexplode(namespace.nspacl) as privilege
left join pg_roles as roles on privilege.grantee = roles.oid
where namespace.nspname = %s and privilege.privilege_type = 'USAGE' and privilege.grantee <> namespace.nspowner
union all
select privilege.privilege_type, relation.relname, roles.rolname
from pg_class as relation
inner join pg_namespace as namespace on relation.relnamespace = namespace.oid
inner join pg_class as successor
    on relation.relname = successor.relname and successor.relkind in ('r', 'v', 'm')
inner join pg_namespace as next_namespace
    on successor.relnamespace = next_namespace.oid and next_namespace.nspname = %s
cross join lateral aclexplode(relation.relacl) as privilege
left join pg_roles as roles on privilege.grantee = roles.oid
where namespace.nspname = %s and privilege.privilege_type = 'SELECT' and privilege.grantee <> relation.relowner
"""


@dataclass(frozen=True)
class Published:
    """Where readers find the published marts, and the number of the publication."""

    place: str
    revision: int


def publish(company: Company, engine: Engine) -> Published:
    """Publish the last build. Only one that was complete and passed every test, with its marts, may be published.

    Killed at any moment it leaves what was published or what it publishes; the next command clears the rest away.
    """
    with company_lock(company, "publish", engine), full_disk_explained(company.folder):
        return _publish_duckdb(company) if engine is Engine.duckdb else _publish_postgres(company)


def _not_fit(company: Company, engine: Engine) -> PlumblineError:
    return PlumblineError(
        f"There is no tested build of {company.name} on {engine} to publish: the last one failed, was stopped, built "
        "only a selection, or is published already. What is published stays as it is. "
        f"Run: plumbline build --company {company.name} --engine {engine}."
    )


def _record(place: Place, company: Company) -> int:
    """Check that the build may be published and write its publication beside it; gives the revision."""
    run = passed_run(place)
    if run is None:
        raise _not_fit(company, place.engine)
    _refuse_holes(place, company, run)
    revision = publications.record(place, run)
    if revision is None:
        raise _not_fit(company, place.engine)
    return revision


def _refuse_holes(place: Place, company: Company, run: Run) -> None:
    """Everything that the run built must be there, and the marts that are never empty must have rows."""
    missing = sorted({*run.relations} - place.relations())
    marts = [name for name in run.relations if name.startswith("marts.")]
    problems = [f"{name} is missing" for name in missing[:5]] + ([] if marts else ["it has no marts"])
    for mart in NEVER_EMPTY:
        name = f"marts.{mart}"
        if (
            name in marts
            and name not in missing
            and not place.rows(f"select 1 from {place.name('marts', mart)} limit 1")
        ):
            problems.append(f"{name} is empty")
    if problems:
        raise PlumblineError(
            f"The build of {company.name} on {place.engine} is not published: {', '.join(problems)}. What is published "
            f"stays as it is. Look at what is landed, then run: plumbline build --company {company.name} "
            f"--engine {place.engine}."
        )


def _publish_duckdb(company: Company) -> Published:
    build, published = company.build_file, company.published_file
    if not build.exists():
        raise _not_fit(company, Engine.duckdb)
    beside = {PUBLISHED_CATALOG: published} if published.exists() else {}
    with open_place(company, Engine.duckdb, beside=beside) as place:
        revision = _record(place, company)
    if build.with_suffix(".duckdb.wal").exists():
        raise PlumblineError(f"{build} is open in another program. Close it, and publish again.")
    _fsync(build)
    # A log that somebody's session left beside the old file must not be replayed into the new one.
    published.with_suffix(".duckdb.wal").unlink(missing_ok=True)
    build.rename(published)
    _fsync(company.folder)
    _fsync(build.parent)
    return Published(str(published), revision)


def _fsync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _publish_postgres(company: Company) -> Published:
    layers = built_schemas(company)
    # What a publication left that was killed before its end.
    _drop_old(company, layers)
    with open_place(company, Engine.postgres) as place:
        revision = _record(place, company)
        schemas = {name for (name,) in place.rows("select nspname from pg_namespace")}
        for layer in layers:
            new = place.schema(layer)
            if layer in schemas and new in schemas:
                _carry_grants(place, layer, new)
            if layer in schemas:
                place.rows(f"alter schema {quoted(layer)} rename to {quoted(OLD_PREFIX + layer)}")
            if new in schemas:
                place.rows(f"alter schema {quoted(new)} rename to {quoted(layer)}")
    # Dropping waits for readers of the old tables; the new ones are published by then.
    _drop_old(company, layers)
    return Published(f"database {postgres_database(company)} on {company_postgres(company).host}", revision)


def _drop_old(company: Company, layers: Sequence[str]) -> None:
    with open_place(company, Engine.postgres) as place:
        for layer in layers:
            place.rows(f"drop schema if exists {quoted(OLD_PREFIX + layer)} cascade")


def _carry_grants(place: Place, old: str, new: str) -> None:
    """Who may read a published schema and its relations may read their successors."""
    for privilege, relation, grantee in place.rows(GRANTS_SQL, (old, new, old)):
        kind = f"{quoted(new)}.{quoted(relation)}" if relation else f"schema {quoted(new)}"
        place.rows(f"grant {privilege} on {kind} to {quoted(grantee) if grantee else 'public'}")
