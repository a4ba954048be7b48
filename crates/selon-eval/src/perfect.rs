//! Gold given as prediction scores 1 on every set.

use std::path::Path;

use crate::atlas::Atlas;
use crate::case::Case;
use crate::gold;
use crate::letters::LetterIndex;
use crate::run::applies;
use crate::score::score;
use crate::testing::{STATES, as_reading};
use crate::what::What;
use crate::{Options, article};

/// A figure of a perfect reading.
fn perfect_value(key: &str, n: usize) -> Option<f64> {
    let lower_is_better = ["invented", "lost_to_odd_marks", "false", "not_expected", "median_km", "auc_log_error"];
    if key.ends_with("_constant") {
        None
    } else if lower_is_better.iter().any(|word| key.contains(word)) {
        Some(0.0)
    } else if ["_found", "_right", "_typed", "cued_right_actor"].iter().any(|end| key.ends_with(end)) {
        Some(n as f64)
    } else {
        Some(1.0)
    }
}

fn check(what: What, path: &Path, options: &Options) {
    let files = if article::is_article(path) {
        vec![article::load(path).unwrap()]
    } else {
        gold::expand(path).unwrap().iter().map(|file| gold::load(file, None).unwrap()).collect()
    };
    let atlas = Atlas::from_table(STATES).unwrap();
    for file in files {
        let mut tallies = Vec::new();
        for record in file.records.iter().filter(|record| applies(what, record)) {
            let mut one = record.clone();
            // Measures see one kind of annotation at a time: claims bring places and attributions of their own.
            if what == What::Claims || what == What::Probes {
                (one.attributions, one.toponyms) = (None, None);
            } else if what != What::Seed {
                one.claims = None;
            }
            let wire = as_reading(&one);
            let case = Case { gold: record, wire: &wire, text: LetterIndex::new(&record.text), atlas: &atlas, options };
            let outcome = what.compare(&case);
            if !outcome.errors.is_empty() {
                println!("{} {}: {:#?}", file.name, record.id, outcome.errors);
            }
            tallies.push(outcome.tally);
        }
        for scored in score(&what.figures(options), &tallies) {
            if let Some(perfect) = perfect_value(&scored.key, scored.n) {
                assert!(
                    (scored.value - perfect).abs() < 1e-9,
                    "{} {}: {} is {} of {}",
                    what.name(),
                    file.name,
                    scored.key,
                    scored.value,
                    perfect
                );
            }
        }
    }
}

#[test]
fn gold_as_prediction_is_perfect() {
    let shared = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/gold");
    if !shared.is_dir() {
        println!("skipped: ../shared is absent");
        return;
    }
    let plain = Options::default();
    check(What::Seed, &shared.join("seed-article"), &plain);
    check(What::Probes, &shared.join("probes"), &plain);
    check(What::Attribution, &shared.join("attribution"), &plain);
    check(What::Attribution, &shared.join("documents"), &plain);
    let two_kinds = Options { types: vec!["Direct".to_owned(), "Indirect".to_owned()], ..Options::default() };
    check(What::Attribution, &shared.join("attribution/de-wikinews.dev.jsonl"), &two_kinds);
    for set in ["claims", "documents"] {
        check(What::Claims, &shared.join(set), &plain);
    }
    for set in ["plover_gsr", "plv", "es_gsr", "conflibert_cameo"] {
        check(What::Claims, &shared.join(format!("events/{set}.dev.jsonl")), &plain);
    }
    let given = Options { given_actors: true, ..Options::default() };
    check(What::Claims, &shared.join("events/plv.dev.jsonl"), &given);
    for set in ["time", "documents"] {
        check(What::Time, &shared.join(set), &plain);
    }
}
