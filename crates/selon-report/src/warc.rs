//! Web archives to reports, one record after another: each page that was answered with success is read as a page.

use std::io::{BufRead, Read};

use selon_types::Report;

use crate::limits::{MAX_HEADER_BYTES, MAX_PAGE_BYTES};
use crate::{Error, Stated, read_html};

/// Reads the pages of a WARC file. A record that cannot be read is set aside; a cut archive gives what came before.
pub fn read_warc<R: BufRead>(
    name: &str,
    input: R,
    stated: &Stated,
) -> impl Iterator<Item = Result<Report, Error>> + use<R> {
    Records { name: name.to_owned(), input, stated: stated.clone(), n_records: 0, ended: false }
}

struct Records<R> {
    name: String,
    input: R,
    stated: Stated,
    n_records: usize,
    ended: bool,
}

impl<R: BufRead> Iterator for Records<R> {
    type Item = Result<Report, Error>;

    fn next(&mut self) -> Option<Self::Item> {
        while !self.ended {
            match self.record() {
                Ok(Some(report)) => return Some(report),
                Ok(None) => {}
                Err(reason) => {
                    self.ended = true;
                    let (next, before) = (self.n_records.max(1), self.n_records.saturating_sub(1));
                    let reason =
                        format!("record {next} cannot be read ({reason}); the {before} records before it are read");
                    return Some(Err(Error::Broken { name: self.name.clone(), reason }));
                }
            }
        }
        None
    }
}

impl<R: BufRead> Records<R> {
    /// The next record, if it is a page.
    fn record(&mut self) -> std::io::Result<Option<Result<Report, Error>>> {
        let Some(header) = self.header()? else {
            self.ended = true;
            return Ok(None);
        };
        let length: u64 =
            header_value(&header, "content-length").and_then(|value| value.parse().ok()).unwrap_or_default();
        let kind = header_value(&header, "warc-type").unwrap_or_default().to_lowercase();
        let is_page = matches!(kind.as_str(), "response" | "resource") && length <= 2 * MAX_PAGE_BYTES as u64;
        let mut body = Vec::new();
        let mut content = (&mut self.input).take(length);
        if is_page {
            content.read_to_end(&mut body)?;
        } else {
            std::io::copy(&mut content, &mut std::io::sink())?;
        }
        if content.limit() > 0 {
            return Err(std::io::Error::new(
                std::io::ErrorKind::UnexpectedEof,
                format!("cut {} bytes before its end", content.limit()),
            ));
        }
        if !is_page {
            return Ok(None);
        }
        let url = header_value(&header, "warc-target-uri").map(|url| url.trim_matches(['<', '>']).to_owned());
        let Some((content_type, page)) = page_of(&kind, &header, body) else { return Ok(None) };
        let record = format!("record {}", self.n_records);
        let id = url.clone().unwrap_or_else(|| format!("{}#{}", self.name, self.n_records));
        let stated = Stated { url, ..self.stated.clone() };
        let report = read_html(&id, &page, Some(&content_type), &stated).map(|mut report| {
            report.provenance.record = record;
            report.provenance.fetched = header_value(&header, "warc-date").map(str::to_owned);
            report
        });
        Ok(Some(report))
    }

    /// The lines of the next header; what stands before it is passed over.
    fn header(&mut self) -> std::io::Result<Option<String>> {
        let mut header = String::new();
        let mut is_inside = false;
        loop {
            let mut line = Vec::new();
            let n_read = (&mut self.input).take(MAX_HEADER_BYTES as u64).read_until(b'\n', &mut line)?;
            if n_read == 0 {
                return Ok(None);
            }
            let line = String::from_utf8_lossy(&line);
            if line.starts_with("WARC/") {
                header.clear();
                is_inside = true;
                self.n_records += 1;
            } else if is_inside && line.trim().is_empty() {
                return Ok(Some(header));
            }
            if is_inside && header.len() + line.len() <= MAX_HEADER_BYTES {
                header.push_str(&line);
            }
        }
    }
}

fn header_value<'h>(header: &'h str, name: &str) -> Option<&'h str> {
    header
        .lines()
        .filter_map(|line| line.split_once(':'))
        .find(|(known, _)| known.trim().eq_ignore_ascii_case(name))
        .map(|(_, value)| value.trim())
}

/// The type and bytes of a page; `None` for pictures, redirects and errors.
fn page_of(kind: &str, header: &str, body: Vec<u8>) -> Option<(String, Vec<u8>)> {
    let is_page = |content_type: &str| content_type.is_empty() || content_type.contains("html");
    if kind == "resource" {
        let content_type = header_value(header, "content-type").unwrap_or_default().to_lowercase();
        return is_page(&content_type).then_some((content_type, body));
    }
    let (end, mark) = [&b"\r\n\r\n"[..], b"\n\n"]
        .iter()
        .filter_map(|mark| {
            let searched = &body[..body.len().min(MAX_HEADER_BYTES)];
            searched.windows(mark.len()).position(|window| window == *mark).map(|at| (at, mark.len()))
        })
        .min()?;
    let answer = String::from_utf8_lossy(&body[..end]).into_owned();
    if !answer.split_whitespace().nth(1).is_some_and(|status| status.starts_with('2')) {
        return None;
    }
    let content_type = header_value(&answer, "content-type").unwrap_or_default().to_lowercase();
    let mut page = body[end + mark..].to_vec();
    let says =
        |name: &str, word: &str| header_value(&answer, name).is_some_and(|value| value.to_lowercase().contains(word));
    // Crawlers often keep the headers of the transfer after undoing it.
    if says("transfer-encoding", "chunked")
        && let Some(whole) = without_chunks(&page)
    {
        page = whole;
    }
    if says("content-encoding", "gzip") && page.starts_with(b"\x1f\x8b") {
        let mut plain = Vec::new();
        let decoder = flate2::read::MultiGzDecoder::new(&page[..]);
        if decoder.take(MAX_PAGE_BYTES as u64).read_to_end(&mut plain).is_ok() {
            page = plain;
        }
    }
    is_page(&content_type).then_some((content_type, page))
}

/// The content of a chunked transfer; `None` when it is none.
fn without_chunks(mut bytes: &[u8]) -> Option<Vec<u8>> {
    let mut whole = Vec::new();
    loop {
        let line_end = bytes.iter().take(64).position(|byte| *byte == b'\n')?;
        let line = std::str::from_utf8(&bytes[..line_end]).ok()?;
        let size = usize::from_str_radix(line.split(';').next()?.trim(), 16).ok()?;
        bytes = &bytes[line_end + 1..];
        if size == 0 {
            return Some(whole);
        }
        whole.extend_from_slice(bytes.get(..size)?);
        bytes = bytes.get(size..)?;
        bytes = bytes.strip_prefix(b"\r\n").or_else(|| bytes.strip_prefix(b"\n")).unwrap_or(bytes);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn record(url: &str, page: &str) -> String {
        let answer = format!("HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n{page}");
        format!(
            "WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: {url}\r\nWARC-Date: 2024-03-02T10:00:00Z\r\nContent-Length: {}\r\n\r\n{answer}\r\n\r\n",
            answer.len()
        )
    }

    #[test]
    fn a_cut_archive_gives_what_came_before() {
        let page = "<html><body><h1>Un titre</h1><p>Le ministre a dit, hier soir, que la route restera fermée jusqu’à lundi matin.</p></body></html>";
        let whole = record("https://example.org/a", page) + &record("https://example.org/b", page);
        let read = |archive: &str| read_warc("x.warc", archive.as_bytes(), &Stated::default()).collect::<Vec<_>>();
        let reports = read(&whole);
        assert_eq!(reports.len(), 2);
        let first = reports[0].as_ref().unwrap();
        assert_eq!(
            (first.url.as_deref(), first.provenance.record.as_str()),
            (Some("https://example.org/a"), "record 1")
        );
        assert!(first.text.starts_with("Le ministre"), "{}", first.text);
        let cut = read(&whole[..whole.len() - 60]);
        assert!(cut[0].is_ok());
        assert!(cut[1].as_ref().unwrap_err().to_string().contains("record 2 cannot be read"), "{cut:?}");
    }
}
