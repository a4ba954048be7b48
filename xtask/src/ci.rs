//! What CI runs, in its order; the quick checks first.

use std::process::Command;

use anyhow::{Context, bail};

use crate::{root, say, tidy};

/// Formatting, tidiness, lints, tests.
pub(crate) fn run() -> anyhow::Result<()> {
    cargo(&["fmt", "--all", "--check"])?;
    tidy::run()?;
    cargo(&["clippy", "--workspace", "--all-targets", "--", "-D", "warnings"])?;
    cargo(&["test", "--workspace"])
}

fn cargo(args: &[&str]) -> anyhow::Result<()> {
    say(&format!("── cargo {}", args.join(" ")));
    let status =
        Command::new(env!("CARGO")).args(args).current_dir(root()).status().context("cargo cannot be started")?;
    if !status.success() {
        bail!("cargo {} failed", args.join(" "));
    }
    Ok(())
}
