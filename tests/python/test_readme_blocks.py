"""The reader of the READMEs finds every command, and its comparison lets nothing pass but three dots."""

from pathlib import Path

import pytest

from clean_copy import CleanCopy, copied
from readme_blocks import Command, differences, read

TEXT = """# A project

See [more](MORE.md#there), run `make demo` or read `marts.units`.

```console
$ make demo
$ A=b .venv/bin/plumbline run --data <folder>
first
second
```

| Command | What |
| --- | --- |
| `make help`, `plumbline help` | it |

```console
$ make help
```

You should now see:

```text
...
done
```
"""
SAID = "a\nb 12\nc\n\nd   \n"


def test_commands_are_found_wherever_they_stand(tmp_path: Path) -> None:
    (tmp_path / "README.md").write_text(TEXT, encoding="utf-8")
    readme = read(tmp_path / "README.md")
    assert readme.commands == [
        Command("make demo", 3),
        Command("A=b .venv/bin/plumbline run --data <folder>", 7, "first\nsecond"),
        Command("make help", 17, "...\ndone"),
    ]
    assert [one.has_placeholder for one in readme.commands] == [False, True, False]
    assert [piece.text for piece in readme.inline] == ["make demo", "marts.units", "make help", "plumbline help"]
    assert readme.links == ("MORE.md#there",)
    assert readme.blocks[1].before == ("make help", "plumbline help")


def test_a_console_block_without_a_prompt_is_refused(tmp_path: Path) -> None:
    (tmp_path / "README.md").write_text("```console\nmake demo\n```\n", encoding="utf-8")
    with pytest.raises(ValueError, match=r"line 2: a console block begins with a command"):
        _ = read(tmp_path / "README.md").commands


@pytest.mark.parametrize(
    "shown",
    ["a\nb 12\nc\n\nd", "a\nb ...\nc\n\nd", "...\nc\n\nd", "a\n...", "...\nb 12\n...\nd", "...\nb 12\n..."],
)
def test_what_is_the_same(shown: str) -> None:
    assert not differences(shown, SAID)


@pytest.mark.parametrize(
    ("shown", "problem"),
    [
        ("a\nb 13\nc\n\nd", "the README shows 'b 13', which was not said"),
        ("a\nb 12\nc", "the README does not show: ''"),
        ("b 12\n...", "do not follow each other"),
        ("a\nc\n...", "the README shows 'a' and 1 lines after it, which do not follow each other there"),
        ("...\nd\na", "do not follow each other"),
        ("...\nd\n...\na\n...", "which was not said"),
        ("a\nb 12\nc\n\nd\ne", "the README shows 'e', which was not said"),
    ],
)
def test_what_is_different(shown: str, problem: str) -> None:
    assert problem in differences(shown, SAID)


def test_a_copy_holds_what_git_knows_or_would_take(tmp_path: Path) -> None:
    root = tmp_path / "project"
    (root / "folder").mkdir(parents=True)
    for name, text in ((".gitignore", "warehouse/\n"), ("folder/new.sql", "select 1\n"), ("gone.sql", "")):
        (root / name).write_text(text, encoding="utf-8")
    terminal = CleanCopy(root, ["git init --quiet && git add gone.sql"], {})
    assert terminal.answer("git init --quiet && git add gone.sql").code == 0
    (root / "warehouse").mkdir()
    (root / "warehouse/demo.duckdb").touch()
    (root / "gone.sql").unlink()
    copy = copied(root, tmp_path / "copy")
    found = sorted(path.relative_to(copy).as_posix() for path in copy.rglob("*") if path.is_file())
    assert found == [".gitignore", "folder/new.sql"]


def test_commands_run_in_one_terminal_each_once_and_in_order(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PLUMBLINE_WAREHOUSE", "elsewhere")
    commands = ["echo one >> said", "export SAID=two", "echo $SAID$PLUMBLINE_WAREHOUSE$NOTE >> said", "false"]
    prepared = {commands[0]: lambda root: (root / "said").write_text("before\n", encoding="utf-8") and None}
    terminal = CleanCopy(tmp_path, commands, prepared)
    assert terminal.answer("false").code == 1
    assert terminal.answer(commands[0]).code == 0
    assert (tmp_path / "said").read_text(encoding="utf-8") == "before\none\ntwo\n"
