"""The history of what was published: marts `publications` and `publication_files`, written with each publication.

They are carried over from the last published database, so they outlive the builds. A version of a file is one row over
all publications that held it in a row, so a year of daily publications adds only what was new or changed.
"""

from dataclasses import dataclass

from plumbline.build_place import RECORD, Place, Run, now

MARTS = "marts"


@dataclass(frozen=True)
class Column:
    """A column of a mart: its type, and what it means in English and Chinese."""

    name: str
    type: str
    meaning: str


@dataclass(frozen=True)
class Mart:
    """A mart that publishing writes itself."""

    name: str
    meaning: str
    columns: tuple[Column, ...]

    @property
    def column_names(self) -> str:
        return ", ".join(column.name for column in self.columns)


PUBLICATIONS = Mart(
    "publications",
    "One row per publication. Answers: when was what I read published, from which code, as of which day? "
    "每行一次发布。回答：所读数据何时发布，出自哪个代码版本，截止哪一天？",
    (
        Column("publication_id", "varchar", "The run that was built and published. 所发布的构建运行的编号。"),
        Column("published_at", "timestamp", "When it was published, UTC. 发布时间（UTC）。"),
        Column("revision", "integer", "1, 2, 3, ... within this database. 本数据库内的发布序号。"),
        Column(
            "code_revision",
            "varchar",
            "The git commit of the project when the build began, with -changed where files differed from it; else 'not "
            "recorded'. 构建开始时项目的 git 提交号；文件有改动时加 -changed；无法得知时为 not recorded。",
        ),
        Column("as_of_date", "date", "The company's as-of date. 公司的截止日。"),
        Column("company", "varchar", "The company's name. 公司名称。"),
        Column("engine", "varchar", "duckdb or postgres. 数据库引擎。"),
        Column("file_count", "integer", "The landed files it was built from. 所依据的已装载文件数。"),
        Column("row_count", "bigint", "The rows of those files. 这些文件的行数合计。"),
    ),
)
PUBLICATION_FILES = Mart(
    "publication_files",
    "One row per version of a landed file and unbroken series of publications that held it; those of publication n "
    "have first_revision <= n <= last_revision. Answers: which files stand behind a publication, and what changed "
    "since? "
    "每行一个已装载文件的一个版本及其连续出现的发布区间；第 n 次发布的文件满足 first_revision <= n <= last_revision。"
    "回答：某次发布依据哪些文件，此后有何变化？",
    (
        Column("dataset", "varchar", "The raw table: source system and dataset. 原始表：来源系统与数据集。"),
        Column("file_name", "varchar", "The file's path in the data folder. 文件在数据目录中的路径。"),
        Column("row_count", "bigint", "The file's rows. 文件的行数。"),
        Column("sha256", "varchar", "The hash of the file's bytes. 文件内容的 SHA-256 值。"),
        Column(
            "landed_at",
            "timestamp",
            "When it was landed for the first of these publications, UTC. 为其中第一次发布装载的时间（UTC）。",
        ),
        Column("first_revision", "integer", "The first publication that held it. 首次包含它的发布序号。"),
        Column("last_revision", "integer", "The last publication that held it. 最后包含它的发布序号。"),
    ),
)
SAME_FILE = "held.dataset = files.dataset and held.file_name = files.file_name and held.sha256 = files.sha256"


def record(place: Place, run: Run) -> int | None:
    """Write both marts beside the build, with a row for this run; gives its revision, None if it is published."""
    publications = _create(place, PUBLICATIONS)
    publication_files = _create(place, PUBLICATION_FILES)
    if history := place.published(MARTS, PUBLICATIONS.name):
        columns = PUBLICATIONS.column_names
        place.rows(f"insert into {publications} ({columns}) select {columns} from {history}")
    [(last, is_known)] = place.rows(
        f"select coalesce(max(revision), 0), count(case when publication_id = %s then 1 end) from {publications}",
        (run.run_id,),
    )
    if is_known:
        return None
    revision = int(last) + 1
    place.rows(
        f"insert into {publications} ({PUBLICATIONS.column_names}) "
        "select %s, %s, %s, %s, cast(%s as date), %s, %s, count(*), coalesce(sum(row_count), 0) "
        f"from {place.name(RECORD, 'files')}",
        (run.run_id, now(), revision, run.code_revision, run.as_of_date, run.company, run.engine),
    )
    _record_files(place, publication_files, revision)
    return revision


def _record_files(place: Place, publication_files: str, revision: int) -> None:
    files, columns = place.name(RECORD, "files"), PUBLICATION_FILES.column_names
    if held := place.published(MARTS, PUBLICATION_FILES.name):
        place.rows(
            f"insert into {publication_files} ({columns}) "
            "select held.dataset, held.file_name, held.row_count, held.sha256, held.landed_at, held.first_revision, "
            "case when files.dataset is not null and held.last_revision = %s then %s else held.last_revision end "
            f"from {held} as held left join {files} as files on {SAME_FILE}",
            (revision - 1, revision),
        )
    place.rows(
        f"insert into {publication_files} ({columns}) "
        "select files.dataset, files.file_name, files.row_count, files.sha256, files.landed_at, %s, %s "
        f"from {files} as files left join {publication_files} as held on {SAME_FILE} and held.last_revision = %s "
        "where held.dataset is null",
        (revision, revision, revision),
    )


def _create(place: Place, mart: Mart) -> str:
    """An empty table with its comments, in place of what a copy of a published database brought."""
    table = place.name(MARTS, mart.name)
    place.rows(f"drop table if exists {table}")
    place.rows(f"create table {table} ({', '.join(f'{column.name} {column.type}' for column in mart.columns)})")
    place.rows(f"comment on table {table} is {_literal(mart.meaning)}")
    for column in mart.columns:
        place.rows(f"comment on column {table}.{column.name} is {_literal(column.meaning)}")
    return table


def _literal(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
