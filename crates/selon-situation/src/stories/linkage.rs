//! Average-link clustering of units (groups of copies) over a sparse table of likenesses.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BinaryHeap};

use selon_types::Language;

/// What two members are to one another.
#[derive(Clone, Copy, Debug)]
pub(super) enum Tie {
    /// How alike they tell.
    Alike(f64),
    /// They are of different stories, however alike they tell.
    Vetoed,
}

/// Members of a cluster by language: only those of one language compare by their words.
type ByLanguage = BTreeMap<Option<Language>, u32>;

/// The sum of likenesses between two clusters, and on how many pairs across languages it rests.
#[derive(Clone, Copy, Debug, Default)]
struct Bond {
    sum: f64,
    n_across: u32,
    n_vetoed: u32,
}

/// The cluster of each unit, as its first unit. Clusters are joined, the most alike first, as long as their members
/// are alike by at least `least` on average over all pairs that can be compared; pairs that are not in `ties` are not
/// alike. Two clusters with more vetoed than free ties stay apart. The outcome depends on the numbers of the units, so
/// these must not depend on the order of arrival.
pub(super) fn cluster(
    members: &[Vec<Option<Language>>],
    ties: &BTreeMap<(usize, usize), Vec<(bool, Tie)>>,
    least: f64,
) -> Vec<usize> {
    let mut languages: Vec<ByLanguage> = members
        .iter()
        .map(|unit| {
            unit.iter().fold(ByLanguage::new(), |mut all, language| {
                *all.entry(*language).or_default() += 1;
                all
            })
        })
        .collect();
    let mut bonds: Vec<BTreeMap<usize, Bond>> = vec![BTreeMap::new(); members.len()];
    for ((here, there), pairs) in ties {
        let mut bond = Bond::default();
        for (is_across, tie) in pairs {
            bond.n_across += u32::from(*is_across);
            match tie {
                Tie::Alike(value) => bond.sum += value,
                Tie::Vetoed => bond.n_vetoed += 1,
            }
        }
        bonds[*here].insert(*there, bond);
        bonds[*there].insert(*here, bond);
    }
    let mut root: Vec<usize> = (0..members.len()).collect();
    let mut alive = vec![true; members.len()];
    let mean = |bond: &Bond, here: &ByLanguage, there: &ByLanguage| {
        let within: u32 = here.iter().filter_map(|(language, n)| Some(n * there.get(language)?)).sum();
        let n_pairs = within + bond.n_across;
        // A story that has as much against it as for it is none.
        if n_pairs == 0 || 2 * bond.n_vetoed >= n_pairs { 0.0 } else { bond.sum / f64::from(n_pairs) }
    };
    let key = |value: f64| (value * 1e9) as u64;
    let mut queue: BinaryHeap<(u64, Reverse<usize>, Reverse<usize>)> = BinaryHeap::new();
    for (here, others) in bonds.iter().enumerate() {
        for (there, bond) in others.range(here + 1..) {
            let value = mean(bond, &languages[here], &languages[*there]);
            if value >= least {
                queue.push((key(value), Reverse(here), Reverse(*there)));
            }
        }
    }
    while let Some((value, Reverse(here), Reverse(there))) = queue.pop() {
        if !alive[here] || !alive[there] {
            continue;
        }
        let Some(bond) = bonds[here].get(&there) else { continue };
        if key(mean(bond, &languages[here], &languages[there])) != value {
            continue;
        }
        alive[there] = false;
        root[there] = here;
        let joining = std::mem::take(&mut languages[there]);
        joining.into_iter().for_each(|(language, n)| *languages[here].entry(language).or_default() += n);
        for (other, bond) in std::mem::take(&mut bonds[there]) {
            bonds[other].remove(&there);
            if other != here && alive[other] {
                let sum = bonds[here].entry(other).or_default();
                *sum = Bond {
                    sum: sum.sum + bond.sum,
                    n_across: sum.n_across + bond.n_across,
                    n_vetoed: sum.n_vetoed + bond.n_vetoed,
                };
            }
        }
        let changed: Vec<(usize, Bond)> = bonds[here].iter().map(|(other, bond)| (*other, *bond)).collect();
        for (other, bond) in changed {
            bonds[other].insert(here, bond);
            let value = mean(&bond, &languages[here], &languages[other]);
            if value >= least {
                queue.push((key(value), Reverse(here.min(other)), Reverse(here.max(other))));
            }
        }
    }
    (0..members.len())
        .map(|unit| {
            let mut at = unit;
            while root[at] != at {
                at = root[at];
            }
            at
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn clusters(n_units: usize, ties: &[(usize, usize, Tie)]) -> Vec<usize> {
        let members = vec![vec![Some(Language::Fr)]; n_units];
        let ties = ties.iter().map(|(here, there, tie)| ((*here, *there), vec![(false, *tie)])).collect();
        cluster(&members, &ties, 0.2)
    }

    #[test]
    fn a_chain_does_not_join_its_ends() {
        let ties = [(0, 1, Tie::Alike(0.9)), (1, 2, Tie::Alike(0.35))];
        assert_eq!(clusters(3, &ties), [0, 0, 2]);
        let ties = [(0, 1, Tie::Alike(0.9)), (1, 2, Tie::Alike(0.35)), (0, 2, Tie::Alike(0.1))];
        assert_eq!(clusters(3, &ties), [0, 0, 0]);
    }

    #[test]
    fn a_veto_keeps_apart() {
        assert_eq!(clusters(2, &[(0, 1, Tie::Vetoed)]), [0, 1]);
        let ties = [(0, 1, Tie::Alike(0.9)), (1, 2, Tie::Alike(0.9)), (0, 2, Tie::Vetoed)];
        assert_eq!(clusters(3, &ties), [0, 0, 2]);
    }
}
