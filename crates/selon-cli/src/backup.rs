//! `selon backup` and `selon restore`.

use std::path::PathBuf;
use std::process::ExitCode;

use clap::Args;
use selon_store::Store;

use crate::db::DbArgs;
use crate::report_line;

/// Copy a database while others use it.
///
/// The copy holds the database as it is at one instant, in one file.
#[derive(Args)]
pub(crate) struct BackupArgs {
    /// The copy, a file that does not exist yet
    #[arg(value_name = "COPY")]
    to: PathBuf,
    #[command(flatten)]
    db: DbArgs,
}

/// Put a backup in the place of a database.
#[derive(Args)]
pub(crate) struct RestoreArgs {
    /// The backup
    #[arg(value_name = "COPY")]
    from: PathBuf,
    #[command(flatten)]
    db: DbArgs,
    /// Replace the database that is there
    #[arg(long)]
    force: bool,
}

pub(crate) fn run(args: &BackupArgs) -> anyhow::Result<ExitCode> {
    Store::open(&args.db.db)?.backup(&args.to, |_, _| ())?;
    report_line(&format!("selon: {} copied to {}", args.db.db.display(), args.to.display()));
    Ok(ExitCode::SUCCESS)
}

pub(crate) fn run_restore(args: &RestoreArgs) -> anyhow::Result<ExitCode> {
    selon_store::restore(&args.from, &args.db.db, args.force, |_, _| ())?;
    report_line(&format!("selon: {} holds what {} holds", args.db.db.display(), args.from.display()));
    Ok(ExitCode::SUCCESS)
}
