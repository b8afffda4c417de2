"""The steps of a run, each with its progress bar and its closing lines; the commands are put together from them."""

from collections.abc import Sequence
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import TYPE_CHECKING

from rich.table import Table

from plumbline import console
from plumbline.building import DbtOutcome, build, dbt_command
from plumbline.documents import docs_file, write_docs
from plumbline.engines import postgres_database, postgres_server
from plumbline.errors import PlumblineError
from plumbline.landing import FileOutcome, LandingReport, land
from plumbline.linting import run_checks
from plumbline.locking import company_lock
from plumbline.project import Company, Engine, load_company
from plumbline.publishing import Published, publish
from plumbline.scorecard import DEFAULT_INDICATORS, next_steps, read_scorecard, render

if TYPE_CHECKING:
    from plumbline.explaining import Call

SHOWN_FAILURES = 30


def held(company: Company, step: str, engine: Engine, *, wait: bool) -> AbstractContextManager[None]:
    """The company's lock for a command: over all its steps. Told to wait, it says what for."""

    def waiting(busy: str) -> None:
        console.err.print(f"[yellow]waiting[/yellow] {console.plain(busy)}")

    return company_lock(company, step, engine, waiting if wait else None)


def demo_data(out: Path | None = None) -> Path:
    """Write the demo group's raw files; returns their folder."""
    company = load_company("demo")
    from plumbline.demo.generate import generate  # noqa: PLC0415  it goes with the sample, the company file says so

    folder = out or company.folder / "raw"
    # A folder that is being landed must not be replaced.
    lock = nullcontext() if out else company_lock(company, "demo-data")
    with lock, console.err.status("Writing the demo group's files ..."):
        generate(folder)
    files = [path for path in folder.rglob("*") if path.is_file()]
    megabytes = sum(path.stat().st_size for path in files) / 1e6
    console.out.print(f"Demo data: {len(files)} files, {megabytes:.1f} MB in {folder}")
    return folder


def land_files(company: Company, data: Path, engine: Engine, *, fresh: bool = False) -> LandingReport:
    """Land a data folder and print what became of it; a refused or missing file is an error after the others landed."""
    with console.progress_bar("Landing") as bar:
        report = land(company, data, engine, fresh=fresh, progress=bar)
    if report.failures or report.count("landed", "replaced"):
        console.out.print(_landing_table(report))
    for note in report.notes:
        console.out.print(f"[yellow]note[/yellow] {console.plain(note)}")
    for one in report.outcomes:
        if one.note and one not in report.failures:
            console.out.print(f"[yellow]note[/yellow] {console.plain(f'{one.file_name}: {one.note}')}")
    new = [one for one in report.outcomes if one.outcome in ("landed", "replaced")]
    unchanged = [one for one in report.outcomes if one.outcome == "unchanged"]
    if new:
        versions = f" ({report.count('replaced')} in a new version)" if report.count("replaced") else ""
        again = f"; {_files(unchanged)} already landed and unchanged" if unchanged else ""
        console.out.print(f"Landed {_files(new)}{versions}, {sum(one.row_count for one in new):,} rows{again}.")
    elif unchanged:
        console.out.print(f"Already landed, nothing changed: {_files(unchanged)}.")
    if report.failures:
        for one in report.failures:
            console.err.print(f"[bold red]{one.outcome}[/bold red] {console.plain(f'{one.file_name}: {one.note}')}")
        raise PlumblineError(
            f"Not landed for {company.name}: {_files(report.failures)}; the reasons stand above. "
            "What is landed stays. Correct the files and run the same command again."
        )
    return report


def _files(outcomes: Sequence[FileOutcome]) -> str:
    number = len({one.file_name for one in outcomes})
    return f"{number} file{'' if number == 1 else 's'}"


def build_company(
    company: Company, engine: Engine, *, select: tuple[str, ...] = (), full_refresh: bool = False
) -> DbtOutcome:
    """Build and test with dbt; prints dbt's closing line, and on failure which models and tests failed and why."""
    with console.progress_bar("Building") as bar:
        outcome = build(company, engine, select=select, full_refresh=full_refresh, progress=bar)
    report_dbt(outcome, f"The build of {company.name} on {engine} failed. What is published stays as it is.")
    return outcome


def report_dbt(outcome: DbtOutcome, failed: str) -> None:
    """Print a dbt command's closing line, or raise with what failed."""
    for failure in outcome.failures[:SHOWN_FAILURES]:
        console.err.print(f"[bold red]{failure.kind} failed[/bold red] {console.plain(failure.name)} ({failure.path})")
        for line in failure.findings or [failure.message]:
            console.err.print(f"    {console.plain(line)}")
    if outcome.summary:
        console.out.print(f"dbt: {console.plain(outcome.summary)}")
    if outcome.success:
        return
    hidden = len(outcome.failures) - SHOWN_FAILURES
    more = f" {hidden} more failures are in dbt's log." if hidden > 0 else ""
    skipped = f" {outcome.skipped} nodes after them were skipped." if outcome.skipped else ""
    said = f" dbt says: {outcome.problem}" if outcome.problem and not outcome.failures else ""
    raise PlumblineError(f"{failed}{skipped}{more}{said}", exit_code=1 if outcome.failures else 2)


def publish_company(company: Company, engine: Engine) -> Published:
    """Publish the tested build and print where it is."""
    published = publish(company, engine)
    where = f"Published: {published.place}, schema marts, publication {published.revision}"
    console.out.print(where, soft_wrap=True)  # a path that is broken in two cannot be copied
    return published


def show_scorecard(company: Company, engine: Engine, codes: Sequence[str] = ()) -> None:
    """Print the published company's main indicators, and where to look next."""
    card = read_scorecard(company, engine, codes or DEFAULT_INDICATORS)
    console.out.print(render(card))
    place = str(company.published_file)
    if engine is Engine.postgres:
        server = postgres_server(company.root)
        place = f"database {postgres_database(company)} on {server.host}"
        if server.is_embedded:
            place += " (embedded: it stops with this command)"
    console.out.print(next_steps(company, engine, place))


def show_explanation(company: Company, engine: Engine, call: "Call") -> None:
    """Print what one published figure is made of, or why there is none."""
    from plumbline.explaining import explain  # noqa: PLC0415  the other commands need none of it
    from plumbline.explanation import render as render_explanation  # noqa: PLC0415

    console.out.print(render_explanation(explain(company, engine, call)))


def run_company(company: Company, data: Path, engine: Engine, *, fresh: bool = False, wait: bool = False) -> None:
    """Land, build, publish, and print the scorecard."""
    with held(company, "run", engine, wait=wait):
        land_files(company, data, engine, fresh=fresh)
        publish_and_show(company, engine)


def run_demo(engine: Engine, *, wait: bool = False) -> None:
    """The same for the demo group, whose folder is always complete: what it no longer holds is not kept landed."""
    company = load_company("demo")
    with held(company, "demo", engine, wait=wait):
        data = demo_data()
        if land_files(company, data, engine).absent:
            land_files(company, data, engine, fresh=True)
        publish_and_show(company, engine)


def publish_and_show(company: Company, engine: Engine) -> None:
    """Build, publish, and print the scorecard."""
    build_company(company, engine)
    publish_company(company, engine)
    console.out.print()
    show_scorecard(company, engine)


def write_documents(company: Company, engine: Engine) -> None:
    """Write the company's dbt docs and print where they are."""
    with console.err.status("dbt writes its documents ..."):
        outcome = write_docs(company, engine)
    report_dbt(outcome, f"The documents of {company.name} could not be written.")
    console.out.print(f"Documents: {docs_file(company)} (one file, works offline)")


def show_dictionary(company: Company, out: Path | None) -> None:
    """Write the company's dictionary and print where it is."""
    from plumbline.dictionary import write_dictionary  # noqa: PLC0415  the other commands need none of it

    with console.err.status("Reading the metrics ..."):
        report = write_dictionary(company, out)
    console.out.print(
        f"Dictionary: {report.indicators} indicators over {report.components} components, in English and Chinese"
    )
    console.out.print(f"  pages     {report.index} (open it in a browser, works offline)")
    console.out.print(f"  workbook  {report.workbook}")


def write_proposal_template(company: Company, path: Path) -> None:
    """Write the template for proposing indicators and print where it is."""
    from plumbline.dictionary.registry import load_registry  # noqa: PLC0415
    from plumbline.proposals import write_template  # noqa: PLC0415

    if path.suffix.casefold() != ".xlsx":
        raise PlumblineError(f"{path} must end in .xlsx: the template is an Excel workbook.", exit_code=2)
    if path.exists():
        raise PlumblineError(f"{path} is there already, perhaps filled in; name another file.", exit_code=2)
    with console.err.status("Reading the metrics ..."):
        write_template(load_registry(company), path)
    console.out.print(f"Template: {path}. Fill in its first sheet, then: plumbline propose {path}")


def check_proposals(company: Company, filled: Path, out: Path | None) -> None:
    """Check a filled template; print what refuses it, or where the YAML is."""
    from plumbline.dictionary.registry import load_registry  # noqa: PLC0415
    from plumbline.proposals import admit  # noqa: PLC0415

    with console.err.status("Reading the metrics ..."):
        admission = admit(load_registry(company), filled, out or company.folder / "proposals")
    for note in admission.notes:
        console.out.print(f"[yellow]note[/yellow] {console.plain(note)}")
    for problem in admission.problems:
        console.err.print(f"[bold red]refused[/bold red] {console.plain(str(problem))}")
    if admission.problems:
        number = len(admission.problems)
        raise PlumblineError(
            f"{filled}: {number} problem{'' if number == 1 else 's'}; nothing was written. "
            "Correct the cells named above and run the same command again."
        )
    for path in admission.written:
        console.out.print(f"Admitted for review: {path}")


def lint(root: Path, *, changed_only: bool = False) -> None:
    """Run the checks that need no data and print what each found; one that fails is an error at the end."""
    with console.err.status("Checking ..."):
        done = run_checks(root, changed_only=changed_only)
    for one in done:
        if not one.passed:
            console.out.print(f"[bold red]{one.name}[/bold red]")
            console.out.print(console.plain(one.output))
    table = Table("check", "result", box=None, pad_edge=False)
    table.add_column("seconds", justify="right")
    table.add_column("the tool's last line")
    for one in done:
        last = one.output.splitlines()[-1] if one.output else ""
        result = "[green]passed[/green]" if one.passed else "[red]failed[/red]"
        table.add_row(one.name, result, f"{one.seconds:.1f}", console.plain(last))
    console.out.print(table)
    if failed := [one.name for one in done if not one.passed]:
        raise PlumblineError(f"lint: {', '.join(failed)} failed; what they found stands above.")


def run_any_dbt(company: Company, engine: Engine, arguments: Sequence[str]) -> None:
    """A dbt command of the user's own, with dbt's own output."""
    outcome = dbt_command(company, engine, arguments)
    if not outcome.success:
        raise PlumblineError("dbt did not succeed; its messages stand above.", 1 if outcome.failures else 2)


def _landing_table(report: LandingReport) -> Table:
    table = Table("dataset", title_justify="left", box=None, pad_edge=False)
    for name in ("rows landed", "landed", "replaced", "unchanged", "refused"):
        table.add_column(name, justify="right")
    for label in dict.fromkeys(one.dataset.label for one in report.outcomes):
        files = [one for one in report.outcomes if one.dataset.label == label]
        counts = [sum(one.outcome == outcome for one in files) for outcome in ("landed", "replaced", "unchanged")]
        failed = sum(one.outcome in ("refused", "missing") for one in files)
        rows = sum(one.row_count for one in files if one.outcome in ("landed", "replaced"))
        cells = [f"{rows:,}" if rows else "", *(str(count or "") for count in counts)]
        table.add_row(label, *cells, f"[red]{failed}[/red]" if failed else "")
    return table
