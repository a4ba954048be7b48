//! One-to-one matching of gold items with predicted ones.

/// Pairs `(gold, predicted)` chosen greedily: the highest `score` first, then by position; `None` never pairs.
pub(crate) fn match_greedily<S: PartialOrd>(
    n_gold: usize,
    n_predicted: usize,
    score: impl Fn(usize, usize) -> Option<S>,
) -> Vec<(usize, usize)> {
    let mut candidates = Vec::new();
    for gold in 0..n_gold {
        for predicted in 0..n_predicted {
            if let Some(score) = score(gold, predicted) {
                candidates.push((score, gold, predicted));
            }
        }
    }
    // A stable sort keeps the order of the text among equals; scores are never NaN.
    candidates.sort_by(|a, b| b.0.partial_cmp(&a.0).unwrap_or(std::cmp::Ordering::Equal));
    let (mut gold_taken, mut predicted_taken) = (vec![false; n_gold], vec![false; n_predicted]);
    let mut pairs = Vec::new();
    for (_, gold, predicted) in candidates {
        if !gold_taken[gold] && !predicted_taken[predicted] {
            gold_taken[gold] = true;
            predicted_taken[predicted] = true;
            pairs.push((gold, predicted));
        }
    }
    pairs.sort_unstable();
    pairs
}

/// As many pairs as possible (augmenting paths), for multisets where an item may agree with several others.
pub(crate) fn match_most(
    n_gold: usize,
    n_predicted: usize,
    agrees: impl Fn(usize, usize) -> bool,
) -> Vec<(usize, usize)> {
    let mut gold_of: Vec<Option<usize>> = vec![None; n_predicted];
    for gold in 0..n_gold {
        let mut seen = vec![false; n_predicted];
        augment(gold, &agrees, &mut seen, &mut gold_of);
    }
    let mut pairs: Vec<_> =
        gold_of.iter().enumerate().filter_map(|(predicted, gold)| Some(((*gold)?, predicted))).collect();
    pairs.sort_unstable();
    pairs
}

fn augment(
    gold: usize,
    agrees: &impl Fn(usize, usize) -> bool,
    seen: &mut [bool],
    gold_of: &mut [Option<usize>],
) -> bool {
    for predicted in 0..gold_of.len() {
        if seen[predicted] || !agrees(gold, predicted) {
            continue;
        }
        seen[predicted] = true;
        if gold_of[predicted].is_none_or(|other| augment(other, agrees, seen, gold_of)) {
            gold_of[predicted] = Some(gold);
            return true;
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_best_pair_goes_first() {
        let scores = [[Some(0.6), Some(0.9)], [None, Some(0.8)]];
        assert_eq!(match_greedily(2, 2, |gold, predicted| scores[gold][predicted]), [(0, 1)]);
    }

    #[test]
    fn as_many_pairs_as_possible() {
        let agrees = [[true, true], [true, false]];
        assert_eq!(match_most(2, 2, |gold, predicted| agrees[gold][predicted]), [(0, 1), (1, 0)]);
    }
}
