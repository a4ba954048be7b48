//! `cargo xtask gold`: scores the product on all gold there is and writes `accuracy/<what>.csv`.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, bail};

use crate::{root, say};

/// One run of `selon eval`.
struct Run {
    what: &'static str,
    gold: &'static [&'static str],
    more: &'static [&'static str],
}

/// What is scored where `../shared` is there; paths below it.
const SHARED: &[Run] = &[
    Run { what: "seed", gold: &["gold/seed-article"], more: &[] },
    Run { what: "probes", gold: &["gold/probes"], more: &[] },
    Run {
        what: "attribution",
        gold: &[
            "gold/attribution/fr-pud-news.dev.jsonl",
            "gold/attribution/fr-sequoia-estrepublicain.dev.jsonl",
            "gold/attribution/fr-gsd-test190.dev.jsonl",
            "gold/attribution/fr-annodis-news-edu.dev.jsonl",
            "gold/attribution/en-gum-wikinews.dev.jsonl",
            "gold/attribution/ru-rrt-news-edu.dev.jsonl",
            "gold/documents",
        ],
        more: &[],
    },
    // German kinds beside direct and indirect speech take the whole sentence as content.
    Run {
        what: "attribution",
        gold: &["gold/attribution/de-wikinews.dev.jsonl"],
        more: &["--types", "Direct,Indirect"],
    },
    Run {
        what: "claims",
        gold: &[
            "gold/claims",
            "gold/documents",
            "gold/events/plover_gsr.dev.jsonl",
            "gold/events/plv.dev.jsonl",
            "gold/events/conflibert_cameo.dev.jsonl",
            "gold/events/es_gsr.dev.jsonl",
        ],
        more: &[],
    },
    Run { what: "claims", gold: &["gold/events/plv.dev.jsonl"], more: &["--given-actors"] },
    Run {
        what: "time",
        gold: &[
            "gold/time/cases.jsonl",
            "gold/time/meantime-en.dev.jsonl",
            "gold/time/krauts.dev.jsonl",
            "gold/time/wikiwars-ua.dev.jsonl",
            "gold/documents",
        ],
        more: &[],
    },
    Run {
        what: "place",
        gold: &[
            "gold/place/tr-news.dev.jsonl",
            "gold/place/geovirus.dev.jsonl",
            "gold/place/geowebnews.dev.jsonl",
            "gold/place/hipe2020-fr.dev.jsonl",
            "gold/place/newseye-fr.dev.jsonl",
            "gold/documents",
        ],
        more: &[],
    },
    Run { what: "extract", gold: &["gold/extract"], more: &[] },
    Run {
        what: "copies",
        gold: &["gold/dedupe/ntrex_versions.jsonl.gz", "gold/dedupe/meantime_translations.jsonl.gz"],
        more: &[],
    },
    Run {
        what: "stories",
        gold: &["gold/dedupe/ntrex_versions.jsonl.gz", "gold/clusters/ecbplus_docs.jsonl.gz"],
        more: &[],
    },
    Run { what: "lang", gold: &["gold/claims"], more: &[] },
    Run {
        what: "coref",
        gold: &[
            "treebanks/free/en_gum-ud-dev.permissive.conllu.xz",
            "treebanks/free/en_gum-ud-train.permissive.conllu.xz",
        ],
        more: &[],
    },
    Run { what: "syntax", gold: SYNTAX, more: &[] },
    Run { what: "syntax", gold: SYNTAX, more: &["--gold-tokens"] },
    Run { what: "names", gold: &["ner/free/uner_en_ewt_dev.iob2.xz"], more: &[] },
];

const SYNTAX: &[&str] = &[
    "treebanks/free/fr_sequoia-ud-dev.conllu.xz",
    "treebanks/free/en_ewt-ud-dev.conllu.xz",
    "treebanks/free/en_gum-ud-dev.permissive.conllu.xz",
];

/// What is scored everywhere; paths below the repository. The labelled news sentences are none: the model was trained on
/// nine tenths of them.
const OWN: &[Run] = &[];

/// Speeds differ from run to run and so stay out of the committed tables.
const NOT_COMMITTED: &[&str] = &["texts_per_s", "pages_per_s", "mb_per_s", "reports_per_s"];

/// Scores everything, or what the first argument names.
pub(crate) fn run(only: Option<&str>) -> anyhow::Result<()> {
    let shared = root().join("../shared");
    let has_shared = shared.is_dir();
    if !has_shared {
        say("../shared is absent: only the repository's own gold is scored");
    }
    let command = build()?;
    let mut whats: Vec<&str> = SHARED.iter().chain(OWN).map(|run| run.what).collect();
    whats.dedup();
    whats.sort_unstable();
    whats.dedup();
    for what in whats.into_iter().filter(|what| only.is_none_or(|only| only == *what)) {
        let mut lines = String::new();
        let sets = SHARED.iter().filter(|_| has_shared).map(|run| (run, shared.as_path()));
        let own = OWN.iter().map(|run| (run, Path::new(".")));
        for (run, folder) in sets.chain(own).filter(|(run, _)| run.what == what) {
            lines.push_str(&score(&command, run, folder)?);
        }
        write_table(what, &lines, has_shared)?;
    }
    Ok(())
}

/// Builds the command and says where it is.
fn build() -> anyhow::Result<PathBuf> {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let output = Command::new(cargo)
        .args(["build", "--release", "--package", "selon-cli", "--message-format=json-render-diagnostics"])
        .current_dir(root())
        .stderr(std::process::Stdio::inherit())
        .output()
        .context("cargo cannot be run")?;
    if !output.status.success() {
        bail!("the command does not build");
    }
    let messages = String::from_utf8_lossy(&output.stdout);
    let built = messages.split("\"executable\":\"").skip(1).filter_map(|rest| rest.split('"').next());
    built
        .filter(|path| Path::new(path).file_stem().is_some_and(|name| name == "selon"))
        .last()
        .map(PathBuf::from)
        .context("cargo names no executable `selon`")
}

/// The lines of one run without the head.
fn score(command: &Path, run: &Run, folder: &Path) -> anyhow::Result<String> {
    let gold: Vec<PathBuf> = run.gold.iter().map(|path| folder.join(path)).collect();
    say(&format!("selon eval {} {} {}", run.what, run.gold.join(" "), run.more.join(" ")));
    let output = Command::new(command)
        .args(["eval", run.what])
        .args(gold)
        .args(["--format", "csv"])
        .args(run.more)
        .current_dir(root())
        .stderr(std::process::Stdio::inherit())
        .output()
        .with_context(|| format!("{}: cannot be run", command.display()))?;
    if !output.status.success() {
        bail!("selon eval {} ended with {}", run.what, output.status);
    }
    let text = String::from_utf8(output.stdout)?;
    let kept = text.lines().skip(1).filter(|line| key_of(line).is_none_or(|key| !NOT_COMMITTED.contains(&key)));
    Ok(kept.fold(String::new(), |mut lines, line| {
        let _ = writeln!(lines, "{line}");
        lines
    }))
}

fn key_of(line: &str) -> Option<&str> {
    line.split(',').nth(5)
}

/// Writes a table. Where not all gold is there, the lines of the missing sets stay as they are.
fn write_table(what: &str, lines: &str, is_whole: bool) -> anyhow::Result<()> {
    const HEADER: &str = "gold,lang,reading,documents,n,key,value,low,high\n";
    let folder = root().join("accuracy");
    std::fs::create_dir_all(&folder)?;
    let path = folder.join(format!("{what}.csv"));
    let mut table = format!("{HEADER}{lines}");
    if !is_whole {
        let gold_of = |line: &str| line.split(',').next().unwrap_or_default().to_owned();
        let scored: Vec<String> = lines.lines().map(gold_of).collect();
        let before = std::fs::read_to_string(&path).unwrap_or_default();
        for line in before.lines().skip(1).filter(|line| !scored.contains(&gold_of(line))) {
            let _ = writeln!(table, "{line}");
        }
    }
    if lines.is_empty() && !is_whole {
        return Ok(());
    }
    std::fs::write(&path, table).with_context(|| format!("{}: cannot be written", path.display()))?;
    say(&format!("accuracy/{what}.csv written"));
    Ok(())
}
