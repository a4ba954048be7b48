"""Turns a checkpoint into the one model file that Selon reads (`models/selon-6.safetensors`).

    python training/export.py --base ../shared/base-encoder --checkpoint CHECKPOINT --out models/selon-6.safetensors

CHECKPOINT is either a folder with `weights-f16.safetensors` and `labels.json` (the frozen word embeddings left out),
or a `.pt` file as `training/train.py` writes it: `sd` (state dict), `tags`, `rels`, `lem` (label -> index) and,
when the model finds names, `ner_labels` (list).

What the file holds (format 1), all numbers little-endian:
- `embeddings.words.q4` / `.scale`: the 4-bit word embeddings, bit-exact as in the base encoder.
- every linear layer as `NAME.weight` (int8, one row per output), `NAME.scale` (f32 per output), `NAME.bias` (f32).
- `heads.mix`: per task, the softmaxed and scaled weights of the hidden states.
- `labels.*` and `pieces.*`: text, one item per line (bytes), with `pieces.scores` beside it.
The biaffine forms are written as linear layers: their constant input becomes the bias.
"""

import argparse
import json
import os

import torch
from safetensors.torch import load_file, save_file

FORMAT = "1"
HIDDEN = 384
TASKS = ["tag", "lemma", "parse", "name"]


def load_checkpoint(path):
    """State dict and label lists in index order."""
    if os.path.isdir(path):
        labels = json.load(open(os.path.join(path, "labels.json"), encoding="utf8"))
        state = load_file(os.path.join(path, "weights-f16.safetensors"))
        lists = dict(tags=labels["tags"], rels=labels["relations"], lem=labels["lemma_scripts"], ner=labels.get("names", []))
    else:
        ck = torch.load(path, map_location="cpu", weights_only=False)
        state = ck["sd"]
        by_index = lambda d: [k for k, _ in sorted(d.items(), key=lambda kv: kv[1])] if isinstance(d, dict) else list(d)
        lists = {k: by_index(ck.get(k) or {}) for k in ("tags", "rels", "lem")}
        lists["ner"] = by_index(ck.get("ner_labels") or ck.get("ner") or [])
    return {k: v.float() for k, v in state.items()}, lists


def quantize(weight):
    """Symmetric int8 per output row."""
    scale = weight.abs().amax(1).clamp(min=1e-12) / 127
    q = torch.round(weight / scale.unsqueeze(1)).clamp(-127, 127).to(torch.int8)
    return q.contiguous(), scale.contiguous()


def lines(items):
    assert all("\n" not in item for item in items)
    return torch.tensor(list("\n".join(items).encode()), dtype=torch.uint8)


def main():
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("--base", default="../shared/base-encoder")
    ap.add_argument("--checkpoint", default="../shared/base-encoder/trained-6-layers")
    ap.add_argument("--out", default="models/selon-6.safetensors")
    a = ap.parse_args()
    state, labels = load_checkpoint(a.checkpoint)
    base = load_file(os.path.join(a.base, "encoder-q4.safetensors"))
    tok = json.load(open(os.path.join(a.base, "tokenizer.json"), encoding="utf8"))
    out = {}

    def linear(name, weight, bias):
        out[f"{name}.weight"], out[f"{name}.scale"] = quantize(weight)
        out[f"{name}.bias"] = bias.contiguous()

    def from_state(name, *sources):
        weight = torch.cat([state[f"{s}.weight"] for s in sources])
        bias = torch.cat([state[f"{s}.bias"] for s in sources])
        linear(name, weight, bias)

    # Embeddings.
    out["embeddings.words.q4"] = base["embeddings.word_embeddings.weight.q4"]
    out["embeddings.words.scale"] = base["embeddings.word_embeddings.weight.scale"]
    # Every piece is of type 0: its vector is added to the positions once and for all.
    positions = state["enc.embeddings.position_embeddings.weight"] + state["enc.embeddings.token_type_embeddings.weight"][0]
    out["embeddings.positions"] = positions.half()
    out["embeddings.norm.weight"] = state["enc.embeddings.LayerNorm.weight"]
    out["embeddings.norm.bias"] = state["enc.embeddings.LayerNorm.bias"]

    # Encoder.
    n_layers = 1 + max(int(k.split(".")[3]) for k in state if k.startswith("enc.encoder.layer."))
    for i in range(n_layers):
        s, o = f"enc.encoder.layer.{i}", f"layers.{i}"
        from_state(f"{o}.qkv", f"{s}.attention.self.query", f"{s}.attention.self.key", f"{s}.attention.self.value")
        from_state(f"{o}.attention_out", f"{s}.attention.output.dense")
        from_state(f"{o}.up", f"{s}.intermediate.dense")
        from_state(f"{o}.down", f"{s}.output.dense")
        for mine, theirs in (("attention_norm", "attention.output.LayerNorm"), ("norm", "output.LayerNorm")):
            out[f"{o}.{mine}.weight"] = state[f"{s}.{theirs}.weight"]
            out[f"{o}.{mine}.bias"] = state[f"{s}.{theirs}.bias"]

    # Heads.
    mix = torch.softmax(state["mix"], -1) * state["g"].unsqueeze(1)
    n_tasks = 4 if labels["ner"] else 3
    if mix.shape[0] < n_tasks:  # names read the mixture of the tagger unless they have their own
        mix = torch.cat([mix, mix[:1]])
    out["heads.mix"] = mix[:n_tasks].contiguous()
    for name, source in (("tag", "tag"), ("lemma", "lem")):
        from_state(f"{name}.hidden", f"{source}.0")
        from_state(f"{name}.out", f"{source}.3")
    from_state("arc.head", "ah")
    from_state("arc.dependent", "ad")
    from_state("label.head", "lh")
    from_state("label.dependent", "ld")
    out["root"] = state["root"]
    linear("arc.bilinear", state["U"][:-1].t(), state["U"][-1])
    n_rels, d, e = state["W"].shape
    w = state["W"].reshape(n_rels * d, e)
    linear("label.bilinear", w[:, :-1], w[:, -1])
    if labels["ner"]:
        if "ner.0.weight" in state:
            last = max(int(k.split(".")[1]) for k in state if k.startswith("ner.") and k.endswith(".weight"))
            from_state("name.hidden", "ner.0")
            from_state("name.out", f"ner.{last}")
        else:
            from_state("name.out", "ner")
        out["labels.names"] = lines(labels["ner"])
    out["labels.tags"] = lines(labels["tags"])
    out["labels.relations"] = lines(labels["rels"])
    out["labels.lemma_scripts"] = lines(labels["lem"])

    # Word pieces, sorted by their bytes so that the reader needs no index; `pieces.ids` gives the row of each.
    order = sorted(range(4, len(tok["pieces"])), key=lambda i: tok["pieces"][i].encode())
    out["pieces.text"] = lines([tok["pieces"][i] for i in order])
    out["pieces.ids"] = torch.tensor(order, dtype=torch.int32)
    out["pieces.scores"] = torch.tensor([tok["scores"][i] for i in order], dtype=torch.float64)
    changes = sorted(tok["normalization"].items())
    out["pieces.normalization.from"] = torch.tensor([ord(c) for c, _ in changes], dtype=torch.int32)
    # One line per character; line breaks never stand in a replacement.
    out["pieces.normalization.to"] = lines([to for _, to in changes])

    metadata = dict(format=FORMAT, kind="selon-model", layers=str(n_layers), hidden=str(HIDDEN), heads="12",
                    min_score=repr(min(tok["scores"])), tasks=",".join(TASKS[:n_tasks]))
    save_file({k: v.contiguous() for k, v in out.items()}, a.out, metadata=metadata)
    print(a.out, os.path.getsize(a.out), "bytes;", n_layers, "layers;", {k: len(v) for k, v in labels.items()})


if __name__ == "__main__":
    main()
