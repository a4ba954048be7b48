//! `selon ingest`: reports into a database, in the order of the sources, nothing lost and nothing twice.
//!
//! One thread opens sources and takes reports out of them, all cores read, one thread writes. The queues between them
//! are short, so that little is held in memory. Each batch is one transaction: after a power cut or `kill -9` the
//! database holds the batches before, and the same command goes on from there.

use std::collections::BTreeMap;
use std::io::{IsTerminal, Write};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};

use anyhow::Context;
use clap::Args;
use indicatif::{ProgressBar, ProgressStyle};
use rayon::prelude::*;
use selon::Pipeline;
use selon_report::{Hints, Stated, read_source};
use selon_store::{Added, Store};
use selon_types::{Reading, Report};

use crate::db::{DbArgs, Reader, now};
use crate::embedded::open_pipeline_with;
use crate::fetch::{FetchArgs, Fetcher};
use crate::{report_line, sources};

/// Read reports into a database.
///
/// Run it again at any time: what is there already is passed over, and a run that was cut off goes on.
#[derive(Args)]
pub(crate) struct IngestArgs {
    /// Files, folders, patterns ("news/*.jsonl.gz"), addresses; - for standard input
    #[arg(required = true, value_name = "SOURCE")]
    sources: Vec<String>,
    #[command(flatten)]
    db: DbArgs,
    /// Say what would be added, and add nothing
    #[arg(long)]
    dry_run: bool,
    /// A table of your own actors, beside those of Selon
    #[arg(long, value_name = "FILE")]
    actors: Option<PathBuf>,
    /// Keep the reports without reading them; `selon reread` reads them later
    #[arg(long)]
    reports_only: bool,
    /// The publisher of reports that do not name theirs
    #[arg(long)]
    outlet: Option<String>,
    /// The language (fr, en, ru, uk, es, de), if it is not to be recognised
    #[arg(long)]
    lang: Option<String>,
    #[command(flatten)]
    fetch: FetchArgs,
    /// How many reports are read at a time [default: one per core]
    #[arg(long, value_name = "N")]
    jobs: Option<usize>,
}

/// Reports in one transaction: few enough that little is read twice after a cut, enough that writing costs little.
const BATCH: usize = 64;

/// Batches that wait between two threads.
const QUEUE: usize = 2;

/// What became of the reports of one argument.
#[derive(Default)]
struct Tally {
    n_new: u64,
    n_known: u64,
    n_aside: u64,
}

/// One report on its way, or the reason why there is none.
enum Item<T> {
    Report(T),
    Aside(String),
}

/// With the argument that it comes from.
type Batch<T> = Vec<(usize, Item<T>)>;

/// A report read, or found to be there.
enum Outcome {
    Reading(Box<Reading>),
    Known(i64, Box<Report>),
}

pub(crate) fn run(args: &IngestArgs) -> anyhow::Result<ExitCode> {
    if let Some(jobs) = args.jobs {
        rayon::ThreadPoolBuilder::new().num_threads(jobs).build_global()?;
    }
    let mut files = Vec::new();
    let mut tallies: BTreeMap<usize, Tally> = (0..args.sources.len()).map(|idx| (idx, Tally::default())).collect();
    for (idx, argument) in args.sources.iter().enumerate() {
        match sources::expand(argument) {
            Ok(found) => files.extend(found.into_iter().map(|file| (idx, file))),
            Err(error) => {
                report_line(&format!("selon: {error:#}"));
                tallies.entry(idx).or_default().n_aside += 1;
            }
        }
    }
    let bar = progress_bar();
    if args.dry_run {
        dry_run(args, &files, &bar, &mut tallies)?;
    } else {
        keep(args, &files, &bar, &mut tallies)?;
    }
    bar.finish_and_clear();
    conclude(args, &tallies)
}

/// Reads, and writes what is new.
fn keep(
    args: &IngestArgs,
    files: &[(usize, String)],
    bar: &ProgressBar,
    tallies: &mut BTreeMap<usize, Tally>,
) -> anyhow::Result<()> {
    let mut store = Store::create(&args.db.db)?;
    let known = Store::open(&args.db.db)?;
    let pipeline = if args.reports_only { None } else { Some(open_pipeline_with(args.actors.as_deref())?) };
    let reader = Reader::now(args.reports_only);
    std::thread::scope(|scope| {
        let (send_reports, reports) = sync_channel(QUEUE);
        let (send_outcomes, outcomes) = sync_channel(QUEUE);
        scope.spawn(move || take_reports(args, files, &send_reports));
        let analyse = scope.spawn(move || analyse(pipeline.as_ref(), &known, &reports, &send_outcomes));
        // When writing fails the queues close, and the other threads end at their next batch.
        let written = write(&mut store, &reader, outcomes, bar, tallies);
        let analysed = analyse.join().map_err(|_| anyhow::anyhow!("the reading thread broke down"))?;
        written.and(analysed)
    })
}

/// First thread: reports in the order of the sources, in batches.
fn take_reports(args: &IngestArgs, files: &[(usize, String)], out: &SyncSender<Batch<Report>>) {
    let mut batch: Batch<Report> = Vec::new();
    for (idx, file) in files {
        for item in reports_of(args, file) {
            batch.push((*idx, item));
            if batch.len() >= BATCH && out.send(std::mem::take(&mut batch)).is_err() {
                return;
            }
        }
    }
    // Nobody listens any more only after an error that is told elsewhere.
    let _ = out.send(batch);
}

/// The reports of one file or address.
fn reports_of(args: &IngestArgs, source: &str) -> Box<dyn Iterator<Item = Item<Report>>> {
    let mut hints = Hints {
        origin: source.to_owned(),
        stated: Stated { outlet: args.outlet.clone(), language: args.lang.clone(), ..Stated::default() },
        ..Hints::default()
    };
    let aside = |reason: String| Box::new(std::iter::once(Item::Aside(reason)));
    let input: Box<dyn std::io::Read + Send> = if sources::is_address(source) {
        let fetched = Fetcher::new(&args.fetch).and_then(|mut fetcher| fetcher.get(source, None, None));
        match fetched {
            Ok(page) => {
                hints.fetched = Some(now());
                hints.content_type = page.content_type;
                Box::new(std::io::Cursor::new(page.body))
            }
            Err(error) => return aside(format!("{source}: {error:#}")),
        }
    } else {
        match sources::open(source) {
            Ok(input) => input,
            Err(error) => return aside(format!("{source}: cannot be read: {error}")),
        }
    };
    sources::name_unpacked(source).clone_into(&mut hints.origin);
    let origin = source.to_owned();
    Box::new(read_source(input, &hints).map(move |report| match report {
        Ok(mut report) => {
            report.provenance.origin.clone_from(&origin);
            Item::Report(report)
        }
        Err(error) => Item::Aside(error.to_string()),
    }))
}

/// Second thread: reads what is not there yet, on all cores, in order.
fn analyse(
    pipeline: Option<&Pipeline>,
    known: &Store,
    reports: &Receiver<Batch<Report>>,
    out: &SyncSender<Batch<Outcome>>,
) -> anyhow::Result<()> {
    for batch in reports {
        let mut looked_up = Vec::with_capacity(batch.len());
        for (idx, item) in batch {
            let report_id = match &item {
                Item::Report(report) => known.find_report(report)?,
                Item::Aside(_) => None,
            };
            looked_up.push((idx, report_id, item));
        }
        let read = looked_up.into_par_iter().map(|(idx, report_id, item)| {
            let outcome = match (item, report_id) {
                (Item::Aside(reason), _) => Item::Aside(reason),
                (Item::Report(report), Some(report_id)) => Item::Report(Outcome::Known(report_id, Box::new(report))),
                (Item::Report(report), None) => match read_one(pipeline, report) {
                    Ok(reading) => Item::Report(Outcome::Reading(Box::new(reading))),
                    Err(reason) => Item::Aside(reason),
                },
            };
            (idx, outcome)
        });
        if out.send(read.collect()).is_err() {
            break;
        }
    }
    Ok(())
}

/// Reads a report, or says that the reading broke down; without a pipeline the report is only kept.
pub(crate) fn read_one(pipeline: Option<&Pipeline>, report: Report) -> Result<Reading, String> {
    let Some(pipeline) = pipeline else {
        let remarks = report.remarks.clone();
        return Ok(Reading {
            report,
            analysis: Default::default(),
            mentions: Default::default(),
            attributions: Vec::new(),
            claims: Vec::new(),
            remarks,
        });
    };
    let id = report.id.clone();
    catch_unwind(AssertUnwindSafe(|| pipeline.read(report))).map_err(|_| selon::SetAside { id }.to_string())
}

/// Last thread, the only one that writes: a batch is a transaction.
fn write(
    store: &mut Store,
    reader: &Reader,
    outcomes: Receiver<Batch<Outcome>>,
    bar: &ProgressBar,
    tallies: &mut BTreeMap<usize, Tally>,
) -> anyhow::Result<()> {
    for batch in outcomes {
        let readings = batch.iter().filter_map(|(_, item)| match item {
            Item::Report(Outcome::Reading(reading)) => Some(&**reading),
            _ => None,
        });
        let mut added = store.add_readings(readings, reader.version())?.into_iter();
        store.add_arrivals(batch.iter().filter_map(|(_, item)| match item {
            Item::Report(Outcome::Known(report_id, report)) => Some((*report_id, &**report)),
            _ => None,
        }))?;
        for (idx, item) in &batch {
            let tally = tallies.entry(*idx).or_default();
            match item {
                Item::Report(Outcome::Reading(_)) => match added.next() {
                    Some(Added::New(_)) => tally.n_new += 1,
                    _ => tally.n_known += 1,
                },
                Item::Report(Outcome::Known(..)) => tally.n_known += 1,
                Item::Aside(reason) => {
                    tally.n_aside += 1;
                    bar.suspend(|| report_line(&format!("selon: {reason}")));
                    store.add_set_aside(reason.split(": ").next().unwrap_or_default(), reason, &now())?;
                }
            }
        }
        bar.inc(batch.len() as u64);
        bar.set_message(n_aside(tallies).to_string());
    }
    Ok(())
}

/// Counts what would be added; neither reads reports through nor writes.
fn dry_run(
    args: &IngestArgs,
    files: &[(usize, String)],
    bar: &ProgressBar,
    tallies: &mut BTreeMap<usize, Tally>,
) -> anyhow::Result<()> {
    let store = if args.db.db.exists() { Some(Store::open_read_only(&args.db.db)?) } else { None };
    let mut seen = std::collections::BTreeSet::new();
    for (idx, file) in files {
        for item in reports_of(args, file) {
            let tally = tallies.entry(*idx).or_default();
            match item {
                Item::Aside(reason) => {
                    tally.n_aside += 1;
                    bar.suspend(|| report_line(&format!("selon: {reason}")));
                }
                Item::Report(report) => {
                    let there = match &store {
                        Some(store) => store.find_report(&report)?.is_some(),
                        None => false,
                    };
                    let is_new = seen.insert(selon_store::content_key(&report)) && !there;
                    if is_new { tally.n_new += 1 } else { tally.n_known += 1 }
                }
            }
            bar.inc(1);
        }
    }
    Ok(())
}

/// The report at the end: a line for each source that was named.
fn conclude(args: &IngestArgs, tallies: &BTreeMap<usize, Tally>) -> anyhow::Result<ExitCode> {
    let mut out = std::io::stdout().lock();
    let told = if args.dry_run { "would be added" } else { "added" };
    for (source, tally) in args.sources.iter().zip(tallies.values()) {
        let shown: String = source.chars().filter(|c| !c.is_control()).collect();
        writeln!(out, "{shown}: {} {told}, {} already there, {} set aside", tally.n_new, tally.n_known, tally.n_aside)
            .context("the result cannot be written")?;
    }
    Ok(if n_aside(tallies) == 0 { ExitCode::SUCCESS } else { ExitCode::from(2) })
}

fn n_aside(tallies: &BTreeMap<usize, Tally>) -> u64 {
    tallies.values().map(|tally| tally.n_aside).sum()
}

fn progress_bar() -> ProgressBar {
    if !std::io::stderr().is_terminal() {
        return ProgressBar::hidden();
    }
    let bar = ProgressBar::new_spinner().with_message("0");
    if let Ok(style) = ProgressStyle::with_template("{spinner} {pos} reports, {per_sec}, {msg} set aside, {elapsed}") {
        bar.set_style(style);
    }
    bar
}
