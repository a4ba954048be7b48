//! The best dependency tree with one root, from the scores of all arcs (Chu-Liu/Edmonds).

/// No arc.
const NEVER: f32 = -1e9;
/// Roots that are tried when the best graph has several.
const MAX_ROOTS: usize = 3;

/// The head of each of `n` words; `None` for the root, of which there is exactly one.
///
/// `scores` holds, for each word, the score of being the root and then of hanging on each word.
pub(crate) fn best_tree(scores: &[f32], n: usize) -> Vec<Option<usize>> {
    if n == 0 {
        return Vec::new();
    }
    let graph = Graph::new(scores, n);
    let heads = graph.best_heads();
    if heads[1..].iter().filter(|&&head| head == 0).count() == 1 {
        return words(&heads);
    }
    // Several words want to be the root: the best tree over the likeliest roots, each made the only one.
    let mut roots: Vec<usize> = (1..=n).collect();
    roots.sort_by(|&a, &b| graph.get(b, 0).total_cmp(&graph.get(a, 0)).then(a.cmp(&b)));
    let candidates = roots.into_iter().take(MAX_ROOTS).map(|root| {
        let heads = graph.with_root(root).best_heads();
        let total: f32 = (1..=n).map(|word| graph.get(word, heads[word])).sum();
        (total, heads)
    });
    candidates
        .reduce(|best, other| if other.0 > best.0 { other } else { best })
        .map_or_else(Vec::new, |(_, heads)| words(&heads))
}

fn words(heads: &[usize]) -> Vec<Option<usize>> {
    heads[1..].iter().map(|head| head.checked_sub(1)).collect()
}

/// Arc scores between nodes; node 0 is above the root.
struct Graph {
    n: usize,
    scores: Vec<f32>,
}

impl Graph {
    fn new(scores: &[f32], n: usize) -> Graph {
        let mut graph = Graph::empty(n + 1);
        for word in 0..n {
            for head in 0..=n {
                if head != word + 1 {
                    graph.set(word + 1, head, scores[word * (n + 1) + head]);
                }
            }
        }
        graph
    }

    fn empty(n: usize) -> Graph {
        Graph { n, scores: vec![NEVER; n * n] }
    }

    fn get(&self, word: usize, head: usize) -> f32 {
        self.scores[word * self.n + head]
    }

    fn set(&mut self, word: usize, head: usize, score: f32) {
        self.scores[word * self.n + head] = score;
    }

    fn with_root(&self, root: usize) -> Graph {
        let mut graph = Graph { n: self.n, scores: self.scores.clone() };
        for word in 1..self.n {
            if word != root {
                graph.set(word, 0, NEVER);
            }
        }
        graph
    }

    /// The head of each node in the best tree below node 0.
    fn best_heads(&self) -> Vec<usize> {
        let mut heads: Vec<usize> = (0..self.n)
            .map(|word| {
                let row = &self.scores[word * self.n..(word + 1) * self.n];
                let mut best = 0;
                for (head, &score) in row.iter().enumerate() {
                    if score > row[best] {
                        best = head;
                    }
                }
                best
            })
            .collect();
        heads[0] = 0;
        match cycle(&heads) {
            None => heads,
            Some(cycle) => self.resolve(heads, &cycle),
        }
    }

    /// Contracts a cycle to one node, solves the smaller graph and opens the cycle again.
    fn resolve(&self, mut heads: Vec<usize>, cycle: &[usize]) -> Vec<usize> {
        let mut in_cycle = vec![false; self.n];
        for &node in cycle {
            in_cycle[node] = true;
        }
        let rest: Vec<usize> = (0..self.n).filter(|&node| !in_cycle[node]).collect();
        let contracted = rest.len();
        let mut small = Graph::empty(contracted + 1);
        // For each node outside: the cycle's node it would hang on, and the one that would hang on it.
        let mut leaves_from = vec![0; contracted];
        let mut enters_at = vec![0; contracted];
        for (small_idx, &node) in rest.iter().enumerate() {
            for (other_idx, &other) in rest.iter().enumerate() {
                if node != 0 && other_idx != small_idx {
                    small.set(small_idx, other_idx, self.get(node, other));
                }
            }
            let best = |score: &dyn Fn(usize) -> f32| {
                cycle[1..].iter().fold((cycle[0], score(cycle[0])), |best, &inside| {
                    let score = score(inside);
                    if score > best.1 { (inside, score) } else { best }
                })
            };
            if node != 0 {
                let (from, score) = best(&|inside| self.get(node, inside));
                leaves_from[small_idx] = from;
                small.set(small_idx, contracted, score);
            }
            let (at, score) = best(&|inside| self.get(inside, node) - self.get(inside, heads[inside]));
            enters_at[small_idx] = at;
            small.set(contracted, small_idx, score);
        }
        let small_heads = small.best_heads();
        for (small_idx, &node) in rest.iter().enumerate().skip(1) {
            heads[node] = if small_heads[small_idx] == contracted {
                leaves_from[small_idx]
            } else {
                rest[small_heads[small_idx]]
            };
        }
        let above = small_heads[contracted];
        heads[enters_at[above]] = rest[above];
        heads
    }
}

/// The nodes of a cycle that does not pass through node 0.
fn cycle(heads: &[usize]) -> Option<Vec<usize>> {
    let mut seen_from = vec![0; heads.len()];
    for start in 1..heads.len() {
        let mut node = start;
        while node != 0 && seen_from[node] == 0 {
            seen_from[node] = start;
            node = heads[node];
        }
        if node != 0 && seen_from[node] == start {
            let mut nodes = vec![node];
            let mut next = heads[node];
            while next != node {
                nodes.push(next);
                next = heads[next];
            }
            return Some(nodes);
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A small generator of numbers, so that the test needs no other crate.
    fn numbers(mut state: u64) -> impl FnMut() -> f32 {
        move || {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            (state >> 40) as f32 / (1 << 24) as f32
        }
    }

    /// Every assignment of heads that is a tree with one root.
    fn best_by_search(scores: &[f32], n: usize) -> f32 {
        let mut best = f32::NEG_INFINITY;
        for code in 0..(n + 1).pow(n as u32) {
            let heads: Vec<usize> = (0..n).map(|word| code / (n + 1).pow(word as u32) % (n + 1)).collect();
            let is_tree = heads.iter().filter(|&&head| head == 0).count() == 1
                && (1..=n).all(|word| {
                    let mut node = word;
                    for _ in 0..=n {
                        node = if node == 0 { 0 } else { heads[node - 1] };
                    }
                    node == 0
                });
            if is_tree {
                let total = (0..n).map(|word| scores[word * (n + 1) + heads[word]]).sum();
                best = best.max(total);
            }
        }
        best
    }

    #[test]
    fn agrees_with_exhaustive_search() {
        let mut next = numbers(7);
        for n in 1..=5 {
            for _ in 0..200 {
                let scores: Vec<f32> = (0..n * (n + 1)).map(|_| next()).collect();
                let heads = best_tree(&scores, n);
                assert_eq!(heads.iter().filter(|head| head.is_none()).count(), 1);
                let total: f32 = heads
                    .iter()
                    .enumerate()
                    .map(|(word, head)| scores[word * (n + 1) + head.map_or(0, |head| head + 1)])
                    .sum();
                // Only the likeliest three roots are tried, so up to three words the tree is the best one.
                let best = best_by_search(&scores, n);
                assert!(total <= best + 1e-4);
                assert!(n > 3 || (total - best).abs() < 1e-4, "{n} words: {total} < {best}");
            }
        }
    }

    #[test]
    fn a_long_chain_of_cycles_is_solved() {
        let n = 300;
        let mut next = numbers(11);
        let scores: Vec<f32> = (0..n * (n + 1)).map(|_| next()).collect();
        let heads = best_tree(&scores, n);
        for start in 0..n {
            let mut node = Some(start);
            for _ in 0..=n {
                node = node.and_then(|idx| heads[idx]);
            }
            assert_eq!(node, None, "word {start} hangs on a cycle");
        }
    }
}
