//! When: TIMEX3 expressions in six languages, resolved against the report's date.

use selon_types::{Analysis, Report, TableError, Timex};

/// The words and rules of temporal expressions, one grammar per language.
pub struct TimeLexicon {}

impl TimeLexicon {
    /// Reads the grammars from their data files, given as path below `data/` and content:
    /// `<lang>/time-words.tsv` and `<lang>/time-rules.tsv`. A language without files gives no expressions.
    ///
    /// # Errors
    /// The first row that cannot be used, with file, line and reason.
    pub fn from_tables(_tables: &[(&str, &str)]) -> Result<TimeLexicon, TableError> {
        Ok(TimeLexicon {})
    }
}

/// The temporal expressions of a report, sorted by position.
pub fn find_timexes(_report: &Report, _analysis: &Analysis, _times: &TimeLexicon) -> Vec<Timex> {
    Vec::new()
}
