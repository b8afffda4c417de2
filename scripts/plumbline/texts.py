"""A text in two languages, and how one text is told apart from the other."""

import re
from dataclasses import dataclass

CHINESE = re.compile(r"[\u4e00-\u9fff]")
LATIN = re.compile(r"[A-Za-z]{2}")


@dataclass(frozen=True)
class Both:
    """One text in both languages."""

    en: str
    zh: str

    def __bool__(self) -> bool:
        return bool(self.en or self.zh)


def is_bilingual(text: str | None) -> bool:
    return bool(text and CHINESE.search(text) and LATIN.search(text))


def halves(description: str) -> Both:
    """The English and the Chinese part of a bilingual description, line breaks kept."""
    lines = [line.strip() for line in description.splitlines() if line.strip()]
    english = [line for line in lines if not CHINESE.search(line)]
    chinese = [line for line in lines if CHINESE.search(line)]
    if english or not chinese:
        return Both("\n".join(english), "\n".join(chinese))
    # One paragraph with English first and Chinese after it.
    text = " ".join(chinese)
    found = CHINESE.search(text)
    start = found.start() if found else len(text)
    cut = max(text.rfind(". ", 0, start), text.rfind("? ", 0, start))
    return Both(text[: cut + 1].strip(), text[cut + 1 :].strip())


def part(text: str, word: str) -> str:
    """The line of a description that begins with a word and a colon, without them."""
    found = re.search(rf"^{word}[:：]\s*(.+)$", text, flags=re.MULTILINE)
    return found.group(1).strip() if found else ""


def sentence(text: str) -> str:
    """A text that begins with a capital and ends with a stop."""
    text = text.strip()
    if not text or text[-1] in ".。;；":
        return text[:1].upper() + text[1:]
    return text[:1].upper() + text[1:] + ("。" if CHINESE.search(text) else ".")


def in_sentence(label: str) -> str:
    """An English label inside a sentence: its first word in lower case, unless it is an abbreviation."""
    first = label.split(" ", 1)[0]
    return label if any(letter.isupper() for letter in first[1:]) or "&" in first else label[:1].lower() + label[1:]
