"""Reads our own hand-labelled news sentences: one a line, names in brackets, as in `[PER Emmanuel Macron]`."""

import re
from pathlib import Path

from records import KINDS, OUTSIDE, Sentence, name_mask

FOLDER = Path(__file__).resolve().parent / "news-names"
LANGUAGES = ("fr", "en", "ru", "uk", "es", "de")
NAME = re.compile(r"\[(" + "|".join(KINDS) + r") ([^\[\]]+)\]")
LETTERS = r"[^\W\d_]"
ABBREVIATION = r"(?:M|MM|Mr|Mrs|Ms|Dr|St|Gen|Col|Lt|Sgt|Sen|Rep|Gov|Prof|Mme|Mgr|Sr|Sra|Hr|Nr|Jan|Feb|Sept|Oct|Nov|Dec|No|vs|г|ул|им)\."
NUMBER = r"\d+(?:[.,:\u00a0\u202f ]\d{3}(?!\d)|[.,:]\d+)*(?!\w)"
WORD = rf"{LETTERS}\w*"
TOKEN = {
    "fr": rf"(?:[CDJLMNST]|qu|jusqu|lorsqu|puisqu)['’]|(?:aujourd|presqu)['’]\w+|{LETTERS}\.(?:-?{LETTERS}\.)*|{ABBREVIATION}|{NUMBER}|\w+(?:-\w+)*",
    "en": rf"['’](?:s|re|ve|ll|d|m)\b|n['’]t\b|(?:{LETTERS}\.)+|{ABBREVIATION}|{NUMBER}|{WORD}(?:['’](?!s\b|re\b|ve\b|ll\b|d\b|m\b)\w+)*|\w+",
    "uk": rf"(?:{LETTERS}\.)|{ABBREVIATION}|{NUMBER}|\w+(?:['’ʼ-]\w+)*",
    "": rf"(?:{LETTERS}\.)+|{ABBREVIATION}|{NUMBER}|\w+(?:[-]\w+)*",
}
TOKENS = {lang: re.compile(rf"{TOKEN.get(lang, TOKEN[''])}|\.\.\.|[^\w\s]|_", re.I) for lang in LANGUAGES}


def labelled(line: str) -> tuple[str, list[tuple[int, int, str]]]:
    """(text, (start, end, kind) of each name in characters)"""
    text, spans, at = "", [], 0
    for match in NAME.finditer(line):
        text += line[at : match.start()]
        spans.append((len(text), len(text) + len(match[2]), match[1]))
        text += match[2]
        at = match.end()
    text += line[at:]
    if "[" in text or "]" in text:
        raise ValueError(f"a bracket is left over in: {line}")
    return text, spans


def to_sentence(lang: str, idx: int, line: str) -> Sentence:
    text, spans = labelled(line)
    edges = {0, len(text)} | {x for start, end, _ in spans for x in (start, end)}
    tokens = []
    for start, end in zip(sorted(edges), sorted(edges)[1:]):
        tokens += [(start + m.start(), start + m.end()) for m in TOKENS[lang].finditer(text[start:end])]
    s = Sentence(f"news_{lang}", str(idx), [], [])
    for start, end in tokens:
        s.forms.append(text[start:end])
        s.space_after.append(text[end : end + 1].isspace() or end == len(text))
        kind = next((x for x in spans if x[0] <= start < x[1]), None)
        s.names.append(name_mask("B" if kind[0] == start else "I", [kind[2]]) if kind else OUTSIDE)
    return s


def read_news_names() -> dict[str, list[Sentence]]:
    out = {}
    for lang in LANGUAGES:
        file = FOLDER / f"{lang}.txt"
        if file.exists():
            rows = [x for x in file.read_text(encoding="utf8").split("\n") if x and not x.startswith("#")]
            out[lang] = [to_sentence(lang, i, row) for i, row in enumerate(rows)]
    return out
