//! What a web page says about itself: JSON-LD, `meta`, `time`, headings, its address.

use serde_json::Value;

use crate::html::date::{PageDate, find_page_date};
use crate::markup::{Tree, fold_space};

/// What the page states.
#[derive(Debug, Default)]
pub(crate) struct PageMetadata {
    pub(crate) title: Option<String>,
    pub(crate) date: PageDate,
    pub(crate) outlet: Option<String>,
    pub(crate) url: Option<String>,
    /// The text of the article as the page gives it to search engines.
    pub(crate) article_body: Option<String>,
}

/// Reads the metadata of a page that came from `url`.
pub(crate) fn find_metadata(tree: &Tree<'_>, url: Option<&str>) -> PageMetadata {
    let metas = metas(tree);
    let linked = linked_data(tree);
    let meta = |names: &[&str]| {
        let mut found = names.iter().filter_map(|name| metas.iter().find(|(known, _)| known == name));
        found.find(|(_, value)| !value.is_empty()).map(|(_, value)| value.clone())
    };
    let canonical = tree
        .named(0, "link")
        .filter(|idx| tree.attribute(*idx, "rel").is_some_and(|rel| rel.eq_ignore_ascii_case("canonical")))
        .find_map(|idx| tree.attribute(idx, "href"))
        .map(|href| href.trim().to_owned())
        .filter(|href| href.starts_with("http"));
    let own_url = canonical.or_else(|| meta(&["og:url"]).filter(|url| url.starts_with("http")));
    let outlet = meta(&["og:site_name", "application-name"]).or_else(|| linked.publisher.clone());
    let address = url.or(own_url.as_deref());
    let stated_title = meta(&["og:title", "twitter:title", "dc.title"]);
    let title = super::title::find_title(tree, &stated_title, &linked.headline, outlet.as_deref(), address);
    PageMetadata {
        date: find_page_date(tree, &metas, linked.published.as_deref(), address, title.as_deref()),
        title,
        url: own_url,
        article_body: linked.body,
        outlet,
    }
}

/// `meta` elements as (lower-case name or property, content).
fn metas(tree: &Tree<'_>) -> Vec<(String, String)> {
    let of = |idx| {
        let name = ["property", "name", "itemprop", "http-equiv"].iter().find_map(|name| tree.attribute(idx, name))?;
        let content = tree.attribute(idx, "content")?;
        Some((name.trim().to_lowercase(), fold_space(&content)))
    };
    tree.named(0, "meta").filter_map(of).collect()
}

/// The parts of JSON-LD that describe the article.
#[derive(Default)]
struct LinkedData {
    published: Option<String>,
    headline: Option<String>,
    publisher: Option<String>,
    body: Option<String>,
}

fn linked_data(tree: &Tree<'_>) -> LinkedData {
    let mut best: (u8, LinkedData) = Default::default();
    let mut broken = None;
    for script in tree.named(0, "script") {
        let is_linked = tree.attribute(script, "type").is_some_and(|kind| kind.to_lowercase().contains("ld+json"));
        if !is_linked {
            continue;
        }
        let source = tree.raw_text_of(script);
        let source = source.trim().trim_start_matches("<!--").trim_end_matches("-->").trim().trim_end_matches(';');
        // Line breaks inside strings are common and forbidden.
        let source: String = source.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
        let Ok(value) = serde_json::from_str::<Value>(&source) else {
            broken = broken.or_else(|| date_in_broken(&source));
            continue;
        };
        let mut objects = vec![&value];
        let mut n_seen = 0;
        while let Some(value) = objects.pop() {
            n_seen += 1;
            if n_seen > 500 {
                break;
            }
            match value {
                Value::Array(list) => objects.extend(list),
                Value::Object(object) => {
                    objects
                        .extend(["@graph", "mainEntity", "mainEntityOfPage"].iter().filter_map(|key| object.get(*key)));
                    let rank = rank_of_type(object.get("@type"));
                    let text = |key: &str| {
                        object.get(key).and_then(Value::as_str).map(fold_space).filter(|text| !text.is_empty())
                    };
                    let published = text("datePublished").or_else(|| text("dateCreated"));
                    if rank > best.0 && (published.is_some() || text("headline").is_some()) {
                        let publisher = object.get("publisher").and_then(|publisher| publisher.get("name"));
                        let body = object.get("articleBody").and_then(Value::as_str).map(str::to_owned);
                        best = (
                            rank,
                            LinkedData {
                                published,
                                headline: text("headline"),
                                publisher: publisher.and_then(Value::as_str).map(fold_space),
                                body,
                            },
                        );
                    }
                }
                _ => {}
            }
        }
    }
    best.1.published = best.1.published.or(broken);
    best.1
}

/// The publication date in JSON-LD that is no JSON: a comma too many is common.
fn date_in_broken(source: &str) -> Option<String> {
    let rest = &source[source.find("\"datePublished\"")? + 15..];
    let value = rest.trim_start().strip_prefix(':')?.trim_start().strip_prefix('"')?;
    value.split('"').next().map(str::to_owned)
}

/// An article says more about itself than the page around it; other things say nothing about it.
fn rank_of_type(kind: Option<&Value>) -> u8 {
    let rank = |kind: &str| match kind {
        kind if kind.ends_with("Article") || kind.ends_with("BlogPosting") || kind == "Report" => 3,
        "VideoObject" | "Recipe" | "Review" | "DiscussionForumPosting" | "PodcastEpisode" => 2,
        "WebPage" | "ItemPage" => 1,
        _ => 0,
    };
    match kind {
        Some(Value::String(kind)) => rank(kind),
        Some(Value::Array(kinds)) => kinds.iter().filter_map(Value::as_str).map(rank).max().unwrap_or_default(),
        _ => 0,
    }
}
