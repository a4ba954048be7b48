//! Which place a name means: all names of a report are decided together.
//!
//! A reading gains by its own weight (size, rank), by the countries, divisions and places that the rest of the report
//! speaks of, by nearness to its neighbours in the text, by feature words and by containment (*Oxford, North Carolina*).

use std::collections::BTreeMap;

use selon_types::PlacePrecision;

use super::find::Candidate;
use super::kind::{Entry, PlaceKind};
use super::local::{container, listed, local_score};
use super::reader::Reader;
use super::scene::{Scene, discourse_score};

/// The weight of a reading without context, about the decimal logarithm of the inhabitants.
pub(super) fn prior(entry: &Entry) -> f64 {
    let size = (entry.population + 1.0).log10();
    match entry.kind {
        PlaceKind::Country | PlaceKind::Demonym => 8.0 + 0.1 * size,
        PlaceKind::Capital => size.max(4.5) + 1.5,
        PlaceKind::Seat => size + 0.5,
        PlaceKind::Admin1 => 4.9 + 0.2 * size,
        PlaceKind::Admin2 => 3.2 + 0.2 * size,
        PlaceKind::Quarter => size.min(5.0) - 0.8,
        PlaceKind::Town => size,
        PlaceKind::Site => size.max(5.0),
        PlaceKind::Macro => 7.5,
        PlaceKind::Region | PlaceKind::Island | PlaceKind::Water => size,
    }
}

/// The first place holds the second.
pub(super) fn contains(outer: &Entry, inner: &Entry) -> bool {
    if outer.idx == inner.idx {
        return false;
    }
    match outer.kind {
        PlaceKind::Country => outer.country == inner.country && inner.kind != PlaceKind::Country,
        PlaceKind::Admin1 => outer.admin1 > 0 && outer.admin1 == inner.admin1 && inner.kind != PlaceKind::Admin1,
        PlaceKind::Admin2 => {
            outer.country == inner.country
                && inner.kind.is_settlement()
                && (outer.admin2 > 0 && outer.admin2 == inner.admin2 || near(outer, inner, outer.radius_km.max(20.0)))
        }
        PlaceKind::Capital | PlaceKind::Seat | PlaceKind::Town => {
            inner.country == outer.country
                && prior(inner) < prior(outer)
                && near(outer, inner, outer.radius_km.max(15.0) * 2.0)
        }
        PlaceKind::Region | PlaceKind::Island => near(outer, inner, outer.radius_km),
        _ => false,
    }
}

pub(super) fn near(a: &Entry, b: &Entry, km: f64) -> bool {
    distance_km(a, b).is_some_and(|distance| distance <= km)
}

/// Great-circle distance.
pub(super) fn distance_km(a: &Entry, b: &Entry) -> Option<f64> {
    let ((lat, lon), (lat2, lon2)) = (a.point?, b.point?);
    let half = |x: f64, y: f64| ((x - y).to_radians() / 2.0).sin().powi(2);
    let h = half(lat, lat2) + lat.to_radians().cos() * lat2.to_radians().cos() * half(lon, lon2);
    Some(12_742.0 * h.sqrt().min(1.0).asin())
}

/// A candidate with its chosen reading.
#[derive(Clone, Debug)]
pub(super) struct Choice {
    /// `None` when the index holds no reading.
    pub entry: Option<Entry>,
    /// Between 0 and 1.
    pub confidence: f32,
}

/// Names of one form in one report mean one place, unless each is told apart by what follows it.
pub(super) struct Group {
    pub(super) members: Vec<usize>,
    pub(super) entries: Vec<Entry>,
    /// Scores that do not change from round to round.
    pub(super) fixed: Vec<f64>,
    pub(super) chosen: Option<usize>,
    pub(super) margin: f64,
}

/// Readings lower than the best one by this much are not looked at.
const HOPELESS: f64 = 7.0;
const ROUNDS: usize = 3;

/// Chooses a reading for each candidate.
pub(super) fn choose(reader: &Reader<'_>, candidates: &mut [Candidate]) -> Vec<Choice> {
    for at in 0..candidates.len() {
        candidates[at].in_list = listed(reader, candidates, at);
    }
    let candidates = &*candidates;
    let mut groups = groups(reader, candidates);
    for _ in 0..ROUNDS {
        let scene = Scene::of(&groups, candidates.len());
        let mut chosen = Vec::with_capacity(groups.len());
        for (at, group) in groups.iter().enumerate() {
            chosen.push(decide(group, &scene, at));
        }
        for (group, (choice, margin)) in groups.iter_mut().zip(chosen) {
            group.chosen = choice;
            group.margin = margin;
        }
    }
    let mut choices = vec![Choice { entry: None, confidence: 0.0 }; candidates.len()];
    for group in &groups {
        let entry = group.chosen.map(|at| group.entries[at]);
        let confidence = if entry.is_some() { 1.0 / (1.0 + (-group.margin - 0.5).exp()) } else { 0.0 };
        for &member in &group.members {
            choices[member] = Choice { entry, confidence: confidence as f32 };
        }
    }
    choices
}

fn groups(reader: &Reader<'_>, candidates: &[Candidate]) -> Vec<Group> {
    let mut by_name: BTreeMap<(Vec<u32>, Option<u32>, bool), usize> = BTreeMap::new();
    let mut groups: Vec<Group> = Vec::new();
    for (at, candidate) in candidates.iter().enumerate() {
        let container = container(reader, candidates, at);
        let mut entries = candidate.entries.clone();
        let divided = candidate.announced == Some(PlacePrecision::Admin1);
        if divided {
            // « région de Koursk »: the division whose seat has the name. « État de X » may as well be a country.
            let divisions: Vec<Entry> = entries
                .iter()
                .filter(|entry| matches!(entry.kind, PlaceKind::Seat | PlaceKind::Capital | PlaceKind::Town))
                .filter_map(|entry| reader.gazetteer.admin1_entry(entry.admin1))
                .filter(|division| !candidate.entries.iter().any(|entry| entry.idx == division.idx))
                .take(3)
                .collect();
            if !entries.iter().any(|entry| matches!(entry.kind, PlaceKind::Admin1 | PlaceKind::Country)) {
                entries.extend(divisions);
            }
        }
        let ids = candidate.entries.iter().map(|entry| entry.idx).collect();
        let key = (ids, container.map(|entry| entry.idx), divided);
        let group = *by_name.entry(key).or_insert_with(|| {
            groups.push(Group {
                members: Vec::new(),
                fixed: vec![0.0; entries.len()],
                entries: entries.clone(),
                chosen: None,
                margin: 0.0,
            });
            groups.len() - 1
        });
        let group = &mut groups[group];
        group.members.push(at);
        for (score, entry) in group.fixed.iter_mut().zip(&group.entries) {
            let local = local_score(reader, candidate, entry, container.as_ref(), &group.entries);
            *score = score.max(local);
        }
    }
    for group in &mut groups {
        let best = group.fixed.iter().copied().fold(f64::MIN, f64::max);
        let keep: Vec<bool> = group.fixed.iter().map(|score| *score > best - HOPELESS).collect();
        let mut kept = keep.iter();
        group.entries.retain(|_| *kept.next().unwrap_or(&false));
        let mut kept = keep.iter();
        group.fixed.retain(|_| *kept.next().unwrap_or(&false));
    }
    groups
}

pub(super) fn best_of(scores: &[f64]) -> Option<usize> {
    (0..scores.len()).max_by(|a, b| scores[*a].total_cmp(&scores[*b]).then(b.cmp(a)))
}

fn decide(group: &Group, scene: &Scene, own: usize) -> (Option<usize>, f64) {
    let scores: Vec<f64> = group
        .entries
        .iter()
        .zip(&group.fixed)
        .map(|(entry, fixed)| fixed + discourse_score(group, entry, scene, own))
        .collect();
    let Some(best) = best_of(&scores) else { return (None, 0.0) };
    let rival = (0..scores.len())
        .filter(|&idx| {
            idx != best && distance_km(&group.entries[idx], &group.entries[best]).is_none_or(|km| km > 100.0)
        })
        .map(|idx| scores[idx])
        .fold(scores[best] - 4.0, f64::max);
    (Some(best), scores[best] - rival)
}
