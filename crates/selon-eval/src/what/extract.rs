//! `extract`: the text, date and title of web pages, without reading what they say.

use std::collections::BTreeMap;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::time::Instant;

use selon_report::{Form, Hints, Stated, read_source};
use selon_types::{Label, Report};
use serde_json::{Map, Value};

use crate::gold::{LoadError, expand, read_text};
use crate::score::{Figure, Formula, Scored, Tally, score};
use crate::{EvalArgs, EvalError, EvalOutput, Row};

/// How many pages' wrong segments are listed in full.
const MAX_SHOWN_CHARS: usize = 160;

/// Extracts every page of each set: a JSON object of page → `articleBody` (whole text), or page → `file`, `with`,
/// `without`, `date`, `title` (segments), beside the pages as `.html.gz`.
pub(crate) fn run(args: &EvalArgs) -> Result<EvalOutput, EvalError> {
    let mut output = EvalOutput::default();
    for path in args.gold.iter().map(|path| expand_pages(path)).collect::<Result<Vec<_>, _>>()?.concat() {
        let gold = load(&path)?;
        let folder = path.parent().unwrap_or(Path::new("."));
        let name = folder.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let mut tallies = Vec::new();
        let (mut seconds, mut n_bytes, mut n_missing) = (0.0, 0, 0);
        for (id, wanted) in &gold {
            let file = wanted.get("file").and_then(Value::as_str).map_or(format!("{id}.html"), str::to_owned);
            let Some(bytes) = read_page(&folder.join(format!("{file}.gz"))) else {
                n_missing += 1;
                continue;
            };
            let url = wanted.get("url").and_then(Value::as_str).unwrap_or(id);
            let stated = Stated { url: url.starts_with("http").then(|| url.to_owned()), ..Stated::default() };
            let hints = Hints { form: Form::Html, origin: id.clone(), stated, ..Hints::default() };
            let start = Instant::now();
            let report = read_source(&bytes[..], &hints).next().and_then(Result::ok).unwrap_or_default();
            seconds += start.elapsed().as_secs_f64();
            n_bytes += bytes.len();
            tallies.push(compare(id, wanted, &report, &mut output.errors));
        }
        if n_missing > 0 {
            output.notes.push(format!("{name}: {n_missing} pages are not there and are left out"));
        }
        if tallies.is_empty() {
            return Err(EvalError::NothingToScore(name, "extract"));
        }
        let mut figures = score(&figures(), &tallies);
        figures.push(rate("pages_per_s", tallies.len() as f64 / seconds, tallies.len()));
        figures.push(rate("mb_per_s", n_bytes as f64 / 1e6 / seconds, tallies.len()));
        let documents = tallies.len();
        output.rows.push(Row { what: "extract", gold: name, given: "", lang: "-".into(), documents, figures });
    }
    Ok(output)
}

/// What is computed; the keys that a set has no gold for are left out.
fn figures() -> Vec<Figure> {
    vec![
        Figure::new("f1", Formula::MeanF1("shingles".into())),
        Figure::new("f1", Formula::F1("segments".into())),
        Figure::new("date_exact", Formula::Ratio("date.exact".into(), "date.all".into(), 1.0)),
        Figure::new("date_wrong", Formula::Ratio("date.wrong".into(), "date.all".into(), 1.0)),
        Figure::new("date_unknown", Formula::Ratio("date.unknown".into(), "date.all".into(), 1.0)),
        Figure::new("title_exact", Formula::Share("title".into())),
    ]
}

fn rate(key: &str, value: f64, n: usize) -> Scored {
    Scored { key: key.into(), value, low: value, high: value, n, is_count: false }
}

/// The gold files of a folder of sets, of a set, or the file itself.
fn expand_pages(path: &Path) -> Result<Vec<PathBuf>, LoadError> {
    if !path.is_dir() {
        return Ok(vec![path.to_owned()]);
    }
    let in_folder = expand(path);
    let mut found = in_folder.as_ref().map(Vec::clone).unwrap_or_default();
    let entries = std::fs::read_dir(path).map_err(|reason| LoadError::Unreadable { path: path.to_owned(), reason })?;
    let mut folders: Vec<PathBuf> =
        entries.filter_map(Result::ok).map(|entry| entry.path()).filter(|path| path.is_dir()).collect();
    folders.sort();
    for folder in folders {
        found.extend(expand(&folder).unwrap_or_default());
    }
    found.dedup();
    if found.is_empty() { in_folder } else { Ok(found) }
}

fn load(path: &Path) -> Result<Map<String, Value>, LoadError> {
    let broken = |reason: String| LoadError::Broken { path: path.to_owned(), line: 1, reason };
    match serde_json::from_str(&read_text(path)?).map_err(|reason| broken(reason.to_string()))? {
        Value::Object(pages) => Ok(pages),
        _ => Err(broken("not a JSON object of pages".to_owned())),
    }
}

fn read_page(path: &Path) -> Option<Vec<u8>> {
    let mut bytes = Vec::new();
    flate2::read::MultiGzDecoder::new(std::fs::File::open(path).ok()?).read_to_end(&mut bytes).ok()?;
    Some(bytes)
}

/// Compares one page with its gold.
fn compare(id: &str, wanted: &Value, report: &Report, errors: &mut Vec<String>) -> Tally {
    let mut tally = Tally::default();
    let mut faults = Vec::new();
    if let Some(body) = wanted.get("articleBody").and_then(Value::as_str) {
        let (precision, recall) = shingle_scores(body, &report.text);
        tally.add_amount("shingles.precision", precision);
        tally.add_amount("shingles.recall", recall);
        tally.add("shingles.all", 1);
        if precision < 0.95 || recall < 0.95 {
            faults.push(format!(
                "text: precision {precision:.2}, recall {recall:.2}\n--- gold\n{body}\n--- selon\n{}",
                report.text
            ));
        }
    }
    let text = fold(&report.text);
    let segments = |key: &str| -> Vec<String> {
        let list = wanted.get(key).and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
        list.iter().filter_map(Value::as_str).map(fold).filter(|segment| !segment.is_empty()).collect()
    };
    let (with, without) = (segments("with"), segments("without"));
    if wanted.get("with").is_some() {
        let found = |list: &[String]| list.iter().filter(|segment| text.contains(segment.as_str())).count();
        let n_right = found(&with);
        tally.found("segments", n_right, n_right + found(&without), with.len());
        faults.extend(
            with.iter()
                .filter(|segment| !text.contains(segment.as_str()))
                .map(|segment| format!("text lacks «{}»", cut(segment))),
        );
        faults.extend(
            without
                .iter()
                .filter(|segment| text.contains(segment.as_str()))
                .map(|segment| format!("text has «{}»", cut(segment))),
        );
    }
    let stated = |key: &str| wanted.get(key).and_then(Value::as_str).filter(|value| !value.is_empty());
    if let Some(date) = stated("date") {
        let found = report.published.as_ref();
        let is_exact = found.is_some_and(|found| found.day() == date);
        tally.add("date.all", 1);
        tally.add_if("date.exact", is_exact);
        tally.add_if("date.wrong", !is_exact && found.is_some());
        tally.add_if("date.unknown", found.is_none());
        if !is_exact {
            let found =
                found.map_or("unknown".to_owned(), |found| format!("{} ({})", found.day(), found.basis.label()));
            faults.push(format!("date: gold {date} | selon {found}"));
        }
    }
    if let Some(title) = stated("title") {
        let found = report.title.as_deref().map(fold).unwrap_or_default();
        tally.share("title", found == fold(title));
        if found != fold(title) {
            faults.push(format!("title: gold «{title}» | selon «{found}»"));
        }
    }
    if !faults.is_empty() {
        errors.push(format!("== {id}\n   {}", faults.join("\n   ")));
    }
    tally
}

/// Precision and recall of a page over runs of four words, as the article-extraction benchmark counts them.
fn shingle_scores(gold: &str, found: &str) -> (f64, f64) {
    let (gold, found) = (shingles(gold), shingles(found));
    let n_both: usize = gold.iter().map(|(shingle, n)| (*n).min(found.get(shingle).copied().unwrap_or_default())).sum();
    let (n_gold, n_found): (usize, usize) = (gold.values().sum(), found.values().sum());
    let share = |n_all: usize, n_others: usize| match (n_all, n_both) {
        (0, _) if n_others == 0 => 1.0,
        (0, _) => 0.0,
        _ => n_both as f64 / n_all as f64,
    };
    (share(n_found, n_gold), share(n_gold, n_found))
}

fn shingles(text: &str) -> BTreeMap<Vec<&str>, usize> {
    let words: Vec<&str> =
        text.split(|c: char| !c.is_alphanumeric() && c != '_').filter(|word| !word.is_empty()).collect();
    let mut counts = BTreeMap::new();
    if words.is_empty() {
        return counts;
    }
    for shingle in words.windows(words.len().min(4)) {
        *counts.entry(shingle.to_vec()).or_default() += 1;
    }
    counts
}

fn fold(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn cut(text: &str) -> String {
    text.chars().take(MAX_SHOWN_CHARS).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn runs_of_four_words() {
        assert_eq!(shingle_scores("a b c d e", "a b c d"), (1.0, 0.5));
        assert_eq!(shingle_scores("", ""), (1.0, 1.0));
        assert_eq!(shingle_scores("a b c d", ""), (0.0, 0.0));
    }

    #[test]
    fn a_page_is_compared_with_its_gold() {
        let wanted =
            serde_json::json!({"with": ["one  two", "three"], "without": ["four"], "date": "2024-01-02", "title": "A"});
        let report = Report { text: "one two\n\nfour".into(), title: Some("A".into()), ..Report::default() };
        let mut errors = Vec::new();
        let scored = score(&figures(), &[compare("x", &wanted, &report, &mut errors)]);
        let value = |key: &str| scored.iter().find(|figure| figure.key == key).map(|figure| figure.value);
        assert_eq!((value("f1"), value("date_unknown"), value("title_exact")), (Some(0.5), Some(1.0), Some(1.0)));
        assert!(errors[0].contains("text lacks «three»"));
    }
}
