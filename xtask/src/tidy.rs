//! Rules of the architecture that neither the compiler nor clippy checks.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, bail};

use crate::{root, say};

/// Crates that take values and return values: of ours they know `selon-types` alone.
const STAGES: &[&str] =
    &["selon-report", "selon-analysis", "selon-mention", "selon-claim", "selon-situation", "selon-view", "selon-store"];

/// Crates that may use a library that others must not: (library, crate).
const ONLY_IN: &[(&str, &str)] =
    &[("rusqlite", "selon-store"), ("axum", "selon-web"), ("tokio", "selon-web"), ("pyo3", "selon-python")];

/// Checks all rules and names every breach.
pub(crate) fn run() -> anyhow::Result<()> {
    let mut faults = Vec::new();
    for krate in folders(&root().join("crates"))? {
        check_crate(&krate, &mut faults)?;
    }
    check_root(&mut faults)?;
    for fault in &faults {
        say(&format!("tidy: {fault}"));
    }
    if !faults.is_empty() {
        bail!("{} breaches of the architecture", faults.len());
    }
    Ok(())
}

fn check_crate(krate: &Path, faults: &mut Vec<String>) -> anyhow::Result<()> {
    let name = krate.file_name().unwrap_or_default().to_string_lossy().into_owned();
    if ["common", "utils", "core"].iter().any(|vague| name.ends_with(vague)) {
        faults.push(format!("{name}: a crate is named for what it holds"));
    }
    let manifest = read(&krate.join("Cargo.toml"))?;
    let dependencies = dependency_lines(&manifest);
    let is_stage = STAGES.contains(&name.as_str());
    for line in &dependencies {
        let dependency = line.split(['=', '.', ' ']).next().unwrap_or_default();
        if is_stage && dependency.starts_with("selon") && dependency != "selon-types" {
            faults.push(format!("{name}: a stage knows selon-types alone, not {dependency}"));
        }
        if name == "selon-types" && dependency.starts_with("serde") {
            faults.push(format!("{name}: the nouns derive no serde; wire records do"));
        }
        if let Some((_, home)) = ONLY_IN.iter().find(|(library, home)| *library == dependency && *home != name) {
            faults.push(format!("{name}: {dependency} is used in {home} alone"));
        }
        if !line.contains("workspace = true") && !line.contains('#') {
            faults.push(format!("{name}: Cargo.toml does not say why {dependency} is there"));
        }
    }
    if is_stage && !krate.join("clippy.toml").is_file() {
        faults.push(format!("{name}: a stage needs the clippy.toml that forbids files, clock and environment"));
    }
    if krate.join("build.rs").exists() {
        faults.push(format!("{name}: no build scripts of ours"));
    }
    let tests = krate.join("tests");
    if tests.is_dir()
        && files(&tests)?
            .iter()
            .any(|file| file.parent() == Some(&tests) && file.extension().is_some_and(|ext| ext == "rs"))
    {
        faults.push(format!("{name}: one integration test binary, tests/it/main.rs"));
    }
    for file in files(&krate.join("src"))? {
        check_source(&name, is_stage, &file, faults)?;
    }
    Ok(())
}

fn check_source(name: &str, is_stage: bool, file: &Path, faults: &mut Vec<String>) -> anyhow::Result<()> {
    if file.extension().is_none_or(|extension| extension != "rs") {
        return Ok(());
    }
    let source = read(file)?;
    let shown = file.strip_prefix(root()).unwrap_or(file).display();
    if !source.starts_with("//! ") {
        faults.push(format!("{shown}: the first line (//!) says what the file is"));
    }
    if is_stage
        && (source.contains("include_bytes!") || source.contains("include_str!"))
        && !source.contains("#[cfg(test)]")
    {
        faults.push(format!("{shown}: a stage is handed its data; only the command embeds it"));
    }
    if source.contains("allow(unsafe_code)") || source.contains("expect(unsafe_code") {
        let allowed = file
            .components()
            .any(|part| ["kernel", "kernel.rs", "mmap.rs"].iter().any(|module| part.as_os_str() == *module));
        if !allowed {
            faults.push(format!("{shown}: unsafe code stands in the modules kernel and mmap alone"));
        }
    }
    if name == "selon" && file.ends_with("pipeline.rs") && source.lines().count() > 110 {
        faults.push(format!("{shown}: the pipeline no longer fits on a screen"));
    }
    Ok(())
}

fn check_root(faults: &mut Vec<String>) -> anyhow::Result<()> {
    for file in [
        "README.md",
        "ARCHITECTURE.md",
        "CONTRIBUTING.md",
        "CHANGELOG.md",
        "LICENSE-MIT",
        "LICENSE-APACHE",
        "Cargo.lock",
    ] {
        if !root().join(file).is_file() {
            faults.push(format!("{file} is missing"));
        }
    }
    if root().join(".gitattributes").is_file() && read(&root().join(".gitattributes"))?.contains("filter=lfs") {
        faults.push(".gitattributes: no Git LFS".to_owned());
    }
    let manifest = read(&root().join("Cargo.toml"))?;
    let section = manifest.split("[workspace.dependencies]").nth(1).unwrap_or_default();
    for line in section.lines().take_while(|line| !line.starts_with('[')) {
        if !line.trim().is_empty()
            && !line.starts_with('#')
            && !line.contains("path =")
            && !line.contains(" # ")
            && !line.trim_end().ends_with(',')
            && !line.starts_with([' ', ']'])
        {
            faults.push(format!("Cargo.toml: a dependency without its reason: {line}"));
        }
    }
    // Whatever is shipped as data or weights has a row or a card that says where it comes from.
    for (folder, card, extensions) in
        [("data", "data/README.md", &["tsv", "bin"][..]), ("models", "models/README.md", &["safetensors"][..])]
    {
        let told = fs::read_to_string(root().join(card)).unwrap_or_default();
        for file in files(&root().join(folder))? {
            let stem = file.file_name().unwrap_or_default().to_string_lossy().into_owned();
            let is_shipped =
                file.extension().is_some_and(|extension| extensions.iter().any(|known| extension == *known));
            if is_shipped && !told.contains(&stem) {
                faults.push(format!("{card} says nothing of {stem}"));
            }
        }
    }
    Ok(())
}

/// The lines of `[dependencies]`.
fn dependency_lines(manifest: &str) -> Vec<&str> {
    let section = manifest.split("\n[dependencies]").nth(1).unwrap_or_default();
    let lines = section.lines().take_while(|line| !line.starts_with('['));
    lines.filter(|line| !line.trim().is_empty() && !line.starts_with(['#', ' ', ']'])).collect()
}

fn folders(folder: &Path) -> anyhow::Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).with_context(|| folder.display().to_string())? {
        let path = entry?.path();
        if path.is_dir() {
            found.push(path);
        }
    }
    found.sort();
    Ok(found)
}

fn files(folder: &Path) -> anyhow::Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    if !folder.is_dir() {
        return Ok(found);
    }
    for entry in fs::read_dir(folder).with_context(|| folder.display().to_string())? {
        let path = entry?.path();
        if path.is_dir() {
            found.extend(files(&path)?);
        } else {
            found.push(path);
        }
    }
    found.sort();
    Ok(found)
}

fn read(path: &Path) -> anyhow::Result<String> {
    fs::read_to_string(path).with_context(|| path.display().to_string())
}
