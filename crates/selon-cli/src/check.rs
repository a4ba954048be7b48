//! `selon check`: is the database whole?

use std::io::Write;
use std::process::ExitCode;

use clap::Args;
use selon_store::Store;

use crate::db::DbArgs;

/// Look whether a database is whole.
///
/// Checks the file, all references, that every span lies inside its text, and the search indexes. Exit status 1
/// when something is wrong.
#[derive(Args)]
pub(crate) struct CheckArgs {
    #[command(flatten)]
    db: DbArgs,
}

pub(crate) fn run(args: &CheckArgs) -> anyhow::Result<ExitCode> {
    let mut out = std::io::stdout().lock();
    let found = Store::open(&args.db.db).and_then(|store| Ok((store.check(|_| ())?, store.counts()?)));
    let (faults, counts) = match found {
        Ok(found) => found,
        // That SQLite itself stumbles is an answer to the question, not a failure of the command.
        Err(error @ selon_store::Error::Damaged { .. }) => {
            writeln!(out, "{error}")?;
            return Ok(ExitCode::FAILURE);
        }
        Err(error) => return Err(error.into()),
    };
    for fault in &faults {
        writeln!(out, "{}: {}", fault.place, fault.reason)?;
    }
    if !faults.is_empty() {
        writeln!(out, "{} faults; put the last backup in its place with selon restore", faults.len())?;
        return Ok(ExitCode::FAILURE);
    }
    writeln!(
        out,
        "whole: {} reports, {} claims, {} attributions, {} events, {} decisions; {} inputs set aside",
        counts.reports, counts.claims, counts.attributions, counts.events, counts.reviews, counts.set_aside
    )?;
    Ok(ExitCode::SUCCESS)
}
