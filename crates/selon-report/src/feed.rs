//! Feeds to reports: RSS, RDF, Atom, JSON Feed and news sitemaps, with full text, a summary or only a headline.

use selon_types::{Extent, PublishedBasis, Report};
use serde_json::Value;

use crate::dateline::find_date;
use crate::decode::decode_labelled;
use crate::html::plain_text;
use crate::limits::{MAX_FEED_ITEMS, MAX_PAGE_BYTES, MAX_REPORT_BYTES};
use crate::markup::{Dialect, NodeIdx, Tree, parse};
use crate::text::report_from;
use crate::{Error, Stated, sha256_hex};

/// Reads the items of a feed. An item whose text is only a summary or a headline says so in [`Report::extent`].
///
/// # Errors
/// When the bytes are no text, too many, or hold no item of a known kind of feed.
pub fn read_feed(id: &str, bytes: &[u8], content_type: Option<&str>, stated: &Stated) -> Result<Vec<Report>, Error> {
    if bytes.len() > MAX_PAGE_BYTES {
        return Err(Error::TooLarge { name: id.to_owned(), limit: MAX_PAGE_BYTES });
    }
    let text = decode_labelled(bytes, content_type).map_err(|_| Error::NotText { name: id.to_owned() })?.text;
    let items = if text.trim_start().starts_with('{') { json_items(id, &text)? } else { xml_items(&text) };
    if items.is_empty() && !is_feed(&text) {
        return Err(Error::Broken {
            name: id.to_owned(),
            reason: "no item of RSS, Atom, JSON Feed or a sitemap is in it".to_owned(),
        });
    }
    Ok(items.into_iter().enumerate().map(|(idx, item)| item.into_report(id, idx, stated)).collect())
}

fn is_feed(text: &str) -> bool {
    let start = text[..text.floor_char_boundary(4096)].to_lowercase();
    ["<rss", "<feed", "<rdf", "<urlset", "jsonfeed.org", "<channel"].iter().any(|mark| start.contains(mark))
}

/// One item as the feed gives it.
#[derive(Default)]
struct Item {
    guid: Option<String>,
    title: Option<String>,
    url: Option<String>,
    date: Option<String>,
    content: Option<String>,
    summary: Option<String>,
    outlet: Option<String>,
}

impl Item {
    fn into_report(self, feed: &str, idx: usize, stated: &Stated) -> Report {
        let (content, summary) = (self.content.as_deref().map(plain_text), self.summary.as_deref().map(plain_text));
        let filled = |text: Option<String>| text.filter(|text| !text.is_empty());
        let (mut text, extent) = match (filled(content), filled(summary), &self.title) {
            (Some(content), _, _) => (content, Extent::Full),
            (None, Some(summary), _) => (summary, Extent::Summary),
            (None, None, Some(title)) => (title.clone(), Extent::Headline),
            (None, None, None) => (String::new(), Extent::Headline),
        };
        text.truncate(text.floor_char_boundary(MAX_REPORT_BYTES));
        let known = Stated {
            date: self
                .date
                .as_deref()
                .and_then(find_date)
                .or_else(|| self.date.clone())
                .or_else(|| stated.date.clone()),
            // The language that a feed states is often the default of its software; the text tells better.
            language: stated.language.clone(),
            outlet: stated.outlet.clone().or(self.outlet),
            url: self.url.clone().or_else(|| stated.url.clone()),
            title: self.title.clone().or_else(|| stated.title.clone()),
        };
        // Items may share a guid by mistake; the number keeps them apart, the address is better than both.
        let id = self.url.or(self.guid).unwrap_or_else(|| format!("{feed}#{}", idx + 1));
        let raw =
            [&known.title, &known.date, &Some(text.clone())].map(|part| part.clone().unwrap_or_default()).join("\n");
        let mut report = report_from(&id, text, Vec::new(), &known, PublishedBasis::Feed);
        report.extent = extent;
        report.provenance.record = format!("item {}", idx + 1);
        report.provenance.raw_sha256 = sha256_hex(raw.as_bytes());
        report
    }
}

fn xml_items(text: &str) -> Vec<Item> {
    let parsed = parse(text, Dialect::Xml);
    let tree = &parsed;
    let value = |node: NodeIdx, names: &[&str]| {
        let found =
            names.iter().flat_map(|name| tree.children(node).filter(move |child| tree.nodes[*child].name == *name));
        found.map(|idx| tree.raw_text_of(idx).trim().to_owned()).find(|value| !value.is_empty())
    };
    let channel = (1..tree.nodes.len()).find(|idx| matches!(&*tree.nodes[*idx].name, "channel" | "feed"));
    let outlet = channel.and_then(|channel| value(channel, &["title"])).map(|title| plain_text(&title));
    let is_item = |idx: &NodeIdx| matches!(&*tree.nodes[*idx].name, "item" | "entry" | "url");
    let mut items = Vec::new();
    for idx in (1..tree.nodes.len()).filter(is_item).take(MAX_FEED_ITEMS) {
        if tree.nodes[idx].name == "url" {
            items.extend(sitemap_item(tree, idx));
            continue;
        }
        let encoded = value(idx, &["content:encoded"]).or_else(|| content_of(tree, idx));
        items.push(Item {
            guid: value(idx, &["guid", "id"]),
            title: value(idx, &["title", "media:title", "dc:title"])
                .map(|title| plain_text(&title).replace("\n\n", " ")),
            url: link_of(tree, idx),
            date: value(idx, &["pubdate", "published", "dc:date", "issued", "dcterms:issued", "created"]),
            content: encoded,
            summary: value(idx, &["description", "summary", "media:description"]),
            outlet: value(idx, &["source"]).map(|title| plain_text(&title)).or_else(|| outlet.clone()),
        });
    }
    items
}

/// The `content` of Atom: escaped HTML, or elements.
fn content_of(tree: &Tree<'_>, item: NodeIdx) -> Option<String> {
    let content = tree.child(item, &["content"])?;
    if tree.attribute(content, "src").is_some() {
        return None;
    }
    let mut text = String::new();
    for idx in tree.inside(content) {
        match &*tree.nodes[idx].name {
            "" => text.push_str(&tree.nodes[idx].text()),
            "p" | "div" | "br" | "li" => text.push_str("<br>"),
            _ => {}
        }
    }
    (!text.trim().is_empty()).then_some(text)
}

/// The address of an item: `link` as text or as `href` of the page itself, else a guid that is an address.
fn link_of(tree: &Tree<'_>, item: NodeIdx) -> Option<String> {
    let links: Vec<NodeIdx> = tree.children(item).filter(|idx| tree.nodes[*idx].name == "link").collect();
    let href = |idx: NodeIdx| {
        let is_page = tree.attribute(idx, "rel").is_none_or(|rel| rel == "alternate");
        tree.attribute(idx, "href").filter(|_| is_page).map(|href| href.trim().to_owned())
    };
    let text = |idx: NodeIdx| Some(tree.raw_text_of(idx).trim().to_owned()).filter(|text| !text.is_empty());
    let guid = || tree.child(item, &["guid", "id"]).and_then(text).filter(|guid| guid.starts_with("http"));
    links.iter().find_map(|idx| href(*idx).or_else(|| text(*idx))).or_else(guid)
}

fn sitemap_item(tree: &Tree<'_>, url: NodeIdx) -> Option<Item> {
    let text = |idx: NodeIdx| tree.text_of(idx);
    let news = tree.child(url, &["news:news", "n:news"]);
    let inside = |names: &[&str]| {
        news.and_then(|news| tree.inside(news).find(|idx| names.contains(&&*tree.nodes[*idx].name))).map(text)
    };
    Some(Item {
        url: Some(text(tree.child(url, &["loc"])?)),
        title: inside(&["news:title", "n:title"]),
        // `lastmod` is the date of a change, not of publication.
        date: inside(&["news:publication_date", "n:publication_date"]),
        outlet: inside(&["news:name", "n:name"]),
        ..Item::default()
    })
}

fn json_items(id: &str, text: &str) -> Result<Vec<Item>, Error> {
    let feed: Value = serde_json::from_str(text.trim())
        .map_err(|reason| Error::Broken { name: id.to_owned(), reason: format!("not JSON ({reason})") })?;
    let field = |value: &Value, key: &str| value.get(key).and_then(Value::as_str).map(str::to_owned);
    let items = feed.get("items").and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
    let of = |item: &Value| Item {
        guid: field(item, "id"),
        title: field(item, "title"),
        url: field(item, "url").or_else(|| field(item, "external_url")),
        date: field(item, "date_published"),
        content: field(item, "content_html").or_else(|| field(item, "content_text")),
        summary: field(item, "summary"),
        outlet: field(&feed, "title"),
    };
    Ok(items.iter().take(MAX_FEED_ITEMS).map(of).collect())
}
