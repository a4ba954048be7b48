//! `selon stories`: which reports tell one event, who copies whom, and what the copies changed.

use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::Context;
use clap::{Args, ValueEnum};
use selon_situation::copies::Rarity;
use selon_situation::language_tag;
use selon_situation::stories::{Stories, find_stories};
use selon_store::{Filter, Store};
use selon_types::{Reading, Wording};
use selon_view::sheet::{Cell, Sheet};

use crate::embedded::open_resources;
use crate::situation::{Format, exit, read_files, write_sheet};

/// What is asked of stories.
#[derive(Args)]
pub(crate) struct StoriesArgs {
    /// Files with reports (text, or JSON lines named *.jsonl); - for standard input
    #[arg(long = "from", value_name = "FILE", num_args = 1.., required_unless_present = "db", conflicts_with = "db")]
    files: Vec<String>,
    /// A database made by `selon ingest`
    #[arg(long, value_name = "FILE")]
    db: Option<PathBuf>,
    /// Which table
    #[arg(long, value_enum, default_value = "stories")]
    show: Show,
    /// How to write [default: table on a terminal, jsonl when piped]
    #[arg(long, value_enum)]
    format: Option<Format>,
    /// Stories of at least so many reports
    #[arg(long, value_name = "N", default_value_t = 1)]
    min_reports: usize,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Show {
    /// One row a story: reports, independent origins
    Stories,
    /// One row a report: whom it copies, and where what it tells comes from
    Reports,
    /// One row a change that a copy made, with both wordings
    Changes,
    /// Reports that tell alike and were kept apart, with the reason
    Vetoes,
    /// What is odd about a report among the others
    Remarks,
}

/// Runs the command.
pub(crate) fn run(args: &StoriesArgs) -> anyhow::Result<ExitCode> {
    let (readings, n_aside) = match &args.db {
        Some(path) => {
            let store = Store::open_read_only(path)?;
            let readings: Result<Vec<Reading>, _> = store.readings(&Filter::default())?.collect();
            (readings.with_context(|| path.display().to_string())?, 0)
        }
        None => read_files(&args.files)?,
    };
    let readings: Vec<&Reading> = readings.iter().collect();
    let mut stories = find_stories(&readings, &open_rarity()?);
    stories.stories.retain(|story| story.n_reports >= args.min_reports);
    let sheet = match args.show {
        Show::Stories => stories_sheet(&stories),
        Show::Reports => reports_sheet(&stories, &readings),
        Show::Changes => changes_sheet(&stories),
        Show::Vetoes => vetoes_sheet(&stories),
        Show::Remarks => remarks_sheet(&stories),
    };
    write_sheet(&sheet, args.format)?;
    Ok(exit(sheet.rows.is_empty(), n_aside))
}

/// How rare words are in the news of the six languages.
pub(crate) fn open_rarity() -> anyhow::Result<Rarity> {
    Ok(Rarity::from_tables(&open_resources()?.tables(|path| path.ends_with("/word-frequency.tsv"))?)?)
}

fn stories_sheet(stories: &Stories) -> Sheet {
    let mut sheet = Sheet::new(&["story", "title", "reports", "independent", "origins", "ids"]);
    for story in &stories.stories {
        let mut origins: Vec<String> = story.reports.iter().map(|report| report.origin.clone()).collect();
        origins.sort();
        origins.dedup();
        sheet.rows.push(vec![
            story.id.clone().into(),
            story.title.clone().into(),
            story.n_reports.into(),
            story.n_independent.into(),
            Cell::List(origins),
            Cell::List(story.reports.iter().map(|report| report.report.clone()).collect()),
        ]);
    }
    sheet
}

fn reports_sheet(stories: &Stories, readings: &[&Reading]) -> Sheet {
    let mut sheet = Sheet::new(&[
        "story", "report", "outlet", "published", "lang", "copy_group", "relation", "copied_from", "descent", "origin",
        "intact",
    ]);
    for story in &stories.stories {
        for report in &story.reports {
            let reading = readings.iter().rfind(|reading| reading.report.id == report.report);
            let card = reading.map(|reading| &reading.report);
            sheet.rows.push(vec![
                story.id.clone().into(),
                report.report.clone().into(),
                card.and_then(|card| card.outlet.clone()).into(),
                card.and_then(|card| card.published.as_ref().map(|published| published.value.clone())).into(),
                language_tag(card.and_then(|card| card.language)).into(),
                report.copy_group.clone().into(),
                report.relation.map(|relation| relation.to_string()).into(),
                report.copied_from.clone().into(),
                report.descent.to_string().into(),
                report.origin.clone().into(),
                report.intact.clone().into(),
            ]);
        }
    }
    sheet
}

fn changes_sheet(stories: &Stories) -> Sheet {
    let mut sheet = Sheet::new(&["report", "copy_of", "change", "before", "after", "value_before", "value_after"]);
    let words = |wording: &Option<Wording>| wording.as_ref().map(|wording| one_line(&wording.words));
    let value = |wording: &Option<Wording>| {
        wording.as_ref().map(|wording| wording.value.clone()).filter(|value| !value.is_empty())
    };
    for change in &stories.changes {
        sheet.rows.push(vec![
            change.report.clone().into(),
            change.copy_of.clone().into(),
            change.kind.to_string().into(),
            words(&change.before).into(),
            words(&change.after).into(),
            value(&change.before).into(),
            value(&change.after).into(),
        ]);
    }
    sheet
}

fn vetoes_sheet(stories: &Stories) -> Sheet {
    let mut sheet = Sheet::new(&["report", "other", "veto", "of_report", "of_other"]);
    for veto in &stories.vetoes {
        sheet.rows.push(vec![
            veto.report.clone().into(),
            veto.other.clone().into(),
            veto.kind.to_string().into(),
            veto.here.clone().into(),
            veto.there.clone().into(),
        ]);
    }
    sheet
}

fn remarks_sheet(stories: &Stories) -> Sheet {
    let mut sheet = Sheet::new(&["report", "remark", "message"]);
    for (report, remarks) in &stories.remarks {
        for remark in remarks {
            sheet.rows.push(vec![report.clone().into(), remark.kind.to_string().into(), remark.message.clone().into()]);
        }
    }
    sheet
}

fn one_line(words: &str) -> String {
    words.split_whitespace().collect::<Vec<_>>().join(" ")
}
