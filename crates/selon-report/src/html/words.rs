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
    "elementor",
];

/// Parts of names of the element that holds the text of an article, the most exact first.
const BODIES: [&[&str]; 2] = [
    &[
        "articlebody", "article-body", "article__body", "article_body", "articletext", "article-text", "article__text",
        "articlecontent", "article-content", "article__content", "article_content", "entry-content", "post-content",
        "post_content", "postcontent", "post__content", "post-text", "post_text", "post-body", "post__body",
        "post-entry", "postentry", "post_inner_wrapper", "story-body", "storybody", "story__body", "story-content",
        "body-copy", "bodytext", "body-text", "content-body", "content__body", "entry-body", "entrytext",
        "theme-post-content", "news-text", "newstext", "page-content", "text-content", "art-content",
        "content__article-body", "article__container", "single-content",
    ],
    &[
        "post-bodycopy", "storycontent", "theme-content", "blog-content", "section-content", "single-post",
        "main-column", "wpb_text_column", "field-body", "fulltext", "main-content", "maincontent", "content-main",
        "content_main", "contentbody",
    ],
];

/// How many ranks [`body_rank`] knows.
pub(crate) const MAX_BODY_RANK: usize = 4;

/// The element holds something beside the article, whose dates are not its own: comments, other articles, navigation.
pub(crate) fn names_apart(tree: &Tree<'_>, node: NodeIdx) -> bool {
    const APART: &[&str] = &[
        "comment", "kommentar", "commentaire", "disqus", "respond", "sidebar", "related", "recommend",
        "outbrain", "taboola", "most-read", "mostread", "popular", "trending", "newsletter", "also-like", "pagination",
        "prev-next", "post-navigation", "nav-links", "navbar", "breadcrumb", "menu", "carousel", "latest",
    ];
    if matches!(&*tree.nodes[node].name, "body" | "html" | "main") {
        return false;
    }
    matches!(&*tree.nodes[node].name, "nav" | "aside" | "footer")
        || role_frames(tree, node)
        || names(tree, node).is_some_and(|names| {
            APART.iter().any(|part| names.contains(part)) && !NOT_BOILERPLATE.iter().any(|part| names.contains(part))
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

/// Parts of class and id names of what frames the text inside an article, beside [`BOILERPLATE`].
const FRAMES: &[&str] = &[
    "elated", "viral", "share-", "-share", "social", "sociable", "syndication", "newsletter", "tag-list", "navbar",
    "sidebar", "toolbar", "author", "button", "byline", "attachment", "timestamp", "user-info", "user-profile",
    "-ad-", "-icon", "article-infos", "infoline", "options", "expand", "permission", "next-", "-stories",
    "message-container", "premium", "paid-content", "paidcontent", "obfuscated", "blurred", "noprint", "no-print",
    "hide-print", "akismet", "suggest-links", "reply-", "caption", "feedback", "lire-aussi", "see-also",
    "further-reading", "zum-thema", "factbox", "fact-box", "annotation", "imagedescription", "image-description",
    "twitter-tweet", "instagram-media", "fb-post", "embed-preview", "inlinetextbox", "navigation",
];

/// Words that frame when they stand alone in a class or id name: inside longer ones they mean other things.
const FRAME_WORDS: &[&str] = &[
    "tags", "bar", "meta", "nav", "embed", "embedded", "slide", "slides", "slideshow", "bottom", "toc", "pager", "menu",
    "gallery", "links",
];

/// What says that an element frames the text beside it: its tag, a word of its names, that it is hidden; `None` when
/// it may hold the text.
pub(crate) fn frame_of(tree: &Tree<'_>, node: NodeIdx) -> Option<&'static str> {
    const TAGS: &[&str] =
        &["nav", "aside", "footer", "form", "figure", "figcaption", "dialog", "label", "fieldset", "menu", "map"];
    let tag = &*tree.nodes[node].name;
    if let Some(known) = TAGS.iter().find(|known| **known == tag) {
        return Some(known);
    }
    if matches!(tag, "body" | "html" | "main" | "article" | "em" | "strong" | "a" | "b" | "i" | "br" | "img") {
        return None;
    }
    let names = names(tree, node).unwrap_or_default();
    if matches!(tag, "div" | "ol" | "ul" | "dl" | "section" | "details") && names_comments(&names) {
        return Some(COMMENTS);
    }
    if is_hidden(tree, node) {
        return Some("hidden");
    }
    if role_frames(tree, node) {
        return Some("role");
    }
    let may_frame = matches!(
        tag,
        "div" | "dd" | "dt" | "li" | "ul" | "ol" | "dl" | "p" | "section" | "span" | "header" | "blockquote"
    );
    if !may_frame || names.is_empty() {
        return None;
    }
    let word_in = |name: &str| {
        let parts = || FRAMES.iter().chain(BOILERPLATE).find(|part| name.contains(**part)).copied();
        let words = || name.split(['-', '_']).find_map(|word| FRAME_WORDS.iter().find(|known| **known == word)).copied();
        parts().or_else(words)
    };
    // One of the names says body and nothing else: the others may say what they like.
    let is_body = names.split_whitespace().any(|name| {
        BODIES[0].iter().any(|part| name.contains(part)) && word_in(name).is_none()
            || NOT_BOILERPLATE.iter().any(|part| name.contains(part))
    });
    if is_body { None } else { names.split_whitespace().find_map(word_in) }
}

/// What [`frame_of`] says of elements with what readers wrote below an article.
pub(crate) const COMMENTS: &str = "comments";

fn names_comments(names: &str) -> bool {
    const PARTS: &[&str] = &["commentlist", "comment-list", "comments-", "-comments", "disqus", "respond", "dsq-"];
    names.split_whitespace().any(|name| {
        name == "comments" || (PARTS.iter().any(|part| name.contains(part)) && !name.starts_with("no-comments"))
    })
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

fn is_hidden(tree: &Tree<'_>, node: NodeIdx) -> bool {
    let style = tree.attribute(node, "style").is_some_and(|style| {
        let style = style.to_ascii_lowercase();
        style.contains("display:none") || style.contains("display: none")
    });
    style
        || tree.attribute(node, "hidden").is_some()
        || tree.attribute(node, "aria-hidden").is_some_and(|value| value == "true")
}

fn role_frames(tree: &Tree<'_>, node: NodeIdx) -> bool {
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

fn names(tree: &Tree<'_>, node: NodeIdx) -> Option<String> {
    let (class, id) = (tree.attribute(node, "class"), tree.attribute(node, "id"));
    if class.is_none() && id.is_none() {
        return None;
    }
    Some(format!("{} {}", class.unwrap_or_default(), id.unwrap_or_default()).to_ascii_lowercase())
}
