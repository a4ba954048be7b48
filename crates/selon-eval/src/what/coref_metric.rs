//! MUC, B³ and CEAF-e of one document, as counts that add up over documents (Pradhan et al. 2014).

use std::collections::{BTreeMap, BTreeSet};

use crate::score::Tally;

/// Mentions, by the position of their head, in groups that mean the same.
pub(crate) type Chains = Vec<BTreeSet<usize>>;

/// Chains from pairs of mention and entity; a mention that nothing else goes with makes none.
pub(crate) fn chains<Key: Ord>(mentions: impl IntoIterator<Item = (usize, Key)>) -> Chains {
    let mut by_entity: BTreeMap<Key, BTreeSet<usize>> = BTreeMap::new();
    let mut seen = BTreeSet::new();
    for (mention, entity) in mentions {
        if seen.insert(mention) {
            by_entity.entry(entity).or_default().insert(mention);
        }
    }
    by_entity.into_values().filter(|chain| chain.len() > 1).collect()
}

/// Adds what the three measures count under `name`.
pub(crate) fn count(tally: &mut Tally, name: &str, gold: &Chains, found: &Chains) {
    let overlaps: Vec<Vec<usize>> =
        gold.iter().map(|here| found.iter().map(|there| here.intersection(there).count()).collect()).collect();
    let n_mentions = |chains: &Chains| chains.iter().map(BTreeSet::len).sum::<usize>();
    let cells = || overlaps.iter().flatten().copied();
    // MUC: links that both have, of the links that each needs.
    let shared = cells().filter(|n| *n > 0).map(|n| n - 1).sum();
    tally.found(&format!("{name}.muc"), shared, n_mentions(found) - found.len(), n_mentions(gold) - gold.len());
    // B³: for each mention the share of its chain that is right.
    let (mut precision, mut recall) = (0.0, 0.0);
    for (row, here) in overlaps.iter().zip(gold) {
        for (&n, there) in row.iter().zip(found) {
            precision += (n * n) as f64 / there.len() as f64;
            recall += (n * n) as f64 / here.len() as f64;
        }
    }
    tally.add_amount(&format!("{name}.b3_precision"), precision);
    tally.add_amount(&format!("{name}.b3_recall"), recall);
    tally.add(&format!("{name}.predicted"), n_mentions(found));
    tally.add(&format!("{name}.gold"), n_mentions(gold));
    // CEAF-e: the best pairing of whole chains.
    let alike: Vec<Vec<f64>> = overlaps
        .iter()
        .zip(gold)
        .map(|(row, here)| {
            row.iter().zip(found).map(|(&n, there)| 2.0 * n as f64 / (here.len() + there.len()) as f64).collect()
        })
        .collect();
    tally.add_amount(&format!("{name}.ceafe.right"), best_pairing(&alike));
    tally.add(&format!("{name}.ceafe.predicted"), found.len());
    tally.add(&format!("{name}.ceafe.gold"), gold.len());
}

/// The greatest sum of a one-to-one pairing of rows and columns (Kuhn–Munkres with potentials).
fn best_pairing(weights: &[Vec<f64>]) -> f64 {
    let n = weights.len().max(weights.first().map_or(0, Vec::len));
    let cost = |row: usize, column: usize| -weights.get(row).and_then(|row| row.get(column)).copied().unwrap_or(0.0);
    let (mut of_row, mut of_column) = (vec![0.0; n + 1], vec![0.0; n + 1]);
    // For each column the row paired with it, counted from 1; 0 = none.
    let mut row_of = vec![0; n + 1];
    for row in 1..=n {
        row_of[0] = row;
        let mut column = 0;
        let mut least = vec![f64::INFINITY; n + 1];
        let mut before = vec![0; n + 1];
        let mut is_used = vec![false; n + 1];
        while row_of[column] != 0 {
            is_used[column] = true;
            let here = row_of[column];
            let (mut step, mut next) = (f64::INFINITY, 0);
            for other in 1..=n {
                if is_used[other] {
                    continue;
                }
                let reduced = cost(here - 1, other - 1) - of_row[here] - of_column[other];
                if reduced < least[other] {
                    (least[other], before[other]) = (reduced, column);
                }
                if least[other] < step {
                    (step, next) = (least[other], other);
                }
            }
            for other in 0..=n {
                if is_used[other] {
                    of_row[row_of[other]] += step;
                    of_column[other] -= step;
                } else {
                    least[other] -= step;
                }
            }
            column = next;
        }
        while column != 0 {
            row_of[column] = row_of[before[column]];
            column = before[column];
        }
    }
    (1..=n).map(|column| -cost(row_of[column] - 1, column - 1)).sum()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::score::{Figure, Formula, score};

    fn figures(gold: &[&[usize]], found: &[&[usize]]) -> Vec<f64> {
        let chains = |lists: &[&[usize]]| lists.iter().map(|list| list.iter().copied().collect()).collect();
        let mut tally = Tally::default();
        count(&mut tally, "x", &chains(gold), &chains(found));
        let formulas = [
            Figure::new("muc", Formula::F1("x.muc".into())),
            Figure::new("b3", Formula::BCubed("x".into())),
            Figure::new("ceafe", Formula::F1("x.ceafe".into())),
            Figure::new("conll", Formula::Conll("x".into())),
        ];
        score(&formulas, &[tally]).iter().map(|scored| (scored.value * 1e4).round() / 1e4).collect()
    }

    #[test]
    fn the_same_chains_are_right() {
        assert_eq!(figures(&[&[1, 2], &[3, 4, 5]], &[&[3, 4, 5], &[1, 2]]), [1.0, 1.0, 1.0, 1.0]);
    }

    /// The example of Pradhan et al. (2014): key {a,b,c}{d,e,f,g}, response {a,b}{c,d}{f,g,h,i}.
    #[test]
    fn the_published_example() {
        let found = figures(&[&[1, 2, 3], &[4, 5, 6, 7]], &[&[1, 2], &[3, 4], &[6, 7, 8, 9]]);
        // MUC: 2 of 5 links wanted and 2 of 5 given; B³: recall .42, precision .5; CEAF-e: .65 and .43.
        assert_eq!(found[0], 0.4);
        assert_eq!(found[1], 0.4545);
        assert_eq!(found[2], 0.52);
    }

    #[test]
    fn single_mentions_make_no_chain() {
        assert_eq!(chains([(1, "a"), (2, "b"), (3, "a"), (3, "b")]), vec![BTreeSet::from([1, 3])]);
    }

    #[test]
    fn the_best_pairing_is_not_the_greedy_one() {
        assert!((best_pairing(&[vec![0.9, 0.8], vec![0.8, 0.0]]) - 1.6).abs() < 1e-9);
        assert!((best_pairing(&[vec![0.5, 0.0, 1.0]]) - 1.0).abs() < 1e-9);
        assert!(best_pairing(&[]).abs() < 1e-9);
    }
}
