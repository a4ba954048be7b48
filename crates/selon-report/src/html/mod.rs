//! Web pages to reports: the article's text, its title and date, without what stands around it.

mod blocks;
mod body;
mod date;
mod frames;
mod metadata;
mod title;
mod words;

use selon_types::{PublishedBasis, Remark, RemarkKind, Report};

use crate::decode::decode_labelled;
use crate::html::date::PageDate;
use crate::limits::{MAX_PAGE_BYTES, MAX_REPORT_BYTES};
use crate::markup::{Dialect, fold_space, parse};
use crate::text::{Dateline, report_with};
use crate::{Error, Stated, sha256_hex};

/// Reads one web page. `content_type` is the header that came with it, `url` its address.
///
/// # Errors
/// When the bytes are no text or too many.
pub fn read_html(id: &str, bytes: &[u8], content_type: Option<&str>, stated: &Stated) -> Result<Report, Error> {
    if bytes.len() > MAX_PAGE_BYTES {
        return Err(Error::TooLarge { name: id.to_owned(), limit: MAX_PAGE_BYTES });
    }
    let decoded = decode_labelled(bytes, content_type).map_err(|_| Error::NotText { name: id.to_owned() })?;
    let mut report = read_page(id, &decoded.text, decoded.remarks, stated);
    report.provenance.raw_sha256 = sha256_hex(bytes);
    Ok(report)
}

/// Reads a page that is already decoded.
pub(crate) fn read_page(id: &str, page: &str, mut remarks: Vec<Remark>, stated: &Stated) -> Report {
    let tree = parse(page, Dialect::Html);
    let found = metadata::find_metadata(&tree, stated.url.as_deref());
    let mut text = body::find_body(&tree, found.title.as_deref());
    // Where the page shows little of the article, what it gives to search engines may hold the whole.
    if let Some(whole) = found.article_body.map(|whole| plain_text(&whole))
        && whole.len() > 2 * text.len()
    {
        text = whole;
    }
    if text.len() > MAX_REPORT_BYTES {
        text.truncate(text.floor_char_boundary(MAX_REPORT_BYTES));
        let message = format!("the page holds more than {MAX_REPORT_BYTES} bytes of text; the rest is left out");
        remarks.push(Remark { kind: RemarkKind::LongSentence, span: None, message });
    }
    let (date, basis, dateline) = match (&stated.date, found.date) {
        (Some(date), _) => (Some(date.clone()), PublishedBasis::Given, Dateline::Read),
        (None, PageDate::Found(date, basis)) => (Some(date), basis, Dateline::Read),
        (None, PageDate::Conflict) => (None, PublishedBasis::PageText, Dateline::Closed),
        (None, PageDate::Silent) => (None, PublishedBasis::PageText, Dateline::Read),
    };
    let all = Stated {
        date,
        language: stated.language.clone(),
        outlet: stated.outlet.clone().or(found.outlet),
        url: stated.url.clone().or(found.url),
        title: stated.title.clone().or(found.title),
    };
    report_with(id, text, remarks, &all, basis, dateline)
}

/// The words of a fragment of HTML, paragraphs separated by empty lines; plain text comes back as it is.
pub(crate) fn plain_text(fragment: &str) -> String {
    if !fragment.contains('<') && !fragment.contains('&') {
        return fragment.trim().to_owned();
    }
    let tree = parse(fragment, Dialect::Html);
    let mut text = String::new();
    let mut skip_to = 0;
    for (idx, node) in tree.nodes.iter().enumerate().skip(1) {
        if idx < skip_to {
            continue;
        }
        match &*node.name {
            "" => text.push_str(&node.text().replace(['\r', '\n'], if fragment.contains("</p>") { " " } else { "\n" })),
            "script" | "style" | "figure" | "iframe" | "noscript" => skip_to = node.end,
            "p" | "div" | "br" | "li" | "blockquote" | "h1" | "h2" | "h3" | "h4" | "tr" | "ul" | "ol" => {
                text.push('\n')
            }
            _ => {}
        }
    }
    let lines: Vec<String> = text.lines().map(fold_space).filter(|line| !line.is_empty()).collect();
    lines.join("\n\n")
}

#[cfg(test)]
mod tests;
