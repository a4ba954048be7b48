//! `selon read` on the example reports.

use serde_json::Value;

use crate::{selon, stderr, stdout};

fn read_json(args: &[&str]) -> Value {
    let output = selon(args);
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    serde_json::from_str(&stdout(&output)).unwrap()
}

fn words(reading: &Value, span: &Value) -> String {
    let text: Vec<char> = reading["report"]["text"].as_str().unwrap().chars().collect();
    let offset = |at: usize| usize::try_from(span[at].as_u64().unwrap()).unwrap();
    text[offset(0)..offset(1)].iter().collect()
}

#[test]
fn the_french_example_keeps_who_says_what() {
    let reading = read_json(&["read", "examples/report-fr.txt", "--format", "json"]);
    assert_eq!(reading["wire"], 1);
    assert_eq!(reading["report"]["lang"], "fr");
    assert_eq!(reading["report"]["published"], "2024-03-14");
    assert_eq!(reading["report"]["published_basis"], "dateline");
    let attributions = reading["attributions"].as_array().unwrap();
    let source_of = |cue: &str| {
        let found = attributions.iter().find(|attribution| {
            attribution["cue"].as_array().unwrap().iter().any(|span| words(&reading, span).contains(cue))
        });
        found.map(|attribution| {
            attribution["source"].as_array().unwrap().iter().map(|span| words(&reading, span)).collect::<Vec<_>>()
        })
    };
    assert_eq!(source_of("annoncé").unwrap(), ["le ministère de la Défense"]);
    assert!(source_of("déclaré").unwrap()[0].starts_with("son porte-parole"));
    let denied = attributions.iter().find(|attribution| attribution["stance"] == "denied");
    assert!(
        denied.is_some_and(|attribution| words(&reading, &attribution["source"][0]).contains("Front de libération"))
    );
}

#[test]
fn the_english_example_has_attributed_claims() {
    let reading = read_json(&["read", "examples/report-en.txt", "--format", "json"]);
    assert_eq!(reading["report"]["published"], "2023-06-06T18:20");
    let claims = reading["claims"].as_array().unwrap();
    let detained = claims.iter().find(|claim| words(&reading, &claim["trigger"]).contains("detained")).unwrap();
    assert_eq!(detained["polarity"], "affirmed");
    assert!(claims.iter().any(|claim| claim["type"] == "PROTEST"));
}

#[test]
fn every_format_is_written() {
    for (format, expected) in
        [("table", "according"), ("md", "## examples/report-fr.txt"), ("jsonl", "{\"wire\":1"), ("conllu", "# text = ")]
    {
        let output = selon(&["read", "examples/report-fr.txt", "--format", format]);
        assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
        let expected = if format == "table" { "source" } else { expected };
        assert!(stdout(&output).contains(expected), "{format}: {}", stdout(&output));
    }
}

#[test]
fn jobs_and_order_change_nothing() {
    let files = ["examples/report-en.txt", "examples/report-fr.txt"];
    let one = selon(&["read", files[0], files[1], "--jobs", "1"]);
    let two = selon(&["read", files[0], files[1], "--jobs", "2"]);
    assert_eq!(stdout(&one), stdout(&two));
    let swapped = selon(&["read", files[1], files[0]]);
    let mut lines: Vec<String> = stdout(&swapped).lines().map(str::to_owned).collect();
    lines.reverse();
    assert_eq!(stdout(&one).lines().collect::<Vec<_>>(), lines);
}
