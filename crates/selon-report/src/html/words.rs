//! What the classes and ids of web pages tell: page furniture, article bodies, dates.

use crate::markup::{NodeIdx, Tree};

/// Names that hold a part of [`super::frames`] and yet wrap whole articles.
pub(crate) const NOT_BOILERPLATE: &[&str] = &[
    "has-sidebar",
    "with-sidebar",
    "no-sidebar",
    "sidebar-right",
    "sidebar-left",
    "right-sidebar",
    "left-sidebar",
    "lay-sidebar",
    "sidebar__main",
    "widget-theme-post-content",
    "shareable",
    "elementor",
];

/// Parts of names of the element that holds the text of an article, the most exact first.
pub(crate) const BODIES: [&[&str]; 2] = [
    &[
        "articlebody",
        "article-body",
        "article__body",
        "article_body",
        "articletext",
        "article-text",
        "article__text",
        "articlecontent",
        "article-content",
        "article__content",
        "article_content",
        "entry-content",
        "post-content",
        "post_content",
        "postcontent",
        "post__content",
        "post-text",
        "post_text",
        "post-body",
        "post__body",
        "post-entry",
        "postentry",
        "post_inner_wrapper",
        "story-body",
        "storybody",
        "story__body",
        "story-content",
        "body-copy",
        "bodytext",
        "body-text",
        "content-body",
        "content__body",
        "entry-body",
        "entrytext",
        "theme-post-content",
        "news-text",
        "newstext",
        "page-content",
        "text-content",
        "art-content",
        "content__article-body",
        "article__container",
        "single-content",
    ],
    &[
        "post-bodycopy",
        "storycontent",
        "theme-content",
        "blog-content",
        "section-content",
        "single-post",
        "main-column",
        "wpb_text_column",
        "field-body",
        "fulltext",
        "main-content",
        "maincontent",
        "content-main",
        "content_main",
        "contentbody",
    ],
];

/// How many ranks [`body_rank`] knows.
pub(crate) const MAX_BODY_RANK: usize = 4;

/// The element holds something beside the article, whose dates are not its own: comments, other articles, navigation.
pub(crate) fn names_apart(tree: &Tree<'_>, node: NodeIdx) -> bool {
    const APART: &[&str] = &[
        "comment",
        "kommentar",
        "commentaire",
        "disqus",
        "respond",
        "sidebar",
        "related",
        "recommend",
        "outbrain",
        "taboola",
        "most-read",
        "mostread",
        "popular",
        "trending",
        "newsletter",
        "also-like",
        "pagination",
        "prev-next",
        "post-navigation",
        "nav-links",
        "navbar",
        "breadcrumb",
        "menu",
        "carousel",
        "latest",
        "toolbar",
        "topbar",
        "top-bar",
        "user-profile",
        "postprofile",
        "profile-joined",
        "tweet",
        // What a web archive puts around the pages that it keeps.
        "wm-ipp",
    ];
    if matches!(&*tree.nodes[node].name, "body" | "html" | "main") {
        return false;
    }
    // An article's own box of date and source stands aside too.
    let is_own = tree.nodes[node].name == "aside" && names(tree, node).is_some_and(|names| names_date(&names));
    matches!(&*tree.nodes[node].name, "nav" | "footer" | "blockquote")
        || (!is_own && (tree.nodes[node].name == "aside" || role_frames(tree, node)))
        || names(tree, node).is_some_and(|names| {
            (APART.iter().any(|part| names.contains(part))
                || names.split_whitespace().any(|name| name.starts_with("nav")))
                && !NOT_BOILERPLATE.iter().any(|part| names.contains(part))
        })
}

/// How exactly the element says that it holds the text of the article, from 1; 0 when it does not.
pub(crate) fn body_rank(tree: &Tree<'_>, node: NodeIdx) -> usize {
    if tree.attribute(node, "itemprop").is_some_and(|prop| prop.eq_ignore_ascii_case("articleBody")) {
        return 1;
    }
    let name = &*tree.nodes[node].name;
    let names = names(tree, node).unwrap_or_default();
    let holds = |parts: &[&str]| parts.iter().any(|part| names.contains(part));
    let is = |whole: &[&str]| names.split_whitespace().any(|name| whole.contains(&name));
    let role = tree.attribute(node, "role");
    if name != "span" && (holds(BODIES[0]) || is(&["post", "entry"]) && names.split_whitespace().count() == 1) {
        1
    } else if name == "article" {
        2
    } else if name == "span" || name == "td" {
        0
    } else if holds(BODIES[1]) || is(&["story", "article", "text"]) || role.as_deref() == Some("article") {
        3
    } else if name == "main" || is(&["content", "main", "primary"]) || role.as_deref() == Some("main") {
        4
    } else {
        0
    }
}

/// The element's names say that it holds the lead of the article.
pub(crate) fn names_lead(tree: &Tree<'_>, node: NodeIdx) -> bool {
    const LEADS: &[&str] = &[
        "lead", "intro", "introduction", "excerpt", "teaser", "subtitle", "subheadline", "subhead", "standfirst",
        "chapo", "chapeau", "sommario", "deck", "dek", "summary", "abstract", "vorspann", "anrisse", "kicker-text",
        "description", "subtitulo", "bajada", "volanta", "sumario", "entradilla", "lede",
    ];
    let is_lead = |name: &str| name.split(['-', '_']).any(|word| LEADS.contains(&word));
    names(tree, node).is_some_and(|names| names.split_whitespace().any(is_lead))
        || tree.attribute(node, "itemprop").is_some_and(|prop| matches!(&*prop, "description" | "alternativeHeadline"))
}

/// An element inside a line that labels it: it is no part of the sentence.
pub(crate) fn is_label(tree: &Tree<'_>, node: NodeIdx) -> bool {
    if tree.nodes[node].name != "span" {
        return false;
    }
    is_hidden(tree, node)
        || names(tree, node).is_some_and(|names| {
            ["screen-reader", "sr-only", "visually-hidden", "timestamp", "byline", "share", "credit", "caption"]
                .iter()
                .any(|part| names.contains(part))
        })
}

pub(crate) fn is_hidden(tree: &Tree<'_>, node: NodeIdx) -> bool {
    let style = tree.attribute(node, "style").is_some_and(|style| {
        let style = style.to_ascii_lowercase();
        style.contains("display:none") || style.contains("display: none")
    });
    style
        || tree.attribute(node, "hidden").is_some()
        || tree.attribute(node, "aria-hidden").is_some_and(|value| value == "true")
}

pub(crate) fn role_frames(tree: &Tree<'_>, node: NodeIdx) -> bool {
    tree.attribute(node, "role").is_some_and(|role| {
        matches!(&*role, "navigation" | "complementary" | "banner" | "contentinfo" | "dialog" | "search" | "menu")
    })
}

/// A class or id that is named for a date.
pub(crate) fn names_date(value: &str) -> bool {
    let value = value.to_lowercase();
    let parts = [
        "date", "datum", "fecha", "time", "publi", "posted", "byline", "meta", "post-info", "entry-info", "created",
        "submitted", "dateline",
    ];
    parts.iter().any(|part| value.contains(part))
        && !["update", "modified", "comment", "event"].iter().any(|part| value.contains(part))
}

/// The element labels the title inside a heading: the topic above it.
pub(crate) fn names_topic(tree: &Tree<'_>, node: NodeIdx) -> bool {
    const TOPICS: &[&str] =
        &["kicker", "dachzeile", "roofline", "overline", "topline", "topic", "strapline", "eyebrow", "spitzmarke"];
    names(tree, node).is_some_and(|names| TOPICS.iter().any(|part| names.contains(part)))
}

pub(crate) fn names(tree: &Tree<'_>, node: NodeIdx) -> Option<String> {
    let (class, id) = (tree.attribute(node, "class"), tree.attribute(node, "id"));
    if class.is_none() && id.is_none() {
        return None;
    }
    Some(format!("{} {}", class.unwrap_or_default(), id.unwrap_or_default()).to_ascii_lowercase())
}
