//! What happened: PLOVER events with parties, polarity, modality, date, place and figures.

use selon_types::{Analysis, Attribution, Claim, Mentions, Remark, Report, TableError};

/// Words of events by language, from `data/<lang>/events.tsv`.
pub struct EventLexicon {}

impl EventLexicon {
    /// Reads the lexicon from its data files, given as path below `data/` and content: `ontology.tsv` and
    /// `<lang>/event*.tsv`.
    ///
    /// # Errors
    /// The first row that cannot be used, with file, line and reason.
    pub fn from_tables(_tables: &[(&str, &str)]) -> Result<EventLexicon, TableError> {
        Ok(EventLexicon {})
    }
}

/// The claims of a report, sorted by position of the trigger; each names the innermost attribution that holds it.
pub fn find_events(
    _report: &Report,
    _analysis: &Analysis,
    _mentions: &Mentions,
    _attributions: &[Attribution],
    _lexicon: &EventLexicon,
) -> (Vec<Claim>, Vec<Remark>) {
    (Vec::new(), Vec::new())
}
