//! What the classes and ids of web pages tell: page furniture, article bodies, dates.

use crate::markup::{NodeIdx, Tree};

/// Parts of class and id names of what stands around an article, in several languages and site systems.
const BOILERPLATE: &[&str] = &[
    "comment",
    "kommentar",
    "commentaire",
    "disqus",
    "respond",
    "sidebar",
    "side-bar",
    "footer",
    "masthead",
    "navbar",
    "navigation",
    "breadcrumb",
    "menu",
    "share",
    "sharing",
    "sharedaddy",
    "social",
    "related",
    "recommend",
    "newsletter",
    "subscribe",
    "subscription",
    "promo",
    "sponsor",
    "advert",
    "adsense",
    "banner",
    "cookie",
    "consent",
    "gdpr",
    "popup",
    "modal",
    "overlay",
    "widget",
    "outbrain",
    "taboola",
    "paywall",
    "login",
    "signup",
    "sign-up",
    "tag-list",
    "taglist",
    "post-tags",
    "author-bio",
    "author-box",
    "about-author",
    "authorbox",
    "pagination",
    "pager",
    "prev-next",
    "post-navigation",
    "nav-links",
    "most-read",
    "most-popular",
    "mostread",
    "popular",
    "trending",
    "teaser",
    "read-more",
    "readmore",
    "more-on",
    "also-like",
    "jp-relatedposts",
    "print-only",
    "screen-reader",
    "visually-hidden",
    "sr-only",
    "caption",
    "credit",
    "copyright",
    "byline",
    "toolbar",
    "skip-link",
    "metadata",
    "post-meta",
    "entry-meta",
    "article-meta",
    "entry-utility",
    "postmetadata",
    "post-info",
    "rating",
    "donate",
    "donation",
    "community",
    "feedback",
    "disclaimer",
    "impressum",
    "slideshow",
    "gallery",
    "infobox-ad",
    "ad-container",
    "ad-wrapper",
    "ad-slot",
    "toc",
    "linklist",
    "link-list",
    "shortcut",
    "dateline-none",
    "timestamp",
    "likes",
    "wpcnt",
    "wpadvert",
];

/// Names that hold one of the parts above and yet wrap whole articles.
const NOT_BOILERPLATE: &[&str] = &[
    "has-sidebar",
    "with-sidebar",
    "no-sidebar",
    "sidebar-right",
    "sidebar-left",
    "right-sidebar",
    "left-sidebar",
    "widget-theme-post-content",
    "shareable",
];

/// Parts of names of the element that holds the text of an article, the surest first.
const BODIES: &[&str] = &[
    "articlebody",
    "article-body",
    "article__body",
    "article_body",
    "story-body",
    "storybody",
    "story__body",
    "entry-content",
    "post-content",
    "postcontent",
    "article-content",
    "article__content",
    "articlecontent",
    "article-text",
    "articletext",
    "article__text",
    "post-body",
    "post__body",
    "post-entry",
    "single-content",
    "body-copy",
    "bodytext",
    "body-text",
    "content-body",
    "content__article-body",
    "story-content",
    "entry-body",
    "entrytext",
    "post_content",
    "article_content",
    "theme-post-content",
    "news-text",
    "newstext",
];

/// The element's own class, id or role says that it is furniture.
pub(crate) fn is_boilerplate(tree: &Tree<'_>, node: NodeIdx) -> bool {
    if matches!(&*tree.nodes[node].name, "body" | "html" | "main" | "p" | "em" | "strong" | "a" | "b" | "i") {
        return false;
    }
    if let Some(role) = tree.attribute(node, "role")
        && matches!(&*role, "navigation" | "complementary" | "banner" | "contentinfo" | "dialog" | "search" | "menu")
    {
        return true;
    }
    let hidden = tree.attribute(node, "style").is_some_and(|style| {
        let style = style.to_ascii_lowercase();
        style.contains("display:none") || style.contains("display: none")
    });
    if hidden || tree.attribute(node, "hidden").is_some() {
        return true;
    }
    names(tree, node).is_some_and(|names| {
        let holds = |parts: &[&str]| parts.iter().any(|part| names.contains(part));
        holds(BOILERPLATE) && !holds(NOT_BOILERPLATE) && !holds(BODIES)
    })
}

/// How surely the element's names say that it holds the text of the article; 0 when they do not.
pub(crate) fn body_rank(tree: &Tree<'_>, node: NodeIdx) -> usize {
    if matches!(&*tree.nodes[node].name, "p" | "span" | "a" | "h1" | "h2" | "h3" | "body" | "html" | "img" | "li") {
        return 0;
    }
    if tree.attribute(node, "itemprop").is_some_and(|prop| prop.eq_ignore_ascii_case("articleBody")) {
        return 2;
    }
    usize::from(names(tree, node).is_some_and(|names| BODIES.iter().any(|part| names.contains(part))))
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

fn names(tree: &Tree<'_>, node: NodeIdx) -> Option<String> {
    let (class, id) = (tree.attribute(node, "class"), tree.attribute(node, "id"));
    if class.is_none() && id.is_none() {
        return None;
    }
    Some(format!("{} {}", class.unwrap_or_default(), id.unwrap_or_default()).to_ascii_lowercase())
}
