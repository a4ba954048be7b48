//! What was published.

use crate::label::labels;
use crate::{Language, Remark};

/// One news report as it was published. Its text is never edited; everything later points into it.
#[derive(Clone, Debug, Default, PartialEq)]
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
    /// Where the bytes came from.
    pub provenance: Provenance,
    /// Whether the publisher still stands by it.
    pub status: PublicationStatus,
    /// How much of what was published the text holds.
    pub extent: Extent,
}

/// Where the bytes of a report came from, so that each report can be traced back and recognised again.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Provenance {
    /// The file or address that was read, as given.
    pub origin: String,
    /// The place inside it: `line 12`, `record 812`, `item 3`, a member of an archive. Empty when it is the whole.
    pub record: String,
    /// The kind of input: `text`, `html`, `warc` and so on.
    pub form: String,
    /// SHA-256 of the bytes of this report as received, lower-case hexadecimal; empty when there were none.
    pub raw_sha256: String,
    /// When the bytes were fetched, `YYYY-MM-DDThh:mm:ssZ` or a part of it, if that is known.
    pub fetched: Option<String>,
}

labels! {
    /// Whether the publisher stands by a report.
    #[derive(Default)]
    PublicationStatus {
        /// Published.
        #[default]
        Usable = "usable",
        /// Not to be published yet.
        Withheld = "withheld",
        /// Taken back by the publisher: its claims no longer count.
        Canceled = "canceled",
    }
}

labels! {
    /// How much of what was published a text holds.
    #[derive(Default)]
    Extent {
        /// All of it, as far as the reader can tell.
        #[default]
        Full = "full",
        /// A summary or the first lines; the rest stands at the report's address.
        Summary = "summary",
        /// Only the headline and the address.
        Headline = "headline",
    }
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

    /// How sure the date is, from where it was found.
    pub fn certainty(&self) -> Certainty {
        match self.basis {
            PublishedBasis::Given | PublishedBasis::Metadata | PublishedBasis::Feed | PublishedBasis::PageMetadata => {
                Certainty::Stated
            }
            PublishedBasis::Dateline | PublishedBasis::PageText | PublishedBasis::Address => Certainty::Found,
        }
    }
}

labels! {
    /// How sure a publication date is.
    Certainty {
        /// The publisher or the user states it in a field for it.
        Stated = "stated",
        /// It was found in words or in an address that are not made for machines.
        Found = "found",
    }
}

labels! {
    /// How the publication date was found.
    PublishedBasis {
        /// A date line inside the text.
        Dateline = "dateline",
        /// A field of the input record.
        Metadata = "metadata",
        /// The date of a feed's or wire's item.
        Feed = "feed",
        /// Metadata of a web page: JSON-LD, `meta`, `time` with its machine-readable date.
        PageMetadata = "page_metadata",
        /// A date line shown on a web page.
        PageText = "page_text",
        /// A full date in the address.
        Address = "address",
        /// Stated by the person who runs Selon.
        Given = "given",
    }
}
