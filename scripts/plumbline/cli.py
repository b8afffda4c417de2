"""The command line: raw files in, published indicators out."""

from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import Annotated, ParamSpec

import typer

from plumbline import console
from plumbline.errors import PlumblineError
from plumbline.project import Engine, load_company, project_root

P = ParamSpec("P")

START, STEPS, RESULTS, DEVELOPERS = "Start here", "Step by step", "Results", "For developers"

app = typer.Typer(
    name="plumbline",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode="markdown",
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
    help="""**One agreed meaning per indicator**: files in, indicators out.

    Try it: `plumbline demo` makes a demo group's files, runs everything and prints its scorecard.

    Your own company: write `scripts/plumbline/companies/<company>.yml` (its source systems, currency, calendar), then
    `plumbline run --company <company> --data <folder>`. That is `land` (files into raw tables, checked), `build` (dbt
    models and tests, beside what is published), `publish` (swapped in at once) and `scorecard`; each is also a command
    of its own.

    One command at a time changes a company; a second one is refused (exit code 2) and told who is at work, or waits
    with `--wait`. Readers are never held up.

    Products are under `warehouse/<company>/`. BI tools read `warehouse/<company>/plumbline.duckdb`, schema marts.

    Settings: PLUMBLINE_WAREHOUSE (another folder for products), PLUMBLINE_POSTGRES_URL (your Postgres server;
    without it an embedded one is started), PLUMBLINE_PG_DATABASE (default plumbline_COMPANY).""",
)

CompanyOption = Annotated[
    str,
    typer.Option(
        "--company", "-c", help="A name in scripts/plumbline/companies/ (without .yml), or such a file's path."
    ),
]
EngineOption = Annotated[
    Engine,
    typer.Option(
        "--engine",
        "-e",
        help="duckdb needs nothing; postgres is the server of PLUMBLINE_POSTGRES_URL, or an embedded one.",
    ),
]
DataOption = Annotated[Path, typer.Option("--data", "-d", help="The folder the systems' files are delivered to.")]
FreshOption = Annotated[bool, typer.Option("--fresh", help="Forget everything landed before.")]
WaitOption = Annotated[bool, typer.Option("--wait", help="Wait while another command works on the company.")]


def explained(command: Callable[P, None]) -> Callable[P, None]:
    """Turns a PlumblineError into one paragraph and its exit code."""

    @wraps(command)
    def run(*args: P.args, **kwargs: P.kwargs) -> None:
        try:
            command(*args, **kwargs)
        except PlumblineError as error:
            console.err.print(f"[bold red]plumbline:[/bold red] {console.plain(str(error))}")
            raise typer.Exit(error.exit_code) from error

    return run


@app.command(rich_help_panel=START)
@explained
def demo(engine: EngineOption = Engine.duckdb, wait: WaitOption = False) -> None:
    """Make the demo group's files, land, build, test and publish them, and show its scorecard.

    The group: retail stores, a factory, a clinic and a membership platform, each with source systems of its own.

    Example: `plumbline demo`
    """
    from plumbline import steps  # noqa: PLC0415

    steps.run_demo(engine, wait=wait)


@app.command(rich_help_panel=START)
@explained
def run(
    data: DataOption,
    company: CompanyOption = "demo",
    engine: EngineOption = Engine.duckdb,
    fresh: FreshOption = False,
    wait: WaitOption = False,
) -> None:
    """From files to a published scorecard: land, build, test, publish.

    A step that fails stops the run, and what was published before stays.

    Example: `plumbline run --company adventureworks --data ../shared/data/adventureworks`
    """
    from plumbline import steps  # noqa: PLC0415

    steps.run_company(load_company(company), data, engine, fresh=fresh, wait=wait)


@app.command("demo-data", rich_help_panel=STEPS)
@explained
def demo_data(
    out: Annotated[
        Path | None, typer.Option("--out", "-o", help="Folder to write; it is replaced. Default: warehouse/demo/raw.")
    ] = None,
) -> None:
    """Write the demo group's raw files, as its source systems would export them.

    The same files on every run, with a control file manifest.csv beside them.

    Example: `plumbline demo-data --out warehouse/demo/raw`
    """
    from plumbline import steps  # noqa: PLC0415

    steps.demo_data(out)


@app.command(rich_help_panel=STEPS)
@explained
def land(
    data: DataOption,
    company: CompanyOption = "demo",
    engine: EngineOption = Engine.duckdb,
    fresh: FreshOption = False,
    wait: WaitOption = False,
) -> None:
    """Land delivered files in raw tables, values as delivered, each file checked and counted.

    Which files are expected stands in the source YAML of each system (`config.meta.landing`): CSV in UTF-8 or GB18030,
    any delimiter, .gz; XLSX; Parquet. A file that is landed already changes nothing; a new version of a file replaces
    the rows of the former one. A bad file is refused with its reason, the others are landed, and the exit code is 1.

    A control file `manifest.csv` in the folder (file_name, row_count, control_column, control_total, period_from,
    period_to, encoding, extracted_at) is checked. What was landed is listed in `raw.load_manifest`.

    Example: `plumbline land --company demo --data warehouse/demo/raw`

    Example: `plumbline land --company adventureworks --data ../shared/data/adventureworks --engine postgres`
    """
    from plumbline import steps  # noqa: PLC0415

    chosen = load_company(company)
    with steps.held(chosen, "land", engine, wait=wait):
        steps.land_files(chosen, data, engine, fresh=fresh)


@app.command(rich_help_panel=STEPS)
@explained
def build(
    company: CompanyOption = "demo",
    engine: EngineOption = Engine.duckdb,
    select: Annotated[
        list[str] | None, typer.Option("--select", "-s", help="dbt's node selection; such a build is not published.")
    ] = None,
    full_refresh: Annotated[
        bool, typer.Option("--full-refresh", help="Rebuild incremental models from nothing.")
    ] = False,
    wait: WaitOption = False,
) -> None:
    """Build the models and run every test with dbt, in a new place beside what is published.

    On DuckDB the new place is `warehouse/<company>/build/plumbline.duckdb`, on Postgres schemas named next_... A model
    or test that fails is named, and what is published stays as it is.

    Example: `plumbline build --company demo --engine postgres`

    Example: `plumbline build --company demo --select components_ledger+`
    """
    from plumbline import steps  # noqa: PLC0415

    chosen = load_company(company)
    with steps.held(chosen, "build", engine, wait=wait):
        steps.build_company(chosen, engine, select=tuple(select or ()), full_refresh=full_refresh)


@app.command(rich_help_panel=STEPS)
@explained
def publish(company: CompanyOption = "demo", engine: EngineOption = Engine.duckdb, wait: WaitOption = False) -> None:
    """Swap the last build in, at once. Only a complete build that passed all its tests and has its marts is published.

    Each publication is listed in marts.publications, and the files behind it in marts.publication_files.

    On DuckDB the file is renamed over `warehouse/<company>/plumbline.duckdb`; programs that have the old file open keep
    reading it until they reconnect. On Postgres the layers' schemas are renamed in one transaction, and the old ones
    are dropped, with any view that somebody made over them.

    Example: `plumbline publish --company demo`
    """
    from plumbline import steps  # noqa: PLC0415

    chosen = load_company(company)
    with steps.held(chosen, "publish", engine, wait=wait):
        steps.publish_company(chosen, engine)


@app.command(rich_help_panel=RESULTS)
@explained
def scorecard(
    company: CompanyOption = "demo",
    engine: EngineOption = Engine.duckdb,
    indicator: Annotated[
        list[str] | None, typer.Option("--indicator", "-i", help="An indicator's code; repeat it. Default: a dozen.")
    ] = None,
) -> None:
    """Show the published indicators of the company and its business units: value, prior year, change.

    Each indicator is shown in its default window at the last period end; a value that cannot be given has its reason.

    Example: `plumbline scorecard --company demo`

    Example: `plumbline scorecard --indicator asset_turnover --indicator inventory_turnover --indicator return_rate`
    """
    from plumbline import steps  # noqa: PLC0415

    steps.show_scorecard(load_company(company), engine, indicator or ())


@app.command(rich_help_panel=RESULTS)
@explained
def explain(
    indicator: Annotated[str, typer.Argument(help="An indicator's code, or its name in either language.")],
    unit: Annotated[str, typer.Argument(help="A unit's id or name, or a post: UNIT/EMPLOYEE.")],
    window: Annotated[str | None, typer.Argument(help="M, Q, YTD, TTM or FY. Default: the indicator's own.")] = None,
    period: Annotated[
        str | None, typer.Argument(help="A month, as 2025-09, or its last day. Default: the last complete period.")
    ] = None,
    *,
    basis: Annotated[
        str | None, typer.Option("--basis", "-b", help="The tree: as_was or as_is. Default: the indicator's own.")
    ] = None,
    company: CompanyOption = "demo",
    engine: EngineOption = Engine.duckdb,
) -> None:
    """Explain one published figure: value, numerator and denominator, prior year, or why there is none.

    Where an indicator does not apply to a unit: the first component it lacks, the contract that component comes from,
    and the company file that lists the systems of that contract. In English and Chinese.

    Example: `plumbline explain gross_margin S05 M 2025-09`

    Example: `plumbline explain dso Z00`
    """
    from plumbline import steps  # noqa: PLC0415
    from plumbline.explaining import Call  # noqa: PLC0415

    steps.show_explanation(load_company(company), engine, Call(indicator, unit, window, period, basis))


@app.command(rich_help_panel=RESULTS)
@explained
def docs(company: CompanyOption = "demo", engine: EngineOption = Engine.duckdb) -> None:
    """Write the dbt docs of a published company as one static file that works offline.

    It is `warehouse/<company>/docs/index.html`: every model, column, metric and test, and the lineage graph.

    Example: `plumbline docs --company demo`
    """
    from plumbline import steps  # noqa: PLC0415

    steps.write_documents(load_company(company), engine)


@app.command(rich_help_panel=RESULTS)
@explained
def dictionary(
    company: CompanyOption = "demo",
    out: Annotated[
        Path | None, typer.Option("--out", "-o", help="Folder to write. Default: warehouse/<company>/dictionary.")
    ] = None,
) -> None:
    """Write the indicator dictionary 指标字典: a workbook, and a page per indicator, in English and Chinese.

    Everything in it is read from the metrics' own definitions; formulas are rendered from their expressions. It needs
    no build. Open `index.html` in a browser, or `dictionary.xlsx`.

    Example: `plumbline dictionary --company demo`
    """
    from plumbline import steps  # noqa: PLC0415

    steps.show_dictionary(load_company(company), out)


@app.command(rich_help_panel=RESULTS)
@explained
def propose(
    filled: Annotated[Path | None, typer.Argument(help="A filled template (.xlsx) to check.")] = None,
    template: Annotated[
        Path | None, typer.Option("--template", "-t", help="Write the empty template to this .xlsx file.")
    ] = None,
    company: CompanyOption = "demo",
    out: Annotated[
        Path | None, typer.Option("--out", "-o", help="Folder for the YAML. Default: warehouse/<company>/proposals.")
    ] = None,
) -> None:
    """Propose an indicator: get the template, fill it in, have it checked, review the YAML.

    The check asks the five principles (strategic link, data available, quantifiable, traceable, incentive-able), SMART
    and that nothing else has the meaning already. All problems are named at once, with sheet, row and column; then
    nothing is written and the exit code is 1. Otherwise there is one YAML file per proposal, with the status proposed.

    Example: `plumbline propose --template proposal.xlsx`

    Example: `plumbline propose proposal.xlsx`
    """
    from plumbline import steps  # noqa: PLC0415

    if (filled is None) == (template is None):
        raise PlumblineError("Name a filled workbook to check, or --template <file> to get an empty one.", exit_code=2)
    if template is not None:
        steps.write_proposal_template(load_company(company), template)
    elif filled is not None:
        steps.check_proposals(load_company(company), filled, out)


@app.command(rich_help_panel=DEVELOPERS)
@explained
def lint(
    changed: Annotated[
        bool, typer.Option("--changed", help="Of the SQL, lint only what differs from the main branch.")
    ] = False,
) -> None:
    """Run the checks that need no data: ruff, mypy, the project's own guards, sqlfluff.

    Example: `plumbline lint`

    Example: `plumbline lint --changed`
    """
    from plumbline import steps  # noqa: PLC0415

    steps.lint(project_root(), changed_only=changed)


@app.command(rich_help_panel=DEVELOPERS)
@explained
def bench(
    scale: Annotated[
        float | None,
        typer.Option("--scale", "-s", min=0.0001, help="1 is the reference size, 107 million rows; default 0.1."),
    ] = None,
    read: Annotated[
        bool,
        typer.Option("--read", help="Ask the questions of a dashboard: of the published demo group, or at --scale."),
    ] = False,
    keep: Annotated[bool, typer.Option("--keep", help="Keep the database in warehouse/bench.")] = False,
    details: Annotated[bool, typer.Option("--details", help="List the dearest models too.")] = False,
) -> None:
    """Measure what the indicator build costs, as multiples of one bare aggregation per input table (DuckDB).

    With `--read` measure what reading the marts costs, in milliseconds, on both engines and beside MetricFlow.

    Example: `plumbline bench --scale 0.1 --details`

    Example: `plumbline bench --read`
    """
    if read and scale is None:
        from plumbline.bench.reading import read_published  # noqa: PLC0415

        read_published(load_company("demo"))
        return
    from plumbline.bench.run import run  # noqa: PLC0415

    run(scale or 0.1, keep=keep, details=details, read=read)


@app.command(
    "dbt",
    rich_help_panel=DEVELOPERS,
    context_settings={"allow_extra_args": True, "ignore_unknown_options": True},
)
@explained
def dbt_command(context: typer.Context, company: CompanyOption = "demo", engine: EngineOption = Engine.duckdb) -> None:
    """Run any dbt command with a company's variables, in the place where it is built.

    Example: `plumbline dbt --company demo -- ls --select components_ledger+`

    Example: `plumbline dbt --company demo -- show --select int_windows --limit 5`
    """
    from plumbline import steps  # noqa: PLC0415

    steps.run_any_dbt(load_company(company), engine, context.args)


def main() -> None:
    """The entry point of `python -m plumbline`."""
    app()
