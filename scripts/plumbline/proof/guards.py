"""Rules the project keeps about itself, checked on its parsed manifest and its files.

Each rule says why a finding is flagged and how to remedy it. `main` parses the project with every source system
switched on, so that systems the current company does not use are checked too.
"""

import json
import os
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from plumbline.building import forget_old_macros
from plumbline.catalogue.reading import read_manifest
from plumbline.linting import guards_target
from plumbline.proof.anchor_checks import (
    anchors_exist,
    anchors_run_one_way,
    components_used,
    kpis_reach_results,
    results_anchored,
)
from plumbline.proof.driver_edges import driver_tree_holds
from plumbline.proof.metric_checks import (
    codes_known,
    division_in_ratios,
    metrics_governed,
    metrics_unfiltered,
    one_meaning_per_text,
)
from plumbline.proof.model_checks import (
    companies_apart,
    contracts_stated_once,
    engines_apart,
    everything_described,
    layer_direction,
    models_keyed,
    staging_contracts,
    systems_agree,
    systems_delivered,
)
from plumbline.proof.project import Project
from plumbline.proof.registry_checks import owners_in_control, registry_lives


@dataclass(frozen=True)
class Rule:
    name: str
    why: str
    remedy: str
    check: Callable[[Project], Iterator[str]]


RULES = [
    Rule(
        "layer direction",
        "Data flows one way: systems, staging, intermediate, core, components, indicators, performance, audit. An "
        "arrow that runs back or around staging makes a number that nobody can follow.",
        "Read the staging model of the contract instead of a source or base model, or move the model to the layer its "
        "inputs ask for.",
        layer_direction,
    ),
    Rule(
        "companies apart",
        "A company is deleted as folders; what others read of it would be missed, and a sample would be a part of the "
        "product.",
        "Move what is shared to models/staging/systems/plumbline or seeds/reference, or read the staging model.",
        companies_apart,
    ),
    Rule(
        "engines apart",
        "Engine differences scattered over the models cannot be tested, and a new engine would have to find them all.",
        "Move the difference into a macro of its own under macros/cross_db/, or use a dbt.* cross-database macro.",
        engines_apart,
    ),
    Rule(
        "one meaning per text",
        "Two metrics with the same name or description are one metric, or somebody will take one for the other.",
        "Say in both texts what differs: the convention, the averaging, the tax basis, the unit.",
        one_meaning_per_text,
    ),
    Rule(
        "metrics governed",
        "A number without owner, unit, level and validity cannot be put on a scorecard or questioned.",
        "Fill in the fields under config.meta; a component needs fewer than an indicator.",
        metrics_governed,
    ),
    Rule(
        "codes known",
        "Two spellings of one unit, category or level are two things to every reader and every filter.",
        "Use a code of seeds/reference/vocabulary.csv, or add a new one there with its words in both languages.",
        codes_known,
    ),
    Rule(
        "metrics unfiltered",
        "A metric's filter is read differently by the compiler and MetricFlow, and hides the condition from the fact.",
        "Put the condition into a column of the component fact and sum that column.",
        metrics_unfiltered,
    ),
    Rule(
        "division in ratios only",
        "Division outside a ratio rounds before the roll-up and loses numerator and denominator.",
        "Make it `type: ratio` over two metrics; halve with `* 0.5`.",
        division_in_ratios,
    ),
    Rule(
        "everything described",
        "Auditors and BI users read the descriptions, half of them in Chinese.",
        "Describe the model (grain and a question it answers), seed or source and its columns: English, then Chinese.",
        everything_described,
    ),
    Rule(
        "models keyed",
        "A model without a tested key doubles numbers in silence when its grain breaks.",
        "Add `keeps_its_rules` with the `key` to the model's YAML. Base models are exempt: landing tests the key of "
        "the delivered rows and staging that of the contract.",
        models_keyed,
    ),
    Rule(
        "staging contracts enforced",
        "The staging models are the contract with every source system; unenforced, a type drifts unseen.",
        "Set `config: {contract: {enforced: true}}` and give every column its data_type.",
        staging_contracts,
    ),
    Rule(
        "contracts stated once",
        "A contract that its base models repeat has to be changed in each, and one day one says something else.",
        "Take the columns out of the base model's YAML: names, types, meaning and tests stand in that of the contract. "
        "What only the system has belongs into a base model of its own, before the one that delivers.",
        contracts_stated_once,
    ),
    Rule(
        "systems and base models agree",
        "A contract that a company lists but no base model feeds breaks its build; a base model nobody lists is dead.",
        "Add base_<system>__<contract>, or correct source_systems of the company; begin every base model "
        "with feeds_from.",
        systems_agree,
    ),
    Rule(
        "anchors exist",
        "Every process indicator must be anchored in a financial result, else it rewards activity without effect.",
        "Name existing indicators under config.meta.anchors.",
        anchors_exist,
    ),
    Rule(
        "KPIs reach results",
        "A KPI that leads to no financial result can be met while the company loses money.",
        "Anchor it in an indicator whose own anchors end in a result, or make it a factor of one in the driver tree.",
        kpis_reach_results,
    ),
    Rule(
        "anchors run one way",
        "Anchors in a circle justify each other and lead to no result.",
        "Take out the arrow that points from the result back to what is to move it.",
        anchors_run_one_way,
    ),
    Rule(
        "results anchored",
        "A financial result that no KPI moves is nobody's work, unless there is a reason.",
        "Anchor a process KPI in it, or say why there is none under config.meta.no_kpi_because, in both languages.",
        results_anchored,
    ),
    Rule(
        "components used",
        "A component that nothing uses is computed, tested and explained in vain, and one day read as an indicator.",
        "Take it out, or define the indicator, auxiliary metric or driver edge it was made for.",
        components_used,
    ),
    Rule(
        "owners in control",
        "Somebody who answers for a number must be able to move it (可控性).",
        "List the owner in seeds/reference/indicator_owners.csv, offer the indicator at a higher level only, or give "
        "it to the function that controls that level.",
        owners_in_control,
    ),
    Rule(
        "registry lives by its rules",
        "Two definitions in force on one day, or a state nobody approved, and the same code means two things.",
        "Give the states under config.meta.lifecycle in the order of seeds/reference/indicator_transitions.csv, and "
        "end a version on the day the next one begins.",
        registry_lives,
    ),
    Rule(
        "driver tree holds",
        "Attribution and what-if walk the edges: one that names nothing or leads back gives effects without meaning.",
        "Correct seeds/reference/driver_edges.csv, or define the missing factor as an auxiliary metric.",
        driver_tree_holds,
    ),
]


def findings(project: Project) -> list[tuple[Rule, list[str]]]:
    """Every rule with what it found, in the order of RULES."""
    return [(rule, list(rule.check(project))) for rule in RULES]


def parse(root: Path, target: Path | None = None) -> Project:
    """Parse the project with all its source systems on; raises RuntimeError when dbt refuses it.

    With a `target` path dbt keeps its parse there and reads again only what has changed.
    """
    from dbt.cli.main import dbtRunner  # noqa: PLC0415  takes seconds to import

    systems = {system: sorted(contracts) for system, contracts in systems_delivered(root).items()}
    with tempfile.TemporaryDirectory() as folder:
        scratch = Path(folder)
        target = target or scratch / "target"
        forget_old_macros(root, target)
        (scratch / "profiles.yml").write_bytes((root / "profiles.yml.example").read_bytes())
        arguments = ["--quiet", "parse", "--project-dir", str(root), "--profiles-dir", folder]
        arguments += ["--target-path", str(target), "--log-path", str(scratch / "logs")]
        here = Path.cwd()
        os.chdir(scratch)  # dbt leaves a document beside the caller
        try:
            result = dbtRunner().invoke([*arguments, "--vars", json.dumps({"source_systems": systems})])
        finally:
            os.chdir(here)
        if not result.success:
            raise RuntimeError(f"dbt cannot parse {root}: {result.exception}")
        manifest = read_manifest(target)
    return Project(root, manifest)


def main(root: Path | None = None) -> int:
    """Check the project and print what breaks a rule. Returns 1 if anything does, else 0."""
    root = root or Path.cwd()
    project = parse(root, guards_target(root))
    results = findings(project)
    for rule, found in results:
        print(f"{'ok  ' if not found else 'FAIL'} {rule.name}")
        for finding in found:
            print(f"       {finding}")
        if found:
            print(f"     Why it is flagged: {rule.why}\n     How to remedy: {rule.remedy}")
    kinds = Counter(metric.kind for metric in project.metrics())
    counted = ", ".join(f"{number} {kind}" for kind, number in sorted(kinds.items()))
    print(f"{len(RULES)} rules over {len(project.models())} models and {sum(kinds.values())} metrics ({counted})")
    return int(any(found for _, found in results))


if __name__ == "__main__":
    sys.exit(main())
