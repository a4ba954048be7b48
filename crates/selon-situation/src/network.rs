//! The network of actors: alliances and tensions with the events behind each edge, and camps by signed balance.

use std::collections::{BTreeMap, BTreeSet};

use selon_types::{Pair, Situation};

use crate::pairs::{Period, pair_series};
use crate::scale::Scale;

/// Actors, edges and camps.
#[derive(Clone, Debug, PartialEq)]
pub struct Network {
    /// Actors with at least one edge, sorted.
    pub actors: Vec<String>,
    /// Every pair over the whole time; its sum's sign tells alliance from tension.
    pub edges: Vec<Pair>,
    /// The camp of each actor of `actors`, counted from 1.
    pub camps: Vec<usize>,
    /// Share of edge weight that fits the camps: cooperation inside, conflict between; 1 is perfect balance.
    pub balance: f64,
    /// How sure the camps are.
    pub stability: Stability,
}

/// How the camps hold when one edge is left out.
#[derive(Clone, Debug, PartialEq)]
pub struct Stability {
    /// Edges that were left out one by one.
    pub n_trials: usize,
    /// Share of actor pairs that stay together, or stay apart, averaged over the trials.
    pub agreement: f64,
    /// Actor pairs that changed sides in at least one trial, sorted.
    pub unsure: Vec<(String, String)>,
}

/// Edges whose sum is nearer to 0 than this neither join nor part.
const NO_SIGN: f64 = 0.05;

/// The network of the situation's events.
pub fn network(situation: &Situation, scale: &Scale) -> Network {
    network_of(pair_series(situation, scale, Period::All))
}

/// The network of pairs that cover one time.
pub fn network_of(edges: Vec<Pair>) -> Network {
    let names: BTreeSet<&String> = edges.iter().flat_map(|edge| [&edge.a, &edge.b]).collect();
    let actors: Vec<String> = names.into_iter().cloned().collect();
    let number: BTreeMap<&str, usize> = actors.iter().enumerate().map(|(idx, name)| (name.as_str(), idx)).collect();
    let signed: Vec<(usize, usize, f64)> = edges
        .iter()
        .map(|edge| (number[edge.a.as_str()], number[edge.b.as_str()], edge.cooperation + edge.conflict))
        .filter(|edge| edge.2.abs() >= NO_SIGN)
        .collect();
    let camps = camps(actors.len(), &signed);
    let total: f64 = signed.iter().map(|edge| edge.2.abs()).sum();
    let fits: f64 =
        signed.iter().filter(|edge| (camps[edge.0] == camps[edge.1]) == (edge.2 > 0.0)).map(|e| e.2.abs()).sum();
    let stability = stability(&actors, &signed, &camps);
    let balance = if total > 0.0 { fits / total } else { 1.0 };
    Network { actors, edges, camps, balance, stability }
}

/// Camps by correlation clustering: the partition that leaves the least weight of cooperation between camps and of
/// conflict inside them (Bansal, Blum and Chawla 2004; structural balance after Davis 1967). Local moves from each
/// actor alone and then joins of whole camps, until nothing improves; ties go to the lesser name.
fn camps(n_actors: usize, edges: &[(usize, usize, f64)]) -> Vec<usize> {
    let mut near: Vec<BTreeMap<usize, f64>> = vec![BTreeMap::new(); n_actors];
    for &(a, b, sum) in edges {
        *near[a].entry(b).or_default() += sum;
        *near[b].entry(a).or_default() += sum;
    }
    let mut camp: Vec<usize> = (0..n_actors).collect();
    // Each round lowers the frustration; the bound only guards against rounding.
    for _ in 0..100 {
        let moved = move_actors(&near, &mut camp);
        let joined = join_camps(&near, &mut camp);
        if !moved && !joined {
            break;
        }
    }
    numbered(&camp)
}

/// Moves single actors to the camp that pulls them most; true when one moved.
fn move_actors(near: &[BTreeMap<usize, f64>], camp: &mut [usize]) -> bool {
    let mut moved = false;
    for actor in 0..camp.len() {
        let mut pull: BTreeMap<usize, f64> = BTreeMap::new();
        for (&other, &sum) in &near[actor] {
            *pull.entry(camp[other]).or_default() += sum;
        }
        let here = pull.get(&camp[actor]).copied().unwrap_or(0.0);
        // Alone is always possible, with pull 0.
        let free = (0..camp.len()).find(|number| !camp.contains(number));
        let best = pull.iter().map(|(&camp, &pull)| (pull, camp)).chain(free.map(|free| (0.0, free)));
        let best = best.max_by(|a, b| a.0.total_cmp(&b.0).then(b.1.cmp(&a.1)));
        if let Some((pull, to)) = best
            && pull > here + 1e-9
            && to != camp[actor]
        {
            camp[actor] = to;
            moved = true;
        }
    }
    moved
}

/// Joins the two camps that cooperate most on balance; true when two were joined.
fn join_camps(near: &[BTreeMap<usize, f64>], camp: &mut [usize]) -> bool {
    let mut between: BTreeMap<(usize, usize), f64> = BTreeMap::new();
    for (actor, others) in near.iter().enumerate() {
        for (&other, &sum) in others.range(actor + 1..) {
            let (a, b) = (camp[actor].min(camp[other]), camp[actor].max(camp[other]));
            if a != b {
                *between.entry((a, b)).or_default() += sum;
            }
        }
    }
    let best = between.into_iter().max_by(|a, b| a.1.total_cmp(&b.1).then(b.0.cmp(&a.0)));
    match best {
        Some(((a, b), sum)) if sum > 1e-9 => {
            camp.iter_mut().filter(|camp| **camp == b).for_each(|camp| *camp = a);
            true
        }
        _ => false,
    }
}

/// Camps counted from 1 in the order of their first actor.
fn numbered(camp: &[usize]) -> Vec<usize> {
    let mut numbers: BTreeMap<usize, usize> = BTreeMap::new();
    camp.iter()
        .map(|camp| {
            let next = numbers.len() + 1;
            *numbers.entry(*camp).or_insert(next)
        })
        .collect()
}

fn stability(actors: &[String], edges: &[(usize, usize, f64)], camp: &[usize]) -> Stability {
    /// Beyond this the trials are the weightiest edges only: they decide.
    const MOST_TRIALS: usize = 200;
    let mut by_weight: Vec<usize> = (0..edges.len()).collect();
    by_weight.sort_by(|&a, &b| edges[b].2.abs().total_cmp(&edges[a].2.abs()).then(a.cmp(&b)));
    by_weight.truncate(MOST_TRIALS);
    let mut unsure = BTreeSet::new();
    let n_pairs = actors.len() * actors.len().saturating_sub(1) / 2;
    let mut agreed = 0;
    for &left_out in &by_weight {
        let rest: Vec<_> =
            edges.iter().enumerate().filter(|(idx, _)| *idx != left_out).map(|(_, edge)| *edge).collect();
        let other = camps(actors.len(), &rest);
        for a in 0..actors.len() {
            for b in a + 1..actors.len() {
                if (camp[a] == camp[b]) == (other[a] == other[b]) {
                    agreed += 1;
                } else {
                    unsure.insert((actors[a].clone(), actors[b].clone()));
                }
            }
        }
    }
    let asked = by_weight.len() * n_pairs;
    Stability {
        n_trials: by_weight.len(),
        agreement: if asked == 0 { 1.0 } else { agreed as f64 / asked as f64 },
        unsure: unsure.into_iter().collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn edge(a: &str, b: &str, sum: f64) -> Pair {
        Pair {
            a: a.into(),
            b: b.into(),
            period: None,
            n_cooperation: usize::from(sum > 0.0),
            n_conflict: usize::from(sum < 0.0),
            cooperation: sum.max(0.0),
            conflict: sum.min(0.0),
            events: vec![0],
        }
    }

    #[test]
    fn two_camps_in_balance() {
        let network = network_of(vec![
            edge("BLR", "RUS", 9.0),
            edge("BLR", "UKR", -3.0),
            edge("POL", "UKR", 7.0),
            edge("RUS", "UKR", -9.0),
        ]);
        assert_eq!(network.actors, ["BLR", "POL", "RUS", "UKR"]);
        assert_eq!(network.camps, [1, 2, 1, 2]);
        assert_eq!(network.balance, 1.0);
        assert!(network.stability.unsure.contains(&("BLR".into(), "RUS".into())), "one edge holds them together");
    }

    #[test]
    fn a_triangle_of_enemies_is_three_camps() {
        let network = network_of(vec![edge("A", "B", -1.0), edge("A", "C", -1.0), edge("B", "C", -1.0)]);
        assert_eq!(network.camps, [1, 2, 3]);
    }

    #[test]
    fn no_edge_no_camp() {
        let network = network_of(Vec::new());
        assert!(network.camps.is_empty());
        assert_eq!((network.balance, network.stability.agreement), (1.0, 1.0));
    }
}
