//! Chores of the workspace: `cargo xtask ci | tidy | gold`.

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
        "gold" => gold::run(std::env::args().nth(2).as_deref()),
        _ => Err(anyhow::anyhow!("usage: cargo xtask ci | tidy | gold")),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            say(&format!("xtask {command}: {error:#}"));
            ExitCode::from(2)
        }
    }
}

/// The root of the workspace.
fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("..")
}

#[expect(clippy::print_stderr, reason = "a chore talks to the person who runs it")]
fn say(message: &str) {
    eprintln!("{message}");
}
