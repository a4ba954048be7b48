//! How well a reading fits the rest of the report: its countries and divisions, and the places next to it.

use std::collections::BTreeMap;

use super::kind::{Entry, PlaceKind};
use super::resolve::{Group, best_of, distance_km};

/// What the report speaks of, by the readings chosen so far.
pub(super) struct Scene {
    countries: BTreeMap<u8, f64>,
    admin1: BTreeMap<u16, f64>,
    total: f64,
    /// The reading at each position of the text, with the group it belongs to.
    line: Vec<Option<(usize, Entry)>>,
    /// Countries and divisions named as such.
    named_countries: BTreeMap<u8, usize>,
    named_admin1: BTreeMap<u16, usize>,
}

impl Scene {
    pub(super) fn of(groups: &[Group], n_candidates: usize) -> Scene {
        let mut scene = Scene {
            countries: BTreeMap::new(),
            admin1: BTreeMap::new(),
            total: 0.0,
            line: vec![None; n_candidates],
            named_countries: BTreeMap::new(),
            named_admin1: BTreeMap::new(),
        };
        for (at, group) in groups.iter().enumerate() {
            let chosen = group.chosen.or_else(|| first_guess(group));
            let Some(entry) = chosen.map(|idx| group.entries[idx]) else { continue };
            // A country named often counts once and a little more.
            let weight = 1.0 + (group.members.len() as f64).ln() * 0.5;
            scene.total += weight;
            if entry.country > 0 {
                *scene.countries.entry(entry.country).or_default() += weight;
            }
            if entry.admin1 > 0 {
                *scene.admin1.entry(entry.admin1).or_default() += weight;
            }
            match entry.kind {
                PlaceKind::Country => *scene.named_countries.entry(entry.country).or_default() += group.members.len(),
                PlaceKind::Admin1 => *scene.named_admin1.entry(entry.admin1).or_default() += group.members.len(),
                _ => {}
            }
            for &member in &group.members {
                scene.line[member] = Some((at, entry));
            }
        }
        scene
    }
}

/// Before the first round only names without a rival speak.
fn first_guess(group: &Group) -> Option<usize> {
    let best = best_of(&group.fixed)?;
    let rival = group
        .fixed
        .iter()
        .enumerate()
        .filter(|(idx, _)| *idx != best && group.entries[*idx].country != group.entries[best].country)
        .map(|(_, score)| *score)
        .fold(f64::MIN, f64::max);
    (group.fixed[best] - rival > 1.2).then_some(best)
}

pub(super) fn discourse_score(group: &Group, entry: &Entry, scene: &Scene, own: usize) -> f64 {
    if matches!(entry.kind, PlaceKind::Macro | PlaceKind::Water) {
        return 0.0;
    }
    let weight = 1.0 + (group.members.len() as f64).ln() * 0.5;
    let own_entry = group.members.first().and_then(|&member| scene.line[member]).map(|(_, entry)| entry);
    let others = |total: f64, same: bool| if same { total - weight } else { total };
    // One more than there is: two other names are no scene yet.
    let total = others(scene.total, own_entry.is_some()).max(0.0) + 1.0;
    let mut score = 0.0;
    let same = own_entry.is_some_and(|chosen| chosen.country == entry.country);
    let share = others(scene.countries.get(&entry.country).copied().unwrap_or(0.0), same) / total;
    if entry.country > 0 {
        score += 2.2 * share.clamp(0.0, 1.0).sqrt();
    }
    if entry.kind != PlaceKind::Country && scene.named_countries.contains_key(&entry.country) {
        score += 0.8;
    }
    if entry.admin1 > 0 {
        let same = own_entry.is_some_and(|chosen| chosen.admin1 == entry.admin1);
        let share = others(scene.admin1.get(&entry.admin1).copied().unwrap_or(0.0), same) / total;
        score += 2.0 * share.clamp(0.0, 1.0).sqrt();
        if entry.kind != PlaceKind::Admin1 && scene.named_admin1.contains_key(&entry.admin1) {
            score += 0.8;
        }
    }
    // However coherent a scene is, it does not turn a metropolis into a hamlet.
    (score + nearness(group, entry, scene, own)).min(4.3)
}

/// The nearest of the neighbours in the text.
fn nearness(group: &Group, entry: &Entry, scene: &Scene, own: usize) -> f64 {
    let mut best: f64 = 0.0;
    for &member in &group.members {
        let from = member.saturating_sub(4);
        let to = (member + 5).min(scene.line.len());
        for at in from..to {
            let Some((other, neighbour)) = &scene.line[at] else { continue };
            if *other == own
                || !(neighbour.kind.is_settlement() || matches!(neighbour.kind, PlaceKind::Admin2 | PlaceKind::Site))
            {
                continue;
            }
            let far =
                |a: Option<(f64, f64)>, b: Option<(f64, f64)>| a.zip(b).is_none_or(|(a, b)| (a.0 - b.0).abs() > 6.0);
            if far(entry.point, neighbour.point) {
                continue;
            }
            if let Some(km) = distance_km(entry, neighbour) {
                let step = at.abs_diff(member) as f64;
                best = best.max((-km / 120.0).exp() * (1.0 - 0.12 * (step - 1.0)));
            }
        }
    }
    1.6 * best
}
