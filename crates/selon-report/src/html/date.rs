//! The publication date of a web page: what it states for machines against what it shows beside its title.

use selon_types::PublishedBasis;

use crate::dateline::{bare_date, days_between, find_date, n_dates};
use crate::html::words::{names_apart, names_date};
use crate::limits::MAX_DATELINE_CHARS;
use crate::markup::{NodeIdx, Tree};

/// Names of `meta` that hold the publication date; after the first [`N_EXACT_METAS`] those that software also uses for
/// other dates.
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
    "og:pubdate",
    "release_date",
    "displaydate",
    "dcterms.created",
    "dc.date.created",
    "dcterms.date",
    "dc.date",
    "datecreated",
    "created",
    "date",
    "article:created",
    "dc:date",
    "timestamp",
    "gentime",
];

const N_EXACT_METAS: usize = 29;

/// What a page says about its publication date.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) enum PageDate {
    /// One date, and where it was found.
    Found(String, PublishedBasis),
    /// Sources that contradict each other: no other search may choose among them.
    Conflict,
    /// Nothing.
    #[default]
    Silent,
}

/// The publication date: what the page states for machines and what it shows beside its title, where the two agree;
/// one of them where the other is silent; never the date of a change, never that of another item on the page. Sources
/// that contradict each other by more than the day between two time zones give no date: a wrong date does more harm
/// than none.
pub(crate) fn find_page_date(
    tree: &Tree<'_>,
    metas: &[(String, String)],
    linked: Option<&str>,
    url: Option<&str>,
    title: Option<&str>,
) -> PageDate {
    let page = Page::of(tree, title);
    let in_metas = |names: &'static [&str]| {
        let values = names.iter().flat_map(|name| metas.iter().filter(move |(known, _)| known == name));
        values.filter_map(|(_, value)| find_date(value)).collect::<Vec<_>>()
    };
    let (exact, loose) = DATE_METAS.split_at(N_EXACT_METAS);
    let mut stated: Vec<String> = linked.and_then(find_date).into_iter().chain(in_metas(exact)).collect();
    stated.extend(marked_date(&page));
    let in_address = url.and_then(date_in_address);
    let shown = dates_shown(&page);
    let seen = || in_address.iter().chain(shown.iter().map(|shown| &shown.date));
    let Some(first) = stated.first() else {
        let only = shown.iter().find(|shown| !shown.is_change).map(|shown| shown.date.clone());
        let found = date_in_markup(&page)
            .map(|date| (date, PublishedBasis::PageMetadata))
            .or_else(|| in_address.map(|date| (date, PublishedBasis::Address)))
            .or_else(|| only.map(|date| (date, PublishedBasis::PageText)));
        if let Some((date, basis)) = found {
            return PageDate::Found(date, basis);
        }
        // Site systems fill these with the date of the template as often as with that of the article.
        if let Some(date) = in_metas(loose).into_iter().next() {
            // Nothing is published after it was changed: the field holds a later change.
            let is_late = shown.iter().any(|shown| shown.is_change && shown.date[..10] < date[..10]);
            return if is_late { PageDate::Conflict } else { PageDate::Found(date, PublishedBasis::PageMetadata) };
        }
        let in_words = date_in_words(&page);
        return in_words.map_or(PageDate::Silent, |date| PageDate::Found(date, PublishedBasis::PageText));
    };
    let agrees = |date: &str, day: &str| day[..10] == date[..10] || swapped(day).as_deref() == Some(&date[..10]);
    let agreed = stated.iter().find(|date| seen().any(|day| agrees(date, day)));
    // The machine's day may be that of Greenwich; the day that readers see is the outlet's own.
    let local = || seen().find(|day| stated.iter().any(|date| days_between(day, date) == Some(1)));
    let unopposed = || {
        let is_near = stated.iter().all(|other| days_between(first, other).is_some_and(|days| days <= 1));
        let is_confirmed = stated.iter().skip(1).any(|other| other[..10] == first[..10]);
        let is_one = is_near && (is_confirmed || stated.iter().all(|other| may_be_one_moment(first, other)));
        Some(first).filter(|_| is_one && seen().next().is_none())
    };
    let date = agreed.cloned().or_else(|| local().map(|day| day[..10].to_owned())).or_else(|| unopposed().cloned());
    date.map_or(PageDate::Conflict, |date| PageDate::Found(date, PublishedBasis::PageMetadata))
}

/// The two are of one day, or of neighbouring days and the same moment in two time zones: zones differ by whole
/// quarters of an hour.
fn may_be_one_moment(a: &str, b: &str) -> bool {
    let quarter = |date: &str| date.get(14..16)?.parse::<u32>().ok().map(|minute| minute % 15);
    match days_between(a, b) {
        Some(0) => true,
        Some(1) => quarter(a).zip(quarter(b)).is_none_or(|(a, b)| a == b),
        _ => false,
    }
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

/// The date of an element with `itemprop="datePublished"`; of several, which describe other items, only what all say.
fn marked_date(page: &Page<'_>) -> Option<String> {
    let tree = page.tree;
    let prop =
        |idx: &NodeIdx| tree.attribute(*idx, "itemprop").is_some_and(|prop| prop.eq_ignore_ascii_case("datePublished"));
    let marked = (1..tree.nodes.len()).filter(|idx| !tree.nodes[*idx].is_text() && !page.is_apart(*idx)).filter(prop);
    let mut dates = marked.filter_map(|idx| value_of(tree, idx).or_else(|| find_date(&tree.text_of(idx))));
    let first = dates.next()?;
    dates.all(|other| other[..10] == first[..10]).then_some(first)
}

/// The date that an element gives for machines.
fn value_of(tree: &Tree<'_>, idx: NodeIdx) -> Option<String> {
    ["datetime", "content", "title"]
        .iter()
        .find_map(|name| tree.attribute(idx, name).and_then(|value| find_date(&value)))
}

/// The day with month and day of the month exchanged: 11/01/2021 is written for both.
fn swapped(day: &str) -> Option<String> {
    let (year, month, day_of_month) = (day.get(..4)?, day.get(5..7)?, day.get(8..10)?);
    find_date(&format!("{year}-{day_of_month}-{month}"))
}

/// A `time` or `abbr` that gives its date for machines.
fn date_in_markup(page: &Page<'_>) -> Option<String> {
    let tree = page.tree;
    let elements = || (1..tree.nodes.len()).filter(|idx| !tree.nodes[*idx].is_text());
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
        value_of(tree, *idx)
            .or_else(|| (tree.nodes[*idx].name == "time").then(|| bare_date(&tree.text_of(*idx))).flatten())
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

/// Words that say of the date beside them that it is that of publication.
const LABELS: &[&str] = &["publi", "veröffentlicht", "erschienen", "erstellt", "posted", "опублик", "опублік"];

/// A day that the page shows beside its title.
struct Shown {
    date: String,
    /// It is said to be that of a change.
    is_change: bool,
}

/// The dates beside the title: in an element named for it, or in a short line.
fn dates_shown(page: &Page<'_>) -> Vec<Shown> {
    const CHANGES: &[&str] = &[
        "updated",
        "modified",
        "aktualisiert",
        "mis à jour",
        "actualizado",
        "обновлено",
        "оновлено",
        "stand:",
        "revised",
        "geändert",
    ];
    const OTHERS: &[&str] = &["©", "(c) ", "copyright", "joined", "expires", "archiv"];
    const SHORT_LINE: usize = 60;
    let tree = page.tree;
    let mut shown = Vec::new();
    let mut until = 0;
    for idx in page.around_title() {
        let node = &tree.nodes[idx];
        let is_other = matches!(&*node.name, "script" | "style" | "title" | "option" | "head" | "body" | "html" | "h1");
        if node.is_text() || idx < until || is_other || node.end - idx > 24 || !has_year(tree, idx) {
            continue;
        }
        if page.is_apart(idx) || !page.is_near_title(idx) {
            continue;
        }
        let text = tree.text_of(idx);
        let n_chars = text.chars().count();
        let lower = text.to_lowercase();
        if n_chars > MAX_DATELINE_CHARS || n_dates(&text) != 1 || OTHERS.iter().any(|word| lower.contains(word)) {
            continue;
        }
        let names = ["class", "id"].iter().any(|name| tree.attribute(idx, name).is_some_and(|v| names_date(&v)));
        let is_labelled = LABELS.iter().any(|word| lower.contains(word));
        let is_line = names || is_labelled || n_chars <= SHORT_LINE || bare_date(&text).is_some();
        let date = (node.name == "time").then(|| value_of(tree, idx)).flatten().or_else(|| find_date(&text));
        if let Some(date) = date.filter(|_| is_line) {
            let class = tree.attribute(idx, "class").unwrap_or_default().to_lowercase();
            let is_change = CHANGES.iter().any(|word| lower.contains(word) || class.contains(word));
            shown.push((page.heading.is_some_and(|heading| idx < heading), Shown { date, is_change }));
            until = node.end;
        }
    }
    // Above the title sites also show what day it is today.
    shown.sort_by_key(|(is_above, _)| *is_above);
    shown.into_iter().map(|(_, shown)| shown).collect()
}

/// The only date shown in elements named for it, or alone in a line, anywhere on the page.
fn date_in_words(page: &Page<'_>) -> Option<String> {
    let tree = page.tree;
    let (mut named, mut bare, mut labelled): (Vec<String>, Vec<String>, Vec<String>) = Default::default();
    for idx in 1..tree.nodes.len() {
        let node = &tree.nodes[idx];
        let is_other = matches!(
            &*node.name,
            "script" | "style" | "title" | "option" | "head" | "meta" | "link" | "a" | "html" | "body"
        );
        if node.is_text() || node.end - idx > 24 || is_other || !has_year(tree, idx) || page.is_apart(idx) {
            continue;
        }
        let text = tree.text_of(idx);
        let lower = text.to_lowercase();
        let foreign = ["©", "(c) ", "copyright", "updated", "modified", "aktualisiert", "mis à jour", "joined"];
        if text.chars().count() > MAX_DATELINE_CHARS || foreign.iter().any(|word| lower.contains(word)) {
            continue;
        }
        let names = ["class", "id"].iter().any(|name| tree.attribute(idx, name).is_some_and(|v| names_date(&v)));
        if let Some(date) = bare_date(&text) {
            bare.push(date);
        } else if let Some(date) = find_date(&text).filter(|_| names) {
            named.push(date);
        } else if LABELS.iter().any(|word| lower.starts_with(word)) && n_dates(&text) == 1 {
            labelled.extend(find_date(&text));
        }
    }
    let agreed = |found: &[String]| {
        let first = found.first()?;
        found.iter().all(|other| other[..10] == first[..10]).then(|| first.clone())
    };
    agreed(&named).or_else(|| agreed(&bare)).or_else(|| agreed(&labelled))
}

fn has_year(tree: &Tree<'_>, idx: NodeIdx) -> bool {
    tree.inside(idx).filter(|inner| tree.nodes[*inner].is_text()).any(|inner| {
        let text = tree.nodes[inner].text();
        let bytes = text.as_bytes();
        let in_full = |four: &[u8]| four.iter().all(u8::is_ascii_digit) && matches!(four[0], b'1' | b'2');
        let in_short = |four: &[u8]| matches!(four, [b'.', a, b'.', b] | [a, b'.', _, b] if a.is_ascii_digit() && b.is_ascii_digit());
        bytes.windows(4).any(|four| in_full(four) || in_short(four))
    })
}

/// A page with what tells whether a date on it is its own.
struct Page<'a> {
    tree: &'a Tree<'a>,
    /// For each node, whether it stands in a comment, a list of other articles or the like.
    apart: Vec<bool>,
    heading: Option<NodeIdx>,
}

impl<'a> Page<'a> {
    fn of(tree: &'a Tree<'a>, title: Option<&str>) -> Self {
        let is_title = |idx: &NodeIdx| title.is_some_and(|title| tree.text_of(*idx).contains(title));
        let titled = ["h1", "h2", "h3"].iter().find_map(|name| tree.named(0, name).take(50).find(is_title));
        let last = || tree.named(0, "h1").take(20).filter(|h1| !tree.text_of(*h1).is_empty()).last();
        let heading = titled.or_else(last);
        let mut apart = vec![false; tree.nodes.len()];
        for idx in 1..tree.nodes.len() {
            let node = &tree.nodes[idx];
            let holds_title = heading.is_some_and(|heading| (idx..node.end).contains(&heading));
            apart[idx] = apart[node.parent] || (!node.is_text() && !holds_title && names_apart(tree, idx));
        }
        Page { tree, apart, heading }
    }

    /// The nodes that may stand near the title.
    fn around_title(&self) -> std::ops::Range<NodeIdx> {
        let Some(heading) = self.heading else { return 0..0 };
        heading.saturating_sub(400).max(1)..(heading + 500).min(self.tree.nodes.len())
    }

    /// The element stands in a comment, a list of other articles or the like.
    fn is_apart(&self, idx: NodeIdx) -> bool {
        self.apart[idx]
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
