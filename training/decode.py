"""Turns scores into structures: the best single-root tree, and names out of BIO labels."""

import numpy as np

from records import KINDS, NAME_LABELS


def spanning_tree(scores: np.ndarray) -> np.ndarray:
    """Heads of the maximum spanning arborescence (Chu-Liu/Edmonds) over node 0; `scores[dependent, head]`."""
    n = scores.shape[0]
    np.fill_diagonal(scores, -1e9)
    heads = scores.argmax(1)
    heads[0] = 0
    cycle = find_cycle(heads)
    if not cycle:
        return heads
    inside = set(cycle)
    rest = [i for i in range(n) if i not in inside]
    position = {v: i for i, v in enumerate(rest)}
    c = len(rest)
    total = sum(scores[v, heads[v]] for v in cycle)
    folded = np.full((c + 1, c + 1), -1e9)
    enter, leave = {}, {}
    for v in rest:
        for u in rest:
            folded[position[v], position[u]] = scores[v, u]
        leave[v] = max(cycle, key=lambda u: scores[v, u])
        folded[position[v], c] = scores[v, leave[v]]
        enter[v] = max(cycle, key=lambda w: scores[w, v] - scores[w, heads[w]])
        folded[c, position[v]] = scores[enter[v], v] - scores[enter[v], heads[enter[v]]] + total
    folded[0, :] = -1e9
    tree = spanning_tree(folded)
    out = heads.copy()
    for v in rest[1:]:
        h = tree[position[v]]
        out[v] = leave[v] if h == c else rest[h]
    entry = rest[tree[c]]
    out[enter[entry]] = entry
    return out


def find_cycle(heads: np.ndarray) -> list[int]:
    seen = [0] * len(heads)
    for i in range(1, len(heads)):
        path, k = [], i
        while k and not seen[k]:
            seen[k] = i
            path.append(k)
            k = int(heads[k])
        if k and seen[k] == i and k in path:
            return path[path.index(k) :]
    return []


def heads_of(scores: np.ndarray) -> np.ndarray:
    """Head of each word (0 = root, else 1-based) with exactly one root; `scores` is [words, words + 1]."""
    n = scores.shape[0]
    full = np.full((n + 1, n + 1), -1e9)
    full[1:] = scores
    heads = spanning_tree(full.copy())
    if (heads[1:] == 0).sum() != 1:
        best = -np.inf
        for root in np.argsort(-full[1:, 0])[:3] + 1:
            forced = full.copy()
            forced[1:, 0] = -1e8
            forced[root, 0] = full[root, 0]
            tree = spanning_tree(forced.copy())
            value = sum(forced[i, tree[i]] for i in range(1, n + 1))
            if value > best:
                best, heads = value, tree
    return heads[1:]


def bio_path(scores: np.ndarray) -> np.ndarray:
    """The best label sequence in which I-X follows B-X or I-X only."""
    labels = len(NAME_LABELS)
    allowed = np.zeros((labels, labels))
    for i in range(len(KINDS)):
        inside = 2 + 2 * i
        allowed[:, inside] = -1e9
        allowed[[inside - 1, inside], inside] = 0
    start = np.array([0.0] + [0.0, -1e9] * len(KINDS))
    best, back = scores[0] + start, []
    for row in scores[1:]:
        step = best[:, None] + allowed
        back.append(step.argmax(0))
        best = step.max(0) + row
    path = [int(best.argmax())]
    for pointers in reversed(back):
        path.append(int(pointers[path[-1]]))
    return np.array(path[::-1])


def name_spans(labels: list[str]) -> set[tuple[int, int, str]]:
    """(first word, word after the last, kind) of each name."""
    out, start = set(), None
    for i, label in enumerate([*labels, "O"]):
        if start is not None and not (label[0] == "I" and label[2:] == labels[start][2:]):
            out.add((start, i, labels[start][2:]))
            start = None
        if label[0] == "B" or (label[0] == "I" and start is None):
            start = i
    return out
