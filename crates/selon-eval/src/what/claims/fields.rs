//! The fields of matched claims: polarity, modality, stance, source, date, place, figures, coreference.

use selon_view::wire::{WireDate, WirePlace};

use crate::atlas::distance_km;
use crate::case::{Case, Strictness, speaker_agrees};
use crate::gold::{Annotated, GoldClaim, GoldDate, GoldFigure, GoldPlace};
use crate::interval::days_of;
use crate::score::Tally;

use super::compare::is_attributed;
use super::pairing::Found;

/// A place is right within this distance: 100 miles, as in the toponym literature.
const NEAR_KM: f64 = 161.0;

/// Counts the fields of matched claims.
pub(super) fn count(
    case: &Case<'_>,
    gold: &[GoldClaim],
    found: &[Found<'_>],
    pairs: &[(usize, usize)],
    strictness: Strictness,
    tally: &mut Tally,
) {
    let name = |counter: &str| format!("{}{counter}", strictness.prefix());
    for (gold_idx, found_idx) in pairs {
        let (here, there) = (&gold[*gold_idx], &found[*found_idx]);
        if let Some(polarity) = &here.polarity {
            tally.label(&name("polarity"), polarity, &there.claim.polarity);
        }
        label(tally, &name("modality"), strictness.readings(&here.modalities), &there.claim.modality);
        if let Some(first) = here.stances.first().and_then(|accepted| accepted.first()) {
            let accepted = strictness.readings(&here.stances).iter().flatten().any(|word| *word == there.stance);
            tally.label(&name("stance"), first, if accepted { first } else { &there.stance });
        }
        if let Some(speaker) = &here.speaker {
            let right = speaker_agrees(speaker, &there.speaker);
            tally.share(&name("source_code"), right);
            if is_attributed(speaker) {
                tally.share(&name("source_code_acc_attributed"), right);
            }
        }
        date(here, there, strictness, tally);
        place(case, here, there, strictness, tally);
        figures(here, there, strictness, tally);
    }
    coreference(gold, found, pairs, strictness, tally);
}

fn label(tally: &mut Tally, name: &str, accepted: &[String], found: &str) {
    if let Some(first) = accepted.first() {
        let found = if accepted.iter().any(|word| word == found) { first } else { found };
        tally.label(name, first, found);
    }
}

fn date(gold: &GoldClaim, found: &Found<'_>, strictness: Strictness, tally: &mut Tally) {
    let name = |counter: &str| format!("{}{counter}", strictness.prefix());
    let found = found.claim.date.as_ref();
    let right = match (&gold.date, found) {
        (Annotated::Unknown, _) | (Annotated::Nothing, None) => return,
        (Annotated::Nothing, Some(_)) => false,
        (Annotated::Value(gold), found) => found.is_some_and(|found| same_days(gold, found)),
    };
    tally.share(&name("date"), right);
    if found.is_some() {
        tally.share(&name("date_invented"), gold.date == Annotated::Nothing);
    }
}

/// The intervals are equal. *Since Monday* is coded as its first day in the gold and as an open interval by Selon.
pub(super) fn same_days(gold: &GoldDate, found: &WireDate) -> bool {
    let days = days_of(&gold.value).map(|(begin, end)| (begin.to_string(), end.to_string()));
    let Some((begin, end)) = days.or_else(|| gold.interval.clone()) else { return false };
    let cut = |day: &Option<String>| day.as_ref().map(|day| day.chars().take(10).collect::<String>());
    match (cut(&found.begin), cut(&found.end)) {
        (Some(from), Some(to)) => from == begin && to == end,
        (Some(from), None) => from == begin,
        (None, Some(to)) => to == end,
        (None, None) => false,
    }
}

fn place(case: &Case<'_>, gold: &GoldClaim, found: &Found<'_>, strictness: Strictness, tally: &mut Tally) {
    let name = |counter: &str| format!("{}{counter}", strictness.prefix());
    let found = place_of(case, found);
    let gold = match (&gold.place, found) {
        (Annotated::Unknown, _) | (Annotated::Nothing, None) => return,
        (Annotated::Nothing, Some(_)) => None,
        (Annotated::Value(gold), _) => Some(gold),
    };
    let both = gold.zip(found);
    tally.share(&name("place_country"), both.is_some_and(|(gold, found)| gold.country == found.country));
    if gold.is_none_or(|gold| gold.point.is_some()) && has_points(case) {
        tally.share(&name("place_161km"), both.is_some_and(|(gold, found)| is_near(case, gold, found)));
    }
    if found.is_some() {
        tally.share(&name("place_invented"), gold.is_none());
    }
}

/// The place that a claim refers to.
pub(super) fn place_of<'run>(case: &Case<'run>, found: &Found<'_>) -> Option<&'run WirePlace> {
    let id = found.claim.place.as_ref()?;
    case.wire.places.iter().find(|place| place.id == *id)
}

/// Sets that give a country only (gold/claims) say nothing about distance.
fn has_points(case: &Case<'_>) -> bool {
    let claims = case.gold.claims.iter().flatten();
    case.gold.toponyms.is_some() || claims.filter_map(|claim| claim.place.value()).any(|place| place.point.is_some())
}

/// A country is right by its code, everything else within 161 km.
pub(super) fn is_near(case: &Case<'_>, gold: &GoldPlace, found: &WirePlace) -> bool {
    if let Some(country) = case.atlas.country_named(&gold.name) {
        return found.country == Some(country);
    }
    let found = found.lat.zip(found.lon);
    gold.point.zip(found).is_some_and(|(gold, found)| distance_km(gold, found) <= NEAR_KM)
}

fn figures(gold: &GoldClaim, found: &Found<'_>, strictness: Strictness, tally: &mut Tally) {
    let name = |counter: &str| format!("{}{counter}", strictness.prefix());
    let Some(gold) = gold.figures.as_deref() else { return };
    let found = figures_of(found);
    if gold.is_empty() && found.is_empty() {
        return;
    }
    let mut gold = gold.to_vec();
    gold.sort();
    tally.share(&name("figures"), gold == found);
    if !found.is_empty() {
        tally.share(&name("figures_invented"), gold.is_empty());
    }
}

/// The figures of a predicted claim, sorted.
pub(super) fn figures_of(found: &Found<'_>) -> Vec<GoldFigure> {
    let figures = found.claim.figures.iter();
    let mut figures: Vec<GoldFigure> =
        figures.map(|figure| GoldFigure { kind: figure.kind.clone(), low: figure.low, high: figure.high }).collect();
    figures.sort();
    figures
}

/// Links between matched claims: pairs of claims about one event.
fn coreference(
    gold: &[GoldClaim],
    found: &[Found<'_>],
    pairs: &[(usize, usize)],
    strictness: Strictness,
    tally: &mut Tally,
) {
    if gold.is_empty() || gold.iter().any(|claim| claim.same_event_as == Annotated::Unknown) {
        return;
    }
    let gold_chain = |idx: usize| gold[idx].same_event_as.value().or(gold[idx].id.as_ref());
    let found_chain = |idx: usize| {
        let claim = found[idx].claim;
        claim.same_event_as.as_ref().unwrap_or(&claim.id)
    };
    let (mut n_right, mut n_found, mut n_gold) = (0, 0, 0);
    for (place, (gold_a, found_a)) in pairs.iter().enumerate() {
        for (gold_b, found_b) in &pairs[place + 1..] {
            let in_gold = gold_chain(*gold_a) == gold_chain(*gold_b);
            let in_found = found_chain(*found_a) == found_chain(*found_b);
            n_gold += usize::from(in_gold);
            n_found += usize::from(in_found);
            n_right += usize::from(in_gold && in_found);
        }
    }
    tally.found(&format!("{}coref", strictness.prefix()), n_right, n_found, n_gold);
}
