//! Tables with a header to reports, one row each: CSV with any of the usual delimiters.

use std::io::{BufRead, Read};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use selon_types::{PublishedBasis, Report};

use crate::limits::{MAX_LINE_BYTES, MAX_REPORT_BYTES};
use crate::source::Columns;
use crate::text::report_from;
use crate::{Error, Stated, decode, sha256_hex};

/// Reads the rows of a table. A row without text is set aside and the rest is read.
pub fn read_csv<'a>(
    name: &str,
    mut input: impl BufRead + Send + 'a,
    columns: &Columns,
    stated: &Stated,
) -> impl Iterator<Item = Result<Report, Error>> + Send + 'a {
    let delimiter = input.fill_buf().map_or(b',', delimiter_of);
    let n_bytes = Arc::new(AtomicUsize::new(0));
    let input = Bounded { input, n_bytes: Arc::clone(&n_bytes) };
    let rows = csv::ReaderBuilder::new().delimiter(delimiter).flexible(true).has_headers(false).from_reader(input);
    let mut rows = rows.into_byte_records();
    let name = name.to_owned();
    let (header, mut broken): (Vec<String>, _) = match rows.next() {
        Some(Ok(row)) => {
            let name_of = |cell: &[u8]| String::from_utf8_lossy(cell).trim_start_matches('\u{feff}').trim().to_owned();
            (row.iter().map(name_of).collect(), None)
        }
        Some(Err(reason)) => (Vec::new(), Some(reason)),
        None => (Vec::new(), None),
    };
    let (columns, stated) = (columns.clone(), stated.clone());
    let mut line = 1;
    let mut ended = false;
    std::iter::from_fn(move || {
        if ended {
            return None;
        }
        n_bytes.store(0, Ordering::Relaxed);
        line += 1;
        let aside = |reason: String| Error::Line { name: name.clone(), line, reason };
        if let Some(reason) = broken.take() {
            ended = true;
            return Some(Err(Error::Line { name: name.clone(), line: 1, reason: reason.to_string() }));
        }
        match rows.next()? {
            Ok(row) => Some(report_of(&row, &header, &columns, &stated, &format!("{name}:{line}")).map_err(aside).map(
                |mut report| {
                    report.provenance.record = format!("row {line}");
                    report
                },
            )),
            Err(reason) => {
                ended = true;
                Some(Err(aside(reason.to_string())))
            }
        }
    })
}

fn report_of(
    row: &csv::ByteRecord,
    header: &[String],
    columns: &Columns,
    stated: &Stated,
    id: &str,
) -> Result<Report, String> {
    let cell = |field: &str| {
        let column = columns.column_of(field);
        let at = header.iter().position(|name| name.eq_ignore_ascii_case(column))?;
        let text = decode(row.get(at)?).ok()?.text;
        (!text.trim().is_empty()).then_some(text)
    };
    let text = cell("text")
        .ok_or_else(|| format!("no text in a column {:?}; name the column that holds it", columns.column_of("text")))?;
    if text.len() > MAX_REPORT_BYTES {
        return Err(format!(
            "the text holds {} bytes, more than one report does (limit {MAX_REPORT_BYTES})",
            text.len()
        ));
    }
    let known = Stated {
        date: cell("date").or_else(|| stated.date.clone()),
        language: cell("lang").or_else(|| stated.language.clone()),
        outlet: cell("outlet").or_else(|| stated.outlet.clone()),
        url: cell("url").or_else(|| stated.url.clone()),
        title: cell("title").or_else(|| stated.title.clone()),
    };
    let mut report =
        report_from(&cell("id").unwrap_or_else(|| id.to_owned()), text, Vec::new(), &known, PublishedBasis::Metadata);
    report.provenance.raw_sha256 = sha256_hex(row.as_slice());
    Ok(report)
}

/// The delimiter that the header has most of.
fn delimiter_of(start: &[u8]) -> u8 {
    let line = start.split(|byte| *byte == b'\n').next().unwrap_or_default();
    let count = |delimiter: &u8| line.iter().filter(|byte| *byte == delimiter).count();
    [b',', b';', b'\t', b'|'].into_iter().rev().max_by_key(count).unwrap_or(b',')
}

/// Ends with an error when one row is larger than any report: a quotation mark that is never closed.
struct Bounded<R> {
    input: R,
    n_bytes: Arc<AtomicUsize>,
}

impl<R: Read> Read for Bounded<R> {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        let n_read = self.input.read(buffer)?;
        if self.n_bytes.fetch_add(n_read, Ordering::Relaxed) > MAX_LINE_BYTES {
            return Err(std::io::Error::other(format!(
                "the row is longer than {MAX_LINE_BYTES} bytes (a quotation mark that is not closed?)"
            )));
        }
        Ok(n_read)
    }
}
