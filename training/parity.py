"""Compares the Rust analysis with PyTorch, and writes the fixtures of the crate's tests.

    python training/parity.py fixture CHECKPOINT   writes crates/selon-analysis/tests/fixtures/{pieces,labels}.tsv
    python training/parity.py compare CHECKPOINT PREDICTIONS GOLD   labels of 500 sentences against PyTorch

CHECKPOINT is a `.pt` file or a folder as `export.py` takes it. The sentences of the fixtures are our own.
"""

import json
import os
import sys

import numpy as np
import torch
import torch.nn.functional as F
from safetensors.torch import load_file
from tokenizers import Tokenizer, models

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, HERE)
from export import load_checkpoint  # noqa: E402

BASE = os.path.join(HERE, "../../shared/base-encoder")
SENTENCES = {
    "fr": ["L’ armée a repris le village de Bakal , selon deux témoins joints mardi .", "Le ministre n’ exclut pas d’ envoyer 1 610 soldats … au nord du fleuve ."],
    "en": ["The ministry did n't say whether its troops had crossed the river .", "Officials in Port Hallam deny the €3.5m payment , ﬁrst reported on Monday ."],
    "ru": ["По данным ведомства , обстрел посёлка начался в понедельник утром .", "Ё-мобиль №5 остановили у границы ."],
    "uk": ["Речниця міністерства заявила , що переговори під'їхали до кінця .", "Мер міста заперечує втрати : їх « не було » ."],
    "es": ["El Gobierno acusó al grupo de haber atacado el puesto de la frontera .", "¿ Quién dio la orden ? , preguntó la señora Peña ."],
    "de": ["Nach Angaben der Behörde wurden am 3. Mai fünf Grenzschützer verletzt .", "Das Außenministerium weist die Vorwürfe zurück 日本 ."],
}


class Reference:
    def __init__(self, checkpoint):
        self.state, self.labels = load_checkpoint(checkpoint)
        base = load_file(os.path.join(BASE, "encoder-q4.safetensors"))
        q, scale = base["embeddings.word_embeddings.weight.q4"], base["embeddings.word_embeddings.weight.scale"]
        self.words = (torch.cat([(q & 15).float() - 8, (q >> 4).float() - 8], -1) * scale.float().unsqueeze(-1)).reshape(q.shape[0], -1)
        tok = json.load(open(os.path.join(BASE, "tokenizer.json"), encoding="utf8"))
        self.normalization = tok["normalization"]
        self.tokenizer = Tokenizer(models.Unigram(list(zip(tok["pieces"], tok["scores"])), unk_id=3))

    def pieces(self, form, after_space):
        text = "".join(self.normalization.get(c, c) for c in form)
        return self.tokenizer.encode(("▁" if after_space else "") + text).ids[:8] or [3]

    def linear(self, x, name):
        return F.linear(x, self.state[f"{name}.weight"], self.state[f"{name}.bias"])

    def norm(self, x, name):
        return F.layer_norm(x, (384,), self.state[f"{name}.weight"], self.state[f"{name}.bias"], 1e-12)

    def scores(self, words):
        """Tag scores, lemma scores and arc scores in f32; `words` are (form, after space)."""
        ids, first = [0], []
        for form, after_space in words:
            first.append(len(ids))
            ids += self.pieces(form, after_space)
        ids.append(2)
        e = "enc.embeddings."
        x = self.words[ids] + self.state[e + "position_embeddings.weight"][: len(ids)] + self.state[e + "token_type_embeddings.weight"][0]
        x = self.norm(x, e + "LayerNorm")
        states = [x]
        n_layers = 1 + max(int(k.split(".")[3]) for k in self.state if k.startswith("enc.encoder.layer."))
        for i in range(n_layers):
            s = f"enc.encoder.layer.{i}."
            heads = lambda name: self.linear(x, s + "attention.self." + name).view(len(ids), 12, 32).transpose(0, 1)
            a = F.scaled_dot_product_attention(heads("query"), heads("key"), heads("value"))
            x = self.norm(x + self.linear(a.transpose(0, 1).reshape(len(ids), 384), s + "attention.output.dense"), s + "attention.output.LayerNorm")
            h = F.gelu(self.linear(x, s + "intermediate.dense"))
            x = self.norm(x + self.linear(h, s + "output.dense"), s + "output.LayerNorm")
            states.append(x)
        mix = torch.softmax(self.state["mix"], -1) * self.state["g"].unsqueeze(1)
        task = lambda k: torch.einsum("l,ltd->td", mix[k], torch.stack(states))[first]
        two = lambda x, name: self.linear(F.gelu(self.linear(x, f"{name}.0")), f"{name}.3")
        p = task(2)
        one = lambda x: torch.cat([x, torch.ones_like(x[:, :1])], -1)
        root = torch.cat([self.state["root"].unsqueeze(0), p])
        arcs = one(F.gelu(self.linear(p, "ad"))) @ self.state["U"] @ F.gelu(self.linear(root, "ah")).T
        return two(task(0), "tag"), two(task(1), "lem"), arcs


def fixture(checkpoint):
    ref = Reference(checkpoint)
    folder = os.path.join(HERE, "../crates/selon-analysis/tests/fixtures")
    with open(os.path.join(folder, "pieces.tsv"), "w", encoding="utf8") as pieces, open(os.path.join(folder, "labels.tsv"), "w", encoding="utf8") as labels:
        pieces.write("# Made by training/parity.py with the `tokenizers` library: one word, whether a space stands before it, its pieces.\nform\tspace\tids\n")
        labels.write("# Made by training/parity.py with PyTorch in f32: the best tag, lemma script and head of each word, with the\n# distance to the second best (a small one may be decided otherwise in int8).\nsentence\tlang\tform\ttag\ttag_margin\tlemma\tlemma_margin\thead\thead_margin\n")
        number = 0
        for lang, sentences in SENTENCES.items():
            for sentence in sentences:
                forms = sentence.split(" ")
                with torch.no_grad():
                    all_scores = ref.scores([(form, True) for form in forms])
                for i, form in enumerate(forms):
                    for after_space in (True, False):
                        pieces.write(f"{form}\t{int(after_space)}\t{'|'.join(map(str, ref.pieces(form, after_space)))}\n")
                    cells = []
                    for k, scores in enumerate(all_scores):
                        row = scores[i].clone()
                        if k == 2:
                            row[i + 1] = -1e9
                        top = torch.topk(row, 2)
                        best = int(top.indices[0])
                        cells += [(ref.labels["tags"], ref.labels["lem"], range(10**6))[k][best], f"{float(top.values[0] - top.values[1]):.2f}"]
                    labels.write("\t".join([str(number), lang, form, *map(str, cells)]) + "\n")
                number += 1


def compare(checkpoint, predictions, gold):
    """Each line of PREDICTIONS and GOLD holds sentences of one text; see the card for the figure."""
    ref = Reference(checkpoint)
    n = same = 0
    upos = lambda tag: tag.split("|")[0].split("_")[0]
    for g, p in zip(open(gold, encoding="utf8"), open(predictions, encoding="utf8")):
        g, p = json.loads(g), json.loads(p)
        text = g["text"].encode()
        for tokens in p["sentences"]:
            tokens = tokens["tokens"]
            words = [(text[t[0]:t[1]].decode(), i == 0 or tokens[i - 1][1] != t[0]) for i, t in enumerate(tokens)]
            with torch.no_grad():
                tag = ref.scores(words)[0].argmax(-1).tolist()
            n += len(tokens)
            same += sum(ref.labels["tags"][k] == (t[2] + (f"_{t[3]}" if t[3] else "")) + "|" + t[4] for k, t in zip(tag, tokens))
    print(f"{n} tokens: {same} tags as in PyTorch f32 ({100 * same / max(n, 1):.2f}%)")


if __name__ == "__main__":
    {"fixture": fixture, "compare": compare}[sys.argv[1]](*sys.argv[2:])
