"""Lands a data folder: every file of every dataset once, each on its own, and says what became of it."""

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from decimal import Decimal
from fnmatch import fnmatch
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import duckdb
import psycopg2
import pyarrow as pa  # type: ignore[import-untyped]

from plumbline.engines import company_postgres, postgres_database
from plumbline.errors import PlumblineError
from plumbline.landing.control import CONTROL_FILE, TOLERANCE, Promise, periods_of, read_promises, stored_total
from plumbline.landing.files import ROW_NUMBER, read_file
from plumbline.landing.parquet import check_parquet
from plumbline.landing.refusals import FileRefusedError
from plumbline.landing.specs import Dataset, read_datasets
from plumbline.landing.stores import Batch, DuckDBStore, PostgresStore, Rows, Store
from plumbline.locking import company_lock
from plumbline.project import Company, Engine

if TYPE_CHECKING:
    from plumbline.landing.gate import Gate

Outcome = Literal["landed", "replaced", "unchanged", "refused", "missing"]
Progress = Callable[[int, int, str], None]


@dataclass(frozen=True)
class FileOutcome:
    """What became of one file of one dataset; `note` says why it was refused or what is worth knowing."""

    dataset: Dataset
    file_name: str
    outcome: Outcome
    row_count: int = 0
    note: str = ""


@dataclass
class LandingReport:
    """Everything a run of landing has to say."""

    outcomes: list[FileOutcome] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    # Files landed earlier that the folder does not hold: their rows are still there.
    absent: list[str] = field(default_factory=list)

    @property
    def failures(self) -> list[FileOutcome]:
        return [one for one in self.outcomes if one.outcome in ("refused", "missing")]

    def count(self, *outcomes: Outcome) -> int:
        return sum(one.outcome in outcomes for one in self.outcomes)


@dataclass(frozen=True)
class _Accepted:
    """A checked file, ready to be written."""

    rows: Rows
    row_count: int
    encoding: str | None
    control_column: str | None
    control_total: Decimal | None
    note: str


def open_store(company: Company, engine: Engine) -> Store:
    """The company's raw tables on an engine."""
    if engine is Engine.duckdb:
        return DuckDBStore(company.landing_file)
    return PostgresStore(company_postgres(company), postgres_database(company))


def land(
    company: Company,
    data: Path,
    engine: Engine = Engine.duckdb,
    *,
    fresh: bool = False,
    progress: Progress | None = None,
) -> LandingReport:
    """Land every file of the data folder that a dataset of the company claims. A refused file stops no other file."""
    if not data.is_dir():
        raise PlumblineError(f"There is no data folder {data}. Give the folder the systems deliver to with --data.", 2)
    datasets = read_datasets(company)
    files = {dataset.label: _files(data, dataset) for dataset in datasets}
    total = sum(len(paths) for paths in files.values())
    with company_lock(company, "land", engine), open_store(company, engine) as store:
        # A wrong folder must not cost what is landed.
        if fresh and total:
            store.reset()
        lander = _Lander(store, data)
        done = 0
        for dataset in datasets:
            for path in files[dataset.label]:
                if progress:
                    progress(done, total, path.name)
                lander.land_file(dataset, path)
                done += 1
            lander.finish_dataset(dataset, files[dataset.label])
        lander.finish(datasets, [path for paths in files.values() for path in paths])
        store.analyze()
    if progress:
        progress(total, total, "")
    return lander.report


def _files(data: Path, dataset: Dataset) -> list[Path]:
    return sorted(path for path in data.glob(dataset.files) if path.is_file() and not path.name.startswith(("~$", ".")))


class _Lander:
    def __init__(self, store: Store, data: Path) -> None:
        self.report = LandingReport()
        self._store = store
        self._data = data
        self._promises = read_promises(data)
        self._batches = store.batches()
        # The last batch of a file is the one whose rows are there.
        self._live = {(batch.dataset, batch.file_name): batch for batch in self._batches}
        self._open_gate: Gate | None = None

    def land_file(self, dataset: Dataset, path: Path) -> None:
        name = path.relative_to(self._data).as_posix()
        try:
            outcome = self._land(dataset, path, name, self._promise(dataset, name))
        except FileRefusedError as refusal:
            outcome = FileOutcome(dataset, name, "refused", note=str(refusal))
        except (duckdb.Error, psycopg2.Error) as error:
            problem = f"[engine] the database did not take the rows: {str(error).strip().splitlines()[0]}"
            outcome = FileOutcome(dataset, name, "refused", note=problem)
        self.report.outcomes.append(outcome)

    def _promise(self, dataset: Dataset, name: str) -> Promise:
        """What is promised of a file; the sheets of a workbook are promised one by one, as `file#sheet`."""
        return self._promises.get(f"{name}#{dataset.sheet}") or self._promises.get(name, Promise())

    def finish_dataset(self, dataset: Dataset, paths: Sequence[Path]) -> None:
        """A dataset without any file: an error where it is needed, else an empty table that models can read."""
        if paths or any(batch.dataset == dataset.table for batch in self._batches):
            return
        if dataset.required:
            note = f"[C-02] no file matches {dataset.files} in {self._data}. The dataset is required: deliver it."
            self.report.outcomes.append(FileOutcome(dataset, dataset.files, "missing", note=note))
        else:
            self._store.create(dataset.table, dict.fromkeys(dataset.columns, "VARCHAR"))

    def finish(self, datasets: Sequence[Dataset], paths: Sequence[Path]) -> None:
        """Files that were promised and are not there, and files nobody asked for."""
        present = {path.relative_to(self._data).as_posix() for path in paths}
        promised = {name.partition("#")[0] for name in self._promises}
        for name in sorted(promised - present):
            dataset = next((one for one in datasets if fnmatch(name, one.files)), None)
            if dataset is None:
                self.report.notes.append(f"{CONTROL_FILE} names {name}, which no dataset of this company takes.")
            else:
                note = f"[C-03] {CONTROL_FILE} promises this file, but it is not in the folder. Deliver it."
                self.report.outcomes.append(FileOutcome(dataset, name, "missing", note=note))
        others = sorted(path.relative_to(self._data).as_posix() for path in self._data.rglob("*") if path.is_file())
        unclaimed = [name for name in others if name not in present and name != CONTROL_FILE]
        if unclaimed:
            self.report.notes.append(f"No dataset of this company takes {_some(unclaimed)}.")
        tables = {dataset.table for dataset in datasets}
        absent = {name for table, name in self._live if table in tables and name not in present}
        self.report.absent = sorted(absent)
        if absent:
            self.report.notes.append(f"Landed earlier and not in this folder, rows kept: {_some(self.report.absent)}.")

    def _land(self, dataset: Dataset, path: Path, name: str, promise: Promise) -> FileOutcome:
        with path.open("rb") as stream:
            sha256 = hashlib.file_digest(stream, "sha256").hexdigest()
        live = self._live.get((dataset.table, name))
        if live and live.sha256 == sha256:
            _check_landed(live, promise)
            return FileOutcome(dataset, name, "unchanged", live.row_count)
        if twin := self._twin(dataset, sha256):
            if live:
                remedy = "One of the two is a copy delivered by mistake: deliver the right file."
                raise FileRefusedError(
                    "C-05", f"the file now has the same content as {twin.file_name}, which is landed", remedy
                )
            note = f"[C-05] the same content is landed as {twin.file_name}; its rows are not landed twice"
            return FileOutcome(dataset, name, "unchanged", twin.row_count, note)
        accepted = self._accept(dataset, path, promise)
        first, last = periods_of(name, promise)
        version = (dataset.table, name, sha256)
        earlier = sum((one.dataset, one.file_name, one.sha256) == version for one in self._batches)
        written_at = datetime.fromtimestamp(path.stat().st_mtime, UTC).replace(tzinfo=None, microsecond=0)
        batch = Batch(
            batch_id=hashlib.sha256("\n".join((*version, str(earlier))).encode()).hexdigest()[:32],
            dataset=dataset.table,
            file_name=name,
            encoding=accepted.encoding,
            period_from=first,
            period_to=last,
            row_count=accepted.row_count,
            control_column=accepted.control_column,
            control_total=None if accepted.control_total is None else stored_total(accepted.control_total),
            sha256=sha256,
            extracted_at=promise.extracted_at or written_at,
            loaded_at=datetime.now(UTC).replace(tzinfo=None),
        )
        self._store.land(dataset.table, accepted.rows, batch)
        self._batches.append(batch)
        self._live[(dataset.table, name)] = batch
        return FileOutcome(dataset, name, "replaced" if live else "landed", batch.row_count, accepted.note)

    def _twin(self, dataset: Dataset, sha256: str) -> Batch | None:
        """A landed file of the same dataset with the same rows (files without rows may look alike)."""
        batches = (batch for (table, _), batch in self._live.items() if table == dataset.table)
        return next((batch for batch in batches if batch.sha256 == sha256 and batch.row_count), None)

    def _accept(self, dataset: Dataset, path: Path, promise: Promise) -> _Accepted:
        reader = self._store.reader
        if dataset.format == "parquet":
            file = check_parquet(dataset, path, promise, reader)
            note = f"left out binary column {', '.join(file.skipped)}" if file.skipped else ""
            return _Accepted(file.rows, file.row_count, None, file.control_column, file.control_total, note)
        delivered = read_file(dataset, path)
        total = self._gate.check(dataset, delivered.frame, promise)
        reader.register("delivered", pa.Table.from_pandas(delivered.frame, preserve_index=False))
        columns = {name: "VARCHAR" for name in delivered.frame.columns if name != ROW_NUMBER}
        note = ""
        if delivered.encoding and delivered.encoding[:5] != dataset.encoding[:5]:
            note = f"[C-01] declared as {dataset.encoding}, found and read as {delivered.encoding}"
        control_column = (promise.control_column or dataset.control_column) if total is not None else None
        rows = Rows(columns, "select * from delivered")
        return _Accepted(rows, len(delivered.frame), delivered.encoding, control_column, total, note)

    @property
    def _gate(self) -> "Gate":
        if self._open_gate is None:
            # Importing Great Expectations takes seconds, and a run that changes nothing does not need it.
            from plumbline.landing.gate import Gate  # noqa: PLC0415

            self._open_gate = Gate()
        return self._open_gate


def _check_landed(live: Batch, promise: Promise) -> None:
    """A file that is landed already must still be what the control file promises."""
    remedy = "The file itself did not change since it was landed: correct the control file or deliver the right file."
    if promise.row_count is not None and promise.row_count != live.row_count:
        problem = f"the landed file has {live.row_count:,} rows, the control file now promises {promise.row_count:,}"
        raise FileRefusedError("C-03", problem, remedy)
    same_column = promise.control_column in (None, live.control_column)
    if same_column and promise.control_total is not None and live.control_total is not None:
        difference = abs(live.control_total - promise.control_total)
        if difference > TOLERANCE:
            now = f"the control file now promises {promise.control_total:,f}"
            raise FileRefusedError("C-04", f"the landed file sums to {live.control_total:,f}, {now}", remedy)


def _some(names: Sequence[str], shown: int = 5) -> str:
    rest = len(names) - shown
    return ", ".join(names[:shown]) + (f" and {rest} more" if rest > 0 else "")
