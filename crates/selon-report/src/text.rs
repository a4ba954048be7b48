//! A report from plain text, with what was stated about it.

use selon_types::{Language, Published, PublishedBasis, Remark, RemarkKind, Report};

use crate::limits::MAX_REPORT_BYTES;
use crate::{Error, Recognised, decode, find_publication_date, parse_date, recognise};

/// What is known about a report beside its text.
#[derive(Clone, Debug, Default)]
pub struct Stated {
    /// ISO date, as given; checked against the calendar.
    pub date: Option<String>,
    /// ISO 639-1 code.
    pub language: Option<String>,
    /// The publisher.
    pub outlet: Option<String>,
    /// Where it was published.
    pub url: Option<String>,
    /// A title that is not part of the text.
    pub title: Option<String>,
}

/// Reads one report from bytes of unknown encoding.
///
/// # Errors
/// When the bytes are no text or more than one report holds.
pub fn read_text(id: &str, bytes: &[u8], stated: &Stated) -> Result<Report, Error> {
    if bytes.len() > 2 * MAX_REPORT_BYTES {
        return Err(Error::TooLarge { name: id.to_owned(), limit: MAX_REPORT_BYTES });
    }
    let decoded = decode(bytes).map_err(|_| Error::NotText { name: id.to_owned() })?;
    if decoded.text.len() > MAX_REPORT_BYTES {
        return Err(Error::TooLarge { name: id.to_owned(), limit: MAX_REPORT_BYTES });
    }
    Ok(report_from(id, decoded.text, decoded.remarks, stated, PublishedBasis::Given))
}

/// A report from text that is already decoded, of which nothing is known.
pub fn from_text(id: &str, text: &str) -> Report {
    report_from(id, text.to_owned(), Vec::new(), &Stated::default(), PublishedBasis::Given)
}

/// A report from text that is already decoded, with what a record beside it states, as a line of JSON would.
///
/// # Errors
/// When the text is longer than one report is.
pub fn from_record(id: &str, text: String, stated: &Stated) -> Result<Report, Error> {
    if text.len() > MAX_REPORT_BYTES {
        return Err(Error::TooLarge { name: id.to_owned(), limit: MAX_REPORT_BYTES });
    }
    Ok(report_from(id, text, Vec::new(), stated, PublishedBasis::Metadata))
}

/// Whether the text may date the report where nothing states a date.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Dateline {
    /// A dateline in the text counts.
    Read,
    /// The sources around the text contradict each other: a further guess decides nothing.
    Closed,
}

/// Puts a report together: language and date as stated, else as the text tells.
pub(crate) fn report_from(
    id: &str,
    text: String,
    remarks: Vec<Remark>,
    stated: &Stated,
    basis: PublishedBasis,
) -> Report {
    report_with(id, text, remarks, stated, basis, Dateline::Read)
}

/// As [`report_from`], where what stands around the text may forbid its dateline.
pub(crate) fn report_with(
    id: &str,
    text: String,
    mut remarks: Vec<Remark>,
    stated: &Stated,
    basis: PublishedBasis,
    dateline: Dateline,
) -> Report {
    let mut remark = |kind, message: String| remarks.push(Remark { kind, span: None, message });
    if text.trim().is_empty() {
        remark(RemarkKind::TextEmpty, "the report holds no text".to_owned());
    }
    let language = language_of(&text, stated.language.as_deref(), &mut remark);
    let published = published_of(&text, stated.date.as_deref(), basis, dateline, &mut remark);
    Report {
        id: id.to_owned(),
        language,
        title: stated.title.clone(),
        outlet: stated.outlet.clone(),
        url: stated.url.clone(),
        published,
        text,
        remarks,
        ..Report::default()
    }
}

fn language_of(text: &str, stated: Option<&str>, remark: &mut impl FnMut(RemarkKind, String)) -> Option<Language> {
    use selon_types::Label;
    let code = stated.and_then(|code| code.split(['-', '_']).next()).map(str::to_lowercase);
    if let Some(code) = code {
        let language = Language::from_label(&code);
        if language.is_none() {
            let message = format!("the language {code:?} is not one that Selon reads (fr, en, ru, uk, es, de)");
            remark(RemarkKind::LanguageUnsupported, message);
        }
        return language;
    }
    match recognise(text) {
        Recognised::Supported(language) => Some(language),
        Recognised::Other(name) => {
            let message = format!(
                "the text looks {name}; Selon reads fr, en, ru, uk, es, de (state one with --lang if this is wrong)"
            );
            remark(RemarkKind::LanguageUnsupported, message);
            None
        }
        Recognised::Unknown => {
            if !text.trim().is_empty() {
                remark(
                    RemarkKind::LanguageUnsupported,
                    "there is too little text to tell its language; state it with --lang".to_owned(),
                );
            }
            None
        }
    }
}

fn published_of(
    text: &str,
    stated: Option<&str>,
    basis: PublishedBasis,
    dateline: Dateline,
    remark: &mut impl FnMut(RemarkKind, String),
) -> Option<Published> {
    if let Some(value) = stated {
        if let Some(value) = parse_date(value) {
            return Some(Published { value, basis });
        }
        remark(
            RemarkKind::DateInvalid,
            format!("the date {value:?} is not a date of the calendar; it is left unknown"),
        );
    }
    if dateline == Dateline::Closed {
        let message = "the dates that the page gives contradict each other; none is taken (state one with --date)";
        remark(RemarkKind::DateUnknown, message.to_owned());
        return None;
    }
    let found = find_publication_date(text).map(|value| Published { value, basis: PublishedBasis::Dateline });
    if found.is_none() {
        let message = "no publication date is stated or found; relative dates stay unresolved (state one with --date)";
        remark(RemarkKind::DateUnknown, message.to_owned());
    }
    found
}
