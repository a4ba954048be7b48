//! `copies`: which reports are versions of one report.

use std::collections::BTreeMap;
use std::time::Instant;

use selon_situation::copies::Index;
use selon_types::{Label, Language, Relation, Report};

use crate::gold::{GoldFile, GoldRecord};
use crate::run::{load_all, report_of};
use crate::score::{Figure, Formula, Scored, Tally, score};
use crate::{EvalArgs, EvalError, EvalOutput, Row};

/// A second translation into Spanish by the same house, which the measure leaves out.
const LEFT_OUT: &str = "spa-2";

/// Finds the versions in each file and compares them with its groups.
pub(crate) fn run(args: &EvalArgs) -> Result<EvalOutput, EvalError> {
    let mut output = EvalOutput::default();
    for file in load_all(args)? {
        output.notes.extend(file.notes.iter().cloned());
        output.rows.push(score_file(args, &file, &mut output.errors)?);
    }
    Ok(output)
}

fn score_file(args: &EvalArgs, file: &GoldFile, errors: &mut Vec<String>) -> Result<Row, EvalError> {
    let is_wanted = |record: &&GoldRecord| {
        record.group.is_some()
            && record.variant.as_deref() != Some(LEFT_OUT)
            && record.lang.as_deref().is_some_and(|lang| Language::from_label(lang).is_some())
    };
    let read = file.records.iter().filter(is_wanted).filter_map(|record| Some((record, undated(record)?)));
    let (records, reports): (Vec<&GoldRecord>, Vec<Report>) = read.unzip();
    if records.is_empty() {
        return Err(EvalError::NothingToScore(file.name.clone(), "copies"));
    }
    let start = Instant::now();
    let mut index = Index::new(&args.options.rarity);
    reports.iter().for_each(|report| index.add(report));
    let versions = index.versions();
    let rate = records.len() as f64 / start.elapsed().as_secs_f64().max(1e-9);
    let numbers: BTreeMap<&str, usize> =
        records.iter().enumerate().map(|(idx, record)| (record.id.as_str(), idx)).collect();
    let mut found: BTreeMap<(usize, usize), (Relation, f64)> = BTreeMap::new();
    for version in &versions {
        let (Some(here), Some(there)) =
            (numbers.get(version.report.as_str()), numbers.get(version.version_of.as_str()))
        else {
            continue;
        };
        found.insert((*here.min(there), *here.max(there)), (version.relation, version.score));
    }
    let candidates: Vec<Vec<usize>> = (0..records.len()).map(|idx| index.candidates(idx)).collect();
    let cut = cut_at_p98(&records, &found);
    let mut tallies = Vec::new();
    for here in 0..records.len() {
        let mut tally = Tally::default();
        for there in here + 1..records.len() {
            let gold = gold_relation(records[here], records[there]);
            let said = found.get(&(here, there)).copied();
            count(&mut tally, gold, said, cut);
            if gold.is_some() {
                let is_candidate = candidates[here].contains(&there) || candidates[there].contains(&here);
                tally.share("candidate", is_candidate);
            }
            if gold != said.map(|(relation, _)| relation) {
                let word = |relation: Option<Relation>| relation.map_or("none", Label::label);
                errors.push(format!(
                    "{} · {} · gold {} | selon {} {:.3}",
                    records[here].id,
                    records[there].id,
                    word(gold),
                    word(said.map(|(relation, _)| relation)),
                    said.map_or(0.0, |(_, score)| score)
                ));
            }
        }
        tallies.push(tally);
    }
    let mut figures = score(&figures(&tallies), &tallies);
    let (value, n) = (rate, records.len());
    figures.push(Scored { key: "reports_per_s".into(), value, low: value, high: value, n, is_count: false });
    let (gold, lang) = (file.name.clone(), "all".to_owned());
    Ok(Row { what: "copies", gold, given: "", lang, documents: records.len(), figures })
}

/// The report of a record. A day that only its text states is left out: windows of days are off for these sets.
fn undated(record: &GoldRecord) -> Option<Report> {
    let report = report_of(record)?;
    Some(if record.date.is_none() { Report { published: None, ..report } } else { report })
}

/// Only relations that the gold holds are scored.
fn figures(tallies: &[Tally]) -> Vec<Figure> {
    let holds = |name: &str| tallies.iter().any(|tally| tally.count(&format!("{name}.gold")) > 0.0);
    let mut figures = Vec::new();
    for relation in Relation::ALL.iter().map(|relation| relation.label()).filter(|name| holds(name)) {
        figures.push(Figure::new(format!("{relation}_f1"), Formula::F1(relation.to_owned())));
    }
    if holds("at_p98") {
        figures.push(Figure::new("retold_recall_at_p98", Formula::Recall("at_p98".to_owned())));
    }
    figures.push(Figure::new("candidate_recall", Formula::Share("candidate".to_owned())));
    figures
}

fn count(tally: &mut Tally, gold: Option<Relation>, said: Option<(Relation, f64)>, cut: f64) {
    for relation in Relation::ALL {
        let (wanted, given) = (gold == Some(*relation), said.is_some_and(|(said, _)| said == *relation));
        if wanted || given {
            tally.found(relation.label(), usize::from(wanted && given), usize::from(given), usize::from(wanted));
        }
    }
    if gold == Some(Relation::Retold) {
        let right = said.is_some_and(|(_, score)| score >= cut);
        tally.found("at_p98", usize::from(right), usize::from(right), 1);
    }
}

/// How two records stand to each other, by group, language and text; `None` for different reports.
fn gold_relation(here: &GoldRecord, there: &GoldRecord) -> Option<Relation> {
    if here.group != there.group {
        return None;
    }
    Some(if here.lang != there.lang {
        Relation::Translated
    } else if here.text.split_whitespace().eq(there.text.split_whitespace()) {
        Relation::Identical
    } else if here.lang.as_deref() == Some("en") {
        Relation::Edited
    } else {
        Relation::Retold
    })
}

/// The lowest score of pairs of one language, English left out, above which 98 % are versions of one report.
fn cut_at_p98(records: &[&GoldRecord], found: &BTreeMap<(usize, usize), (Relation, f64)>) -> f64 {
    let mut ranked: Vec<(f64, bool)> = found
        .iter()
        .filter(|((here, there), _)| records[*here].lang == records[*there].lang)
        .filter(|((here, _), _)| records[*here].lang.as_deref() != Some("en"))
        .map(|((here, there), (_, score))| (*score, records[*here].group == records[*there].group))
        .collect();
    ranked.sort_by(|one, other| other.0.total_cmp(&one.0));
    let (mut n_right, mut cut) = (0_usize, f64::INFINITY);
    for (idx, (score, is_right)) in ranked.iter().enumerate() {
        n_right += usize::from(*is_right);
        if n_right as f64 >= 0.98 * (idx + 1) as f64 {
            cut = *score;
        }
    }
    cut
}
