//! Chores of the workspace: `cargo xtask ci | tidy | gold | crash`.

mod ci;
mod gold;
mod tidy;

use std::path::PathBuf;
use std::process::ExitCode;

fn main() -> ExitCode {
    let command = std::env::args().nth(1).unwrap_or_default();
    let outcome = match command.as_str() {
        "ci" => ci::run(),
        "tidy" => tidy::run(),
        "crash" => crash(std::env::args().nth(2).as_deref().unwrap_or("1000")),
        "gold" => gold::run(std::env::args().nth(2).as_deref()),
        _ => Err(anyhow::anyhow!("usage: cargo xtask ci | tidy | gold | crash [N]")),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            say(&format!("xtask {command}: {error:#}"));
            ExitCode::from(2)
        }
    }
}

/// Kills `selon ingest` at that many instants (the tests do at 100) and looks whether anything is lost, doubled or torn.
fn crash(n_crashes: &str) -> anyhow::Result<()> {
    let status = std::process::Command::new(env!("CARGO"))
        .args(["test", "--release", "-p", "selon-cli", "--test", "it", "kill_at_any_instant", "--", "--nocapture"])
        .env("SELON_CRASHES", n_crashes)
        .current_dir(root())
        .status()?;
    anyhow::ensure!(status.success(), "an interrupted database differs from an undisturbed one");
    Ok(())
}

/// The root of the workspace.
fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("..")
}

#[expect(clippy::print_stderr, reason = "a chore talks to the person who runs it")]
fn say(message: &str) {
    eprintln!("{message}");
}
