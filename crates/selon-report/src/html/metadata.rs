//! What a web page says about itself: JSON-LD, `meta`, `time`, headings, its address.

use selon_types::PublishedBasis;
use serde_json::Value;

use crate::dateline::{bare_date, find_date};
use crate::html::words::names_date;
use crate::limits::MAX_DATELINE_CHARS;
use crate::markup::{NodeIdx, Tree, fold_space};

/// What the page states.
#[derive(Debug, Default)]
pub(crate) struct PageMetadata {
    pub(crate) title: Option<String>,
    pub(crate) date: Option<(String, PublishedBasis)>,
    pub(crate) outlet: Option<String>,
    pub(crate) url: Option<String>,
    /// The text of the article as the page gives it to search engines.
    pub(crate) article_body: Option<String>,
}

/// Reads the metadata of a page that came from `url`.
pub(crate) fn find_metadata(tree: &Tree<'_>, furniture: &[bool], url: Option<&str>) -> PageMetadata {
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
    PageMetadata {
        title: super::title::find_title(
            tree,
            &meta(&["og:title", "twitter:title", "dc.title"]),
            &linked.headline,
            outlet.as_deref(),
        ),
        date: find_page_date(&Page::of(tree, furniture), &metas, &linked, address),
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
    for script in tree.named(0, "script") {
        let is_linked = tree.attribute(script, "type").is_some_and(|kind| kind.to_lowercase().contains("ld+json"));
        if !is_linked {
            continue;
        }
        let source = tree.raw_text_of(script);
        let source = source.trim().trim_start_matches("<!--").trim_end_matches("-->").trim().trim_end_matches(';');
        // Line breaks inside strings are common and forbidden.
        let source: String = source.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
        let Ok(value) = serde_json::from_str::<Value>(&source) else { continue };
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
    best.1
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

/// Names of `meta` that hold the publication date, the surest first.
const DATE_METAS: &[&str] = &[
    "article:published_time",
    "og:article:published_time",
    "datepublished",
    "article:published",
    "og:published_time",
    "rnews:datepublished",
    "publication_date",
    "publish-date",
    "publishdate",
    "publish_date",
    "published-date",
    "pubdate",
    "date.publication",
    "dc.date.issued",
    "dcterms.issued",
    "dcterms.created",
    "dc.date.created",
    "dcterms.date",
    "dc.date",
    "citation_publication_date",
    "citation_date",
    "sailthru.date",
    "parsely-pub-date",
    "cxenseparse:recs:publishtime",
    "article.published",
    "article_date_original",
    "originalpublicationdate",
    "article:post_date",
    "shareaholic:article_published_time",
    "bt:pubdate",
    "datecreated",
    "created",
    "date",
    "article:created",
    "og:pubdate",
    "dc:date",
    "timestamp",
    "gentime",
    "release_date",
    "displaydate",
];

/// The publication date: stated for machines, else shown near the title, else in the address; never the date of a
/// change, never that of another item on the page.
fn find_page_date(
    page: &Page<'_>,
    metas: &[(String, String)],
    linked: &LinkedData,
    url: Option<&str>,
) -> Option<(String, PublishedBasis)> {
    let in_meta = || {
        let values = DATE_METAS.iter().flat_map(|name| metas.iter().filter(move |(known, _)| known == name));
        values.filter_map(|(_, value)| find_date(value)).next()
    };
    let stated = linked.published.as_deref().and_then(find_date).or_else(in_meta);
    let in_address = url.and_then(date_in_address);
    if let Some(date) = stated {
        return Some((date, PublishedBasis::PageMetadata));
    }
    if let Some(date) = date_in_markup(page) {
        return Some((date, PublishedBasis::PageMetadata));
    }
    if let Some(date) = in_address {
        return Some((date, PublishedBasis::Address));
    }
    date_in_words(page).map(|date| (date, PublishedBasis::PageText))
}

/// `/2019/11/28/`, `-2019-11-28`, `/20191128/` in an address.
fn date_in_address(url: &str) -> Option<String> {
    let path = url.splitn(4, '/').nth(3)?;
    let parts: Vec<&str> = path.split(|c: char| !c.is_ascii_alphanumeric()).collect();
    let three = parts.windows(3).find_map(|window| {
        let [year, month, day] = window else { return None };
        let fits = year.len() == 4 && (1..=2).contains(&month.len()) && (1..=2).contains(&day.len());
        fits.then(|| find_date(&format!("{year}-{month}-{day}"))).flatten()
    });
    three.or_else(|| {
        parts.iter().filter(|part| part.len() == 8 && part.starts_with("20")).find_map(|part| find_date(part))
    })
}

/// A `time`, `abbr` or element with `itemprop="datePublished"` that gives its date for machines.
fn date_in_markup(page: &Page<'_>) -> Option<String> {
    let tree = page.tree;
    let value_of = |idx: NodeIdx| {
        ["datetime", "content", "title"]
            .iter()
            .find_map(|name| tree.attribute(idx, name).and_then(|value| find_date(&value)))
    };
    let prop =
        |idx: NodeIdx| tree.attribute(idx, "itemprop").is_some_and(|prop| prop.eq_ignore_ascii_case("datePublished"));
    let elements = || (1..tree.nodes.len()).filter(|idx| !tree.nodes[*idx].is_text());
    if let Some(date) =
        elements().filter(|idx| prop(*idx)).find_map(|idx| value_of(idx).or_else(|| find_date(&tree.text_of(idx))))
    {
        return Some(date);
    }
    let times: Vec<NodeIdx> = elements()
        .filter(|idx| matches!(&*tree.nodes[*idx].name, "time" | "abbr"))
        .filter(|idx| !page.is_apart(*idx))
        .collect();
    let class = |idx: NodeIdx| tree.attribute(idx, "class").unwrap_or_default().to_lowercase();
    let is_change = |idx: NodeIdx| {
        ["updated", "modified"].iter().any(|word| class(idx).contains(word)) && !class(idx).contains("publish")
    };
    let marked =
        times.iter().filter(|idx| class(**idx).contains("publish") || tree.attribute(**idx, "pubdate").is_some());
    let date = |idx: &NodeIdx| {
        value_of(*idx).or_else(|| (tree.nodes[*idx].name == "time").then(|| bare_date(&tree.text_of(*idx))).flatten())
    };
    if let Some(date) = marked.clone().find_map(date) {
        return Some(date);
    }
    // Several unmarked dates are a list of other items unless the first stands beside the title.
    let dated: Vec<String> = times.iter().filter(|idx| !is_change(**idx)).filter_map(date).collect();
    let beside = |idx: &&NodeIdx| page.is_near_title(**idx) && !is_change(**idx);
    times.iter().filter(beside).find_map(date).or_else(|| {
        let first = dated.first()?;
        dated.iter().all(|other| other[..10] == first[..10]).then(|| first.clone())
    })
}

/// A date shown in an element that is named for it, or alone in a line beside the title.
fn date_in_words(page: &Page<'_>) -> Option<String> {
    let tree = page.tree;
    let is_short = |idx: NodeIdx| tree.nodes[idx].end - idx <= 24;
    let mut named: Vec<(NodeIdx, String)> = Vec::new();
    let mut bare: Vec<(NodeIdx, String)> = Vec::new();
    for idx in 1..tree.nodes.len() {
        let node = &tree.nodes[idx];
        if node.is_text()
            || !is_short(idx)
            || matches!(
                &*node.name,
                "script" | "style" | "title" | "option" | "head" | "meta" | "link" | "a" | "html" | "body"
            )
        {
            continue;
        }
        let names =
            ["class", "id"].iter().any(|name| tree.attribute(idx, name).is_some_and(|value| names_date(&value)));
        // Four digits in a row are the cheapest sign of a full date.
        if !has_year(tree, idx) || page.is_apart(idx) {
            continue;
        }
        let text = tree.text_of(idx);
        if text.chars().count() > MAX_DATELINE_CHARS {
            continue;
        }
        let lower = text.to_lowercase();
        let foreign = [
            "©",
            "(c) ",
            "copyright",
            "updated",
            "modified",
            "aktualisiert",
            "mis à jour",
            "joined",
            "обновлено",
            "оновлено",
        ];
        let foreign = foreign.iter().any(|word| lower.contains(word)) && bare_date(&text).is_none();
        if foreign {
            continue;
        }
        if names && let Some(date) = find_date(&text) {
            named.push((idx, date));
        } else if let Some(date) = bare_date(&text) {
            bare.push((idx, date));
        }
    }
    let agreed = |found: &[(NodeIdx, String)]| {
        let beside = found.iter().find(|(idx, _)| page.is_near_title(*idx)).map(|(_, date)| date.clone());
        beside.or_else(|| {
            let (_, first) = found.first()?;
            found.iter().all(|(_, other)| other[..10] == first[..10]).then(|| first.clone())
        })
    };
    agreed(&named).or_else(|| agreed(&bare))
}

fn has_year(tree: &Tree<'_>, idx: NodeIdx) -> bool {
    tree.inside(idx).filter(|inner| tree.nodes[*inner].is_text()).any(|inner| {
        let text = tree.nodes[inner].text();
        text.as_bytes().windows(4).any(|four| four.iter().all(u8::is_ascii_digit) && matches!(four[0], b'1' | b'2'))
    })
}

/// A page with what tells whether a date on it is its own.
struct Page<'a> {
    tree: &'a Tree<'a>,
    furniture: &'a [bool],
    heading: Option<NodeIdx>,
}

impl<'a> Page<'a> {
    fn of(tree: &'a Tree<'a>, furniture: &'a [bool]) -> Self {
        let headings = tree.named(0, "h1").take(20).filter(|h1| !tree.text_of(*h1).is_empty());
        Page { tree, furniture, heading: headings.last() }
    }

    /// The element stands in a comment, a list of other articles or the like; its own names do not count.
    fn is_apart(&self, idx: NodeIdx) -> bool {
        self.furniture[self.tree.nodes[self.tree.nodes[idx].parent].parent]
    }

    /// Not many words stand between the main heading and the element, before or after it.
    fn is_near_title(&self, idx: NodeIdx) -> bool {
        const NEAR_CHARS: usize = 600;
        const NEAR_NODES: usize = 300;
        let tree = self.tree;
        let Some(heading) = self.heading else { return false };
        let between = if heading < idx {
            tree.nodes[heading].end.min(idx)..idx
        } else {
            tree.nodes[idx].end.min(heading)..heading
        };
        if between.len() > NEAR_NODES {
            return false;
        }
        let n_chars: usize = between
            .filter(|inner| {
                let parent = &*tree.nodes[tree.nodes[*inner].parent].name;
                tree.nodes[*inner].is_text() && !matches!(parent, "script" | "style")
            })
            .map(|inner| tree.nodes[inner].text().trim().len())
            .sum();
        n_chars < NEAR_CHARS
    }
}
