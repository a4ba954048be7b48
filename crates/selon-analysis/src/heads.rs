//! The heads: vectors of words to tags, lemma scripts, arcs, relations and names.

use crate::kernel::{self, Isa, Linear, Quantized};
use crate::tree;

/// All heads and the labels they choose from.
pub(crate) struct Heads {
    pub(crate) isa: Isa,
    /// `UPOS|Feature=Value|…`.
    pub(crate) tags: Vec<String>,
    pub(crate) relations: Vec<String>,
    pub(crate) lemma_scripts: Vec<String>,
    /// `O`, `B-PER`, `I-PER`, …; empty when the model finds no names.
    pub(crate) names: Vec<String>,
    pub(crate) tag: Classifier,
    pub(crate) lemma: Classifier,
    pub(crate) name: Option<Classifier>,
    pub(crate) arc: ArcHead,
    pub(crate) label: LabelHead,
}

/// One label for each word.
pub(crate) struct Classifier {
    pub(crate) hidden: Option<Linear>,
    pub(crate) out: Linear,
}

/// Scores every pair of words as dependent and head.
pub(crate) struct ArcHead {
    pub(crate) head: Linear,
    pub(crate) dependent: Linear,
    pub(crate) bilinear: Linear,
    /// Stands for the head of the root.
    pub(crate) root: Vec<f32>,
}

/// Scores every relation between a word and its head.
pub(crate) struct LabelHead {
    pub(crate) head: Linear,
    pub(crate) dependent: Linear,
    pub(crate) bilinear: Linear,
}

/// Room for intermediate results.
#[derive(Default)]
pub(crate) struct Scratch {
    rows: Quantized,
    hidden: Vec<f32>,
    scores: Vec<f32>,
}

impl Heads {
    /// Says what does not fit together.
    pub(crate) fn check(&self) -> Result<(), String> {
        let bilinear = self.relations.len() * (self.label.dependent.n_out() + 1);
        for (what, outputs, wanted) in [
            ("tags", self.tag.out.n_out(), self.tags.len()),
            ("lemma scripts", self.lemma.out.n_out(), self.lemma_scripts.len()),
            ("names", self.name.as_ref().map_or(0, |name| name.out.n_out()), self.names.len()),
            ("relations", self.label.bilinear.n_out(), bilinear),
            ("arcs", self.arc.bilinear.n_out(), self.arc.head.n_out()),
        ] {
            if outputs != wanted {
                return Err(format!("{outputs} outputs for {wanted} {what}"));
            }
        }
        Ok(())
    }

    /// The index of the best label of each word.
    pub(crate) fn classify(&self, classifier: &Classifier, words: &[f32], scratch: &mut Scratch) -> Vec<usize> {
        self.label_scores(classifier, words, scratch);
        scratch.scores.chunks_exact(classifier.out.n_out()).map(best).collect()
    }

    /// The best sequence of name labels of each sentence in which no name begins in its middle; empty without names.
    pub(crate) fn find_names(&self, words: &[f32], lengths: &[usize], scratch: &mut Scratch) -> Vec<usize> {
        let Some(classifier) = &self.name else {
            return Vec::new();
        };
        self.label_scores(classifier, words, scratch);
        let n_labels = self.names.len();
        let mut path = Vec::new();
        let mut first = 0;
        for &n in lengths {
            path.extend(self.best_path(&scratch.scores[first * n_labels..(first + n) * n_labels]));
            first += n;
        }
        path
    }

    /// Viterbi over the labels of one sentence.
    fn best_path(&self, scores: &[f32]) -> Vec<usize> {
        let n_labels = self.names.len();
        let mut total = vec![f32::NEG_INFINITY; n_labels];
        let mut back: Vec<Vec<usize>> = Vec::new();
        for (word, row) in scores.chunks_exact(n_labels).enumerate() {
            let (mut next, mut from) = (vec![f32::NEG_INFINITY; n_labels], vec![0; n_labels]);
            for (label, &score) in row.iter().enumerate() {
                if word == 0 {
                    if !self.names[label].starts_with("I-") {
                        next[label] = score;
                    }
                    continue;
                }
                for (before, &so_far) in total.iter().enumerate() {
                    if so_far + score > next[label] && follows(&self.names[before], &self.names[label]) {
                        (next[label], from[label]) = (so_far + score, before);
                    }
                }
            }
            total = next;
            back.push(from);
        }
        let mut path = Vec::with_capacity(back.len());
        let mut label = best(&total);
        for from in back.iter().rev() {
            path.push(label);
            label = from[label];
        }
        path.reverse();
        path
    }

    fn label_scores(&self, classifier: &Classifier, words: &[f32], scratch: &mut Scratch) {
        let Scratch { rows, hidden, scores } = scratch;
        match &classifier.hidden {
            Some(layer) => {
                layer.forward(words, rows, hidden);
                kernel::gelu(self.isa, hidden);
                classifier.out.forward(hidden, rows, scores);
            }
            None => classifier.out.forward(words, rows, scores),
        }
    }

    /// Heads and relations of each sentence; `lengths` says how many of `words` each one has.
    pub(crate) fn parse(&self, words: &[f32], lengths: &[usize], scratch: &mut Scratch) -> Vec<(Option<usize>, usize)> {
        let total: usize = lengths.iter().sum();
        if total == 0 {
            return Vec::new();
        }
        // The root is one more row, the last one.
        let with_root = [words, &self.arc.root].concat();
        let head = self.activated(&self.arc.head, &with_root, scratch);
        let dependent = self.activated(&self.arc.dependent, words, scratch);
        let mut bilinear = Vec::new();
        self.arc.bilinear.forward(&dependent, &mut scratch.rows, &mut bilinear);
        let width = self.arc.head.n_out();
        let root = &head[total * width..];
        let mut heads = Vec::with_capacity(total);
        let mut first = 0;
        for &n in lengths {
            let candidates = &head[first * width..(first + n) * width];
            let mut scores = Vec::with_capacity(n * (n + 1));
            for row in bilinear[first * width..(first + n) * width].chunks_exact(width) {
                scores.push(kernel::dot(row, root));
                scores.extend(candidates.chunks_exact(width).map(|head| kernel::dot(row, head)));
            }
            heads.extend(tree::best_tree(&scores, n));
            first += n;
        }
        let relations = self.relations_of(&with_root, words, lengths, &heads, scratch);
        heads.into_iter().zip(relations).collect()
    }

    /// The best relation between each word and its head.
    fn relations_of(
        &self,
        with_root: &[f32],
        words: &[f32],
        lengths: &[usize],
        heads: &[Option<usize>],
        scratch: &mut Scratch,
    ) -> Vec<usize> {
        let head = self.activated(&self.label.head, with_root, scratch);
        let dependent = self.activated(&self.label.dependent, words, scratch);
        let width = self.label.head.n_out();
        let mut chosen = Vec::with_capacity(heads.len() * width);
        let mut first = 0;
        for &n in lengths {
            for head_of in &heads[first..first + n] {
                let row = head_of.map_or(heads.len(), |idx| first + idx);
                chosen.extend_from_slice(&head[row * width..(row + 1) * width]);
            }
            first += n;
        }
        self.label.bilinear.forward(&chosen, &mut scratch.rows, &mut scratch.scores);
        let n_dependent = self.label.dependent.n_out();
        scratch
            .scores
            .chunks_exact(self.label.bilinear.n_out())
            .zip(dependent.chunks_exact(n_dependent))
            .map(|(forms, dependent)| {
                let scores: Vec<f32> = forms
                    .chunks_exact(n_dependent + 1)
                    .map(|form| kernel::dot(&form[..n_dependent], dependent) + form[n_dependent])
                    .collect();
                best(&scores)
            })
            .collect()
    }

    fn activated(&self, layer: &Linear, words: &[f32], scratch: &mut Scratch) -> Vec<f32> {
        let mut out = Vec::new();
        layer.forward(words, &mut scratch.rows, &mut out);
        kernel::gelu(self.isa, &mut out);
        out
    }
}

/// `label` may stand after `before`: an inside label only after one of the same kind.
fn follows(before: &str, label: &str) -> bool {
    label.strip_prefix("I-").is_none_or(|kind| before.get(2..) == Some(kind) && before != "O")
}

/// The index of the largest score, the first of equals.
fn best(scores: &[f32]) -> usize {
    let mut best = 0;
    for (idx, &score) in scores.iter().enumerate() {
        if score > scores[best] {
            best = idx;
        }
    }
    best
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn inside_labels_follow_their_own_kind() {
        assert!(follows("B-PER", "I-PER") && follows("I-PER", "I-PER") && follows("I-PER", "B-ORG"));
        assert!(!follows("O", "I-PER") && !follows("B-ORG", "I-PER") && follows("O", "O"));
    }
}
