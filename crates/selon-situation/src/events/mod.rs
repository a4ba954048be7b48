//! Claims to events: what several reports tell is counted once, and no claim is changed by it.
//!
//! Claims are compared only where they may meet: one family of types, a party or a fine place in common, days that
//! touch. Units that may meet form a neighbourhood; each neighbourhood is grouped alone, the most specific claims
//! first, so that the result depends on nothing but its claims: any order of arrival gives the same events, and a new
//! report moves only the neighbourhoods that it touches.

mod changes;
pub(crate) mod compare;
mod summary;
mod unit;

use std::cmp::Reverse;
use std::collections::{BTreeMap, HashMap};
use std::hash::{Hash, Hasher};

use selon_types::{Event, EventType, Reading, ReportCard, ReportedClaim, Situation};

pub use changes::event_changes;

use crate::day::Day;
use crate::lift::{CopyGroups, lift_claims};
use compare::{JOINS, Together, score};
use unit::{FAMILIES, Features, Unit, Words, family, learn, units};

/// The situation that readings give.
pub fn build_situation(readings: &[&Reading], groups: &CopyGroups) -> Situation {
    let (reports, claims) = lift_claims(readings, groups);
    merge_claims(reports, claims, None)
}

/// The same situation, with the events of untouched neighbourhoods taken from `previous`.
pub fn rebuild_situation(previous: &Situation, readings: &[&Reading], groups: &CopyGroups) -> Situation {
    let (reports, claims) = lift_claims(readings, groups);
    merge_claims(reports, claims, Some(previous))
}

/// Groups claims to events. `reports` must be sorted by id, `claims` by report and position, as [`lift_claims`] gives
/// them. With a `previous` situation, neighbourhoods that are the same in both are not grouped again.
pub fn merge_claims(reports: Vec<ReportCard>, claims: Vec<ReportedClaim>, previous: Option<&Situation>) -> Situation {
    let mut words = Words::default();
    let units = units(&reports, &claims, &mut words);
    let mut by_family: Vec<Vec<usize>> = vec![Vec::new(); FAMILIES];
    for (idx, unit) in units.iter().enumerate() {
        by_family[family(claims[unit.claims[0]].event_type)].push(idx);
    }
    let known = previous.map(Known::new);
    let here: HashMap<&str, usize> = match known {
        Some(_) => claims.iter().enumerate().map(|(idx, claim)| (claim.id.as_str(), idx)).collect(),
        None => HashMap::new(),
    };
    let mut events: Vec<Event> = Vec::new();
    for family_units in &by_family {
        for neighbourhood in neighbourhoods(&units, family_units) {
            let hash = content_hash(&reports, &claims, &units, &neighbourhood);
            if let Some(found) = known.as_ref().and_then(|known| known.events(hash, &here)) {
                events.extend(found);
                continue;
            }
            for group in group_units(&reports, &claims, &units, &neighbourhood) {
                events.push(summary::summarise(&reports, &claims, group, hash));
            }
        }
    }
    events.sort_by(|a, b| (a.days.is_none(), &a.days, &a.id).cmp(&(b.days.is_none(), &b.days, &b.id)));
    Situation { reports, claims, events }
}

/// The family of a type: claims of two families never tell the same event, so each family can be grouped alone.
pub fn family_of(event_type: EventType) -> usize {
    family(event_type)
}

/// The events of an earlier situation by their neighbourhood.
struct Known<'a> {
    situation: &'a Situation,
    by_hash: HashMap<u64, Vec<usize>>,
}

impl<'a> Known<'a> {
    fn new(situation: &'a Situation) -> Self {
        let mut by_hash: HashMap<u64, Vec<usize>> = HashMap::new();
        for (idx, event) in situation.events.iter().enumerate() {
            by_hash.entry(event.neighbourhood).or_default().push(idx);
        }
        Known { situation, by_hash }
    }

    /// Its events with claim indices of the new situation; `None` when a claim is missing there.
    fn events(&self, hash: u64, here: &HashMap<&str, usize>) -> Option<Vec<Event>> {
        let moved = |claims: &[usize]| -> Option<Vec<usize>> {
            let mut moved: Vec<usize> = claims
                .iter()
                .map(|&claim| here.get(self.situation.claims.get(claim)?.id.as_str()).copied())
                .collect::<Option<_>>()?;
            moved.sort_unstable();
            Some(moved)
        };
        let mut events = Vec::new();
        for &idx in self.by_hash.get(&hash)? {
            let mut event = self.situation.events[idx].clone();
            event.claims = moved(&event.claims)?;
            event.place_of = match event.place_of {
                Some(claim) => moved(&[claim])?.pop(),
                None => None,
            };
            for source in &mut event.sources {
                source.claims = moved(&source.claims)?;
            }
            for position in event.points.iter_mut().flat_map(|point| &mut point.positions) {
                position.claims = moved(&position.claims)?;
            }
            events.push(event);
        }
        Some(events)
    }
}

/// Where units may meet.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
enum Key {
    Party(u32),
    Pair(u32, u32),
    Place(u32),
    Group(u32),
}

/// The keys under which an event is found.
fn event_keys(features: &Features, group: u32) -> Vec<Key> {
    let parties = features.parties();
    let mut keys: Vec<Key> = parties.iter().map(|&party| Key::Party(party)).collect();
    for (idx, &a) in parties.iter().enumerate() {
        keys.extend(parties[idx + 1..].iter().map(|&b| Key::Pair(a, b)));
    }
    keys.extend(features.place.as_ref().filter(|place| place.fine).map(|place| Key::Place(place.name)));
    keys.push(Key::Group(group));
    keys
}

/// The keys under which a unit looks for events: a unit with two parties needs both.
fn unit_keys(features: &Features, group: u32) -> Vec<Key> {
    let has_pair = features.parties().len() > 1;
    let mut keys = event_keys(features, group);
    keys.retain(|key| !(has_pair && matches!(key, Key::Party(_))));
    keys
}

/// The days on which a key is looked up; day 0 of its own for copies, which meet whatever their dates.
fn key_days(key: Key, window: Option<(Day, Day)>, margin: Day) -> std::ops::RangeInclusive<Day> {
    match (key, window) {
        (Key::Group(_), _) => 0..=0,
        (_, Some((begin, end))) => begin - margin..=end + margin,
        #[expect(clippy::reversed_empty_ranges, reason = "a unit without days is found by its copies alone")]
        (_, None) => 1..=0,
    }
}

/// Sets of units that may meet, each sorted; in the order of their first unit.
fn neighbourhoods(units: &[Unit], family_units: &[usize]) -> Vec<Vec<usize>> {
    let mut parent: Vec<usize> = (0..family_units.len()).collect();
    let mut seen: HashMap<(Key, Day), usize> = HashMap::new();
    for (local, &idx) in family_units.iter().enumerate() {
        let unit = &units[idx];
        for key in event_keys(&unit.features, unit.group) {
            for day in key_days(key, unit.features.window, 1) {
                let other = *seen.entry((key, day)).or_insert(local);
                let (a, b) = (root(&mut parent, local), root(&mut parent, other));
                parent[a.max(b)] = a.min(b);
            }
        }
    }
    let mut sets: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for (local, &idx) in family_units.iter().enumerate() {
        sets.entry(root(&mut parent, local)).or_default().push(idx);
    }
    sets.into_values().collect()
}

fn root(parent: &mut [usize], mut idx: usize) -> usize {
    while parent[idx] != idx {
        parent[idx] = parent[parent[idx]];
        idx = parent[idx];
    }
    idx
}

/// An event while it grows.
struct Growing {
    core: Features,
    claims: Vec<usize>,
    reports: Vec<usize>,
    groups: Vec<u32>,
}

/// Groups one neighbourhood: each unit joins the event that it fits best, or begins one.
fn group_units(
    reports: &[ReportCard],
    claims: &[ReportedClaim],
    units: &[Unit],
    neighbourhood: &[usize],
) -> Vec<Vec<usize>> {
    let mut order = neighbourhood.to_vec();
    order.sort_by_cached_key(|&idx| {
        let unit = &units[idx];
        let features = &unit.features;
        let known_sides = usize::from(!features.actors.is_empty()) + usize::from(!features.recipients.is_empty());
        let specific = known_sides.min(features.parties().len())
            + usize::from(features.days.is_some_and(|days| days.0 == days.1))
            + usize::from(features.place.as_ref().is_some_and(|place| place.fine));
        let card = &reports[unit.report];
        (Reverse(specific), card.published.is_none(), card.published.clone(), claims[unit.claims[0]].id.clone())
    });
    let mut growing: Vec<Growing> = Vec::new();
    let mut index: HashMap<(Key, Day), Vec<usize>> = HashMap::new();
    for idx in order {
        let unit = &units[idx];
        let event = match best_event(unit, &growing, &index) {
            Some(event) => event,
            None => {
                growing.push(Growing {
                    core: unit.features.clone(),
                    claims: Vec::new(),
                    reports: Vec::new(),
                    groups: Vec::new(),
                });
                growing.len() - 1
            }
        };
        let grown = &mut growing[event];
        learn(&mut grown.core, &unit.features);
        grown.claims.extend(&unit.claims);
        grown.reports.push(unit.report);
        if !grown.groups.contains(&unit.group) {
            grown.groups.push(unit.group);
        }
        for key in event_keys(&grown.core, unit.group) {
            for day in key_days(key, grown.core.window, 0) {
                let at = index.entry((key, day)).or_default();
                if at.last() != Some(&event) && !at.contains(&event) {
                    at.push(event);
                }
            }
        }
    }
    growing
        .into_iter()
        .map(|mut event| {
            event.claims.sort_unstable();
            event.claims
        })
        .collect()
}

/// The event that a unit joins. A unit with neither day nor fine place joins only when one event fits it better than
/// all others: « la Russie a attaqué l'Ukraine » in a week of attacks tells none of them.
fn best_event(unit: &Unit, growing: &[Growing], index: &HashMap<(Key, Day), Vec<usize>>) -> Option<usize> {
    let mut candidates: Vec<usize> = Vec::new();
    for key in unit_keys(&unit.features, unit.group) {
        for day in key_days(key, unit.features.window, 1) {
            candidates.extend(index.get(&(key, day)).into_iter().flatten());
        }
    }
    candidates.sort_unstable();
    candidates.dedup();
    let mut best: Option<(i32, usize)> = None;
    let mut tied = false;
    for event in candidates {
        let grown = &growing[event];
        let together = Together {
            report: grown.reports.contains(&unit.report),
            group: grown.groups.contains(&unit.group) && !grown.reports.contains(&unit.report),
        };
        let Some(points) = score(&unit.features, &grown.core, together).filter(|&points| points >= JOINS) else {
            continue;
        };
        match best {
            Some((most, _)) if points < most => {}
            Some((most, _)) if points == most => tied = true,
            _ => {
                best = Some((points, event));
                tied = false;
            }
        }
    }
    let vague = unit.features.days.is_none() && unit.features.place.as_ref().is_none_or(|place| !place.fine);
    best.filter(|_| !(vague && tied)).map(|(_, event)| event)
}

/// A hash of everything in the neighbourhood that its events are made of.
fn content_hash(reports: &[ReportCard], claims: &[ReportedClaim], units: &[Unit], neighbourhood: &[usize]) -> u64 {
    // SipHash with its fixed keys: the same in each run of one version, which is all that re-use needs.
    let mut hasher = std::collections::hash_map::DefaultHasher::new();
    let mut content: Vec<String> = neighbourhood
        .iter()
        .flat_map(|&idx| &units[idx].claims)
        .map(|&idx| {
            let (claim, card) = (&claims[idx], &reports[claims[idx].report]);
            let linked = claim.same_event_as.map(|other| &claims[other].id);
            let mut plain = claim.clone();
            // Indices change with other reports; ids do not.
            (plain.report, plain.claim, plain.same_event_as) = (0, 0, None);
            format!("{plain:?}{linked:?}{card:?}")
        })
        .collect();
    content.sort_unstable();
    content.hash(&mut hasher);
    hasher.finish()
}
