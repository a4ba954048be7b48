"""The network: a cut multilingual-e5-small and one head each for tags, lemmas, dependencies and names."""

from pathlib import Path

import torch
from safetensors.torch import load_file
from torch import nn
from torch.nn import functional as F
from transformers import BertConfig, BertModel

WIDTH = 384
ARC, LABEL = 256, 128
TAG, LEMMA, SYNTAX, NAME = range(4)
"""Rows of `mix` and `g`: each task reads its own mixture of the layers."""


class Net(nn.Module):
    def __init__(self, layers: int, pieces: int, tags: int, rels: int, lemmas: int, names: int, dropout: float = 0.15):
        super().__init__()
        config = BertConfig(
            vocab_size=pieces,
            hidden_size=WIDTH,
            num_hidden_layers=layers,
            num_attention_heads=12,
            intermediate_size=1536,
            max_position_embeddings=512,
            layer_norm_eps=1e-12,
            pad_token_id=1,
            hidden_dropout_prob=0.0,
            attention_probs_dropout_prob=0.0,
            attn_implementation="eager",  # the fused attention's backward pass is twice as slow on a CPU
        )
        self.enc = BertModel(config, add_pooling_layer=False)
        self.enc.embeddings.word_embeddings.weight.requires_grad = False
        self.mix = nn.Parameter(torch.zeros(4, layers + 1))
        with torch.no_grad():
            self.mix[:, -3:] = 1.0
        self.g = nn.Parameter(torch.ones(4))
        self.dropout = nn.Dropout(dropout)

        def classes(n: int) -> nn.Sequential:
            return nn.Sequential(nn.Linear(WIDTH, 256), nn.GELU(), nn.Dropout(dropout), nn.Linear(256, n))

        self.tag, self.lem, self.ner = classes(tags), classes(lemmas), classes(names)
        self.ah, self.ad = nn.Linear(WIDTH, ARC), nn.Linear(WIDTH, ARC)
        self.lh, self.ld = nn.Linear(WIDTH, LABEL), nn.Linear(WIDTH, LABEL)
        self.root = nn.Parameter(torch.zeros(WIDTH))
        self.U = nn.Parameter(torch.randn(ARC + 1, ARC) * 0.02)
        self.W = nn.Parameter(torch.randn(rels, LABEL + 1, LABEL + 1) * 0.02)

    def words(self, ids: torch.Tensor, mask: torch.Tensor, first: torch.Tensor, tasks: list[int]) -> list[torch.Tensor]:
        """The words' vectors for each task, read at their first pieces."""
        layers = self.enc(ids, attention_mask=mask, output_hidden_states=True).hidden_states
        at = first.unsqueeze(-1).expand(-1, -1, WIDTH)
        stack = torch.stack([layer.gather(1, at) for layer in layers])
        weights = torch.softmax(self.mix, -1)
        return [self.dropout(torch.einsum("l,lbtd->btd", weights[t], stack) * self.g[t]) for t in tasks]

    def arcs(self, x: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
        """(arc scores [sentence, dependent, head] with head 0 = root, label vectors of heads, of dependents)"""
        with_root = self.dropout(torch.cat([self.root.expand(x.shape[0], 1, -1), x], 1))
        scores = torch.einsum("bid,de,bje->bij", with_one(F.gelu(self.ad(x))), self.U, F.gelu(self.ah(with_root)))
        return scores, with_one(F.gelu(self.lh(with_root))), with_one(F.gelu(self.ld(x)))

    def labels(self, head: torch.Tensor, dependent: torch.Tensor) -> torch.Tensor:
        """Relation scores of (head, dependent) vector pairs [n, LABEL + 1]."""
        return torch.einsum("nrd,nd->nr", torch.einsum("ne,rde->nrd", head, self.W), dependent)


def with_one(x: torch.Tensor) -> torch.Tensor:
    return torch.cat([x, torch.ones_like(x[..., :1])], -1)


def base_weights(file: Path, layers: int) -> dict[str, torch.Tensor]:
    """The encoder's weights out of the 4-bit file: blocks of 32, low nibbles first."""
    stored, out = load_file(file), {}
    for name, value in stored.items():
        if name.endswith(".q4"):
            nibbles = torch.cat([(value & 15).float() - 8, (value >> 4).float() - 8], -1)
            scale = stored[name[:-3] + ".scale"].float().unsqueeze(-1)
            out[name[:-3]] = (nibbles * scale).reshape(value.shape[0], -1)
        elif not name.endswith(".scale"):
            out[name] = value.float()
    return {k: v for k, v in out.items() if "encoder.layer." not in k or int(k.split(".")[2]) < layers}
