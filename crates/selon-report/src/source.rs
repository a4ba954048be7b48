//! One door for every input: bytes of any known form in, reports out one after another.

use std::io::{BufRead, BufReader, Read};

use selon_types::{Provenance, Report};
use sha2::{Digest, Sha256};

use crate::limits::{MAX_REPORT_BYTES, SNIFFED_BYTES};
use crate::{Error, Stated, read_jsonl, read_text};

/// How reports stand in an input.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Form {
    /// Recognised from its first bytes and its name.
    #[default]
    Auto,
    /// One report in plain text or Markdown.
    Text,
    /// One JSON object a line.
    Jsonl,
    /// One web page.
    Html,
    /// RSS, Atom, JSON Feed or a news sitemap.
    Feed,
    /// A web archive, one page a record.
    Warc,
    /// A table with a header.
    Csv,
    /// A Parquet table.
    Parquet,
    /// A PDF document.
    Pdf,
    /// NewsML-G2.
    Newsml,
    /// ninjs.
    Ninjs,
}

impl Form {
    /// Its word on the command line and in [`Provenance::form`].
    pub fn name(self) -> &'static str {
        match self {
            Form::Auto => "auto",
            Form::Text => "text",
            Form::Jsonl => "jsonl",
            Form::Html => "html",
            Form::Feed => "feed",
            Form::Warc => "warc",
            Form::Csv => "csv",
            Form::Parquet => "parquet",
            Form::Pdf => "pdf",
            Form::Newsml => "newsml",
            Form::Ninjs => "ninjs",
        }
    }
}

/// Which column of a table holds what; a column that is not named is looked for under its own name.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Columns {
    /// Pairs (field, column): field is one of `id`, `text`, `title`, `date`, `lang`, `outlet`, `url`.
    pub names: Vec<(String, String)>,
}

impl Columns {
    /// The column that holds `field`.
    pub fn column_of<'a>(&'a self, field: &'a str) -> &'a str {
        self.names.iter().find(|(known, _)| known == field).map_or(field, |(_, column)| column)
    }
}

/// What the caller knows about an input.
#[derive(Clone, Debug, Default)]
pub struct Hints {
    /// Its form.
    pub form: Form,
    /// Path or address, for messages, ids and [`Provenance::origin`].
    pub origin: String,
    /// When it was fetched (`YYYY-MM-DDThh:mm:ssZ`); a publication date after it is refused.
    pub fetched: Option<String>,
    /// The `Content-Type` header that came with it.
    pub content_type: Option<String>,
    /// What is stated about each report of the input that does not say otherwise.
    pub stated: Stated,
    /// The columns of a table or the fields of JSON lines.
    pub columns: Columns,
}

/// Reports as they are read, each one or the reason why it is set aside.
pub type Reports<'a> = Box<dyn Iterator<Item = Result<Report, Error>> + Send + 'a>;

/// Reads the reports of one input. Large inputs stream: one report is held at a time.
///
/// A broken record is set aside and the rest is read; an input that cannot be read at all gives one error.
pub fn read_source<'a>(input: impl Read + Send + 'a, hints: &Hints) -> Reports<'a> {
    let mut input = BufReader::with_capacity(SNIFFED_BYTES, input);
    let form = match (hints.form, input.fill_buf()) {
        (Form::Auto, Ok(start)) => recognise_form(start, &hints.origin, hints.content_type.as_deref()),
        (Form::Auto, Err(reason)) => {
            let error = Error::Unreadable { name: hints.origin.clone(), reason };
            return Box::new(std::iter::once(Err(error)));
        }
        (form, _) => form,
    };
    match form {
        Form::Jsonl => Box::new(with_provenance(read_jsonl(&hints.origin, input), hints, form)),
        _ => {
            let report = read_whole(input, &hints.origin, 2 * MAX_REPORT_BYTES).and_then(|bytes| {
                let mut report = read_text(&hints.origin, &bytes, &hints.stated)?;
                report.provenance.raw_sha256 = sha256_hex(&bytes);
                Ok(report)
            });
            Box::new(with_provenance(std::iter::once(report), hints, form))
        }
    }
}

/// The form of an input, from its first bytes, then its name.
pub fn recognise_form(start: &[u8], name: &str, _content_type: Option<&str>) -> Form {
    let _ = start;
    if name.ends_with(".jsonl") || name.ends_with(".ndjson") { Form::Jsonl } else { Form::Text }
}

/// Adds what the caller knows to each report.
fn with_provenance<'a>(
    reports: impl Iterator<Item = Result<Report, Error>> + Send + 'a,
    hints: &Hints,
    form: Form,
) -> impl Iterator<Item = Result<Report, Error>> + Send + 'a {
    let hints = hints.clone();
    reports.map(move |report| {
        report.map(|mut report| {
            let found = std::mem::take(&mut report.provenance);
            report.provenance = Provenance {
                origin: hints.origin.clone(),
                form: if found.form.is_empty() { form.name().to_owned() } else { found.form },
                fetched: found.fetched.or_else(|| hints.fetched.clone()),
                ..found
            };
            report
        })
    })
}

/// All bytes of an input that holds one document of at most `limit` bytes.
fn read_whole(input: impl Read, name: &str, limit: usize) -> Result<Vec<u8>, Error> {
    let mut bytes = Vec::new();
    // One byte more than the limit tells "too large" without holding a file of any size.
    let read = input.take(limit as u64 + 1).read_to_end(&mut bytes);
    read.map_err(|reason| Error::Unreadable { name: name.to_owned(), reason })?;
    if bytes.len() > limit {
        return Err(Error::TooLarge { name: name.to_owned(), limit });
    }
    Ok(bytes)
}

/// SHA-256 of bytes, lower-case hexadecimal.
pub fn sha256_hex(bytes: &[u8]) -> String {
    use std::fmt::Write as _;
    let mut hex = String::with_capacity(64);
    for byte in Sha256::digest(bytes) {
        // Writing into a String cannot fail.
        let _ = write!(hex, "{byte:02x}");
    }
    hex
}
