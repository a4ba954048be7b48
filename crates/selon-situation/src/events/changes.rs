//! What became of event ids: added, updated, withdrawn or merged, so that users of an export can follow.

use std::collections::{BTreeMap, BTreeSet};

use selon_types::{Event, EventChange, Situation};

/// The changes from `before` to `after`, sorted. Ids are never used again: a withdrawn one stays a tombstone.
pub fn event_changes(before: &Situation, after: &Situation) -> Vec<EventChange> {
    let claim_ids = |situation: &Situation, event: &Event| -> BTreeSet<String> {
        event.claims.iter().map(|&claim| situation.claims[claim].id.clone()).collect()
    };
    let old: BTreeMap<&str, &Event> = before.events.iter().map(|event| (event.id.as_str(), event)).collect();
    let new: BTreeMap<&str, &Event> = after.events.iter().map(|event| (event.id.as_str(), event)).collect();
    let mut holder: BTreeMap<String, &str> = BTreeMap::new();
    for event in &after.events {
        for id in claim_ids(after, event) {
            holder.insert(id, &event.id);
        }
    }
    let mut changes = BTreeSet::new();
    for (&id, &event) in &new {
        match old.get(id) {
            None => {
                changes.insert(EventChange::Add { id: id.to_owned() });
            }
            Some(former) if claim_ids(before, former) != claim_ids(after, event) => {
                changes.insert(EventChange::Update { id: id.to_owned() });
            }
            Some(_) => {}
        }
    }
    for (&id, &event) in old.iter().filter(|(id, _)| !new.contains_key(**id)) {
        // The event that now holds most of its claims, the lesser id when several do.
        let mut now: BTreeMap<&str, usize> = BTreeMap::new();
        for claim in claim_ids(before, event) {
            if let Some(into) = holder.get(&claim) {
                *now.entry(into).or_default() += 1;
            }
        }
        let into = now.into_iter().max_by(|a, b| a.1.cmp(&b.1).then(b.0.cmp(a.0)));
        changes.insert(match into {
            Some((into, _)) => EventChange::MergeInto { id: id.to_owned(), into: into.to_owned() },
            None => EventChange::Delete { id: id.to_owned() },
        });
    }
    changes.into_iter().collect()
}
