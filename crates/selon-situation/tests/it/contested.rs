//! Points at issue: what is a contradiction and what is none.

use selon_situation::merge_claims;
use selon_types::{EventStatus, EventType, PointKind, Situation, Stance};

use crate::make::{Told, attack, made};

const DAY: Option<&str> = Some("2024-08-06");
const LUTSK: Option<(&str, f64, f64)> = Some(("Loutsk", 50.75, 25.34));

/// The points at issue of the only event, as `kind: value by origin, …`.
fn points(told: &[Told]) -> Vec<String> {
    let situation = situation(told);
    assert_eq!(situation.events.len(), 1, "one event is told");
    let points = situation.events[0].points.iter();
    points
        .map(|point| {
            let positions: Vec<String> =
                point.positions.iter().map(|position| format!("{} by {}", position.value, position.origin)).collect();
            let change = if point.between_origins { "" } else { " (changed)" };
            format!("{}{change}: {}", point.kind, positions.join(", "))
        })
        .collect()
}

fn situation(told: &[Told]) -> Situation {
    let (reports, claims) = made(told, &[]);
    merge_claims(reports, claims, None)
}

fn told(report: &'static str, source: &'static str) -> Told {
    Told { day: DAY, place: LUTSK, source: Some(source), ..attack(report) }
}

#[test]
fn a_denial_of_another_origin() {
    let told = [told("a", "UKR"), Told { stance: Stance::Denied, ..told("b", "RUS") }];
    assert_eq!(points(&told), ["did_it_happen: no by RUS, yes by UKR"]);
    assert_eq!(situation(&told).events[0].status, EventStatus::Denied);
}

#[test]
fn either_side_blames_the_other() {
    let told = [told("a", "UKR"), Told { actors: vec!["UKR"], ..told("b", "RUS") }];
    assert_eq!(points(&told), ["who: RUS by UKR, UKR by RUS"]);
}

#[test]
fn figures_that_overlap_agree() {
    let killed = |report, source, killed| Told { killed: Some(killed), ..told(report, source) };
    assert_eq!(points(&[killed("a", "UKR", (10, 20)), killed("b", "POL", (12, 12))]), [""; 0]);
    assert_eq!(points(&[killed("a", "UKR", (12, 12)), killed("b", "RUS", (3, 3))]), ["how_many: 3 by RUS, 12 by UKR"]);
    let open = killed("b", "RUS", (10, u64::MAX));
    assert_eq!(points(&[killed("a", "UKR", (12, 12)), open]), [""; 0]);
}

#[test]
fn one_origin_changes_its_account() {
    let first = Told { killed: Some((5, 5)), ..told("a", "UKR") };
    let second = Told { killed: Some((7, 7)), ..told("b", "UKR") };
    assert_eq!(points(&[first, second]), ["how_many (changed): 5 by UKR, 7 by UKR"]);
}

#[test]
fn a_night_between_two_accounts() {
    let killed = Some((12, 12));
    let one = Told { killed, ..told("a", "UKR") };
    let other = Told { killed, day: Some("2024-08-07"), ..told("b", "RUS") };
    assert_eq!(points(&[one, other]), ["when: 2024-08-06 by UKR, 2024-08-07 by RUS"]);
}

#[test]
fn the_own_voice_and_the_source_that_it_quotes() {
    let own = Told { day: DAY, place: LUTSK, ..attack("a") };
    let quoted = Told { stance: Stance::Denied, ..told("a", "RUS") };
    assert_eq!(points(&[own, quoted]), [""; 0]);
}

#[test]
fn a_wish_takes_no_side() {
    let wish = Told { stance: Stance::Desired, ..told("b", "RUS") };
    assert_eq!(points(&[told("a", "UKR"), wish]), [""; 0]);
    let situation = situation(&[Told { event_type: EventType::Retreat, stance: Stance::Desired, ..told("b", "RUS") }]);
    assert_eq!(situation.events[0].status, EventStatus::NotActual);
    assert!(situation.events[0].points.iter().all(|point| point.kind != PointKind::Occurrence));
}
