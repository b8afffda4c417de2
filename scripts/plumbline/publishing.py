"""Swaps a tested build in, at once: readers see the last published database or the new one, never anything between."""

import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from plumbline.building import PASSED_NOTE, passed_stamp
from plumbline.engines import company_postgres, open_duckdb, postgres_database, quoted
from plumbline.errors import PlumblineError
from plumbline.project import NEXT_PREFIX, Company, Engine, layer_schemas

OLD_PREFIX = "old_"
# Every reading privilege on the old schema and on those of its relations that the new one has, except its owner's own.
GRANTS_SQL = """
select privilege.privilege_type, null as relation, roles.rolname
from pg_namespace as namespace
cross join lateral aclexplode(namespace.nspacl) as privilege
left join pg_roles as roles on privilege.grantee = roles.oid
where namespace.nspname = %(old)s and privilege.privilege_type = 'USAGE' and privilege.grantee <> namespace.nspowner
union all
select privilege.privilege_type, relation.relname, roles.rolname
from pg_class as relation
inner join pg_namespace as namespace on relation.relnamespace = namespace.oid
inner join pg_class as successor
    on relation.relname = successor.relname and successor.relkind in ('r', 'v', 'm')
inner join pg_namespace as next_namespace
    on successor.relnamespace = next_namespace.oid and next_namespace.nspname = %(new)s
cross join lateral aclexplode(relation.relacl) as privilege
left join pg_roles as roles on privilege.grantee = roles.oid
where namespace.nspname = %(old)s and privilege.privilege_type = 'SELECT' and privilege.grantee <> relation.relowner
"""


@dataclass(frozen=True)
class Published:
    """Where readers find the published marts."""

    place: str


def publish(company: Company, engine: Engine) -> Published:
    """Publish the last build. Only one that was complete and passed every test may be published."""
    return _publish_duckdb(company) if engine is Engine.duckdb else _publish_postgres(company)


def _not_fit(company: Company, engine: Engine) -> PlumblineError:
    return PlumblineError(
        f"There is no tested build of {company.name} on {engine} to publish: the last one failed, was stopped, built "
        "only a selection, or is published already. What is published stays as it is. "
        f"Run: plumbline build --company {company.name} --engine {engine}."
    )


def _publish_duckdb(company: Company) -> Published:
    stamp, build = passed_stamp(company), company.build_file
    if not stamp.exists() or not build.exists():
        raise _not_fit(company, Engine.duckdb)
    session = open_duckdb(build)
    session.execute("checkpoint")
    session.close()
    _fsync(build)
    stamp.unlink()
    # A log that somebody's session left beside the old file must not be replayed into the new one.
    company.published_file.with_suffix(".duckdb.wal").unlink(missing_ok=True)
    build.rename(company.published_file)
    _fsync(company.folder)
    return Published(str(company.published_file))


def _fsync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _carry_grants(cursor: Any, old: str, new: str) -> None:
    """Who may read a published schema and its relations may read their successors."""
    cursor.execute(GRANTS_SQL, {"old": old, "new": new})
    for privilege, relation, grantee in cursor.fetchall():
        kind = f"{quoted(new)}.{quoted(relation)}" if relation else f"schema {quoted(new)}"
        cursor.execute(f"grant {privilege} on {kind} to {quoted(grantee) if grantee else 'public'}")


def _publish_postgres(company: Company) -> Published:
    database = postgres_database(company)
    server = company_postgres(company)
    session = server.connect(database)
    try:
        with session, session.cursor() as cursor:
            cursor.execute("select nspname, obj_description(oid, 'pg_namespace') from pg_namespace")
            schemas = dict(cursor.fetchall())
            note = schemas.get(NEXT_PREFIX + "marts") or ""
            if not note.startswith(PASSED_NOTE):
                raise _not_fit(company, Engine.postgres)
            for layer in layer_schemas(company.root):
                old, new = OLD_PREFIX + layer, NEXT_PREFIX + layer
                if old in schemas:
                    cursor.execute(f"drop schema {quoted(old)} cascade")
                if layer in schemas and new in schemas:
                    _carry_grants(cursor, layer, new)
                if layer in schemas:
                    cursor.execute(f"alter schema {quoted(layer)} rename to {quoted(old)}")
                if new in schemas:
                    cursor.execute(f"alter schema {quoted(new)} rename to {quoted(layer)}")
        # Dropping waits for readers of the old tables; the new ones are published by then.
        with session, session.cursor() as cursor:
            for layer in layer_schemas(company.root):
                cursor.execute(f"drop schema if exists {quoted(OLD_PREFIX + layer)} cascade")
    finally:
        session.close()
    return Published(f"database {database} on {server.host}")
