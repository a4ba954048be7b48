"""Scores a network on the sentences it was not trained on: tags, lemmas, trees and names, in percent."""

from collections import Counter
from pathlib import Path

import torch

import ner
import ud
from batches import Labels, grouped, tensors
from decode import bio_path, heads_of, name_spans
from model import LEMMA, NAME, SYNTAX, TAG, Net
from pieces import Pieces
from records import NAME_LABELS, Sentence
from scripts import apply_script

BUDGET = 6000


@torch.no_grad()
def score_parse(net: Net, pieces: Pieces, labels: Labels, sentences: list[Sentence]) -> dict[str, float]:
    """`upos`, `feats`, `lemma` (case-blind), `uas`, `las` (universal relations), punctuation counted."""
    net.eval()
    count: Counter[str] = Counter()
    for group in grouped(sentences, BUDGET, None):
        b = tensors(group, pieces, labels)
        tag_x, lemma_x, syntax_x = net.words(b.ids, b.mask, b.first, [TAG, LEMMA, SYNTAX])
        arcs, head, dependent = net.arcs(syntax_x)
        tags, lemmas = net.tag(tag_x).argmax(-1).tolist(), net.lem(lemma_x).argmax(-1).tolist()
        for i, s in enumerate(group):
            n = len(s.forms)
            heads = heads_of(arcs[i, :n, : n + 1].numpy())
            rels = net.labels(head[i][torch.from_numpy(heads.copy())], dependent[i, :n]).argmax(-1).tolist()
            for k in range(n):
                upos, feats = labels.tags[tags[i][k]].split("|", 1)
                lemma = apply_script(labels.lemmas[lemmas[i][k]], s.forms[k])
                right_head = heads[k] - 1 == s.heads[k]
                count["words"] += 1
                count["upos"] += upos == s.upos[k]
                count["feats"] += upos == s.upos[k] and feats == s.feats[k]
                count["lemma"] += lemma.lower() == s.lemmas[k].lower()
                count["uas"] += right_head
                rel = labels.rels[rels[k]].split(":")[0]
                count["las"] += right_head and rel == s.deprels[k].split(":")[0]
    return {k: round(100 * count[k] / count["words"], 2) for k in ("upos", "feats", "lemma", "uas", "las")}


@torch.no_grad()
def find_names(net: Net, pieces: Pieces, labels: Labels, sentences: list[Sentence]) -> list[set[tuple[int, int, str]]]:
    """The names the network finds in each sentence."""
    net.eval()
    found: dict[int, set[tuple[int, int, str]]] = {}
    for group in grouped(sentences, BUDGET, None):
        b = tensors(group, pieces, labels)
        scores = net.ner(net.words(b.ids, b.mask, b.first, [NAME])[0])
        for i, s in enumerate(group):
            path = bio_path(scores[i, : len(s.forms)].numpy())
            found[id(s)] = name_spans([NAME_LABELS[x] for x in path])
    return [found[id(s)] for s in sentences]


def score_names(found: list[set], gold: list[set], kinds: dict[str, str]) -> dict[str, float]:
    """F1 over exact spans, in all and by kind; `kinds` maps our kinds to the gold's, a kind left out is not scored."""
    hits, given, wanted = Counter(), Counter(), Counter()
    for f, g in zip(found, gold):
        mapped = {(a, b, kinds[k]) for a, b, k in f if k in kinds}
        hits.update(k for *_, k in mapped & g)
        given.update(k for *_, k in mapped)
        wanted.update(k for *_, k in g)
    out = {"f1": f1(hits.total(), given.total(), wanted.total()), "n": wanted.total()}
    return out | {k: f1(hits[k], given[k], wanted[k]) for k in sorted(wanted)}


def f1(hits: int, given: int, wanted: int) -> float:
    return round(200 * hits / max(1, given + wanted), 2)


def score_all(net: Net, pieces: Pieces, labels: Labels, shared: Path, outside: bool = False) -> dict[str, dict[str, float]]:
    sets = ud.dev_sets(shared / "treebanks") | (ud.outside_sets(shared / "treebanks") if outside else {})
    out = {name: score_parse(net, pieces, labels, sentences) for name, sentences in sets.items()}
    for name, (sentences, gold, kinds) in ner.check_sets(shared).items():
        out[name] = score_names(find_names(net, pieces, labels, sentences), gold, kinds)
    return out
