//! Decisions of people on claims: append-only, layered over what the machine read, never in its place.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::{File, OpenOptions};
use std::io::{BufRead, BufReader, Write};
use std::path::Path;

use serde::{Deserialize, Serialize};

/// What a person decided.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Act {
    Accept,
    Correct,
    Reject,
    Add,
    Undo,
}

impl Act {
    pub(crate) fn word(self) -> &'static str {
        match self {
            Act::Accept => "accept",
            Act::Correct => "correct",
            Act::Reject => "reject",
            Act::Add => "add",
            Act::Undo => "undo",
        }
    }
}

/// One decision, as it stands in the file: one JSON object a line.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct Decision {
    /// Counts from 1 over the whole file.
    pub(crate) number: usize,
    /// When, RFC 3339.
    pub(crate) at: String,
    /// Who decided.
    pub(crate) by: String,
    /// Key of the report.
    pub(crate) report: String,
    /// Anchor of the claim; of an added one, that of the words given.
    pub(crate) claim: String,
    pub(crate) act: Act,
    /// Why rejected.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) reason: Option<String>,
    /// What the person says instead, by field.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub(crate) fields: BTreeMap<String, String>,
    /// The number of the decision taken back.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) undoes: Option<usize>,
}

/// The decisions that stand: neither undone nor an undoing.
pub(crate) fn standing(decisions: &[Decision]) -> Vec<&Decision> {
    let undone: BTreeSet<usize> = decisions.iter().filter_map(|decision| decision.undoes).collect();
    let stands = |decision: &&Decision| decision.act != Act::Undo && !undone.contains(&decision.number);
    decisions.iter().filter(stands).collect()
}

/// The last standing decision on a claim.
pub(crate) fn last_on<'a>(decisions: &'a [Decision], claim: &str) -> Option<&'a Decision> {
    standing(decisions).into_iter().rev().find(|decision| decision.claim == claim)
}

/// Where decisions are kept: a file of JSON lines that is only ever appended to, or memory alone.
pub(crate) struct Ledger {
    file: Option<File>,
}

impl Ledger {
    pub(crate) fn in_memory() -> Ledger {
        Ledger { file: None }
    }

    /// Opens the file, made if absent, and reads what it holds.
    pub(crate) fn open(path: &Path) -> Result<(Ledger, Vec<Decision>), crate::Error> {
        let unusable = |reason: String| crate::Error::Decisions { path: path.to_owned(), reason };
        let file = OpenOptions::new()
            .read(true)
            .append(true)
            .create(true)
            .open(path)
            .map_err(|reason| unusable(reason.to_string()))?;
        let mut decisions = Vec::new();
        for (idx, line) in BufReader::new(&file).lines().enumerate() {
            let line = line.map_err(|reason| unusable(reason.to_string()))?;
            if line.trim().is_empty() {
                continue;
            }
            let decision = serde_json::from_str(&line)
                .map_err(|reason| unusable(format!("line {}: {reason}; mend or remove this line", idx + 1)))?;
            decisions.push(decision);
        }
        Ok((Ledger { file: Some(file) }, decisions))
    }

    /// Appends one decision and waits until it is on the disk.
    pub(crate) fn append(&mut self, decision: &Decision) -> std::io::Result<()> {
        let Some(file) = &mut self.file else { return Ok(()) };
        let mut line = serde_json::to_string(decision)?;
        line.push('\n');
        file.write_all(line.as_bytes())?;
        file.sync_data()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn decision(number: usize, act: Act, undoes: Option<usize>) -> Decision {
        Decision {
            number,
            at: "2024-03-15T09:00:00Z".to_owned(),
            by: "coder".to_owned(),
            report: "r".to_owned(),
            claim: "0-4-ASSAULT".to_owned(),
            act,
            reason: None,
            fields: BTreeMap::new(),
            undoes,
        }
    }

    #[test]
    fn an_undone_decision_uncovers_the_one_before() {
        let decisions =
            [decision(1, Act::Accept, None), decision(2, Act::Reject, None), decision(3, Act::Undo, Some(2))];
        assert_eq!(last_on(&decisions, "0-4-ASSAULT").map(|decision| decision.number), Some(1));
        assert_eq!(last_on(&decisions[..2], "0-4-ASSAULT").map(|decision| decision.number), Some(2));
        assert_eq!(last_on(&decisions, "0-4-AID"), None);
    }

    #[test]
    fn the_file_gives_back_what_was_appended_and_names_a_broken_line() {
        let path = std::env::temp_dir().join(format!("selon-decisions-{}.jsonl", std::process::id()));
        let _ = std::fs::remove_file(&path);
        let (mut ledger, empty) = Ledger::open(&path).expect("a new file");
        assert!(empty.is_empty());
        ledger.append(&decision(1, Act::Accept, None)).expect("appended");
        ledger.append(&decision(2, Act::Undo, Some(1))).expect("appended");
        let (_, read) = Ledger::open(&path).expect("the file again");
        assert_eq!(read, [decision(1, Act::Accept, None), decision(2, Act::Undo, Some(1))]);
        std::fs::write(&path, "{\"number\": 1\n").expect("written");
        let Err(error) = Ledger::open(&path) else { panic!("a broken line was accepted") };
        assert!(error.to_string().contains("line 1"), "{error}");
        std::fs::remove_file(&path).expect("removed");
    }
}
