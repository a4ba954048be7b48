//! `--actors`: a user's own actors join the register or take the place of known ones; a bad row stops the run.

use serde_json::Value;

use crate::{selon, stderr, stdout, temporary};

const HEADER: &str = "id\tcode\tsector\tstart\tend\tfr\ten\n";
const REPORT: &str = "Les Gardiens du lac ont attaqué un poste. Le Hezbollah a condamné cette attaque.";

/// Code and sector of the mention with these words, read with this table of actors.
fn code_of(table: Option<&str>, words: &str, name: &str) -> Option<String> {
    let report = temporary(&format!("{name}.txt"), REPORT.as_bytes());
    let mut args = vec!["read", report.to_str().unwrap(), "--lang", "fr"];
    let own = table.map(|rows| temporary(&format!("{name}.tsv"), format!("{HEADER}{rows}").as_bytes()));
    if let Some(own) = &own {
        args.extend(["--actors", own.to_str().unwrap()]);
    }
    let output = selon(&args);
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    let reading: Value = serde_json::from_str(&stdout(&output)).unwrap();
    let start = REPORT.chars().take(REPORT[..REPORT.find(words).unwrap()].chars().count()).count() as u64;
    let actors = reading["actors"].as_array().unwrap();
    let found = actors.iter().find(|actor| actor["span"][0].as_u64() == Some(start))?;
    Some(format!("{}{}", found["code"].as_str().unwrap_or("---"), found["sector"].as_str().unwrap_or("")))
}

/// A table that must stop the run: nothing is read, the message names file, line and reason.
fn check_refused(name: &str, rows: &str, place: &str, reason: &str) {
    let report = temporary(&format!("{name}.txt"), REPORT.as_bytes());
    let own = temporary(&format!("{name}.tsv"), format!("{HEADER}{rows}").as_bytes());
    let output = selon(&["read", report.to_str().unwrap(), "--actors", own.to_str().unwrap()]);
    assert_eq!(output.status.code(), Some(2), "{}", stderr(&output));
    assert_eq!(stdout(&output), "", "nothing is read with half a register");
    for part in [&*format!("{name}.tsv"), place, reason] {
        assert!(stderr(&output).contains(part), "{part:?} is missing in: {}", stderr(&output));
    }
}

#[test]
fn an_actor_of_the_users_own_is_found() {
    let own = "gardiens_du_lac\tTCD\tREB\t2019\t\tGardiens du lac\tGuardians of the Lake\n";
    assert_eq!(code_of(Some(own), "Les Gardiens", "own-added").as_deref(), Some("TCDREB"));
    assert_ne!(code_of(None, "Les Gardiens", "own-absent").as_deref(), Some("TCDREB"));
}

#[test]
fn a_known_actor_is_overridden() {
    assert_eq!(code_of(None, "Le Hezbollah", "own-known").as_deref(), Some("LBNREB"));
    let own = "hezbollah\tLBN\tPTY\t\t\tHezbollah\tHezbollah\n";
    assert_eq!(code_of(Some(own), "Le Hezbollah", "own-override").as_deref(), Some("LBNPTY"));
}

#[test]
fn a_bad_row_stops_the_run_with_file_line_and_reason() {
    let good = "a\tTCD\tREB\t2019\t\tAlpha\tAlpha\n";
    check_refused("bad-date", &format!("{good}b\tTCD\tREB\t2014-02-30\t\tBeta\tBeta\n"), "line 3", "is no date");
    check_refused("bad-sector", "b\tTCD\tXXX\t\t\tBeta\tBeta\n", "line 2", "unknown sector");
    check_refused("bad-code", "b\tTchad\tREB\t\t\tBeta\tBeta\n", "line 2", "three capital letters");
    check_refused(
        "overlapping-terms",
        "b\tTCD\tREB\t\t2020-01-01\tBeta\tBeta\nb\tTCD\tGOV\t2019-01-01\t\tBeta\tBeta\n",
        "line 3",
        "overlaps",
    );
    check_refused("doubled-key", &format!("{good}{good}"), "line 3", "stands twice");
    check_refused("no-name", "b\tTCD\tREB\t\t\t\t\n", "line 2", "without a name");
}
