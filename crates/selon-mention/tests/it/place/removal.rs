//! A row of context words without which every case still holds is a row that nobody would miss: nearly half are missed.

use std::collections::BTreeMap;

use selon_mention::place::Gazetteer;
use selon_types::{Label, Language};

use super::{cases, check};

/// Where the offset of the last section, the context words, and of the end of the file stand.
const LAST_OFFSET: usize = 8 + 4 * 5;
const END_OFFSET: usize = 8 + 4 * 6;

#[expect(clippy::disallowed_methods, reason = "a test opens the data files that the façade would hand over")]
fn file(name: &str) -> Vec<u8> {
    std::fs::read(format!("{}/../../data/gazetteer/{name}", env!("CARGO_MANIFEST_DIR"))).expect("the file is committed")
}

fn offset(bytes: &[u8], at: usize) -> usize {
    bytes[at..at + 4].iter().rev().fold(0, |sum, byte| sum << 8 | usize::from(*byte))
}

/// The index with other context words.
fn with_context(index: &[u8], context: &str) -> Gazetteer {
    let mut bytes = index[..offset(index, LAST_OFFSET)].to_vec();
    bytes.extend_from_slice(context.as_bytes());
    let end = u32::try_from(bytes.len()).expect("the index is smaller than 4 GiB").to_le_bytes();
    bytes[END_OFFSET..END_OFFSET + 4].copy_from_slice(&end);
    Gazetteer::from_bytes(bytes).expect("the index stays whole")
}

#[test]
fn context_rows_are_missed_when_removed() {
    if std::env::var_os("SELON_SLOW").is_none() {
        eprintln!("skipped: set SELON_SLOW=1 to remove each row in turn");
        return;
    }
    let index = file("places.bin");
    let context = String::from_utf8(index[offset(&index, LAST_OFFSET)..].to_vec()).expect("the words are UTF-8");
    let own = String::from_utf8(file("context.tsv")).expect("the table is UTF-8");
    let files = [
        (Language::Fr, include_str!("fr.md")),
        (Language::En, include_str!("en.md")),
        (Language::Ru, include_str!("ru.md")),
        (Language::Uk, include_str!("uk.md")),
        (Language::Es, include_str!("es.md")),
        (Language::De, include_str!("de.md")),
    ];
    let mut shares: BTreeMap<&str, (usize, usize)> = BTreeMap::new();
    for row in own.lines().filter(|line| !line.is_empty() && !line.starts_with('#') && !line.starts_with("lang\t")) {
        let lang = row.split('\t').next().unwrap_or_default();
        let fewer: Vec<&str> = context.lines().filter(|line| *line != row).collect();
        let gazetteer = with_context(&index, &fewer.join("\n"));
        let holds =
            files.iter().filter(|(language, _)| lang == "*" || language.label() == lang).all(|(language, file)| {
                let cases = cases(file);
                cases.iter().all(|(title, text, wanted)| check(&gazetteer, *language, title, text, wanted).is_empty())
            });
        let (n_missed, n_rows) = shares.entry(lang).or_default();
        *n_rows += 1;
        *n_missed += usize::from(!holds);
        if holds {
            eprintln!("not missed: {}", row.chars().take(100).collect::<String>());
        }
    }
    eprintln!("missed, of rows: {shares:?}");
    assert!(shares.values().all(|(n_missed, n_rows)| n_missed * 20 > n_rows * 9), "{shares:?}");
}
