//! What an event shows of its claims: parties, days, place, sources with their stances, independence.

use std::collections::{BTreeMap, BTreeSet};

use selon_types::{
    Event, EventStatus, EventType, PlacePrecision, ReportCard, ReportedClaim, SourceKind, SourceStance, Stance,
};

use crate::contested::points_at_issue;
use crate::day::day_of;
use crate::lift::hex16;

/// The event that `group`, sorted indices of `claims`, tells.
pub(super) fn summarise(
    reports: &[ReportCard],
    claims: &[ReportedClaim],
    group: Vec<usize>,
    neighbourhood: u64,
) -> Event {
    let members: Vec<&ReportedClaim> = group.iter().map(|&idx| &claims[idx]).collect();
    let affirming: Vec<&ReportedClaim> = members.iter().copied().filter(|claim| !claim.says_no()).collect();
    let telling = if affirming.is_empty() { &members } else { &affirming };
    let sources = sources(claims, &group);
    let modes: BTreeSet<&String> = telling.iter().flat_map(|claim| &claim.modes).collect();
    let report_ids: BTreeSet<usize> = members.iter().map(|claim| claim.report).collect();
    Event {
        id: event_id(reports, &members),
        event_type: most_common_type(telling),
        modes: modes.into_iter().cloned().collect(),
        actors: keys(telling, |claim| &claim.actors),
        recipients: keys(telling, |claim| &claim.recipients),
        days: days(telling),
        place_of: place_of(claims, &group),
        status: status(telling, &members, &sources),
        n_reports: report_ids.len(),
        n_independent: n_independent(reports, claims, &sources),
        points: points_at_issue(reports, claims, &group),
        sources,
        claims: group,
        neighbourhood,
    }
}

/// Derived from the claim that was published first: it stays the same while later reports join.
fn event_id(reports: &[ReportCard], members: &[&ReportedClaim]) -> String {
    let first = members.iter().min_by_key(|claim| {
        let published = &reports[claim.report].published;
        (published.is_none(), published, &claim.id)
    });
    format!("ev-{}", hex16(first.map_or("", |claim| &claim.id)))
}

fn most_common_type(claims: &[&ReportedClaim]) -> EventType {
    let mut counts: BTreeMap<EventType, usize> = BTreeMap::new();
    for claim in claims {
        *counts.entry(claim.event_type).or_default() += 1;
    }
    let most = counts.into_iter().max_by(|a, b| a.1.cmp(&b.1).then(b.0.cmp(&a.0)));
    most.map_or(EventType::Consult, |(event_type, _)| event_type)
}

fn keys<'a>(
    claims: &[&'a ReportedClaim],
    side: impl Fn(&'a ReportedClaim) -> &'a Vec<selon_types::Party>,
) -> Vec<String> {
    let keys: BTreeSet<String> = claims.iter().flat_map(|&claim| side(claim)).filter_map(|party| party.key()).collect();
    keys.into_iter().collect()
}

/// The stated days that most origins give, of those the shortest interval, then the earliest.
fn days(claims: &[&ReportedClaim]) -> Option<(String, String)> {
    let mut origins: BTreeMap<(&str, &str), BTreeSet<&str>> = BTreeMap::new();
    for claim in claims {
        let Some(date) = &claim.date else { continue };
        if let (Some(begin), Some(end)) = (&date.begin, &date.end) {
            origins.entry((begin, end)).or_default().insert(&claim.source.origin);
        }
    }
    let length = |days: &(&str, &str)| day_of(days.1).zip(day_of(days.0)).map_or(i32::MAX, |(end, begin)| end - begin);
    let exact = origins.keys().any(|days| length(days) == 0);
    origins
        .iter()
        .filter(|(days, _)| !exact || length(days) == 0)
        .min_by_key(|(days, origins)| (usize::MAX - origins.len(), length(days), **days))
        .map(|(days, _)| (days.0.to_owned(), days.1.to_owned()))
}

/// The claim with the most precise place; the first of equals.
fn place_of(claims: &[ReportedClaim], group: &[usize]) -> Option<usize> {
    let rank = |precision: Option<PlacePrecision>| match precision {
        Some(PlacePrecision::Site) => 0,
        Some(PlacePrecision::Town) => 1,
        Some(PlacePrecision::Admin2) => 2,
        Some(PlacePrecision::Admin1) => 3,
        Some(PlacePrecision::Region) => 4,
        Some(PlacePrecision::Country) => 5,
        None => 6,
    };
    let placed = group.iter().filter_map(|&idx| Some((rank(claims[idx].place.as_ref()?.precision), idx)));
    placed.min().map(|(_, idx)| idx)
}

fn sources(claims: &[ReportedClaim], group: &[usize]) -> Vec<SourceStance> {
    let mut by_origin: BTreeMap<(&str, bool), SourceStance> = BTreeMap::new();
    for &idx in group {
        let claim = &claims[idx];
        let source = &claim.source;
        let entry = by_origin.entry((&source.origin, claim.says_no())).or_insert_with(|| SourceStance {
            origin: source.origin.clone(),
            name: source.name.clone(),
            kind: source.kind,
            stances: Vec::new(),
            says_no: claim.says_no(),
            claims: Vec::new(),
        });
        entry.claims.push(idx);
        if !entry.stances.contains(&source.stance) {
            entry.stances.push(source.stance);
            entry.stances.sort_unstable();
        }
    }
    by_origin.into_values().collect()
}

/// Origins that affirm the event. A report's own voice does not count beside a source that the same report, or a copy
/// of it, names: there it rests on that source.
fn n_independent(reports: &[ReportCard], claims: &[ReportedClaim], sources: &[SourceStance]) -> usize {
    let affirms = |source: &&SourceStance| !source.says_no && source.stances.iter().any(|&s| s != Stance::Desired);
    let group_of = |claim: usize| reports[claims[claim].report].copy_group.as_str();
    let attributed: BTreeSet<&str> = sources
        .iter()
        .filter(affirms)
        .filter(|source| source.kind != SourceKind::Author)
        .flat_map(|source| source.claims.iter().map(|&claim| group_of(claim)))
        .collect();
    let counted = sources.iter().filter(affirms).filter(|source| {
        source.kind != SourceKind::Author || source.claims.iter().any(|&claim| !attributed.contains(group_of(claim)))
    });
    let origins: BTreeSet<&str> = counted.map(|source| source.origin.as_str()).collect();
    origins.len()
}

fn status(telling: &[&ReportedClaim], members: &[&ReportedClaim], sources: &[SourceStance]) -> EventStatus {
    let affirmed: Vec<&&ReportedClaim> =
        telling.iter().filter(|claim| !claim.says_no() && claim.is_of_the_real()).collect();
    // Somebody else's denial, or nothing but denials of something that should be real.
    let denied = members
        .iter()
        .any(|claim| claim.says_no() && claim.is_of_the_real() && !crate::contested::is_own_quotation(claim, members));
    if sources.iter().all(|source| source.says_no) || (denied && !affirmed.is_empty()) {
        return EventStatus::Denied;
    }
    if affirmed.is_empty() {
        return EventStatus::NotActual;
    }
    let side_codes = |side: fn(&ReportedClaim) -> &Vec<selon_types::Party>| -> BTreeSet<String> {
        affirmed.iter().flat_map(|claim| side(claim)).filter_map(|party| party.code.clone()).collect()
    };
    let (actors, recipients) = (side_codes(|claim| &claim.actors), side_codes(|claim| &claim.recipients));
    let (mut by_actor, mut by_recipient, mut by_third, mut by_author) = (false, false, false, false);
    for claim in affirmed {
        match (claim.source.kind, &claim.source.code) {
            (SourceKind::Author, _) => by_author = true,
            (_, Some(code)) if actors.contains(code) => by_actor = true,
            (_, Some(code)) if recipients.contains(code) => by_recipient = true,
            _ => by_third = true,
        }
    }
    if by_actor && by_recipient {
        EventStatus::BothSides
    } else if by_author {
        EventStatus::AuthorVoice
    } else if by_third {
        EventStatus::ThirdParty
    } else {
        EventStatus::OneSide
    }
}
