//! According to whom: sources, cues, contents, stances and chains.

use selon_types::{Analysis, Attribution, Mentions, Remark, Report, TableError};

/// Cues of saying by language, from `data/<lang>/attribution.tsv`.
pub struct AttributionLexicon {}

impl AttributionLexicon {
    /// Reads the lexicon from its data files, given as path below `data/` and content: `<lang>/attribution*.tsv`.
    ///
    /// # Errors
    /// The first row that cannot be used, with file, line and reason.
    pub fn from_tables(_tables: &[(&str, &str)]) -> Result<AttributionLexicon, TableError> {
        Ok(AttributionLexicon {})
    }
}

/// The attributions of a report, sorted by position of the content. Each stretch of the report's own voice that
/// holds no attribution is covered by one of kind `none` per sentence, so that every claim stands in exactly one.
pub fn find_attributions(
    _report: &Report,
    _analysis: &Analysis,
    _mentions: &Mentions,
    _lexicon: &AttributionLexicon,
) -> (Vec<Attribution>, Vec<Remark>) {
    (Vec::new(), Vec::new())
}
