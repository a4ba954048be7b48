//! The frame of every page: what the request asks for, links that keep it, and the HTML around the content.

use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use maud::{DOCTYPE, Markup, html};

use crate::message::Tongue;

/// What a page needs to know of the request it answers.
#[derive(Clone)]
pub(crate) struct Asked {
    /// The language shown.
    pub(crate) tongue: Tongue,
    /// The address names the language: links keep it.
    pub(crate) names_tongue: bool,
    /// Path without its extension.
    pub(crate) path: String,
    /// The parameters but the language, in order, percent-decoded.
    pub(crate) parameters: Vec<(String, String)>,
}

impl Asked {
    /// A link of the desk in the language of this page.
    pub(crate) fn link(&self, path: &str, parameters: &[(&str, &str)]) -> String {
        let tongue = self.names_tongue.then_some(("ui", self.tongue.code()));
        address(path, parameters.iter().copied().chain(tongue))
    }

    /// This page, or its content in another format, with one parameter changed.
    pub(crate) fn same(&self, extension: &str, changed: Option<(&str, &str)>) -> String {
        let kept = self.parameters.iter().filter(|(name, _)| changed.is_none_or(|(changed, _)| name != changed));
        let mut parameters: Vec<(&str, &str)> = kept.map(|(name, value)| (name.as_str(), value.as_str())).collect();
        if let Some(changed) = changed.filter(|(_, value)| !value.is_empty()) {
            parameters.push(changed);
        }
        if changed.is_some_and(|(name, _)| name == "ui") {
            return address(&format!("{}{extension}", self.path), parameters.into_iter());
        }
        self.link(&format!("{}{extension}", self.path), &parameters)
    }

    pub(crate) fn parameter(&self, name: &str) -> Option<&str> {
        let found = self.parameters.iter().find(|(known, value)| known == name && !value.trim().is_empty());
        found.map(|(_, value)| value.trim())
    }

    pub(crate) fn say<'a>(&self, key: &'a str) -> &'a str {
        self.tongue.say(key)
    }
}

fn address<'a>(path: &str, parameters: impl Iterator<Item = (&'a str, &'a str)>) -> String {
    let pairs: Vec<String> = parameters.map(|(name, value)| format!("{name}={}", encode(value))).collect();
    if pairs.is_empty() { path.to_owned() } else { format!("{path}?{}", pairs.join("&")) }
}

/// Percent-encoding of a query value (RFC 3986, unreserved characters stay).
fn encode(value: &str) -> String {
    let mut out = String::with_capacity(value.len());
    for byte in value.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            out.push(char::from(byte));
        } else {
            out.push_str(&format!("%{byte:02X}"));
        }
    }
    out
}

/// The pages of the desk: path, key of the name.
const PAGES: &[(&str, &str)] = &[
    ("/reports", "nav.reports"),
    ("/events", "nav.events"),
    ("/timeline", "nav.timeline"),
    ("/map", "nav.map"),
    ("/pairs", "nav.pairs"),
    ("/contested", "nav.contested"),
    ("/claims", "nav.claims"),
    ("/read", "nav.read"),
];

/// The whole page.
pub(crate) fn page(asked: &Asked, title: &str, content: Markup) -> Markup {
    let other = if asked.tongue == Tongue::French { Tongue::English } else { Tongue::French };
    html! {
        (DOCTYPE)
        html lang=(asked.tongue.code()) {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="color-scheme" content="light dark";
                title { (title) " – " (asked.say("desk")) }
                link rel="icon" href="/assets/mark.svg" type="image/svg+xml";
                link rel="stylesheet" href="/assets/desk.css";
                script type="module" src="/assets/desk.js" {}
            }
            body {
                a class="skip" href="#content" { (asked.say("skip")) }
                header class="top" {
                    a class="brand" href=(asked.link("/", &[])) { (asked.say("desk")) }
                    nav aria-label=(asked.say("nav")) {
                        @for (path, key) in PAGES {
                            a href=(asked.link(path, &[])) aria-current=[asked.path.starts_with(path).then_some("page")] { (asked.say(key)) }
                        }
                    }
                    form class="search" role="search" action="/claims" {
                        @if asked.names_tongue { input type="hidden" name="ui" value=(asked.tongue.code()); }
                        input id="search" type="search" name="q" value=[asked.parameter("q")] aria-label=(asked.say("search")) placeholder=(asked.say("search.hint"));
                        button { (asked.say("search")) }
                    }
                    a class="tongue" lang=(other.code()) hreflang=(other.code()) aria-label=(format!("{} : {}", asked.say("language"), other.code())) href=(asked.same("", Some(("ui", other.code())))) { (other.code().to_uppercase()) }
                }
                main id="content" tabindex="-1" { (content) }
                footer {
                    p { (asked.say("footer")) }
                    button type="button" class="plain" data-act="keys" hidden { (asked.say("keys.open")) }
                }
                (keys(asked))
            }
        }
    }
}

/// The list of keys, opened by `?`.
fn keys(asked: &Asked) -> Markup {
    let rows = [
        ("/", "keys.search"),
        ("j k", "keys.next"),
        ("a", "keys.accept"),
        ("x", "keys.reject"),
        ("e", "keys.edit"),
        ("z", "keys.undo"),
        ("u", "keys.up"),
        ("y", "keys.copy"),
        ("g r, g e, g t, g m, g p, g d, g c, g n", "keys.go"),
    ];
    html! {
        dialog id="keys" aria-labelledby="keys-title" {
            h2 id="keys-title" { (asked.say("keys")) }
            dl { @for (key, message) in rows { dt { kbd { (key) } } dd { (asked.say(message)) } } }
            label { input type="checkbox" id="keys-off"; " " (asked.say("keys.off")) }
            form method="dialog" { button { (asked.say("close")) } }
        }
    }
}

/// The corner of every page with data: the same content in other formats.
pub(crate) fn corner(asked: &Asked, extensions: &[&str]) -> Markup {
    html! {
        div class="corner" {
            button type="button" class="plain" data-act="copy-link" data-done=(asked.say("copied")) hidden { (asked.say("copy.link")) }
            span { (asked.say("export")) }
            @for extension in extensions {
                a href=(asked.same(&format!(".{extension}"), None)) download { (extension) }
            }
        }
    }
}

/// Links to the pages before and after, when there are several.
pub(crate) fn pager(asked: &Asked, number: usize, n_pages: usize) -> Markup {
    html! { @if n_pages > 1 { p class="pager" {
        @if number > 1 { a rel="prev" href=(asked.same("", Some(("page", &(number - 1).to_string())))) { (asked.say("page.previous")) } }
        span { (asked.tongue.fill("page.of", &[("n", &number.to_string()), ("all", &n_pages.to_string())])) }
        @if number < n_pages { a rel="next" href=(asked.same("", Some(("page", &(number + 1).to_string())))) { (asked.say("page.next")) } }
    } } }
}

/// A page that says what went wrong.
pub(crate) fn trouble(asked: &Asked, status: StatusCode, title: &str, text: &str) -> Response {
    let content = html! { h1 { (title) } p { (text) } };
    (status, page(asked, title, content)).into_response()
}

pub(crate) fn not_found(asked: &Asked) -> Response {
    trouble(asked, StatusCode::NOT_FOUND, asked.say("notfound.title"), asked.say("notfound.text"))
}

/// Content of another type than HTML.
pub(crate) fn typed(content_type: &'static str, content: String) -> Response {
    ([(header::CONTENT_TYPE, content_type)], content).into_response()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_keep_the_language_and_encode_what_they_carry() {
        let asked = Asked {
            tongue: Tongue::English,
            names_tongue: true,
            path: "/claims".to_owned(),
            parameters: vec![("q".to_owned(), "a&b é".to_owned()), ("page".to_owned(), "2".to_owned())],
        };
        assert_eq!(asked.same(".csv", Some(("page", ""))), "/claims.csv?q=a%26b%20%C3%A9&ui=en");
        assert_eq!(asked.same("", Some(("ui", "fr"))), "/claims?q=a%26b%20%C3%A9&page=2&ui=fr");
        assert_eq!(asked.link("/reports", &[]), "/reports?ui=en");
    }
}
