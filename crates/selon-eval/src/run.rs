//! From gold files to figures: reads, compares, groups.

use std::collections::{BTreeMap, BTreeSet};

use rayon::prelude::*;
use selon_types::{Mentions, Reading, Report, Span};
use selon_view::wire::WireReading;
use serde_json::json;

use crate::case::{Case, Outcome};
use crate::gold::{self, GoldFile, GoldRecord};
use crate::letters::LetterIndex;
use crate::predictions::Predictions;
use crate::score::{Tally, confusion, score};
use crate::what::What;
use crate::{Atlas, Confusion, EvalArgs, EvalError, EvalOutput, Reader, Row, article};

/// Scores the gold files; `atlas` tells which words name countries.
///
/// # Errors
/// When a file cannot be used, or when no record has what is measured.
pub fn run(args: &EvalArgs, reader: &dyn Reader, atlas: &Atlas) -> Result<EvalOutput, EvalError> {
    match args.what {
        What::Syntax => crate::what::syntax::run(args, reader),
        What::Names => crate::what::names::run(args, reader),
        What::Lang => crate::what::lang::run(args),
        What::Extract => crate::what::extract::run(args),
        What::Copies => crate::what::copies::run(args),
        What::Stories => crate::what::stories::run(args, reader),
        What::Coref => crate::what::coref::run(args, reader),
        What::Speed => crate::what::speed::run(args, reader),
        _ => run_records(args, reader, atlas),
    }
}

/// The gold files of an evaluation, in the order given.
pub(crate) fn load_all(args: &EvalArgs) -> Result<Vec<GoldFile>, EvalError> {
    let mut files = Vec::new();
    for path in &args.gold {
        if article::is_article(path) {
            files.push(article::load(path)?);
            continue;
        }
        for file in gold::expand(path)? {
            files.push(gold::load(&file, args.texts.as_deref())?);
        }
    }
    Ok(files)
}

fn run_records(args: &EvalArgs, reader: &dyn Reader, atlas: &Atlas) -> Result<EvalOutput, EvalError> {
    let predictions = args.predictions.as_deref().map(Predictions::load).transpose()?;
    let files = load_all(args)?;
    let mut output = EvalOutput::default();
    let mut compared: Vec<Compared<'_>> = Vec::new();
    for file in &files {
        output.notes.extend(file.notes.iter().cloned());
        let wanted: Vec<&GoldRecord> = file.records.iter().filter(|record| applies(args.what, record)).collect();
        let outcomes: Vec<(Outcome, Missing)> =
            wanted.par_iter().map(|gold| compare(args, gold, reader, predictions.as_ref(), atlas)).collect();
        for (missing, why) in [
            (Missing::Prediction, "have no prediction with their id or text"),
            (Missing::Reading, "could not be read (a fault of Selon)"),
        ] {
            let ids: Vec<&str> = wanted
                .iter()
                .zip(&outcomes)
                .filter(|(_, (_, why))| *why == missing)
                .map(|(gold, _)| gold.id.as_str())
                .collect();
            if let Some(first) = ids.first() {
                let (n_missing, n_all) = (ids.len(), wanted.len());
                output.notes.push(format!(
                    "{}: {n_missing} of {n_all} records {why} and count as empty ({first} …)",
                    file.name
                ));
            }
        }
        let invalid: Vec<&str> = wanted.iter().filter(|gold| has_bad_date(gold)).map(|gold| gold.id.as_str()).collect();
        if let Some(first) = invalid.first() {
            let n_invalid = invalid.len();
            output.notes.push(format!(
                "{}: {n_invalid} records have a date that is not ISO and so is unknown ({first} …)",
                file.name
            ));
        }
        for (gold, (outcome, _)) in wanted.iter().zip(outcomes) {
            output.errors.extend(describe(file, gold, &outcome));
            compared.push(Compared { file, gold, tally: outcome.tally });
        }
    }
    // Records without text are skipped, and the notes say so: that is an answer, not an error.
    if compared.is_empty() && !output.notes.is_empty() {
        return Ok(output);
    }
    if compared.is_empty() {
        let names: Vec<&str> = files.iter().map(|file| file.name.as_str()).collect();
        return Err(EvalError::NothingToScore(names.join(", "), args.what.name()));
    }
    let figures = args.what.figures(&args.options);
    for group in groups(args.what, &compared) {
        let tallies: Vec<Tally> = group.members.iter().map(|idx| compared[*idx].tally.clone()).collect();
        let documents = tallies.len();
        let cells = confusion("stance", &tallies);
        if args.what == What::Claims && !cells.is_empty() {
            output.confusions.push(Confusion { gold: group.gold.clone(), field: "stance", cells });
        }
        let row = Row {
            given: match (args.options.given_actors, args.options.given_spans) {
                (true, _) => "given-actors",
                (_, true) => "given-spans",
                _ => "",
            },
            what: args.what.name(),
            gold: group.gold,
            lang: group.lang,
            documents,
            figures: score(&figures, &tallies),
        };
        output.rows.push(row);
    }
    Ok(output)
}

/// One record compared.
struct Compared<'files> {
    file: &'files GoldFile,
    gold: &'files GoldRecord,
    tally: Tally,
}

/// The record has what is measured.
pub(crate) fn applies(what: What, gold: &GoldRecord) -> bool {
    match what {
        What::Attribution => gold.attributions.is_some(),
        What::Claims => gold.claims.is_some() || gold.negative.is_some(),
        What::Time => gold.timexes.is_some(),
        What::Place => gold.toponyms.is_some(),
        What::Probes => gold.claims.is_some(),
        What::Seed => gold.claims.is_some() && gold.attributions.is_some(),
        What::Lang
        | What::Extract
        | What::Speed
        | What::Syntax
        | What::Names
        | What::Copies
        | What::Stories
        | What::Coref => true,
    }
}

/// What is missing of a record's reading.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Missing {
    Nothing,
    Prediction,
    Reading,
}

/// Reads one record, or finds its prediction, and compares.
fn compare(
    args: &EvalArgs,
    gold: &GoldRecord,
    reader: &dyn Reader,
    predictions: Option<&Predictions>,
    atlas: &Atlas,
) -> (Outcome, Missing) {
    let read;
    let (found, missing) = match predictions {
        Some(predictions) => (predictions.find(gold), Missing::Prediction),
        None => {
            let is_given = args.options.given_spans && args.what == What::Place;
            let read_one = |report| if is_given { read_given(gold, report, reader) } else { reader.read(report) };
            let reading = report_of(gold).and_then(read_one);
            read = reading.as_ref().map(WireReading::from_reading);
            (read.as_ref(), Missing::Reading)
        }
    };
    let empty = WireReading::default();
    let missing = if found.is_some() { Missing::Nothing } else { missing };
    let wire = found.unwrap_or(&empty);
    let case = Case { gold, wire, text: LetterIndex::new(&gold.text), atlas, options: &args.options };
    (args.what.compare(&case), missing)
}

/// The reading of a record whose places are given: nothing but what each of them names.
fn read_given(gold: &GoldRecord, report: Report, reader: &dyn Reader) -> Option<Reading> {
    let at: Vec<usize> = report.text.char_indices().map(|(idx, _)| idx).chain([report.text.len()]).collect();
    let byte = |character: usize| at[character.min(at.len() - 1)];
    let mut spans: Vec<Span> = gold
        .toponyms
        .iter()
        .flatten()
        .filter(|toponym| toponym.span[0] < toponym.span[1])
        .map(|toponym| Span::new(byte(toponym.span[0]), byte(toponym.span[1])))
        .collect();
    spans.sort();
    spans.dedup();
    let analysis = reader.analyse(&report);
    let places = reader.resolve_given_places(&report, &analysis, &spans);
    let mentions = Mentions { places, ..Mentions::default() };
    Some(Reading { report, analysis, mentions, attributions: vec![], claims: vec![], remarks: vec![] })
}

/// What the pipeline is shown of a record: its id, language, date and text, and title, outlet and address.
pub(crate) fn report_of(gold: &GoldRecord) -> Option<Report> {
    let line = json!({
        "id": gold.id, "text": gold.text, "lang": gold.lang, "date": gold.date,
        "title": gold.title, "outlet": gold.outlet, "url": gold.url,
    });
    selon_report::read_jsonl(&gold.id, line.to_string().as_bytes()).next()?.ok()
}

fn has_bad_date(gold: &GoldRecord) -> bool {
    gold.date.as_deref().is_some_and(|date| selon_report::parse_date(date).is_none())
}

/// The errors of one record under a heading.
fn describe(file: &GoldFile, gold: &GoldRecord, outcome: &Outcome) -> Vec<String> {
    const SHORT_TEXT: usize = 700;
    if outcome.errors.is_empty() {
        return vec![];
    }
    let mut lines = vec![format!(
        "== {} · {} [{} {}]",
        file.name,
        gold.id,
        gold.lang.as_deref().unwrap_or("-"),
        gold.date.as_deref().unwrap_or("-")
    )];
    if gold.text.chars().count() <= SHORT_TEXT {
        lines.push(format!("   {}", gold.text.split_whitespace().collect::<Vec<_>>().join(" ")));
    }
    lines.extend(outcome.errors.iter().map(|error| format!("   {error}")));
    lines.push(String::new());
    lines
}

/// Records that are pooled under one name.
struct Group {
    gold: String,
    lang: String,
    members: Vec<usize>,
}

/// Every file for itself; a file of several languages or sets also by each of them; and the sentence files of one
/// language in a folder `attribution` together.
fn groups(what: What, compared: &[Compared<'_>]) -> Vec<Group> {
    let mut groups = Vec::new();
    let mut names: Vec<&str> = Vec::new();
    for item in compared {
        if !names.contains(&item.file.name.as_str()) {
            names.push(&item.file.name);
        }
    }
    let members = |keep: &dyn Fn(&Compared<'_>) -> bool| -> Vec<usize> {
        (0..compared.len()).filter(|idx| keep(&compared[*idx])).collect()
    };
    for name in names {
        let all = members(&|item| item.file.name == name);
        let langs: BTreeSet<&str> = all.iter().map(|idx| lang_of(compared[*idx].gold)).collect();
        let sets: BTreeSet<&str> = all.iter().filter_map(|idx| compared[*idx].gold.set.as_deref()).collect();
        if langs.len() > 1 {
            for lang in &langs {
                let part = members(&|item| item.file.name == name && lang_of(item.gold) == *lang);
                groups.push(Group { gold: name.to_owned(), lang: (*lang).to_owned(), members: part });
            }
        }
        if sets.len() > 1 {
            for set in &sets {
                let part = members(&|item| item.file.name == name && item.gold.set.as_deref() == Some(*set));
                groups.push(Group { gold: (*set).to_owned(), lang: lang_name(&langs), members: part });
            }
        }
        groups.push(Group { gold: name.to_owned(), lang: lang_name(&langs), members: all });
    }
    if what == What::Attribution {
        groups.extend(attribution_pools(compared));
    }
    for group in &mut groups {
        group.members = without_repeats(compared, &group.members);
    }
    groups
}

/// `attribution-fr`: the files of sentences of one language, more than one of them.
fn attribution_pools(compared: &[Compared<'_>]) -> Vec<Group> {
    let mut pools: BTreeMap<&str, (BTreeSet<&str>, Vec<usize>)> = BTreeMap::new();
    for (idx, item) in compared.iter().enumerate() {
        if item.file.folder == "attribution" && !item.gold.recall_only {
            let pool = pools.entry(lang_of(item.gold)).or_default();
            pool.0.insert(&item.file.name);
            pool.1.push(idx);
        }
    }
    pools
        .into_iter()
        .filter(|(_, (files, _))| files.len() > 1)
        .map(|(lang, (_, members))| Group { gold: format!("attribution-{lang}"), lang: lang.to_owned(), members })
        .collect()
}

/// A text that repeats another one of the group counts once.
fn without_repeats(compared: &[Compared<'_>], members: &[usize]) -> Vec<usize> {
    let ids: BTreeSet<&str> = members.iter().map(|idx| compared[*idx].gold.id.as_str()).collect();
    let repeats = |idx: &usize| {
        let gold = compared[*idx].gold;
        gold.dup_of.as_deref().is_some_and(|first| first != gold.id && ids.contains(first))
    };
    members.iter().copied().filter(|idx| !repeats(idx)).collect()
}

fn lang_of(gold: &GoldRecord) -> &str {
    gold.lang.as_deref().unwrap_or("-")
}

fn lang_name(langs: &BTreeSet<&str>) -> String {
    let mut langs = langs.iter();
    match (langs.next(), langs.next()) {
        (Some(one), None) => (*one).to_owned(),
        (None, _) => "-".to_owned(),
        (Some(_), Some(_)) => "all".to_owned(),
    }
}
