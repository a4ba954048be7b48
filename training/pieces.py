"""Cuts words into the encoder's word pieces."""

import json
from pathlib import Path

from tokenizers import Tokenizer, models

START, PAD, END, UNKNOWN = 0, 1, 2, 3
MOST_PIECES_A_WORD = 8
MOST_PIECES = 510


class Pieces:
    def __init__(self, tokenizer_file: Path):
        spec = json.loads(tokenizer_file.read_text(encoding="utf8"))
        self.count = len(spec["pieces"])
        self.normalization = spec["normalization"]
        self.unigram = Tokenizer(models.Unigram(list(zip(spec["pieces"], spec["scores"])), unk_id=UNKNOWN))
        self.cache: dict[tuple[str, bool], list[int]] = {}

    def of_word(self, form: str, after_space: bool) -> list[int]:
        key = (form, after_space)
        if key not in self.cache:
            text = "▁" * after_space + "".join(self.normalization.get(c, c) for c in form)
            self.cache[key] = self.unigram.encode(text).ids[:MOST_PIECES_A_WORD] or [UNKNOWN]
        return self.cache[key]

    def of_sentence(self, forms: list[str], space_after: list[bool]) -> tuple[list[int], list[int]]:
        """(piece ids, position of each word's first piece)"""
        ids, first, after_space = [START], [], True
        for form, space in zip(forms, space_after):
            first.append(min(len(ids), MOST_PIECES - 1))
            ids += self.of_word(form, after_space)
            after_space = space
        return (ids + [END])[:MOST_PIECES], first
