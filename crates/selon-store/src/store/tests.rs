//! The store as its users meet it: nothing lost, nothing twice, nothing changed but tokens.

use std::path::PathBuf;

use proptest::prelude::*;
use selon::{Pipeline, Resources};
use selon_types::{EventType, PublicationStatus, Reading, Report};

use crate::{Added, Decision, Error, EventRow, Filter, Store, Version};

const FIRST: Version = Version { engine: "0.1.0", model: "6", at: "2026-01-02T03:04:05Z" };
const SECOND: Version = Version { engine: "0.2.0", model: "7", at: "2026-02-02T03:04:05Z" };

fn folder(name: &str) -> PathBuf {
    let folder = std::env::temp_dir().join(format!("selon-store-{}-{name}", std::process::id()));
    let _ = std::fs::remove_dir_all(&folder);
    std::fs::create_dir_all(&folder).unwrap();
    folder
}

#[expect(clippy::disallowed_methods, reason = "tests read the examples")]
fn readings() -> &'static [Reading] {
    static READINGS: std::sync::OnceLock<Vec<Reading>> = std::sync::OnceLock::new();
    READINGS.get_or_init(|| {
        let root = concat!(env!("CARGO_MANIFEST_DIR"), "/../..");
        let pipeline = Pipeline::open(&Resources::from_dir(root).unwrap()).unwrap();
        let mut files: Vec<PathBuf> =
            std::fs::read_dir(format!("{root}/examples")).unwrap().map(|entry| entry.unwrap().path()).collect();
        files.retain(|file| file.extension().is_some_and(|extension| extension == "txt"));
        files.sort();
        let read = |file: &PathBuf| {
            let text = std::fs::read_to_string(file).unwrap();
            pipeline.read(selon::report::from_text(&file.file_name().unwrap().to_string_lossy(), &text))
        };
        files.iter().map(read).collect()
    })
}

/// A reading as the store gives it back.
fn without_tokens(reading: &Reading) -> Reading {
    let mut reading = reading.clone();
    reading.analysis.tokens.clear();
    reading.analysis.names.clear();
    reading.analysis.sentences.iter_mut().for_each(|sentence| sentence.tokens = 0..0);
    reading.mentions.actors.iter_mut().for_each(|actor| actor.head = 0);
    reading
}

fn filled(name: &str) -> (Store, PathBuf) {
    let path = folder(name).join("situation.db");
    let mut store = Store::create(&path).unwrap();
    store.add_readings(readings(), FIRST).unwrap();
    (store, path)
}

#[test]
fn readings_come_back_as_they_were_but_for_tokens() {
    let (store, _) = filled("round");
    let mut back: Vec<Reading> = store.readings(&Filter::default()).unwrap().map(Result::unwrap).collect();
    back.sort_by(|a, b| a.report.id.cmp(&b.report.id));
    assert_eq!(back, readings().iter().map(without_tokens).collect::<Vec<_>>());
    assert!(back.iter().map(|reading| reading.claims.len()).sum::<usize>() > 3, "the examples have claims");
    assert_eq!(store.check(|_| ()).unwrap(), []);
}

#[test]
fn sql_users_find_the_words_with_substr() {
    let (store, _) = filled("substr");
    let mut select = store.connection.prepare("SELECT report, claim, words FROM claims_read").unwrap();
    let rows: Vec<(String, usize, String)> = select
        .query_map([], |row| Ok((row.get(0)?, row.get::<_, i64>(1)? as usize, row.get(2)?)))
        .unwrap()
        .map(Result::unwrap)
        .collect();
    assert_eq!(rows.len() as u64, store.counts().unwrap().claims);
    for (id, claim, words) in rows {
        let reading = readings().iter().find(|reading| reading.report.id == id).unwrap();
        assert_eq!(reading.claims[claim].trigger.of(&reading.report.text), words);
    }
}

#[test]
fn nothing_is_added_twice() {
    let (mut store, path) = filled("twice");
    let before = store.counts().unwrap();
    let mut renamed = readings()[0].clone();
    renamed.report.id = "elsewhere/copy.txt".to_owned();
    assert!(matches!(store.add_reading(&renamed, FIRST).unwrap(), Added::Known(_)));
    drop(store);
    let mut store = Store::open(&path).unwrap();
    assert_eq!(store.counts().unwrap(), before);
    // The same words from another outlet are another report; a name that is taken is told apart.
    renamed.report.id = readings()[0].report.id.clone();
    renamed.report.outlet = Some("L’Écho".to_owned());
    let added = store.add_reading(&renamed, FIRST).unwrap();
    let back = store.reading(added.report_id()).unwrap().unwrap();
    assert!(back.report.id.starts_with(&format!("{}#", readings()[0].report.id)));
    assert_eq!(store.counts().unwrap().reports, before.reports + 1);
}

#[test]
fn the_same_bytes_of_the_same_place_are_one_report_whatever_text_is_read_from_them() {
    let path = folder("bytes").join("situation.db");
    let mut store = Store::create(&path).unwrap();
    let mut reading = readings()[0].clone();
    reading.report.provenance.raw_sha256 = "ab".repeat(32);
    reading.report.provenance.origin = "page.html".to_owned();
    store.add_reading(&reading, FIRST).unwrap();
    let mut better = reading.clone();
    better.report.text.push('.');
    assert_eq!(store.find_report(&better.report).unwrap(), Some(1));
    assert!(matches!(store.add_reading(&better, SECOND).unwrap(), Added::Known(1)));
    better.report.provenance.origin = "other.html".to_owned();
    assert!(matches!(store.add_reading(&better, SECOND).unwrap(), Added::New(2)));
}

#[test]
fn a_retraction_marks_the_report_that_it_takes_back() {
    let (mut store, _) = filled("retraction");
    let mut notice = readings()[0].clone();
    notice.report.status = PublicationStatus::Canceled;
    store.add_reading(&notice, SECOND).unwrap();
    let report_id = store.report_named(&notice.report.id).unwrap().unwrap();
    assert_eq!(store.reading(report_id).unwrap().unwrap().report.status, PublicationStatus::Canceled);
    assert_eq!(store.counts().unwrap().reports, readings().len() as u64);
}

#[test]
fn a_new_reading_keeps_report_and_decisions() {
    let (mut store, _) = filled("reread");
    let report_id = store.report_named(&readings()[0].report.id).unwrap().unwrap();
    let event = EventRow {
        event_id: "e1".to_owned(),
        event_type: EventType::Assault,
        modes: vec![],
        status: "one_side".to_owned(),
        days: None,
        n_reports: 1,
        n_independent: 1,
        contested: false,
        merged_into: None,
        claims: vec![(report_id, 0)],
    };
    store.replace_derived(&[], &[], std::slice::from_ref(&event)).unwrap();
    assert_eq!(store.events().unwrap(), [event]);
    let decision = Decision {
        reviewer: "A.".to_owned(),
        target: "claim:x".to_owned(),
        report_id: Some(report_id),
        decision: "reject".to_owned(),
        ..Decision::default()
    };
    store.add_review(&decision, "2026-01-03T00:00:00Z").unwrap();
    assert!(store.connection.execute("DELETE FROM reviews", []).is_err());
    assert!(store.connection.execute("UPDATE reviews SET decision = 'accept'", []).is_err());

    assert_eq!(store.outdated(SECOND.engine, SECOND.model).unwrap().len(), readings().len());
    let mut fewer = readings()[0].clone();
    fewer.claims.truncate(1);
    store.replace_reading(report_id, &fewer, SECOND).unwrap();
    assert_eq!(store.reading(report_id).unwrap().unwrap(), without_tokens(&fewer));
    assert_eq!(store.outdated(SECOND.engine, SECOND.model).unwrap().len(), readings().len() - 1);
    assert_eq!(store.reviews(Some("claim:x")).unwrap()[0].decision, decision);
    assert_eq!(store.check(|_| ()).unwrap(), []);
    // And back to the former version: no leftovers stand in the way.
    store.replace_reading(report_id, &readings()[0], FIRST).unwrap();
    assert_eq!(store.reading(report_id).unwrap().unwrap(), without_tokens(&readings()[0]));
    assert!(matches!(store.replace_reading(999, &fewer, SECOND), Err(Error::Odd { .. })));
}

#[test]
fn search_folds_accents_and_takes_any_query() {
    let path = folder("search").join("situation.db");
    let mut store = Store::create(&path).unwrap();
    let mut reading = readings()[0].clone();
    reading.claims.clear();
    reading.attributions.clear();
    reading.mentions = Default::default();
    reading.analysis.sentences.clear();
    reading.remarks.clear();
    reading.analysis.remarks.clear();
    reading.report =
        Report {
            text: "Le général Müller a été arrêté à Kharkiv.".to_owned(), remarks: vec![], ..reading.report
        };
    store.add_reading(&reading, FIRST).unwrap();
    let n_hits = |query: &str| store.search(query, 10, 0).unwrap().len();
    assert_eq!(n_hits("GENERAL arrete"), 1);
    assert_eq!(n_hits("\"general muller\""), 1);
    assert_eq!(n_hits("\"muller general\""), 0);
    assert_eq!(n_hits("khar*"), 1);
    for query in ["", "\"", "NOT", "a:b", "NEAR(", "*", "(", "'; DROP TABLE reports; --", "\0"] {
        assert_eq!(n_hits(query), 0, "{query:?}");
    }
}

#[test]
fn a_filter_asks_one_claim_for_all_its_conditions() {
    let (store, _) = filled("filter");
    let n = |filter: Filter| store.count_reports(&filter).unwrap();
    let all = store.counts().unwrap().reports;
    assert_eq!(n(Filter::default()), all);
    let claim_types = |reading: &Reading| reading.claims.iter().map(|claim| claim.event_type).collect::<Vec<_>>();
    for event_type in [EventType::Assault, EventType::Protest, EventType::Retreat] {
        let expected = readings().iter().filter(|reading| claim_types(reading).contains(&event_type)).count() as u64;
        assert_eq!(n(Filter { types: vec![event_type], ..Filter::default() }), expected, "{event_type}");
    }
    assert_eq!(n(Filter { text: Some("zzzz".to_owned()), ..Filter::default() }), 0);
    assert_eq!(n(Filter { actor: Some("' OR 1 --".to_owned()), ..Filter::default() }), 0);
    assert_eq!(n(Filter { area: Some((-90.0, -180.0, -89.0, -179.0)), ..Filter::default() }), 0);
    let with_point = |reading: &&Reading| {
        reading
            .claims
            .iter()
            .any(|claim| claim.place.is_some_and(|place| reading.mentions.places[place].point.is_some()))
    };
    let whole_earth = Filter { area: Some((-90.0, -180.0, 90.0, 180.0)), ..Filter::default() };
    assert_eq!(n(whole_earth), readings().iter().filter(with_point).count() as u64);
    let first = store.report_ids(&Filter { limit: Some(1), ..Filter::default() }).unwrap();
    let rest = store.report_ids(&Filter { offset: 1, ..Filter::default() }).unwrap();
    assert_eq!([first, rest].concat(), store.report_ids(&Filter::default()).unwrap());
}

#[test]
fn a_backup_restores_and_foreign_files_are_refused() {
    let (store, path) = filled("backup");
    let copy = path.with_file_name("copy.db");
    store.backup(&copy, |_, _| ()).unwrap();
    assert!(matches!(store.backup(&copy, |_, _| ()), Err(Error::Exists { .. })));
    let before = store.counts().unwrap();
    drop(store);
    let again = path.with_file_name("again.db");
    crate::restore(&copy, &again, false, |_, _| ()).unwrap();
    crate::restore(&copy, &path, true, |_, _| ()).unwrap();
    for path in [&again, &path] {
        let store = Store::open(path).unwrap();
        assert_eq!(store.counts().unwrap(), before);
        assert_eq!(store.check(|_| ()).unwrap(), []);
    }
    let other = path.with_file_name("other.db");
    std::fs::write(&other, "no database, although longer than a header of one hundred bytes: ".repeat(9)).unwrap();
    assert!(matches!(Store::open(&other), Err(Error::NotOurs { .. })));
    assert!(matches!(Store::open(path.with_file_name("none.db")), Err(Error::Missing { .. })));
    let store = Store::open(&again).unwrap();
    store.connection.pragma_update(None, "user_version", 99).unwrap();
    drop(store);
    assert!(matches!(Store::open(&again), Err(Error::Newer { found: 99, .. })));
}

#[test]
fn check_names_what_is_wrong() {
    let (store, _) = filled("check");
    store.connection.execute("UPDATE sentences SET end = 10000000 WHERE idx = 0 AND report_id = 2", []).unwrap();
    store
        .connection
        .execute_batch("DROP TRIGGER reports_text_change; UPDATE reports SET text = text || 'x' WHERE report_id = 1")
        .unwrap();
    let faults = store.check(|_| ()).unwrap();
    let all = format!("{faults:?}");
    assert!(
        all.contains("sentences: 0..10000000") && all.contains("not the content") && all.contains("search index"),
        "{all}"
    );
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]
    /// Any text in front of a real report shifts its spans over characters of one to four bytes.
    #[test]
    fn spans_come_back_behind_any_text(front in "\\PC{0,40}", pick in 0usize..8) {
        let reading = shifted(&readings()[pick % readings().len()], &front);
        let path = folder("property").join("situation.db");
        let mut store = Store::create(&path).unwrap();
        let added = store.add_reading(&reading, FIRST).unwrap();
        prop_assert_eq!(store.reading(added.report_id()).unwrap().unwrap(), without_tokens(&reading));
        prop_assert_eq!(store.check(|_| ()).unwrap(), vec![]);
    }
}

/// The reading of the same report with `front` before it.
fn shifted(reading: &Reading, front: &str) -> Reading {
    use selon_types::Span;
    let mut reading = reading.clone();
    let by = front.len();
    let shift = |span: &mut Span| *span = Span::new(span.start() + by, span.end() + by);
    reading.report.text.insert_str(0, front);
    let remarks = reading.report.remarks.iter_mut().chain(&mut reading.analysis.remarks).chain(&mut reading.remarks);
    remarks.filter_map(|remark| remark.span.as_mut()).for_each(shift);
    reading.analysis.sentences.iter_mut().for_each(|sentence| shift(&mut sentence.span));
    reading.mentions.actors.iter_mut().for_each(|actor| shift(&mut actor.span));
    reading.mentions.places.iter_mut().for_each(|place| shift(&mut place.span));
    reading.mentions.timexes.iter_mut().for_each(|timex| shift(&mut timex.span));
    for attribution in &mut reading.attributions {
        let parts = [&mut attribution.source, &mut attribution.cue, &mut attribution.content, &mut attribution.hedges];
        parts.into_iter().flatten().for_each(shift);
        attribution.basis.iter_mut().for_each(shift);
    }
    for claim in &mut reading.claims {
        shift(&mut claim.trigger);
        claim.figures.iter_mut().for_each(|figure| shift(&mut figure.span));
    }
    reading
}
