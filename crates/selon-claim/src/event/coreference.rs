//! Claims of one report about the same event: headline, lead and later mentions.

use std::collections::BTreeSet;

use selon_types::{ActorIdx, ClaimIdx, EventType, SentenceRole, Upos};

use super::candidate::Candidate;
use super::scene::Scene;

/// For each claim, the first earlier claim about the same event.
pub(super) fn same_events(scene: &Scene<'_>, claims: &[&Candidate<'_>]) -> Vec<Option<ClaimIdx>> {
    let mut links: Vec<Option<ClaimIdx>> = vec![None; claims.len()];
    for later in 0..claims.len() {
        links[later] = (0..later)
            .find(|&earlier| are_same(scene, claims[earlier], claims[later]))
            .map(|earlier| links[earlier].unwrap_or(earlier));
    }
    links
}

fn are_same(scene: &Scene<'_>, a: &Candidate<'_>, b: &Candidate<'_>) -> bool {
    if a.trigger.token == b.trigger.token {
        return a.event_type == b.event_type;
    }
    if !compatible_types(a.event_type, b.event_type) || a.factuality.polarity != b.factuality.polarity {
        return false;
    }
    let (actors, recipients) = (
        overlap(scene, &a.parties.actors, &b.parties.actors),
        overlap(scene, &a.parties.recipients, &b.parties.recipients),
    );
    if actors == Overlap::Conflict
        || recipients == Overlap::Conflict
        || dates_conflict(a, b)
        || places_conflict(scene, a, b)
    {
        return false;
    }
    let shares_party = actors == Overlap::Same || recipients == Overlap::Same;
    let same_word = scene.lemma(a.trigger.token) == scene.lemma(b.trigger.token);
    let same_kind = a.modes == b.modes || a.modes.is_empty() || b.modes.is_empty();
    let retold = is_headline(scene, a) || points_back(scene, b);
    match (shares_party, same_word) {
        (true, true) => same_kind,
        (true, false) => same_kind && retold && same_sentence_gap(scene, a, b),
        (false, true) => points_back(scene, b) && same_kind,
        (false, false) => false,
    }
}

#[derive(PartialEq, Eq)]
enum Overlap {
    Same,
    Open,
    Conflict,
}

fn overlap(scene: &Scene<'_>, a: &[ActorIdx], b: &[ActorIdx]) -> Overlap {
    if a.is_empty() || b.is_empty() {
        return Overlap::Open;
    }
    let entities = |list: &[ActorIdx]| -> BTreeSet<usize> {
        list.iter().map(|&actor| scene.mentions.actors[actor].entity).collect()
    };
    let codes = |list: &[ActorIdx]| -> BTreeSet<&str> {
        list.iter().filter_map(|&actor| scene.mentions.actors[actor].code.as_deref()).collect()
    };
    if !entities(a).is_disjoint(&entities(b)) || !codes(a).is_disjoint(&codes(b)) {
        return Overlap::Same;
    }
    if codes(a).is_empty() || codes(b).is_empty() { Overlap::Open } else { Overlap::Conflict }
}

fn compatible_types(a: EventType, b: EventType) -> bool {
    let family = |event_type: EventType| match event_type {
        EventType::Concede | EventType::Retreat => EventType::Retreat,
        EventType::Mobilize | EventType::Cooperate => EventType::Mobilize,
        other => other,
    };
    a == b || family(a) == family(b)
}

fn dates_conflict(a: &Candidate<'_>, b: &Candidate<'_>) -> bool {
    match (&a.date, &b.date) {
        (Some(a), Some(b)) => match (&a.begin, &a.end, &b.begin, &b.end) {
            (Some(a_begin), Some(a_end), Some(b_begin), Some(b_end)) => a_end < b_begin || b_end < a_begin,
            _ => false,
        },
        _ => false,
    }
}

fn places_conflict(scene: &Scene<'_>, a: &Candidate<'_>, b: &Candidate<'_>) -> bool {
    let (Some(a), Some(b)) = (a.place, b.place) else { return false };
    let (a, b) = (&scene.mentions.places[a], &scene.mentions.places[b]);
    let coarse = |place: &selon_types::PlaceMention| {
        matches!(
            place.precision,
            None | Some(
                selon_types::PlacePrecision::Country
                    | selon_types::PlacePrecision::Region
                    | selon_types::PlacePrecision::Admin1
            )
        )
    };
    a.country.is_some() && b.country.is_some() && a.country != b.country || !coarse(a) && !coarse(b) && a.name != b.name
}

fn is_headline(scene: &Scene<'_>, candidate: &Candidate<'_>) -> bool {
    scene
        .analysis
        .sentence_of(candidate.trigger.token)
        .is_some_and(|sentence| scene.analysis.sentences[sentence].role == SentenceRole::Headline)
}

/// *l'attaque, cette frappe, the strike, der Angriff*: a definite noun takes up what was told.
fn points_back(scene: &Scene<'_>, candidate: &Candidate<'_>) -> bool {
    let idx = candidate.trigger.token;
    scene.token(idx).upos == Upos::Noun
        && scene.dependents(idx, &["det"]).any(|det| {
            scene.token(det).feat("Definite") == Some("Def") || scene.token(det).feat("PronType") == Some("Dem")
        })
}

/// A headline is told again by the sentences that follow it, not at the far end of the report.
fn same_sentence_gap(scene: &Scene<'_>, a: &Candidate<'_>, b: &Candidate<'_>) -> bool {
    let sentence = |candidate: &Candidate<'_>| scene.analysis.sentence_of(candidate.trigger.token).unwrap_or(0);
    sentence(b) - sentence(a) <= 4
}
