//! `selon reread`: old reports read again by this version; decisions stay.

use std::process::ExitCode;

use clap::Args;
use rayon::prelude::*;
use selon_store::{Filter, Store};

use crate::db::{DbArgs, Reader};
use crate::embedded::open_pipeline_with;
use crate::ingest::read_one;
use crate::report_line;

/// Read old reports again with this version of Selon.
///
/// The reports and all decisions stay. A run that was cut off goes on where it was.
#[derive(Args)]
pub(crate) struct RereadArgs {
    #[command(flatten)]
    db: DbArgs,
    /// Read all reports, also those that this version read already
    #[arg(long)]
    all: bool,
    /// A table of your own actors, beside those of Selon
    #[arg(long, value_name = "FILE")]
    actors: Option<std::path::PathBuf>,
}

const BATCH: usize = 64;

pub(crate) fn run(args: &RereadArgs) -> anyhow::Result<ExitCode> {
    let mut store = Store::open(&args.db.db)?;
    let reader = Reader::now(false);
    let version = reader.version();
    let report_ids =
        if args.all { store.report_ids(&Filter::default())? } else { store.outdated(version.engine, version.model)? };
    let mut n_aside = 0;
    if !report_ids.is_empty() {
        let pipeline = open_pipeline_with(args.actors.as_deref())?;
        for batch in report_ids.chunks(BATCH) {
            let mut reports = Vec::new();
            for report_id in batch {
                if let Some(reading) = store.reading(*report_id)? {
                    reports.push((*report_id, reading.report));
                }
            }
            let read = |(report_id, report)| (report_id, read_one(Some(&pipeline), report));
            let readings: Vec<_> = reports.into_par_iter().map(read).collect();
            for (report_id, reading) in readings {
                match reading {
                    Ok(reading) => store.replace_reading(report_id, &reading, version)?,
                    Err(reason) => {
                        n_aside += 1;
                        report_line(&format!("selon: {reason}; its former reading stays"));
                    }
                }
            }
        }
    }
    report_line(&format!("selon: {} read again, {n_aside} left as they were", report_ids.len() - n_aside));
    Ok(if n_aside == 0 { ExitCode::SUCCESS } else { ExitCode::from(2) })
}
