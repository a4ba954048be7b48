"""Copies of training sentences as they come in real life: headlines in capitals, other quotes and apostrophes."""

import dataclasses
import random

from records import Sentence

CAPITALS = 0.03
OTHER_APOSTROPHE = 0.3
OTHER_QUOTES = 0.3
QUOTES = [("«", "»"), ("“", "”"), ("„", "“")]


def damaged(s: Sentence, rng: random.Random) -> Sentence:
    """The same sentence, or one whose letters differ; labels and lemmas stay those of the original."""
    forms = s.forms
    if rng.random() < OTHER_APOSTROPHE:
        forms = [f.replace("'", "’") for f in forms]
    if '"' in forms and rng.random() < OTHER_QUOTES:
        quotes, is_open = rng.choice(QUOTES), False
        forms = list(forms)
        for i, form in enumerate(forms):
            if form == '"':
                forms[i] = quotes[is_open]
                is_open = not is_open
    if rng.random() < CAPITALS:
        forms = [f.upper() for f in forms]
    return s if forms is s.forms else dataclasses.replace(s, forms=forms)
