"""The dbt docs of a company as one static, offline HTML file."""

import shutil
from pathlib import Path
from tempfile import TemporaryDirectory

from plumbline.building import DbtOutcome, run_dbt
from plumbline.errors import PlumblineError
from plumbline.project import Company, Engine

COMMAND = ("docs", "generate", "--static")


def docs_file(company: Company) -> Path:
    return company.folder / "docs" / "index.html"


def write_docs(company: Company, engine: Engine) -> DbtOutcome:
    """`dbt docs generate --static` over what is published, into warehouse/<company>/docs/index.html."""
    target = company.folder / "target" / f"docs_{engine}"
    if engine is Engine.duckdb:
        if not company.published_file.exists():
            raise PlumblineError(
                f"Nothing is published for {company.name}, so there is nothing to describe. "
                f"Run: plumbline run --company {company.name} --data <folder>."
            )
        # dbt opens its database for writing, and the published file is for readers: it gets a copy.
        with TemporaryDirectory(dir=company.folder) as folder:
            copy = Path(folder) / company.published_file.name
            shutil.copyfile(company.published_file, copy)
            outcome = run_dbt(company, engine, COMMAND, target=target, database=copy)
    else:
        outcome = run_dbt(company, engine, COMMAND, target=target, variables={"schema_prefix": ""})
    if outcome.success:
        page = docs_file(company)
        page.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(target / "static_index.html", page)
    return outcome
