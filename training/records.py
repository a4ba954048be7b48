"""The sentences every other script here trains on or scores: words, their analysis, their name labels."""

import hashlib
from dataclasses import dataclass, field

KINDS = ["PER", "ORG", "GPE", "LOC", "MISC"]
NAME_LABELS = ["O"] + [f"{bio}-{kind}" for kind in KINDS for bio in "BI"]
OUTSIDE = 1
"""A name mask is a bit set over NAME_LABELS: the labels a word may have. One bit is plain supervision, several
say "one of these" (a corpus without GPE has places that are GPE or LOC), all of them say nothing."""
ANY = (1 << len(NAME_LABELS)) - 1


def name_mask(bio: str, kinds: list[str]) -> int:
    """The mask that allows `bio` ("B" or "I") of each of `kinds`; the kind "O" allows no name."""
    bits = 0
    for kind in kinds:
        bits |= OUTSIDE if kind == "O" else 1 << NAME_LABELS.index(f"{bio}-{kind}")
    return bits


@dataclass(slots=True)
class Sentence:
    """One sentence. `heads` is empty where only names are known, `names` where only the parse is known."""

    source: str
    id: str
    forms: list[str]
    space_after: list[bool]
    upos: list[str] = field(default_factory=list)
    feats: list[str] = field(default_factory=list)
    lemmas: list[str] = field(default_factory=list)
    heads: list[int] = field(default_factory=list)
    """Index of the head word, -1 for the root."""
    deprels: list[str] = field(default_factory=list)
    names: list[int] = field(default_factory=list)
    """One name mask a word."""

    def bio(self) -> list[str]:
        """The name labels, for sentences whose masks leave nothing open."""
        return [NAME_LABELS[mask.bit_length() - 1] for mask in self.names]

    def text(self) -> str:
        return "".join(f + " " * s for f, s in zip(self.forms, self.space_after)).strip()


def is_held_out(text: str) -> bool:
    """The tenth of all sentences that is never trained on: sha256 of the text with white space folded."""
    digest = hashlib.sha256(" ".join(text.split()).encode()).hexdigest()
    return int(digest, 16) % 10 == 0
