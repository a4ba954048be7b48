//! What was published.

use crate::label::labels;
use crate::{Language, Remark};

/// One news report as it was published. Its text is never edited; everything later points into it.
#[derive(Clone, Debug, PartialEq)]
pub struct Report {
    /// Identifies the report in the outputs; for a file its path unless the input states one.
    pub id: String,
    /// `None` when no supported language was recognised: such a report is kept and gives no claims.
    pub language: Option<Language>,
    /// A title given apart from the text; it yields no spans.
    pub title: Option<String>,
    /// The publisher.
    pub outlet: Option<String>,
    /// Where it was published.
    pub url: Option<String>,
    /// When it was published, if that is known.
    pub published: Option<Published>,
    /// The words, exactly as received (after decoding to Unicode).
    pub text: String,
    /// What the reader had to say about the input.
    pub remarks: Vec<Remark>,
}

/// The publication date and how it was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Published {
    /// `YYYY-MM-DD` or `YYYY-MM-DDThh:mm`, valid in the calendar.
    pub value: String,
    /// Where it comes from.
    pub basis: PublishedBasis,
}

impl Published {
    /// The day, `YYYY-MM-DD`.
    pub fn day(&self) -> &str {
        &self.value[..10]
    }
}

labels! {
    /// How the publication date was found.
    PublishedBasis {
        /// A date line inside the text.
        Dateline = "dateline",
        /// A field of the input record.
        Metadata = "metadata",
        /// Stated by the person who runs Selon.
        Given = "given",
    }
}
