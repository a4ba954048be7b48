//! Reports from JSON lines, one object per line; a broken line is set aside and the rest is read.

use std::io::{BufRead, Read};

use selon_types::{PublishedBasis, Report};
use serde_json::Value;

use crate::limits::{MAX_LINE_BYTES, MAX_REPORT_BYTES};
use crate::source::Columns;
use crate::text::{Stated, report_from};
use crate::{Error, decode, sha256_hex};

/// Reads reports from JSON lines: `{"id", "text", "lang"?, "date"?, "title"?, "outlet"?, "url"?}`; unknown fields are
/// ignored. `name` stands in messages. Each line gives a report or the reason why it is set aside.
pub fn read_jsonl<R: BufRead>(name: &str, input: R) -> impl Iterator<Item = Result<Report, Error>> + use<R> {
    read_jsonl_with(name, input, &Columns::default(), &Stated::default())
}

/// The same with the fields that hold each part, and what is stated about lines that do not say it themselves.
pub(crate) fn read_jsonl_with<R: BufRead>(
    name: &str,
    input: R,
    columns: &Columns,
    stated: &Stated,
) -> impl Iterator<Item = Result<Report, Error>> + use<R> {
    let (columns, stated) = (columns.clone(), stated.clone());
    JsonLines { name: name.to_owned(), input, columns, stated, line: 0, ended: false }
}

struct JsonLines<R> {
    name: String,
    input: R,
    columns: Columns,
    stated: Stated,
    line: usize,
    ended: bool,
}

impl<R: BufRead> Iterator for JsonLines<R> {
    type Item = Result<Report, Error>;

    fn next(&mut self) -> Option<Self::Item> {
        while !self.ended {
            let mut bytes = Vec::new();
            self.line += 1;
            let n_read = match (&mut self.input).take(MAX_LINE_BYTES as u64).read_until(b'\n', &mut bytes) {
                Ok(n_read) => n_read,
                Err(reason) => {
                    self.ended = true;
                    return Some(Err(Error::Unreadable { name: self.name.clone(), reason }));
                }
            };
            if n_read == 0 {
                self.ended = true;
                return None;
            }
            if n_read == MAX_LINE_BYTES && bytes.last() != Some(&b'\n') {
                return Some(self.skip_long_line());
            }
            if bytes.iter().all(u8::is_ascii_whitespace) {
                continue;
            }
            return Some(self.report_of(&bytes).map_err(|reason| self.aside(reason)));
        }
        None
    }
}

impl<R: BufRead> JsonLines<R> {
    fn aside(&self, reason: String) -> Error {
        Error::Line { name: self.name.clone(), line: self.line, reason }
    }

    fn report_of(&self, bytes: &[u8]) -> Result<Report, String> {
        let decoded = decode(bytes).map_err(|_| "this is not text".to_owned())?;
        let record: Value = serde_json::from_str(decoded.text.trim_start_matches('\u{feff}'))
            .map_err(|reason| format!("not JSON ({reason})"))?;
        let Value::Object(record) = record else {
            return Err("not a JSON object".to_owned());
        };
        let text_of =
            |field: &str| record.get(self.columns.column_of(field)).and_then(Value::as_str).map(str::to_owned);
        let Some(text) = text_of("text") else {
            return Err(format!("the object has no {:?} that is a string", self.columns.column_of("text")));
        };
        if text.len() > MAX_REPORT_BYTES {
            return Err(format!(
                "the text holds {} bytes, more than one report does (limit {MAX_REPORT_BYTES})",
                text.len()
            ));
        }
        let id = match record.get(self.columns.column_of("id")) {
            Some(Value::String(id)) => id.clone(),
            Some(Value::Number(id)) => id.to_string(),
            _ => format!("{}:{}", self.name, self.line),
        };
        let date = match record.get(self.columns.column_of("date")) {
            None | Some(Value::Null) => None,
            Some(Value::String(date)) => Some(date.clone()),
            Some(other) => Some(other.to_string()),
        };
        let stated = self.stated.clone();
        let known = Stated {
            date: date.or(stated.date),
            language: text_of("lang").or(stated.language),
            outlet: text_of("outlet").or(stated.outlet),
            url: text_of("url").or(stated.url),
            title: text_of("title").or(stated.title),
        };
        let mut report = report_from(&id, text, decoded.remarks, &known, PublishedBasis::Metadata);
        report.provenance.record = format!("line {}", self.line);
        report.provenance.raw_sha256 = sha256_hex(bytes.trim_ascii_end());
        Ok(report)
    }

    /// Passes over the rest of a line that is longer than any report, without holding it.
    fn skip_long_line(&mut self) -> Result<Report, Error> {
        loop {
            let buffer = match self.input.fill_buf() {
                Ok(buffer) => buffer,
                Err(reason) => {
                    self.ended = true;
                    return Err(Error::Unreadable { name: self.name.clone(), reason });
                }
            };
            if buffer.is_empty() {
                break;
            }
            let end = buffer.iter().position(|byte| *byte == b'\n');
            let n_used = end.map_or(buffer.len(), |at| at + 1);
            self.input.consume(n_used);
            if end.is_some() {
                break;
            }
        }
        Err(self.aside(format!("the line is longer than {MAX_LINE_BYTES} bytes")))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use selon_types::{Language, RemarkKind};

    fn read(input: &str) -> Vec<Result<Report, Error>> {
        read_jsonl("in.jsonl", input.as_bytes()).collect()
    }

    #[test]
    fn a_broken_line_is_set_aside_with_its_number() {
        let input = "{\"id\":\"a\",\"text\":\"Un essai de la presse.\",\"lang\":\"fr\",\"date\":\"2024-01-02\",\"x\":1}\n\n{broken\n[1]\n{\"id\":7,\"text\":\"It was the press.\"}";
        let read = read(input);
        let first = read[0].as_ref().unwrap();
        assert_eq!((first.id.as_str(), first.language), ("a", Some(Language::Fr)));
        assert_eq!(first.published.as_ref().unwrap().basis, PublishedBasis::Metadata);
        assert!(read[1].as_ref().unwrap_err().to_string().starts_with("in.jsonl: line 3: not JSON"));
        assert!(read[2].as_ref().unwrap_err().to_string().contains("line 4: not a JSON object"));
        assert_eq!(read[3].as_ref().unwrap().id, "7");
    }

    #[test]
    fn a_date_that_is_none_is_unknown_with_a_remark() {
        let read = read("{\"text\":\"It was the press.\",\"date\":\"9:55 AM ET\"}");
        let report = read[0].as_ref().unwrap();
        assert_eq!(report.published, None);
        assert!(report.remarks.iter().any(|remark| remark.kind == RemarkKind::DateInvalid));
        assert_eq!(report.id, "in.jsonl:1");
    }

    #[test]
    fn fields_are_mapped_and_what_is_stated_fills_in() {
        let columns = Columns { names: vec![("text".into(), "body".into())] };
        let stated = Stated { outlet: Some("Le Phare".into()), ..Stated::default() };
        let input = "{\"body\":\"It was the press.\"}\r\n{\"text\":\"x\"}";
        let read: Vec<_> = read_jsonl_with("in.jsonl", input.as_bytes(), &columns, &stated).collect();
        let report = read[0].as_ref().unwrap();
        assert_eq!(report.outlet.as_deref(), Some("Le Phare"));
        assert_eq!(report.provenance.raw_sha256, sha256_hex(b"{\"body\":\"It was the press.\"}"));
        assert!(read[1].as_ref().unwrap_err().to_string().contains("no \"body\""));
    }

    #[test]
    fn an_endless_line_is_passed_over() {
        let mut input = "x".repeat(MAX_LINE_BYTES + 10);
        input.push_str("\n{\"text\":\"It was the press.\"}\n");
        let read = read(&input);
        assert!(read[0].as_ref().unwrap_err().to_string().contains("line 1: the line is longer"));
        assert!(read[1].is_ok());
    }
}
