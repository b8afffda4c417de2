"""A tiny company for tests of building and publishing: one table `total` and one view over it, on either engine."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from landing_project import LandingProject
from plumbline.build_place import begin, mark_passed, open_place
from plumbline.building import DbtOutcome, build
from plumbline.engines import company_postgres, postgres_database, published_rows
from plumbline.project import Company, Engine
from plumbline.publishing import Published, publish

ROOT = Path(__file__).parents[2]
TOTAL = "select sum(cast(net as decimal(18, 2))) as net from {{ source('books', 'sales') }}"
OVER_IT = "{{ config(materialized='view') }}\nselect net from {{ ref('total') }}"
PUBLISHED = "select cast(net as integer) as net from marts.over_it"
# A cross join of 20 tables of four rows ends some time next century.
ENDLESS = "select count(*) as n from {{ ref('total') }} cross join (select 1 as one) as ones, " + ", ".join(
    f"(select 1 as a union all select 2 union all select 3 union all select {number}) as t{number}"
    for number in range(4, 24)
)


def build_quickly(company: Company, engine: Engine, net: int) -> None:
    """The place of a build that passed, without dbt: begun, written and marked by the functions that `build` calls."""
    run_id = begin(company, engine, keep=False)
    with open_place(company, engine) as place:
        place.rows(f"create schema if not exists {place.schema('marts')}")
        total, over_it = place.name("marts", "total"), place.name("marts", "over_it")
        place.rows(f"create table {total} as select {net} as net")
        place.rows(f"create view {over_it} as select net from {total}")
    mark_passed(company, engine, run_id, ["marts.total", "marts.over_it"])


@dataclass
class Shop:
    """The company on one engine, its files landed."""

    project: LandingProject
    engine: Engine

    def __post_init__(self) -> None:
        self.company: Company = self.project.company
        self.project.models(ROOT, total=TOTAL, over_it=OVER_IT)
        self.project.land(self.engine, fresh=True)

    def sell(self, net: str) -> None:
        self.project.write("sales_202501.csv", f"receipt,line,net\nA1,1,{net}\n".encode())
        self.project.land(self.engine)

    def build(self, *select: str) -> DbtOutcome:
        return build(self.company, self.engine, select=select)

    def build_quickly(self, net: int) -> None:
        build_quickly(self.company, self.engine, net)

    def publish(self) -> Published:
        return publish(self.company, self.engine)

    def published(self) -> int:
        [row] = published_rows(self.company, self.engine, PUBLISHED)
        return int(row["net"])

    def rows(self, sql: str) -> list[tuple[Any, ...]]:
        """Rows of what is published, as tuples."""
        return [tuple(row.values()) for row in published_rows(self.company, self.engine, sql)]

    def ask(self, sql: str) -> list[tuple[Any, ...]]:
        """Run a statement in the company's Postgres database."""
        session = company_postgres(self.company).connect(postgres_database(self.company))
        try:
            with session, session.cursor() as cursor:
                cursor.execute(sql)
                return cursor.fetchall() if cursor.description else []
        finally:
            session.close()
