//! What frames the text of an article on a page: lists, labels, boxes, comments.

use crate::html::words::{BODIES, NOT_BOILERPLATE, is_hidden, names, role_frames};
use crate::markup::{NodeIdx, Tree};

/// Parts of class and id names of what stands around the text of an article or between its paragraphs, in several
/// languages and site systems.
const FRAMES: &[&str] = &[
    "-ad-",
    "-icon",
    "-share",
    "-stories",
    "about-author",
    "ad-container",
    "ad-slot",
    "ad-wrapper",
    "adsense",
    "advert",
    "akismet",
    "also-like",
    "annotation",
    "article-infos",
    "article-meta",
    "attachment",
    "author",
    "author-bio",
    "author-box",
    "authorbox",
    "banner",
    "blurred",
    "breadcrumb",
    "button",
    "byline",
    "caption",
    "comment",
    "commentaire",
    "community",
    "consent",
    "cookie",
    "copyright",
    "credit",
    "disclaimer",
    "disqus",
    "donate",
    "donation",
    "elated",
    "embed-preview",
    "entry-meta",
    "entry-utility",
    "expand",
    "fact-box",
    "factbox",
    "fb-post",
    "feedback",
    "footer",
    "further-reading",
    "gallery",
    "gdpr",
    "hide-print",
    "image-description",
    "imagedescription",
    "impressum",
    "infobox-ad",
    "infoline",
    "inlinetextbox",
    "instagram-media",
    "jp-relatedposts",
    "kommentar",
    "likes",
    "link-list",
    "linklist",
    "lire-aussi",
    "login",
    "masthead",
    "message-container",
    "metadata",
    "modal",
    "more-on",
    "most-popular",
    "most-read",
    "mostread",
    "nav-links",
    "navbar",
    "navigation",
    "newsletter",
    "next-",
    "no-print",
    "noprint",
    "obfuscated",
    "options",
    "outbrain",
    "overlay",
    "pager",
    "pagination",
    "paid-content",
    "paidcontent",
    "paywall",
    "permission",
    "popular",
    "popup",
    "post-info",
    "post-meta",
    "post-navigation",
    "post-tags",
    "postmetadata",
    "premium",
    "prev-next",
    "print-only",
    "promo",
    "rating",
    "read-more",
    "readmore",
    "recommend",
    "related",
    "reply-",
    "respond",
    "screen-reader",
    "see-also",
    "share",
    "share-",
    "sharedaddy",
    "sharing",
    "shortcut",
    "side-bar",
    "sidebar",
    "sign-up",
    "signup",
    "skip-link",
    "slideshow",
    "sociable",
    "social",
    "sponsor",
    "sr-only",
    "subscribe",
    "subscription",
    "suggest-links",
    "syndication",
    "taboola",
    "tag-list",
    "taglist",
    "teaser",
    "timestamp",
    "toolbar",
    "trending",
    "twitter-tweet",
    "user-info",
    "user-profile",
    "viral",
    "visually-hidden",
    "widget",
    "wpadvert",
    "wpcnt",
    "zum-thema",
];

/// Words that frame when they stand alone in a class or id name: inside longer ones they mean other things.
const FRAME_WORDS: &[&str] = &[
    "tags", "bar", "meta", "nav", "embed", "embedded", "slide", "slides", "slideshow", "bottom", "toc", "pager",
    "menu", "gallery", "links",
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
        let parts = || FRAMES.iter().find(|part| name.contains(**part)).copied();
        let words =
            || name.split(['-', '_']).find_map(|word| FRAME_WORDS.iter().find(|known| **known == word)).copied();
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
