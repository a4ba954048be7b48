"""Trains the name head alone over the vectors of a finished network: cheap, and the other heads stay as they are."""

import argparse
import json
import random
from pathlib import Path

import torch

import ner
import ud
from batches import Labels, grouped, tensors
from damage import damaged
from evaluate import find_names, score_names
from model import NAME, Net
from pieces import Pieces
from records import NAME_LABELS, Sentence

HERE = Path(__file__).resolve().parent
COPIES_OF_OURS = 2
"""Differently damaged copies of our own sentences, beside a sample of the others."""
SAMPLE = 500
"""Sentences of each other set."""


def load(file: Path, shared: Path) -> tuple[dict, Net, Pieces, Labels]:
    content = torch.load(file)
    labels = Labels(list(content["tags"]), list(content["rels"]), list(content["lem"]))
    pieces = Pieces(shared / "base-encoder/tokenizer.json")
    sizes = (len(labels.tags), len(labels.rels), len(labels.lemmas), len(NAME_LABELS))
    net = Net(content["layers"], pieces.count, *sizes, dropout=0.2)
    net.load_state_dict(content["sd"])
    return content, net, pieces, labels


@torch.no_grad()
def vectors(net: Net, pieces: Pieces, labels: Labels, sentences: list[Sentence]) -> tuple[torch.Tensor, torch.Tensor]:
    """(vectors of the words that have a name label, as the name head reads them, and the labels they may have)"""
    net.eval()
    xs, masks = [], []
    for group in grouped(sentences, 4000, None):
        b = tensors(group, pieces, labels)
        told = ~b.names.all(-1)
        xs.append(net.words(b.ids, b.mask, b.first, [NAME])[0][told])
        masks.append(b.names[told])
    return torch.cat(xs), torch.cat(masks)


def training_words(net: Net, pieces: Pieces, labels: Labels, shared: Path, rng: random.Random):
    """(vectors, masks, weights) of every training word."""
    sets = ner.training_sets(shared)
    treebanks = ud.training_sets(shared / "treebanks")
    ner.add_to_treebanks(treebanks, shared)
    sets |= {source: [s for s in treebanks[source] if s.names] for source in ("fr_sequoia", "en_gum")}
    sets["europeana"] = sets["europeana"][: SAMPLE // 5]
    xs, masks, weights = [], [], []
    for source, sentences in sets.items():
        ours = source.startswith("news_")
        chosen = sentences * COPIES_OF_OURS if ours else rng.sample(sentences, min(SAMPLE, len(sentences)))
        copies = [damaged(s, rng) for s in chosen]
        x, mask = vectors(net, pieces, labels, copies)
        xs.append(x)
        masks.append(mask)
        weights.append(torch.full((len(x),), 1.0 if ours else 0.5))
        print(source, len(x), "words", flush=True)
    return torch.cat(xs), torch.cat(masks), torch.cat(weights)


def names_loss(net: Net, x: torch.Tensor, mask: torch.Tensor, weight: torch.Tensor) -> torch.Tensor:
    scores = net.ner(net.dropout(x))
    loss = scores.logsumexp(-1) - scores.masked_fill(~mask, -1e9).logsumexp(-1)
    return (loss * weight).sum() / weight.sum()


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("export", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--shared", type=Path, default=HERE / "../../shared")
    parser.add_argument("--epochs", type=int, default=20)
    parser.add_argument("--lr", type=float, default=1e-3)
    parser.add_argument("--threads", type=int, default=2)
    args = parser.parse_args()
    torch.set_num_threads(args.threads)
    torch.manual_seed(1)
    content, net, pieces, labels = load(args.export, args.shared)
    x, mask, weight = training_words(net, pieces, labels, args.shared, random.Random(1))
    checks = ner.check_sets(args.shared)

    def score(names: list[str]) -> dict:
        shown = {}
        for name in names:
            sentences, gold, kinds = checks[name]
            shown[name] = score_names(find_names(net, pieces, labels, sentences), gold, kinds)
        return shown

    tenths = [name for name in checks if name.endswith("tenth")]
    print("before", json.dumps({k: v["f1"] for k, v in score(tenths).items()}), flush=True)
    optimizer = torch.optim.AdamW(net.ner.parameters(), lr=args.lr, weight_decay=0.01)
    size = 2048
    steps = args.epochs * (len(x) // size)
    schedule = torch.optim.lr_scheduler.LambdaLR(optimizer, lambda k: 1 - k / steps)
    for _ in range(args.epochs):
        net.train()
        order = torch.randperm(len(x))
        for at in range(0, len(x) - size + 1, size):
            batch = order[at : at + size]
            optimizer.zero_grad()
            loss = names_loss(net, x[batch], mask[batch], weight[batch])
            loss.backward()
            optimizer.step()
            schedule.step()
        print(f"loss {loss.item():.3f}", flush=True)
    figures = score(list(checks))
    print("after", json.dumps(figures), flush=True)
    content["sd"] = net.state_dict()
    content["figures"] = {**content["figures"], **figures}
    torch.save(content, args.out)


if __name__ == "__main__":
    main()
