//! Pairs of actors over time: cooperation and conflict, each event once, weighted by how well it is told.

use std::collections::{BTreeMap, BTreeSet};

use selon_types::{Event, EventStatus, EventType, Pair, Situation};

use crate::day::{day_of, day_text, monday};
use crate::scale::Scale;

/// The formula, for every output that shows a weighted figure.
pub const FORMULA: &str = "score of a pair = Σ over its events of weight × PLOVER score (-10…+10, of the strongest \
    mode); weight: told by both sides 1, in a report's own voice 0.8, by a third party 0.7, by one side alone 0.5, \
    denied 0.25, not said to have happened 0; copies and shared origins never add";

/// The periods of a series.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Period {
    /// Each day.
    Day,
    /// Each ISO week, named by its Monday.
    Week,
    /// All in one.
    All,
}

/// What an event counts for in a pair, between 0 and 1; see [`FORMULA`].
pub fn weight(status: EventStatus) -> f64 {
    match status {
        EventStatus::BothSides => 1.0,
        EventStatus::AuthorVoice => 0.8,
        EventStatus::ThirdParty => 0.7,
        EventStatus::OneSide => 0.5,
        EventStatus::Denied => 0.25,
        EventStatus::NotActual => 0.0,
    }
}

/// The pairs of the situation per period, sorted by actors, then period. An event without a date stands in the period
/// `None`: it is not moved to the day of its report.
pub fn pair_series(situation: &Situation, scale: &Scale, period: Period) -> Vec<Pair> {
    pair_series_of(situation, 0..situation.events.len(), scale, period)
}

/// The pairs of some of the situation's events, given as indices of `Situation::events`.
pub fn pair_series_of(
    situation: &Situation,
    events: impl IntoIterator<Item = usize>,
    scale: &Scale,
    period: Period,
) -> Vec<Pair> {
    let mut pairs: BTreeMap<(String, String, Option<String>), Pair> = BTreeMap::new();
    for idx in events {
        let Some(event) = situation.events.get(idx) else { continue };
        if event.claims.iter().all(|&claim| situation.claims[claim].excluded) {
            continue;
        }
        let when = period_of(event, period);
        for (a, b) in pair_keys(event) {
            let pair = pairs.entry((a.clone(), b.clone(), when.clone())).or_insert_with(|| Pair {
                a,
                b,
                period: when.clone(),
                n_cooperation: 0,
                n_conflict: 0,
                cooperation: 0.0,
                conflict: 0.0,
                events: Vec::new(),
            });
            let weighted = weight(event.status) * scale.intensity(event);
            if scale.quad(event.event_type) <= 2 {
                pair.n_cooperation += 1;
                pair.cooperation += weighted.max(0.0);
            } else {
                pair.n_conflict += 1;
                pair.conflict += weighted.min(0.0);
            }
            pair.events.push(idx);
        }
    }
    pairs.into_values().collect()
}

/// The first day of the event's period.
fn period_of(event: &Event, period: Period) -> Option<String> {
    if period == Period::All {
        return None;
    }
    let day = day_of(&event.days.as_ref()?.0)?;
    Some(day_text(if period == Period::Week { monday(day) } else { day }))
}

/// The pairs that an event concerns: each actor with each recipient; without recipients, actors who do the same with
/// one another.
pub fn pair_keys(event: &Event) -> BTreeSet<(String, String)> {
    let mut pairs = BTreeSet::new();
    let mut add = |a: &String, b: &String| {
        if a != b {
            let (a, b) = if a < b { (a, b) } else { (b, a) };
            pairs.insert((a.clone(), b.clone()));
        }
    };
    for actor in &event.actors {
        for recipient in &event.recipients {
            add(actor, recipient);
        }
    }
    let mutual = matches!(
        event.event_type,
        EventType::Agree | EventType::Consult | EventType::Support | EventType::Cooperate | EventType::Assault
    );
    if event.recipients.is_empty() && mutual {
        for (idx, a) in event.actors.iter().enumerate() {
            for b in &event.actors[idx + 1..] {
                add(a, b);
            }
        }
    }
    pairs
}
