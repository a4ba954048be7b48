//! `stories`: which reports tell one event.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;
use std::time::Instant;

use rayon::prelude::*;
use selon_situation::stories::{Stories, find_stories};
use selon_types::{Label, Language, Reading};

use crate::gold::GoldRecord;
use crate::run::{load_all, report_of};
use crate::score::{Figure, Formula, Scored, Tally, score};
use crate::{EvalArgs, EvalError, EvalOutput, Reader, Row};

/// The word for reports that tell the same event, where a set grades its stories.
const SAME_EVENT: &str = "same_event";
/// The variant that stands for a report, where a set holds its versions.
const SOURCE: &str = "eng";

/// Reads the reports, finds their stories and compares.
///
/// Where a file holds versions of its reports, the source versions are the first figure, all versions the second.
pub(crate) fn run(args: &EvalArgs, reader: &dyn Reader) -> Result<EvalOutput, EvalError> {
    let mut output = EvalOutput::default();
    for file in load_all(args)? {
        output.notes.extend(file.notes.iter().cloned());
        let gold: Vec<(&GoldRecord, String)> = file
            .records
            .iter()
            .filter(|record| !record.text.trim().is_empty())
            .filter(|record| record.lang.as_deref().is_some_and(|lang| Language::from_label(lang).is_some()))
            .filter_map(|record| Some((record, story_label(record)?)))
            .collect();
        if gold.is_empty() {
            continue;
        }
        let readings: Vec<Option<Reading>> =
            gold.par_iter().map(|(record, _)| reader.read(report_of(record)?)).collect();
        let sources: Vec<usize> =
            (0..gold.len()).filter(|idx| gold[*idx].0.variant.as_deref() == Some(SOURCE)).collect();
        if !sources.is_empty() {
            output.rows.push(score_some(args, &file.name, &gold, &readings, &sources, &mut output.errors));
        }
        let all: Vec<usize> = (0..gold.len()).collect();
        let name = if sources.is_empty() { file.name.clone() } else { format!("{}-all", file.name) };
        output.rows.push(score_some(args, &name, &gold, &readings, &all, &mut output.errors));
    }
    if output.rows.is_empty() {
        let names: Vec<String> = args.gold.iter().map(|path: &PathBuf| path.display().to_string()).collect();
        return Err(EvalError::NothingToScore(names.join(", "), "stories"));
    }
    Ok(output)
}

/// The story of a report: its cluster, or its label where that means the same event, else its group.
fn story_label(record: &GoldRecord) -> Option<String> {
    let is_same = record.story_relation.as_deref() == Some(SAME_EVENT);
    record.cluster.clone().or_else(|| record.story.clone().filter(|_| is_same)).or_else(|| record.group.clone())
}

fn score_some(
    args: &EvalArgs,
    name: &str,
    gold: &[(&GoldRecord, String)],
    readings: &[Option<Reading>],
    some: &[usize],
    errors: &mut Vec<String>,
) -> Row {
    let read: Vec<&Reading> = some.iter().filter_map(|&idx| readings[idx].as_ref()).collect();
    let start = Instant::now();
    let stories = find_stories(&read, &args.options.rarity);
    let rate = read.len() as f64 / start.elapsed().as_secs_f64().max(1e-9);
    let gold: Vec<&(&GoldRecord, String)> = some.iter().map(|&idx| &gold[idx]).collect();
    let found = story_of(&stories);
    let wanted: Vec<&str> = gold.iter().map(|(_, story)| story.as_str()).collect();
    let given: Vec<&str> =
        gold.iter().map(|(record, _)| found.get(record.id.as_str()).copied().unwrap_or(&record.id)).collect();
    let mut figures = score(
        &[
            Figure::new("bcubed_p", Formula::Ratio("story.b3_precision".into(), "story.predicted".into(), 1.0)),
            Figure::new("bcubed_r", Formula::Ratio("story.b3_recall".into(), "story.gold".into(), 1.0)),
            Figure::new("bcubed_f1", Formula::BCubed("story".into())),
        ],
        &tallies(&wanted, &given),
    );
    let n = gold.len();
    let plain = |key: &str, value: f64| Scored { key: key.into(), value, low: value, high: value, n, is_count: false };
    figures.push(plain("ari", adjusted_rand_index(&wanted, &given)));
    figures.push(plain("wrong_merges", mixed(&wanted, &given).len() as f64));
    let n_vetoes = stories.vetoes.len();
    figures.push(plain("reports_per_s", rate));
    errors.extend(mixed(&wanted, &given).into_iter().map(|(story, mixes)| {
        let mixes: Vec<&str> = mixes.into_iter().collect();
        format!("{name} · story {story} mixes {}", mixes.join(", "))
    }));
    for (record, story) in &gold {
        let others = gold.iter().filter(|(other, wanted)| wanted == story && other.id > record.id);
        let apart = others.filter(|(other, _)| found.get(other.id.as_str()) != found.get(record.id.as_str()));
        errors.extend(apart.map(|(other, _)| format!("{name} · {story} is split: {} | {}", record.id, other.id)));
    }
    errors.extend(stories.vetoes.iter().map(|veto| {
        let (kind, report, other) = (veto.kind, &veto.report, &veto.other);
        format!("{name} · veto by {kind} (one of {n_vetoes}): {report} ({}) | {other} ({})", veto.here, veto.there)
    }));
    let langs: BTreeSet<&str> = gold.iter().filter_map(|(record, _)| record.lang.as_deref()).collect();
    let lang = if langs.len() == 1 { langs.into_iter().collect() } else { "all".to_owned() };
    Row { what: "stories", gold: name.to_owned(), given: "", lang, documents: n, figures }
}

/// Report to the id of its story.
fn story_of(stories: &Stories) -> BTreeMap<&str, &str> {
    let all = stories.stories.iter();
    all.flat_map(|story| story.reports.iter().map(|report| (report.report.as_str(), story.id.as_str()))).collect()
}

fn sizes<'words>(labels: &[&'words str]) -> BTreeMap<&'words str, usize> {
    labels.iter().fold(BTreeMap::new(), |mut all, label| {
        *all.entry(*label).or_default() += 1;
        all
    })
}

fn cells<'words>(wanted: &[&'words str], given: &[&'words str]) -> BTreeMap<(&'words str, &'words str), usize> {
    wanted.iter().zip(given).fold(BTreeMap::new(), |mut all, (wanted, given)| {
        *all.entry((*wanted, *given)).or_default() += 1;
        all
    })
}

/// What B³ needs, one tally a report (Bagga and Baldwin 1998).
fn tallies(wanted: &[&str], given: &[&str]) -> Vec<Tally> {
    let (in_gold, in_found, both) = (sizes(wanted), sizes(given), cells(wanted, given));
    let one = |(wanted, given): (&&str, &&str)| {
        let shared = both[&(*wanted, *given)] as f64;
        let mut tally = Tally::default();
        tally.add_amount("story.b3_precision", shared / in_found[given] as f64);
        tally.add_amount("story.b3_recall", shared / in_gold[wanted] as f64);
        tally.add("story.predicted", 1);
        tally.add("story.gold", 1);
        tally
    };
    wanted.iter().zip(given).map(one).collect()
}

/// Agreement of two partitions beyond chance (Hubert and Arabie 1985); 1 when both are equal.
fn adjusted_rand_index(wanted: &[&str], given: &[&str]) -> f64 {
    let pairs = |n: &usize| *n as f64 * (*n as f64 - 1.0) / 2.0;
    let both: f64 = cells(wanted, given).values().map(pairs).sum();
    let (in_gold, in_found): (f64, f64) =
        (sizes(wanted).values().map(pairs).sum(), sizes(given).values().map(pairs).sum());
    let expected = in_gold * in_found / pairs(&wanted.len()).max(1.0);
    let most = f64::midpoint(in_gold, in_found);
    if (most - expected).abs() < f64::EPSILON { 1.0 } else { (both - expected) / (most - expected) }
}

/// The found stories that hold reports of several gold ones.
fn mixed<'words>(wanted: &[&'words str], given: &[&'words str]) -> Vec<(&'words str, BTreeSet<&'words str>)> {
    let mut held: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for (wanted, given) in wanted.iter().zip(given) {
        held.entry(given).or_default().insert(wanted);
    }
    held.into_iter().filter(|(_, gold)| gold.len() > 1).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_partitions_agree_and_mixed_ones_are_named() {
        let (gold, same, mixes) = (["a", "a", "b"], ["x", "x", "y"], ["x", "y", "y"]);
        assert!((adjusted_rand_index(&gold, &same) - 1.0).abs() < 1e-9);
        assert!(adjusted_rand_index(&gold, &mixes) < 0.01);
        assert!(mixed(&gold, &same).is_empty());
        assert_eq!(mixed(&gold, &mixes), [("y", BTreeSet::from(["a", "b"]))]);
    }

    #[test]
    fn b_cubed_of_one_wrong_merge() {
        let all = tallies(&["a", "a", "b"], &["x", "x", "x"]);
        let sum = |counter: &str| all.iter().map(|tally| tally.count(counter)).sum::<f64>();
        assert!((sum("story.b3_precision") - (2.0 / 3.0 + 2.0 / 3.0 + 1.0 / 3.0)).abs() < 1e-9);
        assert!((sum("story.b3_recall") - 3.0).abs() < 1e-9);
    }
}
