//! Bytes → [`Report`](selon_types::Report): decoding, language, title, publication date. Everything hostile stops here.

use selon_types::Report;

/// A report from text that is already decoded.
pub fn from_text(id: &str, text: &str) -> Report {
    Report {
        id: id.to_owned(),
        language: None,
        title: None,
        outlet: None,
        url: None,
        published: None,
        text: text.to_owned(),
        remarks: Vec::new(),
    }
}
