//! Grouping: what is one event, whatever the order.

use proptest::prelude::*;
use selon_situation::{event_changes, merge_claims};
use selon_types::{EventChange, EventStatus, EventType, Situation, Stance};

use crate::make::{Told, attack, made};

const LUTSK: Option<(&str, f64, f64)> = Some(("Loutsk", 50.75, 25.34));
const RIVNE: Option<(&str, f64, f64)> = Some(("Rivne", 50.62, 26.25));

fn situation(told: &[Told]) -> Situation {
    let (reports, claims) = made(told, &[]);
    merge_claims(reports, claims, None)
}

fn n_events(told: &[Told]) -> usize {
    situation(told).events.len()
}

#[test]
fn two_reports_of_one_attack_are_one_event() {
    let told = [
        Told { day: Some("2024-08-06"), place: LUTSK, ..attack("a") },
        Told { day: Some("2024-08-06"), ..attack("b") },
        Told { place: LUTSK, ..attack("c") },
    ];
    let situation = situation(&told);
    assert_eq!(situation.events.len(), 1);
    let event = &situation.events[0];
    assert_eq!((event.n_reports, event.n_independent), (3, 3));
    assert_eq!(event.days, Some(("2024-08-06".into(), "2024-08-06".into())));
    assert_eq!(event.status, EventStatus::AuthorVoice);
}

#[test]
fn other_day_place_party_or_type_is_another_event() {
    let one = Told { day: Some("2024-08-06"), place: LUTSK, ..attack("a") };
    assert_eq!(n_events(&[one.clone(), Told { day: Some("2024-08-08"), report: "b", ..one.clone() }]), 2);
    assert_eq!(n_events(&[one.clone(), Told { place: RIVNE, report: "b", ..one.clone() }]), 2);
    assert_eq!(n_events(&[one.clone(), Told { actors: vec!["MDA"], place: None, report: "b", ..one.clone() }]), 2);
    assert_eq!(n_events(&[one.clone(), Told { event_type: EventType::Accuse, report: "b", ..one.clone() }]), 2);
}

#[test]
fn a_vague_claim_joins_the_only_event_that_it_can_mean() {
    let lutsk = Told { day: Some("2024-08-06"), place: LUTSK, ..attack("a") };
    let rivne = Told { day: Some("2024-08-07"), place: RIVNE, ..attack("b") };
    assert_eq!(n_events(&[lutsk.clone(), attack("c")]), 1);
    assert_eq!(n_events(&[lutsk, rivne, attack("c")]), 3);
}

#[test]
fn copies_and_shared_origins_count_once() {
    let day = Some("2024-08-06");
    let told = [
        Told { day, ..attack("a") },
        Told { day, ..attack("b") },
        Told { day, source: Some("UKR"), ..attack("c") },
        Told { day, source: Some("UKR"), ..attack("d") },
    ];
    let (reports, claims) = made(&told, &[("a", "wire"), ("b", "wire")]);
    let situation = merge_claims(reports, claims, None);
    assert_eq!((situation.events[0].n_reports, situation.events[0].n_independent), (4, 2));
}

#[test]
fn the_own_voice_beside_a_named_source_rests_on_it() {
    let day = Some("2024-08-06");
    let told = [Told { day, ..attack("a") }, Told { day, source: Some("UKR"), ..attack("a") }];
    let situation = situation(&told);
    assert_eq!((situation.events.len(), situation.events[0].n_independent), (1, 1));
}

#[test]
fn ids_stay_and_merged_ones_become_tombstones() {
    let told = [Told { day: Some("2024-08-06"), place: LUTSK, ..attack("a") }];
    let before = situation(&told);
    let more = [told[0].clone(), Told { day: Some("2024-08-06"), ..attack("b") }];
    let after = situation(&more);
    assert_eq!(before.events[0].id, after.events[0].id);
    assert_eq!(event_changes(&before, &after), [EventChange::Update { id: after.events[0].id.clone() }]);
    assert_eq!(
        event_changes(&before, &Situation::default()),
        [EventChange::Delete { id: before.events[0].id.clone() }]
    );
    let apart = situation(&more[1..]);
    let into = after.events[0].id.clone();
    let merged = EventChange::MergeInto { id: apart.events[0].id.clone(), into };
    assert!(event_changes(&apart, &after).contains(&merged));
}

/// Any claim of a small world, where many claims may meet.
fn told() -> impl Strategy<Value = Told> {
    let reports = prop::sample::select(vec!["a", "b", "c", "d", "e", "f", "g", "h"]);
    let types = prop::sample::select(vec![EventType::Assault, EventType::Accuse, EventType::Consult]);
    let party = || prop::collection::vec(prop::sample::select(vec!["RUS", "UKR", "BLR", "POL"]), 0..3);
    let day = prop::option::of(prop::sample::select(vec!["2024-08-05", "2024-08-06", "2024-08-07"]));
    let place = prop::option::of(prop::sample::select(vec![LUTSK.unwrap(), RIVNE.unwrap()]));
    let killed = prop::option::of((0u64..9, 0u64..4).prop_map(|(low, more)| (low, low + more)));
    let source = prop::option::of(prop::sample::select(vec!["RUS", "UKR", "BLR"]));
    let stance = prop::sample::select(vec![Stance::Asserted, Stance::Denied, Stance::Alleged]);
    (reports, types, party(), party(), day, place, killed, source, stance).prop_map(
        |(report, event_type, actors, recipients, day, place, killed, source, stance)| Told {
            report,
            event_type,
            actors,
            recipients,
            day,
            place,
            killed,
            source,
            stance,
        },
    )
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn twenty_orders_of_arrival_give_the_same_situation(
        told in prop::collection::vec(told(), 1..40),
        shuffles in prop::collection::vec(any::<prop::sample::Index>(), 20),
    ) {
        let groups = [("a", "wire"), ("b", "wire")];
        let (reports, claims) = made(&told, &groups);
        let expected = merge_claims(reports, claims, None);
        for shuffle in shuffles {
            let mut other = told.clone();
            other.rotate_left(shuffle.index(told.len()));
            if shuffle.index(2) == 1 {
                other.reverse();
            }
            let (reports, claims) = made(&other, &groups);
            prop_assert_eq!(&merge_claims(reports, claims, None), &expected);
        }
    }

    #[test]
    fn one_report_more_gives_what_a_fresh_start_gives(
        told in prop::collection::vec(told(), 1..40),
        late in prop::sample::select(vec!["a", "d", "h"]),
    ) {
        let early: Vec<Told> = told.iter().filter(|told| told.report != late).cloned().collect();
        let (reports, claims) = made(&early, &[("a", "wire"), ("b", "wire")]);
        let before = merge_claims(reports, claims, None);
        let (reports, claims) = made(&told, &[("a", "wire"), ("b", "wire")]);
        let fresh = merge_claims(reports.clone(), claims.clone(), None);
        prop_assert_eq!(merge_claims(reports, claims, Some(&before)), fresh);
    }

    #[test]
    fn each_claim_stands_in_one_event_unchanged(told in prop::collection::vec(told(), 1..40)) {
        let (reports, claims) = made(&told, &[]);
        let situation = merge_claims(reports, claims.clone(), None);
        let mut grouped: Vec<usize> = situation.events.iter().flat_map(|event| event.claims.clone()).collect();
        grouped.sort_unstable();
        prop_assert_eq!(grouped, (0..claims.len()).collect::<Vec<_>>());
        prop_assert_eq!(situation.claims, claims);
    }
}
