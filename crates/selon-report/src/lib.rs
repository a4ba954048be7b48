//! Bytes → [`Report`](selon_types::Report): decoding, language, publication date. Everything hostile stops here.

mod compressed;
mod dateline;
mod decode;
mod feed;
mod html;
mod jsonl;
mod language;
pub mod limits;
mod markup;
mod source;
mod table;
mod text;
mod warc;
mod wire;

pub use dateline::{find_publication_date, parse_date};
pub use decode::{Decoded, NotText, decode};
pub use feed::read_feed;
pub use html::read_html;
pub use jsonl::read_jsonl;
pub use language::{Recognised, recognise};
pub use source::{Columns, Form, Hints, Reports, read_source, recognise_form, sha256_hex};
pub use table::read_csv;
pub use text::{Stated, from_record, from_text, read_text};
pub use warc::read_warc;
pub use wire::{read_newsml, read_ninjs};

/// Why an input gives no report.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// Not text.
    #[error(
        "{name}: this is not text (a program, image or archive?); give plain text, or JSON lines with --from jsonl"
    )]
    NotText {
        /// The input.
        name: String,
    },
    /// Larger than a report can be.
    #[error(
        "{name}: more than {limit} bytes, which no single report holds; split it, \
         or give one report per line with --from jsonl"
    )]
    TooLarge {
        /// The input.
        name: String,
        /// The limit.
        limit: usize,
    },
    /// A line of a JSON-lines file that is no report.
    #[error("{name}: line {line}: {reason}; the line is set aside, the others are read")]
    Line {
        /// The input.
        name: String,
        /// From 1.
        line: usize,
        /// What is wrong.
        reason: String,
    },
    /// A document that is not what it should be.
    #[error("{name}: {reason}; name another form with --from if this is not the right one")]
    Broken {
        /// The input.
        name: String,
        /// What is wrong.
        reason: String,
    },
    /// The input cannot be read.
    #[error("{name}: cannot be read: {reason}")]
    Unreadable {
        /// The input.
        name: String,
        /// What the system said.
        reason: std::io::Error,
    },
}
