//! From reports to the situation that the commands show.

use anyhow::Context;
use clap::Args;
use selon_situation::stories::find_stories;
use selon_situation::{Scale, build_situation};
use selon_types::{Reading, Report, Situation};

use crate::embedded::{open_pipeline, open_resources};
use crate::read::open_plain_reports;
use crate::report_line;
use crate::stories::open_rarity;

/// Where reports come from.
#[derive(Args)]
pub(crate) struct InputArgs {
    /// Files with reports (text, or JSON lines named *.jsonl); - for standard input
    #[arg(long = "from", required = true, value_name = "FILE", num_args = 1..)]
    files: Vec<String>,
}

/// The invented week, inside the command.
const DEMO: &[u8] = include_bytes!("../../../../examples/crisis/reports.jsonl");

/// The situation of the files, and how many reports were set aside.
pub(crate) fn load(args: &InputArgs) -> anyhow::Result<(Situation, usize)> {
    let (readings, n_aside) = read_files(&args.files)?;
    Ok((situation_of(&readings)?, n_aside))
}

/// The readings of the reports in the files, and how many reports were set aside.
pub(crate) fn read_files(files: &[String]) -> anyhow::Result<(Vec<Reading>, usize)> {
    let mut reports = Vec::new();
    let mut n_aside = 0;
    for file in files {
        for report in open_plain_reports(file) {
            match report {
                Ok(report) => reports.push(report),
                Err(error) => {
                    n_aside += 1;
                    report_line(&format!("selon: {error}"));
                }
            }
        }
    }
    read_reports(reports, n_aside)
}

/// The situation of the invented week.
pub(crate) fn demo() -> anyhow::Result<(Situation, usize)> {
    let reports: Result<Vec<Report>, _> = selon_report::read_jsonl("demo", DEMO).collect();
    let (readings, n_aside) = read_reports(reports?, 0)?;
    Ok((situation_of(&readings)?, n_aside))
}

fn read_reports(reports: Vec<Report>, mut n_aside: usize) -> anyhow::Result<(Vec<Reading>, usize)> {
    let mut readings: Vec<Reading> = Vec::new();
    for reading in open_pipeline()?.read_all(reports) {
        match reading {
            Ok(reading) => readings.push(reading),
            Err(aside) => {
                n_aside += 1;
                report_line(&format!("selon: {aside}"));
            }
        }
    }
    Ok((readings, n_aside))
}

/// Copies, translations and re-tellings count as one voice.
fn situation_of(readings: &[Reading]) -> anyhow::Result<Situation> {
    let readings: Vec<&Reading> = readings.iter().collect();
    let copy_groups = find_stories(&readings, &open_rarity()?).copy_groups;
    Ok(build_situation(&readings, &copy_groups))
}

/// PLOVER's scores.
pub(crate) fn open_scale() -> anyhow::Result<Scale> {
    let path = "data/ontology.tsv";
    let bytes = open_resources()?.bytes(path)?;
    let text = std::str::from_utf8(&bytes).with_context(|| format!("{path} is not UTF-8"))?;
    Ok(Scale::from_tsv(path, text)?)
}
