"""Trains the backbone on parsing and name batches; stop it at any time, it goes on from its last checkpoint."""

import argparse
import json
import random
import signal
import time
from pathlib import Path

import torch
from safetensors.torch import load_file
from torch import nn
from torch.nn import functional as F

import ner
import ud
from batches import IGNORED, Batch, Labels, grouped, tensors
from damage import damaged
from evaluate import score_all
from model import LEMMA, NAME, SYNTAX, TAG, Net, base_weights
from pieces import UNKNOWN, Pieces
from records import NAME_LABELS, Sentence

HERE = Path(__file__).resolve().parent
WARM_UP_STEPS = 100
PIECE_DROPOUT = 0.04
LOWEST_RATE = 0.02


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    add = parser.add_argument
    add("--shared", type=Path, default=HERE / "../../shared", help="folder with base-encoder, treebanks and ner")
    add("--work", type=Path, default=HERE / "work", help="checkpoints and figures")
    add("--minutes", type=float, default=100, help="processor time per thread over all runs; the rate falls to 0 over it")
    add("--threads", type=int, default=2)
    add("--budget", type=int, default=1200, help="pieces a batch")
    add("--lr", type=float, default=2.5e-4)
    add("--heads-lr", type=float, default=1e-3)
    add("--frozen-layers", type=int, default=0, help="lowest layers that stay as they are: a third less work for half of them")
    add("--names-every", type=int, default=5, help="every nth batch is a name batch")
    add("--ema", type=float, default=0.995)
    add("--save-every", type=int, default=100, help="steps")
    add("--score-minutes", type=float, default=25, help="training time between two evaluations")
    return parser.parse_args()


def weighted_epoch(sets: dict[str, list[Sentence]], weights: dict[str, float], rng: random.Random) -> list[Sentence]:
    """Each set's sentences as often as its weight says, the fraction drawn by chance."""
    out = []
    for source, sentences in sets.items():
        weight = weights[source]
        out += sentences * int(weight) + rng.sample(sentences, int(len(sentences) * (weight % 1)))
    return out


def endless(sets: dict[str, list[Sentence]], weights: dict[str, float], budget: int, rng: random.Random):
    while True:
        yield from grouped(weighted_epoch(sets, weights, rng), budget, rng)


def losses(net: Net, b: Batch) -> dict[str, torch.Tensor]:
    """Tag, lemma, arc, relation and name loss, as far as the batch has gold for them."""
    ids = b.ids.masked_fill((torch.rand(b.ids.shape) < PIECE_DROPOUT) & (b.ids > UNKNOWN), UNKNOWN)
    is_word = b.is_word.view(-1)
    parsed = bool((b.heads != IGNORED).any())
    named = bool((~b.names.all(-1)).any())
    tasks = [TAG, LEMMA, SYNTAX] * parsed + [NAME] * named
    x = dict(zip(tasks, net.words(ids, b.mask, b.first, tasks)))
    out = {}
    if parsed:

        def flat(scores: torch.Tensor) -> torch.Tensor:
            return scores.flatten(0, 1)[is_word]

        out["tag"] = F.cross_entropy(net.tag(flat(x[TAG])), flat(b.tags), label_smoothing=0.03)
        out["lemma"] = 0.5 * F.cross_entropy(net.lem(flat(x[LEMMA])), flat(b.lemmas))
        arcs, head, dependent = net.arcs(x[SYNTAX])
        possible = torch.cat([torch.ones_like(b.is_word[:, :1]), b.is_word], 1)
        arcs = arcs.masked_fill(~possible.unsqueeze(1), -1e9)
        out["arc"] = F.cross_entropy(flat(arcs), flat(b.heads))
        gold = b.heads.clamp(min=0).unsqueeze(-1).expand(-1, -1, head.shape[-1])
        rels = net.labels(flat(head.gather(1, gold)), flat(dependent))
        out["rel"] = F.cross_entropy(rels, flat(b.rels), label_smoothing=0.03)
    if named:
        told = ~b.names.all(-1).view(-1)
        scores = net.ner(x[NAME].flatten(0, 1)[told])
        allowed = scores.masked_fill(~b.names.flatten(0, 1)[told], -1e9)
        out["name"] = (scores.logsumexp(-1) - allowed.logsumexp(-1)).mean()
    return out


class Training:
    """Everything a checkpoint holds."""

    def __init__(self, args: argparse.Namespace):
        self.args = args
        base = args.shared / "base-encoder"
        start = base / "trained-6-layers"
        spec = json.loads((start / "labels.json").read_text(encoding="utf8"))
        self.layers = spec["layers"]
        self.labels = Labels(spec["tags"], spec["relations"], spec["lemma_scripts"])
        self.pieces = Pieces(base / "tokenizer.json")
        sizes = (len(x) for x in (self.labels.tags, self.labels.rels, self.labels.lemmas, NAME_LABELS))
        self.net = Net(self.layers, self.pieces.count, *sizes)
        self.load_start(base, start)
        self.trained = [(k, p) for k, p in self.net.named_parameters() if p.requires_grad]
        self.ema = {k: v.detach().clone() for k, v in self.trained}
        encoder = [p for k, p in self.trained if k.startswith("enc.")]
        heads = [p for k, p in self.trained if not k.startswith("enc.")]
        groups = [dict(params=encoder), dict(params=heads)]
        self.optimizer = torch.optim.AdamW(groups, weight_decay=0.01, betas=(0.9, 0.98))
        self.step, self.seconds, self.run_start = 0, 0.0, 0
        self.last = args.work / "last.pt"
        if self.last.exists():
            self.resume()
        if args.frozen_layers:
            for part in (self.net.enc.embeddings, *self.net.enc.encoder.layer[: args.frozen_layers]):
                part.requires_grad_(False)

    def load_start(self, base: Path, start: Path):
        """Weights of an earlier training without a name head; its three layer mixtures gain a fourth."""
        own = self.net.state_dict()
        for k, v in base_weights(base / "encoder-q4.safetensors", self.layers).items():
            own["enc." + k] = v
        for k, v in load_file(start / "weights-f16.safetensors").items():
            if k in ("mix", "g"):
                own[k][: len(v)] = v.float()
            else:
                own[k] = v.float()
        self.net.load_state_dict(own)

    def save(self):
        state = dict(
            net={k: p.detach() for k, p in self.trained},
            ema=self.ema,
            optimizer=self.optimizer.state_dict(),
            step=self.step,
            seconds=self.seconds,
        )
        part = self.last.with_suffix(".part")
        torch.save(state, part)
        part.replace(self.last)

    def resume(self):
        state = torch.load(self.last)
        self.net.load_state_dict(state["net"], strict=False)
        self.ema = state["ema"]
        self.optimizer.load_state_dict(state["optimizer"])
        self.step = self.run_start = state["step"]
        self.seconds = state["seconds"]

    def export(self, file: Path, figures: dict):
        """The averaged weights, for use: the state dict, the label lists and the figures measured."""
        sd = {**self.net.state_dict(), **self.ema}
        labels = self.labels
        content = dict(sd=sd, tags=labels.tag_ids, rels=labels.rel_ids, lem=labels.lemma_ids, layers=self.layers)
        torch.save(dict(content, ner_labels=NAME_LABELS, step=self.step, figures=figures), file)

    def train_on(self, sentences: list[Sentence], rng: random.Random) -> dict[str, torch.Tensor]:
        rate = min(1.0, (self.step - self.run_start + 1) / WARM_UP_STEPS)
        rate *= max(LOWEST_RATE, 1 - self.seconds / 60 / self.args.minutes)
        for group, lr in zip(self.optimizer.param_groups, (self.args.lr, self.args.heads_lr)):
            group["lr"] = lr * rate
        batch = tensors([damaged(s, rng) for s in sentences], self.pieces, self.labels)
        parts = losses(self.net, batch)
        self.optimizer.zero_grad(set_to_none=True)
        sum(parts.values()).backward()
        nn.utils.clip_grad_norm_([p for _, p in self.trained], 2.0)
        self.optimizer.step()
        self.step += 1
        decay = min(self.args.ema, (self.step + 1) / (self.step + 10))
        with torch.no_grad():
            for k, p in self.trained:
                self.ema[k].lerp_(p, 1 - decay)
        return parts

    def score(self):
        """Scores the averaged weights on everything held out and exports them."""
        own = {k: p.detach().clone() for k, p in self.trained}
        self.net.load_state_dict(self.ema, strict=False)
        figures = score_all(self.net, self.pieces, self.labels, self.args.shared)
        self.net.load_state_dict(own, strict=False)
        self.net.train()
        line = dict(step=self.step, minutes=round(self.seconds / 60, 1), **figures)
        with (self.args.work / "figures.jsonl").open("a") as out:
            out.write(json.dumps(line) + "\n")
        self.export(self.args.work / f"export-{self.step}.pt", figures)
        print(json.dumps(line), flush=True)


def main():
    args = arguments()
    args.work.mkdir(parents=True, exist_ok=True)
    torch.set_num_threads(args.threads)
    training = Training(args)
    torch.manual_seed(1 + training.step)
    rng = random.Random(1 + training.step)
    parse_sets = ud.training_sets(args.shared / "treebanks")
    ner.add_to_treebanks(parse_sets, args.shared)
    name_sets = ner.training_sets(args.shared)
    for source, sentences in {**parse_sets, **name_sets}.items():
        print(source, len(sentences), "sentences", sum(len(s.forms) for s in sentences), "words", flush=True)
    parse = endless(parse_sets, {k: w for k, (_, w) in ud.TRAIN.items()}, args.budget, rng)
    name = endless(name_sets, ner.WEIGHTS, args.budget, rng)

    stop = []
    signal.signal(signal.SIGTERM, lambda *_: stop.append(True))
    training.net.train()
    mean: dict[str, float] = {}
    scored = training.seconds
    while training.seconds < args.minutes * 60 and not stop:
        began = time.process_time()
        parts = training.train_on(next(name if training.step % args.names_every == 0 else parse), rng)
        training.seconds += (time.process_time() - began) / args.threads  # a busy machine slows the run, not the schedule
        for k, v in parts.items():
            mean[k] = 0.97 * mean.get(k, v.item()) + 0.03 * v.item()
        if training.step % args.save_every == 0:
            training.save()
            shown = " ".join(f"{k} {v:.3f}" for k, v in mean.items())
            print(f"step {training.step} minute {training.seconds / 60:.1f} {shown}", flush=True)
        if training.seconds - scored > args.score_minutes * 60:
            scored = training.seconds
            training.score()
    training.save()
    if not stop:
        training.score()


if __name__ == "__main__":
    main()
