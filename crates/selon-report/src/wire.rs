//! Items of news agencies to reports: NewsML-G2 and ninjs. A canceled item keeps its status, which takes its claims back.

use selon_types::{Extent, PublicationStatus, PublishedBasis, Report};
use serde_json::Value;

use crate::dateline::find_date;
use crate::decode::decode_labelled;
use crate::html::plain_text;
use crate::limits::{MAX_FEED_ITEMS, MAX_PAGE_BYTES, MAX_REPORT_BYTES};
use crate::markup::{Dialect, NodeIdx, Tree, parse};
use crate::text::report_from;
use crate::{Error, Stated, sha256_hex};

/// What an item states.
#[derive(Default)]
struct WireItem {
    id: Option<String>,
    status: Option<String>,
    title: Option<String>,
    body: Option<String>,
    date: Option<String>,
    language: Option<String>,
    outlet: Option<String>,
    url: Option<String>,
}

/// Reads the `newsItem`s of NewsML-G2, alone or in a `newsMessage`.
///
/// # Errors
/// When the bytes are no text, too many, or hold no news item.
pub fn read_newsml(id: &str, bytes: &[u8], stated: &Stated) -> Result<Vec<Report>, Error> {
    let text = decoded(id, bytes)?;
    let tree = parse(&text, Dialect::Xml);
    let items: Vec<NodeIdx> =
        (1..tree.nodes.len()).filter(|idx| local(&tree, *idx) == "newsitem").take(MAX_FEED_ITEMS).collect();
    if items.is_empty() {
        return Err(Error::Broken { name: id.to_owned(), reason: "no newsItem is in it".to_owned() });
    }
    let reports = items.iter().enumerate().map(|(idx, item)| {
        let raw = tree.raw_text_of(*item);
        report_of(newsml_item(&tree, *item), id, idx, raw.as_bytes(), stated)
    });
    Ok(reports.collect())
}

/// Reads ninjs: one item, or a list of them.
///
/// # Errors
/// When the bytes are no JSON, too many, or hold no item.
pub fn read_ninjs(id: &str, bytes: &[u8], stated: &Stated) -> Result<Vec<Report>, Error> {
    let text = decoded(id, bytes)?;
    let broken = |reason: String| Error::Broken { name: id.to_owned(), reason };
    let value: Value = serde_json::from_str(text.trim()).map_err(|reason| broken(format!("not JSON ({reason})")))?;
    let items = match value {
        Value::Array(items) => items,
        Value::Object(_) => vec![value],
        _ => return Err(broken("neither a ninjs object nor a list of them".to_owned())),
    };
    let mut reports = Vec::new();
    for (idx, item) in items.iter().enumerate().take(MAX_FEED_ITEMS) {
        reports.push(report_of(ninjs_item(item), id, idx, item.to_string().as_bytes(), stated));
    }
    Ok(reports)
}

fn decoded(id: &str, bytes: &[u8]) -> Result<String, Error> {
    if bytes.len() > MAX_PAGE_BYTES {
        return Err(Error::TooLarge { name: id.to_owned(), limit: MAX_PAGE_BYTES });
    }
    Ok(decode_labelled(bytes, None).map_err(|_| Error::NotText { name: id.to_owned() })?.text)
}

fn report_of(item: WireItem, input: &str, idx: usize, raw: &[u8], stated: &Stated) -> Report {
    let body = item.body.as_deref().map(plain_text).filter(|body| !body.is_empty());
    let extent = if body.is_some() { Extent::Full } else { Extent::Headline };
    let mut text = body.or_else(|| item.title.clone()).unwrap_or_default();
    text.truncate(text.floor_char_boundary(MAX_REPORT_BYTES));
    let known = Stated {
        date: item.date.as_deref().and_then(find_date).or(item.date).or_else(|| stated.date.clone()),
        language: stated.language.clone().or(item.language),
        outlet: stated.outlet.clone().or(item.outlet),
        url: item.url.or_else(|| stated.url.clone()),
        title: item.title.or_else(|| stated.title.clone()),
    };
    let id = item.id.unwrap_or_else(|| format!("{input}#{}", idx + 1));
    let mut report = report_from(&id, text, Vec::new(), &known, PublishedBasis::Feed);
    report.extent = extent;
    report.status = status_of(item.status.as_deref());
    report.provenance.record = format!("item {}", idx + 1);
    report.provenance.raw_sha256 = sha256_hex(raw);
    report
}

/// `usable`, `withheld` or `canceled`, with or without the prefix of the IPTC's list (`stat:`).
fn status_of(status: Option<&str>) -> PublicationStatus {
    let word = status.map(|status| status.rsplit(':').next().unwrap_or_default().trim().to_lowercase());
    match word.as_deref() {
        Some("canceled" | "cancelled") => PublicationStatus::Canceled,
        Some("withheld") => PublicationStatus::Withheld,
        _ => PublicationStatus::Usable,
    }
}

/// The name of an element without its namespace prefix.
fn local<'t>(tree: &'t Tree<'_>, idx: NodeIdx) -> &'t str {
    let name = &*tree.nodes[idx].name;
    name.rsplit_once(':').map_or(name, |(_, local)| local)
}

fn newsml_item(tree: &Tree<'_>, item: NodeIdx) -> WireItem {
    let find = |name: &str| tree.inside(item).find(|idx| local(tree, *idx) == name);
    let text = |name: &str| find(name).map(|idx| tree.text_of(idx)).filter(|text| !text.is_empty());
    let body = find("inlinexml").or_else(|| find("inlinedata")).map(|content| {
        let inner = tree.inside(content).find(|idx| matches!(local(tree, *idx), "body.content" | "body"));
        paragraphs(tree, inner.unwrap_or(content))
    });
    let published = ["firstcreated", "contentcreated", "versioncreated"];
    WireItem {
        id: tree.attribute(item, "guid").map(|guid| guid.into_owned()),
        status: find("pubstatus")
            .and_then(|idx| tree.attribute(idx, "qcode").or_else(|| tree.attribute(idx, "uri")))
            .map(|status| status.rsplit('/').next().unwrap_or_default().to_owned()),
        title: text("headline").or_else(|| text("title")),
        body,
        date: published.iter().find_map(|name| text(name)),
        language: find("language").and_then(|idx| tree.attribute(idx, "tag")).map(|tag| tag.into_owned()),
        outlet: find("provider").and_then(|idx| {
            tree.attribute(idx, "literal")
                .map(|name| name.into_owned())
                .or_else(|| Some(tree.text_of(idx)).filter(|name| !name.is_empty()))
        }),
        url: None,
    }
}

/// The paragraphs of an element as HTML fragments.
fn paragraphs(tree: &Tree<'_>, node: NodeIdx) -> String {
    let mut text = String::new();
    for idx in tree.inside(node) {
        match local(tree, idx) {
            "" => text.push_str(&html_escape::encode_text(&tree.nodes[idx].text())),
            "p" | "br" | "div" | "li" | "hl1" | "hl2" | "h1" | "h2" | "h3" => text.push_str("<br>"),
            _ => {}
        }
    }
    text
}

fn ninjs_item(item: &Value) -> WireItem {
    let field = |key: &str| item.get(key).and_then(Value::as_str).filter(|text| !text.is_empty()).map(str::to_owned);
    // ninjs 2 holds lists of bodies and headlines; ninjs 1 has one field for each kind.
    let in_list = |list: &str, key: &str| {
        item.get(list)
            .and_then(Value::as_array)
            .and_then(|list| list.iter().find_map(|part| part.get(key)?.as_str()))
            .map(str::to_owned)
    };
    WireItem {
        id: field("uri"),
        status: field("pubstatus"),
        title: field("headline").or_else(|| in_list("headlines", "value")).or_else(|| field("title")),
        body: ["body_text", "body_xhtml", "body_html"]
            .iter()
            .find_map(|key| field(key))
            .or_else(|| in_list("bodies", "value")),
        date: ["firstpublished", "firstcreated", "contentcreated", "versioncreated"].iter().find_map(|key| field(key)),
        language: field("language"),
        outlet: field("provider").or_else(|| field("copyrightholder")),
        url: field("canonicalurl").or_else(|| field("located_url")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_canceled_item_says_so() {
        let newsml = "<newsItem guid='urn:x:1'><itemMeta><provider literal='Agence X'/><firstCreated>2024-03-02T10:00:00Z</firstCreated>\
            <pubStatus qcode='stat:canceled'/></itemMeta><contentMeta><headline>Un titre</headline><language tag='fr'/></contentMeta>\
            <contentSet><inlineXML><html><body><p>Le ministre a dit non.</p><p>Il part.</p></body></html></inlineXML></contentSet></newsItem>";
        let report = &read_newsml("x", newsml.as_bytes(), &Stated::default()).unwrap()[0];
        assert_eq!((report.id.as_str(), report.status), ("urn:x:1", PublicationStatus::Canceled));
        assert_eq!(report.text, "Le ministre a dit non.\n\nIl part.");
        assert_eq!(report.published.as_ref().map(|published| published.day()), Some("2024-03-02"));
        let ninjs = r#"{"uri":"a","pubstatus":"usable","headline":"Titre","body_html":"<p>Un.</p><p>Deux.</p>","firstcreated":"2024-03-02T10:00:00Z"}"#;
        let report = &read_ninjs("x", ninjs.as_bytes(), &Stated::default()).unwrap()[0];
        assert_eq!((report.text.as_str(), report.status), ("Un.\n\nDeux.", PublicationStatus::Usable));
    }
}
