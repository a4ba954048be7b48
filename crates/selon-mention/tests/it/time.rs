//! Literate cases of temporal expressions (`tests/time/<lang>.md`), and what must not change them.

#![expect(clippy::disallowed_methods, reason = "tests read the data files that the façade hands to the stage")]

use std::collections::BTreeMap;
use std::fmt::Write as _;

use proptest::prelude::*;
use selon_mention::time::{TimeLexicon, find_timexes};
use selon_types::{Analysis, Label, Language, Published, PublishedBasis, Report};
use unicode_normalization::UnicodeNormalization;

const ROOT: &str = env!("CARGO_MANIFEST_DIR");

/// One case: the text, the date of its report and what must be found, as (words, type, value).
struct Case {
    line: usize,
    published: Option<String>,
    text: String,
    expected: Vec<(String, String, String)>,
}

fn tables() -> Vec<(String, String)> {
    let mut tables = Vec::new();
    for language in Language::ALL {
        for file in ["words", "rules"] {
            let name = format!("{language}/time-{file}.tsv");
            let content = std::fs::read_to_string(format!("{ROOT}/../../data/{name}")).expect("the table is there");
            tables.push((name, content));
        }
    }
    tables
}

fn lexicon(tables: &[(String, String)]) -> TimeLexicon {
    let tables: Vec<(&str, &str)> = tables.iter().map(|(name, content)| (name.as_str(), content.as_str())).collect();
    TimeLexicon::from_tables(&tables).unwrap_or_else(|error| panic!("{error}"))
}

fn cases(language: Language) -> Vec<Case> {
    let file = std::fs::read_to_string(format!("{ROOT}/tests/time/{language}.md")).expect("the cases are there");
    let cases = file.lines().enumerate().filter_map(|(idx, line)| {
        let line = line.strip_prefix("- ")?;
        let (published, marked) = match line.split_once(": ") {
            Some(("none", rest)) => (None, rest),
            Some((date, rest)) if date.starts_with("20") && date.len() >= 10 => (Some(date.to_owned()), rest),
            _ => (Some("2025-03-19".to_owned()), line),
        };
        let (text, expected) = read_marks(marked);
        Some(Case { line: idx + 1, published, text, expected })
    });
    cases.collect()
}

/// Takes `[words|TYPE|value]` out of a text.
fn read_marks(marked: &str) -> (String, Vec<(String, String, String)>) {
    let (mut text, mut expected, mut rest) = (String::new(), Vec::new(), marked);
    while let Some((before, after)) = rest.split_once('[') {
        let (mark, after) = after.split_once(']').expect("a mark ends with ]");
        let parts: Vec<&str> = mark.split('|').collect();
        text.push_str(before);
        text.push_str(parts[0]);
        expected.push((parts[0].to_owned(), parts[1].to_owned(), parts[2].to_owned()));
        rest = after;
    }
    text.push_str(rest);
    (text, expected)
}

fn report(language: Language, published: Option<&str>, text: &str) -> Report {
    Report {
        id: String::new(),
        language: Some(language),
        published: published.map(|value| Published { value: value.to_owned(), basis: PublishedBasis::Given }),
        text: text.to_owned(),
        ..Report::default()
    }
}

fn found(lexicon: &TimeLexicon, report: &Report) -> Vec<(String, String, String)> {
    let timexes = find_timexes(report, &Analysis::default(), lexicon);
    timexes
        .iter()
        .map(|timex| (timex.span.of(&report.text).to_owned(), timex.kind.label().to_owned(), timex.value.clone()))
        .collect()
}

#[test]
fn literate_cases() {
    let lexicon = lexicon(&tables());
    let mut wrong = String::new();
    for language in Language::ALL {
        for case in cases(*language) {
            let found = found(&lexicon, &report(*language, case.published.as_deref(), &case.text));
            if found != case.expected {
                let _ = writeln!(
                    wrong,
                    "{language}.md:{}: {}\n  expected {:?}\n  found    {found:?}",
                    case.line, case.text, case.expected
                );
            }
        }
    }
    assert!(wrong.is_empty(), "\n{wrong}");
}

/// Ways in which the same sentence is printed.
fn variants(text: &str) -> Vec<(&'static str, String)> {
    vec![
        ("typographic apostrophes", text.replace('\'', "’")),
        ("plain apostrophes", text.replace('’', "'")),
        ("decomposed letters", text.nfd().collect()),
        ("no-break spaces", text.replace(' ', "\u{a0}")),
        ("thin spaces", text.replace(' ', "\u{202f}")),
        ("line breaks", text.replace(' ', "\n")),
        ("two spaces", text.replace(' ', "  ")),
    ]
}

#[test]
fn print_variants_change_no_value() {
    let lexicon = lexicon(&tables());
    let mut wrong = String::new();
    for language in Language::ALL {
        for case in cases(*language) {
            let values: Vec<&String> = case.expected.iter().map(|(_, _, value)| value).collect();
            for (name, text) in variants(&case.text) {
                let found = found(&lexicon, &report(*language, case.published.as_deref(), &text));
                let varied: Vec<&String> = found.iter().map(|(_, _, value)| value).collect();
                if varied != values {
                    let _ = writeln!(wrong, "{language}.md:{} with {name}: {varied:?} for {values:?}", case.line);
                }
            }
        }
    }
    assert!(wrong.is_empty(), "\n{wrong}");
}

/// In a headline in capitals the names of months and days lose the capital that tells them from other words, so
/// only their values are compared, and only where something is expected.
#[test]
fn capitals_change_no_value() {
    let lexicon = lexicon(&tables());
    let (mut n_cases, mut wrong) = (0, String::new());
    for language in Language::ALL {
        for case in cases(*language).iter().filter(|case| !case.expected.is_empty()) {
            n_cases += 1;
            let values: Vec<&String> = case.expected.iter().map(|(_, _, value)| value).collect();
            let found = found(&lexicon, &report(*language, case.published.as_deref(), &case.text.to_uppercase()));
            let varied: Vec<&String> = found.iter().map(|(_, _, value)| value).collect();
            if varied != values {
                let _ = writeln!(wrong, "{language}.md:{}: {varied:?} for {values:?}: {}", case.line, case.text);
            }
        }
    }
    assert!(wrong.is_empty(), "of {n_cases}\n{wrong}");
}

/// A rule without which every case still holds is a rule that nobody would miss: most must be missed.
#[test]
fn rules_are_missed_when_removed() {
    if std::env::var_os("SELON_SLOW").is_none() {
        eprintln!("skipped: set SELON_SLOW=1 to remove each rule in turn");
        return;
    }
    let tables = tables();
    let mut shares = BTreeMap::new();
    for language in Language::ALL {
        let name = format!("{language}/time-rules.tsv");
        let own: Vec<_> = tables.iter().filter(|(path, _)| path.starts_with(language.label())).cloned().collect();
        let rules = own.iter().find(|(path, _)| *path == name).expect("every language has rules").1.clone();
        let cases = cases(*language);
        let holds = |lexicon: &TimeLexicon| {
            cases
                .iter()
                .all(|case| found(lexicon, &report(*language, case.published.as_deref(), &case.text)) == case.expected)
        };
        let lines: Vec<&str> = rules.lines().collect();
        let is_rule = |line: &str| !line.is_empty() && !line.starts_with('#') && !line.starts_with("pattern\t");
        let (mut n_rules, mut n_missed) = (0, 0);
        for (idx, _) in lines.iter().enumerate().filter(|(_, line)| is_rule(line)) {
            let fewer: Vec<&str> =
                lines.iter().enumerate().filter(|(other, _)| *other != idx).map(|(_, line)| *line).collect();
            let mut changed = own.clone();
            changed.iter_mut().find(|(path, _)| *path == name).expect("every language has rules").1 = fewer.join("\n");
            n_rules += 1;
            let is_missed = !holds(&lexicon(&changed));
            n_missed += usize::from(is_missed);
            if !is_missed {
                eprintln!("not missed: {language} {}", lines[idx]);
            }
        }
        eprintln!("{language}: {n_missed} of {n_rules} rules are missed");
        shares.insert(*language, n_missed as f64 / n_rules as f64);
    }
    assert!(shares.values().all(|share| *share > 0.6), "{shares:?}");
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    /// Any text at all is read without a panic, and spans are in order and slice.
    #[test]
    fn any_text_is_read(pieces in proptest::collection::vec(prop_oneof![
        ".{0,12}", "[0-9]{1,5}", Just("le 31 août ".to_owned()), Just("il y a 99999999 ans".to_owned()), Just("’".to_owned()),
        Just("9999-12-31 ".to_owned()), Just("la semaine prochaine ".to_owned()), Just("BC в ночь на 1 января ".to_owned()),
        Just("\u{301}".to_owned()), Just("vor 3 Jahrhunderten".to_owned()), Just("XXIe siècle".to_owned()),
    ], 0..8), published in prop_oneof![Just(None), Just(Some("0001-01-01")), Just(Some("9999-12-31T23:59")), Just(Some("2025-03-19"))]) {
        let lexicon = LEXICON.with(Clone::clone);
        let text = pieces.concat();
        for language in Language::ALL {
            let report = report(*language, published, &text);
            let mut last = 0;
            for timex in find_timexes(&report, &Analysis::default(), &lexicon) {
                prop_assert!(last <= timex.span.start() && !timex.span.of(&text).trim().is_empty());
                last = timex.span.end();
            }
        }
    }
}

thread_local! {
    static LEXICON: std::rc::Rc<TimeLexicon> = std::rc::Rc::new(lexicon(&tables()));
}
