"""Writes a company's dictionary: the workbook and the pages."""

import shutil
from dataclasses import dataclass
from pathlib import Path

from plumbline.dictionary.pages import rendered_pages
from plumbline.dictionary.registry import Registry, load_registry
from plumbline.dictionary.workbook import write_workbook
from plumbline.errors import PlumblineError
from plumbline.project import Company

MARK = "index.html"
# The first page people look for; the pages themselves stay in a folder of their own.
FIRST_PAGE = """<!doctype html>
<meta charset="utf-8">
<title>Indicator dictionary 指标字典</title>
<meta http-equiv="refresh" content="0; url=pages/index.html">
<a href="pages/index.html">Indicator dictionary 指标字典</a>
"""


@dataclass(frozen=True)
class DictionaryReport:
    """What was written, and where."""

    folder: Path
    workbook: Path
    index: Path
    indicators: int
    components: int


def dictionary_folder(company: Company) -> Path:
    return company.folder / "dictionary"


def write_dictionary(company: Company, out: Path | None = None, registry: Registry | None = None) -> DictionaryReport:
    """Write the dictionary into `out` (default warehouse/<company>/dictionary), which it replaces.

    Raises PlumblineError when dbt refuses the project, or when the folder holds something else.
    """
    folder = (out or dictionary_folder(company)).resolve()
    pages = folder / "pages"
    if folder.exists() and any(folder.iterdir()) and not (pages / MARK).exists():
        raise PlumblineError(f"{folder} holds something that is not a dictionary; name an empty folder.", exit_code=2)
    registry = registry or load_registry(company)
    contents = rendered_pages(registry)
    if pages.exists():
        shutil.rmtree(pages)
    pages.mkdir(parents=True)
    for name, content in contents.items():
        (pages / name).write_text(content, encoding="utf-8")
    (folder / MARK).write_text(FIRST_PAGE, encoding="utf-8")
    workbook = write_workbook(registry, folder / "dictionary.xlsx")
    return DictionaryReport(folder, workbook, pages / MARK, len(registry.indicators()), len(registry.components()))
