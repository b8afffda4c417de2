"""What the READMEs hold, read with a Markdown parser: code blocks, code inside text and tables, commands, links."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from markdown_it import MarkdownIt
from markdown_it.token import Token

PROMPT = "$ "
# What a shell line begins with when it can be run in the project's folder as it stands; settings may come before.
RUNNABLE = re.compile(r"(?:[A-Z_]+=\S+ )*(?:make|\.venv/bin/\w+)(?: |$)")
# Programs that are in .venv/bin and on nobody's PATH.
WITHOUT_PATH = re.compile(r"(?:plumbline|dbt|mf|python3?|pytest|pip|uv) \S")
PLACEHOLDER = re.compile(r"<[^<>]+>")


@dataclass(frozen=True)
class Code:
    """A fenced block or a piece of inline code, the line it is on, and the inline code since the block before."""

    text: str
    line: int
    language: str = ""
    before: tuple[str, ...] = ()


@dataclass(frozen=True)
class Command:
    """A line for the shell, and what the reader should then see; None where the README shows nothing."""

    text: str
    line: int
    shown: str | None = None

    @property
    def has_placeholder(self) -> bool:
        return bool(PLACEHOLDER.search(self.text))


@dataclass(frozen=True)
class Readme:
    """One README. `pieces` are its blocks and inline code in reading order."""

    name: str
    pieces: tuple[Code, ...]
    links: tuple[str, ...]
    prose: str

    @cached_property
    def blocks(self) -> list[Code]:
        return [piece for piece in self.pieces if piece.language]

    @cached_property
    def inline(self) -> list[Code]:
        return [piece for piece in self.pieces if not piece.language]

    def blocks_in(self, language: str) -> list[Code]:
        return [block for block in self.blocks if block.language == language]

    @cached_property
    def commands(self) -> list[Command]:
        """Every distinct command in reading order; where one is shown twice, the first that says what one sees."""
        found: dict[str, Command] = {}
        for command in self._commands():
            known = found.get(command.text)
            if known is None or (known.shown is None and command.shown is not None):
                found[command.text] = command
        return list(found.values())

    def _commands(self) -> Iterator[Command]:
        pieces = list(self.blocks)
        for piece in self.pieces:
            if piece.language == "console":
                after = pieces[pieces.index(piece) + 1 :]
                yield from _console(piece, after[0] if after and after[0].language == "text" else None)
            elif not piece.language and RUNNABLE.match(piece.text):
                yield Command(piece.text, piece.line)


def _console(block: Code, after: Code | None) -> Iterator[Command]:
    """The block's commands with the lines below each; what the last one says may stand in a text block of its own."""
    lines = block.text.splitlines()
    starts = [number for number, line in enumerate(lines) if line.startswith(PROMPT)]
    if not starts or starts[0] != 0:
        raise ValueError(f"line {block.line}: a console block begins with a command, as '{PROMPT}make demo'")
    for start, end in zip(starts, [*starts[1:], len(lines)], strict=True):
        shown = "\n".join(lines[start + 1 : end]) or (after.text if after and end == len(lines) else None)
        yield Command(lines[start].removeprefix(PROMPT), block.line + start, shown)


def read(path: Path) -> Readme:
    """Parse a README."""
    pieces: list[Code] = []
    links: list[str] = []
    prose: list[str] = []
    since: list[str] = []
    line = 0
    for token in MarkdownIt("commonmark").enable("table").parse(path.read_text(encoding="utf-8")):
        line = token.map[0] + 1 if token.map else line
        if token.type == "fence":
            pieces.append(Code(token.content.rstrip("\n"), line + 1, token.info.strip() or "text", tuple(since)))
            since = []
        elif token.type == "inline":
            for child in _leaves(token):
                if child.type == "code_inline":
                    pieces.append(Code(child.content, line))
                    since.append(child.content)
                elif child.type == "link_open":
                    links.append(str(child.attrGet("href")))
                if child.type in ("code_inline", "text"):
                    prose.append(child.content)
                elif child.type == "softbreak":
                    prose.append(" ")
            prose.append("\n")
    return Readme(path.name, tuple(pieces), tuple(links), "".join(prose))


def _leaves(token: Token) -> list[Token]:
    return token.children or []


def new_indicator(readme: Readme) -> tuple[str, str]:
    """The example of a new indicator: the metrics file that its comment names, and the entry to add there."""
    first, entry = readme.blocks_in("yaml")[0].text.split("\n", 1)
    return first.removeprefix("# "), entry + "\n"


def differences(shown: str, said: str) -> str:
    """Why what a command says is not what the README shows; empty when it is.

    A line of three dots stands for any lines, three dots inside a line for any text; all else is compared line by line,
    without the space at the ends of lines.
    """
    actual = [line.rstrip() for line in said.strip("\n").splitlines()]
    wanted = [line.rstrip() for line in shown.splitlines()]
    position, is_open = 0, False
    for chunk in _chunks(wanted):
        if chunk is None:
            is_open = True
            continue
        last = len(actual) - len(chunk)
        starts = range(position, last + 1) if is_open else range(position, min(position, last) + 1)
        start = next((one for one in starts if _matches(chunk, actual[one : one + len(chunk)])), None)
        if start is None:
            return _nearest(chunk, actual[position:])
        position, is_open = start + len(chunk), False
    if not is_open and position < len(actual):
        return f"the README does not show: {actual[position]!r}"
    return ""


def _chunks(lines: list[str]) -> Iterator[list[str] | None]:
    """Runs of lines that follow each other; None for three dots."""
    chunk: list[str] = []
    for line in lines:
        if line == "...":
            if chunk:
                yield chunk
            yield None
            chunk = []
        else:
            chunk.append(line)
    if chunk:
        yield chunk


def _matches(wanted: list[str], actual: list[str]) -> bool:
    return len(wanted) == len(actual) and all(map(_line_matches, wanted, actual))


def _line_matches(wanted: str, actual: str) -> bool:
    return bool(re.fullmatch(re.escape(wanted).replace(r"\.\.\.", ".*"), actual))


def _nearest(chunk: list[str], actual: list[str]) -> str:
    """The first line that is nowhere in what was said, or else that the lines do not follow each other."""
    for line in chunk:
        if not any(_line_matches(line, one) for one in actual):
            return f"the README shows {line!r}, which was not said"
    return f"the README shows {chunk[0]!r} and {len(chunk) - 1} lines after it, which do not follow each other there"
