"""One parse of the project for many companies of contract files.

dbt parses every file again when its variables differ from those of the last parse, and for a tiny company that is most
of the work. What a parse settles by variables is little: which nodes exist, and in which database they are. So the
project is parsed once as if every contract were delivered, and each company gets a copy without the nodes that its own
variables switch off; its SQL is compiled with its own variables, as ever.
"""

import pickle
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from plumbline.building import run_dbt
from plumbline.engines import postgres_database
from plumbline.errors import PlumblineError
from plumbline.project import Company, Engine
from plumbline.proof.model_checks import systems_delivered

SYSTEM = "contract_files"
BASE = f"base_{SYSTEM}__"
CACHE = "partial_parse.msgpack"


def warm(target: Path, parsed: Path) -> None:
    """Give a copy of the project what dbt keeps of a parse, so that dbt parses only what the copy has changed."""
    if (parsed / CACHE).is_file():
        target.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(parsed / CACHE, target / CACHE)


class SharedParse:
    """The project at `root`, parsed once for an engine; `manifest` hands out copies, each for one run of dbt.

    `variables` are those of dbt_project.yml that a parse must see besides the contracts. `parsed` is the target path of
    a parse of the project that this one is a changed copy of. Raises PlumblineError when dbt cannot parse the project.
    """

    def __init__(
        self, root: Path, engine: Engine, variables: Mapping[str, Any] | None = None, parsed: Path | None = None
    ) -> None:
        self.contracts = sorted(systems_delivered(root)[SYSTEM])
        self._company = Company("oracles", root, {"source_systems": {SYSTEM: self.contracts}})
        self._engine = engine
        self.root = root
        self.target = self._company.target_path(engine)
        if parsed is not None:
            warm(self.target, parsed)
        outcome = run_dbt(self._company, engine, ["parse"], variables=variables)
        if not outcome.success:
            raise PlumblineError(f"dbt cannot parse {root}: {outcome.problem}", exit_code=2)
        # Copies are made of the serialised manifest: faster than deep copies, and nothing is shared by accident.
        self._manifest = pickle.dumps(outcome.manifest, protocol=pickle.HIGHEST_PROTOCOL)

    def manifest(self, company: Company, *, unit_tests: bool = False) -> Any:
        """A manifest of dbt for one run of this company, without what its variables switch off.

        Tests of a single model are left out as well: they cost a quarter of a run's preparation and belong to the
        companies that are published. Unit tests are there when asked for.
        """
        systems = company.source_systems
        if set(systems) != {SYSTEM}:
            raise PlumblineError(f"{company.name} must deliver {SYSTEM} only, not {', '.join(systems) or 'nothing'}.")
        manifest = pickle.loads(self._manifest)
        gone = {key for key, node in manifest.nodes.items() if not _is_kept(node, set(systems[SYSTEM]))}
        for key in gone:
            del manifest.nodes[key]
        if not unit_tests:
            manifest.unit_tests.clear()
        for node in manifest.nodes.values():
            if node.resource_type != "seed":
                node.depends_on.nodes = [key for key in node.depends_on.nodes if key not in gone]
            # Nobody reads the descriptions of hundreds of columns there.
            node.config.persist_docs = {}
        if self._engine is Engine.postgres:
            self._move(manifest, company)
        manifest.build_flat_graph()
        return manifest

    def _move(self, manifest: Any, company: Company) -> None:
        """Every company has a database of its own on Postgres."""
        parsed, own = postgres_database(self._company), postgres_database(company)
        for node in [*manifest.nodes.values(), *manifest.sources.values()]:
            if node.database == parsed:
                node.database = own
            if node.relation_name:
                node.relation_name = node.relation_name.replace(f'"{parsed}".', f'"{own}".', 1)


def _is_kept(node: Any, delivered: set[str]) -> bool:
    """Whether a node exists for a company that delivers these contracts."""
    if node.resource_type == "test":
        # A test that names no contract is always applicable.
        needed = node.config.meta.get("needs_contracts", [])
        return not hasattr(node, "test_metadata") and set(needed) <= delivered
    return not node.name.startswith(BASE) or node.name.removeprefix(BASE) in delivered
