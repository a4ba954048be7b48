//! What a copy changed: the claims of a report beside those of the report that it copies.

use std::collections::{BTreeMap, BTreeSet};

use selon_types::{
    ChangeKind, CopyChange, Distance, Modality, Reading, Relation, ReportedClaim, ReportedFigure, SourceKind, Stance,
    Story, Wording,
};

use crate::CopyGroups;
use crate::copies::words::split;
use crate::lift::{folded, lift_claims};

/// Affinity from which two claims tell the same event.
const SAME: f64 = 2.5;
/// Affinity from which a claim is told somewhere in the other text, perhaps with less.
const TOLD: f64 = 1.0;
/// Share of the words of a sentence from which it stands in the other text too.
const SAME_SENTENCE: f64 = 0.5;

/// The changes of all copies whose original is known, sorted by report, then position in it.
pub(super) fn changes(readings: &[&Reading], groups: &CopyGroups, stories: &[Story]) -> Vec<CopyChange> {
    let (cards, claims) = lift_claims(readings, groups);
    let mut by_report: BTreeMap<&str, Vec<&ReportedClaim>> = BTreeMap::new();
    for claim in &claims {
        by_report.entry(cards[claim.report].id.as_str()).or_default().push(claim);
    }
    let language: BTreeMap<&str, _> =
        readings.iter().map(|reading| (reading.report.id.as_str(), reading.report.language)).collect();
    let of = |id: &str| by_report.get(id).map_or(&[][..], Vec::as_slice);
    let mut changes = Vec::new();
    for report in stories.iter().flat_map(|story| &story.reports) {
        let Some(original) = report.copied_from.as_deref().filter(|_| report.relation != Some(Relation::Identical))
        else {
            continue;
        };
        let is_one_language = language.get(original) == language.get(report.report.as_str());
        let (before, after) = (of(original), of(&report.report));
        compare(before, after, is_one_language, |kind, before, after| {
            changes.push(CopyChange {
                report: report.report.clone(),
                copy_of: original.to_owned(),
                kind,
                before,
                after,
            });
        });
    }
    let at = |change: &CopyChange| {
        let wording = change.after.as_ref().or(change.before.as_ref());
        (change.after.is_none(), wording.map(|wording| (wording.span, wording.claim)))
    };
    changes.sort_by(|one, other| (&one.report, at(one), one.kind).cmp(&(&other.report, at(other), other.kind)));
    changes
}

fn compare(
    before: &[&ReportedClaim],
    after: &[&ReportedClaim],
    is_one_language: bool,
    mut put: impl FnMut(ChangeKind, Option<Wording>, Option<Wording>),
) {
    // Claims of two languages have no words in common that could make up for a missing party.
    let least = if is_one_language { SAME } else { SAME - 0.75 };
    let words = |claims: &[&ReportedClaim]| -> Vec<BTreeSet<String>> {
        claims.iter().map(|claim| split(&claim.words).into_iter().map(|word| word.folded).collect()).collect()
    };
    let (words_before, words_after) = (words(before), words(after));
    let overlap = |one: usize, other: usize| {
        if is_one_language { jaccard(&words_before[one], &words_after[other]) } else { 0.0 }
    };
    let mut pairs: Vec<(f64, usize, usize)> = Vec::new();
    for (one, claim) in before.iter().enumerate() {
        for (other, counterpart) in after.iter().enumerate() {
            let value = affinity(claim, counterpart) + 2.0 * overlap(one, other);
            if value >= least {
                pairs.push((value, one, other));
            }
        }
    }
    pairs.sort_by(|one, other| other.0.total_cmp(&one.0).then((one.1, one.2).cmp(&(other.1, other.2))));
    let (mut used_before, mut used_after) = (BTreeSet::new(), BTreeSet::new());
    for (_, one, other) in pairs {
        if !used_before.contains(&one) && !used_after.contains(&other) {
            used_before.insert(one);
            used_after.insert(other);
            differences(before[one], after[other], &mut put);
        }
    }
    // A sentence that stands there in other words is not dropped only because less was read from it.
    let stands = |words: &BTreeSet<String>, others: &[BTreeSet<String>]| {
        is_one_language && others.iter().any(|other| jaccard(words, other) >= SAME_SENTENCE)
    };
    let is_told = |claim: &ReportedClaim, others: &[&ReportedClaim]| {
        claim.same_event_as.is_some() || others.iter().any(|other| affinity(claim, other) >= TOLD)
    };
    for one in (0..before.len()).filter(|one| !used_before.contains(one)) {
        if !is_told(before[one], after) && !stands(&words_before[one], &words_after) {
            put(ChangeKind::Dropped, Some(wording(before[one], String::new())), None);
        }
    }
    for other in (0..after.len()).filter(|other| !used_after.contains(other)) {
        if !is_told(after[other], before) && !stands(&words_after[other], &words_before) {
            put(ChangeKind::Added, None, Some(wording(after[other], String::new())));
        }
    }
}

/// How much two claims have in common beside their words; 0 for another type.
fn affinity(one: &ReportedClaim, other: &ReportedClaim) -> f64 {
    if one.event_type != other.event_type || one.polarity != other.polarity {
        return 0.0;
    }
    let keys = |parties: &[selon_types::Party]| -> BTreeSet<String> {
        parties.iter().filter_map(selon_types::Party::key).collect()
    };
    let agree = |one: BTreeSet<String>, other: BTreeSet<String>| match (one.is_empty(), other.is_empty()) {
        (true, true) => 0.0,
        (false, false) if one.is_disjoint(&other) => -1.5,
        (false, false) => 0.75,
        _ => -0.25,
    };
    let day = |claim: &ReportedClaim| claim.date.as_ref().and_then(|date| date.begin.clone());
    let days = match (day(one), day(other)) {
        (Some(one), Some(other)) if one == other => 0.25,
        _ => 0.0,
    };
    1.5 + agree(keys(&one.actors), keys(&other.actors)) + agree(keys(&one.recipients), keys(&other.recipients)) + days
}

fn differences(
    before: &ReportedClaim,
    after: &ReportedClaim,
    put: &mut impl FnMut(ChangeKind, Option<Wording>, Option<Wording>),
) {
    let mut both = |kind, of_before: String, of_after: String| {
        put(kind, Some(wording(before, of_before)), Some(wording(after, of_after)));
    };
    if let (Some(was), Some(is)) = (certainty(before), certainty(after)) {
        let tell =
            |claim: &ReportedClaim| format!("{}, {}, {}", claim.modality, claim.source.stance, claim.source.distance);
        match is.cmp(&was) {
            std::cmp::Ordering::Greater => both(ChangeKind::Hardened, tell(before), tell(after)),
            std::cmp::Ordering::Less => both(ChangeKind::Softened, tell(before), tell(after)),
            std::cmp::Ordering::Equal => {}
        }
    }
    let is_open = |claim: &ReportedClaim| claim.source.kind == SourceKind::Unresolved;
    let is_one_name = folded(&before.source.name) == folded(&after.source.name);
    if before.source.origin != after.source.origin && !is_one_name && !(is_open(before) && is_open(after)) {
        both(ChangeKind::Reattributed, before.source.name.clone(), after.source.name.clone());
    }
    for figure in &before.figures {
        let same_kind: Vec<&ReportedFigure> =
            after.figures.iter().filter(|other| other.kind == figure.kind && agrees(&figure.of, &other.of)).collect();
        let is_kept = same_kind.iter().any(|other| (other.low, other.high) == (figure.low, figure.high));
        if let (false, Some(other)) = (is_kept, same_kind.first()) {
            both(ChangeKind::FigureChanged, figure.words.clone(), other.words.clone());
        }
    }
}

fn agrees(one: &Option<String>, other: &Option<String>) -> bool {
    one.is_none() || other.is_none() || one == other
}

/// How sure a claim sounds: *a détruit* 3, *aurait détruit* 1. `None` where certainty is not the point (announced,
/// demanded, denied).
fn certainty(claim: &ReportedClaim) -> Option<u8> {
    let modality = match claim.modality {
        Modality::Actual | Modality::Historical => 3,
        Modality::Alleged => 2,
        Modality::Announced | Modality::Hypothetical | Modality::Attempted => return None,
    };
    let less = match claim.source.stance {
        Stance::Asserted => 0,
        Stance::Hedged | Stance::Alleged | Stance::Questioned => 1,
        Stance::Denied | Stance::Desired => return None,
    };
    Some(modality - less - u8::from(claim.source.distance == Distance::Distances))
}

fn wording(claim: &ReportedClaim, value: String) -> Wording {
    Wording { claim: claim.claim, span: claim.sentence, words: claim.words.clone(), value }
}

fn jaccard(one: &BTreeSet<String>, other: &BTreeSet<String>) -> f64 {
    let both = one.intersection(other).count();
    let all = one.len() + other.len() - both;
    if all == 0 { 0.0 } else { both as f64 / all as f64 }
}
