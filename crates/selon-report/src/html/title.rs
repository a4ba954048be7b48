//! The title of a web page, without the name of the site.

use crate::html::words::{is_hidden, names, names_apart, names_topic};
use crate::markup::{NodeIdx, Tree, fold_space};

/// What separates a title from the name of the site.
const MARKS: [&str; 9] = [" | ", " – ", " — ", " - ", " » ", " « ", " · ", " • ", " │ "];

/// The title: a heading that the page's own title repeats, else the stated one without the site's name.
pub(crate) fn find_title(
    tree: &Tree<'_>,
    meta: &Option<String>,
    headline: &Option<String>,
    outlet: Option<&str>,
    address: Option<&str>,
) -> Option<String> {
    let tag = tree.named(0, "title").map(|idx| tree.text_of(idx)).find(|title| !title.is_empty());
    let stated: Vec<String> = [meta, headline, &tag].into_iter().flatten().map(|title| letters(title)).collect();
    let headings = |name: &'static str| -> Vec<String> {
        let found = tree
            .named(0, name)
            .take(50)
            .filter(|idx| !names_site(tree, *idx))
            .map(|idx| heading_text(tree, idx))
            .filter(|text| !text.is_empty());
        found.filter(|text| text.chars().count() <= 300).take(20).collect()
    };
    let first = headings("h1");
    // A heading is the title when the page's own title holds it: site names and section names are not.
    let repeats = |heading: &&String| {
        let heading = letters(heading);
        heading.len() >= 6
            && stated.iter().any(|title| {
                title.starts_with(&heading)
                    || heading.starts_with(title.as_str()) && title.len() * 2 > heading.len()
                    || title.contains(&heading) && heading.len() * 3 > title.len()
            })
    };
    let site = address.map(site_of).unwrap_or_default();
    let is_outlet = |heading: &String| {
        let heading = letters(heading);
        outlet.is_some_and(|outlet| letters(outlet) == heading) || site.contains(&heading)
    };
    let longest = |found: &[String]| {
        found.iter().filter(|heading| !is_outlet(heading)).filter(repeats).max_by_key(|heading| heading.len()).cloned()
    };
    let headed = longest(&first)
        .or_else(|| main_heading(tree, &[meta, headline, &tag]).filter(|heading| !is_outlet(heading)))
        .or_else(|| longest(&headings("h2")));
    if let Some(title) = headed {
        // The heading of some pages is the page's own title with the site's name.
        let named = [meta, headline].into_iter().flatten().find(|stated| {
            let rest = title.strip_prefix(stated.as_str());
            rest.is_some_and(|rest| MARKS.iter().any(|mark| rest.starts_with(mark)))
        });
        if let Some(stated) = named.filter(|_| outlet.is_none_or(|outlet| letters(&title).ends_with(&letters(outlet))))
        {
            return Some(stated.clone());
        }
        // A heading may hold a topic above the title; what the page states does not.
        let below_topic = |stated: &&String| {
            let topic = title.strip_suffix(stated.as_str()).map(str::trim_end);
            topic.is_some_and(|topic| topic.ends_with(char::is_alphanumeric) && topic.len() < stated.len())
        };
        let inner = [meta, headline].into_iter().flatten().filter(below_topic);
        return inner.min_by_key(|stated| stated.len()).cloned().or(Some(title));
    }
    if let [only] = &first[..]
        && stated.is_empty()
    {
        return Some(only.clone());
    }
    let cut = |title: &String| without_site(title, outlet);
    let from_meta = meta.as_ref().map(cut).or_else(|| headline.as_ref().map(cut)).filter(|title| !is_outlet(title));
    let from_tag = || tag.as_ref().map(cut).filter(|title| !is_outlet(title));
    let from_heading = || {
        let lower = headings("h2");
        first.iter().chain(&lower).find(|heading| !is_outlet(heading)).cloned()
    };
    from_meta.or_else(from_tag).or_else(from_heading).or_else(|| tag.as_ref().map(cut))
}

/// The heading that the page system names as the title, or the only main one: search engines are often given other
/// words than readers, but words about the same thing.
fn main_heading(tree: &Tree<'_>, stated: &[&Option<String>]) -> Option<String> {
    const TITLES: &[&str] = &["entry-title", "post-title", "post_title", "article-title", "headline"];
    let is_candidate = |idx: &NodeIdx| !names_site(tree, *idx) && !is_hidden(tree, *idx) && !is_apart(tree, *idx);
    let found: Vec<(NodeIdx, String)> = tree
        .named(0, "h1")
        .take(50)
        .filter(is_candidate)
        .map(|idx| (idx, heading_text(tree, idx)))
        .filter(|(_, text)| (1..=300).contains(&text.chars().count()))
        .collect();
    let is_named = |idx: NodeIdx| {
        names(tree, idx).is_some_and(|names| TITLES.iter().any(|part| names.contains(part)))
            || tree.attribute(idx, "itemprop").is_some_and(|prop| prop.eq_ignore_ascii_case("headline"))
    };
    let of_stated: Vec<String> = stated.iter().copied().flatten().flat_map(|title| long_words(title)).collect();
    let mut named = found.iter().filter(|(idx, _)| is_named(*idx));
    let one = match (named.next(), named.next(), &found[..]) {
        (Some(one), None, _) => one,
        (None, _, [only]) => only,
        _ => return None,
    };
    let words = long_words(&one.1);
    let n_shared = words.iter().filter(|word| of_stated.contains(word)).count();
    (n_shared >= 2 || n_shared == 1 && words.len() <= 3).then(|| one.1.clone())
}

/// Words of at least four letters, lower case.
fn long_words(text: &str) -> Vec<String> {
    let words = text.split(|c: char| !c.is_alphanumeric()).filter(|word| word.chars().count() >= 4);
    words.map(str::to_lowercase).collect()
}

/// The node stands in a part of the page that is not the article.
fn is_apart(tree: &Tree<'_>, mut node: NodeIdx) -> bool {
    while node > 0 {
        if names_apart(tree, node) {
            return true;
        }
        node = tree.nodes[node].parent;
    }
    false
}

/// The heading is the site's name: it is called so, or leads to the first page of a site.
fn names_site(tree: &Tree<'_>, heading: NodeIdx) -> bool {
    let is_called = names(tree, heading).is_some_and(|names| {
        names.split_whitespace().any(|name| matches!(name, "site-title" | "blog-title" | "site-name" | "site-logo"))
    });
    let leads_home = |idx: NodeIdx| {
        tree.nodes[idx].name == "a"
            && tree.attribute(idx, "href").is_some_and(|href| {
                let href = href.trim();
                // A web archive writes the address that it kept behind its own.
                let address = href.rsplit_once("://").map(|(_, address)| address);
                href == "/" || address.is_some_and(|address| !address.trim_end_matches('/').contains('/'))
            })
    };
    is_called || tree.inside(heading).any(leads_home)
}

/// The words of a heading without what hides or labels inside it.
fn heading_text(tree: &Tree<'_>, heading: NodeIdx) -> String {
    let whole = words_of_heading(tree, heading, false);
    let below_topic = words_of_heading(tree, heading, true);
    if below_topic.is_empty() { whole } else { below_topic }
}

fn words_of_heading(tree: &Tree<'_>, heading: NodeIdx, without_topic: bool) -> String {
    let mut text = String::new();
    let mut skip_to = 0;
    for idx in tree.inside(heading) {
        let node = &tree.nodes[idx];
        if idx < skip_to {
            continue;
        }
        let is_topic = without_topic && idx != heading && !node.is_text() && names_topic(tree, idx);
        if is_topic || matches!(&*node.name, "script" | "style" | "button" | "svg" | "time") {
            skip_to = node.end;
        } else if node.is_text() {
            text.push_str(&node.text());
        } else if matches!(&*node.name, "br" | "div" | "p") {
            text.push(' ');
        }
    }
    let text = fold_space(&text.replace('\u{ad}', ""));
    if without_topic { text.trim_start_matches([':', '/', '|']).trim().to_owned() } else { text }
}

/// The name of the site in its address, with and without its ending.
fn site_of(address: &str) -> Vec<String> {
    let host = address.split('/').nth(2).unwrap_or_default();
    let host = host.trim_start_matches("www.");
    let name = host.rsplit_once('.').map_or(host, |(name, _)| name);
    [host, name].map(letters).into_iter().filter(|name| !name.is_empty()).collect()
}

/// Letters and digits only, lower case: what two forms of a title have in common.
fn letters(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// *Title | Site*, *Title - Site*, *Site: Title* without the site.
fn without_site(title: &str, outlet: Option<&str>) -> String {
    let mut rest = title.to_owned();
    if let Some(outlet) = outlet.map(letters).filter(|outlet| outlet.len() > 2) {
        for mark in MARKS {
            let parts: Vec<&str> = rest.split(mark).collect();
            if parts.len() > 1 {
                let kept: Vec<&str> = parts.into_iter().filter(|part| letters(part) != outlet).collect();
                if !kept.is_empty() {
                    rest = kept.join(mark);
                }
            }
        }
        if rest != title {
            return rest.trim().to_owned();
        }
    }
    // The site is the shorter end part.
    for mark in MARKS {
        if let Some((before, after)) = rest.rsplit_once(mark) {
            let shorter = after.split_whitespace().count() <= 4 && after.len() < before.len();
            if shorter {
                return without_site(before.trim(), outlet);
            }
            if let Some((first, others)) = rest.split_once(mark)
                && first.split_whitespace().count() <= 3
                && first.len() * 2 < others.len()
                && mark != " - "
            {
                return others.trim().to_owned();
            }
        }
    }
    rest.trim().to_owned()
}
