"""Groups sentences of like length into batches and turns them into tensors."""

import random
from dataclasses import dataclass

import torch

from pieces import PAD, START, Pieces
from records import ANY, NAME_LABELS, Sentence
from scripts import edit_script

IGNORED = -100
BUCKET_POOL = 2000


@dataclass
class Labels:
    """The classes of every head, in index order."""

    tags: list[str]
    rels: list[str]
    lemmas: list[str]

    def __post_init__(self):
        self.tag_ids, self.rel_ids, self.lemma_ids = (
            {x: i for i, x in enumerate(xs)} for xs in (self.tags, self.rels, self.lemmas)
        )
        self.scripts: dict[tuple[str, str], int] = {}

    def lemma_id(self, form: str, lemma: str) -> int:
        key = (form, lemma)
        if key not in self.scripts:
            self.scripts[key] = self.lemma_ids.get(edit_script(form, lemma), IGNORED)
        return self.scripts[key]


@dataclass
class Batch:
    ids: torch.Tensor
    mask: torch.Tensor
    first: torch.Tensor
    is_word: torch.Tensor
    tags: torch.Tensor
    lemmas: torch.Tensor
    heads: torch.Tensor
    """0 = root, else the head's index + 1."""
    rels: torch.Tensor
    names: torch.Tensor
    """[sentence, word, label]: may the word have the label?"""


def grouped(sentences: list[Sentence], budget: int, rng: random.Random | None) -> list[list[Sentence]]:
    """Batches of at most about `budget` pieces, padding counted; shuffled if `rng` is given."""
    order = list(sentences)
    if rng:
        rng.shuffle(order)
    out = []
    for at in range(0, len(order), BUCKET_POOL):
        batch, longest = [], 0
        for s in sorted(order[at : at + BUCKET_POOL], key=lambda s: len(s.forms)):
            pieces = int(len(s.forms) * 1.5) + 2
            if batch and max(longest, pieces) * (len(batch) + 1) > budget:
                out.append(batch)
                batch, longest = [], 0
            batch.append(s)
            longest = max(longest, pieces)
        if batch:
            out.append(batch)
    if rng:
        rng.shuffle(out)
    return out


def tensors(sentences: list[Sentence], pieces: Pieces, labels: Labels) -> Batch:
    cut = [pieces.of_sentence(s.forms, s.space_after) for s in sentences]
    n, t, w = len(cut), max(len(ids) for ids, _ in cut), max(len(first) for _, first in cut)
    b = Batch(
        ids=torch.full((n, t), PAD),
        mask=torch.zeros(n, t),
        first=torch.full((n, w), START),
        is_word=torch.zeros(n, w, dtype=torch.bool),
        **{name: torch.full((n, w), IGNORED) for name in ("tags", "lemmas", "heads", "rels")},
        names=torch.zeros(n, w, dtype=torch.long),
    )
    b.names[:] = ANY
    for i, (s, (ids, first)) in enumerate(zip(sentences, cut)):
        size = len(first)
        b.ids[i, : len(ids)] = torch.tensor(ids)
        b.mask[i, : len(ids)] = 1
        b.first[i, :size] = torch.tensor(first)
        b.is_word[i, :size] = True
        if s.heads:
            tag_of = labels.tag_ids.get
            b.tags[i, :size] = torch.tensor([tag_of(f"{u}|{f}", IGNORED) for u, f in zip(s.upos, s.feats)])
            b.lemmas[i, :size] = torch.tensor([labels.lemma_id(f, x) for f, x in zip(s.forms, s.lemmas)])
            b.heads[i, :size] = torch.tensor(s.heads) + 1
            b.rels[i, :size] = torch.tensor([labels.rel_ids.get(r, IGNORED) for r in s.deprels])
        if s.names:
            b.names[i, :size] = torch.tensor(s.names)
    bits = torch.arange(len(NAME_LABELS))
    b.names = (b.names.unsqueeze(-1) >> bits & 1).bool()
    return b
