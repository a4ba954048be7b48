//! Literate cases: Markdown files that an analyst can write. See `crates/selon/tests/README.md` for the form.

use std::fmt::Write;
use std::path::Path;

use selon::report::{Stated, read_text};

use crate::PIPELINE;
use crate::expectation::Expectation;

struct Case {
    heading: String,
    line: usize,
    text: String,
    date: Option<String>,
    expected: Vec<Expectation>,
}

#[test]
fn french() {
    check_language("fr");
}

#[test]
fn english() {
    check_language("en");
}

#[test]
fn russian() {
    check_language("ru");
}

#[test]
fn ukrainian() {
    check_language("uk");
}

#[test]
fn spanish() {
    check_language("es");
}

#[test]
fn german() {
    check_language("de");
}

/// Reads every case of a language and reports all that fail, with what was read instead.
fn check_language(language: &str) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests").join(language);
    let mut files: Vec<_> =
        std::fs::read_dir(&folder).into_iter().flatten().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    let mut failures = String::new();
    for file in files {
        for case in parse(&std::fs::read_to_string(&file).unwrap(), &file) {
            let stated = Stated { date: case.date.clone(), language: Some(language.to_owned()), ..Stated::default() };
            let reading = PIPELINE.read(read_text("case", case.text.as_bytes(), &stated).unwrap());
            let missed: Vec<String> = Expectation::missed(&case.expected, &reading);
            if !missed.is_empty() {
                let place = format!("{}:{}", file.file_name().unwrap().to_string_lossy(), case.line);
                let _ = writeln!(failures, "\n{place} {}\n  {}", case.heading, case.text);
                for miss in missed {
                    let _ = writeln!(failures, "  missed: {miss}");
                }
                let _ = writeln!(failures, "  read:\n{}", Expectation::describe(&reading));
            }
        }
    }
    assert!(failures.is_empty(), "{failures}");
}

/// Cases of one file: `##` heading, prose, the text as a `>` quotation, what is expected as a `-` list.
fn parse(content: &str, file: &Path) -> Vec<Case> {
    let mut cases: Vec<Case> = Vec::new();
    for (line, content) in (1..).zip(content.lines()) {
        if let Some(heading) = content.strip_prefix("## ") {
            cases.push(Case {
                heading: heading.to_owned(),
                line,
                text: String::new(),
                date: None,
                expected: Vec::new(),
            });
            continue;
        }
        let Some(case) = cases.last_mut() else { continue };
        if let Some(quoted) = content.strip_prefix('>') {
            if !case.text.is_empty() {
                case.text.push('\n');
            }
            case.text.push_str(quoted.strip_prefix(' ').unwrap_or(quoted));
        } else if let Some(date) = content.strip_prefix("Date: ") {
            case.date = Some(date.trim().to_owned());
        } else if let Some(item) = content.strip_prefix("- ") {
            let expectation =
                Expectation::parse(item).unwrap_or_else(|reason| panic!("{}:{line}: {reason}", file.display()));
            case.expected.push(expectation);
        }
    }
    for case in &cases {
        assert!(
            !case.text.is_empty() && !case.expected.is_empty(),
            "{}:{}: a case needs a text and an expectation",
            file.display(),
            case.line
        );
    }
    cases
}
