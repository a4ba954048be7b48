#!/usr/bin/env python3
"""Collects the ordinary words that are also names of places: `data/gazetteer/ordinary.tsv`.

    python3 data/build/ordinary.py --treebanks ../shared/treebanks/free --places target/gazetteer/places.tsv

A word counts as ordinary in a language when its treebanks write it with a small letter and as no name, at least half as often as as a
name. Only treebanks that may be used for products are read (training/README.md names them and their licences); of
those only the words and their classes. The columns are those of context.tsv.
"""
import argparse
import collections
import lzma
import pathlib
import unicodedata

LANGUAGES = ["fr", "en", "ru", "uk", "es", "de"]
SPECIAL = str.maketrans({"ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "ı": "i", "þ": "th", "ґ": "г", "ə": "e"})
HEADER = """\
# Ordinary words that are also names of places somewhere: at the start of a sentence or in a headline of capitals they are words.
# Folded: lower case without accents. Counted by data/build/ordinary.py in treebanks that may be used for products.
lang\tkind\twords
"""


def fold(word):
    """As `fold_into` of selon-mention: lower case, no marks, some letters in two."""
    plain = unicodedata.normalize("NFD", word.lower().translate(SPECIAL))
    return "".join(c for c in plain if not unicodedata.combining(c) and c.isalnum())


def names_of_places(path):
    """Single words that name a place below the country, folded."""
    found = set()
    with open(path, encoding="utf-8") as file:
        next(file)
        for line in file:
            cells = line.rstrip("\n").split("\t")
            if cells[1] not in ("country", "demonym", "macro"):
                found.update(fold(name) for name in cells[10].split("|") if " " not in name and "-" not in name)
    return found


def words_of(paths):
    """How often each folded word stands as a small word and as a name."""
    small, name = collections.Counter(), collections.Counter()
    for path in paths:
        with lzma.open(path, "rt", encoding="utf-8") as file:
            for line in file:
                cells = line.split("\t")
                if len(cells) < 10 or not cells[0].isdigit() or not any(c.isalpha() for c in cells[1]):
                    continue
                word = fold(cells[1])
                if cells[3] in ("PROPN", "X"):
                    name[word] += 1
                elif cells[1][0].islower() or cells[3] == "NOUN" and path.name.startswith("de_"):
                    small[word] += 1
    return small, name


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--treebanks", type=pathlib.Path, required=True)
    parser.add_argument("--places", type=pathlib.Path, default=pathlib.Path("target/gazetteer/places.tsv"))
    parser.add_argument("--out", type=pathlib.Path, default=pathlib.Path("data/gazetteer/ordinary.tsv"))
    options = parser.parse_args()
    places = names_of_places(options.places)
    with open(options.out, "w", encoding="utf-8") as file:
        file.write(HEADER)
        for language in LANGUAGES:
            small, name = words_of(sorted(options.treebanks.glob(f"{language}_*.conllu.xz")))
            words = sorted(w for w in small if w in places and len(w) > 1 and 2 * small[w] >= name[w])
            file.write(f"{language}\tordinary\t{'|'.join(words)}\n")


if __name__ == "__main__":
    main()
