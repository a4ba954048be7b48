//! The command `selon`: who says what happened, from news reports.

mod backup;
mod check;
mod db;
mod embedded;
mod eval;
mod fetch;
mod ingest;
mod read;
mod reread;
mod robots;
mod search;
mod serve;
mod situation;
mod sources;
mod stories;
mod watch;

use std::io::ErrorKind;
use std::process::ExitCode;

use clap::{Parser, Subcommand};

use situation::View;

/// Reads news reports and keeps an attributed record: who did what to whom, when, where, according to whom.
#[derive(Parser)]
#[command(name = "selon", version, max_term_width = 100, after_help = EXIT_STATUS)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

const EXIT_STATUS: &str = "\
Exit status: 0 all done; 1 asked and the answer is no; 2 an error, or reports set aside; 130 interrupted.
SELON_DATA names a folder with data/ and models/ to use instead of those inside the command.";

#[derive(Subcommand)]
enum Command {
    /// Read reports and show their claims
    Read(read::ReadArgs),
    /// Read reports into a database; what is there already is passed over
    Ingest(ingest::IngestArgs),
    /// Poll feeds politely and keep what they bring
    Watch(watch::WatchArgs),
    /// Read old reports again with this version of Selon
    Reread(reread::RereadArgs),
    /// Find reports in a database
    Search(search::SearchArgs),
    /// Look whether a database is whole
    Check(check::CheckArgs),
    /// Copy a database while others use it
    Backup(backup::BackupArgs),
    /// Put a backup in the place of a database
    Restore(backup::RestoreArgs),
    /// What happened, by several reports together: one row an event
    Events(situation::SituationArgs),
    /// Who says so: one row a claim
    Claims(situation::SituationArgs),
    /// What reports disagree about, each side in its words
    Contested(situation::SituationArgs),
    /// Events in the order of their days
    Timeline(situation::SituationArgs),
    /// Cooperation and conflict between two actors
    Pairs(situation::PairsArgs),
    /// Alliances, tensions and camps
    Network(situation::SituationArgs),
    /// Which reports tell one event, who copies whom, what the copies changed
    Stories(stories::StoriesArgs),
    /// One event or claim with all its words
    Show(situation::ShowArgs),
    /// A brief with numbered sources, in Markdown or HTML
    Brief(situation::BriefArgs),
    /// The brief of an invented week in 33 reports
    Demo,
    /// Show reports beside what was taken from them, in a browser
    Serve(serve::ServeArgs),
    /// Score against coded reports: figures with 95 % intervals
    Eval(eval::EvalCommand),
}

fn main() -> ExitCode {
    // A stage that breaks on one report is caught and reported with that report; the trace would only bury it.
    std::panic::set_hook(Box::new(|fault| {
        if std::env::var_os("RUST_BACKTRACE").is_some() {
            report_line(&format!("{fault}"));
        }
    }));
    let outcome = match Cli::parse().command {
        Command::Read(args) => read::run(&args),
        Command::Ingest(args) => ingest::run(&args),
        Command::Watch(args) => watch::run(&args),
        Command::Reread(args) => reread::run(&args),
        Command::Search(args) => search::run(&args),
        Command::Check(args) => check::run(&args),
        Command::Backup(args) => backup::run(&args),
        Command::Restore(args) => backup::run_restore(&args),
        Command::Events(args) => situation::run(View::Events, &args),
        Command::Claims(args) => situation::run(View::Claims, &args),
        Command::Contested(args) => situation::run(View::Contested, &args),
        Command::Timeline(args) => situation::run(View::Timeline, &args),
        Command::Pairs(args) => situation::run_pairs(&args),
        Command::Network(args) => situation::run(View::Network, &args),
        Command::Stories(args) => stories::run(&args),
        Command::Show(args) => situation::run_show(&args),
        Command::Brief(args) => situation::run_brief(&args),
        Command::Demo => situation::run_demo(),
        Command::Serve(args) => serve::run(&args),
        Command::Eval(command) => eval::run(&command),
    };
    match outcome {
        Ok(code) => code,
        Err(error) if is_closed_pipe(&error) => ExitCode::SUCCESS,
        Err(error) => {
            report_line(&format!("selon: {error:#}"));
            ExitCode::from(2)
        }
    }
}

/// The reader of our output has seen enough (`selon read … | head`): nothing is wrong.
fn is_closed_pipe(error: &anyhow::Error) -> bool {
    let from_io = error.chain().filter_map(|cause| cause.downcast_ref::<std::io::Error>());
    let from_json = error.chain().filter_map(|cause| cause.downcast_ref::<serde_json::Error>());
    from_io
        .map(std::io::Error::kind)
        .chain(from_json.filter_map(serde_json::Error::io_error_kind))
        .any(|kind| kind == ErrorKind::BrokenPipe)
}

/// Writes one line of message to standard error; if even that is closed there is nobody left to tell.
fn report_line(message: &str) {
    use std::io::Write;
    let _ = writeln!(std::io::stderr(), "{message}");
}
