//! Scores readings against gold: what people coded beside what Selon, or another tool, read.
//!
//! [`run`] takes gold files and a [`Reader`], or records made earlier, and gives figures with intervals, as
//! `docs/evaluation.md` describes them. Own and foreign readings are scored the same way, as wire records.

mod article;
mod atlas;
mod case;
mod code;
mod gold;
mod interval;
mod letters;
mod matching;
mod output;
mod predictions;
mod run;
mod score;
mod ud;
mod what;

#[cfg(test)]
mod hand;
#[cfg(test)]
mod perfect;
#[cfg(test)]
mod testing;

use std::path::PathBuf;

use selon_types::{Analysis, Mentions, PlaceMention, Reading, Report, Span};

pub use atlas::{Atlas, KnownPlace};
pub use gold::LoadError;
pub use output::{Format, render};
pub use run::run;
pub use score::Scored;
pub use selon_situation::copies::Rarity;
pub use what::What;

/// What reads the reports that are scored.
pub trait Reader: Sync {
    /// Reads one report; `None` when that breaks down, which counts as an empty reading.
    fn read(&self, report: Report) -> Option<Reading>;

    /// Sentences, tokens, syntax and names of one report, without the later stages.
    fn analyse(&self, report: &Report) -> Analysis;

    /// The same with the tokens given, a list for each sentence.
    fn analyse_segmented(&self, report: &Report, sentences: &[Vec<Span>]) -> Analysis;

    /// Which places the given stretches name, one for each; none when the reader resolves no given places.
    fn resolve_given_places(&self, _report: &Report, _analysis: &Analysis, _spans: &[Span]) -> Vec<PlaceMention> {
        Vec::new()
    }

    /// Times and places of an analysed report, for their speed.
    fn find_times_and_places(&self, _report: &Report, _analysis: &Analysis) -> Mentions {
        Mentions::default()
    }

    /// Times, places and actors of an analysed report, for their speed.
    fn find_mentions(&self, _report: &Report, _analysis: &Analysis) -> Mentions {
        Mentions::default()
    }
}

/// What is asked of an evaluation.
#[derive(Clone, Debug, Default)]
pub struct EvalArgs {
    /// What is measured.
    pub what: What,
    /// Gold files, or folders of them.
    pub gold: Vec<PathBuf>,
    /// Wire records (or CoNLL-U for `syntax` and `names`) to score instead of reading.
    pub predictions: Option<PathBuf>,
    /// A folder with the texts of stand-off gold.
    pub texts: Option<PathBuf>,
    /// The rest.
    pub options: Options,
}

/// What changes the figures.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// The words of both parties are given; their root is asked.
    pub given_actors: bool,
    /// The gold's token and sentence boundaries are given.
    pub gold_tokens: bool,
    /// The words of each place are given; which place they name is asked.
    pub given_spans: bool,
    /// Gold of these kinds only (`Direct`, `Indirect`); all when empty.
    pub types: Vec<String>,
    /// A command that reads the same reports, to be timed in the same run.
    pub against: Option<String>,
    /// How long it took to open models and data, in seconds, for `speed`.
    pub opened_in_s: Option<f64>,
    /// How rare words are, for `copies`.
    pub rarity: Rarity,
}

/// Why an evaluation gives nothing.
#[derive(Debug, thiserror::Error)]
pub enum EvalError {
    /// A gold or prediction file cannot be used.
    #[error(transparent)]
    Load(#[from] LoadError),
    /// The records lack what is measured.
    #[error("{0}: no record has what `selon eval {1}` measures; see docs/evaluation.md for the fields it reads")]
    NothingToScore(String, &'static str),
    /// Something that this reader cannot do.
    #[error("{0}")]
    Unable(String),
    /// A command that was to be timed did not run.
    #[error("`{command}` cannot be timed: {reason}")]
    Against {
        /// Which one.
        command: String,
        /// What went wrong.
        reason: String,
    },
}

/// The figures of a run.
#[derive(Clone, Debug, Default)]
pub struct EvalOutput {
    /// One for each gold file or group.
    pub rows: Vec<Row>,
    /// Which labels were taken for which, beside the rows that have them.
    pub confusions: Vec<Confusion>,
    /// Each miss, extra and mismatch, for a person.
    pub errors: Vec<String>,
    /// What was skipped or repaired, for a person.
    pub notes: Vec<String>,
}

/// Which labels were taken for which in one gold file or group.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Confusion {
    /// The gold file or group.
    pub gold: String,
    /// What the labels tell (`stance`).
    pub field: &'static str,
    /// Label of the gold, label that was read, number of matched claims; sorted.
    pub cells: Vec<(String, String, usize)>,
}

/// The figures of one gold file or group.
#[derive(Clone, Debug, PartialEq)]
pub struct Row {
    /// What was measured.
    pub what: &'static str,
    /// The gold file or group.
    pub gold: String,
    /// What was given beside the text (`given-actors`, `given-spans`, `gold-tokens`); empty when nothing was.
    pub given: &'static str,
    /// Its language; `all` when there are several, `-` when it is not stated.
    pub lang: String,
    /// Number of records.
    pub documents: usize,
    /// Its figures.
    pub figures: Vec<Scored>,
}
