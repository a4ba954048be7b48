"""Reads Universal Dependencies treebanks into sentences: contractions stay one token, rare subtypes and features go."""

import lzma
from collections.abc import Iterator
from pathlib import Path

from records import Sentence, is_held_out

KEPT_SUBTYPES = set(
    """nsubj:pass aux:pass obl:agent obl:arg obl:mod aux:caus nsubj:caus expl:subj expl:pass expl:comp acl:relcl
    flat:name nmod:poss compound:prt obl:tmod obl:npmod obl:unmarked nmod:unmarked csubj:pass advcl:relcl flat:foreign
    obj:agent nsubj:outer parataxis:obj parataxis:insert advcl:cleft ccomp:obj xcomp:obj""".split()
)
DROPPED_FEATURES = set(
    "ExtPos Typo Abbr Style Foreign Morph Subject Orth NumForm NameType Animacy[gram]".split()
)
LAST_TRAINED_GSD = 1350
"""French GSD has only its dev split here: the first 1,350 sentences train, the other 126 measure."""

TRAIN = {  # source: (file, times a sentence is seen in one epoch)
    "fr_sequoia": ("fr_sequoia-ud-train", 2.0),
    "fr_gsd": ("fr_gsd-ud-dev", 2.5),
    "fr_rhapsodie": ("fr_rhapsodie-ud-train", 0.5),
    "fr_parisstories": ("fr_parisstories-ud-train", 0.3),
    "en_ewt": ("en_ewt-ud-train.rebuilt", 0.8),
    "en_gum": ("en_gum-ud-train.permissive", 1.0),
    "ru_taiga": ("ru_taiga-ud-dev", 1.5),
    "ru_gsd": ("ru_gsd-ud-dev", 2.5),
    "uk_parlamint": ("uk_parlamint-ud-dev", 3.0),
    "es_gsd": ("es_gsd-ud-dev", 1.5),
    "de_gsd": ("de_gsd-ud-dev", 3.0),
}
DEV = {
    "fr_sequoia_dev": "fr_sequoia-ud-dev",
    "en_ewt_dev": "en_ewt-ud-dev",
    "en_gum_dev": "en_gum-ud-dev.permissive",
}
HELD_OUT_TENTH = {"ru_taiga", "ru_gsd", "uk_parlamint", "es_gsd", "de_gsd"}
OUTSIDE_CHECKS = {"uk_iu_dev": "uk_iu-ud-dev", "en_lines_dev": "en_lines-ud-dev", "fr_partut": "fr_partut-ud-train"}
"""Non-commercial sets of another origin: for measuring only."""


def read_conllu(path: Path) -> Iterator[tuple[str, list[list[str]], list[list[str]]]]:
    """(sent_id, word rows, multiword rows) of each sentence."""
    opener = lzma.open if path.suffix == ".xz" else open
    sent_id, words, ranges = "", [], []
    with opener(path, "rt", encoding="utf8") as lines:
        for line in lines:
            line = line.rstrip("\n")
            if line.startswith("# sent_id"):
                sent_id = line.split("=", 1)[1].strip()
            elif not line:
                if words:
                    yield sent_id, words, ranges
                words, ranges = [], []
            elif line[0] != "#":
                row = line.split("\t")
                if "-" in row[0]:
                    ranges.append(row)
                elif "." not in row[0]:
                    words.append(row)
    if words:
        yield sent_id, words, ranges


def merged_tokens(words: list[list[str]], ranges: list[list[str]], lang: str) -> list[tuple[list[str], list[str] | None, bool]]:
    """(word row, row of the second half or None, space after) a token. A two-word contraction that starts with an
    adposition (du, au, zum, del) stays one token; other multiword tokens are taken apart, glued together."""
    merged, glued, last_of_range = {}, set(), {}
    for row in ranges:
        first, last = (int(x) - 1 for x in row[0].split("-"))
        space = "SpaceAfter=No" not in row[9]
        if lang != "en" and last == first + 1 and words[first][3] == "ADP":
            merged[first] = (row[1], space)
        else:
            glued.update(range(first, last))
            last_of_range[last] = space
    out, i = [], 0
    while i < len(words):
        if i in merged:
            form, space = merged[i]
            out.append(([words[i][0], form, *words[i][2:]], words[i + 1], space))
            i += 2
        else:
            space = i not in glued and last_of_range.get(i, "SpaceAfter=No" not in words[i][9])
            out.append((words[i], None, space))
            i += 1
    return out


def features(column: str) -> str:
    return "|".join(x for x in column.split("|") if x != "_" and x.split("=")[0] not in DROPPED_FEATURES)


def to_sentence(source: str, sent_id: str, words: list[list[str]], ranges: list[list[str]]) -> Sentence | None:
    """None for a sentence that has not exactly one root."""
    tokens = merged_tokens(words, ranges, source[:2])
    token_of_word = {"0": -1}
    for idx, (row, second, _) in enumerate(tokens):
        token_of_word[row[0]] = idx
        if second:
            token_of_word[second[0]] = idx
    s = Sentence(source, sent_id, [], [])
    for idx, (row, second, space) in enumerate(tokens):
        head, deprel = row[6], row[7]
        if second and token_of_word[head] == idx:
            head, deprel = second[6], second[7]
        s.forms.append(row[1])
        s.space_after.append(space)
        s.upos.append(f"{row[3]}_{second[3]}" if second else row[3])
        s.feats.append("" if second else features(row[5]))
        s.lemmas.append(row[2])
        s.heads.append(token_of_word[head])
        s.deprels.append("root" if head == "0" else deprel if deprel in KEPT_SUBTYPES else deprel.split(":")[0])
    return s if s.heads.count(-1) == 1 else None


def read_treebank(path: Path, source: str) -> list[Sentence]:
    found = (to_sentence(source, *parts) for parts in read_conllu(path))
    return [s for s in found if s]


def training_sets(treebanks: Path) -> dict[str, list[Sentence]]:
    out = {}
    for source, (file, _) in TRAIN.items():
        sentences = read_treebank(treebanks / "free" / f"{file}.conllu.xz", source)
        if source == "fr_gsd":
            sentences = sentences[:LAST_TRAINED_GSD]
        if source in HELD_OUT_TENTH:
            sentences = [s for s in sentences if not is_held_out(s.text())]
        out[source] = [s for s in sentences if 1 < len(s.forms) < 110]
    return out


def dev_sets(treebanks: Path) -> dict[str, list[Sentence]]:
    out = {name: read_treebank(treebanks / "free" / f"{file}.conllu.xz", name) for name, file in DEV.items()}
    out["fr_gsd_tail"] = read_treebank(treebanks / "free/fr_gsd-ud-dev.conllu.xz", "fr_gsd")[LAST_TRAINED_GSD:]
    for source in sorted(HELD_OUT_TENTH):
        sentences = read_treebank(treebanks / "free" / f"{TRAIN[source][0]}.conllu.xz", source)
        out[f"{source}_tenth"] = [s for s in sentences if is_held_out(s.text())]
    return out


def outside_sets(treebanks: Path) -> dict[str, list[Sentence]]:
    return {n: read_treebank(treebanks / "nc" / f"{f}.conllu.xz", n) for n, f in OUTSIDE_CHECKS.items()}
