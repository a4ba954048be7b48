//! One door for every input: bytes of any known form in, reports out one after another.

use std::io::{BufRead, BufReader, Read};

use selon_types::{Provenance, Remark, RemarkKind, Report};
use sha2::{Digest, Sha256};

use crate::compressed::decompress;
use crate::jsonl::read_jsonl_with;
use crate::limits::{MAX_PAGE_BYTES, MAX_REPORT_BYTES, SNIFFED_BYTES};
use crate::{Error, Stated, parse_date, read_csv, read_feed, read_html, read_newsml, read_ninjs, read_text, read_warc};

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
    /// NewsML-G2.
    Newsml,
    /// ninjs.
    Ninjs,
}

impl Form {
    /// All forms.
    pub const ALL: [Form; 9] =
        [Form::Auto, Form::Text, Form::Jsonl, Form::Html, Form::Feed, Form::Warc, Form::Csv, Form::Newsml, Form::Ninjs];

    /// What it is, for a list of choices.
    pub fn description(self) -> &'static str {
        match self {
            Form::Auto => "By what the file begins with, then by its name",
            Form::Text => "One text or Markdown document",
            Form::Jsonl => "One JSON object a line",
            Form::Html => "One web page",
            Form::Feed => "RSS, Atom, JSON Feed or a news sitemap",
            Form::Warc => "A web archive",
            Form::Csv => "A table with a header",
            Form::Newsml => "NewsML-G2",
            Form::Ninjs => "ninjs",
        }
    }

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

/// Reads the reports of one input, decompressed if it is gzip, xz or Zstandard. JSON lines, tables and archives stream:
/// one report is held at a time.
///
/// A broken record is set aside and the rest is read; an input that cannot be read at all gives one error.
pub fn read_source<'a>(input: impl Read + Send + 'a, hints: &Hints) -> Reports<'a> {
    let failed = |reason| -> Reports<'a> {
        Box::new(std::iter::once(Err(Error::Unreadable { name: hints.origin.clone(), reason })))
    };
    let plain = match decompress(BufReader::with_capacity(SNIFFED_BYTES, input)) {
        Ok(plain) => plain,
        Err(reason) => return failed(reason),
    };
    let mut input = BufReader::with_capacity(SNIFFED_BYTES, plain);
    let form = match (hints.form, input.fill_buf()) {
        (Form::Auto, Ok(start)) => recognise_form(start, &hints.origin, hints.content_type.as_deref()),
        (Form::Auto, Err(reason)) => return failed(reason),
        (form, _) => form,
    };
    let (name, stated) = (&hints.origin, &hints.stated);
    match form {
        Form::Jsonl => with_provenance(read_jsonl_with(name, input, &hints.columns, stated), hints, form),
        Form::Csv => with_provenance(read_csv(name, input, &hints.columns, stated), hints, form),
        Form::Warc => with_provenance(read_warc(name, input, stated), hints, form),
        Form::Auto | Form::Text | Form::Html | Form::Feed | Form::Newsml | Form::Ninjs => {
            with_provenance(read_document(input, form, hints).into_iter(), hints, form)
        }
    }
}

/// The reports of an input that is one document.
fn read_document(input: impl Read, form: Form, hints: &Hints) -> Vec<Result<Report, Error>> {
    let (name, stated, content_type) = (&hints.origin, &hints.stated, hints.content_type.as_deref());
    let limit = if form == Form::Text { 2 * MAX_REPORT_BYTES } else { MAX_PAGE_BYTES };
    let reports = read_whole(input, name, limit).and_then(|bytes| match form {
        Form::Html => read_html(name, &bytes, content_type, stated).map(|report| vec![report]),
        Form::Feed => read_feed(name, &bytes, content_type, stated),
        Form::Newsml => read_newsml(name, &bytes, stated),
        Form::Ninjs => read_ninjs(name, &bytes, stated),
        _ => read_text(name, &bytes, stated).map(|mut report| {
            report.provenance.raw_sha256 = sha256_hex(&bytes);
            vec![report]
        }),
    });
    match reports {
        Ok(reports) => reports.into_iter().map(Ok).collect(),
        Err(error) => vec![Err(error)],
    }
}

/// The form of an input: from its first bytes where they tell, else from its `Content-Type` or its name.
pub fn recognise_form(start: &[u8], name: &str, content_type: Option<&str>) -> Form {
    let plain: Vec<u8> = start.iter().copied().filter(|byte| *byte != 0).collect();
    let lower = String::from_utf8_lossy(&plain).to_lowercase();
    let lower = lower.trim_start_matches('\u{feff}').trim_start();
    let name = name.trim_end_matches(".gz").trim_end_matches(".xz").trim_end_matches(".zst");
    if lower.starts_with("warc/") {
        return Form::Warc;
    }
    if name.ends_with(".jsonl") || name.ends_with(".ndjson") {
        return Form::Jsonl;
    }
    let has = |marks: &[&str]| marks.iter().any(|mark| lower.contains(mark));
    if lower.starts_with('<') {
        if has(&["<newsitem", "<newsmessage", ":newsitem"]) {
            return Form::Newsml;
        }
        if has(&["<rss", "<feed", "<rdf:rdf", "<urlset", "<channel"]) && !has(&["<html", "<!doctype html"]) {
            return Form::Feed;
        }
        if has(&["<html", "<!doctype html", "<head", "<body", "<meta", "<div", "<p>"]) {
            return Form::Html;
        }
    }
    if lower.starts_with(['{', '[']) {
        if has(&["jsonfeed.org/version"]) {
            return Form::Feed;
        }
        if has(&["\"pubstatus\"", "\"body_text\"", "\"versioncreated\""]) {
            return Form::Ninjs;
        }
        if lower.starts_with('{') && has(&["\"text\""]) {
            return Form::Jsonl;
        }
    }
    let content_type = content_type.unwrap_or_default();
    if name.ends_with(".csv") || name.ends_with(".tsv") || content_type.contains("csv") {
        Form::Csv
    } else if name.ends_with(".html") || name.ends_with(".htm") || content_type.contains("html") {
        Form::Html
    } else {
        Form::Text
    }
}

/// Adds what the caller knows to each report.
fn with_provenance<'a>(
    reports: impl Iterator<Item = Result<Report, Error>> + Send + 'a,
    hints: &Hints,
    form: Form,
) -> Reports<'a> {
    let hints = hints.clone();
    Box::new(reports.map(move |report| {
        report.map(|mut report| {
            let found = std::mem::take(&mut report.provenance);
            report.provenance = Provenance {
                origin: hints.origin.clone(),
                form: if found.form.is_empty() { form.name().to_owned() } else { found.form },
                fetched: found.fetched.or_else(|| hints.fetched.clone()),
                ..found
            };
            refuse_future_date(&mut report);
            report
        })
    }))
}

/// A report is not published after it was fetched; a date that says so is wrong and is left out. One day is allowed for
/// the places where the day begins earlier.
fn refuse_future_date(report: &mut Report) {
    let (Some(published), Some(fetched)) = (&report.published, &report.provenance.fetched) else { return };
    let Some(fetched) = parse_date(fetched) else { return };
    let number = |day: &str| day[..10].replace('-', "").parse::<u32>().unwrap_or_default();
    let is_next_day = number(published.day()) == number(&fetched) + 1;
    if published.day() > &fetched[..10] && !is_next_day {
        let (date, day) = (&published.value, &fetched[..10]);
        let message = format!("the publication date {date} is after the day of fetching ({day}); it is left unknown");
        report.remarks.push(Remark { kind: RemarkKind::DateInvalid, span: None, message });
        report.published = None;
    }
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

#[cfg(test)]
mod tests {
    use std::io::Write;

    use super::*;

    fn read(bytes: &[u8], name: &str) -> Vec<Result<Report, Error>> {
        let fetched = Some("2024-05-01T12:00:00Z".into());
        read_source(bytes, &Hints { origin: name.to_owned(), fetched, ..Hints::default() }).collect()
    }

    #[test]
    fn forms_are_recognised_by_their_content() {
        let feed = "<?xml version='1.0'?><rss><channel><title>Le Phare</title><item><title>Un titre</title>\
            <link>https://example.org/1</link><pubDate>Mon, 01 Apr 2024 10:00:00 +0200</pubDate>\
            <description>Le ministre part.</description></item></channel></rss>";
        let reports = read(feed.as_bytes(), "feed");
        let report = reports[0].as_ref().unwrap();
        assert_eq!((report.provenance.form.as_str(), report.outlet.as_deref()), ("feed", Some("Le Phare")));
        assert_eq!(report.published.as_ref().map(|published| published.value.as_str()), Some("2024-04-01T10:00"));
        assert_eq!(report.extent, selon_types::Extent::Summary);
        let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
        gzip.write_all("id;text\n1;Le ministre part.\n2;\n".as_bytes()).unwrap();
        let reports = read(&gzip.finish().unwrap(), "table.csv.gz");
        assert_eq!(reports[0].as_ref().unwrap().text, "Le ministre part.");
        assert!(reports[1].as_ref().unwrap_err().to_string().contains("line 3"));
    }

    #[test]
    fn a_date_after_the_fetch_is_refused() {
        let reports = read(b"{\"text\":\"It was the press.\",\"date\":\"2082-01-01\"}", "a.jsonl");
        assert_eq!(reports[0].as_ref().unwrap().published, None);
    }

    #[test]
    fn a_bomb_ends_early() {
        let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
        for _ in 0..64 {
            gzip.write_all(&vec![b' '; 1024 * 1024]).unwrap();
        }
        let reports = read(&gzip.finish().unwrap(), "bomb.jsonl.gz");
        assert!(reports.last().unwrap().is_err());
    }

    proptest::proptest! {
        #[test]
        fn no_bytes_make_a_reader_panic(
            bytes in proptest::collection::vec(proptest::prelude::any::<u8>(), 0..400),
            mark in 0..8_usize,
        ) {
            let marks = ["", "<html><p>", "<rss><item>", "WARC/1.0\r\nContent-Length: 9\r\n\r\n", "{\"text\":", "<newsItem>", "a,text\n", "</é"];
            let bytes = [marks[mark].as_bytes(), &bytes].concat();
            use Form::*;
            for form in [Auto, Text, Jsonl, Html, Feed, Warc, Csv, Newsml, Ninjs] {
                let _ = read_source(&bytes[..], &Hints { form, ..Hints::default() }).count();
            }
        }
    }
}
