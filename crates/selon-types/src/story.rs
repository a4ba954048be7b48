//! Reports that are versions of one report.

use crate::label::labels;

labels! {
    /// How a report stands to another one that tells the same.
    Relation {
        /// The same text after folding white space.
        Identical = "identical",
        /// Most of the wording is shared.
        Edited = "edited",
        /// The same content in another language.
        Translated = "translated",
        /// The same content in other words.
        Retold = "retold",
    }
}

/// Two reports that are versions of one. Which was first is not said: texts alone do not tell.
#[derive(Clone, Debug, PartialEq)]
pub struct ReportVersion {
    /// The id of one, the later in the order of ids.
    pub report: String,
    /// The id of the other.
    pub version_of: String,
    /// How they stand to each other.
    pub relation: Relation,
    /// How much they agree; comparable within one relation only.
    pub score: f64,
}
