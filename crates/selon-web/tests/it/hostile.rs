//! Strings that attack pages, in every place that a report or a person fills: they must come out as words.

use std::path::Path;
use std::sync::OnceLock;

use selon_types::{Published, PublishedBasis, Reading};

use crate::{desk, first_report, get, reading};

const FOLDER: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/hostile");

/// The reading of our report with `payload` as title, outlet, address and name of every actor and place.
fn poisoned(payload: &str) -> Reading {
    let mut reading = reading();
    reading.report.title = Some(payload.to_owned());
    reading.report.outlet = Some(payload.to_owned());
    reading.report.url = Some(payload.to_owned());
    reading.report.published = Some(Published { value: "2024-03-14".to_owned(), basis: PublishedBasis::Given });
    for actor in &mut reading.mentions.actors {
        actor.name = Some(payload.to_owned());
    }
    for place in &mut reading.mentions.places {
        place.name = payload.to_owned();
    }
    for attribution in &mut reading.attributions {
        attribution.source_ref.name = Some(payload.to_owned());
    }
    // The text keeps its length in front, so that every span stays where it is.
    reading.report.text.push_str(payload);
    reading
}

/// The tags of a page by name, the end tags too.
fn tags(page: &str) -> Vec<String> {
    let names = page.split('<').skip(1).map(|after| {
        after.chars().take_while(|letter| letter.is_ascii_alphanumeric() || "/!".contains(*letter)).collect()
    });
    let mut names: Vec<String> = names.collect();
    names.sort();
    names
}

/// The pages of a desk that shows one reading.
fn pages_of(reading: Reading) -> Vec<String> {
    let router = desk(vec![reading]);
    let paths = [
        "/reports".to_owned(),
        "/claims".to_owned(),
        "/events".to_owned(),
        "/".to_owned(),
        "/timeline".to_owned(),
        "/map".to_owned(),
        "/pairs".to_owned(),
        "/contested".to_owned(),
        first_event(&router),
        first_report(&router),
    ];
    paths.iter().map(|path| get(&router, path).body).collect()
}

/// The pages that show reports, and the tags they have when every word is harmless.
fn pages(payload: &str) -> Vec<String> {
    pages_of(poisoned(payload))
}

/// The same with `payload` as the id. Events of one rank are merged in the order of ids, so that an id may change how
/// many rows there are, but never which elements.
fn pages_by_id(payload: &str) -> Vec<String> {
    let mut named = poisoned("word");
    named.report.id = payload.to_owned();
    pages_of(named)
}

fn first_event(router: &axum::Router) -> String {
    let list: serde_json::Value = serde_json::from_str(&get(router, "/events.json").body).expect("a list");
    format!("/events/{}", list[0]["event"].as_str().expect("an id"))
}

fn check(payload: &str) {
    static HARMLESS: OnceLock<Vec<Vec<String>>> = OnceLock::new();
    let harmless = HARMLESS.get_or_init(|| pages("word").iter().map(|page| tags(page)).collect());
    let count = |all: &[String], name: &String| all.iter().filter(|known| *known == name).count();
    for (page, expected) in pages(payload).iter().zip(harmless) {
        let found = tags(page);
        if payload.trim().is_empty() {
            // A blank outlet is no voice of its own, so that one position less may be shown.
            assert!(found.iter().all(|name| count(&found, name) <= count(expected, name)), "{payload:?}");
        } else if !payload.starts_with("http") {
            // An address that browsers take for the web is the one thing that becomes a link.
            assert_eq!(&found, expected, "{payload}");
        }
        assert!(!page.contains("href=\"javascript"), "{payload}");
    }
    static KNOWN: OnceLock<std::collections::BTreeSet<String>> = OnceLock::new();
    // Two ids, of which one leaves an event contested.
    let known = || ["word", "word1"].iter().flat_map(|id| pages_by_id(id)).flat_map(|page| tags(&page)).collect();
    let known = KNOWN.get_or_init(known);
    for page in pages_by_id(payload) {
        assert!(tags(&page).iter().all(|name| known.contains(name)), "{payload}");
        assert!(!page.contains("href=\"javascript"), "{payload}");
        assert_eq!(page.matches("<script").count(), if page.contains("/assets/map.js") { 2 } else { 1 }, "{payload}");
    }
}

#[test]
fn strings_of_our_own_add_no_element() {
    for payload in [
        "<script>alert(1)</script>",
        "\"><img src=x onerror=alert(1)>",
        "'><svg/onload=alert(1)>",
        "javascript:alert(1)",
        "</title><script>alert(1)</script>",
        "</textarea></div><iframe src=//evil.example>",
        "=HYPERLINK(\"http://evil.example\")",
        "\u{202e}\u{0}\u{1b}[31m",
    ] {
        check(payload);
    }
    let csv = get(&desk(vec![poisoned("=1+1")]), "/reports.csv").body;
    assert!(csv.contains("\"'=1+1\"") && !csv.contains("\"=1+1\""));
}

#[test]
fn strings_of_the_hostile_set_add_no_element() {
    if !Path::new(FOLDER).is_dir() {
        eprintln!("skipped: {FOLDER} is absent");
        return;
    }
    let mut payloads: Vec<String> = Vec::new();
    for name in ["mutation-xss.json", "naughty-strings.json"] {
        let content = std::fs::read_to_string(format!("{FOLDER}/{name}")).expect(name);
        let list: serde_json::Value = serde_json::from_str(&content).expect(name);
        collect(&list, &mut payloads);
    }
    let packed = std::fs::read(format!("{FOLDER}/xss-payloads.txt.xz")).expect("the payloads");
    let mut lines = Vec::new();
    lzma_rs::xz_decompress(&mut &packed[..], &mut lines).expect("xz");
    payloads.extend(String::from_utf8_lossy(&lines).lines().map(str::to_owned));
    assert!(payloads.len() > 1000, "only {} payloads", payloads.len());
    for payload in &payloads {
        check(payload);
    }
}

/// Every string below a value.
fn collect(value: &serde_json::Value, into: &mut Vec<String>) {
    match value {
        serde_json::Value::String(words) => into.push(words.clone()),
        serde_json::Value::Array(members) => members.iter().for_each(|member| collect(member, into)),
        serde_json::Value::Object(members) => members.values().for_each(|member| collect(member, into)),
        _ => {}
    }
}
